import itertools
import math
import random

import dual_numbers as dual
import numpy as np
import pytest
from mpmath import mpf

from gdstudio.expression import Opcode, parse
from gdstudio.simulation.function_problem import FunctionProblem

NAMES = ("x", "y", "z")
STEP = mpf("1e-15")
"""Of a central difference with fifty digits: thirty of them are right."""


def exact_hessian(tree: dual.Tree, point: list[float]) -> np.ndarray:
    columns = []
    for index in range(len(point)):
        above, below = ([mpf(each) for each in point] for _ in range(2))
        above[index] += STEP
        below[index] -= STEP
        sides = zip(dual.exact(tree, above).slopes, dual.exact(tree, below).slopes, strict=True)
        columns.append([float((high - low) / (2 * STEP)) for high, low in sides])
    return np.array(columns)


def assert_exact(tree: dual.Tree, point: list[float]) -> set[int]:
    """Compare with differences in fifty digits; return which instructions took part."""
    own = FunctionProblem(parse(tree.text, NAMES[: len(point)]))
    wanted = exact_hessian(tree, point)
    scale = np.abs(wanted).max()
    np.testing.assert_allclose(
        own.hessian(point), wanted, rtol=1e-10, atol=1e-11 * scale, err_msg=f"{tree.text} {point}"
    )
    return set(own.formula.tape.instructions[:, 0].tolist())


@pytest.mark.parametrize("name", dual.UNARY)
def test_that_a_function_of_one_number_bends_as_fifty_digits_say(name: str) -> None:
    tree = dual.call(name, dual.variable("x", 0))
    compared = 0
    for size in (0.01, 0.1, 0.3, 0.5, 0.75, 0.9, 1.1, 1.5, 2.2, 2.9, 5.7, 12.5):
        for x in (size, -size):
            try:
                dual.exact(tree, [x])
            except dual.OutsideDomain:
                continue
            assert_exact(tree, [x])
            compared += 1
    assert compared >= 12


@pytest.mark.parametrize("form", dual.BINARY)
def test_that_a_function_of_two_numbers_bends_as_fifty_digits_say(form: str) -> None:
    tree = dual.join(form, dual.variable("x", 0), dual.variable("y", 1))
    compared = 0
    for x in (-7.3, -1.2, -0.4, 0.03, 0.8, 2.6):
        for y in (-9.1, -0.2, 0.7, 1.9, 3.9):
            try:
                dual.exact(tree, [x, y])
            except dual.OutsideDomain:
                continue
            assert_exact(tree, [x, y])
            compared += 1
    assert compared >= 14


def test_that_hundreds_of_random_formulas_bend_as_fifty_digits_say() -> None:
    chance = random.Random(21)
    compared, met = 0, set()
    while compared < 250:
        names = NAMES[: chance.randint(1, 3)]
        tree = dual.random_tree(chance, names, chance.randint(2, 8))
        point = [round(chance.uniform(-3, 3), 3) for _ in names]
        try:
            # Where rounding alone loses digits there is nothing to compare.
            if dual.rounding_error(tree, point, chance) > 1e-13:
                continue
            met |= assert_exact(tree, point)
        except dual.OutsideDomain:
            continue
        compared += 1
    assert met == set(Opcode)


@pytest.mark.parametrize("point", [(-1.2, 1.0), (1.0, 1.0), (0.3, -2.5)])
def test_that_the_hessian_of_rosenbrock_is_its_closed_form(point: tuple[float, float]) -> None:
    x, y = point
    wanted = [[2 - 400 * (y - x * x) + 800 * x * x, -400 * x], [-400 * x, 200]]
    function = FunctionProblem(parse("(1 - x)^2 + 100(y - x^2)^2"))
    np.testing.assert_allclose(function.hessian(point), wanted, rtol=1e-14)


@pytest.mark.parametrize("point", [(3.0, 2.0), (-0.27, -0.92), (1.7, -3.1)])
def test_that_the_hessian_of_himmelblau_is_its_closed_form(point: tuple[float, float]) -> None:
    x, y = point
    wanted = [[12 * x * x + 4 * y - 42, 4 * (x + y)], [4 * (x + y), 12 * y * y + 4 * x - 26]]
    function = FunctionProblem(parse("(x^2 + y - 11)^2 + (x + y^2 - 7)^2"))
    np.testing.assert_allclose(function.hessian(point), wanted, rtol=1e-13)


def test_that_kinks_and_jumps_bend_nowhere() -> None:
    for text in ("|x|", "relu(x)", "sign(x)", "floor(x)", "ceil(x)", "max(x, 2x)", "min(x, 3)"):
        function = FunctionProblem(parse(text))
        for x in (-1.5, 0.0, 1.5):
            assert function.hessian([x])[0, 0] == 0.0


def test_that_infinite_slopes_that_do_not_count_leave_no_trace() -> None:
    function = FunctionProblem(parse("x^2 + 0·sqrt(y) + max(x, ln(y))", ["x", "y"]))
    np.testing.assert_array_equal(function.hessian([1.0, 0.0]), [[2.0, 0.0], [0.0, 0.0]])


def test_that_what_is_not_finite_stays_what_it_is() -> None:
    assert math.isnan(FunctionProblem(parse("sqrt(x)")).hessian([-1.0])[0, 0])
    assert FunctionProblem(parse("sqrt(x)")).hessian([0.0])[0, 0] == -math.inf


def test_that_many_points_and_one_give_the_same_bits() -> None:
    function = FunctionProblem(parse("sin(x y) + exp(x/3) y^3 - x^y"))
    points = np.random.default_rng(0).uniform(0.1, 2.0, (333, 2))
    values, gradients, hessians = function.derivatives(points)
    for index in (0, 63, 64, 200, 332):
        np.testing.assert_array_equal(hessians[index], function.hessian(points[index]))
        assert values[index] == function.loss(points[index])
        np.testing.assert_allclose(gradients[index], function.gradient(points[index]), rtol=1e-14)


def test_that_a_chain_of_many_variables_bends_as_its_closed_form() -> None:
    count = 20
    names = tuple(f"x{index}" for index in range(count))
    valleys = (f"100({b} - {a}^2)^2 + (1 - {a})^2" for a, b in itertools.pairwise(names))
    function = FunctionProblem(parse(" + ".join(valleys), names))
    points = np.random.default_rng(1).uniform(-2.0, 2.0, (130, count))
    x, after = points[:, :-1], points[:, 1:]
    wanted = np.zeros((len(points), count, count))
    index = np.arange(count - 1)
    wanted[:, index, index] += 1200 * x**2 - 400 * after + 2
    wanted[:, index + 1, index + 1] += 200
    wanted[:, index, index + 1] = wanted[:, index + 1, index] = -400 * x
    hessians = function.derivatives(points)[2]
    np.testing.assert_allclose(hessians, wanted, rtol=1e-12, atol=1e-10)
    # Exactly: nothing is added where two variables never meet.
    np.testing.assert_array_equal(hessians == 0.0, wanted == 0.0)


def test_that_products_with_directions_leave_no_trace_in_the_next_ones() -> None:
    function = FunctionProblem(parse("x y z + sin(x) max(y, z) / (1 + z^2)"))
    point = [0.7, -1.2, 0.4]
    hessian = function.hessian(point)
    for direction in ([1.0, 0.0, 0.0], [0.0, 0.0, 0.0], [0.3, -2.0, 0.0], [0.0, 0.0, 5.0]):
        np.testing.assert_allclose(
            function.hessian_product(point, direction), hessian @ direction, rtol=1e-13, atol=1e-13
        )
