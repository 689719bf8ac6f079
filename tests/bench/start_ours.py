"""The whole program, as ``python -m gdstudio``: prints when it was painted."""

import json
import sys
import time
from contextlib import ExitStack

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication, QWidget

import gdstudio.cli


class Observer(QObject):
    """Takes the times of a window, from its first paint on, and closes it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._watch = ExitStack()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        # In place of what the window does after its first paint.
        window.first_painted.disconnect(window._begin)
        window.first_painted.connect(self._begin)

    @Slot()
    def _begin(self) -> None:
        self._first = time.monotonic()
        self._window._begin()
        # Imported here: it loads the plots, which the program does after its first paint.
        from tests.bench.watching import watched

        self._painted = self._watch.enter_context(watched())
        self._timer.start(1)

    @Slot()
    def _look(self) -> None:
        if self._painted.shows(self._window, at_any_step=True):
            print(json.dumps({"first": self._first, "picture": time.monotonic()}))
            self._timer.stop()
            self._watch.close()
            self._window.close()


def watch() -> None:
    """Let the next window of this process be watched."""
    run = QApplication.exec

    def observed(*_: object) -> int:
        (window,) = (each for each in QApplication.topLevelWidgets() if hasattr(each, "stage"))
        window.observer = Observer(window)
        return run()

    QApplication.exec = observed


def main() -> int:
    """Open the window, watched."""
    # Nothing of the program is imported before the program does so: it does more than import.
    watch()
    return gdstudio.cli.main([])


if __name__ == "__main__":
    sys.exit(main())
