import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from gdstudio.ui.plots.prepared_curve import FOLDED_ROWS, PreparedCurve, finite_bounds

ROWS = 3 * FOLDED_ROWS


def values() -> np.ndarray:
    generator = np.random.default_rng(5)
    rows = generator.normal(size=ROWS)
    rows[[0, 77, 9000]] = np.nan, np.inf, -np.inf
    return rows


def grown(cuts: list[int]) -> PreparedCurve:
    curve, rows = PreparedCurve("key"), values()
    for cut in [*sorted(cuts), ROWS]:
        curve = curve.continued(np.arange(cut), rows[:cut], np.negative, diverged=False)
    return curve


@given(st.lists(st.integers(1, ROWS), max_size=6))
def test_that_a_curve_that_grew_is_the_curve_made_at_once(cuts: list[int]) -> None:
    one, other = grown([]), grown(cuts)
    np.testing.assert_array_equal(one.x, other.x)
    np.testing.assert_array_equal(one.y, other.y)
    assert one.bounds == other.bounds == finite_bounds(-values())
    assert one.rows == other.rows == ROWS


def test_that_folding_keeps_the_extremes_and_the_ends() -> None:
    curve, rows = grown([]), -values()
    assert curve.x.size < ROWS
    assert finite_bounds(curve.y) == finite_bounds(rows)
    assert curve.x[0] == 0.0
    assert curve.x[-1] == ROWS - 1
    assert curve.y[-1] == rows[-1]
    assert np.all(np.diff(curve.x) >= 0.0)


def test_that_short_curves_keep_every_row() -> None:
    rows = values()[:FOLDED_ROWS]
    curve = PreparedCurve("key").continued(np.arange(FOLDED_ROWS), rows, np.negative, diverged=True)
    np.testing.assert_array_equal(curve.y, -rows)
    assert curve.diverged
