from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor, QFontMetricsF
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gdstudio.simulation.height import HeightScale
from gdstudio.simulation.round_values import round_value_between
from gdstudio.ui.colours import DARK, LIGHT
from gdstudio.ui.theme import apply_theme
from gdstudio.ui.widgets.colour_bar import ColourBar

SCALES = (
    HeightScale(0.0, 3609.0, 400.0),
    HeightScale(-1.0, 1.0, 0.0),
    HeightScale(-1.234e-5, 1.5e7, 0.0),
    HeightScale(1.0001, 1.0002, 3.0),
    HeightScale(0.0, 1e300, 1e6),
    HeightScale(-1e308, 1e308, 0.0),
    HeightScale(-1e-320, 1e-320, 5.0),
    HeightScale(1.0, 1.0 + 1e-15, 0.0),
)


@pytest.fixture
def bar(qtbot: QtBot) -> ColourBar:
    bar = ColourBar()
    qtbot.addWidget(bar)
    bar.resize(240, bar.sizeHint().height())
    bar.set_scale(SCALES[0])
    bar.show()
    qtbot.waitExposed(bar)
    return bar


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_that_low_is_left_and_high_is_right(bar: ColourBar, qapp: QApplication, theme) -> None:
    apply_theme(qapp, theme)
    image = bar.grab().toImage()
    for x, wanted in ((3, theme.map_low), (236, theme.map_high)):
        colour = image.pixelColor(x, 5)
        for channel in ("red", "green", "blue"):
            assert abs(getattr(colour, channel)() - getattr(QColor(wanted), channel)()) <= 8


@pytest.mark.parametrize("scale", SCALES, ids=str)
@pytest.mark.parametrize("width", [140, 180, 240, 400])
def test_that_values_never_overlap(bar: ColourBar, scale: HeightScale, width: int) -> None:
    bar.resize(width, bar.height())
    bar.set_scale(scale)
    metrics = QFontMetricsF(bar.tick_font())
    ticks = bar.ticks()
    assert 1 <= len(ticks) <= 5
    for tick, following in pairwise(ticks):
        assert tick.left + metrics.horizontalAdvance(tick.text) < following.left
        assert tick.place < following.place
    assert ticks[0].left >= 0.0
    if len(ticks) > 1:
        assert ticks[-1].left + metrics.horizontalAdvance(ticks[-1].text) <= width + 1e-6
        assert len({tick.text for tick in ticks}) == len(ticks)


def test_that_both_ends_are_written(bar: ColourBar) -> None:
    texts = [tick.text for tick in bar.ticks()]
    assert (texts[0], texts[-1]) == ("0", "3610")
    assert len(texts) >= 4
    bar.resize(140, bar.height())
    assert [tick.text for tick in bar.ticks()] == ["0", "200", "3610"]


def test_that_inner_values_stand_at_their_colours(bar: ColourBar) -> None:
    bar.resize(400, bar.height())
    for tick in bar.ticks()[1:-1]:
        value = np.array([float(tick.text)])
        assert tick.place == pytest.approx(float(SCALES[0].place(value)[0]))


def test_that_a_flat_map_has_one_value(bar: ColourBar) -> None:
    bar.set_scale(HeightScale(5.0, 5.0, 0.0))
    assert [tick.text for tick in bar.ticks()] == ["5"]


def test_that_no_scale_shows_nothing(bar: ColourBar) -> None:
    bar.set_scale(None)
    assert bar.ticks() == ()
    assert bar.accessibleDescription() == ""
    image = bar.grab().toImage()
    assert image.pixelColor(10, 5) == image.pixelColor(200, 5)


def test_that_the_range_is_told_to_screen_readers(bar: ColourBar) -> None:
    assert bar.accessibleName() == "Colours of the map"
    assert bar.accessibleDescription() == "From 0 to 3610"


@given(
    st.floats(min_value=-1e300, max_value=1e300),
    st.floats(min_value=1e-12, max_value=10.0),
)
def test_that_a_round_value_lies_in_its_interval(low: float, relative: float) -> None:
    high = low + max(abs(low), 1e-300) * relative
    assert low <= round_value_between(low, high) <= high


@pytest.mark.parametrize(
    ("low", "high", "value"),
    [(-1.0, 2.0, 0.0), (87.0, 113.0, 100.0), (0.27, 0.34, 0.3), (-52.0, -41.0, -50.0)],
)
def test_that_round_values_have_few_digits(low: float, high: float, value: float) -> None:
    assert round_value_between(low, high) == value
