"""The small buttons on the diagram of a network."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QWidget

from gdstudio.ui.colours import Theme, active_theme
from gdstudio.ui.fonts import scaled_font

LEAST_HEIGHT = 18
FONT_SCALE = 0.88

CURVES: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "linear": lambda z: 0.7 * z,
    "sigmoid": lambda z: 2.0 / (1.0 + np.exp(-4.0 * z)) - 1.0,
    "tanh": lambda z: np.tanh(3.0 * z),
    "relu": lambda z: 1.6 * np.maximum(z, 0.0) - 0.6,
    "leaky_relu": lambda z: 1.6 * np.where(z > 0.0, z, 0.15 * z) - 0.5,
    "elu": lambda z: np.where(z > 0.0, 1.3 * z, 0.5 * np.expm1(4.0 * z)) - 0.2,
    "softplus": lambda z: 0.5 * np.logaddexp(0.0, 4.0 * z) - 0.8,
    "gelu": lambda z: 1.6 * z / (1.0 + np.exp(-6.0 * z)) - 0.5,
    "sin": lambda z: np.sin(3.1 * z),
}
"""The shapes of activations, for z from −1 to 1, drawn to be told apart."""


def button_height(widget: QWidget) -> int:
    """Return how high buttons are in the font of a widget."""
    return max(LEAST_HEIGHT, round(FONT_SCALE * widget.fontMetrics().height()) + 3)


class DiagramButton(QAbstractButton):
    """A quiet word, sign or curve that can be pressed.

    Parameters
    ----------
    name
        What it does, for those who do not see it.
    """

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._curve = ""
        self._is_round = False
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def set_curve(self, activation: str) -> None:
        """Show the shape of an activation in the place of the text; "" for the text."""
        self._curve = activation
        self.updateGeometry()
        self.update()

    def set_round(self) -> None:
        """Stand in a circle: what is made is something new."""
        self._is_round = True

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the size of the text with some air."""
        height = button_height(self)
        if self._curve:
            return QSize(height + 6, height)
        width = self.fontMetrics().horizontalAdvance(self.text()) * FONT_SCALE
        return QSize(max(height, round(width) + 8), height)

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802 (Qt's name)
        """Show that it can be pressed."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        """Be quiet again."""
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Draw it."""
        theme = active_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self.isEnabled() and (self.underMouse() or self.isDown() or self.hasFocus()):
            painter.setPen(
                QPen(QColor(theme.accent), 1.0) if self.hasFocus() else Qt.PenStyle.NoPen
            )
            painter.setBrush(QColor(theme.pressed if self.isDown() else theme.hover))
            painter.drawRoundedRect(area, 4.0, 4.0)
        colour = QColor(theme.muted_text if self.isEnabled() else theme.faint_text)
        if self._is_round:
            painter.setPen(QPen(QColor(theme.input_border), 1.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(area.adjusted(1.5, 1.5, -1.5, -1.5))
        if self._curve:
            _draw_curve(painter, area, self._curve, theme)
        else:
            painter.setPen(colour)
            painter.setFont(scaled_font(self.font(), FONT_SCALE))
            text = self.fontMetrics().elidedText(
                self.text(), Qt.TextElideMode.ElideRight, round((area.width() - 2) / FONT_SCALE)
            )
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)
        painter.end()


def _draw_curve(painter: QPainter, area: QRectF, activation: str, theme: Theme) -> None:
    z = np.linspace(-1.0, 1.0, 33)
    y = CURVES.get(activation, CURVES["linear"])(z).clip(-1.0, 1.0)
    box = QRectF(0, 0, 0.62 * area.width(), 0.62 * area.height())
    box.moveCenter(area.center())
    x = box.center().x() + z * box.width() / 2
    points = zip(x.tolist(), (box.center().y() - y * box.height() / 2).tolist(), strict=True)
    painter.setPen(QPen(QColor(theme.track), 1.0))
    painter.drawLine(QPointF(box.left(), box.center().y()), QPointF(box.right(), box.center().y()))
    painter.setPen(QPen(QColor(theme.text), 1.5))
    painter.drawPolyline(QPolygonF([QPointF(*point) for point in points]))
