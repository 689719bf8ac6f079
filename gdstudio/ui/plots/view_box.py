"""The interactive area of a picture: wheel zooms, drag pans, click picks, double click resets."""

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, QTimer, Signal

CLICK_DELAY_MILLISECONDS = 220
"""How long a click waits to be the first half of a double click."""


class PictureViewBox(pg.ViewBox):
    """A view box whose clicks are signals in data coordinates."""

    picked = Signal(float, float)
    probed = Signal(float, float)
    """A click with Shift: what is it like there?"""
    reset_requested = Signal()

    def __init__(self) -> None:
        super().__init__(enableMenu=False, defaultPadding=0.0)
        self.disableAutoRange()
        self._click = QPointF()
        self._click_timer = QTimer(self)
        self._click_timer.setSingleShot(True)
        self._click_timer.setInterval(CLICK_DELAY_MILLISECONDS)
        self._click_timer.timeout.connect(self._pick)

    def mouseClickEvent(self, event: Any) -> None:  # noqa: N802 (pyqtgraph's name)
        """Pick with one click, reset with two; with Shift probe, at once."""
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        event.accept()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            place = self.mapSceneToView(event.scenePos())
            self.probed.emit(place.x(), place.y())
        elif event.double():
            self._click_timer.stop()
            self.reset_requested.emit()
        else:
            self._click = self.mapSceneToView(event.scenePos())
            self._click_timer.start()

    def _pick(self) -> None:
        self.picked.emit(self._click.x(), self._click.y())
