"""Experiments in files."""

from functools import cache
from os import PathLike
from pathlib import Path

from gdstudio.assets import asset
from gdstudio.experiment.files import read_file, write_file
from gdstudio.experiment.format import ExperimentFormat
from gdstudio.experiment.model import Experiment
from gdstudio.simulation.vocabulary import VOCABULARY

FORMAT = ExperimentFormat(VOCABULARY)
ENDING = ".gds.json"
"""Of experiment files."""


def load(path: str | PathLike[str]) -> Experiment:
    """Read an experiment.

    Raises
    ------
    ExperimentError
        The file cannot be read or is not an experiment; it says where and why.
    """
    return read_file(FORMAT, Path(path))


def save(experiment: Experiment, path: str | PathLike[str]) -> None:
    """Write an experiment; an existing file is replaced at once or not at all.

    Raises
    ------
    ExperimentError
        The file cannot be written.
    """
    write_file(FORMAT, Path(path), experiment)


@cache
def shipped_example(name: str) -> Experiment:
    """Return an experiment on data that the program ships, of ``resources/examples``."""
    return load(str(asset("examples", f"{name}{ENDING}")))


def example_names() -> tuple[str, ...]:
    """Return the names of the examples, from simple to hard."""
    found = (each.name for each in asset("examples").iterdir())
    return tuple(sorted(name.removesuffix(ENDING) for name in found if name.endswith(ENDING)))


def load_examples() -> tuple[Experiment, ...]:
    """Return all examples, from simple to hard."""
    return tuple(map(shipped_example, example_names()))
