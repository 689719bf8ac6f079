"""Each parameter of the runs over the steps: one strip a parameter, each with its own scale."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from gdstudio.simulation.parameter_curves import ParameterCurves
from gdstudio.ui.colours import Theme
from gdstudio.ui.number_text import grouped, short_number
from gdstudio.ui.plots.lines import draw_segments, line_pen, segments
from gdstudio.ui.plots.markers import draw_marker
from gdstudio.ui.plots.variables_plot import VariablesPlot

LEAST_STRIP = 44.0
"""Pixels of a strip at the least: two numbers, one above the other."""
WIDEST_NAME = 90.0
NUMBER = "−8.88e−88"
GAP, AXIS = 5.0, 24.0
FUTURE_OPACITY = 0.28
Float = NDArray[np.float64]


class ParameterStrips(VariablesPlot):
    """Draws strips that share their steps; what lies beyond the cursor is faint.

    Curves are drawn once, and many over several paints. A cursor that moves draws none again.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._curves: ParameterCurves | None = None
        self._colours: tuple[str, ...] = ()
        self._layer = QImage()
        self._before = QImage()
        self._drawn = 0
        self._name_width = self._left = 0.0
        self.setAccessibleName(self.tr("Parameters over the steps"))

    @property
    def is_behind(self) -> bool:
        """Whether some curves are left to the next paint."""
        return self._curves is not None and self._drawn < self._count(self._curves)

    def show_curves(self, curves: ParameterCurves, colours: tuple[str, ...]) -> None:
        """Show other curves in the colours of all runs."""
        if not self.is_behind:
            # What is seen stays until there is as much to be seen of the new ones.
            self._before = self._layer
        self._curves, self._colours = curves, colours
        self.forget()

    def clear(self) -> None:
        """Show no curves."""
        self._curves, self._before = None, QImage()

    def make_room(self) -> None:
        """Find how much room names and numbers take."""
        metrics = QFontMetricsF(self.font())
        widest = max((metrics.horizontalAdvance(name) for name in self._names), default=0.0)
        self._name_width = min(widest, WIDEST_NAME) + 10.0
        numbers = QFontMetricsF(self._number_font())
        self._left = self._name_width + numbers.horizontalAdvance(NUMBER) + 10.0
        self.setMinimumHeight(round(len(self._names) * LEAST_STRIP * self._unit + self._axis))

    def forget(self) -> None:
        """Draw all curves anew."""
        super().forget()
        self._layer, self._drawn = QImage(), 0

    def draw_next(self) -> None:
        """Draw the next curve in its strip."""
        curves = self._curves
        if curves is None:
            return
        index, run = divmod(self._drawn, len(curves.curves))
        # The selected run comes first, and is drawn last.
        curve = curves.curves[len(curves.curves) - 1 - run]
        x, y = self._pixels(index, curve.steps, curve.values[:, index])
        colour = QColor(self._colours[curve.index])
        painter = QPainter(self._layer)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(self.strip(index).adjusted(-1.0, -2.0, 1.0, 2.0))
        draw_segments(painter, segments(x, y), line_pen(colour, 1.7 * self._unit))
        painter.end()
        self._drawn += 1

    def said_of(self, place: QPointF) -> str:
        """Return the value at a place in a strip, and the step."""
        curves = self._curves
        if curves is None or not self._names:
            return ""
        height = (self.height() - self._axis) / len(self._names)
        index = int(place.y() / height)
        strip = self.strip(min(index, len(self._names) - 1))
        if index >= len(self._names) or not strip.left() <= place.x() <= strip.right():
            return ""
        step = round((place.x() - strip.left()) / strip.width() * curves.last_step)
        value = float(curves.low[index]) + (strip.bottom() - place.y()) / strip.height() * float(
            curves.high[index] - curves.low[index]
        )
        return self.tr("{name} = {value} at step {step}").format(
            name=self._names[index], value=short_number(value, 4), step=grouped(step)
        )

    def strip(self, index: int) -> QRectF:
        """Return where the curves of a parameter are."""
        height = (self.height() - self._axis) / max(1, len(self._names))
        width = self.width() - self._left - 12.0
        return QRectF(self._left, index * height + GAP, width, max(4.0, height - 2.0 * GAP))

    def point(self, index: int, step: float, value: float) -> QPointF:
        """Return where a value of a parameter is at a step, in pixels."""
        x, y = self._pixels(index, np.array([step]), np.array([value]))
        return QPointF(float(x[0]), float(y[0]))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Draw what is new on the picture of the curves, and copy it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        seen = QRectF(event.rect())
        across = QRectF(0.0, seen.top() - 2.0 * GAP, self.width(), seen.height() + 4.0 * GAP)
        strips = [each for each in range(len(self._names)) if self.strip(each).intersects(across)]
        for index in strips:
            self._draw_frame(painter, index)
        if self._curves is not None and self._curves.low.size == len(self._names):
            self._extend()
            self._copy(painter, self._curves)
            for index in strips:
                self._draw_heads(painter, index)
        self._draw_steps(painter)
        painter.end()

    @property
    def _axis(self) -> float:
        """The height of the steps under the strips."""
        return AXIS * self._unit

    def _count(self, curves: ParameterCurves) -> int:
        return len(curves.curves) * len(self._names)

    def _pixels(self, index: int, steps: Float, values: Float) -> tuple[Float, Float]:
        curves, strip = self._curves, self.strip(index)
        assert curves is not None  # noqa: S101 (asked for what is shown)
        low, high = float(curves.low[index]), float(curves.high[index])
        places = (values - low) / (high - low) if high > low else np.full(values.shape, 0.5)
        x = strip.left() + steps * (strip.width() / max(1, curves.last_step))
        return x, strip.bottom() - np.clip(places, -0.5, 1.5) * strip.height()

    def _extend(self) -> None:
        """Draw what is new; what was seen before stays until then."""
        if self._layer.size() != self._pixel_size():
            self._layer, self._drawn = self._empty_picture(), 0
        self._catch_up()
        if not self.is_behind:
            self._before = QImage()

    def _copy(self, painter: QPainter, curves: ParameterCurves) -> None:
        """Copy the past as it is and the future faintly."""
        same = self._before.size() == self._layer.size()
        layer = self._before if self.is_behind and same else self._layer
        ratio = self._ratio
        edge = float(self._pixels(0, np.array([float(self._cursor)]), curves.low[:1])[0][0])
        past = QRectF(0.0, 0.0, edge, self.height())
        future = QRectF(edge, 0.0, self.width() - edge, self.height())
        for part, opacity in ((past, 1.0), (future, FUTURE_OPACITY)):
            painter.setOpacity(opacity)
            source = QRectF(part.left() * ratio, 0.0, part.width() * ratio, self.height() * ratio)
            painter.drawImage(part, layer, source)
        painter.setOpacity(1.0)
        painter.setPen(QPen(QColor(self._theme.accent), 1.2, Qt.PenStyle.DashLine))
        painter.drawLine(QLineF(edge, 0.0, edge, self.height() - self._axis))

    def _draw_frame(self, painter: QPainter, index: int) -> None:
        strip = self.strip(index)
        painter.setPen(QPen(QColor(self._theme.grid), 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(strip)
        metrics = QFontMetricsF(self.font())
        name = metrics.elidedText(
            self._names[index], Qt.TextElideMode.ElideRight, self._name_width - 8.0
        )
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.setFont(self.font())
        painter.setPen(QColor(self._theme.text))
        painter.drawText(QRectF(2.0, strip.top(), self._name_width, strip.height()), flags, name)
        if self._curves is None:
            return
        painter.setFont(self._number_font())
        painter.setPen(QColor(self._theme.muted_text))
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        for value, y in (
            (self._curves.high[index], strip.top() + 4.0 * self._unit),
            (self._curves.low[index], strip.bottom() - 4.0 * self._unit),
        ):
            place = QRectF(0.0, y - 8.0 * self._unit, strip.left() - 6.0, 16.0 * self._unit)
            painter.drawText(place, right, short_number(float(value)))

    def _draw_heads(self, painter: QPainter, index: int) -> None:
        ring = QColor(self._theme.card)
        for head in self._heads_in_order():
            value = float(head.parameters[index])
            if np.isfinite(value):
                place = self.point(index, float(head.step), value)
                strip = self.strip(index).adjusted(-1.0, -4.0, 1.0, 4.0)
                if strip.contains(place):
                    draw_marker(
                        painter, head.index, place, 4.2 * self._unit, QColor(head.colour), ring
                    )

    def _draw_steps(self, painter: QPainter) -> None:
        if self._curves is None or not self._names:
            return
        strip, last = self.strip(0), self._curves.last_step
        # Of many strips some are seen, and the steps under them.
        bottom = self.visibleRegion().boundingRect().bottom() + 1.0 or self.height()
        painter.fillRect(
            QRectF(0.0, bottom - self._axis, self.width(), self._axis), QColor(self._theme.card)
        )
        painter.setFont(self._number_font())
        painter.setPen(QColor(self._theme.muted_text))
        top = bottom - self._axis + 4.0
        for step in (0, last // 2, last):
            x = strip.left() + strip.width() * step / max(1, last)
            place = QRectF(x - 60.0, top, 120.0, 18.0 * self._unit)
            flags = Qt.AlignmentFlag.AlignHCenter
            if step == last:
                place.moveRight(strip.right() + 8.0)
                flags = Qt.AlignmentFlag.AlignRight
            text = self.tr("Step {step}") if step == 0 else "{step}"
            painter.drawText(place, flags, text.format(step=grouped(step)))
