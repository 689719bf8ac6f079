"""Data sets: generators, files of comma-separated values, rows of the experiment itself."""

from gdstudio.experiment.datasets.csv_source import csv_examples, examples_from
from gdstudio.experiment.datasets.csv_table import CsvColumn, CsvTable, read_csv
from gdstudio.experiment.datasets.data import Data, Standardization, TargetKind
from gdstudio.experiment.datasets.examples import Examples, Targets
from gdstudio.experiment.datasets.features import polynomial_features, polynomial_names
from gdstudio.experiment.datasets.generator import Generator, GeneratorParameter
from gdstudio.experiment.datasets.loading import load_dataset, load_examples, prepare
from gdstudio.experiment.datasets.registry import GENERATORS

__all__ = [
    "GENERATORS",
    "CsvColumn",
    "CsvTable",
    "Data",
    "Examples",
    "Generator",
    "GeneratorParameter",
    "Standardization",
    "TargetKind",
    "Targets",
    "csv_examples",
    "examples_from",
    "load_dataset",
    "load_examples",
    "polynomial_features",
    "polynomial_names",
    "prepare",
    "read_csv",
]
