"""The whole program, as ``python -m gdstudio``: prints when it was painted."""

import json
import sys
import time
from contextlib import ExitStack

from PySide6.QtCore import QObject, QTimer

import gdstudio.cli
from gdstudio.ui.main_window import MainWindow


class Observer(QObject):
    """Takes the times of a window, from its first paint on, and closes it."""

    def __init__(self, window: MainWindow, first: float) -> None:
        # Imported here: it loads the plots, which the program does after its first paint.
        from tests.bench.watching import watched

        super().__init__(window)
        self._window, self._first = window, first
        self._watch = ExitStack()
        self._painted = self._watch.enter_context(watched())
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(1)

    def _look(self) -> None:
        if self._painted.shows(self._window, at_any_step=True):
            print(json.dumps({"first": self._first, "picture": time.monotonic()}))
            self._timer.stop()
            self._watch.close()
            self._window.close()


def main() -> int:
    """Open the window, watched."""
    begin = MainWindow._begin

    def observed(self: MainWindow) -> None:
        # What the window does after its first paint.
        first = time.monotonic()
        begin(self)
        self._observer = Observer(self, first)  # type: ignore[attr-defined]

    MainWindow._begin = observed  # type: ignore[method-assign, assignment]
    return gdstudio.cli.main([])


if __name__ == "__main__":
    sys.exit(main())
