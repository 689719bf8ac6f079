"""Each parameter of runs over the steps, folded to as many points as can be seen."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gdstudio.simulation.landscape import finite_rows
from gdstudio.simulation.strands import Path, ranges_of

Float = NDArray[np.float64]

FEWEST_BLOCKS, MOST_BLOCKS = 256, 1024
"""Blocks of rows of which the first, the lowest, the highest and the last value are kept."""
BLOCKS_TOGETHER = 1 << 14
"""Of many parameters there are fewer blocks each."""


@dataclass(frozen=True, eq=False)
class ParameterCurve:
    """The parameters of a run, (n, d), over its steps, (n,)."""

    index: int
    steps: Float
    values: Float


@dataclass(frozen=True, eq=False)
class ParameterCurves:
    """All parameters of runs over the steps.

    Attributes
    ----------
    low, high
        What each parameter ranges over, (d,).
    last_step
        The last step of any run.
    """

    low: Float
    high: Float
    last_step: int
    curves: tuple[ParameterCurve, ...]


def parameter_curves(paths: tuple[Path, ...]) -> ParameterCurves:
    """Return the curves of paths."""
    low, high = ranges_of(paths)
    last = max(path.trace.last_step for path in paths)
    return ParameterCurves(low, high, last, tuple(_folded(path) for path in paths))


def _folded(path: Path) -> ParameterCurve:
    values = finite_rows(path.trace.parameters)
    steps = path.trace.steps[: len(values)].astype(np.float64)
    blocks = min(MOST_BLOCKS, max(FEWEST_BLOCKS, BLOCKS_TOGETHER // values.shape[1]))
    size = -(-len(values) // blocks)
    if size < 4:
        return ParameterCurve(path.index, steps, values)
    begins = np.arange(0, len(values), size)
    ends = np.append(begins[1:], len(values)) - 1
    low = np.minimum.reduceat(values, begins, axis=0)
    high = np.maximum.reduceat(values, begins, axis=0)
    points = np.stack([values[begins], low, high, values[ends]], axis=1)
    places = np.stack([steps[begins], steps[begins], steps[ends], steps[ends]], axis=1)
    return ParameterCurve(path.index, places.reshape(-1), points.reshape(-1, values.shape[1]))
