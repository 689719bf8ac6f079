import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter
from studio import rgb

from gdstudio.ui.plots.curve_item import FEW_POINTS, columns_of
from gdstudio.ui.plots.lines import FAR, draw_segments, line_pen, segments


def drawn(lines: np.ndarray) -> np.ndarray:
    image = QImage(200, 200, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw_segments(painter, lines, line_pen(QColor("black"), 2.0))
    painter.end()
    return rgb(image)


def test_that_points_become_the_segments_between_them() -> None:
    lines = segments(np.array([0.0, 10.0, 20.0]), np.array([5.0, 6.0, 9.0]))
    np.testing.assert_array_equal(lines, [[0.0, 5.0, 10.0, 6.0], [10.0, 6.0, 20.0, 9.0]])


def test_that_a_point_without_a_place_breaks_the_line() -> None:
    x = np.array([0.0, 10.0, np.nan, 30.0, 40.0, np.inf])
    lines = segments(x, np.arange(6.0))
    np.testing.assert_array_equal(lines, [[0.0, 0.0, 10.0, 1.0], [30.0, 3.0, 40.0, 4.0]])


def test_that_points_in_a_pile_are_one_point() -> None:
    x = np.concatenate([np.full(1000, 3.0) + np.linspace(0.0, 0.05, 1000), [50.0]])
    lines = segments(x, np.zeros(1001))
    assert len(lines) <= 2
    assert lines[0, 0] == pytest.approx(3.0, abs=0.3)
    assert lines[-1, 2] == 50.0


@pytest.mark.parametrize("size", [0, 1])
def test_that_less_than_two_points_are_no_line(size: int) -> None:
    assert segments(np.zeros(size), np.zeros(size)).shape == (0, 4)


def test_that_points_far_away_stay_within_what_can_be_drawn() -> None:
    lines = segments(np.array([0.0, 1e300, -1e300]), np.array([0.0, 1e9, 0.0]))
    assert np.abs(lines).max() <= FAR


def test_that_a_segment_that_is_drawn_twice_is_drawn_once() -> None:
    x = np.tile([10.0, 100.0], 5000)
    assert len(segments(x, np.full(10_000, 50.0))) == 2


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_that_thinning_cannot_be_seen(seed: int) -> None:
    walk = np.random.default_rng(seed).normal(0.0, 0.3, (6000, 2)).cumsum(axis=0) + 100.0
    x, y = np.clip(walk.T, 2.0, 198.0)
    every = np.stack([x[:-1], y[:-1], x[1:], y[1:]], axis=1)
    difference = np.abs(drawn(segments(x, y)).astype(int) - drawn(every))
    assert (difference.max(axis=2) > 128).mean() < 0.003


def test_that_a_line_has_the_width_of_its_pen() -> None:
    pixels = drawn(np.array([[20.0, 100.0, 180.0, 100.0]]))
    column = 255 - pixels[:, 100, 0].astype(int)
    assert column.sum() == pytest.approx(2 * 255, rel=0.05)


def test_that_a_short_curve_is_not_thinned() -> None:
    x, y = np.arange(FEW_POINTS - 1.0), np.arange(FEW_POINTS - 1.0)
    np.testing.assert_array_equal(columns_of(x, y, x.size)[1], y)


def test_that_a_long_curve_keeps_the_extremes_of_each_column() -> None:
    rng = np.random.default_rng(3)
    x = np.linspace(0.0, 300.0, 100_000)
    y = rng.normal(0.0, 20.0, x.size)
    thin_x, thin_y = columns_of(x, y, x.size)
    assert thin_x.size <= 4 * 301
    for column in (0, 150, 299):
        inside = np.floor(x) == column
        kept = np.floor(thin_x) == column
        assert thin_y[kept].min() == y[inside].min()
        assert thin_y[kept].max() == y[inside].max()


def test_that_a_gap_in_a_long_curve_stays_a_gap() -> None:
    x = np.linspace(0.0, 300.0, 100_000)
    y = np.where((x > 100.0) & (x < 200.0), np.nan, 50.0)
    thin_x, thin_y = columns_of(x, y, x.size)
    lines = segments(thin_x, thin_y)
    crossing = (lines[:, 0] < 101.0) & (lines[:, 2] > 199.0)
    assert not crossing.any()
    inside = (lines[:, 0] > 102.0) & (lines[:, 2] < 198.0)
    assert not inside.any()
    assert QPointF(*lines[0, :2]).y() == 50.0


def test_that_a_missing_value_leaves_no_spike() -> None:
    x = np.linspace(0.0, 300.0, 100_000)
    y = np.full(x.size, 50.0)
    y[[0, 50_000, 50_003, x.size - 1]] = [np.nan, np.nan, np.inf, -np.inf]
    _, thin_y = columns_of(x, y, x.size)
    np.testing.assert_array_equal(np.unique(thin_y[np.isfinite(thin_y)]), [50.0])
