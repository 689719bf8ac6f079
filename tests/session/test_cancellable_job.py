import threading
import time
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from gdstudio.session.cancellable_job import CancellableJob, Task


class Counting:
    """Counts to a number as long as it may; 0 fails."""

    def __init__(self) -> None:
        self.begun: list[int] = []
        self.stopped: list[int] = []
        self.threads: set[int] = set()
        self.may_end = threading.Event()

    def __call__(self, request: int, task: Task) -> int | None:
        self.begun.append(request)
        self.threads.add(threading.get_ident())
        if request == 0:
            raise ValueError("nothing to count")
        for count in range(request):
            task.report(count / request)
            task.publish(count)
            if task.is_cancelled:
                self.stopped.append(request)
                return None
            time.sleep(0.002)
        while not self.may_end.wait(0.002):
            task.report(0.99)
            if task.is_cancelled:
                self.stopped.append(request)
                return None
        return request


@pytest.fixture
def counting() -> Iterator[Counting]:
    counting = Counting()
    yield counting
    counting.may_end.set()


@pytest.fixture
def job(counting: Counting) -> Iterator[CancellableJob]:
    job = CancellableJob(counting)
    yield job
    job.shut_down()


def test_that_a_job_tells_how_it_goes_and_what_came_of_it(
    qtbot: QtBot, job: CancellableJob, counting: Counting
) -> None:
    counting.may_end.set()
    fractions: list[float] = []
    parts: list[tuple[int, int]] = []
    job.reported.connect(lambda fraction, _left: fractions.append(fraction))
    job.published.connect(lambda request, part: parts.append((request, part)))
    with qtbot.waitSignals([job.begun, job.done, job.ended], order="strict"):
        job.submit(100)
    assert counting.threads != {threading.get_ident()}
    assert fractions == sorted(fractions)
    assert 0.0 < fractions[-1] <= 1.0
    assert [request for request, _ in parts] == [100] * len(parts)
    assert not job.is_busy


def test_that_reports_say_how_many_seconds_are_left(
    qtbot: QtBot, job: CancellableJob, counting: Counting
) -> None:
    reports: list[tuple[float, float]] = []
    job.reported.connect(lambda fraction, left: reports.append((fraction, left)))
    job.submit(20)
    qtbot.waitUntil(lambda: bool(reports) and reports[-1][0] > 0.9)
    # Of the first, when nothing is done, nobody knows.
    assert reports[0] == (0.0, -1.0)
    assert 0.0 < reports[-1][1] < 10.0


def test_that_a_new_request_ends_the_one_before(
    qtbot: QtBot, job: CancellableJob, counting: Counting
) -> None:
    results: list[tuple[int, int]] = []
    job.done.connect(lambda request, result: results.append((request, result)))
    with qtbot.waitSignal(job.reported):
        job.submit(10_000)
    job.submit(5)
    job.submit(7)
    counting.may_end.set()
    qtbot.waitUntil(lambda: bool(results))
    assert results == [(7, 7)]
    assert counting.stopped == [10_000]
    assert counting.begun == [10_000, 7]


def test_that_cancel_ends_a_job_without_a_result(
    qtbot: QtBot, job: CancellableJob, counting: Counting
) -> None:
    results: list[int] = []
    job.done.connect(lambda request, _result: results.append(request))
    with qtbot.waitSignal(job.reported):
        job.submit(10_000)
    assert job.is_busy
    with qtbot.waitSignal(job.ended):
        job.cancel()
    assert not job.is_busy
    assert results == []
    assert counting.stopped == [10_000]


def test_that_a_failure_reaches_the_thread_that_asked(
    qtbot: QtBot, job: CancellableJob, counting: Counting
) -> None:
    counting.may_end.set()
    with qtbot.captureExceptions() as exceptions, qtbot.waitSignal(job.ended):
        job.submit(0)
    qtbot.waitUntil(lambda: bool(exceptions))
    assert "nothing to count" in str(exceptions[0][1])
    with qtbot.waitSignal(job.done):
        job.submit(3)


def test_that_nothing_is_begun_after_the_end(
    qtbot: QtBot, job: CancellableJob, counting: Counting
) -> None:
    with qtbot.waitSignal(job.reported):
        job.submit(10_000)
    job.shut_down()
    assert counting.stopped == [10_000]
    job.submit(1)
    assert counting.begun == [10_000]
