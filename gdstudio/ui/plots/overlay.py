"""What calculus says about one point, to be drawn over the picture of a function."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from gdstudio.simulation.calculus import Calculus
    from gdstudio.simulation.critical_points import CriticalPoint


FAR_AWAY = 1e12


@dataclass(frozen=True, eq=False)
class CriticalMark:
    """A critical point of a function of one or two variables, and what is said of it."""

    point: "CriticalPoint"
    text: str


@dataclass(frozen=True, eq=False)
class Overlay:
    """A point with its derivatives, and which of them are to be seen.

    Attributes
    ----------
    calculus
        The point, and the function's derivatives there.
    plane
        Indices of the variables that the picture shows to the right and up; of one variable it is
        the first alone.
    colour
        Of the run at whose place the point is; None where a person put it.
    angle
        The direction that is looked into, in the plane, in radians from the first variable.
    first_order, second_order
        Whether the tangent, and the parabola or paraboloid, are drawn beside the function.
    secant
        The step ε of the difference whose secant is drawn, or None.
    critical
        The critical points that are marked.
    letter
        What formulas call the function: f, or E for a loss.
    """

    calculus: "Calculus"
    plane: tuple[int, ...]
    colour: str | None = None
    angle: float = 0.0
    first_order: bool = False
    second_order: bool = False
    secant: float | None = None
    critical: tuple[CriticalMark, ...] = ()
    letter: str = "f"

    @property
    def place(self) -> tuple[float, float]:
        """Where the point is in the picture."""
        point = self.calculus.point
        if len(self.plane) == 1:
            return float(point[0]), self.calculus.value
        return float(point[self.plane[0]]), float(point[self.plane[1]])

    @property
    def is_in_reach(self) -> bool:
        """Whether it can be drawn: a run that diverges is soon nowhere."""
        return all(math.isfinite(each) and abs(each) < FAR_AWAY for each in self.place)

    @property
    def direction(self) -> NDArray[np.float64]:
        """The unit vector (d,) that is looked along."""
        return direction_in(self.plane, self.angle, self.calculus.point.size)

    @property
    def plane_gradient(self) -> tuple[float, float]:
        """The slopes along the two variables of the picture."""
        gradient = self.calculus.gradient
        return float(gradient[self.plane[0]]), float(gradient[self.plane[1]])


def direction_in(plane: tuple[int, ...], angle: float, size: int) -> NDArray[np.float64]:
    """Return the unit vector (size,) at an angle (radians) in the plane of two variables."""
    direction = np.zeros(size)
    direction[plane[0]] = math.cos(angle) if len(plane) == 2 else 1.0
    if len(plane) == 2:
        direction[plane[1]] = math.sin(angle)
    return direction
