import math
from itertools import combinations_with_replacement

import numpy as np
import pytest
import sympy
from expression_machine import NAMES, trees
from expression_samples import POINTS, SMOOTH
from hypothesis import given, settings
from hypothesis import strategies as st
from mpmath import mp
from sympy_trees import to_sympy

from gdstudio.expression import Formula, evaluate, parse
from gdstudio.simulation.function_problem import FunctionProblem

SYMBOLS = sympy.symbols("x y z", real=True)
PAIRS = list(combinations_with_replacement(range(3), 2))


@pytest.mark.parametrize("sample", [sample for sample, _ in SMOOTH])
def test_that_second_derivatives_agree_with_sympy_to_ten_digits(sample: str) -> None:
    formula = parse(sample, ["x", "y", "z"])
    function = FunctionProblem(formula)
    exact = to_sympy(formula.root)
    slopes = [sympy.diff(exact, SYMBOLS[i], SYMBOLS[j]) for i, j in PAIRS]
    # No point lies where |x| has its kink.
    theirs = sympy.lambdify(SYMBOLS, slopes, [{"DiracDelta": lambda *_: 0}, "mpmath"])
    for point in POINTS:
        if math.isnan(float(evaluate(formula.root, dict(zip("xyz", point, strict=True))))):
            continue
        with mp.workdps(40):
            wanted = [complex(each) for each in theirs(*map(mp.mpf, point))]
        assert max(abs(each.imag) for each in wanted) < 1e-12
        hessian = function.hessian(point)
        largest = max(1.0, *(abs(each) for each in wanted))
        for (i, j), each in zip(PAIRS, wanted, strict=True):
            assert hessian[i, j] == pytest.approx(each.real, rel=1e-10, abs=1e-13 * largest)


@settings(max_examples=100, deadline=None)
@given(trees(), st.lists(st.floats(-4, 4), min_size=6, max_size=6))
def test_that_a_hessian_is_symmetric_and_its_products_are_its_own(root, numbers) -> None:
    function = FunctionProblem(Formula("", NAMES, root))
    point, direction = numbers[:3], np.array(numbers[3:])

    hessian = function.hessian(point)
    np.testing.assert_array_equal(hessian, hessian.T)
    if np.isfinite(hessian).all() and np.abs(hessian).max() < 1e100:
        sizes = np.abs(hessian) @ np.abs(direction)
        product = function.hessian_product(point, direction)
        assert np.all(np.abs(product - hessian @ direction) <= 1e-9 * sizes.max() + 1e-300)
