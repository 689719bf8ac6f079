"""Approximations of a function round a point, drawn dashed over the function itself."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QPainter

from gdstudio.simulation.calculus import Calculus
from gdstudio.simulation.contours import LineFinder
from gdstudio.ui.colours import Theme
from gdstudio.ui.plots.dashes import dashed
from gdstudio.ui.plots.layer import LayerItem, MovingItem, Projection
from gdstudio.ui.plots.lines import draw_segments, line_pen, segments
from gdstudio.ui.plots.overlay import Overlay

Float = NDArray[np.float64]

STEP = 3.0
"""Pixels between two points of a parabola."""
CELLS = 56
"""To a side of the grid on which contour lines of an approximation are found."""
DASH, GAP, DOT, DOT_GAP = 6.0, 4.0, 1.6, 3.4
WIDTH, CURVE_WIDTH = 1.25, 1.8
OPACITY = 205
NO_POINT: Float = np.full((1, 2), np.nan)


def first_order_colour(theme: Theme) -> str:
    """Return the colour of tangent planes."""
    return "#7a1f5c" if theme.name == "light" else "#ffb3de"


def second_order_colour(theme: Theme) -> str:
    """Return the colour of approximations of second order."""
    return "#10205e" if theme.name == "light" else "#ffffff"


class TaylorCurveItem(MovingItem):
    """The parabola that fits a curve at a point up to its curvature."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._calculus: Calculus | None = None
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._colour = QColor(theme.accent)
        self.update()

    def set_calculus(self, calculus: Calculus | None) -> None:
        """Show the parabola at a point, or none."""
        self._calculus = calculus
        self.update()

    def draw_over(self, painter: QPainter, projection: Projection) -> None:
        """Draw it across the picture."""
        if self._calculus is None:
            return
        pixels = np.arange(0.0, projection.width + STEP, STEP)
        x = (pixels - projection.x_shift) / projection.x_scale
        with np.errstate(all="ignore"):
            y = projection.y(self._calculus.taylor(x[:, np.newaxis]))
        # Far above and below there is nothing to be seen, and no dash to be counted.
        y = np.where(np.abs(y) < 4.0 * projection.height, y, np.nan)
        unit = projection.unit
        lines = dashed(segments(pixels, y), DASH * unit, GAP * unit)
        draw_segments(painter, lines, line_pen(self._colour, CURVE_WIDTH * unit))


class TaylorContoursItem(LayerItem):
    """The contour lines of both approximations at the levels of the map."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._overlay: Overlay | None = None
        self._levels: tuple[float, ...] = ()
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._first = QColor(first_order_colour(theme))
        self._second = QColor(second_order_colour(theme))
        for colour in (self._first, self._second):
            colour.setAlpha(OPACITY)
        self.invalidate()

    def set_levels(self, levels: tuple[float, ...]) -> None:
        """Draw lines at other levels."""
        if levels != self._levels:
            self._levels = levels
            self.invalidate()

    def set_overlay(self, overlay: Overlay | None) -> None:
        """Show the approximations at a point, or none."""
        had, self._overlay = self._overlay, overlay
        if overlay is not had and (_is_seen(had) or _is_seen(overlay)):
            self.invalidate()

    def draw(self, painters: list[QPainter], projection: Projection) -> None:
        """Draw the lines of what is wanted."""
        overlay = self._overlay
        if overlay is None or not _is_seen(overlay):
            return
        painters[0].setRenderHint(QPainter.RenderHint.Antialiasing)
        unit = projection.unit
        for is_wanted, order, colour, dash, gap in (
            (overlay.first_order, 1, self._first, DOT, DOT_GAP),
            (overlay.second_order, 2, self._second, DASH, GAP),
        ):
            if is_wanted:
                found = contour_lines(overlay, order, self._levels, projection)
                # One after the other in one call: a point that is no number parts two lines.
                joined = [part for line in found for part in (line, NO_POINT)]
                points = np.concatenate([*joined, NO_POINT])
                lines = dashed(segments(points[:, 0], points[:, 1]), dash * unit, gap * unit)
                draw_segments(painters[0], lines, line_pen(colour, WIDTH * unit))


def contour_lines(
    overlay: Overlay, order: int, levels: tuple[float, ...], projection: Projection
) -> list[Float]:
    """Return lines (n, 2) in pixels on which the approximation of an order has one of the levels.

    The other variables are held where the point is.
    """
    across = np.linspace(0.0, projection.width, CELLS)
    down = np.linspace(0.0, projection.height, CELLS)
    x = (across - projection.x_shift) / projection.x_scale
    y = (down - projection.y_shift) / projection.y_scale
    right, up = overlay.plane
    calculus = overlay.calculus
    dx, dy = x - calculus.point[right], (y - calculus.point[up])[:, np.newaxis]
    gradient, hessian = calculus.gradient, calculus.hessian
    with np.errstate(all="ignore"):
        heights = calculus.value + gradient[right] * dx + gradient[up] * dy
        if order == 2:
            heights = heights + 0.5 * hessian[right, right] * dx**2
            heights = heights + hessian[right, up] * dx * dy + 0.5 * hessian[up, up] * dy**2
    if not np.isfinite(heights).all():
        return []
    finder = LineFinder(across, down, heights)
    return [line for level in levels for line in finder.lines(level)]


def _is_seen(overlay: Overlay | None) -> bool:
    return overlay is not None and (overlay.first_order or overlay.second_order)
