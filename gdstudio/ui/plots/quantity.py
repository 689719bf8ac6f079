"""What is drawn over the steps, and of which rows of the data it is."""

import math
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gdstudio.ui.plots.frame import Frame

if TYPE_CHECKING:
    from gdstudio.simulation.run import RunResult


class Quantity(Enum):
    """What a curve shows."""

    LOSS = "Loss"
    ACCURACY = "Accuracy"
    GRADIENT_NORM = "Gradient norm"
    LEARNING_RATE = "Learning rate"


class Part(Enum):
    """Of which rows of the data a value is; all that functions have is drawn like TRAINING."""

    TRAINING = "training"
    TEST = "test"
    BATCHES = "batches"


@dataclass(frozen=True, eq=False)
class Series:
    """A column of numbers over ascending steps.

    Attributes
    ----------
    origin
        Equal for two columns of which one is the beginning of the other.
    """

    part: Part
    steps: NDArray[np.int64]
    values: NDArray[np.float64]
    origin: object


def series_of(quantity: Quantity, result: "RunResult", steps_an_epoch: int) -> tuple[Series, ...]:
    """Return what is drawn of a run; what comes first lies behind."""
    trace, evaluations = result.trace, result.evaluations
    sees_batches = steps_an_epoch > 1

    def recorded(values: NDArray[np.float64], part: Part) -> Series:
        return Series(part, trace.steps, values, trace.origin)

    def evaluated(values: NDArray[np.float64], part: Part) -> Series:
        return Series(part, evaluations.steps, values, evaluations.origin)

    match quantity:
        case Quantity.GRADIENT_NORM:
            part = Part.BATCHES if sees_batches else Part.TRAINING
            return (recorded(trace.gradient_norms, part),)
        case Quantity.LEARNING_RATE:
            return (recorded(trace.learning_rates, Part.TRAINING),)
    if len(evaluations) == 0:
        is_loss = quantity is Quantity.LOSS
        return (recorded(trace.losses, Part.TRAINING),) if is_loss else ()
    if quantity is Quantity.LOSS:
        train, test = evaluations.train_losses, evaluations.test_losses
        behind = [recorded(trace.losses, Part.BATCHES)] if sees_batches else []
    else:
        train, test = evaluations.train_accuracies, evaluations.test_accuracies
        behind = []
        if math.isnan(train[0]):
            return ()
    # Without test rows their accuracy and loss are no numbers, from the first on.
    if not math.isnan(test[0]):
        behind.append(evaluated(test, Part.TEST))
    return (*behind, evaluated(train, Part.TRAINING))


def head_of(quantity: Quantity, frame: Frame, index: int) -> tuple[float, float]:
    """Return step and value at which a run is, as far as it is known at the frame's cursor."""
    head = frame.heads[index]
    match quantity:
        case Quantity.GRADIENT_NORM:
            return float(head.step), head.gradient_norm
        case Quantity.LEARNING_RATE:
            return float(head.step), head.learning_rate
    evaluation = frame.evaluation(index)
    if evaluation is None:
        is_loss = quantity is Quantity.LOSS
        return float(head.step), head.loss if is_loss else math.nan
    value = evaluation.train_loss if quantity is Quantity.LOSS else evaluation.train_accuracy
    return float(evaluation.step), value
