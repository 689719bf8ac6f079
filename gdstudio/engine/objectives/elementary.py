"""Exponentials without branches and calls, so that loops over them become vector instructions.

e^x = (1 + q)·2^n with the whole number n nearest to x/ln 2 and q = e^r − 1 for the rest r, of which
|r| ≤ ½ ln 2: a short series. Each result is right to a few units in the last place. NaN stays NaN,
infinity and whatever is too large or too small for a number end where they should.

A kernel that calls these may not be REORDERED: (x + c) − c is meant as it stands.
"""

import math

import numpy as np

from gdstudio.engine.jit import kernel

ROUNDING = 1.5 * 2.0**52
"""Added to a number of moderate size, it leaves no room for a fraction: the sum is rounded."""
ROUNDING_BITS = int(np.float64(ROUNDING).view(np.int64))

LN_2 = math.log(2.0)
ONE_OVER_LN_2 = 1.0 / LN_2
# ln 2 in two parts: the first has so few digits that its product with n is exact.
LN_2_HIGH = float.fromhex("0x1.62e42fefap-1")
LN_2_LOW = float.fromhex("0x1.cf79abc9e3b3ap-40")

HIGHEST, LOWEST = 710.0, -746.0
"""Beyond these e^x is infinite, or 0."""

EXPONENT_BIAS, MANTISSA_BITS = 1023, 52

# 1/k!
E3, E4, E5, E6, E7, E8 = (1.0 / math.factorial(k) for k in range(3, 9))
E9, E10, E11, E12, E13 = (1.0 / math.factorial(k) for k in range(9, 14))

# 1/(2k + 1)
A1, A2, A3, A4, A5, A6 = (1.0 / (2 * k + 1) for k in range(1, 7))
A7, A8, A9, A10, A11 = (1.0 / (2 * k + 1) for k in range(7, 12))

ROOT_2 = math.sqrt(2.0)


@kernel("UniTuple(float64, 3)(float64)", inline=True)
def parts_of_exponential(x: float) -> tuple[float, float, float]:
    """Return q, 2^a and 2^b of e^x = (1 + q)·2^a·2^b.

    Two powers, since 2^1024 and 2^−1075 alone are no numbers.
    """
    x = HIGHEST if x > HIGHEST else x
    x = LOWEST if x < LOWEST else x
    rounded = x * ONE_OVER_LN_2 + ROUNDING
    n = rounded - ROUNDING
    r = (x - n * LN_2_HIGH) - n * LN_2_LOW
    q = E12 + r * E13
    q = E11 + r * q
    q = E10 + r * q
    q = E9 + r * q
    q = E8 + r * q
    q = E7 + r * q
    q = E6 + r * q
    q = E5 + r * q
    q = E4 + r * q
    q = E3 + r * q
    q = 0.5 + r * q
    q = r + r * r * q
    # The last bits of the rounded number are n.
    exponent = np.float64(rounded).view(np.int64) - ROUNDING_BITS
    half = exponent >> 1
    first = np.int64((half + EXPONENT_BIAS) << MANTISSA_BITS).view(np.float64)
    second = np.int64((exponent - half + EXPONENT_BIAS) << MANTISSA_BITS).view(np.float64)
    return q, first, second


@kernel("float64(float64)", inline=True)
def exponential(x: float) -> float:
    """Return e^x."""
    q, first, second = parts_of_exponential(x)
    return (first + first * q) * second


@kernel("UniTuple(float64, 2)(float64)", inline=True)
def exponential_and_excess(x: float) -> tuple[float, float]:
    """Return e^x and e^x − 1, which loses no digit near 0; for x ≤ 0."""
    q, first, second = parts_of_exponential(x)
    power = first * second
    return (first + first * q) * second, (power - 1.0) + power * q


@kernel("float64(float64)", inline=True)
def logarithm_of_one_and(x: float) -> float:
    """Return log(1 + x) for 0 ≤ x ≤ 1.

    log(1 + f) = 2 artanh(s), s = f/(2 + f), for f = x or, with ln 2 beside it, f = (x − 1)/2.
    """
    large = x > ROOT_2 - 1.0
    f = 0.5 * (x - 1.0) if large else x
    s = f / (2.0 + f)
    square = s * s
    series = A10 + square * A11
    series = A9 + square * series
    series = A8 + square * series
    series = A7 + square * series
    series = A6 + square * series
    series = A5 + square * series
    series = A4 + square * series
    series = A3 + square * series
    series = A2 + square * series
    series = A1 + square * series
    return (LN_2 if large else 0.0) + 2.0 * (s + s * square * series)
