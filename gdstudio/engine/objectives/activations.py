"""What a unit does with its pre-activation z: its value y = f(z) and its slope f′(z)."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from gdstudio.engine.jit import FUSED, kernel
from gdstudio.engine.objectives.elementary import (
    exponential,
    exponential_and_excess,
    logarithm_of_one_and,
)

LINEAR, SIGMOID, TANH, RELU, LEAKY_RELU, ELU, SOFTPLUS, GELU, SIN = range(9)

LEAK = 0.01
"""Slope of the leaky ReLU below 0."""

ROOT_HALF = math.sqrt(0.5)
PEAK_OF_NORMAL = 1.0 / math.sqrt(2.0 * math.pi)
FAR = 40.0
"""Where the normal distribution is 0 beyond all numbers."""


@dataclass(frozen=True)
class Activation:
    """An activation function.

    Attributes
    ----------
    key, label
        In files; in the window.
    formula, derivative
        y and y′ of z, as LaTeX.
    hint
        One sentence for a student.
    code
        What ``activate`` knows it by.
    has_slope
        Whether λ changes it.
    """

    key: str
    label: str
    formula: str
    derivative: str
    hint: str
    code: int
    has_slope: bool = False


ACTIVATIONS: Mapping[str, Activation] = MappingProxyType(
    {
        activation.key: activation
        for activation in (
            Activation(
                "linear",
                "Linear",
                "y = z",
                "y' = 1",
                "Passes on what comes in: for the last layer of a regression.",
                LINEAR,
            ),
            Activation(
                "sigmoid",
                "Sigmoid",
                r"y = \frac{1}{1 + e^{-\lambda z}}",
                r"y' = \lambda\, y\, (1 - y)",
                "Squeezes everything between 0 and 1; its slope is 1/4 of λ at most.",
                SIGMOID,
                has_slope=True,
            ),
            Activation(
                "tanh",
                "Tanh",
                r"y = \tanh z",
                r"y' = 1 - y^2",
                "Squeezes everything between −1 and 1, with slope 1 at 0.",
                TANH,
            ),
            Activation(
                "relu",
                "ReLU",
                r"y = \max(z, 0)",
                r"y' = 1 \;(z > 0), \; 0 \;(z \leq 0)",
                "Cuts off what is negative; where it does so, nothing is learned.",
                RELU,
            ),
            Activation(
                "leaky_relu",
                "Leaky ReLU",
                r"y = z \;(z > 0), \; 0.01\, z \;(z \leq 0)",
                r"y' = 1 \;(z > 0), \; 0.01 \;(z \leq 0)",
                "A ReLU that lets a little through, so that no unit dies.",
                LEAKY_RELU,
            ),
            Activation(
                "elu",
                "ELU",
                r"y = z \;(z > 0), \; e^z - 1 \;(z \leq 0)",
                r"y' = 1 \;(z > 0), \; e^z \;(z \leq 0)",
                "A ReLU with a smooth end that levels out at −1.",
                ELU,
            ),
            Activation(
                "softplus",
                "Softplus",
                r"y = \ln(1 + e^z)",
                r"y' = \frac{1}{1 + e^{-z}}",
                "A ReLU without a corner.",
                SOFTPLUS,
            ),
            Activation(
                "gelu",
                "GELU",
                r"y = z\, \Phi(z)",
                r"y' = \Phi(z) + z\, \varphi(z)",
                "z times the probability that a normal number is below it: a ReLU with a dip.",
                GELU,
            ),
            Activation(
                "sin",
                "Sine",
                r"y = \sin z",
                r"y' = \cos z",
                "A wave: good at curves that go up and down.",
                SIN,
            ),
        )
    }
)


@kernel("UniTuple(float64, 2)(float64, float64)", inline=True)
def sigmoid(z: float, steepness: float) -> tuple[float, float]:
    """Return 1/(1 + e^(−λz)) and its slope, both to full precision on either side."""
    u = steepness * z
    small = exponential(-abs(u))
    near_one = 1.0 / (1.0 + small)
    near_zero = small * near_one
    return near_one if u >= 0.0 else near_zero, steepness * near_one * near_zero


@kernel("UniTuple(float64, 2)(float64)", inline=True)
def tanh(z: float) -> tuple[float, float]:
    """Return tanh z = −e/(2 + e), e = e^(−2|z|) − 1, with z's sign; and 1 − tanh² z."""
    power, excess = exponential_and_excess(-2.0 * abs(z))
    share = 1.0 / (2.0 + excess)
    return math.copysign(excess * share, z), 4.0 * power * share * share


@kernel("UniTuple(float64, 2)(float64)", inline=True)
def elu(z: float) -> tuple[float, float]:
    """Return z and 1 above 0, else e^z − 1 and e^z."""
    power, excess = exponential_and_excess(0.0 if z > 0.0 else z)
    return z if z > 0.0 else excess, power


@kernel("UniTuple(float64, 2)(float64)", inline=True)
def softplus(z: float) -> tuple[float, float]:
    """Return max(z, 0) + log(1 + e^(−|z|)) and the sigmoid of z."""
    small = exponential(-abs(z))
    near_one = 1.0 / (1.0 + small)
    slope = near_one if z >= 0.0 else small * near_one
    return (z if z > 0.0 else 0.0) + logarithm_of_one_and(small), slope


@kernel("UniTuple(float64, 2)(float64)", inline=True)
def gelu(z: float) -> tuple[float, float]:
    """Return z·Φ(z) and Φ(z) + z·φ(z), Φ and φ of the normal distribution."""
    # ∞·0 would be NaN: beyond FAR the product is what it is at FAR.
    near = -FAR if z < -FAR else z
    within = FAR if near > FAR else near
    below = 0.5 * math.erfc(-ROOT_HALF * z)
    return near * below, below + within * PEAK_OF_NORMAL * math.exp(-0.5 * within * within)


@kernel("void(int64, float64, float64[::1], int64, int64, int64)", liberties=FUSED)
def activate(
    code: int,
    steepness: float,
    work: NDArray[np.float64],
    values_at: int,
    slopes_at: int,
    count: int,
) -> None:
    """Write f(z) of ``count`` numbers, and f′(z) over the pre-activations z themselves.

    Parameters
    ----------
    code, steepness
        The function, and λ of the sigmoid.
    work, values_at, slopes_at
        z stands from ``slopes_at`` on; the values are written from ``values_at`` on.
    """
    y = work[values_at : values_at + count]
    z = work[slopes_at : slopes_at + count]
    # One loop for each function: only a loop without a choice becomes vector instructions.
    if code == LINEAR:
        for i in range(count):
            y[i] = z[i]
            z[i] = 1.0
    elif code == SIGMOID:
        for i in range(count):
            y[i], z[i] = sigmoid(z[i], steepness)
    elif code == TANH:
        for i in range(count):
            y[i], z[i] = tanh(z[i])
    elif code == RELU:
        for i in range(count):
            # Not max(z, 0), which is 0 for NaN.
            y[i] = 0.0 if z[i] < 0.0 else z[i]
            z[i] = 1.0 if z[i] > 0.0 else 0.0
    elif code == LEAKY_RELU:
        for i in range(count):
            y[i] = z[i] if z[i] > 0.0 else LEAK * z[i]
            z[i] = 1.0 if z[i] > 0.0 else LEAK
    elif code == ELU:
        for i in range(count):
            y[i], z[i] = elu(z[i])
    elif code == SOFTPLUS:
        for i in range(count):
            y[i], z[i] = softplus(z[i])
    elif code == GELU:
        for i in range(count):
            y[i], z[i] = gelu(z[i])
    elif code == SIN:
        for i in range(count):
            y[i], z[i] = math.sin(z[i]), math.cos(z[i])
