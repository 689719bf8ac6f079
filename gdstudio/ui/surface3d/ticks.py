"""Round numbers at an axis, also where its scale is not linear."""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from gdstudio.simulation.height import HeightScale, Scale
from gdstudio.ui.surface3d.vertical_scale import HeightMode, VerticalScale

MOST = 6
LEAST_GAP = 0.13
"""Between two numbers at the vertical axis, in heights of the box."""


ROUNDING = 1e-9
"""Of the range: so far from 0 the lowest value is 0."""


def even_ticks(low: float, high: float, most: int = MOST) -> tuple[float, ...]:
    """Return at most so many multiples of 1, 2 or 5 times a power of ten within an interval."""
    span = high - low
    if not (math.isfinite(span) and span > 0.0):
        return ()
    power = 10.0 ** math.floor(math.log10(span / most))
    for step in (power, 2.0 * power, 5.0 * power, 10.0 * power, 20.0 * power):
        first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
        if last - first < most:
            return tuple(float(f"{number * step:.12g}") for number in range(first, last + 1))
    return ()


def without_rounding(scale: Scale) -> Scale:
    """Return a scale that begins at 0, where its lowest value is 0 but for rounding."""
    if isinstance(scale, HeightScale) and abs(scale.low) < ROUNDING * (scale.high - scale.low):
        return replace(scale, low=0.0)
    return scale


def height_ticks(scale: VerticalScale) -> tuple[tuple[float, float], ...]:
    """Return round values with their heights in [0, 1], not too near to each other."""
    if not scale.high > scale.low:
        return ()
    if scale.mode is HeightMode.LINEAR:
        values: Sequence[float] = even_ticks(scale.low, scale.high, MOST - 1)
    else:
        values = _rounder_first(scale.low, scale.high)
    heights = scale.height(np.array(values, dtype=np.float64))
    ticks: list[tuple[float, float]] = []
    for value, height in zip(values, heights.tolist(), strict=True):
        if all(abs(height - other) >= LEAST_GAP for _, other in ticks):
            is_nothing = abs(value) < ROUNDING * (scale.high - scale.low)
            ticks.append((0.0 if is_nothing else value, height))
    return tuple(sorted(ticks))


def _rounder_first(low: float, high: float) -> list[float]:
    """Return 0, powers of ten, then 2 and 5 times them, as far as they lie within an interval."""
    most = math.floor(math.log10(max(abs(low), abs(high))))
    # A lowest value that is 0 but for rounding stands at 0.
    nothing = 0.0 if abs(low) > ROUNDING * (high - low) else low
    values = [nothing]
    for factor in (1.0, 5.0, 2.0):
        for power in range(most, most - 10, -1):
            size = float(f"{factor}e{power}")
            values += [size, -size]
    return [value for value in values if low <= value <= high]
