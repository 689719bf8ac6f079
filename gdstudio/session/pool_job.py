"""A function that runs in a thread of a pool and hands over what came of it."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QThreadPool


def start_in_pool(pool: QThreadPool, work: Callable[[], Any], token: Any, finished: Any) -> None:
    """Compute ``work()`` in a pool thread, and tell.

    Parameters
    ----------
    work
        What it raises is handed over, too.
    token
        Tells the receiver which job it was.
    finished
        A signal of the token, the result or None, and the exception or None.
    """
    # Not a QRunnable: one that is done before ``start`` returns is kept for ever by PySide, with
    # all that it was to compute.
    pool.start(partial(_run, work, token, finished))


def _run(work: Callable[[], Any], token: Any, finished: Any) -> None:
    result, error = None, None
    try:
        result = work()
    except Exception as raised:  # noqa: BLE001 (handed to the thread that asked)
        error = raised
    finished.emit(token, result, error)
