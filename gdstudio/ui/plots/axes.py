"""Which two of many variables a picture shows, and where the others are held."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from gdstudio.experiment.model import Experiment
from gdstudio.ui.plots.frame import Frame


class Hold(StrEnum):
    """Where the variables are held that do not vary."""

    CURSOR = "cursor"
    START = "start"


@dataclass(frozen=True)
class Axes:
    """A plane through the space of the variables, parallel to two of its axes.

    Attributes
    ----------
    horizontal, vertical
        Indices of the variables that go to the right and up.
    base
        A point of the plane: it gives the variables that do not vary.
    """

    horizontal: int
    vertical: int
    base: tuple[float, ...]

    @property
    def shown(self) -> tuple[int, int]:
        """The indices of the two variables that vary."""
        return self.horizontal, self.vertical

    @property
    def others(self) -> tuple[int, ...]:
        """The indices of the variables that do not vary."""
        return tuple(index for index in range(len(self.base)) if index not in self.shown)

    @property
    def held(self) -> tuple[float, ...]:
        """The values of the variables that do not vary."""
        return tuple(self.base[index] for index in self.others)

    def point(self, x: float, y: float) -> tuple[float, ...]:
        """Return the point of the plane at a place in the picture."""
        return self.moved(self.base, x, y)

    def moved(self, point: Sequence[float], x: float, y: float) -> tuple[float, ...]:
        """Return another point with the two variables that vary taken from the picture."""
        places = {self.horizontal: x, self.vertical: y}
        return tuple(places.get(index, value) for index, value in enumerate(point))


def first_axes(experiment: Experiment) -> Axes:
    """Return the first two variables with the others at the start."""
    return Axes(0, min(1, len(experiment.start) - 1), experiment.start)


def axes_at(frame: Frame, shown: tuple[int, int], hold: Hold = Hold.CURSOR) -> Axes:
    """Return two variables with the others held where a frame has them.

    They are held at the start, or where the selected run is; one that flew off is at no place.
    """
    horizontal, vertical = shown
    start = frame.experiment.start
    if hold is Hold.CURSOR and len(start) > 2:
        parameters = frame.heads[frame.selected].parameters
        if np.isfinite(parameters).all():
            return Axes(horizontal, vertical, tuple(parameters.tolist()))
    return Axes(horizontal, vertical, start)
