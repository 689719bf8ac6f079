"""Cyclic garbage is collected where widgets may be destroyed: in the thread of the window."""

import gc

from PySide6.QtCore import QObject, QTimer, Slot

INTERVAL_MILLISECONDS = 1000
LOADED_AFTER = 5
"""So many collections after the start everything that stays is there."""
FULL_COLLECTION = 30
"""Every so many collections look at old objects too."""


class GarbageCollector(QObject):
    """Collects from a timer, in place of the interpreter.

    The interpreter collects in whatever thread happens to allocate. If that is the thread of a
    computation and a widget is part of the garbage, the widget is destroyed there, and the program
    crashes.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._collections = 0
        gc.disable()
        # What is there now stays, and need not be looked at again and again.
        gc.freeze()
        self._timer = QTimer(self)
        self._timer.setInterval(INTERVAL_MILLISECONDS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    @Slot()
    def collect(self) -> None:
        """Collect young garbage, and all of it now and then."""
        self._collections += 1
        if self._collections == LOADED_AFTER:
            # The engine is loaded by now; to look through it even once takes longer than a frame
            # may. What is garbage in it stays: once, and no more than there is now.
            gc.freeze()
        gc.collect(2 if self._collections % FULL_COLLECTION == 0 else 1)
