import math

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from studio import Mouse

from gdstudio.ui.widgets.number_field import NumberField


@pytest.fixture
def field(qtbot: QtBot) -> NumberField:
    page = QWidget()
    layout = QVBoxLayout(page)
    field = NumberField(
        "Learning rate",
        0.01,
        0.0,
        math.inf,
        symbol="η",
        scale="log",
        slider_range=(1e-5, 10.0),
        exclusive_minimum=True,
        tooltip="How far one step goes.",
    )
    other = NumberField("Momentum", 0.9, 0.0, 1.0)
    layout.addWidget(field)
    layout.addWidget(other)
    field.page, field.other = page, other
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    qtbot.waitExposed(page)
    other.setFocus()
    qtbot.waitUntil(lambda: other.spin_box().hasFocus())
    return field


@pytest.fixture
def heard(field: NumberField) -> list:
    heard = []
    field.value_changed.connect(heard.append)
    field.editing_finished.connect(lambda: heard.append("finished"))
    return heard


def write(qtbot: QtBot, field: NumberField, text: str) -> None:
    field.setFocus()
    qtbot.waitUntil(field.spin_box().hasFocus)
    field.spin_box().selectAll()
    qtbot.keyClicks(field.spin_box(), text)


def test_that_a_typed_number_is_kept_to_the_last_bit(qtbot, field, heard) -> None:
    write(qtbot, field, "0.123456789012345")
    qtbot.keyClick(field.spin_box(), Qt.Key.Key_Return)
    assert field.value() == 0.123456789012345
    assert heard == [0.123456789012345, "finished"]
    field.other.setFocus()
    qtbot.waitUntil(lambda: field.spin_box().text() == "0.123457")
    assert field.value() == 0.123456789012345
    assert heard == [0.123456789012345, "finished"]
    field.setFocus()
    qtbot.waitUntil(lambda: field.spin_box().text() == "0.123456789012345")


def test_that_leaving_the_field_takes_the_typed_number(qtbot, field, heard) -> None:
    write(qtbot, field, "1e-3")
    field.other.setFocus()
    qtbot.waitUntil(lambda: heard == [0.001, "finished"])


def test_that_a_refused_number_is_explained_and_the_last_one_stays(qtbot, field, heard) -> None:
    write(qtbot, field, "-3")
    qtbot.keyClick(field.spin_box(), Qt.Key.Key_Return)
    assert not field.is_valid()
    assert field.value() == 0.01
    assert field.sentence() == "It must be greater than 0."
    assert field.spin_box().text() == "-3"
    assert heard == []


def test_that_an_unreadable_text_is_explained_while_it_is_typed(qtbot, field, heard) -> None:
    write(qtbot, field, "fast")
    assert "not a number" in field.sentence()
    write(qtbot, field, "1e")
    assert field.sentence() == ""
    qtbot.keyClick(field.spin_box(), Qt.Key.Key_Return)
    assert "not a number" in field.sentence()
    assert heard == []


def test_that_escape_gives_the_last_good_number_back(qtbot, field, heard) -> None:
    write(qtbot, field, "fast")
    qtbot.keyClick(field.spin_box(), Qt.Key.Key_Escape)
    assert field.is_valid()
    assert field.sentence() == ""
    assert field.spin_box().text() == "0.01"
    assert heard == []


def test_that_setting_a_value_is_silent_and_mends_a_refused_text(qtbot, field, heard) -> None:
    write(qtbot, field, "fast")
    field.set_value(0.01)
    assert field.is_valid()
    assert field.spin_box().text() == "0.01"
    field.set_value(1e-8)
    assert field.spin_box().text() == "1e-8"
    assert heard == []


def test_that_setting_the_same_value_leaves_the_text_that_is_typed(qtbot, field) -> None:
    write(qtbot, field, "0.0")
    field.set_value(0.01)
    assert field.spin_box().text() == "0.0"


def test_that_the_slider_is_heard_while_it_is_dragged(qtbot, field, heard) -> None:
    slider = field.slider()
    middle = slider.height() // 2
    qtbot.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width() // 2, middle))
    for x in (0.6, 0.7, 0.8):
        qtbot.mouseMove(slider, QPoint(round(slider.width() * x), middle))
    during = [each for each in heard if each != "finished"]
    assert "finished" not in heard
    qtbot.mouseRelease(
        slider, Qt.MouseButton.LeftButton, pos=QPoint(round(slider.width() * 0.8), middle)
    )
    assert heard[-1] == "finished"
    assert heard.count("finished") == 1
    assert during == sorted(during)
    assert len(during) >= 3
    assert field.value() == during[-1]


def test_that_a_click_on_the_slider_goes_there(qtbot, field) -> None:
    slider = field.slider()
    place = QPoint(slider.width() - 8, slider.height() // 2)
    qtbot.mouseClick(slider, Qt.MouseButton.LeftButton, pos=place)
    assert field.value() > 5.0


def test_that_keys_step_the_value(qtbot, field, heard) -> None:
    field.setFocus()
    qtbot.waitUntil(field.spin_box().hasFocus)
    qtbot.keyClick(field.spin_box(), Qt.Key.Key_Up)
    qtbot.keyClick(field.spin_box(), Qt.Key.Key_PageUp)
    qtbot.keyClick(field.slider(), Qt.Key.Key_Left)
    assert heard[:4] == [0.02, "finished", 0.2, "finished"]
    assert heard[4] < 0.2
    assert heard[5] == "finished"


def test_that_the_wheel_turns_only_with_the_focus(qtbot, field, heard) -> None:
    for part in (field.spin_box(), field.slider()):
        assert not Mouse(part).wheel(QPointF(part.rect().center()), 1).isAccepted()
    assert heard == []
    field.setFocus()
    qtbot.waitUntil(field.spin_box().hasFocus)
    Mouse(field.spin_box()).wheel(QPointF(field.spin_box().rect().center()), 1)
    assert heard == [0.02, "finished"]


def test_that_a_step_begins_at_the_typed_number(qtbot, field) -> None:
    write(qtbot, field, "0.3")
    qtbot.keyClick(field.spin_box(), Qt.Key.Key_Up)
    assert field.value() == 0.5


def test_that_a_value_beyond_the_slider_stays_what_it_is(field) -> None:
    field.set_value(1000.0)
    assert field.value() == 1000.0
    assert field.slider().value() == field.slider().maximum()


def test_that_parts_have_names_for_screen_readers(field) -> None:
    assert field.spin_box().accessibleName() == "Learning rate"
    assert field.slider().accessibleName() == "Learning rate, slider"
    assert field.spin_box().accessibleDescription() == "How far one step goes."


def test_that_a_fraction_is_refused_where_whole_numbers_are_needed(qtbot, field) -> None:
    whole = NumberField("Batch", 32, 1, 1000, integer=True, scale="log")
    qtbot.addWidget(whole)
    whole.spin_box().selectAll()
    qtbot.keyClicks(whole.spin_box(), "1.5")
    qtbot.keyClick(whole.spin_box(), Qt.Key.Key_Return)
    assert whole.sentence() == "Only whole numbers fit here."


def test_that_both_bounds_are_named(qtbot, field) -> None:
    decay = NumberField(
        "Decay", 0.9, 0, 1, scale="one_minus_log", slider_range=(0, 0.999), exclusive_maximum=True
    )
    qtbot.addWidget(decay)
    decay.spin_box().selectAll()
    qtbot.keyClicks(decay.spin_box(), "1")
    qtbot.keyClick(decay.spin_box(), Qt.Key.Key_Return)
    assert decay.sentence() == "It must be at least 0 and less than 1."
