"""Many trainings in one picture: their loss curves, and where they end."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

from gdstudio.ui.colours import Theme
from gdstudio.ui.plots.layer import LayerItem, MovingItem, Projection
from gdstudio.ui.plots.lines import FAR, draw_segments, line_pen, segments

Float = NDArray[np.float64]

THIN, BOLD, HIGHLIGHT = 1.0, 2.6, 2.2
FAINTEST, FAINT = 45, 130
"""How opaque a curve is: less where there are more of them."""
SMOOTH_CURVES = 60
"""Where more curves cover each other, smooth edges take long and are not seen."""
DOT, CHOSEN_DOT = 3.6, 5.6


@dataclass(frozen=True, eq=False)
class SpreadCurves:
    """Losses of trainings over common steps.

    Attributes
    ----------
    x
        The steps (points,), float64.
    curves
        Heights (trainings, points).
    band
        Lower quartile, median, upper quartile (3, points).
    colour
        Of the run.
    series
        Equal for curves of which one is the beginning of the other.
    """

    x: Float
    curves: Float
    band: Float
    colour: str
    series: object


class SpreadItem(LayerItem):
    """Draws thin curves, a band between the quartiles, the median; one curve stands out."""

    layer_count = 2

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._spread: SpreadCurves | None = None
        self._chosen: int | None = None
        self._drawn = 0
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._casing = QColor(theme.plot_background)
        self._ink = QColor(theme.text)
        self.invalidate()

    def set_spread(self, spread: SpreadCurves | None) -> None:
        """Show trainings; if there are only more than before, only these are drawn."""
        before, self._spread = self._spread, spread
        goes_on = before is not None and spread is not None and before.series is spread.series
        if goes_on and spread is not None and len(spread.curves) >= self._drawn:
            self.update()
        else:
            self.invalidate()

    def set_chosen(self, index: int | None) -> None:
        """Let a curve stand out, or none."""
        if index != self._chosen:
            self._chosen = index
            self.update()

    def draw(self, painters: list[QPainter], projection: Projection) -> None:  # noqa: ARG002
        """Begin with empty layers; ``extend`` draws."""
        self._drawn = -1

    def extend(self, layers: list[QImage], projection: Projection) -> None:
        """Draw the curves that are new, and the band anew."""
        spread = self._spread
        if spread is None or len(spread.curves) == self._drawn:
            return
        painter = QPainter(layers[0])
        is_smooth = len(spread.curves) <= SMOOTH_CURVES
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, is_smooth)
        colour = QColor(spread.colour)
        colour.setAlpha(max(FAINTEST, FAINT - len(spread.curves)))
        x = projection.x(spread.x)
        for curve in spread.curves[max(0, self._drawn) :]:
            lines = segments(x, projection.y(curve))
            draw_segments(painter, lines, line_pen(colour, THIN * projection.unit))
        painter.end()
        self._drawn = len(spread.curves)
        layers[1].fill(0)
        painter = QPainter(layers[1])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_band(painter, projection, spread)
        painter.end()

    def draw_over(self, painter: QPainter, projection: Projection) -> None:
        """Draw the curve that stands out."""
        spread = self._spread
        if spread is None or self._chosen is None or self._chosen >= len(spread.curves):
            return
        y = projection.y(spread.curves[self._chosen])
        lines = segments(projection.x(spread.x), y)
        for colour, width in ((self._casing, HIGHLIGHT + 2.0), (self._ink, HIGHLIGHT)):
            draw_segments(painter, lines, line_pen(colour, width * projection.unit))

    def _draw_band(self, painter: QPainter, projection: Projection, spread: SpreadCurves) -> None:
        x = projection.x(spread.x)
        low, middle, high = (np.clip(projection.y(each), -FAR, FAR) for each in spread.band)
        colour = QColor(spread.colour)
        colour.setAlpha(48)
        there = np.isfinite(low) & np.isfinite(high)
        around = np.concatenate([x[there], x[there][::-1]])
        heights = np.concatenate([low[there], high[there][::-1]])
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        pairs = zip(around.tolist(), heights.tolist(), strict=True)
        painter.drawPolygon(QPolygonF([QPointF(*pair) for pair in pairs]))
        lines = segments(x, middle)
        for pen, width in ((self._casing, BOLD + 2.0), (QColor(spread.colour), BOLD)):
            draw_segments(painter, lines, line_pen(pen, width * projection.unit))


@dataclass(frozen=True, eq=False)
class SpreadEnds:
    """Where trainings end: places (trainings, 2), and which of them are stuck."""

    places: Float
    stuck: NDArray[np.bool_]
    colour: str


class EndsItem(LayerItem):
    """Draws a dot for each training: full, or a ring where it is stuck."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._ends: SpreadEnds | None = None
        self._chosen: int | None = None
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._paper, self._ink = QColor(theme.plot_background), QColor(theme.text)
        self._stuck = QColor(theme.danger)
        self.invalidate()

    def set_ends(self, ends: SpreadEnds | None) -> None:
        """Show where trainings end."""
        self._ends = ends
        self.invalidate()

    def set_chosen(self, index: int | None) -> None:
        """Let a dot stand out, or none."""
        if index != self._chosen:
            self._chosen = index
            self.update()

    def draw(self, painters: list[QPainter], projection: Projection) -> None:
        """Draw the dots."""
        if self._ends is not None:
            painters[0].setRenderHint(QPainter.RenderHint.Antialiasing)
            for index in range(len(self._ends.places)):
                self._draw_dot(painters[0], projection, self._ends, index, DOT)

    def draw_over(self, painter: QPainter, projection: Projection) -> None:
        """Draw the dot that stands out."""
        ends = self._ends
        if ends is None or self._chosen is None or self._chosen >= len(ends.places):
            return
        self._draw_dot(painter, projection, ends, self._chosen, CHOSEN_DOT)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._ink, 1.6 * projection.unit))
        radius = (CHOSEN_DOT + 1.5) * projection.unit
        painter.drawEllipse(projection.point(*ends.places[self._chosen]), radius, radius)

    def _draw_dot(
        self,
        painter: QPainter,
        projection: Projection,
        ends: SpreadEnds,
        index: int,
        radius: float,
    ) -> None:
        centre = projection.point(*ends.places[index])
        if not abs(centre.y()) < FAR:
            return
        is_stuck = bool(ends.stuck[index])
        colour = self._stuck if is_stuck else QColor(ends.colour)
        painter.setPen(QPen(colour if is_stuck else self._paper, 1.4 * projection.unit))
        painter.setBrush(self._paper if is_stuck else colour)
        painter.drawEllipse(centre, radius * projection.unit, radius * projection.unit)


class ThresholdItem(MovingItem):
    """A dashed line: what ends above it is stuck."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._height: float | None = None
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._colour = QColor(theme.danger)
        self._colour.setAlpha(170)
        self.update()

    def set_height(self, height: float | None) -> None:
        """Show it at a height, or nowhere."""
        self._height = height
        self.update()

    def draw_over(self, painter: QPainter, projection: Projection) -> None:
        """Draw the line."""
        if self._height is None or not np.isfinite(self._height):
            return
        y = projection.point(0.0, self._height).y()
        painter.setPen(QPen(self._colour, 1.2 * projection.unit, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(0.0, y), QPointF(projection.width, y))
