import numpy as np
import pytest

from gdstudio.simulation.problem import expression
from gdstudio.simulation.streamlines import streamline

SQUARE = ((-3.0, 3.0), (-3.0, 3.0))


def test_that_the_flow_of_a_round_bowl_is_a_straight_line_to_its_bottom() -> None:
    line = streamline(expression("x^2 + y^2"), (2.0, 1.5), SQUARE)

    np.testing.assert_array_equal(line[0], (2.0, 1.5))
    np.testing.assert_allclose(line[:, 1], 0.75 * line[:, 0], atol=1e-12)
    np.testing.assert_allclose(line[-1], (0.0, 0.0), atol=1e-5)


def test_that_the_flow_of_a_long_bowl_lies_on_its_curve() -> None:
    # x′ = −2x and y′ = −8y: y is proportional to x⁴.
    line = streamline(expression("x^2 + 4y^2"), (2.0, 2.0), SQUARE)

    np.testing.assert_allclose(line[:, 1], 2.0 * (line[:, 0] / 2.0) ** 4, atol=1e-5)
    np.testing.assert_allclose(line[-1], (0.0, 0.0), atol=1e-4)


def test_that_the_flow_of_a_saddle_lies_on_a_hyperbola_and_ends_at_the_box() -> None:
    line = streamline(expression("x^2 - y^2"), (2.0, 0.1), SQUARE)

    np.testing.assert_allclose(line[:, 0] * line[:, 1], 0.2, atol=1e-5)
    assert line[-1, 1] == 3.0


@pytest.mark.parametrize(
    "formula", ["(x^2 + y - 11)^2 + (x + y^2 - 7)^2", "(1 - x)^2 + 100(y - x^2)^2", "sin(x) + y^2"]
)
def test_that_values_fall_downhill_and_rise_uphill(formula: str) -> None:
    function = expression(formula)
    for start in ((-2.2, 1.7), (0.4, -0.9)):
        down = function.at_points(streamline(function, start, SQUARE))[0]
        up = function.at_points(streamline(function, start, SQUARE, uphill=True))[0]
        assert np.all(np.diff(down) < 0.0)
        assert np.all(np.diff(up) > 0.0)


def test_that_a_line_runs_along_the_valley_of_rosenbrock_to_its_minimum() -> None:
    line = streamline(
        expression("(1 - x)^2 + 100(y - x^2)^2"), (-1.2, 1.0), ((-2.0, 2.0), (-1.0, 3.0))
    )
    np.testing.assert_allclose(line[-1], (1.0, 1.0), atol=4e-3)


def test_that_no_two_points_are_further_apart_than_the_resolution() -> None:
    box = ((-100.0, 100.0), (-1.0, 1.0))
    line = streamline(expression("x^2/10^4 + y^2 + sin(3x/10)"), (80.0, 0.9), box, resolution=0.01)

    gaps = np.linalg.norm(np.diff(line, axis=0) / (200.0, 2.0), axis=1)
    assert gaps.max() <= 0.0151
    assert np.all(gaps[:-1] >= 0.0049)


def test_that_only_the_chosen_variables_change() -> None:
    function = expression("x^2 + 3y^2 + 2z^2 + x y z")
    line = streamline(function, (1.0, 2.0, 1.5), SQUARE, axes=(2, 0))

    np.testing.assert_array_equal(line[:, 1], 2.0)
    # Where 4z + 2x = 0 and 2x + 2z = 0.
    np.testing.assert_allclose(line[-1, [0, 2]], (0.0, 0.0), atol=1e-3)


def test_that_a_line_ends_where_the_function_is_not_finite() -> None:
    line = streamline(expression("sqrt(x) + y^2"), (2.0, 1.0), SQUARE)
    assert np.isfinite(line).all()
    assert line[-1, 0] == pytest.approx(0.0, abs=1e-5)


@pytest.mark.parametrize(("formula", "start"), [("x^2 + y^2", (0, 0)), ("x^2 + y^2", (4, 0))])
def test_that_a_line_is_its_start_where_nothing_flows_or_outside(
    formula: str, start: tuple[float, float]
) -> None:
    np.testing.assert_array_equal(streamline(expression(formula), start, SQUARE), [start])


def test_that_a_kink_ends_a_line_in_time() -> None:
    line = streamline(expression("|x| + |y|"), (2.0, 1.5), SQUARE)
    np.testing.assert_allclose(line[-1], (0.0, 0.0), atol=0.02)


def test_that_a_box_without_room_is_refused() -> None:
    with pytest.raises(ValueError, match="expected 2 intervals"):
        streamline(expression("x^2 + y^2"), (0.0, 0.0), ((1.0, 1.0), (0.0, 1.0)))
