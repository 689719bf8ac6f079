"""A run's curve as it is drawn: it grows with the run, and long ones are folded."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Bounds = tuple[float, float] | None

BLOCK = 32
"""Rows that become four points: the first, the lowest, the highest, the last."""
FOLDED_ROWS = 8192
"""Rows up to which every single one is kept."""


def _nothing() -> Numbers:
    return np.zeros(0)


@dataclass(frozen=True, eq=False)
class Extent:
    """Lowest and highest finite value of a column that grows.

    Attributes
    ----------
    origin
        Equal as long as what was looked at stays true.
    rows
        How many rows of the column were looked at.
    """

    origin: object
    rows: int = 0
    bounds: Bounds = None

    def continued(self, origin: object, values: Numbers) -> "Extent":
        """Return the extent of all rows of a column: only new ones are looked at."""
        if origin is not self.origin or values.size < self.rows:
            return Extent(origin, values.size, finite_bounds(values))
        if values.size == self.rows:
            return self
        return Extent(origin, values.size, joined(self.bounds, finite_bounds(values[self.rows :])))


@dataclass(frozen=True, eq=False)
class PreparedCurve:
    """Points of a curve, and what is needed to go on from there.

    Attributes
    ----------
    key
        Equal as long as what was prepared stays true.
    unit
        Steps to a unit of the horizontal axis.
    rows
        How many rows of the trace are in it.
    x, y
        The points.
    bounds
        Lowest and highest finite value.
    diverged
        Whether the run flew off.
    """

    key: object
    unit: float = 1.0
    rows: int = 0
    x: Numbers = field(default_factory=_nothing)
    y: Numbers = field(default_factory=_nothing)
    bounds: Bounds = None
    diverged: bool = False
    _folded: int = 0
    _folded_x: Numbers = field(default_factory=_nothing)
    _folded_y: Numbers = field(default_factory=_nothing)

    def continued(
        self,
        steps: NDArray[np.int64],
        values: Numbers,
        height: Callable[[Numbers], Numbers],
        *,
        diverged: bool,
    ) -> "PreparedCurve":
        """Return the curve with all rows of a trace.

        Parameters
        ----------
        steps, values
            Of all rows, those that are in it already included.
        height
            What is drawn of values.
        """
        total = len(steps)
        if total == self.rows and diverged == self.diverged:
            return self
        bounds = joined(self.bounds, finite_bounds(height(values[self.rows :])))
        folded, folded_x, folded_y = self._folded, self._folded_x, self._folded_y
        end = total - total % BLOCK if total > FOLDED_ROWS else folded
        if end > folded:
            x, y = fold(steps[folded:end] / self.unit, height(values[folded:end]))
            folded_x, folded_y = np.concatenate([folded_x, x]), np.concatenate([folded_y, y])
            folded = end
        return PreparedCurve(
            self.key,
            self.unit,
            total,
            np.concatenate([folded_x, steps[folded:] / self.unit]),
            np.concatenate([folded_y, height(values[folded:])]),
            bounds,
            diverged,
            folded,
            folded_x,
            folded_y,
        )


def fold(x: Numbers, y: Numbers) -> tuple[Numbers, Numbers]:
    """Return four points for each block of rows; what is not finite is left out of extremes."""
    blocks_x, blocks = x.reshape(-1, BLOCK), y.reshape(-1, BLOCK)
    finite = np.isfinite(blocks)
    low = np.where(finite, blocks, np.inf).min(axis=1)
    high = np.where(finite, blocks, -np.inf).max(axis=1)
    first, last = blocks_x[:, 0], blocks_x[:, -1]
    return (
        np.stack([first, first, last, last], axis=1).reshape(-1),
        np.stack([blocks[:, 0], low, high, blocks[:, -1]], axis=1).reshape(-1),
    )


def joined(one: Bounds, other: Bounds) -> Bounds:
    """Return the bounds of both."""
    if one is None or other is None:
        return one or other
    return min(one[0], other[0]), max(one[1], other[1])


def finite_bounds(values: Numbers) -> Bounds:
    """Return the lowest and highest finite value, or None where there is none."""
    finite = values[np.isfinite(values)]
    return (float(finite.min()), float(finite.max())) if finite.size else None
