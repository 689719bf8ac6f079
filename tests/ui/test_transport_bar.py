from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from gdstudio.session.player import AS_FAST_AS_DRAWN, SPEEDS, Player
from gdstudio.ui.colours import DARK, LIGHT
from gdstudio.ui.icons import icon
from gdstudio.ui.theme import apply_theme
from gdstudio.ui.transport.step_readout import Detail
from gdstudio.ui.transport.transport_actions import TransportActions
from gdstudio.ui.transport.transport_bar import TransportBar

WIDTHS = (480, 520, 560, 640, 720, 800, 960, 1300)


@pytest.fixture
def player(qapp: QApplication) -> Player:
    player = Player()
    player.set_range(500, 500)
    player.seek(123)
    return player


@pytest.fixture
def actions(player: Player) -> TransportActions:
    actions = TransportActions(
        to_start=QAction(icon("skip-back"), "To &start", player),
        step_back=QAction(icon("step-back"), "Step &back", player),
        play=QAction(player),
        step_forward=QAction(icon("step-forward"), "&Step", player),
        to_end=QAction(icon("skip-forward"), "To &end", player),
        loop=QAction(icon("repeat"), "&Loop", player),
        slower=QAction(icon("minus"), "S&lower", player),
        faster=QAction(icon("plus"), "&Faster", player),
    )
    actions.connect_to(player)
    return actions


@pytest.fixture
def bar(qtbot: QtBot, actions: TransportActions, player: Player) -> TransportBar:
    bar = TransportBar(actions, player)
    qtbot.addWidget(bar)
    bar.resize(1000, 48)
    bar.show()
    qtbot.waitExposed(bar)
    return bar


def button_of(bar: TransportBar, action: QAction) -> QToolButton:
    return next(b for b in bar.findChildren(QToolButton) if b.defaultAction() is action)


def visible_parts(bar: TransportBar) -> list[QWidget]:
    layout = bar.layout()
    widgets = [layout.itemAt(index).widget() for index in range(layout.count())]
    return [widget for widget in widgets if widget is not None and widget.isVisible()]


def test_that_the_bar_says_where_the_player_is(bar: TransportBar, player: Player) -> None:
    assert bar.readout.text() == "Step 123 of 500"
    assert bar.timeline.value() == 123
    player.seek(7)
    assert bar.readout.text() == "Step 7 of 500"
    assert bar.timeline.value() == 7
    assert bar.readout.accessibleName() == "Step 7 of 500"


def test_that_buttons_do_what_they_say(
    qtbot: QtBot, bar: TransportBar, actions: TransportActions, player: Player
) -> None:
    for action, cursor in (
        (actions.step_forward, 124),
        (actions.step_back, 123),
        (actions.to_start, 0),
        (actions.to_end, 500),
    ):
        qtbot.mouseClick(button_of(bar, action), Qt.MouseButton.LeftButton)
        assert player.cursor == cursor
    qtbot.mouseClick(button_of(bar, actions.loop), Qt.MouseButton.LeftButton)
    assert player.loops
    qtbot.mouseClick(button_of(bar, actions.faster), Qt.MouseButton.LeftButton)
    assert player.speed == 100.0


def test_that_play_becomes_pause_and_play_again(
    qtbot: QtBot, bar: TransportBar, actions: TransportActions, player: Player
) -> None:
    assert actions.play.text() == "Play"
    qtbot.mouseClick(bar.play_button, Qt.MouseButton.LeftButton)
    assert player.is_playing
    assert actions.play.text() == "Pause"
    assert bar.play_button.accessibleName() == "Pause"
    qtbot.keyClick(bar.play_button, Qt.Key.Key_Space)
    assert not player.is_playing
    assert actions.play.text() == "Play"


def test_that_the_speed_is_shown_and_chosen(bar: TransportBar, player: Player) -> None:
    button = bar.speed_button
    assert button.text() == "50 steps/s"
    entries = [action for action in button.menu().actions() if not action.isSeparator()]
    assert [action.data() for action in entries] == [*SPEEDS, AS_FAST_AS_DRAWN]
    assert [action.text() for action in entries if action.isChecked()] == ["50 steps/s"]
    entries[0].trigger()
    assert player.speed == 1.0
    assert button.text() == "1 step/s"
    entries[-1].trigger()
    assert player.speed == AS_FAST_AS_DRAWN
    assert button.text() == "Every step"
    player.set_speed(1e6)
    assert button.text() == "1M steps/s"
    assert button.accessibleName() == "Speed: 1\u2009000\u2009000 steps/s"
    assert [action.data() for action in entries if action.isChecked()] == [1e6]


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_that_the_menu_of_speeds_opens_from_the_keyboard(qtbot: QtBot, bar: TransportBar) -> None:
    menu: QMenu = bar.speed_button.menu()
    menu.aboutToShow.connect(menu.close, Qt.ConnectionType.QueuedConnection)
    bar.speed_button.setFocus()
    with qtbot.waitSignal(menu.aboutToShow):
        qtbot.keyClick(bar.speed_button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not menu.isVisible())


def test_that_nothing_moves_while_it_plays(bar: TransportBar, player: Player) -> None:
    def places() -> list[tuple[int, int]]:
        return [(part.x(), part.width()) for part in visible_parts(bar)]

    before = places()
    for step in (0, 9, 10, 99, 100, 500):
        player.seek(step)
        QApplication.processEvents()
        assert places() == before
    for speed in (*SPEEDS, AS_FAST_AS_DRAWN):
        player.set_speed(speed)
        QApplication.processEvents()
        assert places() == before


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("last", [500, 1_000_000])
def test_that_no_part_is_cut_at_any_width(
    bar: TransportBar, player: Player, width: int, last: int
) -> None:
    player.set_range(last, last)
    bar.resize(width, 48)
    QApplication.processEvents()
    parts = visible_parts(bar)
    assert parts[-1].geometry().right() < width
    for part, following in pairwise(parts):
        assert part.geometry().right() < following.geometry().left()
    for part in parts:
        assert part.width() >= part.minimumSizeHint().width()
    assert bar.minimumSizeHint().width() <= 480


def test_that_the_bar_leaves_out_the_least_needed_first(bar: TransportBar) -> None:
    shown = []
    for width in range(1000, 400, -4):
        bar.resize(width, 48)
        state = (bar._slower.isVisible(), bar.readout.detail())
        if not shown or shown[-1] != state:
            shown.append(state)
    assert shown == [
        (True, Detail.SENTENCE),
        (False, Detail.SENTENCE),
        (False, Detail.SHORT),
        (False, Detail.NUMBER),
    ]
    assert bar.readout.toolTip() == "Step 123 of 500"


def test_that_small_numbers_are_whole_at_560(bar: TransportBar) -> None:
    bar.resize(560, 48)
    assert bar.readout.text() == "123 / 500"


def test_that_more_steps_get_more_room(bar: TransportBar, player: Player) -> None:
    before = bar.readout.sizeHint().width()
    player.set_range(1000, 10_000_000)
    assert bar.readout.sizeHint().width() > before
    assert bar.timeline.maximum() == 10_000_000


def test_that_the_play_icon_follows_the_theme(
    bar: TransportBar, actions: TransportActions, qapp: QApplication
) -> None:
    def picture():
        return actions.play.icon().pixmap(18, 18).toImage()

    light = picture()
    apply_theme(qapp, DARK)
    assert picture() != light
    apply_theme(qapp, LIGHT)
    assert picture() == light


def test_that_every_part_has_a_name(bar: TransportBar) -> None:
    for button in bar.findChildren(QToolButton):
        assert button.accessibleName()
        assert "&" not in button.accessibleName()
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
