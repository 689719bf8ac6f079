"""The start point, which a person drags."""

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from gdstudio.ui.colours import Theme

RADIUS = 9.0
REACH = 15.0
"""Pixels around the centre in which the pointer takes hold of it."""


class StartHandle(pg.GraphicsObject):
    """A ring with a cross that keeps its size on screen and can be dragged."""

    moved = Signal(float, float)
    """Where the pointer takes it, in data coordinates."""
    released = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setFlag(self.GraphicsItemFlag.ItemIgnoresTransformations)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setAcceptHoverEvents(True)
        self.setToolTip(self.tr("The start: drag it, or click where it should be"))
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
        self._ink = QColor("#1b2130")
        self._paper = QColor("#ffffff")
        self._accent = QColor(theme.accent)
        self.update()

    def boundingRect(self) -> QRectF:  # noqa: N802 (Qt's name)
        """Return the area that takes the pointer, in pixels around the point."""
        return QRectF(-REACH, -REACH, 2 * REACH, 2 * REACH)

    def dataBounds(self, *_: object, **__: object) -> None:  # noqa: N802 (pyqtgraph's name)
        """Take no part in the plot's automatic range."""
        return

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,  # noqa: ARG002
        widget: QWidget | None = None,  # noqa: ARG002
    ) -> None:
        """Draw a ring and a cross."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = RADIUS + (2.0 if self._is_hovered else 0.0)
        ring = QRectF(-radius, -radius, 2 * radius, 2 * radius)
        for colour, width in ((self._paper, 4.4), (self._ink, 1.8)):
            pen = QPen(colour, width)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawEllipse(ring)
            for x, y in ((1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0)):
                inner, outer = radius - 3.5, radius + 3.0
                painter.drawLine(QPointF(x * inner, y * inner), QPointF(x * outer, y * outer))
        if self._is_hovered:
            painter.setPen(QPen(self._accent, 2.0))
            painter.drawEllipse(ring)

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
