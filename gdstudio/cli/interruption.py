"""Ctrl+C: the first asks for an end between two steps, the second ends at once."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from gdstudio.cli.errors import FAILED


@contextmanager
def gentle_interrupt() -> Iterator[Callable[[], bool]]:
    """Give a function that tells whether Ctrl+C was pressed.

    An exception that lands between any two instructions could leave a run half-recorded; a
    question that is asked between two chunks of work cannot.
    """
    is_asked = False

    def handle(_signal: int, _frame: FrameType | None) -> None:
        nonlocal is_asked
        if is_asked:
            raise SystemExit(FAILED)
        is_asked = True

    previous = signal.getsignal(signal.SIGINT)
    # Only the main thread may; and a process that was told to ignore Ctrl+C goes on doing so.
    is_handled = (
        threading.current_thread() is threading.main_thread()
        and previous is signal.default_int_handler
    )
    if is_handled:
        signal.signal(signal.SIGINT, handle)
    try:
        yield lambda: is_asked
    finally:
        if is_handled:
            signal.signal(signal.SIGINT, previous)
