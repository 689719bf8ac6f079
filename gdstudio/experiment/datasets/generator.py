"""What a generator of data is: its names, its parameters, its shape."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from gdstudio.experiment.datasets.examples import Floats
from gdstudio.experiment.fields import Field, integer, number

Values = Mapping[str, float]
"""Parameters of a generator by name."""
Shape = Callable[[np.random.Generator, int, Values], tuple[Floats, Floats]]
"""Random numbers, samples n and parameters → inputs (n, f) and targets (n,), without noise."""

CLASSES = "classes"
"""The parameter that says how many classes there are, where there may be more than two."""


@dataclass(frozen=True, slots=True)
class GeneratorParameter:
    """A number that shapes the data of one generator.

    Attributes
    ----------
    default
        An int makes it a whole number.
    minimum, maximum
        Its range, both ends included.
    hint
        One sentence for a student.
    """

    name: str
    label: str
    default: float | int
    minimum: float | int
    maximum: float | int
    hint: str

    @property
    def is_integer(self) -> bool:
        """Whether it is a whole number."""
        return isinstance(self.default, int)

    @property
    def field(self) -> Field[int] | Field[float]:
        """What reads a value of it from a file, or says that it is out of range."""
        if self.is_integer:
            return integer(minimum=int(self.minimum), maximum=int(self.maximum))
        return number(minimum=self.minimum, maximum=self.maximum)


@dataclass(frozen=True, slots=True)
class Generator:
    """A rule that makes data.

    Attributes
    ----------
    key, label
        In files; in the window.
    hint
        One sentence for a student.
    shape
        The data without noise; for classes the targets are 0, 1, … in nearly equal numbers.
    makes_classes
        Whether the targets are classes, and the noise moves the inputs; else they are numbers
        to fit, and the noise moves the targets.
    input_names, target_name
        What the columns are called.
    noise
        The standard deviation of the noise that suits the picture.
    """

    key: str
    label: str
    hint: str
    shape: Shape
    makes_classes: bool
    input_names: tuple[str, ...]
    target_name: str
    noise: float
    parameters: tuple[GeneratorParameter, ...] = ()

    @property
    def defaults(self) -> dict[str, float | int]:
        """The parameters with their defaults, in their order."""
        return {each.name: each.default for each in self.parameters}

    def class_count(self, parameters: Values) -> int:
        """Return how many classes the targets have with these parameters; 0 for numbers."""
        return int(parameters.get(CLASSES, 2)) if self.makes_classes else 0
