"""An objective brought to life: the kernel and the arrays that compute loss and gradient."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdstudio.engine.driver import Objective
from gdstudio.engine.objectives.grid import grid_workspace, objective_at_points, tape_over_grid
from gdstudio.engine.objectives.tape import structure_of, tape_objective, workspace
from gdstudio.experiment.model import Experiment, FunctionObjective
from gdstudio.expression import Formula, parse

_NO_CONSTANTS = np.zeros(0)
_NO_DATA = np.zeros((0, 0))
_NO_ROWS = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, eq=False)
class Problem:
    """A function that can be evaluated: at a point, at many points, over a grid.

    Attributes
    ----------
    formula
        The expression that it computes.
    """

    formula: Formula

    @property
    def kernel(self) -> Objective:
        """The objective for the driver."""
        return tape_objective

    @cached_property
    def structure(self) -> NDArray[np.int64]:
        """What the kernel reads as ``structure``."""
        return structure_of(self.formula.tape)

    constants = _NO_CONSTANTS
    data = _NO_DATA
    rows = _NO_ROWS

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

    def loss(self, theta: ArrayLike) -> float:
        """Return the loss at the parameters θ (d,)."""
        return self.loss_and_gradient(theta)[0]

    __call__ = loss

    def gradient(self, theta: ArrayLike) -> NDArray[np.float64]:
        """Return the gradient (d,) at the parameters θ (d,)."""
        return self.loss_and_gradient(theta)[1]

    def loss_and_gradient(self, theta: ArrayLike) -> tuple[float, NDArray[np.float64]]:
        """Return loss and gradient (d,) at the parameters θ (d,).

        Raises
        ------
        ValueError
            θ does not have one finite-or-not number for each parameter.
        """
        point = np.array(theta, dtype=np.float64, order="C")
        if point.shape != (len(self.parameter_names),):
            raise ValueError(
                f"expected {len(self.parameter_names)} numbers"
                f" ({', '.join(self.parameter_names)}), got an array of shape {point.shape}"
            )
        gradient = np.empty_like(point)
        value = self.kernel(
            point, self.structure, self.constants, self.data, self.rows, self.workspace(), gradient
        )
        return value, gradient

    def at_points(
        self, points: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return values (n,) and gradients (n, d) at points (n, d)."""
        rows = np.ascontiguousarray(points, dtype=np.float64)
        values, gradients = np.empty(len(rows)), np.empty_like(rows)
        objective_at_points(
            self.kernel.compiled,
            self.structure,
            self.constants,
            self.data,
            self.rows,
            self.workspace(),
            rows,
            values,
            gradients,
        )
        return values, gradients

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


def problem_of(function: FunctionObjective) -> Problem:
    """Return what computes a function of an experiment."""
    return Problem(parse(function.expression, function.variables))


def objective(experiment: Experiment) -> Problem:
    """Return the objective of an experiment: ``loss``, ``gradient``, ``parameter_names``."""
    return problem_of(experiment.function)


def expression(text: str, variables: Sequence[str] | None = None) -> Problem:
    """Return a function of a text: call it with a point, or ask for its ``gradient`` there.

    Raises
    ------
    ExpressionError
        The text is not an expression; it has a ``message`` and a ``position``.
    """
    return Problem(parse(text, variables))
