"""How heights become colours: a scale that bends until the median has the middle colour.

Beside it there are one for decades, and one whose middle is zero.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

_LEAST_SHARE = 1e-9
"""Of the highest value: what is nearer to the lowest one is no further decade."""
_LOWEST_CELLS = 1e-4
"""The part of a map in which decades do not count: a cell may hit a minimum by chance."""


class Scale(Protocol):
    """A monotone map from values to places in [0, 1]."""

    @property
    def low(self) -> float:
        """The value at the place 0."""

    @property
    def high(self) -> float:
        """The value at the place 1."""

    def place(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the places of values; NaN stays NaN, values beyond the ends are clipped."""

    def value(self, places: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the values at places: the inverse of ``place``."""


@dataclass(frozen=True)
class HeightScale:
    """A monotone map from values to places in [0, 1].

    It is linear for ``bend`` 0, else ``log(1 + bend·u) / log(1 + bend)`` with
    ``u = (value − low)/(high − low)``.

    Attributes
    ----------
    low, high
        The values at the places 0 and 1.
    bend
        How much room low values get beyond their share.
    """

    low: float
    high: float
    bend: float

    def place(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the places of values; NaN stays NaN, values beyond the ends are clipped."""
        if self.high == self.low:
            return np.where(np.isnan(values), np.nan, 0.0)
        with np.errstate(over="ignore", invalid="ignore"):
            # Halves, because high − low may be beyond all numbers.
            share = (0.5 * values - 0.5 * self.low) / (0.5 * self.high - 0.5 * self.low)
            share = np.clip(share, 0.0, 1.0)
        if self.bend > 0.0:
            share = np.log1p(self.bend * share) / np.log1p(self.bend)
        return share

    def value(self, places: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the values at places: the inverse of ``place``."""
        share = places
        if self.bend > 0.0:
            share = np.expm1(places * np.log1p(self.bend)) / self.bend
        values: NDArray[np.float64] = (1.0 - share) * self.low + share * self.high
        return values


def height_scale(values: NDArray[np.float64]) -> HeightScale:
    """Return the scale on which the median of the finite values has the place ½, or a higher one.

    With m the median's share of the range, ``log(1 + bm)/log(1 + b) = ½`` gives
    ``b = (1 − 2m)/m²``. Long valleys under high walls are seen this way; a plain bowl stays nearly
    linear.
    """
    finite = values[np.isfinite(values)]
    if finite.size == 0:
        return HeightScale(0.0, 0.0, 0.0)
    low, high = float(finite.min()), float(finite.max())
    if low == high:
        return HeightScale(low, high, 0.0)
    half_range = 0.5 * high - 0.5 * low
    median = float((0.5 * np.median(finite) - 0.5 * low) / half_range)
    if median >= 0.5:
        return HeightScale(low, high, 0.0)
    # A median that coincides with the minimum would bend without end.
    median = max(median, 1e-6)
    return HeightScale(low, high, (1.0 - 2.0 * median) / (median * median))


@dataclass(frozen=True)
class LogScale:
    """Equal steps for equal factors of what a value is above the floor.

    Attributes
    ----------
    low, high
        The values at the places 0 and 1, above the floor.
    floor
        0, or the lowest value where that is negative.
    """

    low: float
    high: float
    floor: float = 0.0

    def place(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the places of values; NaN stays NaN, values beyond the ends are clipped."""
        above = np.clip(values, self.low, self.high) - self.floor
        places: NDArray[np.float64] = np.log(above / (self.low - self.floor)) / self._extent
        return np.clip(places, 0.0, 1.0)

    def value(self, places: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the values at places: the inverse of ``place``."""
        values: NDArray[np.float64] = self.floor + (self.low - self.floor) * np.exp(
            places * self._extent
        )
        return values

    @property
    def _extent(self) -> float:
        return float(np.log((self.high - self.floor) / (self.low - self.floor)))


@dataclass(frozen=True)
class SignedScale:
    """A scale whose middle is zero: what is below has other colours than what is above.

    A value v has the place ``½ ± ½·log(1 + bend·|v|/reach)/log(1 + bend)``.
    """

    reach: float
    bend: float

    @property
    def low(self) -> float:
        """The value at the place 0."""
        return -self.reach

    @property
    def high(self) -> float:
        """The value at the place 1."""
        return self.reach

    def place(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the places of values; NaN stays NaN, values beyond the ends are clipped."""
        if self.reach == 0.0:
            return np.where(np.isnan(values), np.nan, 0.5)
        share = self._half.place(np.abs(values))
        return 0.5 + 0.5 * np.sign(values) * share

    def value(self, places: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the values at places: the inverse of ``place``."""
        sides = 2.0 * places - 1.0
        values: NDArray[np.float64] = np.sign(sides) * self._half.value(np.abs(sides))
        return values

    @property
    def _half(self) -> HeightScale:
        return HeightScale(0.0, self.reach, self.bend)


def log_scale(values: NDArray[np.float64]) -> Scale:
    """Return the scale of decades; a flat map has none."""
    finite = values[np.isfinite(values)]
    if finite.size == 0 or finite.min() == finite.max():
        return height_scale(values)
    floor, least, most = above_floor(finite)
    # Beside a large floor what is above may round to it.
    if not floor < floor + least < floor + most:
        return height_scale(values)
    return LogScale(floor + least, floor + most, floor)


def signed_scale(values: NDArray[np.float64]) -> SignedScale:
    """Return the scale about zero on which the median distance from it is half way."""
    finite = np.abs(values[np.isfinite(values)])
    if finite.size == 0:
        return SignedScale(0.0, 0.0)
    return SignedScale(float(finite.max()), height_scale(np.append(finite, 0.0)).bend)


def above_floor(finite: NDArray[np.float64]) -> tuple[float, float, float]:
    """Return the floor of decades, and the least and the most that values are above it, > 0.

    Parameters
    ----------
    finite
        Values of which not all are equal.
    """
    lowest = float(finite.min())
    floor = min(lowest, 0.0)
    most = float(finite.max()) - floor
    least = float(np.quantile(finite, _LOWEST_CELLS)) - floor
    return floor, max(least, _LEAST_SHARE * most), most
