"""An interval cut into equal cells."""

import numpy as np
from numpy.typing import NDArray

Float = NDArray[np.float64]
Interval = tuple[float, float]


def cell_centres(interval: Interval, cells: int) -> Float:
    """Return the middles (cells,) of equal parts of an interval."""
    low, high = interval
    centres: Float = low + (np.arange(cells, dtype=np.float64) + 0.5) * ((high - low) / cells)
    return centres
