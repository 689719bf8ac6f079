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
def load_examples() -> tuple[Experiment, ...]:
    """Return the experiments on data that the program ships, from simple to hard."""
    folder = Path(str(asset("examples")))
    return tuple(load(path) for path in sorted(folder.glob("*.gds.json")))
