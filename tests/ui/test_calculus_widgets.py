import math

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from studio import Mouse, count_of, rgb

from gdstudio.ui.colours import LIGHT
from gdstudio.ui.widgets.cosine_strip import CosineStrip
from gdstudio.ui.widgets.folding_section import FoldingSection
from gdstudio.ui.widgets.matrix_view import MatrixView
from gdstudio.ui.widgets.number_rows import NumberRows


@pytest.fixture
def strip(qtbot: QtBot) -> CosineStrip:
    strip = CosineStrip()
    qtbot.addWidget(strip)
    strip.resize(258, strip.sizeHint().height())
    strip.show()
    return strip


def test_that_the_wave_is_highest_at_the_angle_of_the_gradient(strip: CosineStrip) -> None:
    strip.show_directions((0.0, 5.0), -math.pi)
    pixels = rgb(strip.grab().toImage())
    accent = np.array([int(LIGHT.accent[i : i + 2], 16) for i in (1, 3, 5)])
    rows, columns = np.nonzero(np.abs(pixels.astype(int) - accent).max(axis=2) < 12)
    # The dot at the top stands at +90°, three quarters of the way.
    top = columns[rows <= rows.min() + 3]
    assert np.mean(top) == pytest.approx(9.0 + 0.75 * (258 - 18), abs=3.0)


def test_that_the_strip_is_turned_with_the_mouse(strip: CosineStrip, qtbot: QtBot) -> None:
    angles: list[float] = []
    strip.turned.connect(angles.append)
    y = 0.5 * strip.height()
    Mouse(strip).drag([QPointF(129.0, y), QPointF(189.0, y), QPointF(500.0, y)])
    assert angles == pytest.approx([0.0, math.radians(90.0), math.pi])


def test_that_the_strip_is_turned_with_keys(strip: CosineStrip, qtbot: QtBot) -> None:
    angles: list[float] = []
    strip.turned.connect(angles.append)
    strip.show_directions((1.0, 0.0), math.radians(30.0))
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_PageUp, Qt.Key.Key_Home):
        qtbot.keyClick(strip, key)
    degrees = [round(math.degrees(angle)) for angle in angles]
    assert degrees == [31, 30, 45, -180]


def test_that_showing_a_direction_tells_nobody(strip: CosineStrip) -> None:
    angles: list[float] = []
    strip.turned.connect(angles.append)
    strip.show_directions((1.0, 2.0), 1.0)
    assert strip.value() == 57
    assert angles == []


def test_that_no_gradient_has_no_wave(strip: CosineStrip) -> None:
    strip.show_directions((0.0, 0.0), 0.0)
    flat = count_of(rgb(strip.grab().toImage()), LIGHT.accent)
    strip.show_directions((1.0, 0.0), 0.0)
    assert count_of(rgb(strip.grab().toImage()), LIGHT.accent) > flat


def test_that_a_card_folds_and_tells(qtbot: QtBot) -> None:
    card = FoldingSection("Taylor", "spline")
    qtbot.addWidget(card)
    inside = QLabel("inside")
    card.add_widget(inside)
    card.show()
    told: list[bool] = []
    card.folded.connect(told.append)
    height = card.sizeHint().height()
    card._button.click()  # type: ignore[union-attr]
    assert not inside.isVisible()
    assert not card.is_open
    assert card.sizeHint().height() < height
    card.set_open(True)
    card.set_open(True)
    assert inside.isVisible()
    assert told == [False, True]


def test_that_other_numbers_ask_for_no_other_room(qtbot: QtBot) -> None:
    rows = NumberRows((0.4, 0.6))
    qtbot.addWidget(rows)
    rows.set_rows((("f", "1"), ("g", "2")))
    hint = rows.sizeHint()
    rows.set_rows((("f", "1234567.8901234567"), ("g", "2")))
    assert rows.sizeHint() == hint
    assert rows.text(0) == "1234567.8901234567"
    rows.set_rows((("f", "1"),))
    assert rows.sizeHint().height() < hint.height()


def test_that_a_row_is_told_to_who_cannot_see_it(qtbot: QtBot) -> None:
    rows = NumberRows((0.4, 0.6))
    qtbot.addWidget(rows)
    rows.set_rows((("∂f/∂x", "2"), ("∂f/∂y", "4")))
    assert rows.accessibleDescription() == "∂f/∂x 2; ∂f/∂y 4"
    matrix = MatrixView()
    qtbot.addWidget(matrix)
    matrix.set_cells((("2", "0"), ("0", "2")))
    assert matrix.accessibleDescription() == "2, 0; 0, 2"


def test_that_a_matrix_is_as_high_as_its_rows(qtbot: QtBot) -> None:
    matrix = MatrixView()
    qtbot.addWidget(matrix)
    heights = []
    for size in (2, 3, 4):
        matrix.set_cells(tuple(("1",) * size for _ in range(size)))
        heights.append(matrix.sizeHint().height())
    assert heights[2] - heights[1] == pytest.approx(heights[1] - heights[0], abs=1)
    assert heights[0] > 20
