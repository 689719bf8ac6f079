"""The largest learning rate with which a method is stable on a parabola, at the start of a run."""

import math
from dataclasses import dataclass

import numpy as np

from gdstudio.simulation.stepper import StepperSetup


@dataclass(frozen=True)
class Stability:
    """Curvature along the gradient, and the learning rate that it allows.

    Attributes
    ----------
    formula
        How ``highest_stable`` follows from the curvature, for a person.
    """

    learning_rate: float
    curvature: float
    highest_stable: float
    formula: str


def stability_at(setup: StepperSetup) -> Stability | None:
    """Return how stable the first steps of a run are, or None where no simple rule applies.

    On ½Lx² gradient descent shrinks the error for η < 2/L, heavy-ball momentum for
    η < 2(1 + μ)/L (Polyak 1964), its moving-average form for η < 2(1 + μ)/((1 − μ)L); dampening τ
    takes (1 − τ) of the learning rate.
    """
    curvature = _curvature_along_gradient(setup)
    if curvature is None:
        return None
    optimizer = setup.optimizer
    rate = float(optimizer.value("learning_rate"))
    if optimizer.method == "gd":
        return Stability(rate, curvature, 2.0 / curvature, f"2/{curvature:.4g}")
    if optimizer.method == "momentum":
        momentum = float(optimizer.value("momentum"))
        factor = 2.0 * (1.0 + momentum)
        fresh = {
            "pytorch": 1.0 - float(optimizer.value("dampening")),
            "ema": 1.0 - momentum,
        }.get(optimizer.convention or "", 1.0)
        if fresh == 0.0:
            return None
        factor /= fresh
        return Stability(rate, curvature, factor / curvature, f"{factor:.4g}/{curvature:.4g}")
    return None


def _curvature_along_gradient(setup: StepperSetup) -> float | None:
    """Return gᵀHg/‖g‖² at the start by a central difference of gradients; None if not positive."""
    start = np.array(setup.start)
    gradient = setup.problem.gradient(start)
    norm = float(np.linalg.norm(gradient))
    if not math.isfinite(norm) or norm == 0.0:
        return None
    direction = gradient / norm
    distance = 1e-5 * max(1.0, float(np.linalg.norm(start)))
    ahead = setup.problem.gradient(start + distance * direction)
    behind = setup.problem.gradient(start - distance * direction)
    curvature = float((ahead - behind) @ direction) / (2.0 * distance)
    return curvature if math.isfinite(curvature) and curvature > 1e-12 else None
