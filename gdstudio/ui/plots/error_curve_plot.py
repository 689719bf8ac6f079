"""How wrong the differences of a gradient check are, over the step ε: two curves like a U."""

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from gdstudio.simulation.gradient_check import GradientCheck
from gdstudio.ui.colours import Theme
from gdstudio.ui.fonts import scaled_font
from gdstudio.ui.plots.base_plot import BasePlot
from gdstudio.ui.plots.decade_axis import DecadeAxis, power_text
from gdstudio.ui.plots.layer import LayerItem, Projection
from gdstudio.ui.plots.lines import draw_segments, line_pen, segments
from gdstudio.ui.plots.view_box import PictureViewBox

FIRST_DECADE, LAST_DECADE = -14, 0
LEAST_ERROR = 1e-17
"""Where an error of 0 is drawn: there is no logarithm of it."""
_MOST_LOG_ERROR = 4.0
_MARGIN = 0.4
_DOT = 4.0
_TICK_WIDTH = 40.0
"""Pixels that a power of ten takes, with the usual font."""


class ErrorCurvePlot(BasePlot):
    """Draws the relative errors of a `GradientCheck`, with a marker at one ε."""

    epsilon_picked = Signal(float)

    def __init__(self, theme: Theme, font: QFont) -> None:
        self._item = _ErrorCurves(theme)
        left = DecadeAxis()
        left.set_decades(True)
        super().__init__(theme, font, PictureViewBox(), left)
        self.set_axis_label("bottom", "ε")
        self.addItem(self._item)
        # All there is to see is seen.
        self.vb.setMouseEnabled(False, False)
        self.vb.picked.connect(self._on_picked)
        self.vb.sigResized.connect(self._set_ticks)
        self._fit(-12.0, 0.0)

    @property
    def marked(self) -> float:
        """The ε at which the marker is."""
        return self._item.epsilon

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        super().set_theme(theme)
        self._item.set_theme(theme)

    def set_font(self, font: QFont) -> None:
        """Write in a font."""
        super().set_font(font)
        self._item.set_font(font)

    def show_check(self, check: GradientCheck) -> None:
        """Show other curves."""
        errors = np.concatenate([check.forward_errors, check.central_errors])
        logs = _logarithms(errors)
        logs = logs[np.isfinite(logs)]
        if logs.size:
            self._fit(float(logs.min()), float(logs.max()))
        self._item.show_check(check)

    def mark(self, epsilon: float, check: GradientCheck | None) -> None:
        """Mark an ε, and the errors of a check at it."""
        self._item.mark(epsilon, check)

    def _fit(self, low: float, high: float) -> None:
        span = (math.floor(low) - _MARGIN, max(0.0, math.ceil(high)) + _MARGIN)
        x_range = (FIRST_DECADE - _MARGIN, LAST_DECADE + _MARGIN)
        self.vb.setRange(xRange=x_range, yRange=span, padding=0.0)

    def _set_ticks(self) -> None:
        """Write as many powers of ten under the curves as there is room for."""
        room = self.vb.width() / (self.thickness * _TICK_WIDTH)
        stride = next((each for each in (2, 4) if -FIRST_DECADE / each < room), 7)
        ticks = range(LAST_DECADE, FIRST_DECADE - 1, -stride)
        self.getAxis("bottom").setTicks([[(tick, power_text(tick)) for tick in ticks]])

    def _on_picked(self, x: float, y: float) -> None:  # noqa: ARG002 (the error is not chosen)
        decade = min(max(x, FIRST_DECADE), LAST_DECADE)
        self.epsilon_picked.emit(float(f"{10.0**decade:.2g}"))


class _ErrorCurves(LayerItem):
    """Two curves, a vertical line, and two dots on it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._font = QFont()
        self._check: GradientCheck | None = None
        self._marked: GradientCheck | None = None
        self.epsilon = 1e-5

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.invalidate()

    def set_font(self, font: QFont) -> None:
        self._font = font
        self.invalidate()

    def show_check(self, check: GradientCheck) -> None:
        self._check = check
        self.invalidate()

    def mark(self, epsilon: float, check: GradientCheck | None) -> None:
        self.epsilon, self._marked = epsilon, check
        self.update()

    def draw(self, painters: list[QPainter], projection: Projection) -> None:
        """Draw the grid, the curves, and which is which."""
        painter = painters[0]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_grid(painter, projection)
        if self._check is None:
            return
        x = projection.x(np.log10(self._check.epsilons))
        for errors, colour in zip(_errors_of(self._check), self._colours(), strict=True):
            y = projection.y(_logarithms(errors))
            pen = line_pen(QColor(colour), 2.0 * projection.unit)
            draw_segments(painter, segments(x, y), pen)
        self._draw_key(painter, projection)

    def draw_over(self, painter: QPainter, projection: Projection) -> None:
        """Draw the marker."""
        x = math.log10(self.epsilon)
        at = projection.point(x, 0.0).x()
        pen = QPen(QColor(self._theme.muted_text), projection.unit, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawLine(QPointF(at, 0.0), QPointF(at, projection.height))
        if self._marked is None:
            return
        painter.setPen(QPen(QColor(self._theme.plot_background), 1.5 * projection.unit))
        for errors, colour in zip(_errors_of(self._marked), self._colours(), strict=True):
            y = float(_logarithms(errors)[0])
            if math.isfinite(y):
                painter.setBrush(QColor(colour))
                radius = _DOT * projection.unit
                painter.drawEllipse(projection.point(x, y), radius, radius)

    def _draw_grid(self, painter: QPainter, projection: Projection) -> None:
        painter.setPen(QPen(QColor(self._theme.grid), projection.ratio))
        for decade in range(FIRST_DECADE, LAST_DECADE + 1, 2):
            x = round(projection.point(decade, 0.0).x()) + 0.5
            painter.drawLine(QPointF(x, 0.0), QPointF(x, projection.height))

    def _draw_key(self, painter: QPainter, projection: Projection) -> None:
        """Write which curve is which, at the top, where neither of the two is."""
        font = scaled_font(self._font, 0.9)
        font.setPixelSize(max(1, round(font.pointSizeF() * 96.0 / 72.0 * projection.ratio)))
        painter.setFont(font)
        line = 1.35 * font.pixelSize()
        names = (_tr("forward"), _tr("central"))
        for row, (name, colour) in enumerate(zip(names, self._colours(), strict=True)):
            area = QRectF(0.0, 6.0 * projection.ratio + row * line, projection.width, line)
            painter.setPen(QColor(colour))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, name)

    def _colours(self) -> tuple[str, str]:
        return self._theme.warning, self._theme.accent


def _errors_of(check: GradientCheck) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    return check.forward_errors, check.central_errors


def _logarithms(errors: NDArray[np.float64]) -> NDArray[np.float64]:
    logs: NDArray[np.float64] = np.log10(np.maximum(errors, LEAST_ERROR))
    return np.minimum(logs, _MOST_LOG_ERROR)


def _tr(text: str) -> str:
    return QCoreApplication.translate("ErrorCurvePlot", text)
