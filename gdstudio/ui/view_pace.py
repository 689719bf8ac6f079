"""When the map of a view that changes is computed."""

import time

from PySide6.QtCore import QObject, QTimer, Signal, Slot

LONGEST_REST, LONGEST_WAIT = 0.04, 0.12
"""Seconds that a view rests at most until its map is asked for, and that a map is late at most."""


class ViewPace(QObject):
    """Asks for a map when the view has rested for as long as the last map took.

    A map that is begun while somebody goes on zooming is of little use, and takes the time in which
    the next notch of the wheel should be seen.
    """

    wanted = Signal()
    """A map is to be computed."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._changed = self._begun = 0.0
        self._rest = 0.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.wanted)

    @Slot()
    def change(self) -> None:
        """Say that the view is another one now."""
        now = time.perf_counter()
        if not self._timer.isActive():
            self._changed = now
        wait = min(self._rest, self._changed + LONGEST_WAIT - now)
        self._timer.start(max(0, round(1e3 * wait)))

    def begin(self) -> None:
        """Say that a map is begun."""
        self._begun = time.perf_counter()
        self._timer.stop()

    def end(self) -> None:
        """Say that it is there."""
        self._rest = min(time.perf_counter() - self._begun, LONGEST_REST)

    def stop(self) -> None:
        """Ask for nothing any more."""
        self._timer.stop()
