"""The contour line at any value, such as that through a point that moves."""

from functools import cached_property

from gdstudio.simulation.cells import cell_centres
from gdstudio.simulation.contours import LineFinder, Lines
from gdstudio.simulation.maps import SurfaceMap

STRIDE = 2
"""Every second cell is enough for a line as smooth, which is found and drawn in half the time."""


class LevelSet:
    """Finds the lines on which the function of a map has a value."""

    def __init__(self, surface: SurfaceMap) -> None:
        self._surface = surface

    def lines(self, value: float) -> Lines:
        """Return the lines, float64 (points, 2); none where no cell has such a value."""
        return self._finder.lines(value)

    @cached_property
    def _finder(self) -> LineFinder:
        request = self._surface.request
        return LineFinder(
            cell_centres(request.x_range, request.columns)[::STRIDE],
            cell_centres(request.y_range, request.rows)[::STRIDE],
            self._surface.values[::STRIDE, ::STRIDE],
        )
