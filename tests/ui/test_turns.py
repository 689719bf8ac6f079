from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from gdstudio.ui.turns import Turns


class Picture:
    def __init__(self) -> None:
        self.shown: list[object] = []

    def show_frame(self, frame: object) -> None:
        self.shown.append(frame)


@pytest.fixture
def turns(qapp) -> Iterator[Turns]:
    parent = QObject()
    yield Turns(parent)
    parent.deleteLater()


def test_that_every_view_shows_the_frame_in_a_turn_of_its_own(qtbot: QtBot, turns: Turns) -> None:
    views = [Picture(), Picture(), Picture()]
    turns.show("frame", views)  # type: ignore[arg-type]
    assert turns.is_waiting
    assert [view.shown for view in views] == [[], [], []]
    turns.take_one()
    assert [view.shown for view in views] == [["frame"], [], []]
    qtbot.waitUntil(lambda: not turns.is_waiting)
    assert [view.shown for view in views] == [["frame"]] * 3


def test_that_only_the_latest_frame_is_shown(qtbot: QtBot, turns: Turns) -> None:
    view = Picture()
    for frame in range(5):
        turns.show(frame, [view])  # type: ignore[arg-type]
    qtbot.waitUntil(lambda: not turns.is_waiting)
    assert view.shown == [4]


@pytest.mark.parametrize(("views", "turns_a_frame"), [(3, 2), (3, 1), (5, 2), (2, 1)])
def test_that_frames_that_come_too_fast_are_shared_out_evenly(
    turns: Turns, views: int, turns_a_frame: int
) -> None:
    pictures = [Picture() for _ in range(views)]
    for frame in range(60):
        turns.show(frame, pictures)  # type: ignore[arg-type]
        for _ in range(turns_a_frame):
            turns.take_one()
    counts = [len(picture.shown) for picture in pictures]
    assert max(counts) - min(counts) <= 1


def test_that_what_is_forgotten_is_not_shown(qtbot: QtBot, turns: Turns) -> None:
    first, second = Picture(), Picture()
    turns.show("old", [first, second])  # type: ignore[arg-type]
    turns.take_one()
    turns.forget()
    assert not turns.is_waiting
    turns.take_one()
    assert (first.shown, second.shown) == (["old"], [])
