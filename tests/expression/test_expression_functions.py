import math

import mpmath
import numpy as np
import pytest
from expression_machine import ALL_FUNCTIONS
from hypothesis import given, settings
from hypothesis import strategies as st

from gdstudio.expression import Opcode
from gdstudio.expression.functions import FUNCTIONS

NAMED = [
    "sin",
    "cos",
    "tan",
    "asin",
    "acos",
    "atan",
    "atan2",
    "sinh",
    "cosh",
    "tanh",
    "exp",
    "log",
    "ln",
    "log2",
    "log10",
    "sqrt",
    "cbrt",
    "abs",
    "sign",
    "floor",
    "ceil",
    "min",
    "max",
    "pow",
    "sigmoid",
    "relu",
    "softplus",
    "erf",
]

EXACT = {
    **{
        name: getattr(mpmath, name)
        for name in ["sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh"]
    },
    **{
        name: getattr(mpmath, name)
        for name in ["tanh", "exp", "log10", "sqrt", "erf", "floor", "ceil", "sign"]
    },
    "ln": mpmath.log,
    "log": mpmath.log,
    "abs": abs,
    "log2": lambda a: mpmath.log(a, 2),
    "cbrt": lambda a: mpmath.sign(a) * mpmath.cbrt(abs(a)),
    "sigmoid": lambda a: 1 / (1 + mpmath.exp(-a)),
    "softplus": lambda a: mpmath.log1p(mpmath.exp(a)),
    "relu": lambda a: max(a, mpmath.mpf(0)),
}


def test_that_the_table_holds_every_function():
    assert sorted(FUNCTIONS) == sorted(NAMED)
    assert FUNCTIONS["log"] is FUNCTIONS["ln"]


def test_that_each_opcode_belongs_to_at_most_one_function():
    opcodes = [function.opcode for function in ALL_FUNCTIONS]
    assert len(opcodes) == len(set(opcodes))
    special = {Opcode.SQUARE, Opcode.POWER_INTEGER, Opcode.POWER_CONSTANT}
    assert set(Opcode) - set(opcodes) == special


@pytest.mark.parametrize("name", sorted(EXACT))
@pytest.mark.parametrize("x", [0.03, 0.4, 0.97, 1.0, 2.5, 30.0, -0.3, -0.9, -4.5, -40.0, 1e-9])
def test_that_values_are_exact(name, x):
    with mpmath.workdps(40):
        want = mpmath.mpmathify(EXACT[name](mpmath.mpf(x)))
        want = float(want.real) if want.imag == 0 else math.nan
    value = float(FUNCTIONS[name].value(np.float64(x)))
    assert value == pytest.approx(want, rel=1e-14, abs=0, nan_ok=True)


@settings(deadline=None)
@given(st.sampled_from(sorted(FUNCTIONS)), st.lists(st.floats(), min_size=2, max_size=2))
def test_that_values_never_raise_or_warn(name, numbers):
    function = FUNCTIONS[name]
    operands = [np.array([number, -number]) for number in numbers][: function.arity]
    value = function.value(*operands)
    assert value.dtype == np.float64
    assert value.shape == (2,)


@pytest.mark.parametrize("function", ALL_FUNCTIONS, ids=lambda function: function.opcode.name)
def test_that_not_a_number_stays_so(function):
    value = function.value(*[np.float64(math.nan)] * function.arity)
    assert np.isnan(value)


@pytest.mark.parametrize(
    ("name", "operands", "value"),
    [
        ("ln", [0.0], -math.inf),
        ("ln", [-1.0], math.nan),
        ("sqrt", [-1.0], math.nan),
        ("pow", [0.0, -1.0], math.inf),
        ("pow", [-1.0, 0.5], math.nan),
        ("pow", [10.0, 400.0], math.inf),
        ("exp", [1000.0], math.inf),
        ("sigmoid", [1000.0], 1.0),
        ("sigmoid", [-1000.0], 0.0),
        ("softplus", [1000.0], 1000.0),
        ("softplus", [-1000.0], 0.0),
        ("sign", [0.0], 0.0),
        ("erf", [math.inf], 1.0),
        ("cbrt", [-8.0], -2.0),
        ("max", [math.inf, 1.0], math.inf),
    ],
)
def test_that_values_follow_ieee_at_the_edges(name, operands, value):
    got = float(FUNCTIONS[name].value(*map(np.float64, operands)))
    assert got == pytest.approx(value, nan_ok=True)


def test_that_arrays_are_broadcast():
    value = FUNCTIONS["max"].value(np.zeros((3, 1)), np.arange(2.0))
    assert value.shape == (3, 2)
