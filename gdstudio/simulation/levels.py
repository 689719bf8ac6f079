"""At which values a map has contour lines: few, and with few digits."""

import math

import numpy as np
from numpy.typing import NDArray

from gdstudio.simulation.height import HeightScale, above_floor
from gdstudio.simulation.map_options import Levels
from gdstudio.simulation.round_values import multiple, round_step, round_value_between

CONTOUR_LINES = 12
_MOST_DECADES = 12
_BEYOND_DECADES = 1e300
"""Numbers that are next to the largest ones have no decades around them."""
_FEW_DECADES, _SOME_DECADES = 4.5, 7.5
"""Of fewer decades than these 1, 2 and 5 of each have a line, or 1 and 3."""
_TOLERANCE = 0.3
"""How far a round value may be from equal steps of colour, as a part of a step."""

Float = NDArray[np.float64]


def contour_levels(levels: Levels, values: Float, scale: HeightScale) -> tuple[float, ...]:
    """Return the values at which there are contour lines, rising.

    Parameters
    ----------
    levels
        How they are chosen.
    values
        Any shape; those that are not finite do not count.
    scale
        How the values become colours.
    """
    if levels is Levels.NONE or scale.low == scale.high:
        return ()
    finite = values[np.isfinite(values)]
    chosen = {
        Levels.AUTOMATIC: lambda: _equal_steps_of_colour(scale),
        Levels.LINEAR: lambda: _round_steps(scale.low, scale.high),
        Levels.LOGARITHMIC: lambda: _decades(finite),
        Levels.QUANTILE: lambda: _equal_areas(finite),
    }[levels]()
    return tuple(sorted({level for level in chosen if scale.low < level < scale.high}))


def _equal_steps_of_colour(scale: HeightScale) -> list[float]:
    places = np.arange(1, CONTOUR_LINES + 1)
    steps = np.stack([places - _TOLERANCE, places + _TOLERANCE]) / (CONTOUR_LINES + 1)
    return [round_value_between(low, high) for low, high in scale.value(steps).T.tolist()]


def _round_steps(low: float, high: float) -> list[float]:
    extent = high - low
    if not 0.0 < extent < math.inf:
        return []
    step = round_step(extent, CONTOUR_LINES)
    first, last = math.floor(low / step) + 1, math.ceil(high / step) - 1
    if last - first > 2 * CONTOUR_LINES:
        # So far from 0 that neighbouring numbers are more than a step apart.
        return []
    return [multiple(count, step) for count in range(first, last + 1)]


def _decades(finite: Float) -> list[float]:
    floor, least, most = above_floor(finite)
    if not most < _BEYOND_DECADES:
        return []
    decades = math.log10(most / least)
    if decades < 1.0:
        return _round_steps(floor + least, floor + most)
    factors = [1.0, 2.0, 5.0] if decades < _FEW_DECADES else [1.0]
    factors = [1.0, 3.0] if _FEW_DECADES <= decades < _SOME_DECADES else factors
    top = math.floor(math.log10(most))
    bottom = max(math.floor(math.log10(least)), top - _MOST_DECADES)
    floor = round_value_between(floor - 0.3 * 10.0**bottom, floor)
    return [
        floor + float(f"{factor:g}e{power}")
        for power in range(bottom, top + 1)
        for factor in factors
    ]


def _equal_areas(finite: Float) -> list[float]:
    places = np.arange(1, CONTOUR_LINES + 1)
    steps = np.stack([places - 0.5 * _TOLERANCE, places + 0.5 * _TOLERANCE]) / (CONTOUR_LINES + 1)
    low, high = np.quantile(finite, steps)
    return [round_value_between(*step) for step in zip(low.tolist(), high.tolist(), strict=True)]
