import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from gdstudio.session.latest_job import LatestJob


class Gate:
    """A function that waits until it is let go, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.answered: list[int] = []
        self.threads: list[int] = []
        self._open = threading.Event()

    def __call__(self, request: int) -> int:
        self.asked.append(request)
        self.threads.append(threading.get_ident())
        assert self._open.wait(10.0)
        if request < 0:
            raise ValueError("no root of a negative number")
        self.answered.append(request)
        return request * request

    def open(self) -> None:
        self._open.set()


@pytest.fixture
def gate() -> Iterator[Gate]:
    gate = Gate()
    yield gate
    gate.open()


def results_of(job: LatestJob) -> list[tuple[int, int]]:
    results: list[tuple[int, int]] = []
    job.done.connect(lambda request, result: results.append((request, result)))
    return results


def test_that_a_request_is_computed_in_another_thread(qtbot: QtBot, gate: Gate) -> None:
    job = LatestJob(gate)
    gate.open()
    with qtbot.waitSignal(job.done) as done:
        job.submit(3)
    job.shut_down()
    assert done.args == [3, 9]
    assert gate.threads != [threading.get_ident()]


def test_that_of_many_requests_the_first_and_the_last_are_computed(
    qtbot: QtBot, gate: Gate
) -> None:
    job = LatestJob(gate)
    results = results_of(job)
    for request in range(1, 100):
        job.submit(request)
    gate.open()
    qtbot.waitUntil(lambda: len(results) == 2)
    job.shut_down()
    assert results == [(1, 1), (99, 9801)]
    assert gate.asked == [1, 99]


def test_that_after_an_error_later_requests_are_computed(qtbot: QtBot, gate: Gate) -> None:
    job = LatestJob(gate)
    results = results_of(job)
    job.submit(-1)
    job.submit(4)
    gate.open()
    with qtbot.captureExceptions() as raised:
        qtbot.waitUntil(lambda: results == [(4, 16)])
    job.shut_down()
    assert [str(error) for _, error, _ in raised] == ["no root of a negative number"]


def test_that_nothing_is_told_after_shutting_down(qtbot: QtBot, gate: Gate) -> None:
    job = LatestJob(gate)
    results = results_of(job)
    job.submit(1)
    job.submit(2)
    threading.Timer(0.02, gate.open).start()
    job.shut_down()
    job.submit(3)
    other = LatestJob(gate)
    # What comes after in the queue of events came.
    with qtbot.waitSignal(other.done):
        other.submit(5)
    other.shut_down()
    assert results == []
    assert gate.asked == [1, 5]


def test_that_shutting_down_waits_for_what_was_begun(qtbot: QtBot, gate: Gate) -> None:
    job = LatestJob(gate)
    job.submit(1)
    qtbot.waitUntil(lambda: gate.asked == [1])
    threading.Timer(0.02, gate.open).start()
    job.shut_down()
    assert gate.answered == [1]
    job.deleteLater()
    with qtbot.waitSignal(job.destroyed):
        pass
