"""What each instruction of a tape computes, and how its derivative flows back.

The kinks have their usual subgradient: 0 at abs(0), relu(0), sign, floor and ceil; min and max
share the derivative between their operands where both are equal.
"""

import math

import numpy as np

from gdstudio.engine.jit import kernel
from gdstudio.expression.opcodes import Opcode

# Plain integers: numba freezes them into the code, where the chain of comparisons below becomes
# one jump table.
NEGATE = int(Opcode.NEGATE)
ADD = int(Opcode.ADD)
SUBTRACT = int(Opcode.SUBTRACT)
MULTIPLY = int(Opcode.MULTIPLY)
DIVIDE = int(Opcode.DIVIDE)
POWER = int(Opcode.POWER)
POWER_CONSTANT = int(Opcode.POWER_CONSTANT)
POWER_INTEGER = int(Opcode.POWER_INTEGER)
SQUARE = int(Opcode.SQUARE)
ABSOLUTE = int(Opcode.ABSOLUTE)
SIGN = int(Opcode.SIGN)
FLOOR = int(Opcode.FLOOR)
CEIL = int(Opcode.CEIL)
MINIMUM = int(Opcode.MINIMUM)
MAXIMUM = int(Opcode.MAXIMUM)
SQRT = int(Opcode.SQRT)
CBRT = int(Opcode.CBRT)
EXP = int(Opcode.EXP)
LOG = int(Opcode.LOG)
LOG2 = int(Opcode.LOG2)
LOG10 = int(Opcode.LOG10)
SIN = int(Opcode.SIN)
COS = int(Opcode.COS)
TAN = int(Opcode.TAN)
ASIN = int(Opcode.ASIN)
ACOS = int(Opcode.ACOS)
ATAN = int(Opcode.ATAN)
ATAN2 = int(Opcode.ATAN2)
SINH = int(Opcode.SINH)
COSH = int(Opcode.COSH)
TANH = int(Opcode.TANH)
SIGMOID = int(Opcode.SIGMOID)
RELU = int(Opcode.RELU)
SOFTPLUS = int(Opcode.SOFTPLUS)
ERF = int(Opcode.ERF)

LN_2 = math.log(2.0)
LN_10 = math.log(10.0)
TWO_OVER_ROOT_PI = 2.0 / math.sqrt(math.pi)


@kernel("float64(float64, float64)")
def integer_power(base: float, exponent: float) -> float:
    """Return base to an integer exponent by repeated squaring."""
    remaining = int(abs(exponent))
    result = 1.0
    square = base
    while remaining > 0:
        if remaining & 1:
            result *= square
        square *= square
        remaining >>= 1
    return result if exponent >= 0.0 else 1.0 / result


@kernel("float64(float64)")
def sigmoid(a: float) -> float:
    """Return 1/(1 + exp(−a)) without overflow."""
    if a >= 0.0:
        return 1.0 / (1.0 + math.exp(-a))
    e = math.exp(a)
    return e / (1.0 + e)


@kernel("float64(int64, float64, float64)", inline=True)
def value_of(opcode: int, a: float, b: float) -> float:
    """Return the result of one instruction. NaN and infinity are results like any other."""
    if opcode == NEGATE:
        return -a
    elif opcode == ADD:
        return a + b
    elif opcode == SUBTRACT:
        return a - b
    elif opcode == MULTIPLY:
        return a * b
    elif opcode == DIVIDE:
        return a / b
    elif opcode == POWER or opcode == POWER_CONSTANT:
        return math.pow(a, b)
    elif opcode == POWER_INTEGER:
        return integer_power(a, b)
    elif opcode == SQUARE:
        return a * a
    elif opcode == ABSOLUTE:
        return abs(a)
    elif opcode == SIGN:
        return np.sign(a)
    elif opcode == FLOOR:
        return np.floor(a)
    elif opcode == CEIL:
        return np.ceil(a)
    elif opcode == MINIMUM:
        return np.minimum(a, b)
    elif opcode == MAXIMUM:
        return np.maximum(a, b)
    elif opcode == SQRT:
        return math.sqrt(a)
    elif opcode == CBRT:
        return np.cbrt(a)
    elif opcode == EXP:
        return math.exp(a)
    elif opcode == LOG:
        return math.log(a)
    elif opcode == LOG2:
        return np.log2(a)
    elif opcode == LOG10:
        return math.log10(a)
    elif opcode == SIN:
        return math.sin(a)
    elif opcode == COS:
        return math.cos(a)
    elif opcode == TAN:
        return math.tan(a)
    elif opcode == ASIN:
        return math.asin(a)
    elif opcode == ACOS:
        return math.acos(a)
    elif opcode == ATAN:
        return math.atan(a)
    elif opcode == ATAN2:
        return math.atan2(a, b)
    elif opcode == SINH:
        return math.sinh(a)
    elif opcode == COSH:
        return math.cosh(a)
    elif opcode == TANH:
        return math.tanh(a)
    elif opcode == SIGMOID:
        return sigmoid(a)
    elif opcode == RELU:
        return np.maximum(a, 0.0)
    elif opcode == SOFTPLUS:
        return np.maximum(a, 0.0) + math.log1p(math.exp(-abs(a)))
    elif opcode == ERF:
        return math.erf(a)
    return math.nan


@kernel("float64(int64, float64, float64, float64)", inline=True)
def unary_slope(opcode: int, a: float, b: float, value: float) -> float:
    """Return ∂value/∂a of an instruction whose derivative flows to its left operand alone.

    ``b`` is the constant exponent of the powers, else it is not used.
    """
    if opcode == NEGATE:
        return -1.0
    elif opcode == SQUARE:
        return 2.0 * a
    elif opcode == POWER_INTEGER:
        return b * integer_power(a, b - 1.0)
    elif opcode == POWER_CONSTANT:
        return b * math.pow(a, b - 1.0)
    elif opcode == SIN:
        return math.cos(a)
    elif opcode == COS:
        return -math.sin(a)
    elif opcode == EXP:
        return value
    elif opcode == LOG:
        return 1.0 / a
    elif opcode == SQRT:
        return 0.5 / value
    elif opcode == ABSOLUTE:
        return np.sign(a)
    elif opcode == TANH:
        # 1 − tanh² loses every digit where tanh is near 1.
        c = math.cosh(a)
        return 1.0 / (c * c)
    elif opcode == SIGMOID:
        return value * sigmoid(-a)
    elif opcode == RELU:
        return 1.0 if a > 0.0 else 0.0
    elif opcode == SOFTPLUS:
        return sigmoid(a)
    elif opcode == TAN:
        return 1.0 + value * value
    elif opcode == ASIN:
        return 1.0 / math.sqrt((1.0 - a) * (1.0 + a))
    elif opcode == ACOS:
        return -1.0 / math.sqrt((1.0 - a) * (1.0 + a))
    elif opcode == ATAN:
        return 1.0 / (1.0 + a * a)
    elif opcode == SINH:
        return math.cosh(a)
    elif opcode == COSH:
        return math.sinh(a)
    elif opcode == CBRT:
        return 1.0 / (3.0 * value * value)
    elif opcode == LOG2:
        return 1.0 / (a * LN_2)
    elif opcode == LOG10:
        return 1.0 / (a * LN_10)
    elif opcode == ERF:
        return TWO_OVER_ROOT_PI * math.exp(-a * a)
    # SIGN, FLOOR, CEIL: constant between their jumps.
    return 0.0


@kernel("UniTuple(float64, 2)(int64, float64, float64, float64)")
def binary_slopes(opcode: int, a: float, b: float, value: float) -> tuple[float, float]:
    """Return ∂value/∂a and ∂value/∂b of an instruction of two operands that is not arithmetic."""
    if opcode == POWER:
        # 0^b for b > 0 is flat in b, though log 0 is not finite.
        towards_exponent = 0.0 if value == 0.0 else value * math.log(a)
        return b * math.pow(a, b - 1.0), towards_exponent
    elif opcode == MINIMUM:
        if a == b:
            return 0.5, 0.5
        return (1.0, 0.0) if a < b else (0.0, 1.0)
    elif opcode == MAXIMUM:
        if a == b:
            return 0.5, 0.5
        return (1.0, 0.0) if a > b else (0.0, 1.0)
    # ATAN2
    square = a * a + b * b
    return b / square, -a / square
