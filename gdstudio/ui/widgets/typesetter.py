"""Typesets formulas off the UI thread and keeps the pictures."""

import logging
import time
from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from threading import Event, Lock

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot

_logger = logging.getLogger(__name__)

BASE_SIZE = 24.0
_CACHE_ENTRIES = 256
QUIET_SECONDS = 0.3
"""How long nothing new is asked for before work begins: it would slow the picture down that is
computed at each key."""


class Typesetter(QObject):
    """Turns LaTeX into black SVG pictures, `BASE_SIZE` units high, one at a time in a thread.

    One thread of `concurrent.futures` is used: the interpreter waits for it when it ends, whereas
    a Qt thread pool that is destroyed then waits for a thread that waits for the interpreter.
    """

    #: The LaTeX that is ready; emitted in the worker's thread, so received through the queue.
    ready = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._pictures: OrderedDict[str, bytes] = OrderedDict()
        self._lock = Lock()
        self._executor: ThreadPoolExecutor | None = None
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

    def _work(self, latex: str) -> None:
        self._may_work.wait()
        while (rest := self._last_request + QUIET_SECONDS - time.monotonic()) > 0.0:
            time.sleep(rest)
        if self._executor is None:
            return
        if self.picture(latex) is None:
            svg = typeset(latex)
            with self._lock:
                self._pictures[latex] = svg
                while len(self._pictures) > _CACHE_ENTRIES:
                    self._pictures.popitem(last=False)
        self.ready.emit(latex)


def typeset(latex: str) -> bytes:
    """Return `latex` as SVG, or nothing if it cannot be typeset."""
    try:
        # Imported here because it takes a fifth of a second, which the start of the program
        # should not wait for.
        from ziamath.config import config
        from ziamath.zmath import Latex

        # Qt's SVG renderer does not draw the shared glyphs that SVG 2 allows.
        config.svg2 = False
        svg: str = Latex(latex, size=BASE_SIZE, color="black").svg()
    except Exception:
        # The library fails in many ways on odd LaTeX; the label then shows the plain text.
        _logger.info("Not typeset: %s", latex, exc_info=True)
        return b""
    return svg.encode()


@cache
def typesetter() -> Typesetter:
    """Return the typesetter that all labels share; it begins with the first label."""
    return Typesetter()
