"""The area of a plot of curves: how the mouse moves the cursor and the view."""

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal


class CurveViewBox(pg.ViewBox):
    """Dragging moves the cursor; the wheel zooms along the steps; a double click resets."""

    scrubbed = Signal(float)
    reset_requested = Signal()

    def __init__(self) -> None:
        super().__init__(enableMenu=False, defaultPadding=0.0)
        self.disableAutoRange()
        self.setMouseEnabled(x=True, y=False)

    def mouseDragEvent(self, event: Any, axis: int | None = None) -> None:  # noqa: N802
        """Scrub with the left button, pan with the middle one."""
        if event.button() == Qt.MouseButton.LeftButton and axis is None:
            event.accept()
            self.scrubbed.emit(self.mapSceneToView(event.scenePos()).x())
        else:
            super().mouseDragEvent(event, axis)

    def mouseClickEvent(self, event: Any) -> None:  # noqa: N802 (pyqtgraph's name)
        """Move the cursor with one click, reset with two."""
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
        elif event.double():
            event.accept()
            self.reset_requested.emit()
        else:
            event.accept()
            self.scrubbed.emit(self.mapSceneToView(event.scenePos()).x())
