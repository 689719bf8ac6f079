import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdstudio.experiment.model import FunctionObjective
from gdstudio.simulation.height import (
    LogScale,
    SignedScale,
    height_scale,
    log_scale,
    signed_scale,
)
from gdstudio.simulation.level_set import LevelSet
from gdstudio.simulation.levels import contour_levels
from gdstudio.simulation.map_options import PLAIN, Levels, MapOptions, Shading
from gdstudio.simulation.maps import MapRequest, SurfaceMap, surface_map
from gdstudio.simulation.round_values import round_step

BOWL = np.linspace(0.0, 100.0, 10_001)


def levels_of(kind: Levels, values: np.ndarray) -> tuple[float, ...]:
    return contour_levels(kind, values, height_scale(values))


def surface(expression: str, options: MapOptions, columns: int = 200) -> SurfaceMap:
    objective = FunctionObjective(expression, ("x", "y"), ((-2.0, 2.0),) * 2)
    return surface_map(
        MapRequest(objective, (1.0, 1.0), 0, 1, (-2.0, 2.0), (-2.0, 2.0), columns, 200, options)
    )


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0.0, 100.0, [10, 20, 30, 40, 50, 60, 70, 80, 90]),
        (-1.0, 1.0, [-0.8, -0.6, -0.4, -0.2, 0, 0.2, 0.4, 0.6, 0.8]),
        (3.0, 3.24, [3.02, 3.04, 3.06, 3.08, 3.1, 3.12, 3.14, 3.16, 3.18, 3.2, 3.22]),
    ],
)
def test_that_equal_steps_are_round_numbers(low: float, high: float, expected: list[float]) -> None:
    assert levels_of(Levels.LINEAR, np.linspace(low, high, 999)) == tuple(expected)


@pytest.mark.parametrize(("extent", "step"), [(12.0, 1.0), (13.0, 1.0), (24.0, 2.0), (70.0, 5.0)])
def test_that_a_step_is_one_two_or_five(extent: float, step: float) -> None:
    assert round_step(extent, 12.0) == step
    assert round_step(1000.0 * extent, 12.0) == 1000.0 * step


def test_that_few_decades_have_lines_between() -> None:
    values = np.geomspace(0.01, 20.0, 10_000)
    assert levels_of(Levels.LOGARITHMIC, values) == (
        *(0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0),
    )


def test_that_many_decades_have_a_line_each() -> None:
    values = np.geomspace(1e-4, 2e6, 100_000)
    assert levels_of(Levels.LOGARITHMIC, values) == tuple(float(f"1e{k}") for k in range(-3, 7))


def test_that_decades_of_negative_values_begin_at_the_lowest() -> None:
    levels = levels_of(Levels.LOGARITHMIC, np.linspace(-50.0, 950.0, 100_001))
    assert {-49.0, -40.0, 50.0} <= {round(level, 9) for level in levels}
    assert all(-50.0 < level < 950.0 for level in levels)


def test_that_equal_areas_are_equal() -> None:
    values = np.random.default_rng(1).exponential(size=50_000)
    levels = np.array(levels_of(Levels.QUANTILE, values))
    shares = np.searchsorted(np.sort(values), levels) / values.size
    np.testing.assert_allclose(shares, np.arange(1, 13) / 13, atol=0.013)


def test_that_automatic_levels_are_at_equal_steps_of_colour() -> None:
    values = np.random.default_rng(1).exponential(size=50_000) ** 2
    scale = height_scale(values)
    places = scale.place(np.array(contour_levels(Levels.AUTOMATIC, values, scale)))
    np.testing.assert_allclose(places, np.arange(1, 13) / 13, atol=0.31 / 13)


@pytest.mark.parametrize("kind", Levels)
@given(st.lists(st.floats(allow_nan=True, allow_infinity=True, width=64), min_size=1, max_size=30))
def test_that_levels_rise_and_lie_between_the_values(kind: Levels, numbers: list[float]) -> None:
    values = np.array(numbers)
    finite = values[np.isfinite(values)]
    with np.errstate(all="ignore"):
        levels = levels_of(kind, values)
    assert list(levels) == sorted(set(levels))
    assert all(finite.min() < level < finite.max() for level in levels)
    assert len(levels) <= 60


def test_that_no_lines_are_no_lines() -> None:
    assert levels_of(Levels.NONE, BOWL) == ()
    assert levels_of(Levels.LINEAR, np.full(9, 3.0)) == ()


def test_that_a_logarithmic_scale_has_equal_steps_for_equal_factors() -> None:
    scale = LogScale(0.01, 100.0)
    np.testing.assert_allclose(
        scale.place(np.array([0.001, 0.01, 0.1, 1.0, 10.0, 100.0, 1e9])),
        [0, 0, 0.25, 0.5, 0.75, 1, 1],
    )
    np.testing.assert_allclose(scale.value(np.array([0.0, 0.25, 1.0])), [0.01, 0.1, 100.0])
    assert math.isnan(scale.place(np.array([np.nan]))[0])


def test_that_decades_of_colours_begin_above_a_negative_lowest_value() -> None:
    scale = log_scale(np.linspace(-5.0, 95.0, 100_001))
    assert isinstance(scale, LogScale)
    assert scale.floor == -5.0
    assert scale.high == 95.0
    assert -5.0 < scale.low < -4.9


def test_that_a_flat_map_has_a_logarithmic_scale_too() -> None:
    for values in (np.full(9, 2.0), np.full(9, np.nan), np.zeros(4)):
        assert np.isfinite(log_scale(values).low)


def test_that_zero_is_the_middle_of_a_signed_scale() -> None:
    scale = signed_scale(np.concatenate([np.linspace(-2.0, 0.0, 50), np.linspace(0.0, 50.0, 999)]))
    places = scale.place(np.array([-50.0, -1.0, 0.0, 1.0, 50.0]))
    assert places[[0, 2, 4]].tolist() == [0.0, 0.5, 1.0]
    assert places[1] == pytest.approx(1.0 - places[3])
    np.testing.assert_allclose(scale.value(places), [-50.0, -1.0, 0.0, 1.0, 50.0], atol=1e-12)
    assert SignedScale(0.0, 0.0).place(np.zeros(1))[0] == 0.5


def test_that_shades_are_lengths_of_gradients() -> None:
    shown = surface("x^2 + 3y^2", replace(PLAIN, shading=Shading.GRADIENT_NORM))
    x = -2.0 + (np.arange(200) + 0.5) * 0.02
    np.testing.assert_allclose(shown.shades, np.hypot(2 * x[None, :], 6 * x[:, None]), rtol=1e-12)
    np.testing.assert_allclose(shown.values, x[None, :] ** 2 + 3 * x[:, None] ** 2, atol=1e-12)


def test_that_shades_are_the_largest_eigenvalues_of_the_hessian() -> None:
    shown = surface("x^3 - y^2", replace(PLAIN, shading=Shading.LARGEST_EIGENVALUE))
    rows, columns = shown.shades.shape
    x = -2.0 + (np.arange(columns) + 0.5) * 4.0 / columns
    expected = np.tile(np.maximum(6.0 * x, -2.0), (rows, 1))
    np.testing.assert_allclose(shown.shades, expected, atol=1e-12)
    assert shown.scale.low == -shown.scale.high


@pytest.mark.parametrize("value", [0.3, 1.0, 2.5])
def test_that_a_level_set_of_a_bowl_is_a_circle(value: float) -> None:
    lines = LevelSet(surface("x^2 + y^2", PLAIN)).lines(value)
    assert len(lines) == 1
    np.testing.assert_allclose(np.hypot(*lines[0].T), math.sqrt(value), atol=4e-4)
    np.testing.assert_allclose(lines[0][0], lines[0][-1], atol=1e-12)


@pytest.mark.parametrize("value", [-1.0, 1e9, math.nan, math.inf])
def test_that_a_value_that_is_nowhere_has_no_level_set(value: float) -> None:
    assert LevelSet(surface("x^2 + y^2", PLAIN)).lines(value) == ()


@pytest.mark.parametrize(
    ("shading", "derivatives"), [(Shading.GRADIENT_NORM, 30), (Shading.LARGEST_EIGENVALUE, 900)]
)
def test_that_many_variables_have_fewer_shades(shading: Shading, derivatives: int) -> None:
    names = tuple(f"x{index}" for index in range(30))
    objective = FunctionObjective(
        " + ".join(f"{name}^2" for name in names), names, ((-2.0, 2.0),) * 30
    )
    options = replace(PLAIN, shading=shading)
    size = (600, 400)
    shown = surface_map(
        MapRequest(objective, (1.0,) * 30, 0, 1, (-2.0, 2.0), (-2.0, 2.0), *size, options)
    )
    assert shown.values.shape == (400, 600)
    assert shown.shades.size * derivatives <= 2**22
    # As fine across as up.
    assert shown.shades.shape[1] / shown.shades.shape[0] == pytest.approx(1.5, rel=0.05)
