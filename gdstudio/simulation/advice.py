"""What to do about the learning rate of a run that went wrong."""

import numpy as np

from gdstudio.simulation.stability import Stability, stability_at
from gdstudio.simulation.stepper import StepperSetup


def advice(setup: StepperSetup, step: int) -> str:
    """Return what to do about the learning rate of a run that ended at ``step``."""
    stability = stability_at(setup)
    if stability is not None and stability.learning_rate >= 0.999999 * stability.highest_stable:
        return _explained(stability)
    rate = float(setup.learning_rates(np.array([max(0.0, step - 1.0)]))[0])
    if setup.optimizer.schedule.kind == "constant":
        return f"The learning rate is {rate:.4g}: try a smaller one."
    return f"The schedule had brought the learning rate to {rate:.4g}: try a smaller one."


def _explained(stability: Stability) -> str:
    decay = (
        f" and the weight decay {stability.weight_decay:.4g}"
        if stability.weight_decay > 0.0
        else ""
    )
    return (
        f"With the curvature {stability.curvature:.4g} at the start{decay}, steps are stable for"
        f" learning rates smaller than {stability.formula} = {stability.highest_stable:.4g}; it is"
        f" {stability.learning_rate:.4g}."
    )
