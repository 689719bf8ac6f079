"""A function of an expression: at a point, at many points, over a grid."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdstudio.engine.objectives.grid import grid_workspace, tape_over_grid
from gdstudio.engine.objectives.tape import structure_of, tape_objective, workspace
from gdstudio.expression import Formula
from gdstudio.simulation.problem_base import Problem

_NO_ROWS = np.zeros(0, dtype=np.int64)


class FunctionProblem(Problem):
    """A function that can be evaluated, and called.

    Attributes
    ----------
    formula
        The expression that it computes.
    """

    def __init__(self, formula: Formula) -> None:
        super().__init__(
            tape_objective,
            structure_of(formula.tape),
            constants=np.zeros(0),
            data=np.zeros((0, 0)),
            rows=_NO_ROWS,
            test_rows=_NO_ROWS,
        )
        self.formula = formula

    def __call__(self, theta: ArrayLike) -> float:
        """Return the value at the point θ (d,)."""
        return self.loss(theta)

    @property
    def parameter_names(self) -> tuple[str, ...]:
        """The names of the parameters, in the order of the parameter vector."""
        return self.formula.variables

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of the variables."""
        return self.formula.variables

    def workspace(self) -> NDArray[np.float64]:
        """Return memory for the kernel. Two threads must not share it."""
        return workspace(self.formula.tape)

    def over_grid(
        self,
        base: Sequence[float],
        horizontal: tuple[int, NDArray[np.float64]],
        vertical: tuple[int, NDArray[np.float64]] | None = None,
    ) -> NDArray[np.float64]:
        """Return the values (h, w) over a grid.

        Parameters
        ----------
        base
            The point that gives the variables which do not vary.
        horizontal, vertical
            Index of a variable and its values: (w,) along a row, (h,) from row to row. Without
            ``vertical`` the grid has one row.
        """
        column_variable, columns = horizontal
        row_variable, rows = (-1, np.zeros(1)) if vertical is None else vertical
        values = np.empty((rows.size, columns.size))
        tape_over_grid(
            self.structure,
            grid_workspace(self.formula.tape),
            np.array(base, dtype=np.float64),
            column_variable,
            np.ascontiguousarray(columns),
            row_variable,
            np.ascontiguousarray(rows),
            values,
        )
        return values
