"""Data that are ready to train on."""

from dataclasses import dataclass
from enum import Enum, auto

from gdstudio.experiment.datasets.examples import Floats
from gdstudio.experiment.datasets.split import Rows


class TargetKind(Enum):
    """What a loss takes as the target of a row."""

    NUMBERS = auto()
    """Any numbers."""
    PROBABILITY = auto()
    """Numbers from 0 to 1; a class is 0 or 1."""
    CLASS = auto()
    """One class of several, as a one-hot row."""

    @classmethod
    def of(cls, loss: str) -> "TargetKind":
        """Return what the loss with the key `loss` takes."""
        match loss:
            case "binary_cross_entropy":
                return cls.PROBABILITY
            case "cross_entropy":
                return cls.CLASS
            case _:
                return cls.NUMBERS


@dataclass(frozen=True, slots=True, eq=False)
class Standardization:
    """How inputs were brought to mean 0 and standard deviation 1.

    Attributes
    ----------
    means, deviations
        For each input, float64 (f,), over the training rows; the deviation divides by their
        number. It is 1 for an input that is the same in all of them.
    """

    means: Floats
    deviations: Floats

    def apply(self, inputs: Floats) -> Floats:
        """Return inputs (n, f) standardized."""
        return (inputs - self.means) / self.deviations

    def undo(self, inputs: Floats) -> Floats:
        """Return standardized inputs (n, f) as they were."""
        return inputs * self.deviations + self.means


@dataclass(frozen=True, slots=True, eq=False)
class Data:
    """Rows to train on, then rows to test with, each in the order of their source.

    The arrays are read only by agreement: compiled code is typed for arrays that can be written.

    Attributes
    ----------
    inputs
        float64 (n, f), C-contiguous, standardized if that was asked for.
    targets
        float64 (n, m), C-contiguous, encoded for the loss.
    training_rows, test_rows
        How many rows there are of each.
    rows
        For each row, which row of the source it is, from 0; int64 (n,).
    input_names
        The columns of `inputs`.
    target_names
        The columns of `targets`; of one-hot rows the one column that they encode.
    classes
        The names of the classes in ascending order, where each row has one; else ().
        With one column of targets these are two, of 0 and of 1.
    standardization
        What was done to the inputs; None: nothing.
    """

    inputs: Floats
    targets: Floats
    training_rows: int
    test_rows: int
    rows: Rows
    input_names: tuple[str, ...]
    target_names: tuple[str, ...]
    classes: tuple[str, ...]
    standardization: Standardization | None
