"""What a map of a function shows: its colours, its lines, and what is drawn on it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Shading(StrEnum):
    """What the colours of a map stand for."""

    LOSS = "loss"
    LOG_LOSS = "log_loss"
    GRADIENT_NORM = "gradient_norm"
    LARGEST_EIGENVALUE = "largest_eigenvalue"


class Levels(StrEnum):
    """At which values there are contour lines."""

    AUTOMATIC = "automatic"
    LINEAR = "linear"
    LOGARITHMIC = "logarithmic"
    QUANTILE = "quantile"
    NONE = "none"


class Arrows(StrEnum):
    """Which vector field is drawn."""

    NONE = "none"
    GRADIENT = "gradient"
    DESCENT = "descent"


@dataclass(frozen=True)
class MapOptions:
    """What a person wants to see on the map of a function.

    Attributes
    ----------
    shading
        What the colours stand for.
    levels
        At which values of the function there are contour lines.
    labels
        Whether their values are written on the lines.
    arrows
        The field of the gradient, uphill or downhill.
    streamlines
        Whether lines of gradient flow are drawn.
    level_set
        Whether the contour line through the point of the selected run is drawn.
    step_vectors
        Whether the parts of the selected run's next step are drawn apart.
    critical_points
        Whether minima, maxima and saddles are marked.
    equal_aspect
        Whether a unit is as long upward as it is to the right.
    """

    shading: Shading = Shading.LOSS
    levels: Levels = Levels.AUTOMATIC
    labels: bool = True
    arrows: Arrows = Arrows.NONE
    streamlines: bool = False
    level_set: bool = False
    step_vectors: bool = False
    critical_points: bool = False
    equal_aspect: bool = False


PLAIN: Final = MapOptions()
"""Colours of the loss with contour lines, and nothing else."""
