"""The real window, at an agreed size, and its event loop."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEventLoop, QSize, Qt, QTimer
from PySide6.QtWidgets import QApplication

from gdstudio.experiment.model import Experiment
from gdstudio.session.arenas import share_arenas
from gdstudio.session.garbage import GarbageCollector
from gdstudio.session.settings import Settings
from gdstudio.ui.colours import LIGHT
from gdstudio.ui.main_window import MainWindow
from gdstudio.ui.theme import apply_theme

PICTURE = QSize(900, 700)
PATIENCE = 60.0
"""Seconds after which something is wrong."""


def application() -> QApplication:
    """Return the application in its light theme."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    made = QApplication(sys.argv[:1])
    apply_theme(made, LIGHT)
    # As in the program: the interpreter's own collector looks at everything, whenever it likes.
    GarbageCollector(made)
    share_arenas()
    return made


@contextmanager
def studio(experiment: Experiment) -> Iterator[MainWindow]:
    """Show the window, so large that its picture has the agreed size."""
    app = application()
    window = MainWindow(experiment, Settings())
    window.resize(1500, 1040)
    window.show()
    wait_until(window.isActiveWindow, 2.0, must=False)
    for _ in range(3):
        window.resize(window.size() + PICTURE - window.picture.canvas.size())
        app.processEvents()
    try:
        yield window
    finally:
        window.document.undo_stack.setClean()
        window.close()
        app.processEvents()


def wait_until(
    condition: Callable[[], bool], seconds: float = PATIENCE, *, must: bool = True
) -> None:
    """Let events be handled until something is so: it is looked for every millisecond."""
    end = time.perf_counter() + seconds
    loop, timer = QEventLoop(), QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(lambda: loop.quit() if condition() or time.perf_counter() > end else None)
    timer.start(1)
    loop.exec()
    timer.stop()
    if must and time.perf_counter() > end:
        raise TimeoutError("the window did not get there")


def process_for(seconds: float) -> None:
    """Let events be handled for a while."""
    loop = QEventLoop()
    QTimer.singleShot(round(1e3 * seconds), loop.quit)
    loop.exec()


def application_instance() -> QApplication:
    """Return the application that is there."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app
