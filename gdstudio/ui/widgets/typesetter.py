"""Typesets formulas off the UI thread and keeps the pictures."""

import time
from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from threading import Event, Lock

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot

from gdstudio.ui.widgets.typesetting import TypesettingProcess

_CACHE_ENTRIES = 256
QUIET_SECONDS = 0.3
"""How long nothing new is asked for before work begins: it would slow the picture down that is
computed at each key."""


class Typesetter(QObject):
    """Turns LaTeX into black SVG pictures, `BASE_SIZE` units high, one at a time.

    A process does that, and a thread of `concurrent.futures` waits for it: the interpreter waits
    for that thread when it ends, whereas a Qt thread pool that is destroyed then waits for a
    thread that waits for the interpreter.
    """

    #: The LaTeX that is ready; emitted in the worker's thread, so received through the queue.
    ready = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._pictures: OrderedDict[str, bytes] = OrderedDict()
        self._lock = Lock()
        self._executor: ThreadPoolExecutor | None = None
        self._process: TypesettingProcess | None = None
        self._last_request = 0.0
        self._may_work = Event()
        self._may_work.set()
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.close)

    def picture(self, latex: str) -> bytes | None:
        """Return the SVG if it is there already; empty if `latex` cannot be typeset."""
        with self._lock:
            found = self._pictures.get(latex)
            if found is not None:
                self._pictures.move_to_end(latex)
            return found

    def request(self, latex: str) -> "Future[None]":
        """Typeset `latex` and then emit `ready`; cancel the future if it is no longer wanted."""
        if self._executor is None:
            self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="typesetter")
        self._last_request = time.monotonic()
        return self._executor.submit(self._work, latex)

    def hold(self) -> None:
        """Begin nothing until ``release``: the library takes a while to load."""
        self._may_work.clear()

    @Slot()
    def release(self) -> None:
        """Begin, or go on."""
        self._may_work.set()

    def close(self) -> None:
        """Drop what has not begun, and wait for what has."""
        executor, self._executor = self._executor, None
        if executor is not None:
            executor.shutdown(wait=False, cancel_futures=True)
            self._may_work.set()
            executor.shutdown(wait=True)
        process, self._process = self._process, None
        if process is not None:
            process.close()

    def _work(self, latex: str) -> None:
        self._may_work.wait()
        while (rest := self._last_request + QUIET_SECONDS - time.monotonic()) > 0.0:
            time.sleep(rest)
        if self._executor is None:
            return
        if self.picture(latex) is None:
            self._keep(latex, self._typeset(latex))
        self.ready.emit(latex)

    def _keep(self, latex: str, svg: bytes | None) -> None:
        with self._lock:
            if svg is not None:
                self._pictures[latex] = svg
            while len(self._pictures) > _CACHE_ENTRIES:
                self._pictures.popitem(last=False)

    def _typeset(self, latex: str) -> bytes | None:
        """Return LaTeX as SVG, empty if it cannot be typeset, None if there is no process."""
        try:
            if self._process is None:
                self._process = TypesettingProcess()
            return self._process.typeset(latex).encode()
        except OSError:
            # It was killed, or cannot be started: plain text is shown, the next formula tries anew.
            process, self._process = self._process, None
            if process is not None:
                process.close()
            return None


@cache
def typesetter() -> Typesetter:
    """Return the typesetter that all labels share; it begins with the first label."""
    return Typesetter()
