"""What every source gives: inputs, and targets as they stand there."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from gdstudio.experiment.errors import ExperimentError
from gdstudio.experiment.fields.wording import at_key

DATASET: Final = "objective.dataset"
"""The JSON path of the data set of an experiment."""
CSV: Final = at_key(DATASET, "csv")
INPUTS: Final = at_key(DATASET, "inputs")
TARGET: Final = at_key(DATASET, "target")
TARGETS: Final = at_key(DATASET, "targets")

Floats: TypeAlias = NDArray[np.float64]
"""Numbers in any shape."""
Refusal: TypeAlias = Callable[[int | None, str], ExperimentError]
"""A row (None: all of them) and what is wrong with its target → the error that names the place."""


@dataclass(frozen=True, slots=True, eq=False)
class Targets:
    """Targets before they are encoded for a loss.

    Attributes
    ----------
    names
        What the columns are called.
    values
        The numbers (n, m), or the text of each row.
    refusal
        Makes the error for a target that a loss cannot take.
    first_text
        Where the values are text: the first row in which it is not that of a number.
    class_count
        The values are the classes 0, 1, …, as many as this; 0: they are numbers to fit; None:
        they may be either.
    """

    names: tuple[str, ...]
    values: Floats | tuple[str, ...]
    refusal: Refusal
    first_text: int = 0
    class_count: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Examples:
    """The rows of a source in their order.

    Attributes
    ----------
    inputs
        Finite float64 (n, f), n ≥ 1.
    input_names
        What the columns are called.
    """

    inputs: Floats
    input_names: tuple[str, ...]
    targets: Targets
