"""Evaluation of functions on arrays by IEEE rules, for those that NumPy lacks or warns about."""

import math
from collections.abc import Callable
from functools import wraps
from typing import Any

import numpy as np

from gdstudio.expression.tree import Values


def quiet(operation: Callable[..., Any]) -> Callable[..., Values]:
    """Make an operation on arrays answer inf or nan in silence where it would warn or raise."""

    @wraps(operation)
    def evaluate(*operands: Values) -> Values:
        with np.errstate(all="ignore"):
            return np.asarray(operation(*operands), dtype=np.float64)

    return evaluate


def sigmoid(x: Values) -> Values:
    """Return 1/(1 + e⁻ˣ), without overflow on either side."""
    decay = np.exp(-np.abs(x))
    return np.asarray(np.where(x < 0, decay, 1.0) / (1.0 + decay))


def softplus(x: Values) -> Values:
    """Return ln(1 + eˣ), without overflow."""
    return np.asarray(np.maximum(x, 0.0) + np.log1p(np.exp(-np.abs(x))))


def relu(x: Values) -> Values:
    """Return max(x, 0)."""
    return np.asarray(np.maximum(x, 0.0))


erf = np.vectorize(math.erf, otypes=[np.float64])
"""The error function, which NumPy lacks."""
