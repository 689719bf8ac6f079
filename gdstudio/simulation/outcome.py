"""How a run ended, with a sentence for a person."""

import math
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from gdstudio.engine import driver
from gdstudio.simulation.stability import Stability, stability_at
from gdstudio.simulation.stepper import StepperSetup
from gdstudio.simulation.trace import TraceView


class Outcome(Enum):
    """How a run ended."""

    CONVERGED = "converged"
    MAX_STEPS = "max steps"
    DIVERGED = "diverged"
    STOPPED = "stopped"
    FAILED = "failed"


def outcome_of(status: int) -> Outcome:
    """Return the outcome that a status of the driver stands for."""
    return {
        driver.CONVERGED_GRADIENT: Outcome.CONVERGED,
        driver.CONVERGED_LOSS: Outcome.CONVERGED,
        driver.MAX_STEPS: Outcome.MAX_STEPS,
        driver.DIVERGED: Outcome.DIVERGED,
    }[status]


def sentence(status: int, setup: StepperSetup, trace: TraceView) -> str:
    """Return what happened, with numbers.

    Parameters
    ----------
    status
        How the driver ended the run.
    setup
        The run.
    trace
        All its rows.
    """
    step, norm = trace.last_step, trace.gradient_norms[-1]
    if status == driver.CONVERGED_GRADIENT:
        limit = setup.stop.gradient_tolerance
        return (
            f"Converged at step {step}: the gradient norm {norm:.4g} is within the"
            f" tolerance {limit:.4g}."
        )
    if status == driver.CONVERGED_LOSS:
        limit = setup.stop.loss_tolerance
        return (
            f"Converged at step {step}: for {driver.CALM_STEPS} steps the loss changed by no"
            f" more than {limit:.4g}."
        )
    if status == driver.DIVERGED:
        return _divergence(setup, trace)
    if _oscillates(trace):
        return _oscillation(setup, trace)
    return f"Made all {step} steps; the gradient norm is {norm:.4g}."


def stopped_sentence(trace: TraceView) -> str:
    """Return the sentence for a run that a person stopped."""
    return f"Stopped by you at step {max(0, trace.last_step)}."


def point_text(names: tuple[str, ...], point: NDArray[np.float64]) -> str:
    """Return a point as ``x = 1, y = 2``, shortened where there are many parameters."""
    shown = [f"{name} = {value:.6g}" for name, value in zip(names, point, strict=True)]
    return ", ".join(shown if len(shown) <= 3 else [*shown[:2], "…"])


def _divergence(setup: StepperSetup, trace: TraceView) -> str:
    names = setup.problem.parameter_names
    step, loss = trace.last_step, trace.losses[-1]
    where = point_text(names, trace.parameters[-1])
    if step == 0:
        cause = (
            f"The loss is {_named(loss)} at the start ({where})"
            if not math.isfinite(loss)
            else f"The loss at the start is {loss:.4g}, above the limit {_limit(setup)}"
            if abs(loss) > setup.stop.divergence_loss
            else f"The gradient is not finite at the start ({where})"
        )
        return f"Diverged at step 0: {cause[0].lower()}{cause[1:]}. Move the start."
    first = trace.losses[0]
    if math.isnan(loss):
        cause = f"the loss is not a number at {where}; the function has no value there"
    elif math.isinf(loss):
        cause = f"the loss, {first:.4g} at the start, grew beyond all numbers ({where})"
    elif abs(loss) > setup.stop.divergence_loss:
        cause = f"the loss went from {first:.4g} to {loss:.4g}, past the limit {_limit(setup)}"
    else:
        cause = f"the gradient is not finite at {where}"
    return f"Diverged at step {step}: {cause}. {_advice(setup)}"


def _limit(setup: StepperSetup) -> str:
    return f"{setup.stop.divergence_loss:.4g}"


def _named(value: float) -> str:
    return "not a number" if math.isnan(value) else "infinite"


def _advice(setup: StepperSetup) -> str:
    stability = stability_at(setup)
    if stability is not None and stability.learning_rate >= 0.999999 * stability.highest_stable:
        return _explained(stability)
    return f"The learning rate is {setup.optimizer.value('learning_rate'):.4g}: try a smaller one."


def _explained(stability: Stability) -> str:
    return (
        f"With the curvature {stability.curvature:.4g} at the start, steps are stable for learning"
        f" rates smaller than {stability.formula} = {stability.highest_stable:.4g}; it is"
        f" {stability.learning_rate:.4g}."
    )


def _oscillates(trace: TraceView) -> bool:
    """Return whether the last steps jump between two points."""
    if len(trace) < 3 or trace.steps[-1] - trace.steps[-3] != 2:
        return False
    before_last, last, now = trace.parameters[-3:]
    jump = float(np.linalg.norm(now - last))
    return jump > 0.0 and float(np.linalg.norm(now - before_last)) <= 1e-9 * jump


def _oscillation(setup: StepperSetup, trace: TraceView) -> str:
    names = setup.problem.parameter_names
    text = (
        f"Made all {trace.last_step} steps, but it only jumps between"
        f" {point_text(names, trace.parameters[-2])} and {point_text(names, trace.parameters[-1])};"
        f" the loss stays at {trace.losses[-1]:.4g}."
    )
    return f"{text} {_advice(setup)}"
