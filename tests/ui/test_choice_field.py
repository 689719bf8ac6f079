import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from gdstudio.ui.widgets.choice import Choice
from gdstudio.ui.widgets.choice_field import ChoiceField

METHODS = [("gd", "Gradient descent"), Choice("adam", "Adam", "Two averages"), ("rms", "RMSProp")]


@pytest.fixture(params=[False, True], ids=["combo box", "segments"])
def field(qtbot: QtBot, request: pytest.FixtureRequest) -> ChoiceField:
    field = ChoiceField("Method", METHODS, "adam", segmented=request.param)
    qtbot.addWidget(field)
    field.show()
    qtbot.waitExposed(field)
    return field


@pytest.fixture
def heard(field: ChoiceField) -> list:
    heard = []
    field.value_changed.connect(heard.append)
    return heard


def test_that_the_given_choice_is_taken(field: ChoiceField) -> None:
    assert field.value() == "adam"


def test_that_setting_a_choice_is_silent(field: ChoiceField, heard: list) -> None:
    field.set_value("rms")
    assert field.value() == "rms"
    assert heard == []


def test_that_an_unknown_choice_is_refused(field: ChoiceField) -> None:
    with pytest.raises(ValueError, match="sgd"):
        field.set_value("sgd")


def test_that_new_choices_replace_the_old_ones(field: ChoiceField, heard: list) -> None:
    field.set_choices([("a", "First"), ("b", "Second")])
    assert field.value() == "a"
    assert heard == []


def test_that_the_control_has_a_name(field: ChoiceField) -> None:
    assert field.control().accessibleName() == "Method"


def test_that_the_combo_box_is_operated_with_the_keyboard(qtbot: QtBot) -> None:
    field = ChoiceField("Method", METHODS)
    qtbot.addWidget(field)
    with qtbot.waitSignal(field.value_changed) as signal:
        qtbot.keyClick(field.control(), Qt.Key.Key_Down)
    assert signal.args == ["adam"]


def test_that_a_segment_is_taken_by_a_click(qtbot: QtBot) -> None:
    field = ChoiceField("Scale", [("linear", "Linear"), ("log", "Logarithmic")], segmented=True)
    qtbot.addWidget(field)
    button = field.findChildren(QPushButton)[1]
    with qtbot.waitSignal(field.value_changed) as signal:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert signal.args == ["log"]
    assert field.value() == "log"


def test_that_arrow_keys_move_along_the_segments(qtbot: QtBot) -> None:
    field = ChoiceField("Scale", [("linear", "Linear"), ("log", "Logarithmic")], segmented=True)
    qtbot.addWidget(field)
    field.show()
    field.activateWindow()
    qtbot.waitExposed(field)
    first = field.findChildren(QPushButton)[0]
    first.setFocus()
    qtbot.waitUntil(first.hasFocus)
    with qtbot.waitSignal(field.value_changed) as signal:
        qtbot.keyClick(first, Qt.Key.Key_Right)
    assert signal.args == ["log"]
