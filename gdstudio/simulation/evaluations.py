"""What a run looks like over all rows of its data, now and then."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from gdstudio.simulation.thinning import Steps, Thinned

MOST_EVALUATIONS = 32_768

Float = NDArray[np.float64]
Columns = tuple[NDArray[np.int64], Float, Float, Float, Float]


@dataclass(frozen=True, eq=False)
class EvaluationView(Steps):
    """Evaluations that will not change any more; none for a function.

    Attributes
    ----------
    steps
        int64 (rows,), ascending from 0.
    train_losses, test_losses
        The loss over all training rows and over all test rows, float64 (rows,); NaN without test
        rows.
    train_accuracies, test_accuracies
        Which part of the rows has its class recognized, float64 (rows,); NaN where the targets are
        no classes.
    origin
        Equal for two views of which one is the beginning of the other.
    """

    steps: NDArray[np.int64]
    train_losses: Float
    test_losses: Float
    train_accuracies: Float
    test_accuracies: Float
    origin: object = field(default_factory=object)

    def head(self, rows: int) -> "EvaluationView":
        """Return the first rows."""
        steps, train_losses, test_losses, train_accuracies, test_accuracies = self.columns()
        return EvaluationView(
            steps[:rows],
            train_losses[:rows],
            test_losses[:rows],
            train_accuracies[:rows],
            test_accuracies[:rows],
            self.origin,
        )

    def columns(self) -> Columns:
        """Return the columns in the order of the attributes."""
        return (
            self.steps,
            self.train_losses,
            self.test_losses,
            self.train_accuracies,
            self.test_accuracies,
        )

    @property
    def has_accuracies(self) -> bool:
        """Whether the targets are classes."""
        return not bool(np.all(np.isnan(self.train_accuracies)))


class Evaluations(Thinned[EvaluationView]):
    """The columns to which the driver appends evaluations.

    Parameters
    ----------
    interval
        Steps from one evaluation to the next, at first.
    """

    def __init__(self, interval: int, capacity: int | None = None) -> None:
        super().__init__(
            no_evaluations, MOST_EVALUATIONS if capacity is None else capacity, interval
        )


def no_evaluations(rows: int = 0) -> EvaluationView:
    """Return columns of so many rows, whatever they contain."""
    return EvaluationView(
        np.empty(rows, dtype=np.int64), np.empty(rows), np.empty(rows), np.empty(rows),
        np.empty(rows),
    )  # fmt: skip
