from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from gdstudio.engine.objectives.grid import LANES
from gdstudio.expression import Opcode, parse
from gdstudio.simulation.problem import FunctionProblem

FORMULAS = (
    *("x + y", "x - y", "x*y", "x/y", "x^2", "-x", "x^y", "x^2.5", "x^-3", "x^17"),
    *("|x|", "sign(x)", "floor(x)", "ceil(y)", "min(x, y)", "max(x, y)", "sqrt(x)", "cbrt(x)"),
    *("exp(x)", "ln(x)", "log2(x)", "log10(y)", "sin(x)", "cos(x)", "tan(x)", "asin(x)"),
    *("acos(x)", "atan(x)", "atan2(x, y)", "sinh(x)", "cosh(x)", "tanh(x)", "sigmoid(x)"),
    *("relu(x)", "softplus(x)", "erf(x)"),
    *("x", "y", "z", "7", "(1 - x)^2 + 100(y - x^2)^2", "sin(x) cos(y) + z exp(x y)/3"),
)


def pointwise(
    problem: FunctionProblem,
    base: Sequence[float],
    horizontal: tuple[int, NDArray[np.float64]],
    vertical: tuple[int, NDArray[np.float64]],
) -> NDArray[np.float64]:
    values = np.empty((vertical[1].size, horizontal[1].size))
    for i, row in enumerate(vertical[1]):
        for j, column in enumerate(horizontal[1]):
            point = list(base)
            point[vertical[0]], point[horizontal[0]] = row, column
            values[i, j] = problem.loss(point)
    return values


def assert_same_bits(got: NDArray[np.float64], wanted: NDArray[np.float64]) -> None:
    np.testing.assert_array_equal(got, wanted)
    numbers = ~np.isnan(wanted)
    np.testing.assert_array_equal(np.signbit(got[numbers]), np.signbit(wanted[numbers]))


@pytest.mark.parametrize("text", FORMULAS)
def test_that_the_grid_kernel_equals_the_pointwise_kernel(text: str) -> None:
    problem = FunctionProblem(parse(text, ["x", "y", "z"]))
    columns = np.concatenate([np.linspace(-2.5, 2.5, 21), [0.0, -0.0, np.inf, -np.inf, np.nan]])
    rows = np.array([-1.3, 0.0, 0.4, 3.0])
    base = [0.1, 0.2, 0.3]
    for horizontal, vertical in (((0, columns), (1, rows)), ((1, columns), (0, rows))):
        got = problem.over_grid(base, horizontal, vertical)
        assert got.shape == (4, columns.size)
        assert_same_bits(got, pointwise(problem, base, horizontal, vertical))


def test_that_these_formulas_have_every_instruction() -> None:
    met: set[int] = set()
    for text in FORMULAS:
        tape = parse(text, ["x", "y", "z"]).tape
        met |= set(tape.instructions[:, 0].tolist())
    assert met == set(Opcode)


@pytest.mark.parametrize("width", [1, LANES - 1, LANES, LANES + 1, 2 * LANES, 2 * LANES + 37])
def test_that_any_width_is_filled_to_its_end(width: int) -> None:
    problem = FunctionProblem(parse("exp(-x^2) + x y - 2", ["x", "y"]))
    columns, rows = np.linspace(-3, 3, width), np.linspace(-1, 1, 3)
    got = problem.over_grid([0.0, 0.0], (0, columns), (1, rows))
    assert_same_bits(got, pointwise(problem, [0.0, 0.0], (0, columns), (1, rows)))


def test_that_a_grid_without_rows_is_one_row_at_the_base() -> None:
    problem = FunctionProblem(parse("x + 10y + 100z", ["x", "y", "z"]))
    got = problem.over_grid([1.0, 2.0, 3.0], (1, np.array([5.0, 6.0])))
    assert got.tolist() == [[351.0, 361.0]]


def test_that_an_empty_grid_has_no_values() -> None:
    problem = FunctionProblem(parse("x y", ["x", "y"]))
    assert problem.over_grid([1.0, 2.0], (0, np.zeros(0)), (1, np.zeros(3))).shape == (3, 0)
    assert problem.over_grid([1.0, 2.0], (0, np.zeros(3)), (1, np.zeros(0))).shape == (0, 3)


def test_that_strided_axes_are_read_rightly() -> None:
    problem = FunctionProblem(parse("x + 10y", ["x", "y"]))
    numbers = np.arange(6.0)
    got = problem.over_grid([0.0, 0.0], (0, numbers[::2]), (1, numbers[::-3]))
    assert got.tolist() == [[50.0, 52.0, 54.0], [20.0, 22.0, 24.0]]


def test_that_many_points_are_as_each_point() -> None:
    problem = FunctionProblem(parse("x^3 y - |z| + sqrt(y)", ["x", "y", "z"]))
    points = np.random.default_rng(3).normal(size=(57, 3))
    values, gradients = problem.at_points(points)
    for point, value, gradient in zip(points, values, gradients, strict=True):
        own_value, own_gradient = problem.loss_and_gradient(point)
        np.testing.assert_array_equal(value, own_value)
        np.testing.assert_array_equal(gradient, own_gradient)


def test_that_points_in_any_layout_are_read_rightly() -> None:
    problem = FunctionProblem(parse("x + 10y", ["x", "y"]))
    values, gradients = problem.at_points(np.asfortranarray(np.arange(8.0).reshape(4, 2)))
    assert values.tolist() == [10.0, 32.0, 54.0, 76.0]
    assert gradients.tolist() == [[1.0, 10.0]] * 4
    values, gradients = problem.at_points(np.zeros((0, 2)))
    assert values.shape == (0,)
    assert gradients.shape == (0, 2)
