"""The largest learning rate with which a method is stable on a parabola, at the start of a run."""

import math
from dataclasses import dataclass

import numpy as np

from gdstudio.engine.driver import norm
from gdstudio.engine.optimizers.registry import OPTIMIZERS
from gdstudio.simulation.stepper import StepperSetup


@dataclass(frozen=True)
class Stability:
    """Curvature along the gradient, and the learning rate that it allows.

    Attributes
    ----------
    curvature
        Of the function alone, without the weight decay.
    formula
        How ``highest_stable`` follows from the curvature and the weight decay, for a person.
    """

    learning_rate: float
    curvature: float
    weight_decay: float
    highest_stable: float
    formula: str


def stability_at(setup: StepperSetup) -> Stability | None:
    """Return how stable the first steps of a run are, or None where no simple rule applies.

    Weight decay λ bends the function by λ more. Clipped gradients cannot grow, and a schedule has
    no single learning rate: there is no limit to name. Nor is there for batches, each of which has
    a curvature of its own.
    """
    optimizer = setup.optimizer
    rule = OPTIMIZERS[optimizer.method].convention(optimizer.convention).highest_stable
    if rule is None or optimizer.clip_norm is not None or optimizer.schedule.kind != "constant":
        return None
    if setup.batches.updates > 1:
        return None
    factor = rule(dict(optimizer.hyperparameters))
    curvature, decay = _curvature_along_gradient(setup), optimizer.weight_decay
    if not math.isfinite(factor + curvature) or curvature + decay <= 1e-12:
        return None
    bend = f"({curvature:.4g} + {decay:.4g})" if decay > 0.0 else f"{curvature:.4g}"
    return Stability(
        float(optimizer.value("learning_rate")),
        curvature,
        decay,
        factor / (curvature + decay),
        f"{factor:.4g}/{bend}",
    )


def _curvature_along_gradient(setup: StepperSetup) -> float:
    """Return gᵀHg/‖g‖² at the start by a central difference of gradients; NaN without a slope.

    g is the gradient with the weight decay, along which the first step goes; H bends the function.
    """
    start = np.array(setup.start)
    with np.errstate(all="ignore"):
        gradient = setup.problem.gradient(start) + setup.optimizer.weight_decay * start
        length = norm(gradient)
        if not math.isfinite(length) or length == 0.0:
            return math.nan
        direction = gradient / length
        distance = 1e-5 * max(1.0, norm(start))
        ahead = setup.problem.gradient(start + distance * direction)
        behind = setup.problem.gradient(start - distance * direction)
        return float((ahead - behind) @ direction) / (2.0 * distance)
