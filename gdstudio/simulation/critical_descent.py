"""Downhill, or uphill, to where a minimum or a maximum is near: starts for many variables.

Newton's method on the gradient is drawn to saddles, of which many variables have far more than
minima.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from gdstudio.simulation.critical_search import LONGEST_STEP, BoxFunction, lengths

Float = NDArray[np.float64]

STEPS = 25
HALVINGS = 8
SMALLEST_CURVATURE = 1e-3
"""Of the largest: flatter directions count as curved so much, or steps would be too long."""


def lowered(
    function: BoxFunction,
    starts: Float,
    should_stop: Callable[[], bool] | None = None,
    *,
    uphill: bool = False,
) -> Float:
    """Return where some steps downhill lead (n, d) from starts (n, d) in the box.

    The steps are Newton's with the sizes of the eigenvalues in place of the eigenvalues, which
    flees saddles (Dauphin et al. 2014), shortened until the value falls.
    """
    sign = -1.0 if uphill else 1.0
    points = starts.copy()
    values = sign * function.values(points)
    for _ in range(STEPS):
        if should_stop is not None and should_stop():
            break
        gradients, hessians = function.derivatives(points)
        is_finite = np.isfinite(hessians).all(axis=(1, 2)) & np.isfinite(gradients).all(axis=1)
        pending = np.flatnonzero(is_finite)
        steps = np.zeros_like(points)
        steps[pending] = -sign * _uncurved(gradients[pending], hessians[pending])
        share = 1.0
        for _ in range(HALVINGS):
            if pending.size == 0:
                break
            trials = np.clip(points[pending] + share * steps[pending], 0.0, 1.0)
            reached = sign * function.values(trials)
            is_lower = reached < values[pending]
            points[pending[is_lower]] = trials[is_lower]
            values[pending[is_lower]] = reached[is_lower]
            pending = pending[~is_lower]
            share *= 0.5
    return points


def _uncurved(gradients: Float, hessians: Float) -> Float:
    """Return |H|⁻¹g (n, d), no longer than a step may be."""
    values, vectors = np.linalg.eigh(hessians)
    sizes = np.abs(values)
    sizes = np.maximum(sizes, SMALLEST_CURVATURE * sizes.max(axis=1, keepdims=True))
    along = np.einsum("nij,ni->nj", vectors, gradients) / np.maximum(sizes, 1e-300)
    steps = np.einsum("nij,nj->ni", vectors, along)
    limit = np.minimum(1.0, LONGEST_STEP / np.maximum(lengths(steps), 1e-300))
    shortened: Float = steps * limit[:, np.newaxis]
    return shortened
