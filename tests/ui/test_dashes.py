import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdstudio.ui.plots.dashes import dashed


def length_of(lines: np.ndarray) -> float:
    return float(np.hypot(lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1]).sum())


def test_that_a_long_line_is_cut_into_dashes() -> None:
    lines = dashed(np.array([[0.0, 5.0, 20.0, 5.0]]), 5.0, 3.0)
    np.testing.assert_allclose(lines, [[0, 5, 5, 5], [8, 5, 13, 5], [16, 5, 20, 5]])


def test_that_the_pattern_runs_on_around_a_corner() -> None:
    lines = dashed(np.array([[0.0, 0.0, 4.0, 0.0], [4.0, 0.0, 4.0, 6.0]]), 5.0, 3.0)
    np.testing.assert_allclose(lines, [[0, 0, 4, 0], [4, 0, 4, 1], [4, 4, 4, 6]])


@given(st.lists(st.floats(0.01, 3.0), min_size=1, max_size=60), st.floats(1.0, 6.0))
def test_that_short_segments_are_dashed_like_one_long_line(lengths: list[float], dash: float):
    corners = np.concatenate([[0.0], np.cumsum(lengths)])
    zeros = np.zeros(corners.size - 1)
    many = dashed(np.stack([corners[:-1], zeros, corners[1:], zeros], axis=1), dash, 2.0)
    one = dashed(np.array([[0.0, 0.0, corners[-1], 0.0]]), dash, 2.0)
    assert length_of(many) == pytest.approx(length_of(one), abs=1e-9)


def test_that_nothing_has_no_dashes() -> None:
    assert dashed(np.empty((0, 4)), 5.0, 3.0).shape == (0, 4)
