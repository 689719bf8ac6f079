"""What a network decides: over the plane of its inputs, along a line, or row by row."""

from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from gdstudio.engine.objectives.anatomy import network_outputs
from gdstudio.simulation.cells import Interval, cell_centres
from gdstudio.simulation.contours import LineFinder, Lines
from gdstudio.simulation.data_problem import DataProblem
from gdstudio.simulation.neurons import Probe, evenly, original_inputs

Float = NDArray[np.float64]

MOST_POINTS = 2000
"""Rows that are drawn."""


class Task(Enum):
    """What the outputs mean."""

    TWO_CLASSES = auto()
    """One output, which tells class 1 from class 0."""
    CLASSES = auto()
    """One output for each class."""
    NUMBERS = auto()


@dataclass(frozen=True, eq=False)
class Rows:
    """Rows of the data that are drawn.

    Attributes
    ----------
    inputs
        (n, f), in the units of the data.
    targets
        (n, m).
    is_test
        (n,): whether the row is held back.
    """

    inputs: Float
    targets: Float
    is_test: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Answers:
    """What the network says of the rows: numbers or probabilities (n, m), and where it errs."""

    values: Float
    is_wrong: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class PlaneDecision:
    """The outputs over a plane.

    Attributes
    ----------
    shades
        (rows, columns) from −1 to 1, or probabilities (rows, columns, classes).
    boundary
        Lines (points, 2) where one class gives way to another.
    """

    ranges: tuple[Interval, ...]
    shades: Float
    boundary: Lines

    def at(self, x: float, y: float) -> Float | None:
        """Return the shade, or the probabilities (classes,), at a place; None outside."""
        (left, right), (low, high) = self.ranges
        if not (left <= x < right and low <= y < high):
            return None
        rows, columns = self.shades.shape[:2]
        row = int((y - low) / (high - low) * rows)
        column = int((x - left) / (right - left) * columns)
        found: Float = np.asarray(self.shades[row, column])
        return found


@dataclass(frozen=True, eq=False)
class LineDecision:
    """The outputs (n, m) along one input x (n,)."""

    x: Float
    values: Float


@dataclass(frozen=True, eq=False)
class Confusion:
    """How many rows of each class (down) are taken for each class (across)."""

    counts: NDArray[np.int64]
    names: tuple[str, ...]


Decision: TypeAlias = PlaneDecision | LineDecision | Confusion | None
"""None: the targets are numbers of more than two inputs, and the rows alone are shown."""


@lru_cache(maxsize=2)
def task_of(problem: DataProblem) -> Task:
    """Return what the outputs of a network mean."""
    targets = problem.dataset.targets
    if problem.architecture.loss == "cross_entropy":
        return Task.CLASSES
    is_two = targets.shape[1] == 1 and bool(np.isin(targets, (0.0, 1.0)).all())
    return Task.TWO_CLASSES if is_two else Task.NUMBERS


def rows_of(problem: DataProblem) -> Rows:
    """Return the rows that are drawn: all, or some at equal distances."""
    data = problem.dataset
    chosen = evenly(len(data.inputs), MOST_POINTS)
    return Rows(
        original_inputs(problem)[chosen], data.targets[chosen], chosen >= data.training_rows
    )


def answers_of(problem: DataProblem, theta: Float) -> Answers:
    """Return what the network says of the rows that are drawn."""
    data = problem.dataset
    chosen = evenly(len(data.inputs), MOST_POINTS)
    values = meant(problem, network_outputs(problem.architecture, theta, data.inputs[chosen]))
    targets = data.targets[chosen]
    match task_of(problem):
        case Task.TWO_CLASSES:
            is_wrong = (values[:, 0] > 0.5) != (targets[:, 0] > 0.5)
        case Task.CLASSES:
            is_wrong = values.argmax(axis=1) != targets.argmax(axis=1)
        case _:
            is_wrong = np.zeros(len(values), dtype=bool)
    return Answers(values, is_wrong)


def meant(problem: DataProblem, outputs: Float) -> Float:
    """Return outputs (n, m) as probabilities where the loss takes them for logits."""
    match problem.architecture.loss:
        case "binary_cross_entropy":
            return np.exp(-np.logaddexp(0.0, -outputs))
        case "cross_entropy":
            powers = np.exp(outputs - outputs.max(axis=1, keepdims=True))
            shares: Float = powers / powers.sum(axis=1, keepdims=True)
            return shares
        case _:
            return outputs


def target_scale(problem: DataProblem) -> tuple[float, float]:
    """Return the middle of the first target and how far it reaches from there."""
    targets = problem.dataset.targets[:, 0]
    low, high = float(targets.min()), float(targets.max())
    return (low + high) / 2.0, max((high - low) / 2.0, 1e-300)


def decision_of(problem: DataProblem, theta: Float, probe: Probe) -> Decision:
    """Return what the network decides at the points of a probe."""
    match len(probe.ranges):
        case 2:
            return _over_plane(problem, theta, probe)
        case 1:
            values = meant(problem, network_outputs(problem.architecture, theta, probe.points))
            return LineDecision(np.linspace(*probe.ranges[0], len(values)), values)
        case _:
            return _confusion(problem, theta)


def _over_plane(problem: DataProblem, theta: Float, probe: Probe) -> PlaneDecision:
    values = meant(problem, network_outputs(problem.architecture, theta, probe.points))
    grid = values.reshape(*probe.shape, -1)
    match task_of(problem):
        case Task.TWO_CLASSES:
            shades = 2.0 * grid[..., 0] - 1.0
            boundary = _lines(probe, shades)
        case Task.CLASSES:
            shades = grid
            ranked = np.sort(grid, axis=-1)
            best, second = ranked[..., -1:], ranked[..., -2:-1]
            leads = grid - np.where(grid == best, second, best)
            boundary = tuple(
                line for each in range(grid.shape[-1]) for line in _lines(probe, leads[..., each])
            )
        case _:
            middle, reach = target_scale(problem)
            shades = (grid[..., 0] - middle) / reach
            boundary = ()
    return PlaneDecision(probe.ranges, shades, boundary)


def _lines(probe: Probe, values: Float) -> Lines:
    """Return the lines at 0, as the plane is divided into cells."""
    rows, columns = probe.shape
    across, up = probe.ranges
    finder = LineFinder(cell_centres(across, columns), cell_centres(up, rows), values)
    return finder.lines(0.0)


def _confusion(problem: DataProblem, theta: Float) -> Confusion | None:
    task, data = task_of(problem), problem.dataset
    if task is Task.NUMBERS:
        return None
    chosen = evenly(data.training_rows, MOST_POINTS)
    values = meant(problem, network_outputs(problem.architecture, theta, data.inputs[chosen]))
    targets = data.targets[chosen]
    if task is Task.CLASSES:
        said, true = values.argmax(axis=1), targets.argmax(axis=1)
    else:
        said, true = ((each[:, 0] > 0.5).astype(np.int64) for each in (values, targets))
    count = max(2, targets.shape[1])
    counts = np.bincount(true * count + said, minlength=count * count).reshape(count, count)
    return Confusion(counts, data.classes or tuple(map(str, range(count))))
