"""The instruction set of a tape, shared by the compiler here and the kernels of the engine."""

from enum import IntEnum


class Opcode(IntEnum):
    """One operation on registers; numbered from 0 without gaps, so that a kernel can jump."""

    NEGATE = 0
    ADD = 1
    SUBTRACT = 2
    MULTIPLY = 3
    DIVIDE = 4
    POWER = 5
    """Any base, any exponent."""
    POWER_CONSTANT = 6
    """The exponent is a constant register: no derivative with respect to it is needed."""
    POWER_INTEGER = 7
    """The exponent is a constant register that holds an integer, 2 < |n| <= 64: multiplied out."""
    SQUARE = 8
    ABSOLUTE = 9
    SIGN = 10
    FLOOR = 11
    CEIL = 12
    MINIMUM = 13
    MAXIMUM = 14
    SQRT = 15
    CBRT = 16
    EXP = 17
    LOG = 18
    LOG2 = 19
    LOG10 = 20
    SIN = 21
    COS = 22
    TAN = 23
    ASIN = 24
    ACOS = 25
    ATAN = 26
    ATAN2 = 27
    SINH = 28
    COSH = 29
    TANH = 30
    SIGMOID = 31
    RELU = 32
    SOFTPLUS = 33
    ERF = 34
