"""How heights become colours: a scale that bends until the median has the middle colour."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


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
