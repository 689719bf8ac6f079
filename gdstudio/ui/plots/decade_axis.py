"""An axis of logarithms whose ticks are powers of ten, or 1, 2, 5 where there are few of them."""

import math

import numpy as np
import pyqtgraph as pg

PIXELS_BETWEEN_TICKS = 18.0
FEW_DECADES = 2.0
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


class DecadeAxis(pg.AxisItem):
    """The left axis of a plot of logarithms; linear values until ``set_decades``.

    Parameters
    ----------
    unit
        Stands behind linear values.
    """

    def __init__(self, unit: str = "") -> None:
        super().__init__("left")
        self._unit = unit
        self._shows_decades = False

    def set_decades(self, shows_decades: bool) -> None:
        """Take the values for decimal logarithms, or for what they are."""
        if shows_decades != self._shows_decades:
            self._shows_decades = shows_decades
            self.picture = None
            self.update()

    def tickValues(  # noqa: N802 (pyqtgraph's name)
        self, low: float, high: float, size: float
    ) -> list[tuple[float, list[float]]]:
        """Return the places of the ticks."""
        if not self._shows_decades:
            return list(super().tickValues(low, high, size))
        return [(1.0, decade_ticks(min(low, high), max(low, high), size))]

    def tickStrings(  # noqa: N802 (pyqtgraph's name)
        self, values: list[float], scale: float, spacing: float
    ) -> list[str]:
        """Return what stands at the ticks."""
        if not self._shows_decades:
            return [f"{text}{self._unit}" for text in super().tickStrings(values, scale, spacing)]
        return [power_text(value) for value in values]


def decade_ticks(low: float, high: float, size: float) -> list[float]:
    """Return logarithms at which a scale of ``size`` pixels has ticks."""
    room = max(2.0, size / PIXELS_BETWEEN_TICKS)
    first, last = math.floor(low), math.ceil(high)
    decades = range(first, last + 1)
    if high - low < FEW_DECADES:
        for digits in ((1, 2, 3, 4, 5, 6, 7, 8, 9), (1, 2, 5), (1, 3)):
            ticks = [k + math.log10(digit) for k in decades for digit in digits]
            shown = [tick for tick in ticks if low <= tick <= high]
            closest = min(np.diff(shown), default=math.inf)
            if closest * size >= PIXELS_BETWEEN_TICKS * (high - low):
                return shown
    stride = max(1, math.ceil((high - low) / room))
    ticks = [float(k) for k in decades if k % stride == 0 and low <= k <= high]
    # Where no power of ten is in sight, the ends say where one is.
    return ticks or [low + 0.1 * (high - low), high - 0.1 * (high - low)]


def power_text(logarithm: float) -> str:
    """Return 10 to a logarithm: as it is while it is short, else as a power."""
    if -3.5 < logarithm < 4.5:
        return f"{10.0**logarithm:.3g}" if logarithm < 3.0 else f"{round(10.0**logarithm)}"
    exponent = math.floor(logarithm + 1e-9)
    factor = round(10.0 ** (logarithm - exponent))
    power = f"10{str(exponent).translate(SUPERSCRIPTS)}"
    return power if factor == 1 else f"{factor}·{power}"
