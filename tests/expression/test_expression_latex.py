import warnings

import pytest
from expression_machine import trees
from expression_samples import SAMPLES
from hypothesis import given, settings

from gdstudio.expression import Number, gradient_latex, latex, latex_name, parse

with warnings.catch_warnings():
    # On import it calls what the standard library means to remove.
    warnings.simplefilter("ignore", DeprecationWarning)
    import ziamath


def render(code):
    return ziamath.Latex(code).svg()


@pytest.mark.parametrize("sample", [sample for sample, _ in SAMPLES])
def test_that_formulas_and_gradients_can_be_typeset(sample):
    formula = parse(sample, ["x", "y", "z"])
    assert render(latex(formula.root)).startswith("<svg")
    for code in gradient_latex(formula):
        if code is not None:
            assert render(code).startswith("<svg")


@settings(max_examples=30, deadline=None)
@given(trees())
def test_that_any_tree_can_be_typeset(root):
    assert render(latex(root)).startswith("<svg")


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("x^4 - 5x^2 - 3x", "x^{4} - 5 x^{2} - 3 x"),
        ("1/2x", r"\frac{1}{2} x"),
        ("2·1/3", r"\frac{2 \cdot 1}{3}"),
        ("2(1/3)", r"2 \cdot \frac{1}{3}"),
        ("x·2", r"x \cdot 2"),
        ("(x/y)^2", r"\left(\frac{x}{y}\right)^{2}"),
        ("√(x+1)", r"\sqrt{x + 1}"),
        ("cbrt(x)", r"\sqrt[3]{x}"),
        ("|x|", r"\left|x\right|"),
        ("exp(-x)", "e^{-x}"),
        ("exp(x)^2", r"\left(e^{x}\right)^{2}"),
        ("sin(x)", r"\sin\left(x\right)"),
        ("log(x)", r"\ln\left(x\right)"),
        ("log2(x)", r"\log_{2}\left(x\right)"),
        ("sign(x)", r"\operatorname{sgn}\left(x\right)"),
        ("2π x", r"2 \pi x"),
        ("x1 + x_2", "x_{1} + x_{2}"),
        ("θ", r"\theta"),
        ("x-(-y)", r"x - \left(-y\right)"),
        ("x-(y+z)", r"x - \left(y + z\right)"),
        ("0.1x", "0.1 x"),
        ("1e-7x", "10^{-7} x"),
        ("1.5e-7x", r"1.5 \cdot 10^{-7} x"),
        ("rate x", r"\mathrm{rate} \cdot x"),
        ("x rate", r"x \cdot \mathrm{rate}"),
    ],
)
def test_that_latex_is_written_as_in_a_book(typed, written):
    assert latex(
        parse(typed).root if "x" in typed or "θ" in typed else parse(typed, ["x"]).root
    ) == (written)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("x", "x"),
        ("x1", "x_{1}"),
        ("x_1", "x_{1}"),
        ("x12", "x_{12}"),
        ("rate", r"\mathrm{rate}"),
        ("w_out", r"w_{\mathrm{out}}"),
        ("w1_out", r"w_{1, \mathrm{out}}"),
        ("alpha", r"\alpha"),
        ("alpha_2", r"\alpha_{2}"),
        ("θ", r"\theta"),
        ("Ω1", r"\Omega_{1}"),
        ("Α", r"\mathrm{A}"),
        ("αβ", r"\mathrm{αβ}"),
    ],
)
def test_that_names_of_variables_are_typeset(name, written):
    assert latex_name(name) == written
    assert render(written).startswith("<svg")


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (3.0, "3"),
        (-3.0, "-3"),
        (0.1 + 0.2, "0.3"),
        (1e22, "10^{22}"),
        (-1e22, "-10^{22}"),
        (float("inf"), r"\infty"),
        (float("-inf"), r"-\infty"),
        (float("nan"), r"\mathrm{nan}"),
    ],
)
def test_that_numbers_are_typeset(value, written):
    assert latex(Number(value)) == written
    assert render(written).startswith("<svg")
