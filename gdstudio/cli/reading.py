"""Reads the experiment that a command line names."""

import os
from pathlib import Path

from gdstudio.cli.errors import CommandError
from gdstudio.experiment import Experiment, ExperimentError
from gdstudio.simulation.files import load


def read_experiment(path: Path) -> Experiment:
    """Return the experiment in a file.

    Raises
    ------
    CommandError
        It cannot be read, or is not an experiment: where and why.
    """
    try:
        return load(path)
    except ExperimentError as error:
        name = os.fspath(path)
        where = "" if name in error.reason else f"{name}: "
        raise CommandError(f"{where}{error}") from error
