"""The gradients of the batches of one epoch at one point, and how far they are from the whole."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gdstudio.engine.objectives.losses import LOSSES
from gdstudio.experiment.model import Batch
from gdstudio.simulation.batches import Batches
from gdstudio.simulation.problem import DataProblem

Float = NDArray[np.float64]

MOST_BATCHES = 500
"""Batches of an epoch that are looked at, in a millisecond; of more rows they are a sample."""
COMPARED = 10
"""Rows in the batches that are shown beside those of a run."""


@dataclass(frozen=True)
class CloudRequest:
    """A point in the course of a run.

    Attributes
    ----------
    parameters
        The point, (d,).
    shown
        Which two components of the gradients are wanted.
    step
        It decides the epoch.
    batch, seed
        They decide which rows are together.
    """

    problem: DataProblem
    parameters: tuple[float, ...]
    shown: tuple[int, int]
    step: int
    batch: Batch
    seed: int

    @property
    def size(self) -> int:
        """Rows in a batch of the run."""
        return Batches(self.problem.rows.size, self.batch, self.seed).size


@dataclass(frozen=True, eq=False)
class GradientCloud:
    """The gradients of the batches of one size.

    Attributes
    ----------
    size
        Rows in a batch.
    gradients
        Their two components, float64 (k, 2).
    rows
        How many rows each batch has, int64 (k,): the last one may have fewer.
    spread
        √ of the mean of ‖gradient of a batch − gradient of all rows‖², weighted by rows.
    expected
        What the formula says of it.
    """

    size: int
    gradients: Float
    rows: NDArray[np.int64]
    spread: float
    expected: float


@dataclass(frozen=True, eq=False)
class GradientClouds:
    """The clouds around the gradient of all rows.

    Attributes
    ----------
    full
        The gradient (2,) of all training rows.
    clouds
        For each size of a batch, ascending from 1.
    """

    request: CloudRequest
    full: Float
    clouds: tuple[GradientCloud, ...]


def gradient_clouds(request: CloudRequest) -> GradientClouds:
    """Return the gradients of the batches of one epoch, of the run's size and of others.

    A batch of B out of N rows, drawn without putting back, has a gradient whose spread is

        σ_B = σ₁ √((N − B) / (B(N − 1))),    σ₁² = (1/N) Σ‖g_i − g‖².

    Where the loss is a sum over rows, the gradient of a batch is scaled to N rows, so that its
    mean is the gradient of all of them here too.
    """
    total = request.problem.rows.size
    sizes = sorted({1, min(COMPARED, total), request.size, total})
    full = _gradients(request, [request.problem.rows])[0]
    single = 0.0
    clouds = []
    for size in sizes:
        batches = _batches(request, size)
        rows = np.array([batch.size for batch in batches])
        gradients = _gradients(request, batches)
        squares = np.square(gradients - full).sum(axis=1)
        spread = float(np.sqrt(np.average(squares, weights=rows)))
        single = spread if size == 1 else single
        expected = single * float(np.sqrt(variance_share(size, total)))
        clouds.append(GradientCloud(size, gradients, rows, spread, expected))
    return GradientClouds(request, full, tuple(clouds))


def variance_share(size: int, total: int) -> float:
    """Return (N − B)/(B(N − 1)): what is left of the variance of a row in the mean of B of N."""
    return 0.0 if size == total else (total - size) / (size * (total - 1.0))


def _batches(request: CloudRequest, size: int) -> list[NDArray[np.int64]]:
    """Return the first batches of an epoch: of the run's own size, of the epoch that it is in."""
    is_own = size == request.size
    batch = request.batch if is_own else Batch(size, shuffle=True)
    batches = Batches(request.problem.rows.size, batch, request.seed)
    number = batches.epoch_of(request.step) if is_own else 0
    order, _ = batches.epochs_from(number * batches.updates)
    epoch = order[number % len(order)]
    return [
        epoch[start : start + size]
        for start in range(0, min(epoch.size, size * MOST_BATCHES), size)
    ]


def _gradients(request: CloudRequest, batches: list[NDArray[np.int64]]) -> Float:
    """Return the two components (k, 2) of the gradient of each batch."""
    problem = request.problem
    theta, work = problem.point(request.parameters), problem.workspace()
    gradients = np.empty((len(batches), theta.size))
    for rows, gradient in zip(batches, gradients, strict=True):
        batch = np.ascontiguousarray(rows)
        problem.kernel(
            theta, problem.structure, problem.constants, problem.data, batch, work, gradient
        )
    if not LOSSES[problem.architecture.loss].averages_samples:
        penalty = _penalty(problem, theta)
        share = problem.rows.size / np.array([[rows.size] for rows in batches])
        gradients = (gradients - penalty) * share + penalty
    return gradients[:, list(request.shown)]


def _penalty(problem: DataProblem, theta: Float) -> Float:
    """Return the gradient (d,) of ½λ‖W‖²."""
    penalty = np.zeros_like(theta)
    pairs = zip(
        problem.architecture.layer_parameters(penalty),
        problem.architecture.layer_parameters(theta),
        strict=True,
    )
    for (slopes, _), (weights, _) in pairs:
        slopes[:] = problem.architecture.l2 * weights
    return penalty
