"""Trains a run of an experiment from many initial parameters."""

import os
from dataclasses import dataclass, replace

from gdstudio.experiment.data_objectives import NetworkObjective
from gdstudio.experiment.model import Experiment
from gdstudio.session.cancellable_job import Task
from gdstudio.simulation.data_problem import DataProblem
from gdstudio.simulation.spread import Training, trainings, with_seed

AFFORDABLE = 2e10
"""Multiplications that nobody needs to be asked for: a few seconds."""


@dataclass(frozen=True, eq=False)
class SpreadRequest:
    """A run that is trained ``count`` times.

    Attributes
    ----------
    essence
        What decides the outcome; see `essence_of`.
    """

    experiment: Experiment
    index: int
    count: int
    essence: Experiment


def train(request: SpreadRequest, task: Task) -> tuple[Training, ...]:
    """Return the trainings, after those that were ready sooner were published."""
    spread: list[Training] = []
    # The window, and whatever else a person runs, keep a processor.
    workers = max(1, min(2, (os.cpu_count() or 1) - 1))
    for training in trainings(
        request.experiment,
        request.index,
        request.count,
        workers=workers,
        should_stop=lambda: task.is_cancelled,
    ):
        spread.append(training)
        task.report(len(spread) / request.count)
        task.publish(tuple(spread))
    return tuple(spread)


def essence_of(experiment: Experiment, index: int) -> Experiment:
    """Return what decides how trainings of a run end: without names, colours, starts, its seed."""
    run = replace(experiment.runs[index], label="", color="", start=None)
    batch = experiment.batch if run.batch is None else run.batch
    alone = replace(run, batch=batch)
    return replace(with_seed(replace(experiment, runs=(alone,)), 0, 0), title="", batch=batch)


def is_affordable(experiment: Experiment, index: int, count: int, problem: DataProblem) -> bool:
    """Return whether trainings take a few seconds at the most."""
    assert isinstance(experiment.objective, NetworkObjective)  # noqa: S101 (others are not drawn)
    batch = experiment.runs[index].batch or experiment.batch
    rows = problem.rows.size if batch.size is None else min(batch.size, problem.rows.size)
    # Forward and backward, and now and then the loss over all rows.
    work = 4.0 * rows * experiment.stop.max_steps * problem.architecture.parameter_count
    return count * work <= AFFORDABLE
