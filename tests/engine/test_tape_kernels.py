import math
import random
import warnings
from collections.abc import Sequence

import dual_numbers as dual
import numpy as np
import pytest
from mpmath import mp, mpf

from gdstudio.expression import Opcode, parse
from gdstudio.simulation.problem import FunctionProblem

NAMES = ("x", "y", "z")
INFINITY, NAN = math.inf, math.nan


def problem(text: str, variables: Sequence[str] = NAMES) -> FunctionProblem:
    return FunctionProblem(parse(text, variables))


def opcodes_of(each: FunctionProblem) -> set[int]:
    return set(each.formula.tape.instructions[:, 0].tolist())


def assert_exact(text: str, tree: dual.Tree, point: Sequence[float]) -> set[int]:
    """Compare with fifty digits; return which instructions took part."""
    names = NAMES[: len(point)]
    own = problem(text, names)
    value, gradient = own.loss_and_gradient(point)
    expected = dual.exact(tree, point)
    assert value == pytest.approx(float(expected.value), rel=1e-12, abs=1e-300), (text, point)
    slopes = np.array([float(each) for each in expected.slopes])
    np.testing.assert_allclose(
        gradient, slopes, rtol=1e-12, atol=1e-12 * np.abs(slopes).max(), err_msg=f"{text} {point}"
    )
    return opcodes_of(own)


POINTS = (
    *(0.001, 0.01, 0.1, 0.3, 0.5, 0.75, 0.9, 0.99, 1.1, 1.5, 2.2, 2.9, 3.3, 5.7, 9.4),
    *(12.5, 19.5, 25.3),
)


@pytest.mark.parametrize("name", dual.UNARY)
def test_that_a_function_of_one_number_is_right_to_twelve_digits(name: str) -> None:
    tree = dual.call(name, dual.variable("x", 0))
    compared = 0
    for x in (*POINTS, *(-each for each in POINTS)):
        try:
            dual.exact(tree, [x])
        except dual.OutsideDomain:
            continue
        assert_exact(tree.text, tree, [x])
        compared += 1
    assert compared >= (14 if name in ("asin", "acos") else 17)


@pytest.mark.parametrize(
    ("name", "points"),
    [
        ("asin", (1 - 1e-6, 1 - 1e-12, -1 + 1e-9)),
        ("acos", (0.999999, 1 - 1e-12, -1 + 1e-9)),
        ("sigmoid", (40.0, 300.0, -40.0, -700.0)),
        ("tanh", (20.0, -30.0, 300.0, 1e-9)),
        ("softplus", (-40.0, -700.0, 40.0, 1e-9)),
        ("log", (1 + 1e-9, 1e-300, 1e300)),
        ("erf", (1e-9, -6.0, 5.5)),
        ("sqrt", (1e-300, 1e300)),
        ("cbrt", (-1e-200, 1e300)),
        ("sinh", (1e-9, -1e-5, 700.0)),
        ("exp", (1e-9, -700.0, 700.0)),
        ("sin", (1e-9, 1e6, -12345.678)),
        ("cos", (1e6, -12345.678)),
        ("tan", (1e-9, 1e6)),
        ("atan", (1e-9, 1e9, -1e9)),
    ],
)
def test_that_far_out_and_close_up_no_digit_is_lost(name: str, points: Sequence[float]) -> None:
    value, slope, _ = dual.UNARY[name]
    own = problem(f"{name}(x)", ["x"])
    for x in points:
        got, gradient = own.loss_and_gradient([x])
        assert got == pytest.approx(float(value(mpf(x))), rel=1e-12, abs=0)
        assert gradient[0] == pytest.approx(float(slope(mpf(x))), rel=1e-12, abs=0)


@pytest.mark.parametrize("form", dual.BINARY)
def test_that_a_function_of_two_numbers_is_right_to_twelve_digits(form: str) -> None:
    tree = dual.join(form, dual.variable("x", 0), dual.variable("y", 1))
    compared = 0
    for x in (-7.3, -1.2, -0.4, 0.03, 0.8, 1.0, 2.6, 30.5):
        for y in (-9.1, -1.0, -0.2, 0.7, 1.0, 2.0, 3.9):
            try:
                dual.exact(tree, [x, y])
            except dual.OutsideDomain:
                continue
            assert_exact(tree.text, tree, [x, y])
            compared += 1
    assert compared >= 30


@pytest.mark.parametrize("exponent", [*range(-70, 71), 0.5, 1.5, -0.5, 2.25, -3.75, 1 / 3, 64.5])
def test_that_a_power_is_right_to_twelve_digits(exponent: float) -> None:
    tree = dual.join("({})^({})", dual.variable("x", 0), dual.constant_exponent(f"({exponent!r})"))
    for x in (-1.9, -1.01, -0.3, 0.2, 0.99, 1.0, 1.7, 4.1):
        try:
            dual.exact(tree, [x])
        except dual.OutsideDomain:
            continue
        assert_exact(tree.text, tree, [x])


def test_that_hundreds_of_random_formulas_are_right_to_twelve_digits() -> None:
    chance = random.Random(20)
    compared, met = 0, set()
    while compared < 500:
        names = NAMES[: chance.randint(1, 3)]
        tree = dual.random_tree(chance, names, chance.randint(2, 9))
        point = [round(chance.uniform(-3, 3), 3) for _ in names]
        try:
            # Where rounding alone loses digits there is nothing to compare.
            if dual.rounding_error(tree, point, chance) > 1e-13:
                continue
        except dual.OutsideDomain:
            continue
        met |= assert_exact(tree.text, tree, point)
        compared += 1
    assert met == set(Opcode)


def test_that_gradients_agree_with_central_differences() -> None:
    for text, point in (
        ("sin(x) y^2 - exp(x y/3) z", (0.7, -1.1, 2.0)),
        ("(1 - x)^2 + 100(y - x^2)^2 + z", (-1.2, 1.0, 0.0)),
        ("softplus(x) sigmoid(y) + tanh(x y z) + erf(z)", (0.3, 0.2, -0.9)),
        ("atan2(x, y) + |x - z|^1.5 + cbrt(z)", (0.9, -0.4, -2.0)),
        ("x^y + log2(z + 3) + max(x, y, z)", (1.3, 2.4, 0.1)),
    ):
        own = problem(text)
        gradient = own.gradient(point)
        for i in range(3):
            step = np.zeros(3)
            step[i] = 1e-5
            slope = (own.loss(point + step) - own.loss(point - step)) / 2e-5
            assert gradient[i] == pytest.approx(slope, rel=1e-7, abs=1e-7)


@pytest.mark.parametrize(
    ("text", "point", "value", "gradient"),
    [
        ("|x|", [0.0], 0.0, [0.0]),
        ("|x|", [-0.0], 0.0, [0.0]),
        ("3|x - 2|", [2.0], 0.0, [0.0]),
        ("sign(x)", [0.0], 0.0, [0.0]),
        ("sign(x)", [-3.0], -1.0, [0.0]),
        ("relu(x)", [0.0], 0.0, [0.0]),
        ("floor(x)", [2.0], 2.0, [0.0]),
        ("floor(x)", [-0.5], -1.0, [0.0]),
        ("ceil(x)", [2.0], 2.0, [0.0]),
        ("ceil(x)", [1.5], 2.0, [0.0]),
        ("max(x, y)", [1.5, 1.5], 1.5, [0.5, 0.5]),
        ("min(x, y)", [1.5, 1.5], 1.5, [0.5, 0.5]),
        ("max(x, x)", [1.5], 1.5, [1.0]),
        ("min(x^2, x^2)", [3.0], 9.0, [6.0]),
    ],
)
def test_that_a_kink_has_its_usual_subgradient(
    text: str, point: list[float], value: float, gradient: list[float]
) -> None:
    got, slopes = problem(text, NAMES[: len(point)]).loss_and_gradient(point)
    assert got == value
    np.testing.assert_array_equal(slopes, gradient)


@pytest.mark.parametrize(
    ("text", "x", "value"),
    [
        ("1/x", 0.0, INFINITY),
        ("1/x", -0.0, -INFINITY),
        ("x/x", 0.0, NAN),
        ("-1/x^2", 0.0, -INFINITY),
        ("x^-3", -0.0, -INFINITY),
        ("x^-3", 0.0, INFINITY),
        ("x^0.5", -1.0, NAN),
        ("x^0.5", -INFINITY, INFINITY),
        ("x^x", 0.0, 1.0),
        ("sqrt(x)", -1.0, NAN),
        ("log(x)", 0.0, -INFINITY),
        ("log(x)", -1.0, NAN),
        ("log2(x)", 0.0, -INFINITY),
        ("log2(x)", -2.0, NAN),
        ("log10(x)", 0.0, -INFINITY),
        ("log10(x)", -2.0, NAN),
        ("asin(x)", 1.5, NAN),
        ("acos(x)", -1.5, NAN),
        ("exp(x)", 1000.0, INFINITY),
        ("exp(x)", -1000.0, 0.0),
        ("sinh(x)", -1000.0, -INFINITY),
        ("cosh(x)", 1000.0, INFINITY),
        ("tanh(x)", 1000.0, 1.0),
        ("sigmoid(x)", -1000.0, 0.0),
        ("sigmoid(x)", 1000.0, 1.0),
        ("softplus(x)", 1000.0, 1000.0),
        ("softplus(x)", -1000.0, 0.0),
        ("sin(x)", INFINITY, NAN),
        ("floor(x)", -INFINITY, -INFINITY),
        ("x^5", 1e200, INFINITY),
        ("x^4", 1e-200, 0.0),
        ("x - x", INFINITY, NAN),
        ("erf(x)", INFINITY, 1.0),
        ("atan(x)", -INFINITY, -math.pi / 2),
        ("cbrt(x)", -8.0, -2.0),
        ("atan2(x, x)", 0.0, 0.0),
        ("max(x, 1)", NAN, NAN),
        ("relu(x)", NAN, NAN),
        ("|x|", NAN, NAN),
        ("x + 1e308*10", 1.0, INFINITY),
    ],
)
def test_that_infinity_and_nan_are_values_like_any_other(text: str, x: float, value: float) -> None:
    own = problem(text, ["x"])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        got, gradient = own.loss_and_gradient([x])
    np.testing.assert_array_equal(got, value)
    assert gradient.shape == (1,)
    if value == 0.0:
        assert math.copysign(1.0, got) == math.copysign(1.0, value)


@pytest.mark.parametrize(
    ("text", "x", "slope"),
    [
        ("sqrt(x)", 0.0, INFINITY),
        ("cbrt(x)", 0.0, INFINITY),
        ("log(x)", 0.0, INFINITY),
        ("1/x", 0.0, -INFINITY),
        ("x^0.5", 0.0, INFINITY),
        ("asin(x)", 1.0, INFINITY),
        ("acos(x)", -1.0, -INFINITY),
        ("tanh(x)", 800.0, 0.0),
        ("sigmoid(x)", 800.0, 0.0),
        ("softplus(x)", 800.0, 1.0),
        ("softplus(x)", -800.0, 0.0),
        ("2^x", 0.0, math.log(2.0)),
        ("0^x", 2.0, 0.0),
    ],
)
def test_that_a_slope_at_the_edge_is_its_limit(text: str, x: float, slope: float) -> None:
    assert problem(text, ["x"]).gradient([x])[0] == pytest.approx(slope, rel=1e-15)


def test_that_every_operation_is_silent_everywhere() -> None:
    edges = (0.0, -0.0, 1.0, -1.0, 5e-324, 1e308, -1e308, INFINITY, -INFINITY, NAN)
    texts = [f"{name}(x)" for name in dual.UNARY] + [form.format("x", "y") for form in dual.BINARY]
    texts += ["x^7", "x^-7", "x^2.5", "x^-2.5", "-x"]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for text in texts:
            own = problem(text, ["x", "y"])
            for a in edges:
                for b in edges:
                    value, gradient = own.loss_and_gradient([a, b])
                    reference = own.formula.evaluate({"x": a, "y": b})
                    np.testing.assert_allclose(
                        value, reference, rtol=1e-13, err_msg=f"{text} {a} {b}"
                    )
                    assert gradient.shape == (2,)


@pytest.mark.parametrize(
    ("text", "point", "gradient"),
    [
        ("max(2, sqrt(x))", [0.0], [0.0]),
        ("max(x^2, 1/x)", [3.0], [6.0]),
        ("min(y, log(x))", [1e-300, -800.0], [0.0, 1.0]),
        ("0*sqrt(x) + y", [0.0, 1.0], [0.0, 1.0]),
        ("relu(-sqrt(x)) + y^2", [0.0, 1.0], [0.0, 2.0]),
        ("sign(1/x) + x", [2.0], [1.0]),
        ("floor(cbrt(x)) + x", [0.0], [1.0]),
        ("max(0, asin(x) - 9) + y", [1.0, 0.0], [0.0, 1.0]),
    ],
)
def test_that_a_branch_that_does_not_count_spoils_no_gradient(
    text: str, point: list[float], gradient: list[float]
) -> None:
    own = problem(text, NAMES[: len(point)])
    np.testing.assert_array_equal(own.gradient(point), gradient)


@pytest.mark.parametrize(
    ("text", "value"),
    [("5", 5.0), ("2pi", 2 * math.pi), ("1/0", INFINITY), ("sqrt(2)^2", math.sqrt(2.0) ** 2)],
)
def test_that_a_constant_has_gradient_zero(text: str, value: float) -> None:
    got, gradient = problem(text, ["x", "y"]).loss_and_gradient([3.0, NAN])
    assert got == value
    np.testing.assert_array_equal(gradient, [0.0, 0.0])


@pytest.mark.parametrize(("text", "index"), [("x", 0), ("y", 1), ("(z)", 2), ("y^1", 1), ("+x", 0)])
def test_that_a_variable_alone_is_its_own_result(text: str, index: int) -> None:
    own = problem(text)
    assert own.formula.tape.instructions.shape == (0, 3)
    value, gradient = own.loss_and_gradient([4.0, 5.0, 6.0])
    assert value == 4.0 + index
    np.testing.assert_array_equal(gradient, np.eye(3)[index])
    assert own.over_grid([4.0, 5.0, 6.0], (index, np.array([7.0, 8.0]))).tolist() == [[7.0, 8.0]]


def test_that_sixty_four_variables_are_not_too_many() -> None:
    names = [f"v{i}" for i in range(64)]
    text = " + ".join(f"{i + 1}*{name}^2" for i, name in enumerate(names))
    own = problem(text, names)
    point = np.linspace(-1, 1, 64)
    weights = np.arange(1.0, 65.0)
    value, gradient = own.loss_and_gradient(point)
    assert value == pytest.approx(float(weights @ point**2), rel=1e-13)
    np.testing.assert_allclose(gradient, 2 * weights * point, rtol=1e-14)


def test_that_a_wrong_number_of_parameters_is_refused() -> None:
    own = problem("x + y", ["x", "y"])
    for wrong in ([1.0], [1.0, 2.0, 3.0], 1.0, [[1.0, 2.0]]):
        with pytest.raises(ValueError, match=r"expected 2 numbers \(x, y\)"):
            own.loss(wrong)


def test_that_evaluating_does_not_change_the_point() -> None:
    point = np.array([1.0, 2.0])
    own = problem("x^2 y", ["x", "y"])
    own.gradient(point)
    assert point.tolist() == [1.0, 2.0]
    assert own.gradient(point) is not own.gradient(point)


def test_that_the_references_themselves_are_right() -> None:
    # Their slopes against differences taken with fifty digits.
    for name, (value, slope, is_inside) in dual.UNARY.items():
        for x in (mpf("0.37"), mpf("-0.61"), mpf("2.41")):
            if is_inside(x):
                assert mp.almosteq(mp.diff(value, x), slope(x), mpf("1e-15")), name
