"""Work in the background that leaves the processor to others when it takes long."""

import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from gdstudio.session.latest_job import LatestJob

QUICK = 0.02
"""Seconds of the processor. Work that takes no more than this needs no rest."""
REST = 2.0
"""How many times as long as the work took it rests: runs are computed at the same time."""


class GentleJob(QObject):
    """A `LatestJob` that rests after long work before it begins with the latest request."""

    done = Signal(object, object)
    """The request and its result."""

    def __init__(self, function: Callable[[Any], Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._job = LatestJob(_timed(function), self)
        self._job.done.connect(self._on_done)
        self._waiting: Any = None
        self._is_busy = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._go_on)

    @property
    def is_busy(self) -> bool:
        """Whether a request is computed."""
        return self._is_busy

    def submit(self, request: Any) -> None:
        """Ask for a request (not None) to be computed."""
        self._waiting = request
        if not self._is_busy and not self._rest.isActive():
            self._go_on()

    def shut_down(self) -> None:
        """Begin nothing any more, and wait for what was begun."""
        self._waiting = None
        self._rest.stop()
        self._job.shut_down()

    @Slot()
    def _go_on(self) -> None:
        request, self._waiting = self._waiting, None
        if request is not None:
            self._is_busy = True
            self._job.submit(request)

    @Slot(object, object)
    def _on_done(self, request: Any, timed: tuple[Any, float]) -> None:
        result, seconds = timed
        self._is_busy = False
        if seconds > QUICK:
            self._rest.start(round(1000.0 * REST * seconds))
        else:
            self._go_on()
        self.done.emit(request, result)


def _timed(function: Callable[[Any], Any]) -> Callable[[Any], tuple[Any, float]]:
    def run(request: Any) -> tuple[Any, float]:
        begin = time.thread_time()
        result = function(request)
        return result, time.thread_time() - begin

    return run
