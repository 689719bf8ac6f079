import gc
import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from gdstudio.session.garbage import FULL_COLLECTION, LOADED_AFTER, GarbageCollector


class Loop:
    """Refers to itself, and remembers in which thread it went."""

    def __init__(self, ends: list[int]) -> None:
        self._ends = ends
        self._self = self

    def __del__(self) -> None:
        self._ends.append(threading.get_ident())


@pytest.fixture
def collector(qapp) -> Iterator[GarbageCollector]:
    yield GarbageCollector()
    gc.unfreeze()


def allocate() -> None:
    """Make so many objects that the interpreter would collect."""
    for _ in range(200_000):
        _ = [[]]


def test_that_garbage_is_collected_in_the_thread_of_the_window(
    qtbot: QtBot, collector: GarbageCollector
) -> None:
    ends: list[int] = []
    for _ in range(100):
        Loop(ends)
    thread = threading.Thread(target=allocate)
    thread.start()
    thread.join()
    assert ends == []
    qtbot.waitUntil(lambda: len(ends) == 100)
    assert set(ends) == {threading.get_ident()}


def test_that_old_garbage_is_collected_in_time(collector: GarbageCollector) -> None:
    for _ in range(LOADED_AFTER):
        collector.collect()
    ends: list[int] = []
    kept = [Loop(ends)]
    for _ in range(5):
        collector.collect()
    kept.clear()
    for _ in range(FULL_COLLECTION):
        collector.collect()
    assert len(ends) == 1
