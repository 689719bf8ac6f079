"""Colours of steps: early ones are at the dark end of the map's colours, late ones at the light."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from gdstudio.ui.colours import Theme
from gdstudio.ui.map_colours import map_lookup

READABLE = {"light": (0.0, 0.84), "dark": (0.36, 1.0)}
"""The part of the colours that stands out on the card."""


def step_shares(steps: NDArray[np.int64], last: int) -> NDArray[np.float64]:
    """Return where steps are between 0 and the last one, from 0 to 1.

    It is logarithmic, because much happens in few steps at first.
    """
    shares: NDArray[np.float64] = np.log1p(steps) / np.log1p(max(1, last))
    return shares


def step_colours(theme: Theme, shares: NDArray[np.float64]) -> list[QColor]:
    """Return the colours of steps that are so far along."""
    low, high = READABLE[theme.name]
    rows = np.rint(255.0 * (low + (high - low) * np.clip(shares, 0.0, 1.0))).astype(np.int64)
    return [QColor(*channels) for channels in map_lookup(theme)[rows].tolist()]
