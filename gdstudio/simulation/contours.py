"""Contour lines: where heights over a rectangle have a value."""

from collections.abc import Iterable

import numpy as np
from contourpy import ContourGenerator, LineType, contour_generator
from numpy.typing import NDArray

Float = NDArray[np.float64]
Lines = tuple[Float, ...]
Contours = tuple[tuple[float, Lines], ...]
"""For each level its lines, float64 (points, 2)."""

LEAST_CELLS = 2
"""Across and up: between fewer heights there are no lines."""


class LineFinder:
    """Finds lines between heights that are known at the points of a grid.

    Parameters
    ----------
    x, y
        The places (columns,) and (rows,), rising.
    heights
        (rows, columns); around those that are not finite there are no lines.
    """

    def __init__(self, x: Float, y: Float, heights: Float) -> None:
        self._generator: ContourGenerator | None = None
        if min(heights.shape) >= LEAST_CELLS:
            finite = np.ma.masked_invalid(heights)
            self._generator = contour_generator(x, y, finite, line_type=LineType.Separate)

    def lines(self, level: float) -> Lines:
        """Return the lines, float64 (points, 2) each, on which the heights have a value."""
        if self._generator is None or not np.isfinite(level):
            return ()
        return tuple(np.asarray(line) for line in self._generator.lines(level))

    def contours(self, levels: Iterable[float]) -> Contours:
        """Return the lines of each level."""
        return tuple((level, self.lines(level)) for level in levels)
