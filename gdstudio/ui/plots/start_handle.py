"""The start point, which a person drags."""

from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen

from gdstudio.ui.colours import Theme
from gdstudio.ui.plots.sign_item import SignItem

RADIUS = 9.0
HOVERED_RADIUS = 11.0
REACH = 15.0
"""Pixels around the centre in which the pointer takes hold of it."""


class StartHandle(SignItem):
    """A ring with a cross that keeps its size on screen and can be dragged."""

    moved = Signal(float, float)
    """Where the pointer takes it, in data coordinates."""
    released = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(REACH, "")
        self.setToolTip(self.tr("The start: drag it, or click where it should be"))
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setAcceptHoverEvents(True)
        self._is_hovered = False
        self._offset = QPointF()
        self.set_theme(theme)

    def set_movable(self, movable: bool) -> None:
        """Let a person drag it, or only show it."""
        self.setAcceptedMouseButtons(
            Qt.MouseButton.LeftButton if movable else Qt.MouseButton.NoButton
        )
        self.setEnabled(movable)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._accent = QColor(theme.accent)
        self.update()

    def draw(self, painter: QPainter) -> None:
        """Draw the ring and the cross; the ring in the accent colour under the pointer."""
        radius = HOVERED_RADIUS if self._is_hovered else RADIUS
        draw_cross(painter, radius)
        if self._is_hovered and painter.pen().widthF() < 2.0:
            painter.setPen(QPen(self._accent, 2.0))
        draw_ring(painter, radius)

    def hoverEvent(self, event: Any) -> None:  # noqa: N802 (pyqtgraph's name)
        """Grow under the pointer."""
        hovered = not event.isExit() and event.acceptDrags(Qt.MouseButton.LeftButton)
        if hovered != self._is_hovered:
            self._is_hovered = hovered
            self.update()

    def mouseDragEvent(self, event: Any) -> None:  # noqa: N802 (pyqtgraph's name)
        """Follow the pointer."""
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        event.accept()
        parent = self.parentItem()
        place = parent.mapFromScene(event.scenePos())
        if event.isStart():
            self._offset = self.pos() - parent.mapFromScene(event.buttonDownScenePos())
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        target = place + self._offset
        self.moved.emit(target.x(), target.y())
        if event.isFinish():
            self.setCursor(Qt.CursorShape.OpenHandCursor)
            self.released.emit()


def draw_start(painter: QPainter) -> None:
    """Draw the sign of a start that nobody takes hold of."""
    draw_cross(painter, RADIUS)
    draw_ring(painter, RADIUS)


def draw_cross(painter: QPainter, radius: float) -> None:
    """Draw the four short lines across a ring."""
    for x, y in ((1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0)):
        inner, outer = radius - 3.5, radius + 3.0
        painter.drawLine(QPointF(x * inner, y * inner), QPointF(x * outer, y * outer))


def draw_ring(painter: QPainter, radius: float) -> None:
    """Draw a ring around the origin."""
    painter.drawEllipse(QRectF(-radius, -radius, 2 * radius, 2 * radius))
