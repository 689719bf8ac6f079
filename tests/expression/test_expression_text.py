import numpy as np
import pytest
from expression_machine import NAMES, points, trees
from expression_samples import SAMPLES
from hypothesis import given, settings

from gdstudio.expression import Number, derivative, evaluate, parse, text


@settings(max_examples=400, deadline=None)
@given(trees(), points())
def test_that_text_reads_back_as_the_same_function(root, point):
    values = dict(zip(NAMES, point, strict=True))
    again = parse(text(root), NAMES).root
    np.testing.assert_array_equal(evaluate(again, values), evaluate(root, values))
    assert text(again) == text(root)


@settings(max_examples=200, deadline=None)
@given(trees())
def test_that_the_text_of_a_derivative_can_be_read(root):
    code = text(derivative(root, "x"))
    if len(code) < 1000:
        parse(code, NAMES)


@pytest.mark.parametrize("sample", [sample for sample, _ in SAMPLES])
def test_that_the_text_of_a_formula_reads_back(sample):
    formula = parse(sample, ["x", "y", "z"])
    again = parse(text(formula.root), formula.variables)
    assert again.tape.instructions.tolist() == formula.tape.instructions.tolist()
    assert again.tape.constants.tobytes() == formula.tape.constants.tobytes()


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("x^4-5x^2-3x", "x^4 - 5x^2 - 3x"),
        ("2·x", "2x"),
        ("2·3·x", "2·3·x"),
        ("x·2", "x·2"),
        ("2·e", "2·e"),
        ("3(x+1)", "3(x + 1)"),
        ("(x+1)(x-1)", "(x + 1)·(x - 1)"),
        ("1/2x", "1/2·x"),
        ("1/(2x)", "1/(2x)"),
        ("x-(y-z)", "x - (y - z)"),
        ("x-(-y)", "x - (-y)"),
        ("-(x+y)", "-(x + y)"),
        ("-x^2", "-x^2"),
        ("(-x)^2", "(-x)^2"),
        ("2^-x", "2^(-x)"),
        ("(x^2)^3", "(x^2)^3"),
        ("x^2^3", "x^2^3"),
        ("|x|", "abs(x)"),
        ("√x", "sqrt(x)"),
        ("log(x)", "ln(x)"),
        ("x²", "x^2"),
        ("max(x,y,z)", "max(max(x, y), z)"),
        ("1e-7x", "1e-07·x"),
        ("π", "pi"),
    ],
)
def test_that_text_is_written_as_a_student_writes(typed, written):
    assert text(parse(typed, ["x", "y", "z"]).root) == written


@pytest.mark.parametrize("value", [float("inf"), float("-inf"), float("nan"), -0.0, -2.5, 1e-300])
def test_that_every_number_can_be_written(value):
    again = evaluate(parse(text(Number(value)), ["x"]).root, {})
    np.testing.assert_array_equal(again, value)
    assert np.signbit(again) == np.signbit(value) or np.isnan(value)
