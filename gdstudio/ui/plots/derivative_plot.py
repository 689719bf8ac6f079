"""The derivative of a function of one variable, under its curve."""

import numpy as np
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from gdstudio.simulation.maps import FunctionCurve
from gdstudio.ui.colours import Theme
from gdstudio.ui.number_text import short_number
from gdstudio.ui.plots.base_plot import BasePlot
from gdstudio.ui.plots.graph_item import GraphItem
from gdstudio.ui.plots.layer import MovingItem, Projection
from gdstudio.ui.plots.line_plot import AXIS_WIDTH
from gdstudio.ui.plots.lines import FAR
from gdstudio.ui.plots.slope_lines import SlopeLine, SlopeLinesItem
from gdstudio.ui.plots.view_box import PictureViewBox

ZERO_Z, GRAPH_Z, MARK_Z = 0, 5, 10
MARGIN = 0.14
DOT = 5.0
LIFT = 0.7
"""Of the text above its dot, in its own heights."""


class DerivativePlot(BasePlot):
    """Draws f′ with its zero line, and the slope at one place; it follows the curve's x axis."""

    picked = Signal(float, float)
    """A click, in data coordinates."""
    probed = Signal(float, float)
    """A click with Shift."""
    x_range_chosen = Signal(float, float)
    """What a person zooms or drags to, from left to right."""
    reset_requested = Signal()

    def __init__(self, theme: Theme, font: QFont) -> None:
        view_box = PictureViewBox()
        self._graph = GraphItem(theme.accent)
        self._mark = _SlopeMark(theme)
        self._tag = SlopeLinesItem(theme, font)
        super().__init__(theme, font, view_box)
        self.showGrid(x=True, y=True, alpha=0.22)
        for item, z in ((self._graph, GRAPH_Z), (self._mark, MARK_Z), (self._tag, MARK_Z)):
            item.setZValue(z)
            self.addItem(item, ignoreBounds=True)
        self.set_font(font)
        view_box.setMouseEnabled(x=True, y=False)
        view_box.picked.connect(self.picked)
        view_box.probed.connect(self.probed)
        view_box.reset_requested.connect(self.reset_requested)
        view_box.sigRangeChangedManually.connect(self._on_range_chosen)

    @property
    def slope(self) -> float:
        """The slope that is marked; NaN where none is."""
        return self._mark.place[1]

    @property
    def curve(self) -> FunctionCurve | None:
        """The derivative that is shown."""
        return self._graph.curve

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        super().set_theme(theme)
        self._graph.set_colour(theme.accent)
        self._mark.set_theme(theme)
        self._tag.set_theme(theme)

    def set_font(self, font: QFont) -> None:
        """Write in a font."""
        super().set_font(font)
        self._tag.set_font(font)
        self.getAxis("left").setWidth(AXIS_WIDTH * self.thickness)

    def set_name(self, name: str) -> None:
        """Say by which variable it is the derivative."""
        self.set_axis_label("bottom", name)
        self.set_axis_label("left", f"f′({name})")

    def set_x_range(self, low: float, high: float) -> None:
        """Show the same part of the x axis as the curve above."""
        self.vb.setXRange(low, high, padding=0.0)

    def show_curve(self, curve: FunctionCurve | None) -> None:
        """Show a derivative, with the zero line in sight."""
        self._graph.set_curve(curve)
        if curve is None:
            return
        finite = curve.values[np.isfinite(curve.values)]
        if finite.size:
            low, high = min(0.0, float(finite.min())), max(0.0, float(finite.max()))
            margin = MARGIN * (high - low) if low < high else 1.0
            self.vb.setYRange(low - margin, high + margin, padding=0.0)

    def show_slope(self, line: SlopeLine | None) -> None:
        """Mark the slope of a tangent of the curve above, or none."""
        if line is None:
            self._mark.set_place((np.nan, np.nan), self.theme.accent)
            self._tag.set_lines(())
            return
        self._mark.set_place((line.x, line.slope), line.colour)
        text = f"f′ = {short_number(line.slope, 4)}"
        # The line itself is shorter than a pixel: it has a place for the text, off the curve.
        side = -1 if self._rises_at(line.x) else 1
        tag = SlopeLine(
            line.x,
            line.slope,
            0.0,
            text,
            line.colour,
            side=side,
            length=0.5,
            lift=-LIFT,
            anchor=(line.x, line.slope),
        )
        self._tag.set_lines((tag,))

    def _rises_at(self, x: float) -> bool:
        curve = self._graph.curve
        if curve is None:
            return True
        index = int(np.clip(np.searchsorted(curve.x, x), 1, curve.x.size - 1))
        return bool(curve.values[index] >= curve.values[index - 1])

    def _on_range_chosen(self) -> None:
        low, high = self.vb.viewRange()[0]
        self.x_range_chosen.emit(float(low), float(high))


class _SlopeMark(MovingItem):
    """The zero line, a plumb line down from the curve, and a dot where the slope is read."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.place = (np.nan, np.nan)
        self._dot = QColor(theme.accent)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        self._zero, self._plumb = QColor(theme.axis), QColor(theme.muted_text)
        self._paper = QColor(theme.plot_background)
        self.update()

    def set_place(self, place: tuple[float, float], colour: str) -> None:
        if place != self.place or self._dot.name() != colour:
            self.place, self._dot = place, QColor(colour)
            self.update()

    def draw_over(self, painter: QPainter, projection: Projection) -> None:
        """Draw all of it."""
        unit = projection.unit
        zero = projection.point(0.0, 0.0).y()
        painter.setPen(QPen(self._zero, 1.4 * unit))
        painter.drawLine(QPointF(0.0, zero), QPointF(projection.width, zero))
        if not np.isfinite(self.place).all():
            return
        centre = projection.point(*self.place)
        if abs(centre.x()) > FAR or abs(centre.y()) > FAR:
            return
        painter.setPen(QPen(self._plumb, unit, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(centre.x(), 0.0), centre)
        painter.setPen(QPen(self._dot, 1.6 * unit))
        painter.drawLine(centre, QPointF(centre.x(), zero))
        painter.setPen(QPen(self._paper, 1.4 * unit))
        painter.setBrush(self._dot)
        painter.drawEllipse(centre, DOT * unit, DOT * unit)
