from collections import Counter
from collections.abc import Iterator
from dataclasses import fields

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QMenu,
    QWidget,
)
from studio import Studio

INTERACTIVE = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
)


def actions_of(menu: QMenu) -> Iterator[QAction]:
    for action in menu.actions():
        if action.menu() is not None:
            yield from actions_of(action.menu())
        elif not action.isSeparator():
            yield action


def menu_actions(studio: Studio) -> list[QAction]:
    found: list[QAction] = []
    for action in studio.window.menuBar().actions():
        menu = action.menu()
        assert menu is not None
        menu.aboutToShow.emit()
        found.extend(actions_of(menu))
    return found


def all_actions(studio: Studio) -> dict[str, QAction]:
    actions = studio.window.actions_
    return {field.name: getattr(actions, field.name) for field in fields(actions)}


def interactive(studio: Studio) -> list[QWidget]:
    """Return every control that a person sees, whole ones only."""
    return [
        each
        for each in studio.window.findChildren(QWidget)
        if isinstance(each, (*INTERACTIVE, type(studio.canvas)))
        and each.isVisible()
        and not isinstance(each.parent(), QAbstractSpinBox | QComboBox)
        and not each.objectName().startswith("qt_")
        and "scrollbar" not in type(each).__name__.lower()
    ]


def test_that_every_action_has_a_place_in_the_menus(studio: Studio) -> None:
    in_menus = menu_actions(studio)
    missing = [name for name, action in all_actions(studio).items() if action not in in_menus]
    assert missing == []


def test_that_every_action_has_text_and_tips_and_a_picture(studio: Studio) -> None:
    for name, action in all_actions(studio).items():
        assert action.text().replace("&", "").strip(), name
        assert action.statusTip(), name
        assert action.toolTip(), name
        assert not action.icon().isNull(), name


def test_that_every_entry_of_the_menus_says_what_it_does(studio: Studio) -> None:
    for action in menu_actions(studio):
        assert action.text(), action
        assert action.toolTip(), action.text()
        assert action.statusTip() or not action.isEnabled(), action.text()


def test_that_no_two_actions_share_a_key(studio: Studio) -> None:
    keys = Counter(
        shortcut.toString()
        for action in {*menu_actions(studio), *studio.window.findChildren(QAction)}
        if action.shortcutContext() == Qt.ShortcutContext.WindowShortcut
        for shortcut in action.shortcuts()
    )
    assert [key for key, count in keys.items() if count > 1] == []


def test_that_no_two_entries_of_a_menu_share_a_letter(studio: Studio) -> None:
    menus = [studio.window.menuBar(), *studio.window.menuBar().findChildren(QMenu)]
    for menu in menus:
        letters = Counter(
            QKeySequence.mnemonic(action.text()).toString() for action in menu.actions()
        )
        del letters[""]
        assert [letter for letter, count in letters.items() if count > 1] == []


def test_that_standard_keys_are_standard(studio: Studio) -> None:
    actions, key = studio.window.actions_, QKeySequence.StandardKey
    for action, standard in (
        (actions.new, key.New),
        (actions.open, key.Open),
        (actions.save, key.Save),
        (actions.undo, key.Undo),
        (actions.redo, key.Redo),
    ):
        assert action.shortcut() in QKeySequence.keyBindings(standard)


def test_that_undo_and_redo_work_by_keys(studio: Studio) -> None:
    before = studio.experiment
    studio.window._files.edit_start((2.0, 2.0))
    studio.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert studio.experiment == before
    redo = studio.window.actions_.redo
    assert redo.isEnabled()
    redo.trigger()
    assert studio.experiment.start == (2.0, 2.0)


def test_that_every_control_has_a_name(studio: Studio) -> None:
    nameless = [
        (type(each).__name__, type(each.parent()).__name__)
        for each in interactive(studio)
        if not (each.accessibleName() or getattr(each, "text", lambda: "")())
    ]
    assert nameless == []


def test_that_every_control_can_be_reached_with_tab(studio: Studio) -> None:
    reachable: set[QWidget] = set()
    each = studio.window.nextInFocusChain()
    while each is not studio.window:
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.isEnabled():
            reachable.add(each)
            proxy = each.focusProxy()
            if proxy is not None:
                reachable.add(proxy)
        each = each.nextInFocusChain()
    # Of buttons that exclude each other the arrows reach the others.
    out_of_reach = [
        (type(each).__name__, each.accessibleName())
        for each in interactive(studio)
        if each.isEnabled() and each not in reachable
    ]
    allowed = {"qt_dockwidget_closebutton", "qt_dockwidget_floatbutton"}
    assert [each for each in out_of_reach if each[1] not in allowed] == []


def test_that_tab_goes_around_the_window_and_comes_back(studio: Studio) -> None:
    first = QApplication.focusWidget()
    seen: list[QWidget] = []
    for _ in range(200):
        studio.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        assert focus is not None
        if focus is first:
            break
        seen.append(focus)
    assert QApplication.focusWidget() is first
    assert len(seen) > 20


def test_that_keys_of_the_player_belong_to_a_control_that_needs_them(studio: Studio) -> None:
    player = studio.window.player
    field = studio.window.function_panel.formula_field.edit()
    field.setFocus()
    field.setCursorPosition(3)
    studio.key(Qt.Key.Key_Left, widget=field)
    assert field.cursorPosition() == 2
    studio.key(Qt.Key.Key_Home, widget=field)
    assert field.cursorPosition() == 0
    studio.qtbot.keyClicks(field, " ")
    assert field.text().startswith(" ")
    slider = studio.window.runs_panel.form.field("learning_rate").slider()
    slider.setFocus()
    value = slider.value()
    studio.key(Qt.Key.Key_Right, widget=slider)
    assert slider.value() > value
    listed = studio.window.runs_panel.list
    listed.setFocus()
    studio.key(Qt.Key.Key_End, widget=listed)
    assert studio.window.runs_panel.selected == 3
    assert not player.is_playing
    assert player.cursor == 200


@pytest.mark.parametrize("letter", ["l", "[", "]"])
def test_that_letters_can_be_typed_in_the_formula(studio: Studio, letter: str) -> None:
    field = studio.window.function_panel.formula_field.edit()
    field.setFocus()
    speed, loops = studio.window.player.speed, studio.window.player.loops
    studio.qtbot.keyClicks(field, letter)
    assert letter in field.text()
    assert (studio.window.player.speed, studio.window.player.loops) == (speed, loops)


def test_that_space_presses_the_button_that_has_the_focus(studio: Studio) -> None:
    button = studio.window.curves.loss._scale._group.buttons()[0]
    button.setFocus()
    studio.key(Qt.Key.Key_Space, widget=button)
    assert not studio.window.curves.loss.plot.is_logarithmic
    assert not studio.window.player.is_playing


def test_that_the_arrows_move_along_a_row_of_buttons_that_keys_led_to(studio: Studio) -> None:
    linear, logarithmic = studio.window.curves.loss._scale._group.buttons()
    studio.window.player.seek(5)
    logarithmic.setFocus()
    studio.key(Qt.Key.Key_Left, widget=logarithmic)
    assert not studio.window.curves.loss.plot.is_logarithmic
    assert linear.hasFocus()
    assert studio.window.player.cursor == 5
    # A click does not take the arrows from the player.
    studio.canvas.setFocus()
    studio.qtbot.mouseClick(logarithmic, Qt.MouseButton.LeftButton)
    assert studio.window.curves.loss.plot.is_logarithmic
    assert studio.canvas.hasFocus()
    studio.key(Qt.Key.Key_Right)
    assert studio.window.player.cursor == 6


def test_that_the_keys_are_shown_beside_the_window(studio: Studio) -> None:
    studio.window.actions_.shortcuts.trigger()
    dialogs = [w for w in QApplication.topLevelWidgets() if w.windowTitle() == "Keyboard"]
    assert len(dialogs) == 1
    assert dialogs[0].isVisible()
    assert not dialogs[0].isModal()
    dialogs[0].close()


def test_that_the_program_says_what_it_is(studio: Studio) -> None:
    studio.window.actions_.about.trigger()
    (dialog,) = [w for w in QApplication.topLevelWidgets() if w.windowTitle() == "About GD Studio"]
    assert dialog.isVisible()
    dialog.close()
