"""The columns of a run's table: what stands in them, with all digits."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from gdstudio.simulation.run import RunResult


MOST_PARAMETERS = 64
"""More parameters than these have no columns: nobody reads them, and a view would be slow."""

FUNCTION_DIGITS, TRAINING_DIGITS, EPOCH_DIGITS = 10, 7, 6
"""Of the many columns of a training more are in sight where numbers are shorter."""


@dataclass(frozen=True, eq=False)
class Column:
    """A column of a table.

    Attributes
    ----------
    heading
        Its name.
    values
        Returns the numbers of some rows; NaN where a row has none.
    may_be_empty
        Whether a row without a number is empty, and no "nan".
    digits
        Significant digits that are shown; 0: a whole number.
    """

    heading: str
    values: Callable[[slice], NDArray[np.generic]]
    may_be_empty: bool = False
    digits: int = FUNCTION_DIGITS

    def exact(self, rows: slice) -> list[str]:
        """Return the cells of some rows, with all their digits."""
        texts = [repr(value) for value in self.values(rows).tolist()]
        return ["" if text == "nan" else text for text in texts] if self.may_be_empty else texts


def columns_of_run(result: "RunResult", steps_an_epoch: int) -> tuple[Column, ...]:
    """Return the columns of a run: of a function, its variables first; of a training, last."""
    trace = result.trace
    is_training = len(result.evaluations) > 0
    digits = TRAINING_DIGITS if is_training else FUNCTION_DIGITS
    step = Column(_text("Step"), lambda rows: trace.steps[rows], digits=0)
    parameters = tuple(
        Column(name, lambda rows, k=index: trace.parameters[rows, k], digits=digits)  # type: ignore[misc]
        for index, name in enumerate(result.parameter_names[:MOST_PARAMETERS])
    )
    loss = _text("Batch loss") if is_training and steps_an_epoch > 1 else _text("Loss")
    seen = (
        Column(loss, lambda rows: trace.losses[rows], digits=digits),
        Column(_text("Gradient norm"), lambda rows: trace.gradient_norms[rows], digits=digits),
        Column(_text("Learning rate"), lambda rows: trace.learning_rates[rows], digits=digits),
    )
    if not is_training:
        return (step, *parameters, *seen)
    epoch = Column(
        _text("Epoch"), lambda rows: trace.steps[rows] / steps_an_epoch, digits=EPOCH_DIGITS
    )
    return (step, epoch, *seen, *_evaluated(result), *parameters)


def _evaluated(result: "RunResult") -> tuple[Column, ...]:
    """Return the columns of evaluations; a row at whose step none was made is empty."""
    evaluations, steps = result.evaluations, result.trace.steps

    def column(heading: str, numbers: NDArray[np.float64]) -> Column:
        def values(rows: slice) -> NDArray[np.float64]:
            wanted = steps[rows]
            places = np.searchsorted(evaluations.steps, wanted)
            places = np.minimum(places, len(evaluations) - 1)
            found = evaluations.steps[places] == wanted
            return np.where(found, numbers[places], np.nan)

        return Column(heading, values, may_be_empty=True, digits=TRAINING_DIGITS)

    found = (
        column(_text("Training loss"), evaluations.train_losses),
        column(_text("Test loss"), evaluations.test_losses),
        column(_text("Training accuracy"), evaluations.train_accuracies),
        column(_text("Test accuracy"), evaluations.test_accuracies),
    )
    # Whatever there is, there is from the start on.
    return tuple(each for each in found if not np.isnan(each.values(slice(0, 1))).all())


def _text(words: str) -> str:
    return QCoreApplication.translate("TraceModel", words)
