"""Work in the background of which only the latest request counts."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, QThreadPool, QTimer, Signal, Slot

from gdstudio.session.pool_job import start_in_pool


class LatestJob(QObject):
    """Computes ``function(request)`` in a pool thread; requests that were overtaken are dropped.

    Parameters
    ----------
    function
        A pure function. What it raises is raised again in the thread of this object.
    """

    done = Signal(object, object)
    """The request and its result."""

    _finished = Signal(object, object, object)

    def __init__(self, function: Callable[[Any], Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._function = function
        self._waiting: Any = None
        self._is_busy = False
        self._is_closed = False
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._finished.connect(self._on_finished, Qt.ConnectionType.QueuedConnection)
        # In a turn of its own: together with a paint that is due it would hold up the event loop.
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.timeout.connect(self._hand_over)
        self._results: list[tuple[Any, Any, Exception | None]] = []

    def submit(self, request: Any) -> None:
        """Ask for a request (not None) to be computed."""
        if self._is_busy:
            self._waiting = request
        elif not self._is_closed:
            self._begin(request)

    def shut_down(self) -> None:
        """Begin nothing any more, and wait for what was begun.

        A job that outlives its object, or the interpreter, has nobody to hand its result to.
        """
        self._is_closed = True
        self._waiting = None
        self._pool.waitForDone()

    def _begin(self, request: Any) -> None:
        self._is_busy = True
        start_in_pool(self._pool, partial(self._function, request), request, self._finished)

    @Slot(object, object, object)
    def _on_finished(self, request: Any, result: Any, error: Exception | None) -> None:
        self._is_busy = False
        waiting, self._waiting = self._waiting, None
        if waiting is not None and not self._is_closed:
            self._begin(waiting)
        self._results.append((request, result, error))
        self._turn.start()

    @Slot()
    def _hand_over(self) -> None:
        request, result, error = self._results.pop(0)
        if self._results:
            self._turn.start()
        if error is not None:
            raise error
        if not self._is_closed:
            self.done.emit(request, result)
