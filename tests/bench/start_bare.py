"""A program with nothing but a plot in a window: prints when it was painted."""

import json
import sys
import time

import pyqtgraph as pg
from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow


class Plot(pg.PlotWidget):  # type: ignore[misc]
    """An empty plot, which covers all of its window."""

    def __init__(self) -> None:
        super().__init__()
        self._was_painted = False

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self._report)

    def _report(self) -> None:
        print(json.dumps({"first": time.monotonic()}))
        self.window().close()


if __name__ == "__main__":
    application = QApplication(sys.argv[:1])
    window = QMainWindow()
    window.setCentralWidget(Plot())
    window.resize(1280, 800)
    window.show()
    sys.exit(application.exec())
