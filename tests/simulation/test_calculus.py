import math

import numpy as np
import pytest
from trained import PLANE, problem

from gdstudio.simulation.calculus import calculus_at, differences_at
from gdstudio.simulation.problem import expression

ROSENBROCK = "(1 - x)^2 + 100(y - x^2)^2"


def test_that_gradients_of_a_round_bowl_are_radial() -> None:
    function = expression("x^2 + y^2")
    for angle in np.linspace(-3.0, 3.0, 13):
        point = 1.7 * np.array([math.cos(angle), math.sin(angle)])
        here = calculus_at(function, point)
        np.testing.assert_allclose(here.gradient, 2.0 * point, rtol=1e-15)
        assert here.angle == pytest.approx(angle)
        assert here.norm == pytest.approx(3.4)


def test_that_the_slope_of_2x2_at_1_is_4() -> None:
    here = calculus_at(expression("2x^2"), [1.0])
    assert here.gradient[0] == 4.0
    assert here.hessian[0, 0] == 4.0
    np.testing.assert_array_equal(here.tangent([[1.0], [2.0], [0.0]]), [2.0, 6.0, -2.0])
    # A parabola is its own second Taylor polynomial.
    np.testing.assert_array_equal(here.taylor([[1.0], [2.0], [0.0]]), [2.0, 8.0, 0.0])
    assert here.angle is None


def test_that_the_tangent_plane_of_rosenbrock_is_its_closed_form() -> None:
    x, y = -1.2, 1.0
    here = calculus_at(expression(ROSENBROCK), (x, y))
    slopes = (-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x))
    grid = np.random.default_rng(0).normal(size=(4, 5, 2))
    wanted = 24.2 + slopes[0] * (grid[..., 0] - x) + slopes[1] * (grid[..., 1] - y)
    np.testing.assert_allclose(here.tangent(grid), wanted, rtol=1e-12)
    assert here.tangent(grid).shape == (4, 5)


def test_that_the_second_taylor_polynomial_of_the_exponential_is_its_series() -> None:
    here = calculus_at(expression("e^x cos(y)"), (0.0, 0.0))
    x, y = np.random.default_rng(1).normal(size=(2, 50))
    np.testing.assert_allclose(
        here.taylor(np.stack([x, y], axis=-1)), 1 + x + x * x / 2 - y * y / 2, atol=1e-14
    )


def test_that_the_taylor_polynomials_err_by_the_next_order() -> None:
    function = expression("sin(x) + x y^2 + exp(y/2)")
    here = calculus_at(function, (0.4, -0.7))
    direction = np.array([0.6, 0.8])
    errors = np.array(
        [
            [
                abs(function(here.point + h * direction) - line(here.point + h * direction))
                for line in (here.tangent, here.taylor)
            ]
            for h in (1e-2, 1e-3)
        ]
    )
    np.testing.assert_allclose(errors[0] / errors[1], (100.0, 1000.0), rtol=0.05)


def test_that_no_direction_rises_faster_than_the_gradient() -> None:
    here = calculus_at(expression(ROSENBROCK), (0.3, -0.5))
    angles = np.linspace(0.0, 2.0 * math.pi, 721)
    slopes = [here.directional_derivative((math.cos(a), math.sin(a))) for a in angles]
    assert max(slopes) <= here.norm
    assert here.steepest is not None
    assert here.directional_derivative(3.0 * here.steepest) == pytest.approx(here.norm)
    across = (-here.steepest[1], here.steepest[0])
    assert here.directional_derivative(across) == pytest.approx(0.0, abs=1e-12 * here.norm)


def test_that_eigenvalues_and_directions_are_those_of_a_turned_bowl() -> None:
    # 2u² + 8v² with u and v turned by 30 degrees.
    here = calculus_at(
        expression("2(cos(pi/6)x + sin(pi/6)y)^2 + 8(-sin(pi/6)x + cos(pi/6)y)^2"), (0.7, 0.1)
    )
    np.testing.assert_allclose(here.eigenvalues, (4.0, 16.0))
    flat = here.eigenvectors[:, 0]
    assert abs(flat @ (math.cos(math.pi / 6), math.sin(math.pi / 6))) == pytest.approx(1.0)
    assert here.condition_number == pytest.approx(4.0)
    assert here.curvature(flat) == pytest.approx(4.0)


def test_that_nothing_is_claimed_where_there_is_nothing() -> None:
    flat = calculus_at(expression("x + y^2"), (1.0, 0.0))
    assert flat.condition_number == math.inf
    bottom = calculus_at(expression("x^2 + y^2"), (0.0, 0.0))
    assert bottom.angle is None
    assert bottom.steepest is None
    outside = calculus_at(expression("sqrt(x) + y"), (-1.0, 0.0))
    assert math.isnan(outside.value)
    assert np.isnan(outside.eigenvalues).all()
    assert math.isnan(outside.condition_number)


@pytest.mark.parametrize("direction", [(0.0, 0.0), (1.0,), (math.inf, 0.0)])
def test_that_a_direction_without_direction_is_refused(direction: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="direction"):
        calculus_at(expression("x y"), (1.0, 2.0)).directional_derivative(direction)


def test_that_differences_are_their_definitions() -> None:
    function = expression("sin(x) y^2")
    check = differences_at(function, (0.7, 1.3), (0.1, 1e-4))

    def f(x: float, y: float) -> float:
        return math.sin(x) * y * y

    for row, h in enumerate((0.1, 1e-4)):
        here = f(0.7, 1.3)
        above = (f(0.7 + h, 1.3), f(0.7, 1.3 + h))
        below = (f(0.7 - h, 1.3), f(0.7, 1.3 - h))
        for column in (0, 1):
            forward = (above[column] - here) / h
            central = (above[column] - below[column]) / (2 * h)
            assert check.forward[row, column] == pytest.approx(forward, rel=1e-10)
            assert check.central[row, column] == pytest.approx(central, rel=1e-10)
    np.testing.assert_allclose(check.derivatives, (math.cos(0.7) * 1.69, 2 * math.sin(0.7) * 1.3))


def test_that_the_error_of_a_difference_falls_with_its_order_and_then_rises() -> None:
    check = differences_at(expression("exp(x)"), [1.0], (1e-2, 1e-3, 1e-13))
    forward, central = check.forward_errors, check.central_errors
    assert forward[0] / forward[1] == pytest.approx(10.0, rel=0.02)
    assert central[0] / central[1] == pytest.approx(100.0, rel=0.02)
    assert forward[2] > 1e-6
    assert differences_at(expression("exp(x)"), [1.0]).epsilons.size > 50


def test_that_the_hessian_of_a_loss_is_that_of_its_least_squares() -> None:
    model = problem()
    inputs = np.column_stack([model.dataset.inputs, np.ones(len(model.dataset.inputs))])
    wanted = 2.0 * inputs.T @ inputs / len(inputs)
    np.testing.assert_allclose(model.hessian([0.3, -0.2, 1.0]), wanted, rtol=1e-8, atol=1e-8)


def test_that_the_hessian_of_a_network_agrees_with_differences_of_its_loss() -> None:
    model = problem(
        PLANE | {"kind": "network", "layers": [{"units": 2, "activation": "tanh"}, {"units": 1}]}
    )
    theta = np.random.default_rng(2).normal(size=len(model.parameter_names))
    hessian, h = model.hessian(theta), 1e-4
    np.testing.assert_array_equal(hessian, hessian.T)
    for i, j in ((0, 0), (1, 4), (3, 8), (8, 2)):
        a, b = h * np.eye(theta.size)[[i, j]]
        wanted = (
            model.loss(theta + a + b)
            - model.loss(theta + a - b)
            - model.loss(theta - a + b)
            + model.loss(theta - a - b)
        ) / (4 * h * h)
        assert hessian[i, j] == pytest.approx(wanted, rel=1e-5, abs=1e-6)


def test_that_a_hessian_beyond_all_memory_is_refused() -> None:
    wide = PLANE | {"kind": "network", "layers": [{"units": 700}, {"units": 1}]}
    model = problem(wide)
    with pytest.raises(ValueError, match="there are 2801 parameters"):
        model.hessian(model.initial_parameters(0))


def test_that_a_point_of_another_dimension_is_refused() -> None:
    with pytest.raises(ValueError, match="expected 2 numbers"):
        calculus_at(expression("x y"), [1.0])
    with pytest.raises(ValueError, match="expected 2 numbers"):
        expression("x y").hessian([1.0, 2.0, 3.0])


def test_that_differences_by_some_variables_are_those_among_all() -> None:
    function = expression("x^3 y + sin(z) x", ["x", "y", "z"])
    every, some = (
        differences_at(function, [0.4, -1.3, 2.0], variables=chosen) for chosen in (None, (2, 0))
    )
    np.testing.assert_array_equal(some.derivatives, every.derivatives[[2, 0]])
    np.testing.assert_array_equal(some.forward, every.forward[:, [2, 0]])
    np.testing.assert_array_equal(some.central, every.central[:, [2, 0]])
