"""A tape interpreter in plain Python, and random trees."""

import math

import numpy as np
from hypothesis import strategies as st

from gdstudio.expression.functions import BINARY_OPERATORS, CONSTANTS, FUNCTIONS, NEGATE
from gdstudio.expression.opcodes import Opcode
from gdstudio.expression.tape import Tape
from gdstudio.expression.tree import Apply, Number, Variable

NAMES = ("x", "y", "e3")
ALL_FUNCTIONS = tuple({*FUNCTIONS.values(), *BINARY_OPERATORS.values(), NEGATE})

_TWO_OPERANDS = {
    Opcode.ADD: lambda a, b: a + b,
    Opcode.SUBTRACT: lambda a, b: a - b,
    Opcode.MULTIPLY: lambda a, b: a * b,
    Opcode.DIVIDE: np.divide,
    Opcode.POWER: np.power,
    Opcode.POWER_CONSTANT: np.power,
    Opcode.MINIMUM: np.minimum,
    Opcode.MAXIMUM: np.maximum,
    Opcode.ATAN2: np.arctan2,
}
_ONE_OPERAND = {
    Opcode.NEGATE: lambda a: -a,
    Opcode.SQUARE: lambda a: a * a,
    Opcode.ABSOLUTE: np.abs,
    Opcode.SIGN: np.sign,
    Opcode.FLOOR: np.floor,
    Opcode.CEIL: np.ceil,
    Opcode.SQRT: np.sqrt,
    Opcode.CBRT: np.cbrt,
    Opcode.EXP: np.exp,
    Opcode.LOG: np.log,
    Opcode.LOG2: np.log2,
    Opcode.LOG10: np.log10,
    Opcode.SIN: np.sin,
    Opcode.COS: np.cos,
    Opcode.TAN: np.tan,
    Opcode.ASIN: np.arcsin,
    Opcode.ACOS: np.arccos,
    Opcode.ATAN: np.arctan,
    Opcode.SINH: np.sinh,
    Opcode.COSH: np.cosh,
    Opcode.TANH: np.tanh,
    Opcode.SIGMOID: lambda a: 1 / (1 + np.exp(-a)),
    Opcode.RELU: lambda a: np.maximum(a, 0),
    Opcode.SOFTPLUS: lambda a: np.logaddexp(0, a),
    Opcode.ERF: lambda a: np.float64(math.erf(a)),
}


def run(tape: Tape, values) -> float:
    """Execute a tape, checking that it keeps the rules of its format."""
    registers = [np.float64(value) for value in (*values, *tape.constants)]
    with np.errstate(all="ignore"):
        for opcode, left, right in tape.instructions.tolist():
            assert 0 <= left < len(registers)
            assert 0 <= right < len(registers)
            registers.append(_step(Opcode(opcode), left, right, registers, tape))
    return float(registers[tape.result])


def _step(opcode, left, right, registers, tape):
    a, b = registers[left], registers[right]
    if opcode in (Opcode.POWER_CONSTANT, Opcode.POWER_INTEGER):
        first = len(tape.variables)
        assert first <= right < first + len(tape.constants)
    if opcode is Opcode.POWER_INTEGER:
        assert b.is_integer()
        assert 2 < abs(b) <= 64
        return np.power(a, b)
    if opcode in _TWO_OPERANDS:
        return _TWO_OPERANDS[opcode](a, b)
    assert left == right
    return _ONE_OPERAND[opcode](a)


def numbers():
    """Return a strategy for leaves that are numbers, named ones among them."""
    return st.one_of(
        st.sampled_from([0.0, 1.0, 2.0, 3.0, 0.5, 10.0, 1e-5, 1e22]),
        st.floats(min_value=0, allow_infinity=False),
    ).map(Number) | st.sampled_from([CONSTANTS["pi"], CONSTANTS["e"]])


def trees():
    """Return a strategy for trees over the variables NAMES."""
    leaves = numbers() | st.sampled_from(NAMES).map(Variable)

    def grow(nodes):
        return st.sampled_from(sorted(ALL_FUNCTIONS, key=lambda function: function.opcode)).flatmap(
            lambda function: st.tuples(*[nodes] * function.arity).map(
                lambda operands: Apply(function, operands)
            )
        )

    return st.recursive(leaves, grow, max_leaves=25)


def points():
    """Return a strategy for values of the variables NAMES."""
    value = st.floats(-5, 5) | st.sampled_from([0.0, -0.0, 1.0, -1.0, math.inf, math.nan])
    return st.tuples(*[value] * len(NAMES))
