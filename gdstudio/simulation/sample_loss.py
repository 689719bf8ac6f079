"""The loss of one sample, output by output."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Float = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class SampleLoss:
    """E = factor · Σ terms, of one sample with m outputs: a mean over samples is over one.

    Attributes
    ----------
    key
        Which loss it is.
    outputs, targets
        y and o, each (m,).
    probabilities
        p (m,), what a sigmoid or softmax within the loss makes of y; None without one.
    factor
        What the sum is multiplied by.
    terms
        What each output adds to the sum (m,).
    loss
        E.
    derivatives
        ∂E/∂y (m,).
    """

    key: str
    outputs: Float
    targets: Float
    probabilities: Float | None
    factor: float
    terms: Float
    loss: float
    derivatives: Float


def sample_loss(key: str, outputs: Float, targets: Float) -> SampleLoss:
    """Return the loss with the key `key` of outputs (m,) and targets (m,)."""
    factor = 1.0
    probabilities: Float | None = None
    error = outputs - targets
    match key:
        case "mse" | "half_sse" | "half_mse":
            factor = 1.0 / error.size if key == "mse" else 0.5
            terms, slopes = error**2, 2.0 * error
        case "mae":
            factor = 1.0 / error.size
            terms, slopes = np.abs(error), np.sign(error)
        case "huber":
            factor = 1.0 / error.size
            distance = np.abs(error)
            terms = np.where(distance <= 1.0, 0.5 * error**2, distance - 0.5)
            slopes = np.clip(error, -1.0, 1.0)
        case "binary_cross_entropy":
            terms = np.logaddexp(0.0, outputs) - targets * outputs
            probabilities = _sigmoid(outputs)
            slopes = probabilities - targets
        case "cross_entropy":
            # The highest logit is taken off all of them: no power of e overflows.
            shifted = outputs - outputs.max()
            powers = np.exp(shifted)
            terms = targets * (np.log(powers.sum()) - shifted)
            probabilities = powers / powers.sum()
            slopes = probabilities - targets
        case _:
            raise ValueError(f"there is no loss {key}")
    loss = float(factor * terms.sum())
    return SampleLoss(key, outputs, targets, probabilities, factor, terms, loss, factor * slopes)


def _sigmoid(z: Float) -> Float:
    small = np.exp(-np.abs(z))
    return np.where(z >= 0.0, 1.0, small) / (1.0 + small)
