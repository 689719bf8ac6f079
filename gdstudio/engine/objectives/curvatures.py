"""The second derivatives of what each instruction of a tape computes, beside ``operations``.

At a kink they are those of its subgradient, which is constant there: 0.
"""

import math

from gdstudio.engine.jit import kernel
from gdstudio.engine.objectives.operations import (
    ABSOLUTE,
    ACOS,
    ADD,
    ASIN,
    ATAN,
    ATAN2,
    CBRT,
    CEIL,
    COS,
    COSH,
    DIVIDE,
    ERF,
    EXP,
    FLOOR,
    LN_2,
    LN_10,
    LOG,
    LOG2,
    LOG10,
    MAXIMUM,
    MINIMUM,
    MULTIPLY,
    NEGATE,
    POWER,
    POWER_CONSTANT,
    POWER_INTEGER,
    RELU,
    SIGMOID,
    SIGN,
    SIN,
    SINH,
    SOFTPLUS,
    SQRT,
    SQUARE,
    SUBTRACT,
    TAN,
    TANH,
    TWO_OVER_ROOT_PI,
    binary_slopes,
    integer_power,
    sigmoid,
)


@kernel("boolean(int64)", inline=True)
def is_binary(opcode: int) -> bool:
    """Return whether a derivative flows to both operands of an instruction."""
    return (
        opcode == ADD
        or opcode == SUBTRACT
        or opcode == MULTIPLY
        or opcode == DIVIDE
        or opcode == POWER
        or opcode == MINIMUM
        or opcode == MAXIMUM
        or opcode == ATAN2
    )


@kernel("boolean(int64)", inline=True)
def is_straight(opcode: int) -> bool:
    """Return whether all second derivatives of an instruction are 0."""
    return (
        opcode == ADD
        or opcode == SUBTRACT
        or opcode == NEGATE
        or opcode == ABSOLUTE
        or opcode == RELU
        or opcode == SIGN
        or opcode == FLOOR
        or opcode == CEIL
        or opcode == MINIMUM
        or opcode == MAXIMUM
    )


@kernel("float64(int64, float64, float64, float64)")
def unary_curvature(opcode: int, a: float, b: float, value: float) -> float:
    """Return ∂²value/∂a² of an instruction whose derivative flows to its left operand alone.

    ``b`` is the constant exponent of the powers, else it is not used.
    """
    if opcode == SQUARE:
        return 2.0
    elif opcode == POWER_INTEGER:
        return b * (b - 1.0) * integer_power(a, b - 2.0)
    elif opcode == POWER_CONSTANT:
        return b * (b - 1.0) * math.pow(a, b - 2.0)
    elif opcode == SIN or opcode == COS:
        return -value
    elif opcode == EXP or opcode == SINH or opcode == COSH:
        return value
    elif opcode == LOG:
        return -1.0 / (a * a)
    elif opcode == LOG2:
        return -1.0 / (a * a * LN_2)
    elif opcode == LOG10:
        return -1.0 / (a * a * LN_10)
    elif opcode == SQRT:
        return -0.25 / (a * value)
    elif opcode == CBRT:
        return -2.0 / (9.0 * a * value * value)
    elif opcode == TANH:
        c = math.cosh(a)
        return -2.0 * value / (c * c)
    elif opcode == SIGMOID:
        # 1 − 2σ(a) = −tanh(a/2), without a difference of numbers that are nearly equal.
        return -value * sigmoid(-a) * math.tanh(0.5 * a)
    elif opcode == SOFTPLUS:
        return sigmoid(a) * sigmoid(-a)
    elif opcode == TAN:
        return 2.0 * value * (1.0 + value * value)
    elif opcode == ASIN:
        square = (1.0 - a) * (1.0 + a)
        return a / (square * math.sqrt(square))
    elif opcode == ACOS:
        square = (1.0 - a) * (1.0 + a)
        return -a / (square * math.sqrt(square))
    elif opcode == ATAN:
        square = 1.0 + a * a
        return -2.0 * a / (square * square)
    elif opcode == ERF:
        return -2.0 * a * TWO_OVER_ROOT_PI * math.exp(-a * a)
    # Straight between its kinks.
    return 0.0


@kernel("UniTuple(float64, 5)(int64, float64, float64, float64)")
def binary_derivatives(
    opcode: int, a: float, b: float, value: float
) -> tuple[float, float, float, float, float]:
    """Return ∂/∂a, ∂/∂b, ∂²/∂a², ∂²/∂a∂b and ∂²/∂b² of an instruction of two operands."""
    if opcode == ADD:
        return 1.0, 1.0, 0.0, 0.0, 0.0
    elif opcode == SUBTRACT:
        return 1.0, -1.0, 0.0, 0.0, 0.0
    elif opcode == MULTIPLY:
        return b, a, 0.0, 1.0, 0.0
    elif opcode == DIVIDE:
        share = 1.0 / b
        return share, -value * share, 0.0, -share * share, 2.0 * value * share * share
    left, right = binary_slopes(opcode, a, b, value)
    if opcode == POWER:
        return left, right, *_power_curvatures(a, b, value)
    elif opcode == ATAN2:
        square = a * a + b * b
        twist = 2.0 * (a / square) * (b / square)
        return left, right, -twist, (a - b) / square * ((a + b) / square), twist
    # MINIMUM, MAXIMUM: one operand or the other.
    return left, right, 0.0, 0.0, 0.0


@kernel("UniTuple(float64, 3)(float64, float64, float64)")
def _power_curvatures(a: float, b: float, value: float) -> tuple[float, float, float]:
    """Return ∂²/∂a², ∂²/∂a∂b and ∂²/∂b² of a to the power of b."""
    factor = b * (b - 1.0)
    along = 0.0 if factor == 0.0 else factor * math.pow(a, b - 2.0)
    if value == 0.0:
        # As flat in b as ``binary_slopes`` says; in both it is a^(b−1)(1 + b log a).
        return along, 0.0 if b > 1.0 else math.nan, 0.0
    logarithm = math.log(a)
    return along, math.pow(a, b - 1.0) * (1.0 + b * logarithm), value * logarithm * logarithm
