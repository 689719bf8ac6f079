"""Networks in plain NumPy, sample by row, written from FORMULAS alone: what ours are held to."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Float = NDArray[np.float64]

erf = np.vectorize(math.erf, otypes=[np.float64])


def sigmoid(z: Float) -> Float:
    return np.exp(-np.logaddexp(0.0, -z))


ACTIVATIONS: dict[str, Callable[[Float], tuple[Float, Float]]] = {
    "linear": lambda z: (z, np.ones_like(z)),
    "tanh": lambda z: (np.tanh(z), 1.0 / np.cosh(z) ** 2),
    "relu": lambda z: (np.maximum(z, 0.0), np.where(z > 0.0, 1.0, 0.0)),
    "leaky_relu": lambda z: (np.maximum(z, 0.01 * z), np.where(z > 0.0, 1.0, 0.01)),
    "elu": lambda z: (np.where(z > 0.0, z, np.expm1(z)), np.where(z > 0.0, 1.0, np.exp(z))),
    "softplus": lambda z: (np.logaddexp(0.0, z), sigmoid(z)),
    "gelu": lambda z: (
        0.5 * z * (1.0 + erf(z / math.sqrt(2.0))),
        0.5 * (1.0 + erf(z / math.sqrt(2.0)))
        + z * np.exp(-(z**2) / 2.0) / math.sqrt(2.0 * math.pi),
    ),
    "sin": lambda z: (np.sin(z), np.cos(z)),
}


def activation(key: str, slope: float, z: Float) -> tuple[Float, Float]:
    """Return f(z) and f′(z)."""
    if key == "sigmoid":
        y = sigmoid(slope * z)
        return y, slope * y * sigmoid(-slope * z)
    return ACTIVATIONS[key](z)


def softmax(y: Float) -> Float:
    e = np.exp(y - y.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def loss_of(key: str, y: Float, o: Float) -> tuple[float, Float]:
    """Return E and ∂E/∂y for outputs and targets (n, m)."""
    n, m = y.shape
    r = y - o
    if key == "mse":
        return np.sum(r**2) / (n * m), 2.0 * r / (n * m)
    if key == "half_sse":
        return np.sum(r**2) / 2.0, r
    if key == "half_mse":
        return np.sum(r**2) / (2.0 * n), r / n
    if key == "mae":
        return np.abs(r).mean(), np.sign(r) / (n * m)
    if key == "huber":
        each = np.where(np.abs(r) <= 1.0, r**2 / 2.0, np.abs(r) - 0.5)
        return each.mean(), np.clip(r, -1.0, 1.0) / (n * m)
    if key == "binary_cross_entropy":
        return np.sum(np.logaddexp(0.0, y) - o * y) / n, (sigmoid(y) - o) / n
    if key == "cross_entropy":
        log_p = y - np.log(np.exp(y - y.max(1, keepdims=True)).sum(1, keepdims=True))
        log_p -= y.max(1, keepdims=True)
        return -np.sum(o * log_p) / n, (softmax(y) - o) / n
    raise KeyError(key)


@dataclass(frozen=True)
class Pass:
    """All that is computed on the way forward and back; lists have one entry a layer."""

    loss: float
    gradient: Float
    pre_activations: list[Float]
    activations: list[Float]
    slopes: list[Float]
    errors: list[Float]
    deltas: list[Float]


def run(
    inputs: int,
    layers: Sequence[tuple[int, str, float]],
    loss: str,
    l2: float,
    theta: Float,
    x: Float,
    o: Float,
) -> Pass:
    """Return the loss of samples x (n, f) with targets o (n, m), and all derivatives."""
    weights, biases, start, fan_in = [], [], 0, inputs
    for units, _, _ in layers:
        weights.append(theta[start : start + fan_in * units].reshape(fan_in, units))
        start += fan_in * units
        biases.append(theta[start : start + units])
        start += units
        fan_in = units
    assert start == theta.size

    sums, values, slopes = [], [x], []
    for (_, key, steepness), w, b in zip(layers, weights, biases, strict=True):
        sums.append(values[-1] @ w + b)
        value, slope = activation(key, steepness, sums[-1])
        values.append(value)
        slopes.append(slope)
    total, error = loss_of(loss, values[-1], o)
    total += l2 / 2.0 * sum(np.sum(w**2) for w in weights)

    parts: list[Float] = []
    errors, deltas = [], []
    for index in reversed(range(len(layers))):
        delta = error * slopes[index]
        errors.insert(0, error)
        deltas.insert(0, delta)
        parts.insert(0, delta.sum(axis=0))
        parts.insert(0, (values[index].T @ delta + l2 * weights[index]).reshape(-1))
        error = delta @ weights[index].T
    return Pass(total, np.concatenate(parts), sums, values[1:], slopes, errors, deltas)
