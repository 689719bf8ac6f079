"""The whole program, as ``python -m gdstudio``: prints when it was painted."""

import json
import sys
import time
from typing import Any

from PySide6.QtCore import QObject, QTimer

import gdstudio.cli
from gdstudio.ui import main_window
from tests.bench.watching import Painted, watched


class Observer(QObject):
    """Takes the times of a window and closes it."""

    def __init__(self, window: main_window.MainWindow, painted: Painted) -> None:
        super().__init__(window)
        self._window, self._painted = window, painted
        self._moments: dict[str, float] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(1)
        self._timer.timeout.connect(self._look)
        window.first_painted.connect(self._on_first_painted)

    def _on_first_painted(self) -> None:
        self._moments["first"] = time.monotonic()
        self._timer.start()

    def _look(self) -> None:
        if self._painted.shows(self._window, at_any_step=True):
            self._moments["picture"] = time.monotonic()
            print(json.dumps(self._moments))
            self._timer.stop()
            self._window.close()


def main() -> int:
    """Open the window, watched."""
    construct = main_window.MainWindow.__init__
    with watched() as painted:

        def observed(self: main_window.MainWindow, *arguments: Any) -> None:
            construct(self, *arguments)
            self._observer = Observer(self, painted)  # type: ignore[attr-defined]

        main_window.MainWindow.__init__ = observed  # type: ignore[assignment, method-assign]
        return gdstudio.cli.main([])


if __name__ == "__main__":
    sys.exit(main())
