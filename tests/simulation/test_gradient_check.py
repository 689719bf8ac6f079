import numpy as np
import pytest
from numpy.typing import NDArray

from gdstudio.engine.objectives.architecture import Architecture, Layer
from gdstudio.experiment.datasets.data import Data
from gdstudio.simulation.data_problem import DataProblem
from gdstudio.simulation.gradient_check import (
    CURVE_EPSILONS,
    CheckRequest,
    check_gradient,
    checked_indices,
    relative_errors,
)

Float = NDArray[np.float64]

INPUTS = np.array([[0.3, -0.8], [1.1, 0.4]])
TARGETS = np.array([[1.0], [0.0]])
THETA = np.array([0.4, -0.6, 0.9, 0.2, 0.1, -0.3, 0.7, -0.5, 0.25])


def problem() -> DataProblem:
    """Return 2-2-1 with sigmoids and half the sum of squares."""
    architecture = Architecture(2, (Layer(2, "sigmoid"), Layer(1, "sigmoid")), "half_sse")
    data = Data(INPUTS, TARGETS, 2, 0, np.arange(2), ("a", "b"), ("o",), (), None)
    return DataProblem(architecture, data, lambda _: THETA)


def loss(theta: Float, row: int) -> np.longdouble:
    """Return the loss of that network in NumPy, with more digits than a float64 has."""
    theta, x = theta.astype(np.longdouble), INPUTS[row].astype(np.longdouble)
    hidden = 1.0 / (1.0 + np.exp(-(x @ theta[:4].reshape(2, 2) + theta[4:6])))
    y = 1.0 / (1.0 + np.exp(-(hidden @ theta[6:8] + theta[8])))
    result: np.longdouble = 0.5 * (y - TARGETS[row, 0]) ** 2
    return result


def request(*indices: int, epsilons: Float = CURVE_EPSILONS, row: int = 1) -> CheckRequest:
    return CheckRequest(problem(), THETA, row, np.array(indices), epsilons)


@pytest.mark.parametrize("row", [0, 1])
def test_that_differences_are_those_of_an_independent_network(row: int) -> None:
    check = check_gradient(request(*range(9), row=row))
    for column, unit in enumerate(np.eye(9)):
        for line, step in enumerate(CURVE_EPSILONS):
            # The moved weight is rounded to a float64 there as here.
            above, below = loss(THETA + step * unit, row), loss(THETA - step * unit, row)
            forward = float((above - loss(THETA, row)) / step)
            central = float((above - below) / (2.0 * step))
            rounding = 4.0 * np.finfo(float).eps * float(loss(THETA, row)) / step
            assert check.forward[line, column] == pytest.approx(forward, rel=1e-9, abs=rounding)
            assert check.central[line, column] == pytest.approx(central, rel=1e-9, abs=rounding)


def test_that_the_errors_are_a_u_with_the_slopes_of_a_book() -> None:
    check = check_gradient(request(0))
    forward, central = np.log10(check.forward_errors), np.log10(check.central_errors)
    decades = np.log10(CURVE_EPSILONS)
    coarse = (decades >= -4.0) & (decades <= -1.0)
    assert np.polyfit(decades[coarse], forward[coarse], 1)[0] == pytest.approx(1.0, abs=0.05)
    coarse = (decades >= -3.0) & (decades <= -1.0)
    assert np.polyfit(decades[coarse], central[coarse], 1)[0] == pytest.approx(2.0, abs=0.05)
    fine = decades <= -10.0
    assert np.polyfit(decades[fine], forward[fine], 1)[0] == pytest.approx(-1.0, abs=0.4)
    # The best steps are about √eps and the cube root of eps.
    assert -9.5 < decades[forward.argmin()] < -6.5
    assert -7.0 < decades[central.argmin()] < -4.0
    assert central.min() < forward.min() < -6.0


def test_that_backpropagation_is_right_to_seven_digits() -> None:
    check = check_gradient(request(*range(9), epsilons=np.array([1e-5])))
    assert check.central_errors[0] < 1e-8
    assert check.derivatives.shape == (9,)


def test_that_the_error_is_relative_to_the_largest_derivative() -> None:
    differences = np.array([[2.0, 0.5], [4.0, 1.0], [0.0, 1e-9]])
    errors = relative_errors(differences, np.array([2.0, 1.0]))
    np.testing.assert_allclose(errors, [0.25, 0.5, 1.0])


def test_that_zero_agrees_with_zero() -> None:
    np.testing.assert_array_equal(relative_errors(np.zeros((3, 2)), np.zeros(2)), np.zeros(3))


def test_that_points_are_visited_in_parts_where_they_are_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = check_gradient(request(0, 4, 8))
    monkeypatch.setattr("gdstudio.simulation.gradient_check.POINTS_NUMBERS", 25)
    parts = check_gradient(request(0, 4, 8))
    np.testing.assert_array_equal(whole.forward, parts.forward)
    np.testing.assert_array_equal(whole.central, parts.central)


def test_that_all_of_few_parameters_are_checked_and_some_of_many() -> None:
    np.testing.assert_array_equal(checked_indices(9), np.arange(9))
    some = checked_indices(101_770)
    assert some[0] == 0
    assert some[-1] == 101_769
    assert 8 <= some.size < 100
    assert checked_indices(2_410).size == 256
