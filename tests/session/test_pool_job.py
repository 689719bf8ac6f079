import gc
import sys
import threading
import weakref
from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import QObject, Qt, QThreadPool, Signal
from pytestqt.qtbot import QtBot

from gdstudio.session.pool_job import start_in_pool

MANY = 150


class Request:
    """Something that can be seen to be gone."""


class Receiver(QObject):
    """Counts what is finished."""

    finished = Signal(object, object, object)

    def __init__(self) -> None:
        super().__init__()
        self.count = 0
        self.finished.connect(self._count, Qt.ConnectionType.QueuedConnection)

    def has_counted(self, count: int) -> bool:
        return self.count == count

    def _count(self, *_: object) -> None:
        self.count += 1


@pytest.fixture
def _contention() -> Iterator[None]:
    """Let another thread hold the interpreter, so that jobs end before they are quite begun."""
    before, stop = sys.getswitchinterval(), threading.Event()

    def hold() -> None:
        while not stop.is_set():
            sum(range(50))

    thread = threading.Thread(target=hold)
    sys.setswitchinterval(5e-4)
    thread.start()
    yield
    stop.set()
    thread.join()
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("_contention")
def test_that_a_job_that_is_done_is_forgotten(qtbot: QtBot) -> None:
    pool, receiver = QThreadPool(), Receiver()
    pool.setMaxThreadCount(1)
    # Each job begins in a new thread, as after a pause.
    pool.setExpiryTimeout(0)
    requests = []
    for number in range(MANY):
        request = Request()
        requests.append(weakref.ref(request))
        start_in_pool(pool, Request, request, receiver.finished)
        del request
        qtbot.waitUntil(partial(receiver.has_counted, number + 1))
    pool.waitForDone()
    gc.collect()
    assert [request for request in requests if request() is not None] == []
