"""How values become heights: linear, logarithmic, or by rank."""

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from gdstudio.simulation.height import HeightScale, height_scale

Values = NDArray[np.float64]

STEEP = 30.0
"""The bend of a height scale from which on a surface is not seen well when it is linear."""
LOG_BEND = 200.0
"""The least bend of the logarithm: a bowl that hardly needs one still shows what it does."""
WALL_SHARE = 0.9
WALL_FACTOR = 4.0
"""What rises so many times higher than nine tenths of the values is cut off."""
HIGHEST = 8.0
"""In heights of the box: what is cut off anyway need not go to the sky."""
KNOTS = 1025


class HeightMode(Enum):
    """How values become heights; the value is its key."""

    LINEAR = "linear"
    LOG = "log"
    RANK = "rank"


@dataclass(frozen=True)
class VerticalScale:
    """A monotone map from values to heights, 0 at the bottom of the box and 1 at its top.

    Attributes
    ----------
    mode
        Its kind.
    low, high
        The values at the bottom and at the top. What is higher is cut off.
    bend
        Of the logarithm, as of a `HeightScale`.
    knots
        For ranks: values at equal steps of height.
    """

    mode: HeightMode
    low: float
    high: float
    bend: float = 0.0
    knots: tuple[float, ...] = ()

    def height(self, values: Values) -> Values:
        """Return the heights of values: NaN where they are not finite."""
        finite = np.isfinite(values)
        known = np.where(finite, values, self.low)
        if self.high <= self.low:
            heights = np.full(values.shape, 0.5)
        elif self.mode is HeightMode.RANK:
            knots, steps = np.unique(np.array(self.knots), return_index=True)
            heights = np.interp(known, knots, steps / (len(self.knots) - 1))
        elif self.mode is HeightMode.LOG:
            heights = HeightScale(self.low, self.high, self.bend).place(known)
        else:
            # Halves, because high − low may be beyond all numbers.
            span = 0.5 * self.high - 0.5 * self.low
            heights = np.minimum((0.5 * known - 0.5 * self.low) / span, HIGHEST)
        return np.where(finite, heights, np.nan)


def fitting_mode(values: Values) -> HeightMode:
    """Return the plain scale where it shows the surface, the logarithm where it hides valleys."""
    return HeightMode.LOG if height_scale(values).bend > STEEP else HeightMode.LINEAR


def vertical_scale(values: Values, mode: HeightMode) -> VerticalScale:
    """Return the scale of a kind that shows values."""
    finite = values[np.isfinite(values)]
    if finite.size == 0:
        return VerticalScale(mode, 0.0, 0.0)
    low, high = float(finite.min()), float(finite.max())
    match mode:
        case HeightMode.RANK:
            knots = np.quantile(finite, np.linspace(0.0, 1.0, KNOTS))
            return VerticalScale(mode, low, high, knots=tuple(knots.tolist()))
        case HeightMode.LOG:
            return VerticalScale(mode, low, high, max(LOG_BEND, height_scale(values).bend))
        case _:
            most = float(np.quantile(finite, WALL_SHARE))
            with np.errstate(over="ignore"):
                wall = low + WALL_FACTOR * (most - low)
            return VerticalScale(mode, low, wall if low < wall < high else high)
