"""What the units of a network answer over its inputs, and in which state they are."""

from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from gdstudio.engine.objectives.anatomy import network_responses
from gdstudio.engine.objectives.architecture import Architecture, Layer
from gdstudio.simulation.cells import Interval, cell_centres
from gdstudio.simulation.data_problem import DataProblem

Float = NDArray[np.float64]

MARGIN = 0.08
"""How far a picture reaches beyond the data, as a part of their range."""
MOST_ROWS = 2000
"""Rows that decide on the state of a unit; of more, so many at equal distances are taken."""
MOST_NUMBERS = 1_000_000
"""How many numbers a picture of all units may have: large networks get coarser ones."""
NEAR_BOUND = 0.02
"""What is nearer to a bound than this part of the way between the bounds is saturated."""
MOST = 0.9
"""On which part of the rows a unit is saturated that counts as such."""

BOUNDS = {"tanh": (-1.0, 1.0), "sigmoid": (0.0, 1.0)}
"""What activations level out at on both sides."""


class UnitState(Enum):
    """Whether a unit still learns."""

    ALIVE = auto()
    DEAD = auto()
    """A ReLU that is 0 on all training rows: its slope is 0 there, and no gradient passes."""
    SATURATED = auto()
    """Near its bounds on most training rows: its slope is nearly 0 there."""


@dataclass(frozen=True, eq=False)
class Probe:
    """Inputs at which all units are asked.

    Attributes
    ----------
    points
        (n, f), as the network sees them.
    shape
        Rows and columns of the picture; row 0 is the lowest.
    ranges
        What it shows of each input, in the units of the data; () where the inputs are more than
        two and the columns of the picture are rows of the data, in the order of their targets.
    """

    points: Float
    shape: tuple[int, int]
    ranges: tuple[Interval, ...]


@dataclass(frozen=True, eq=False)
class LayerStates:
    """How the units of a layer do on the training rows; arrays have one number for each unit.

    Attributes
    ----------
    low, mean, high
        Of the activation.
    at_bounds
        On which part of the rows it is near its bounds.
    """

    states: tuple[UnitState, ...]
    low: Float
    mean: Float
    high: Float
    at_bounds: Float


def original_inputs(problem: DataProblem) -> Float:
    """Return the inputs (n, f) in the units of the data."""
    scaling = problem.dataset.standardization
    inputs = problem.dataset.inputs
    return inputs if scaling is None else scaling.undo(inputs)


@lru_cache(maxsize=2)
def input_ranges(problem: DataProblem) -> tuple[Interval, ...]:
    """Return what a picture shows of each input, in the units of the data."""
    inputs = original_inputs(problem)
    lows, highs = inputs.min(axis=0), inputs.max(axis=0)
    # An input that never changes has a picture all the same.
    margins = np.where(highs > lows, MARGIN * (highs - lows), 1.0)
    return tuple(zip((lows - margins).tolist(), (highs + margins).tolist(), strict=True))


def cells_for(architecture: Architecture, cells: int) -> int:
    """Return how many cells a side of a picture has: fewer for a large network."""
    units = sum(layer.units for layer in architecture.layers)
    return max(4, min(cells, int((MOST_NUMBERS / units) ** 0.5)))


def probe_of(problem: DataProblem, cells: int, ranges: tuple[Interval, ...] | None = None) -> Probe:
    """Return the inputs for a picture: over the plane, along the line, or the rows themselves.

    Parameters
    ----------
    cells
        Of a side.
    ranges
        What to show; None: all data.
    """
    inputs = problem.dataset.inputs.shape[1]
    if inputs > 2:
        return _rows_probe(problem, cells)
    shown = input_ranges(problem) if ranges is None else ranges
    if inputs == 1:
        points = np.linspace(*shown[0], cells).reshape(-1, 1)
        return Probe(_scaled(problem, points), (1, cells), shown)
    x, y = (cell_centres(each, cells) for each in shown)
    points = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    return Probe(_scaled(problem, points), (cells, cells), shown)


def responses(problem: DataProblem, theta: Float, probe: Probe) -> tuple[Float, ...]:
    """Return what all units make of a probe: (units, rows, columns) for each layer.

    The first are the inputs themselves, as the network sees them.
    """
    layers = network_responses(problem.architecture, theta, probe.points)
    tables = (probe.points, *(layer.activations for layer in layers))
    return tuple(np.ascontiguousarray(table.T).reshape(-1, *probe.shape) for table in tables)


def layer_states(problem: DataProblem, theta: Float) -> tuple[LayerStates, ...]:
    """Return how the units of each layer do on the training rows."""
    architecture = problem.architecture
    units = sum(layer.units for layer in architecture.layers)
    most = max(16, min(MOST_ROWS, MOST_NUMBERS // units))
    rows = evenly(problem.dataset.training_rows, most)
    answers = network_responses(architecture, theta, problem.dataset.inputs[rows])
    return tuple(
        _states(layer, answer.activations)
        for layer, answer in zip(architecture.layers, answers, strict=True)
    )


def evenly(rows: int, most: int) -> NDArray[np.int64]:
    """Return all of so many rows, or at most so many of them at equal distances."""
    return np.unique(np.linspace(0, rows - 1, min(rows, most)).astype(np.int64))


def _states(layer: Layer, values: Float) -> LayerStates:
    low, high = BOUNDS.get(layer.activation, (-np.inf, np.inf))
    near = NEAR_BOUND * (high - low) if np.isfinite(low) else 0.0
    # A number that is no number is neither near a bound nor dead.
    at_bounds = np.mean((values < low + near) | (values > high - near), axis=0)
    is_dead = np.all(values == 0.0, axis=0) & (layer.activation == "relu")
    is_saturated = at_bounds >= MOST
    states = tuple(
        UnitState.DEAD if dead else UnitState.SATURATED if saturated else UnitState.ALIVE
        for dead, saturated in zip(is_dead.tolist(), is_saturated.tolist(), strict=True)
    )
    return LayerStates(
        states, values.min(axis=0), values.mean(axis=0), values.max(axis=0), at_bounds
    )


def _rows_probe(problem: DataProblem, cells: int) -> Probe:
    dataset = problem.dataset
    rows = evenly(dataset.training_rows, cells * cells)
    targets = dataset.targets[rows]
    place = np.argmax(targets, axis=1) if targets.shape[1] > 1 else targets[:, 0]
    rows = rows[np.argsort(place, kind="stable")]
    return Probe(dataset.inputs[rows], (1, len(rows)), ())


def _scaled(problem: DataProblem, points: Float) -> Float:
    scaling = problem.dataset.standardization
    return np.ascontiguousarray(points if scaling is None else scaling.apply(points))
