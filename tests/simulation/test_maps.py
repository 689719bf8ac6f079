import numpy as np
import pytest

from gdstudio.experiment.model import FunctionObjective
from gdstudio.simulation.maps import (
    CONTOUR_LINES,
    CurveRequest,
    MapRequest,
    function_curve,
    surface_map,
)


def request(expression: str, variables: str = "x y", **fields: object) -> MapRequest:
    names = tuple(variables.split())
    objective = FunctionObjective(expression, names, ((-5.0, 5.0),) * len(names))
    base = tuple(float(index + 1) for index in range(len(names)))
    values: dict[str, object] = {
        "horizontal": 0,
        "vertical": 1,
        "x_range": (-4.0, 4.0),
        "y_range": (-3.0, 3.0),
        "columns": 80,
        "rows": 60,
    }
    return MapRequest(objective, base, **(values | fields))


def test_that_values_are_those_at_the_centres_of_the_cells() -> None:
    surface = surface_map(request("x^2 + 3y"))
    x = np.linspace(-3.95, 3.95, 80)
    y = np.linspace(-2.95, 2.95, 60)
    np.testing.assert_allclose(surface.values, x[None, :] ** 2 + 3 * y[:, None], atol=1e-12)


def test_that_other_variables_stay_at_the_base() -> None:
    surface = surface_map(request("x + 10y + 100z + 1000w", "x y z w", horizontal=2, vertical=0))
    x, z = np.linspace(-2.95, 2.95, 60), np.linspace(-3.95, 3.95, 80)
    expected = x[:, None] + 20.0 + 100.0 * z[None, :] + 4000.0
    np.testing.assert_allclose(surface.values, expected, rtol=1e-12)


def test_that_contour_lines_lie_at_their_level_inside_the_picture() -> None:
    surface = surface_map(request("x^2 + y^2"))
    assert len(surface.contours) == CONTOUR_LINES
    for level, lines in surface.contours:
        for line in lines:
            radius = np.hypot(line[:, 0], line[:, 1])
            np.testing.assert_allclose(radius, np.sqrt(level), atol=0.02)
            assert np.all(np.abs(line) <= (4.0, 3.0))
    levels = [level for level, _ in surface.contours]
    assert levels == sorted(levels)
    assert any(lines for _, lines in surface.contours)


def test_that_a_flat_function_has_no_contour_lines() -> None:
    assert surface_map(request("0x + 0y + 3")).contours == ()


def test_that_lines_end_where_a_function_has_no_value() -> None:
    surface = surface_map(request("log(x) + y"))
    assert np.isnan(surface.values[:, :40]).all()
    for _, lines in surface.contours:
        for line in lines:
            assert np.all(line[:, 0] > 0.0)


@pytest.mark.parametrize(("columns", "rows"), [(8, 8), (9, 31), (301, 8)])
def test_that_any_size_has_a_map(columns: int, rows: int) -> None:
    surface = surface_map(request("sin(x) y", columns=columns, rows=rows))
    assert surface.values.shape == (rows, columns)


def test_that_the_same_request_gives_the_same_map() -> None:
    one, other = surface_map(request("sin(x y)")), surface_map(request("sin(x y)"))
    np.testing.assert_array_equal(one.values, other.values)
    assert one.scale == other.scale


def test_that_a_curve_has_both_ends_of_its_interval() -> None:
    objective = FunctionObjective("x^3 - x", ("x",), ((-2.0, 2.0),))
    curve = function_curve(CurveRequest(objective, (0.0,), 0, (-2.0, 1.0), 301))
    np.testing.assert_array_equal(curve.x[[0, -1]], [-2.0, 1.0])
    np.testing.assert_allclose(curve.values, curve.x**3 - curve.x, atol=1e-12)
