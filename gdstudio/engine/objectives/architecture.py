"""What a network looks like, and how the kernels are told."""

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdstudio.engine.objectives.activations import ACTIVATIONS
from gdstudio.engine.objectives.losses import LOSSES

LAYERS, INPUTS, OUTPUTS, LOSS, AVERAGES, HEADER = range(6)
"""Places in ``structure``; then come two numbers for each layer: units and activation."""

L2, FACTOR, SLOPES = range(3)
"""Places in ``constants``; from ``SLOPES`` on there is one number for each layer."""

TILE = 64
"""Samples that go through the network together: what they need stays in the processor's cache."""

STRIP = 16
"""Room is made for a multiple of this many samples, which are computed together."""

SPARE_ROWS = 3
"""Rows of the workspace in which a loss keeps numbers of each sample."""

CACHE_LINE = 64
"""Bytes. A vector in two of them takes twice as long to load."""


class Layer(NamedTuple):
    """A fully connected layer y = f(xW + b); ``slope`` is λ of the sigmoid."""

    units: int
    activation: str = "linear"
    slope: float = 1.0


@dataclass(frozen=True)
class Architecture:
    """A feed-forward network and its loss. One linear layer is a linear regression.

    Attributes
    ----------
    inputs
        Columns of a sample.
    layers
        From the first hidden layer to the output layer.
    loss
        Key in ``LOSSES``.
    l2
        λ of the penalty ½λ‖W‖² on the weights, not the biases.

    Raises
    ------
    ValueError
        There is no such network.
    """

    inputs: int
    layers: tuple[Layer, ...]
    loss: str = "mse"
    l2: float = 0.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "layers", tuple(Layer(*layer) for layer in self.layers))
        if self.inputs < 1 or not self.layers or any(layer.units < 1 for layer in self.layers):
            raise ValueError("a network has at least one input, one layer and one unit in each")
        if unknown := {layer.activation for layer in self.layers} - ACTIVATIONS.keys():
            raise ValueError(f"there is no activation {', '.join(sorted(unknown))}")
        if self.loss not in LOSSES:
            raise ValueError(f"there is no loss {self.loss}")

    @property
    def outputs(self) -> int:
        """Units of the last layer."""
        return self.layers[-1].units

    @property
    def shapes(self) -> tuple[tuple[int, int], ...]:
        """The shape (fan_in, fan_out) of each layer's weights."""
        widths = (self.inputs, *(layer.units for layer in self.layers))
        return tuple(pairwise(widths))

    @property
    def parameter_count(self) -> int:
        """How many weights and biases there are."""
        return sum(fan_in * fan_out + fan_out for fan_in, fan_out in self.shapes)

    @property
    def parameter_names(self) -> tuple[str, ...]:
        """``w1_2_3``: layer 1, from its input 2 to its unit 3; ``b1_3``: the bias of that unit."""
        names: list[str] = []
        for layer, (fan_in, fan_out) in enumerate(self.shapes, start=1):
            units = range(1, fan_out + 1)
            names += [f"w{layer}_{i}_{j}" for i in range(1, fan_in + 1) for j in units]
            names += [f"b{layer}_{j}" for j in units]
        return tuple(names)

    def layer_parameters(
        self, theta: NDArray[np.float64]
    ) -> tuple[tuple[NDArray[np.float64], NDArray[np.float64]], ...]:
        """Return views of each layer's W (fan_in, fan_out) and b (fan_out,) in θ or a gradient."""
        views, start = [], 0
        for fan_in, fan_out in self.shapes:
            biases = start + fan_in * fan_out
            end = biases + fan_out
            views.append((theta[start:biases].reshape(fan_in, fan_out), theta[biases:end]))
            start = end
        return tuple(views)


def network_structure(architecture: Architecture) -> NDArray[np.int64]:
    """Return a network as the ``structure`` of an objective."""
    loss = LOSSES[architecture.loss]
    header = [
        len(architecture.layers),
        architecture.inputs,
        architecture.outputs,
        loss.code,
        loss.averages_samples,
    ]
    layers = [(layer.units, ACTIVATIONS[layer.activation].code) for layer in architecture.layers]
    return np.concatenate([np.array(header, dtype=np.int64), np.array(layers).reshape(-1)])


def network_constants(architecture: Architecture) -> NDArray[np.float64]:
    """Return penalty, factor of the loss and slopes as the ``constants`` of an objective."""
    loss = LOSSES[architecture.loss]
    factor = loss.factor / architecture.outputs if loss.averages_outputs else loss.factor
    return np.array([architecture.l2, factor, *(layer.slope for layer in architecture.layers)])


def network_workspace(architecture: Architecture, most_rows: int) -> NDArray[np.float64]:
    """Return memory for batches of at most ``most_rows`` samples. Threads must not share it."""
    units = sum(layer.units for layer in architecture.layers)
    rows = architecture.inputs + architecture.outputs + 2 * units + SPARE_ROWS
    lanes = STRIP * math.ceil(min(TILE, max(most_rows, 1)) / STRIP)
    memory = np.zeros(rows * lanes + CACHE_LINE // 8)
    start = -(memory.ctypes.data // 8) % (CACHE_LINE // 8)
    return memory[start : start + rows * lanes]


def network_data(inputs: ArrayLike, targets: ArrayLike) -> NDArray[np.float64]:
    """Return inputs (n, f) and targets (n, m) side by side as the ``data`` of an objective.

    Classes are one column for each class, 1 in the column of a sample's own class and 0 in the
    others (see ``one_hot``); a yes or no is one column of 1 and 0.

    Raises
    ------
    ValueError
        There are not as many rows of targets as of inputs.
    """
    x, o = np.asarray(inputs, dtype=np.float64), np.asarray(targets, dtype=np.float64)
    if x.ndim != 2 or o.ndim != 2 or len(x) != len(o):
        raise ValueError(f"inputs {x.shape} and targets {o.shape} are no rows side by side")
    return np.ascontiguousarray(np.hstack([x, o]))


def one_hot(classes: NDArray[np.int64], count: int) -> NDArray[np.float64]:
    """Return targets (n, count) for classes (n,) from 0 to ``count`` − 1."""
    return np.eye(count)[classes]
