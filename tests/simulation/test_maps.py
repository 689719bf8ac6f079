import numpy as np
import pytest

from gdstudio.experiment.data_objectives import Dataset, InlineSource, RegressionObjective
from gdstudio.experiment.model import FunctionObjective
from gdstudio.simulation.levels import CONTOUR_LINES
from gdstudio.simulation.maps import (
    CurveRequest,
    LossRequest,
    MapRequest,
    function_curve,
    loss_map,
    loss_surface,
    more_loss_rows,
    no_loss_rows,
    surface_map,
)
from gdstudio.simulation.problem import problem_of


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


def loss_request(**fields: object) -> LossRequest:
    rows = ((-1.0, 0.5, -0.5), (0.0, 2.0, 1.0), (1.5, -1.0, 3.5), (2.0, 0.0, 4.0), (3.0, 1.0, 2.0))
    objective = RegressionObjective(
        Dataset(
            InlineSource(tuple(row[:2] for row in rows), tuple(row[2:] for row in rows)),
            test_fraction=0.2,
        )
    )
    values: dict[str, object] = {
        "base": (0.5, -0.25, 0.75),
        "horizontal": 2,
        "vertical": 0,
        "x_range": (-2.0, 4.0),
        "y_range": (-1.0, 3.0),
        "columns": 30,
        "rows": 20,
    }
    return LossRequest(problem_of(objective), **(values | fields))


def test_that_a_map_of_a_loss_has_the_mean_squared_errors_over_the_training_rows() -> None:
    request = loss_request()
    surface = loss_map(request)
    data = request.problem.dataset
    inputs, targets = data.inputs[: data.training_rows], data.targets[: data.training_rows, 0]
    assert data.training_rows == 4
    for row, w1 in enumerate(np.linspace(-0.9, 2.9, 20)):
        for column, b in enumerate(np.linspace(-1.9, 3.9, 30)):
            errors = w1 * inputs[:, 0] - 0.25 * inputs[:, 1] + b - targets
            assert surface.values[row, column] == pytest.approx(np.mean(errors**2), rel=1e-12)


def test_that_a_map_of_a_loss_grows_row_by_row_to_the_same_map() -> None:
    request = loss_request(rows=9)
    known, parts = no_loss_rows(request), 0
    while not known.is_complete:
        before = known.done
        known = more_loss_rows(known, 0.0)
        assert known.done > before
        parts += 1
    assert parts == 9
    np.testing.assert_array_equal(loss_surface(known).values, loss_map(request).values)


def test_that_contour_lines_of_a_loss_lie_at_their_level() -> None:
    surface = loss_map(loss_request(columns=120, rows=120))
    problem = surface.request.problem
    for level, lines in surface.contours:
        for line in lines:
            losses = [problem.loss((w1, -0.25, b)) for b, w1 in line[::20]]
            np.testing.assert_allclose(losses, level, rtol=0.02, atol=0.02)
