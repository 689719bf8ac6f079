"""A function that runs in a thread of a pool and hands over what came of it."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QRunnable


class PoolJob(QRunnable):
    """Computes ``work()`` in a pool thread.

    Parameters
    ----------
    work
        What it raises is handed over, too.
    token
        Tells the receiver which job it was.
    finished
        A signal of the token, the result or None, and the exception or None.
    """

    def __init__(self, work: Callable[[], Any], token: Any, finished: Any) -> None:
        super().__init__()
        self._work, self._token, self._finished = work, token, finished

    def run(self) -> None:
        """Compute, and tell."""
        result, error = None, None
        try:
            result = self._work()
        except Exception as raised:  # noqa: BLE001 (handed to the thread that asked)
            error = raised
        self._finished.emit(self._token, result, error)
