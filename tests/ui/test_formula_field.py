import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gdstudio.ui.colours import LIGHT
from gdstudio.ui.theme import apply_theme
from gdstudio.ui.widgets.formula_field import FormulaField

LONG = " + ".join(f"sin({number} x)" for number in range(20)) + " + @"


@pytest.fixture
def field(qtbot: QtBot) -> FormulaField:
    field = FormulaField("f(x, y) =", "Formula", hint="x, y, sin, cos, …")
    qtbot.addWidget(field)
    field.resize(320, field.sizeHint().height())
    field.show()
    field.activateWindow()
    qtbot.waitExposed(field)
    return field


def columns_of(image: QImage, colour: str, top: int, bottom: int) -> list[int]:
    wanted = QColor(colour)
    return [
        x
        for x in range(image.width())
        if any(image.pixelColor(x, y) == wanted for y in range(top, bottom))
    ]


def test_that_every_keystroke_is_heard(qtbot: QtBot, field: FormulaField) -> None:
    heard = []
    field.text_edited.connect(heard.append)
    qtbot.keyClicks(field.edit(), "x^2")
    assert heard == ["x", "x^", "x^2"]
    with qtbot.waitSignal(field.editing_finished):
        qtbot.keyClick(field.edit(), Qt.Key.Key_Return)


def test_that_setting_the_text_is_silent_and_keeps_the_cursor(
    qtbot: QtBot, field: FormulaField
) -> None:
    field.text_edited.connect(pytest.fail)
    field.set_text("x^2 + y^2")
    field.edit().setCursorPosition(3)
    field.set_text("x^2 + y^2")
    assert field.edit().cursorPosition() == 3
    assert field.text() == "x^2 + y^2"


def test_that_an_error_takes_no_more_room_than_none(field: FormulaField) -> None:
    before = field.sizeHint()
    field.set_error("Something is missing here.", 0)
    assert field.sizeHint() == before
    assert field.error() == "Something is missing here."
    field.clear_error()
    assert field.sizeHint() == before
    assert field.error() == ""
    assert field.mark_place() is None


def test_that_the_mark_stands_under_the_character(qtbot: QtBot, field: FormulaField) -> None:
    # A full block paints its whole cell, so that the picture tells where the character is.
    field.set_text("iiWW\N{FULL BLOCK}WWii")
    field.set_error("No such sign.", 4)
    qtbot.waitUntil(lambda: field.mark_place() is not None)
    begin, end = field.edit().span_of(4)
    image = field.edit().grab().toImage()
    middle = field.edit().height() // 2
    full = [
        x
        for x in range(round(begin) - 3, round(end) + 3)
        if all(image.pixelColor(x, y) == QColor(LIGHT.text) for y in range(middle - 4, middle + 4))
    ]
    assert full[0] == pytest.approx(begin, abs=1.5)
    assert full[-1] + 1 == pytest.approx(end, abs=1.5)
    assert field.mark_place() == pytest.approx((begin + end) / 2, abs=0.6)


def test_that_the_mark_is_painted_where_it_says(qtbot: QtBot, field: FormulaField) -> None:
    field.set_text("x + * y")
    field.set_error("A number or a name is missing before “*”.", 4)
    image = field.grab().toImage()
    line = field.edit().height()
    reds = columns_of(image, LIGHT.danger, line, line + 7)
    assert (reds[0] + reds[-1]) / 2 == pytest.approx(field.mark_place(), abs=1.5)


def test_that_the_mark_follows_the_scrolling(qtbot: QtBot, field: FormulaField) -> None:
    field.set_text(LONG)
    field.set_error("“@” has no meaning here.", len(LONG) - 1)
    field.edit().end(False)
    qtbot.waitUntil(lambda: field.mark_place() is not None)
    assert 250 < field.mark_place() < 320
    field.edit().home(False)
    qtbot.waitUntil(lambda: field.mark_place() is None)


def test_that_the_end_of_the_text_can_be_marked(qtbot: QtBot, field: FormulaField) -> None:
    field.set_text("x +")
    field.set_error("Something is missing at the end.", 3)
    qtbot.waitUntil(lambda: field.mark_place() is not None)
    assert field.mark_place() > field.edit().span_of(2)[1]


def test_that_an_error_without_a_place_has_no_mark(field: FormulaField) -> None:
    field.set_error("The formula is too long.", None)
    assert field.mark_place() is None
    assert field.error()


def test_that_a_screen_reader_is_told_what_is_wrong(field: FormulaField) -> None:
    field.set_error("Something is missing here.", 0)
    assert field.edit().accessibleName() == "Formula"
    assert field.edit().accessibleDescription() == "Something is missing here."


def test_that_the_prefix_has_room_before_the_text(qapp: QApplication, field: FormulaField) -> None:
    def prefix_width() -> int:
        return field.edit().fontMetrics().horizontalAdvance("f(x, y) =")

    field.set_text("x")
    assert field.edit().span_of(0)[0] > prefix_width()
    apply_theme(qapp, LIGHT, point_size=18.0)
    assert field.edit().span_of(0)[0] > prefix_width()
    field.set_prefix("f(x) =")
    assert field.edit().span_of(0)[0] < prefix_width() + 20
