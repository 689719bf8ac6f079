"""What a person is told about a training on data."""

import math

from gdstudio.simulation.advice import advice
from gdstudio.simulation.evaluations import EvaluationView
from gdstudio.simulation.stepper import StepperSetup
from gdstudio.simulation.trace import TraceView


def made_text(setup: StepperSetup, step: int) -> str:
    """Return that all steps were made, and how many epochs these are."""
    if setup.batches.updates == 1:
        return f"Made all {step} steps"
    epochs = step / setup.batches.updates
    number = f"{epochs:.0f}" if epochs.is_integer() else f"{epochs:.1f}"
    return f"Made all {step} steps, {number} {'epoch' if number == '1' else 'epochs'}"


def fit_text(setup: StepperSetup, evaluations: EvaluationView) -> str:
    """Return how well the data are fitted at the last evaluation."""
    training, test = setup.problem.rows.size, setup.problem.test_rows.size
    loss, accuracy = evaluations.train_losses[-1], evaluations.train_accuracies[-1]
    text = f"The loss over all {training} training rows is {loss:.4g}"
    if not math.isnan(accuracy):
        text += f", the accuracy {percent(accuracy)}"
    if test > 0:
        loss, accuracy = evaluations.test_losses[-1], evaluations.test_accuracies[-1]
        text += f"; over the {test} test rows it is {loss:.4g}"
        if not math.isnan(accuracy):
            text += f", the accuracy {percent(accuracy)}"
    return f"{text}."


def percent(part: float) -> str:
    """Return a part of all as ``97.33 %``."""
    return f"{100.0 * part:.4g} %"


def divergence_in_training(
    setup: StepperSetup, trace: TraceView, evaluations: EvaluationView, seen_loss: float
) -> str:
    """Return how a training diverged, and what to do.

    Parameters
    ----------
    setup, trace, evaluations
        The run.
    seen_loss
        The loss of the last step's batch.
    """
    step = trace.last_step
    if step == 0:
        return (
            f"Diverged at step 0: {_trouble(setup, seen_loss)} at the start. Choose other initial"
            " parameters, or standardize the inputs."
        )
    first = evaluations.train_losses[0]
    return (
        f"Diverged at step {step}: {_trouble(setup, seen_loss)}; over all rows it was {first:.4g}"
        f" at the start. {advice(setup, step)}"
    )


def _trouble(setup: StepperSetup, loss: float) -> str:
    whose = "the loss" if setup.batches.updates == 1 else "the loss of a batch"
    if math.isnan(loss):
        return f"{whose} is not a number"
    if math.isinf(loss):
        return f"{whose} is beyond all numbers"
    if abs(loss) > setup.stop.divergence_loss:
        return f"{whose} is {loss:.4g}, past the limit {setup.stop.divergence_loss:.4g}"
    return f"the gradient is not finite, {whose} is {loss:.4g}"
