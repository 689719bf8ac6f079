import math

import pytest
import sympy
from expression_machine import NAMES, trees
from expression_samples import POINTS, SMOOTH
from hypothesis import given, settings
from sympy_trees import to_sympy

from gdstudio.expression import derivative, evaluate, gradient_latex, parse, simplify, text
from gdstudio.expression.functions import FUNCTIONS


@pytest.mark.parametrize("sample", [sample for sample, _ in SMOOTH])
def test_that_derivatives_agree_with_sympy(sample):
    root = parse(sample, ["x", "y", "z"]).root
    exact = to_sympy(root)
    for name in "xyz":
        ours = derivative(root, name)
        theirs = sympy.diff(exact, sympy.Symbol(name, real=True))
        for point in POINTS:
            values = dict(zip("xyz", point, strict=True))
            if math.isnan(float(evaluate(root, values))):
                continue
            substituted = {sympy.Symbol(key, real=True): v for key, v in values.items()}
            want = complex(theirs.evalf(30, subs=substituted))
            assert abs(want.imag) < 1e-12
            got = float(evaluate(ours, values))
            assert got == pytest.approx(want.real, rel=1e-11, abs=1e-12)


@pytest.mark.parametrize("name", sorted({function.name for function in FUNCTIONS.values()}))
def test_that_every_function_has_its_derivatives(name):
    function = FUNCTIONS["pow" if name == "^" else name]
    operands = [0.37, 0.61][: function.arity]
    names = ["x", "y"][: function.arity]
    spelling = "pow" if name == "^" else name
    root = parse(f"{spelling}({', '.join(names)})").root
    for index, variable in enumerate(names):

        def along(value, index=index):
            point = [*operands]
            point[index] = float(value)
            return float(evaluate(root, dict(zip(names, point, strict=True))))

        step = 1e-3
        here = operands[index]
        difference = (
            8 * (along(here + step) - along(here - step))
            - (along(here + 2 * step) - along(here - 2 * step))
        ) / (12 * step)
        slope = evaluate(derivative(root, variable), dict(zip(names, operands, strict=True)))
        assert float(slope) == pytest.approx(difference, rel=1e-8, abs=1e-9)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("x^4 - 5x^2 - 3x", "4x^3 - 10x - 3"),
        ("(1-x)^2+100(y-x^2)^2", "-2(1 - x) - 400x·(y - x^2)"),
        ("5", "0"),
        ("y", "0"),
        ("x", "1"),
        ("3x + 2", "3"),
        ("x·x", "2x"),
        ("x·x·x", "3x^2"),
        ("x/2", "1/2"),
        ("x^3/3", "x^2"),
        ("x^2/3", "2x/3"),
        ("2x/3 + x", "5/3"),
        ("0.1x^2", "0.2x"),
        ("1/x", "-1/x^2"),
        ("x y", "y"),
        ("(x+1)(x-1)", "2x"),
        ("sqrt(x)", "1/(2sqrt(x))"),
        ("ln(x)", "1/x"),
        ("exp(-x)", "-exp(-x)"),
        ("e^x", "e^x"),
        ("2^x", "2^x·ln(2)"),
        ("sin(2x)", "2cos(2x)"),
        ("sin(πx)", "pi·cos(pi·x)"),
        ("cos(x)", "-sin(x)"),
        ("tanh(x)", "1 - tanh(x)^2"),
        ("|x|", "sign(x)"),
        ("relu(x)", "max(0, sign(x))"),
        ("max(x, y)", "(1 + sign(x - y))/2"),
        ("floor(x)", "0"),
        ("x - (y - x)", "2"),
        ("x^2/x", "1"),
        ("x^1.5", "1.5x^0.5"),
        ("x^(1/3)", "1/(3x^(2/3))"),
        ("3(x^2+x)", "3(2x + 1)"),
        ("softplus(x)", "sigmoid(x)"),
        ("x/0", "1/0"),
    ],
)
def test_that_a_derivative_is_tidy(typed, written):
    assert text(derivative(parse(typed, ["x", "y"]).root, "x")) == written


def test_that_kinks_have_the_usual_subgradient():
    for typed, slope in [("|x|", 0), ("relu(x)", 0), ("sign(x)", 0), ("max(x, x)", 1)]:
        root = derivative(parse(typed).root, "x")
        assert float(evaluate(root, {"x": 0.0})) == slope


@settings(max_examples=200, deadline=None)
@given(trees())
def test_that_any_tree_can_be_simplified_and_differentiated(root):
    simplify(root)
    for name in NAMES:
        derivative(root, name)


@pytest.mark.parametrize("sample", [sample for sample, _ in SMOOTH])
def test_that_simplification_keeps_the_value(sample):
    root = parse(sample, ["x", "y", "z"]).root
    for point in POINTS:
        values = dict(zip("xyz", point, strict=True))
        value = float(evaluate(root, values))
        if not math.isnan(value):
            assert float(evaluate(simplify(root), values)) == pytest.approx(
                value, rel=1e-11, abs=1e-12
            )


def test_that_the_gradient_has_one_latex_string_a_variable():
    assert gradient_latex(parse("x^2 y + z", ["x", "y", "z"])) == ("2 x y", "x^{2}", "1")


def test_that_a_long_gradient_is_left_out():
    formula = parse("+".join(f"sin({n}x)" for n in range(2, 100)) + " + y")
    assert gradient_latex(formula) == (None, "1")
    assert gradient_latex(parse("sin(2x)"), limit=5) == (None,)
    product = parse("".join(f"(x+{n})" for n in range(400)))
    assert gradient_latex(product) == (None,)
