"""Paths of CSV files: relative to the experiment in its file, absolute in memory."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from gdstudio.experiment.data_objectives import CsvSource
from gdstudio.experiment.model import Experiment, FunctionObjective


def with_absolute_path(experiment: Experiment, folder: Path) -> Experiment:
    """Return the experiment that stands in a file in `folder` as it is in memory."""
    return _with_path(experiment, lambda path: os.path.normpath(folder / path))


def with_relative_path(experiment: Experiment, folder: Path) -> Experiment:
    """Return the experiment as it is to stand in a file in `folder`.

    On Windows there is no relative path from one drive to another: the absolute one stays.
    """

    def relative(path: str) -> str:
        try:
            return Path(os.path.relpath(path, folder)).as_posix()
        except ValueError:
            return path

    return _with_path(experiment, relative)


def _with_path(experiment: Experiment, change: Callable[[str], str]) -> Experiment:
    objective = experiment.objective
    if isinstance(objective, FunctionObjective):
        return experiment
    dataset = objective.dataset
    if not isinstance(dataset.source, CsvSource):
        return experiment
    source = replace(dataset.source, path=change(dataset.source.path))
    changed = replace(objective, dataset=replace(dataset, source=source))
    return replace(experiment, objective=changed)
