import numpy as np
import pytest

from gdstudio.experiment.model import FunctionObjective
from gdstudio.simulation.map_flow import Plane, arrow_field, flow_from, flow_lines
from gdstudio.simulation.problem import problem_of


def plane(reach: float = 3.0, pixels: float = 600.0, shift: float = 0.0) -> Plane:
    side = 2.0 * reach / pixels
    interval = (-reach + shift, reach + shift)
    return Plane((0.5, 0.5), (0, 1), interval, interval, (side, side))


def problem(expression: str):
    return problem_of(FunctionObjective(expression, ("x", "y"), ((-3.0, 3.0),) * 2))


def test_that_arrows_of_a_bowl_are_radial() -> None:
    field = arrow_field(problem("x^2 + y^2"), plane())
    np.testing.assert_allclose(field.gradients, 2.0 * field.points, rtol=1e-12)
    np.testing.assert_allclose(field.norms, 2.0 * np.hypot(*field.points.T), rtol=1e-12)
    assert np.abs(field.points).max() <= 3.0


@pytest.mark.parametrize("pixels", [300.0, 600.0, 900.0, 1234.0])
def test_that_arrows_keep_28_to_41_pixels_apart(pixels: float) -> None:
    shown = plane(pixels=pixels)
    x = np.unique(arrow_field(problem("x + y"), shown).points[:, 0])
    apart = np.diff(x) / shown.pixel[0]
    np.testing.assert_allclose(apart, apart[0], rtol=1e-9)
    assert 28.0 <= apart[0] <= 41.0


def test_that_arrows_stay_where_they_are_when_the_map_moves() -> None:
    f = problem("x y")
    before, after = (arrow_field(f, plane(shift=shift)).points for shift in (0.0, 0.123))
    known = {tuple(point) for point in before.tolist()}
    common = [point for point in after.tolist() if tuple(point) in known]
    assert len(common) >= 0.85 * len(after)


def test_that_there_are_no_arrows_where_a_function_has_no_value() -> None:
    field = arrow_field(problem("log(x) + y"), plane())
    assert len(field.points) > 0
    assert np.all(field.points[:, 0] > 0.0)
    assert all(np.all(line[:, 0] > -0.05) for line in flow_lines(problem("log(x) + y"), plane()))


def test_that_streamlines_of_a_bowl_go_straight_to_the_middle() -> None:
    for line in flow_lines(problem("x^2 + y^2"), plane()):
        radius = np.hypot(*line.T)
        assert np.all(np.diff(radius) < 1e-9)
        outer = line[radius > 0.3]
        angles = np.unwrap(np.arctan2(outer[:, 1], outer[:, 0]))
        assert np.ptp(angles) < 0.05


def test_that_streamlines_of_a_saddle_are_hyperbolas() -> None:
    # Along x′ = −2x, y′ = 2y the product xy stays what it is.
    for line in flow_lines(problem("x^2 - y^2"), plane()):
        # Where it turns sharply beside the saddle, a line is smoothed.
        far = line[np.hypot(*line.T) > 0.6]
        assert np.ptp(far[:, 0] * far[:, 1]) < 0.12
        assert np.all(np.diff(np.abs(line[:, 1])) > -1e-6)


@pytest.mark.parametrize("expression", ["x^2 - y^2", "(1 - x)^2 + 100(y - x^2)^2", "sin(x)cos(y)"])
def test_that_streamlines_go_downhill_inside_and_fill_the_map(expression: str) -> None:
    f, shown = problem(expression), plane()
    lines = flow_lines(f, shown)
    assert len(lines) >= 10
    for line in lines:
        assert np.abs(line).max() <= 3.0 + 1e-9
        values = f.at_points(line)[0]
        assert values[-1] < values[0]
    # No place of the map is far from all lines.
    points = np.concatenate(lines)
    for x in np.linspace(-2.6, 2.6, 9):
        for y in np.linspace(-2.6, 2.6, 9):
            pixels = np.hypot(points[:, 0] - x, points[:, 1] - y).min() / shown.pixel[0]
            assert pixels < 75.0


def test_that_a_flat_function_has_no_streamlines() -> None:
    assert flow_lines(problem("0x + 0y"), plane()) == ()


def test_that_the_flow_from_a_place_begins_there_and_ends_at_the_minimum() -> None:
    line = flow_from(problem("(x - 1)^2 + 2(y + 1)^2"), plane(), -2.0, 2.0)
    np.testing.assert_allclose(line[0], [-2.0, 2.0])
    np.testing.assert_allclose(line[-1], [1.0, -1.0], atol=1e-3)
    # dy/dx = 2(y + 1)/(x − 1): y + 1 = c(x − 1)².
    inner = line[:-20]
    np.testing.assert_allclose(inner[:, 1] + 1.0, (inner[:, 0] - 1.0) ** 2 / 3.0, atol=1e-3)
