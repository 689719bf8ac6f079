"""What is written in a ledger: of each unit, on the way forward and back, and of each weight.

Layers, units and inputs count from 0. Layer 0 is the first that has weights; the inputs of the
network are below it.
"""

import math
from dataclasses import dataclass
from enum import Enum, auto

import numpy as np
from numpy.typing import NDArray

Float = NDArray[np.float64]


class FactorKind(Enum):
    """Which derivative a factor of the chain rule is."""

    LOSS = auto()
    """∂E/∂y of a unit."""
    SLOPE = auto()
    """∂y/∂z = f′(z) of a unit."""
    WEIGHT = auto()
    """∂z/∂y = w, from a unit to a unit of the next layer."""
    INPUT = auto()
    """∂z/∂w, what comes in through a weight; ∂z/∂b = 1."""


@dataclass(frozen=True)
class Factor:
    """A factor of the chain rule.

    Attributes
    ----------
    kind
        Which derivative it is.
    layer, unit
        Of the y or z that is differentiated; with ``LOSS`` of the y by which E is.
    source
        Which input of that unit it concerns, with ``WEIGHT`` and ``INPUT``; None: the bias.
    value
        The derivative.
    """

    kind: FactorKind
    layer: int
    unit: int
    source: int | None
    value: float


@dataclass(frozen=True, eq=False)
class ForwardEntry:
    """A unit on the way forward: z = Σ wx + b, y = f(z).

    Attributes
    ----------
    layer, unit
        Whose entry it is.
    inputs, weights
        The factors of the sum, each (fan_in,).
    bias, pre_activation, activation, slope
        b, z, y and f′(z).
    """

    layer: int
    unit: int
    inputs: Float
    weights: Float
    bias: float
    pre_activation: float
    activation: float
    slope: float


@dataclass(frozen=True, eq=False)
class DeltaEntry:
    """A unit on the way back: δ = ∂E/∂z = ∂E/∂y · f′(z).

    Attributes
    ----------
    layer, unit
        Whose entry it is.
    weights, deltas
        To each unit of the next layer, and its δ, each (units,): ∂E/∂y is the sum of their
        products. Empty for the last layer, whose ∂E/∂y comes from the loss.
    upstream, slope, delta
        ∂E/∂y, f′(z), δ.
    """

    layer: int
    unit: int
    weights: Float
    deltas: Float
    upstream: float
    slope: float
    delta: float


@dataclass(frozen=True)
class WeightEntry:
    """A weight or a bias: ∂E/∂w = ∂E/∂y · ∂y/∂z · ∂z/∂w, and λw where weights are penalized.

    Attributes
    ----------
    layer, source, unit
        From which input, None for the bias, to which unit.
    value
        The weight w.
    factors
        Of the chain rule, from the loss to the weight.
    penalty
        λw; 0 for a bias.
    """

    layer: int
    source: int | None
    unit: int
    value: float
    factors: tuple[Factor, ...]
    penalty: float

    @property
    def product(self) -> float:
        """The product of the factors."""
        return math.prod(factor.value for factor in self.factors)

    @property
    def derivative(self) -> float:
        """∂E/∂w with the penalty."""
        return self.product + self.penalty

    def updated(self, rate: float) -> float:
        """Return the weight after a step of gradient descent: w − η ∂E/∂w."""
        return self.value - rate * self.derivative
