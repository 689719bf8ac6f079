import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdstudio.simulation.height import HeightScale, height_scale

finite = st.floats(-1e300, 1e300)


@given(st.lists(finite, min_size=1, max_size=60))
def test_that_places_lie_between_zero_and_one_and_keep_the_order(values: list[float]) -> None:
    array = np.array(values)
    places = height_scale(array).place(array)
    assert np.all((places >= 0.0) & (places <= 1.0))
    order = np.argsort(array)
    assert np.all(np.diff(places[order]) >= 0.0)


@given(st.lists(finite, min_size=2, max_size=60))
def test_that_the_lowest_is_at_zero_and_the_highest_at_one(values: list[float]) -> None:
    array = np.array(values)
    scale = height_scale(array)
    if array.min() < array.max():
        assert scale.place(array.min()) == 0.0
        assert scale.place(array.max()) == 1.0


@given(st.lists(st.floats(-1e6, 1e6), min_size=3, max_size=60), st.floats(0.0, 1.0))
def test_that_value_undoes_place(values: list[float], place: float) -> None:
    scale = height_scale(np.array(values))
    if scale.high - scale.low < 1e-6:
        return
    there_and_back = scale.place(scale.value(np.array([place])))
    # The way there and back goes through a logarithm of a difference.
    np.testing.assert_allclose(there_and_back, [place], atol=1e-5)


def test_that_the_median_of_a_valley_under_high_walls_has_the_middle_colour() -> None:
    values = np.concatenate([np.linspace(0.0, 1.0, 101), np.full(50, 1000.0)])
    scale = height_scale(values)
    assert scale.bend > 0.0
    assert scale.place(np.median(values)) == pytest.approx(0.5, abs=1e-9)


def test_that_a_plane_is_not_bent() -> None:
    scale = height_scale(np.linspace(-3.0, 5.0, 1001))
    np.testing.assert_allclose(scale.place(np.array([-3.0, 1.0, 5.0])), [0.0, 0.5, 1.0], atol=1e-3)


def test_that_mostly_high_values_are_linear() -> None:
    scale = height_scale(np.array([0.0, 9.0, 10.0, 10.0]))
    assert scale.bend == 0.0
    assert scale.place(np.array(5.0)) == 0.5


def test_that_a_flat_function_has_one_place() -> None:
    scale = height_scale(np.full(9, 7.0))
    assert scale == HeightScale(7.0, 7.0, 0.0)
    np.testing.assert_array_equal(scale.place(np.array([7.0, 9.0, np.nan])), [0.0, 0.0, np.nan])


def test_that_values_that_are_not_finite_have_no_say() -> None:
    values = np.array([np.nan, 1.0, 2.0, 3.0, np.inf, -np.inf])
    assert height_scale(values) == height_scale(np.array([1.0, 2.0, 3.0]))
    places = height_scale(values).place(values)
    assert np.isnan(places[0])
    np.testing.assert_array_equal(places[4:], [1.0, 0.0])


def test_that_a_function_without_any_value_has_a_scale() -> None:
    assert height_scale(np.full(4, np.nan)) == HeightScale(0.0, 0.0, 0.0)


def test_that_a_range_beyond_all_numbers_is_no_trouble() -> None:
    values = np.array([-1.7e308, 0.0, 1.7e308])
    np.testing.assert_allclose(height_scale(values).place(values), [0.0, 0.5, 1.0])
