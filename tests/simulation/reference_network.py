"""A network in NumPy, written from the formulas alone: samples are rows, z = xW + b."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Float = NDArray[np.float64]

ACTIVATIONS: dict[str, tuple[Callable[[Float], Float], Callable[[Float], Float]]] = {
    "linear": (lambda z: z, np.ones_like),
    "sigmoid": (
        lambda z: 1 / (1 + np.exp(-z)),
        lambda z: np.exp(-z) / (1 + np.exp(-z)) ** 2,
    ),
    "tanh": (np.tanh, lambda z: 1 - np.tanh(z) ** 2),
    "relu": (lambda z: np.maximum(z, 0.0), lambda z: (z > 0).astype(np.float64)),
}


def _softmax(y: Float) -> Float:
    powers = np.exp(y - y.max(axis=1, keepdims=True))
    result: Float = powers / powers.sum(axis=1, keepdims=True)
    return result


LOSSES: dict[str, tuple[Callable[[Float, Float], float], Callable[[Float, Float], Float]]] = {
    "mse": (lambda y, o: float(np.mean((y - o) ** 2)), lambda y, o: 2 * (y - o) / y.size),
    "half_sse": (lambda y, o: float(0.5 * np.sum((y - o) ** 2)), lambda y, o: y - o),
    "binary_cross_entropy": (
        lambda y, o: float(np.mean(np.sum(np.log(1 + np.exp(y)) - o * y, axis=1))),
        lambda y, o: (1 / (1 + np.exp(-y)) - o) / len(y),
    ),
    "cross_entropy": (
        lambda y, o: float(-np.mean(np.sum(o * np.log(_softmax(y)), axis=1))),
        lambda y, o: (_softmax(y) - o) / len(y),
    ),
}
"""Of outputs y and targets o: E, and ∂E/∂y."""


@dataclass(frozen=True)
class ReferenceNetwork:
    """Widths from the inputs to the outputs, an activation for each layer, a loss, the penalty."""

    widths: Sequence[int]
    activations: Sequence[str]
    loss: str
    l2: float = 0.0

    @property
    def size(self) -> int:
        return sum((a + 1) * b for a, b in zip(self.widths[:-1], self.widths[1:], strict=True))

    def layers(self, theta: Float) -> list[tuple[Float, Float]]:
        """Cut θ into W, row by row, and b of each layer."""
        result, rest = [], theta
        for fan_in, fan_out in zip(self.widths[:-1], self.widths[1:], strict=True):
            weights, rest = rest[: fan_in * fan_out], rest[fan_in * fan_out :]
            biases, rest = rest[:fan_out], rest[fan_out:]
            result.append((weights.reshape(fan_in, fan_out), biases))
        return result

    def loss_and_gradient(self, theta: Float, inputs: Float, targets: Float) -> tuple[float, Float]:
        layers = self.layers(theta)
        values, sums = [inputs], []
        for (weights, biases), name in zip(layers, self.activations, strict=True):
            sums.append(values[-1] @ weights + biases)
            values.append(ACTIVATIONS[name][0](sums[-1]))
        value, slope = LOSSES[self.loss]
        loss = value(values[-1], targets)
        loss += 0.5 * self.l2 * sum(float(np.sum(weights**2)) for weights, _ in layers)
        error, parts = slope(values[-1], targets), []
        for index in reversed(range(len(layers))):
            weights, _ = layers[index]
            delta = error * ACTIVATIONS[self.activations[index]][1](sums[index])
            gradient = values[index].T @ delta + self.l2 * weights
            parts.append(np.concatenate([gradient.ravel(), delta.sum(axis=0)]))
            error = delta @ weights.T
        return loss, np.concatenate(parts[::-1])
