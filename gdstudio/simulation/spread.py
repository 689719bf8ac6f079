"""One training from many initial parameters: how much the outcome depends on luck."""

import math
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gdstudio.experiment.data_objectives import NetworkObjective
from gdstudio.experiment.model import Experiment
from gdstudio.simulation.batches import Batches
from gdstudio.simulation.outcome import Outcome
from gdstudio.simulation.problem import problem_of
from gdstudio.simulation.run import RunResult
from gdstudio.simulation.simulation import run

Float = NDArray[np.float64]

CURVE_POINTS = 240
"""Losses that are kept of each training."""


@dataclass(frozen=True, eq=False)
class Training:
    """One training of many.

    Attributes
    ----------
    seed
        Of the initial parameters and of the batches.
    steps
        Where losses are kept, int64 (points,), the same for all trainings.
    losses
        Over all training rows, float64 (points,); after its end those of its end.
    last_step
        Where it ended.
    train_loss, test_loss, train_accuracy, test_accuracy
        At its end; NaN where there are no test rows, or no classes.
    """

    seed: int
    steps: NDArray[np.int64]
    losses: Float
    outcome: Outcome
    last_step: int
    train_loss: float
    test_loss: float
    train_accuracy: float
    test_accuracy: float

    def is_stuck(self, threshold: float) -> bool:
        """Return whether its loss ended above a threshold, or beyond all numbers."""
        return not self.train_loss <= threshold

    @property
    def is_perfect(self) -> bool:
        """Whether every training row has its class recognized."""
        return self.train_accuracy == 1.0


def with_seed(experiment: Experiment, index: int, seed: int) -> Experiment:
    """Return an experiment whose run ``index`` starts with the parameters drawn from a seed.

    The batches follow from the same seed, so that this one experiment shows a training again.

    Raises
    ------
    ValueError
        It trains no network: nothing else has initial parameters that are drawn.
    """
    if not isinstance(experiment.objective, NetworkObjective):
        raise ValueError("only the parameters of a network are drawn from a seed")
    drawn = experiment.replace_run(index, replace(experiment.runs[index], start=None))
    return replace(drawn, start=(), seed=seed)


def trainings(
    experiment: Experiment,
    index: int = 0,
    count: int = 20,
    *,
    workers: int = 1,
    should_stop: Callable[[], bool] = lambda: False,
) -> Iterator[Training]:
    """Train a run from initial parameters of the seeds s, s + 1, …, beginning with its own.

    Parameters
    ----------
    experiment
        What is trained; a start that stands in it does not count.
    index
        Which of its runs.
    count
        How many trainings.
    workers
        How many at a time.
    should_stop
        Asked several times a second; where it says yes, no more trainings come.

    Yields
    ------
    Training
        In the order of the seeds, each as soon as it and those before it have ended.

    Raises
    ------
    ExperimentError
        The data cannot be read, or do not fit the network.
    ValueError
        It trains no network, or there are no such runs.
    """
    if not 0 <= index < len(experiment.runs) or count < 1 or workers < 1:
        raise ValueError("expected a run of the experiment, and at least one training and worker")
    alone = replace(experiment, runs=(experiment.runs[index],))
    seeds = range(experiment.seed, experiment.seed + count)
    each = [with_seed(alone, 0, seed) for seed in seeds]
    with ThreadPoolExecutor(workers) as pool:
        for training in pool.map(lambda one: _train(one, should_stop), each):
            if training is None:
                return
            yield training


def quartiles(spread: list[Training]) -> tuple[Float, Float, Float]:
    """Return the lower quartile, the median and the upper quartile (points,) of the losses.

    Each is a loss that occurs, the lowest below or at which a quarter, half, three quarters are.
    """
    losses = np.array([training.losses for training in spread])
    # What left all numbers lies above everything.
    losses[np.isnan(losses)] = math.inf
    low, middle, high = np.quantile(losses, (0.25, 0.5, 0.75), axis=0, method="inverted_cdf")
    return low, middle, high


def _train(experiment: Experiment, should_stop: Callable[[], bool]) -> Training | None:
    if should_stop():
        return None
    result = run(experiment, should_stop=should_stop)[0]
    if result.outcome in (None, Outcome.STOPPED):
        return None
    return _training(experiment, result)


def _training(experiment: Experiment, result: RunResult) -> Training:
    steps = _curve_steps(experiment)
    rows = np.searchsorted(result.evaluated_steps, steps, side="right") - 1
    assert result.outcome is not None  # noqa: S101 (the caller knows)
    return Training(
        experiment.seed,
        steps,
        result.train_losses[rows],
        result.outcome,
        result.trace.last_step,
        float(result.train_losses[-1]),
        float(result.test_losses[-1]),
        float(result.train_accuracies[-1]),
        float(result.test_accuracies[-1]),
    )


def _curve_steps(experiment: Experiment) -> NDArray[np.int64]:
    """Return steps at which the loss over all rows is known, evenly chosen, the last one too."""
    last, batch = experiment.stop.max_steps, experiment.runs[0].batch or experiment.batch
    rows = problem_of(experiment.objective).rows.size
    epoch = Batches(rows, batch, experiment.seed).updates
    interval = experiment.evaluation_interval or epoch
    known = np.unique(np.append(np.arange(0, last, interval), last))
    chosen = np.linspace(0, known.size - 1, min(CURVE_POINTS, known.size)).round().astype(np.int64)
    return known[chosen]
