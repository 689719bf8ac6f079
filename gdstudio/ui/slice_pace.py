"""When a slice that moves along with the cursor is computed."""

from PySide6.QtCore import QObject, QTimer, Signal, Slot

PACE_MILLISECONDS = 110
"""A slice that moves is seen anew so often: a map takes a while."""
REST_MILLISECONDS = 180
"""How long a slice stands still until it is sure to be the last one."""


class SlicePace(QObject):
    """Asks for a map at once, now and then while the slice moves on, and at rest."""

    wanted = Signal()
    """A map is to be computed."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._has_moved_on = False
        self._is_waiting = False
        self._pace = self._timer(PACE_MILLISECONDS, self._on_pace)
        self._rest = self._timer(REST_MILLISECONDS, self._on_rest)

    def move(self) -> None:
        """Say that the slice is another one now."""
        if not self._rest.isActive():
            self.wanted.emit()
            self._pace.start()
        else:
            self._has_moved_on = True
            if self._pace.isActive():
                self._is_waiting = True
            else:
                self._pace.start()
                self.wanted.emit()
        self._rest.start()

    def stop(self) -> None:
        """Ask for nothing any more."""
        for timer in (self._pace, self._rest):
            timer.stop()
        self._has_moved_on = self._is_waiting = False

    @Slot()
    def _on_pace(self) -> None:
        if self._is_waiting:
            self._is_waiting = False
            self._pace.start()
            self.wanted.emit()

    @Slot()
    def _on_rest(self) -> None:
        has_moved_on = self._has_moved_on
        self.stop()
        if has_moved_on:
            self.wanted.emit()

    def _timer(self, milliseconds: int, slot: object) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(slot)
        return timer
