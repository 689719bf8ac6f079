"""What to run: frozen values, their JSON, their validation, the gallery."""

from gdstudio.experiment.data_objectives import (
    CsvSource,
    Dataset,
    GeneratedSource,
    Initialization,
    InlineSource,
    Layer,
    NetworkObjective,
    RegressionObjective,
)
from gdstudio.experiment.errors import ExperimentError
from gdstudio.experiment.files import read_file, write_file
from gdstudio.experiment.format import ExperimentFormat
from gdstudio.experiment.gallery import (
    GalleryEntry,
    KnownMinimum,
    entry_for,
    find,
    load_gallery,
)
from gdstudio.experiment.labels import free_label
from gdstudio.experiment.model import (
    Batch,
    DataObjective,
    Experiment,
    FunctionObjective,
    Objective,
    Optimizer,
    Run,
    Schedule,
    StopRules,
)
from gdstudio.experiment.palette import RUN_COLORS, free_color, run_color
from gdstudio.experiment.vocabulary import MethodSchema, Parameter, Vocabulary, Word

__all__ = [
    "RUN_COLORS",
    "Batch",
    "CsvSource",
    "DataObjective",
    "Dataset",
    "Experiment",
    "ExperimentError",
    "ExperimentFormat",
    "FunctionObjective",
    "GalleryEntry",
    "GeneratedSource",
    "Initialization",
    "InlineSource",
    "KnownMinimum",
    "Layer",
    "MethodSchema",
    "NetworkObjective",
    "Objective",
    "Optimizer",
    "Parameter",
    "RegressionObjective",
    "Run",
    "Schedule",
    "StopRules",
    "Vocabulary",
    "Word",
    "entry_for",
    "find",
    "free_color",
    "free_label",
    "load_gallery",
    "read_file",
    "run_color",
    "write_file",
]
