import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QColor
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from studio import Mouse

from gdstudio.session.player import Player
from gdstudio.ui.colours import DARK, LIGHT
from gdstudio.ui.theme import apply_theme
from gdstudio.ui.transport.step_bubble import StepBubble
from gdstudio.ui.transport.timeline import Timeline


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(400, 120)
    return window


@pytest.fixture
def timeline(qtbot: QtBot, window: QWidget) -> Timeline:
    timeline = Timeline(window)
    timeline.setGeometry(20, 60, 360, 24)
    timeline.set_state(100, 300, 500)
    window.show()
    qtbot.waitExposed(window)
    return timeline


def middle(timeline: Timeline, step: int) -> QPoint:
    return QPoint(round(timeline.place_of(step)), timeline.height() // 2)


def colour_at(timeline: Timeline, step: int) -> QColor:
    return timeline.grab().toImage().pixelColor(middle(timeline, step))


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_that_played_computed_and_missing_differ(
    timeline: Timeline, qapp: QApplication, theme
) -> None:
    apply_theme(qapp, theme)
    assert colour_at(timeline, 50) == QColor(theme.accent)
    assert colour_at(timeline, 200) == QColor(theme.selection)
    assert colour_at(timeline, 400) == QColor(theme.track)


def test_that_a_click_asks_for_the_step_under_the_pointer(qtbot: QtBot, timeline: Timeline) -> None:
    with qtbot.waitSignal(timeline.seek_requested) as asked:
        qtbot.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=middle(timeline, 250))
    assert abs(asked.args[0] - 250) <= 1


def test_that_the_timeline_shows_only_what_it_is_told(qtbot: QtBot, timeline: Timeline) -> None:
    qtbot.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=middle(timeline, 250))
    qtbot.keyClick(timeline, Qt.Key.Key_End)
    assert timeline.value() == 100


def test_that_dragging_asks_once_for_each_step(qtbot: QtBot, timeline: Timeline) -> None:
    asked: list[int] = []
    timeline.seek_requested.connect(asked.append)
    qtbot.mousePress(timeline, Qt.MouseButton.LeftButton, pos=middle(timeline, 200))
    for place in (middle(timeline, 260), middle(timeline, 260), QPoint(5000, 12)):
        qtbot.mouseMove(timeline, place)
    qtbot.mouseRelease(timeline, Qt.MouseButton.LeftButton, pos=QPoint(5000, 12))
    qtbot.mouseMove(timeline, middle(timeline, 10))
    assert len(asked) == len(set(asked)) == 3
    assert asked[-1] == 500


def test_that_taking_the_knob_beside_its_centre_changes_no_step(
    qtbot: QtBot, timeline: Timeline
) -> None:
    timeline.set_state(5_000_000, 10_000_000, 10_000_000)
    with qtbot.waitSignal(timeline.seek_requested) as asked:
        place = middle(timeline, 5_000_000) + QPoint(4, 0)
        qtbot.mousePress(timeline, Qt.MouseButton.LeftButton, pos=place)
    assert asked.args == [5_000_000]
    qtbot.mouseRelease(timeline, Qt.MouseButton.LeftButton, pos=place)


@pytest.mark.parametrize(
    ("key", "step"),
    [
        (Qt.Key.Key_Right, 101),
        (Qt.Key.Key_Left, 99),
        (Qt.Key.Key_PageUp, 125),
        (Qt.Key.Key_PageDown, 75),
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_End, 500),
    ],
)
def test_that_keys_ask_for_steps(qtbot: QtBot, timeline: Timeline, key, step: int) -> None:
    with qtbot.waitSignal(timeline.seek_requested) as asked:
        qtbot.keyClick(timeline, key)
    assert asked.args == [step]


def test_that_keys_are_exact_among_ten_million_steps(qtbot: QtBot, timeline: Timeline) -> None:
    timeline.set_state(9_999_998, 10_000_000, 10_000_000)
    with qtbot.waitSignal(timeline.seek_requested) as asked:
        qtbot.keyClick(timeline, Qt.Key.Key_Right)
    assert asked.args == [9_999_999]
    assert timeline.step_at(timeline.place_of(0)) == 0
    assert timeline.step_at(timeline.place_of(10_000_000)) == 10_000_000


def test_that_the_wheel_moves_a_step_a_notch(timeline: Timeline) -> None:
    asked: list[int] = []
    timeline.seek_requested.connect(asked.append)
    mouse, place = Mouse(timeline), QPointF(middle(timeline, 100))
    mouse.wheel(place, 1)
    mouse.wheel(place, -1)
    assert asked == [101, 99]
    # A touch pad sends parts of a notch.
    mouse.wheel(place, 0.4)
    mouse.wheel(place, 0.4)
    assert len(asked) == 2
    mouse.wheel(place, 0.4)
    assert asked[2:] == [101]


def test_that_hovering_names_the_step(qtbot: QtBot, timeline: Timeline, window: QWidget) -> None:
    # The pointer of the screen may be anywhere; the timeline sees events.
    mouse = Mouse(timeline)
    mouse.move(QPointF(middle(timeline, 200)))
    qtbot.waitUntil(lambda: window.findChild(StepBubble) is not None)
    bubble = window.findChild(StepBubble)
    assert bubble.text().startswith("Step ")
    assert window.rect().contains(bubble.geometry())
    assert bubble.geometry().bottom() < timeline.geometry().center().y()
    mouse.move(QPointF(middle(timeline, 450)))
    qtbot.waitUntil(lambda: bubble.text().endswith("not computed yet"))
    timeline.hide()
    qtbot.waitUntil(lambda: window.findChild(StepBubble) is None)


def test_that_a_screen_reader_reads_and_sets_the_step(qtbot: QtBot, timeline: Timeline) -> None:
    interface = QAccessible.queryAccessibleInterface(timeline)
    assert interface.role() == QAccessible.Role.Slider
    assert interface.text(QAccessible.Text.Name) == "Timeline"
    value = interface.valueInterface()
    assert (value.currentValue(), value.minimumValue(), value.maximumValue()) == (100, 0, 500)
    with qtbot.waitSignal(timeline.seek_requested) as asked:
        value.setCurrentValue(250)
    assert asked.args == [250]


def test_that_an_empty_timeline_asks_for_nothing(qtbot: QtBot, timeline: Timeline) -> None:
    timeline.set_state(0, 0, 0)
    with qtbot.assertNotEmitted(timeline.seek_requested):
        qtbot.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=middle(timeline, 0))
        qtbot.keyClick(timeline, Qt.Key.Key_Right)
    assert colour_at(timeline, 0) == QColor(LIGHT.faint_text)


def test_that_a_new_range_asks_for_nothing(qtbot: QtBot, timeline: Timeline) -> None:
    with qtbot.assertNotEmitted(timeline.seek_requested):
        timeline.set_state(10, 20, 20)
        timeline.set_state(300, 500, 500)
        timeline.set_state(0, 0, 0)


def test_that_a_player_and_a_timeline_agree(qtbot: QtBot, timeline: Timeline) -> None:
    player = Player()

    def show(_value: int) -> None:
        timeline.set_state(player.cursor, player.available, player.expected)

    player.cursor_changed.connect(show)
    timeline.seek_requested.connect(player.seek)
    player.set_range(300, 500)
    player.seek(100)
    qtbot.keyClick(timeline, Qt.Key.Key_Right)
    assert (timeline.value(), player.cursor) == (101, 101)
    # Not computed yet: the knob waits where the computation is.
    qtbot.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=middle(timeline, 400))
    assert (timeline.value(), player.cursor) == (300, 300)
