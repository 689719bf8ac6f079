"""Long work in the background that tells how far it is, shows what it has, and can be ended."""

import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, QThreadPool, Signal, Slot

from gdstudio.session.pool_job import start_in_pool

REPORT_SECONDS = 0.05
"""Time between two reports at the least: nobody reads faster, and each costs the window a while."""


class Task:
    """What a function in the background is given to tell how it goes.

    It lives in the thread of the function, but for ``cancel``.
    """

    def __init__(self, tell: Callable[[float, object], None]) -> None:
        self._tell = tell
        self._cancelled = threading.Event()
        self._next_report = 0.0
        self._part: object = None
        self._fraction = 0.0

    @property
    def is_cancelled(self) -> bool:
        """Whether the function should return soon; whatever it returns then is dropped."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Ask the function to return."""
        self._cancelled.set()

    def report(self, fraction: float) -> None:
        """Tell how much is done, from 0 to 1."""
        self._fraction = fraction
        self._tell_now_and_then()

    def publish(self, part: object) -> None:
        """Hand over what there is so far; of parts that come too fast only the last arrives."""
        self._part = part
        self._tell_now_and_then()

    def _tell_now_and_then(self) -> None:
        now = time.perf_counter()
        if now >= self._next_report:
            self._next_report = now + REPORT_SECONDS
            part, self._part = self._part, None
            self._tell(self._fraction, part)


class CancellableJob(QObject):
    """Computes ``function(request, task)`` in a pool thread; a new request ends the one before.

    Parameters
    ----------
    function
        Looks at ``task.is_cancelled`` often. What it raises is raised again in the thread of this
        object.
    """

    begun = Signal()
    reported = Signal(float, float)
    """How much is done, from 0 to 1, and how many seconds are left; −1 while nobody knows."""
    published = Signal(object, object)
    """The request and a part of its result."""
    done = Signal(object, object)
    """The request and its result."""
    ended = Signal()
    """Nothing is computed any more: it is done, was cancelled, or failed."""

    _told = Signal(int, float, object)
    _finished = Signal(object, object, object)

    def __init__(self, function: Callable[[Any, Task], Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._function = function
        self._request: Any = None
        self._waiting: Any = None
        self._task: Task | None = None
        self._number = 0
        self._began = 0.0
        self._is_closed = False
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._told.connect(self._on_told, Qt.ConnectionType.QueuedConnection)
        self._finished.connect(self._on_finished, Qt.ConnectionType.QueuedConnection)

    @property
    def is_busy(self) -> bool:
        """Whether something is computed, or about to be."""
        return self._task is not None and not (self._task.is_cancelled and self._waiting is None)

    def submit(self, request: Any) -> None:
        """Compute a request (not None) in the place of what is computed now."""
        if self._is_closed:
            return
        if self._task is not None:
            self._task.cancel()
            self._waiting = request
        else:
            self._begin(request)

    @Slot()
    def cancel(self) -> None:
        """Give up what is computed; what was published stays published."""
        if self._task is not None:
            self._waiting = None
            self._task.cancel()

    def shut_down(self) -> None:
        """Begin nothing any more, and wait until what was begun gives up."""
        self._is_closed = True
        self.cancel()
        self._pool.waitForDone()

    def _begin(self, request: Any) -> None:
        self._request = request
        self._began = time.perf_counter()
        self._number += 1
        self._task = Task(partial(self._told.emit, self._number))
        work = partial(self._function, request, self._task)
        start_in_pool(self._pool, work, self._task, self._finished)
        self.begun.emit()

    @Slot(int, float, object)
    def _on_told(self, number: int, fraction: float, part: object) -> None:
        if number != self._number or self._task is None or self._task.is_cancelled:
            return
        elapsed = time.perf_counter() - self._began
        left = elapsed * (1.0 - fraction) / fraction if fraction > 0.0 else -1.0
        self.reported.emit(fraction, left)
        if part is not None:
            self.published.emit(self._request, part)

    @Slot(object, object, object)
    def _on_finished(self, task: Task, result: Any, error: Exception | None) -> None:
        request, self._task = self._request, None
        waiting, self._waiting = self._waiting, None
        if waiting is not None and not self._is_closed:
            self._begin(waiting)
        if error is not None:
            if self._task is None:
                self.ended.emit()
            raise error
        if not task.is_cancelled and not self._is_closed:
            self.done.emit(request, result)
        if self._task is None:
            self.ended.emit()
