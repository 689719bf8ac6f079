from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from gdstudio.ui.view_pace import LONGEST_REST, ViewPace


def pace_with(asked: list[None]) -> tuple[ViewPace, QObject]:
    parent = QObject()
    pace = ViewPace(parent)
    pace.wanted.connect(lambda: asked.append(None))
    return pace, parent


def test_that_many_changes_of_a_turn_ask_for_one_map(qtbot: QtBot) -> None:
    asked: list[None] = []
    pace, _parent = pace_with(asked)
    for _ in range(5):
        pace.change()
    assert asked == []
    qtbot.waitUntil(lambda: len(asked) == 1)
    qtbot.wait(60)
    assert len(asked) == 1


def test_that_a_view_that_goes_on_is_seen_now_and_then(qtbot: QtBot) -> None:
    asked: list[None] = []
    pace, _parent = pace_with(asked)
    pace.begin()
    qtbot.wait(round(2e3 * LONGEST_REST))
    pace.end()
    for _ in range(60):
        pace.change()
        qtbot.wait(10)
    # Far fewer than the changes, and not only the last.
    assert 1 <= len(asked) <= 15
    before = len(asked)
    pace.change()
    qtbot.waitUntil(lambda: len(asked) > before)


def test_that_a_map_that_is_begun_is_not_asked_for_again(qtbot: QtBot) -> None:
    asked: list[None] = []
    pace, _parent = pace_with(asked)
    pace.change()
    pace.begin()
    qtbot.wait(80)
    assert asked == []
    pace.change()
    pace.stop()
    qtbot.wait(80)
    assert asked == []
