"""What the calculus panel shows at one moment."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gdstudio.ui.plots.overlay import Overlay

if TYPE_CHECKING:
    from gdstudio.simulation.calculus import Calculus
    from gdstudio.simulation.problem_base import Problem


@dataclass(frozen=True, eq=False)
class CalculusMoment:
    """A point of a function, and where it comes from.

    Attributes
    ----------
    problem
        The function.
    overlay
        The point with its derivatives, and what of them is drawn in the picture.
    source
        Whose place it is, such as "Adam, step 20"; "" where a person put it.
    """

    problem: "Problem"
    overlay: Overlay
    source: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the variables."""
        return self.problem.parameter_names

    @property
    def calculus(self) -> "Calculus":
        """The derivatives at the point."""
        return self.overlay.calculus
