"""Says to a person how a run ended."""

import math
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from gdstudio.engine import driver
from gdstudio.simulation.advice import advice
from gdstudio.simulation.evaluations import EvaluationView
from gdstudio.simulation.outcome import Outcome
from gdstudio.simulation.stepper import StepperSetup
from gdstudio.simulation.trace import TraceView
from gdstudio.simulation.training import divergence_in_training, fit_text, made_text


def outcome_of(status: int) -> Outcome:
    """Return the outcome that a status of the driver stands for."""
    return {
        driver.CONVERGED_GRADIENT: Outcome.CONVERGED,
        driver.CONVERGED_LOSS: Outcome.CONVERGED,
        driver.MAX_STEPS: Outcome.MAX_STEPS,
        driver.DIVERGED: Outcome.DIVERGED,
    }[status]


def sentence(
    status: int,
    setup: StepperSetup,
    trace: TraceView,
    evaluations: EvaluationView | None,
    seen_loss: float,
) -> str:
    """Return what happened, with numbers.

    Parameters
    ----------
    status
        How the driver ended the run.
    setup
        The run.
    trace
        All its rows.
    evaluations
        Of the training on data; None for a function.
    seen_loss
        The loss that the last step saw: of its batch, if it had one.
    """
    step, norm = trace.last_step, trace.gradient_norms[-1]
    if status == driver.DIVERGED:
        if evaluations is None:
            return _divergence(setup, trace)
        return divergence_in_training(setup, trace, evaluations, seen_loss)
    fit = "" if evaluations is None else f" {fit_text(setup, evaluations)}"
    if status == driver.CONVERGED_GRADIENT:
        limit = setup.stop.gradient_tolerance
        return (
            f"Converged at step {step}: the gradient norm {norm:.4g} is within the"
            f" tolerance {limit:.4g}.{fit}"
        )
    if status == driver.CONVERGED_LOSS:
        limit = setup.stop.loss_tolerance
        of_batches = " of the batches" if setup.batches.updates > 1 else ""
        return (
            f"Converged at step {step}: for {driver.CALM_STEPS} steps the loss{of_batches} changed"
            f" by no more than {limit:.4g}.{fit}"
        )
    if setup.batches.updates == 1 and _oscillates(trace):
        return _oscillation(setup, trace)
    return f"{made_text(setup, step)}; the gradient norm is {norm:.4g}.{fit}"


def stopped_sentence(
    setup: StepperSetup, trace: TraceView, evaluations: EvaluationView | None
) -> str:
    """Return the sentence for a run that a person stopped."""
    fit = "" if evaluations is None else f" {fit_text(setup, evaluations)}"
    return f"Stopped by you at step {max(0, trace.last_step)}.{fit}"


def point_text(names: tuple[str, ...], point: NDArray[np.float64]) -> str:
    """Return a point as ``x = 1, y = 2``, shortened where there are many parameters."""
    pairs = islice(zip(names, point, strict=True), 3 if len(names) <= 3 else 2)
    shown = [f"{name} = {value:.6g}" for name, value in pairs]
    return ", ".join(shown if len(names) <= 3 else [*shown, "…"])


def _divergence(setup: StepperSetup, trace: TraceView) -> str:
    names = setup.problem.parameter_names
    step, loss = trace.last_step, trace.losses[-1]
    where = point_text(names, trace.parameters[-1])
    if step == 0:
        cause = (
            f"The loss is {_named(loss)} at the start ({where})"
            if not math.isfinite(loss)
            else f"The loss at the start is {loss:.4g}, {_side(loss)} the limit"
            f" {_limit(setup, loss)}"
            if abs(loss) > setup.stop.divergence_loss
            else f"The gradient is not finite at the start ({where})"
        )
        return f"Diverged at step 0: {cause[0].lower()}{cause[1:]}. Move the start."
    first = trace.losses[0]
    if loss < -setup.stop.divergence_loss:
        depth = (
            "below all numbers"
            if math.isinf(loss)
            else f"to {loss:.4g}, below the limit {_limit(setup, loss)}"
        )
        return (
            f"Diverged at step {step}: the loss fell from {first:.4g} {depth}. The function falls"
            f" without end in this direction ({where}): it has no minimum there."
        )
    if math.isnan(loss):
        cause = f"the loss is not a number at {where}; the function has no value there"
    elif math.isinf(loss):
        cause = f"the loss, {first:.4g} at the start, grew beyond all numbers ({where})"
    elif abs(loss) > setup.stop.divergence_loss:
        cause = (
            f"the loss went from {first:.4g} to {loss:.4g}, past the limit {_limit(setup, loss)}"
        )
    else:
        cause = f"the gradient is not finite at {where}"
    return f"Diverged at step {step}: {cause}. {advice(setup, step)}"


def _limit(setup: StepperSetup, loss: float) -> str:
    return f"{math.copysign(setup.stop.divergence_loss, loss):.4g}"


def _side(loss: float) -> str:
    return "below" if loss < 0.0 else "above"


def _named(value: float) -> str:
    return "not a number" if math.isnan(value) else "infinite"


def _oscillates(trace: TraceView) -> bool:
    """Return whether the last steps jump between two points."""
    if len(trace) < 3 or trace.steps[-1] - trace.steps[-3] != 2:
        return False
    before_last, last, now = trace.parameters[-3:]
    jump = driver.norm(now - last)
    return jump > 0.0 and driver.norm(now - before_last) <= 1e-9 * jump


def _oscillation(setup: StepperSetup, trace: TraceView) -> str:
    names = setup.problem.parameter_names
    text = (
        f"Made all {trace.last_step} steps, but it only jumps between"
        f" {point_text(names, trace.parameters[-2])} and {point_text(names, trace.parameters[-1])};"
        f" the loss stays at {trace.losses[-1]:.4g}."
    )
    return f"{text} {advice(setup, trace.last_step)}"
