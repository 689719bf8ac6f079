"""The contour line at any value, such as that through a point that moves."""

from functools import cached_property

import numpy as np
from contourpy import ContourGenerator, LineType, contour_generator
from numpy.typing import NDArray

from gdstudio.simulation.maps import SurfaceMap
from gdstudio.simulation.slice_map import cell_centres

STRIDE = 2
"""Every second cell is enough for a line as smooth, which is found and drawn in half the time."""

Lines = tuple[NDArray[np.float64], ...]


class LevelSet:
    """Finds the lines on which the function of a map has a value."""

    def __init__(self, surface: SurfaceMap) -> None:
        self._surface = surface

    def lines(self, value: float) -> Lines:
        """Return the lines, float64 (points, 2); none where no cell has such a value."""
        if not np.isfinite(value) or min(self._surface.values.shape) <= STRIDE:
            return ()
        return tuple(np.asarray(line) for line in self._generator.lines(value))

    @cached_property
    def _generator(self) -> ContourGenerator:
        request = self._surface.request
        return contour_generator(
            cell_centres(request.x_range, request.columns)[::STRIDE],
            cell_centres(request.y_range, request.rows)[::STRIDE],
            np.ma.masked_invalid(self._surface.values[::STRIDE, ::STRIDE]),
            line_type=LineType.Separate,
        )
