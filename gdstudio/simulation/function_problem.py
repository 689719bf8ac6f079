"""A function of an expression: at a point, at many points, over a grid."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdstudio.engine.objectives.grid import grid_workspace, tape_over_grid
from gdstudio.engine.objectives.plane_of_tape import tape_over_plane
from gdstudio.engine.objectives.second_order import second_order_workspace, tape_at_points
from gdstudio.engine.objectives.tape import structure_of, tape_objective, workspace
from gdstudio.expression import Formula
from gdstudio.simulation.problem_base import Axis, Float, Problem

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

    def hessian(self, theta: ArrayLike) -> NDArray[np.float64]:
        """Return the exact second derivatives (d, d) at the point θ (d,).

        Raises
        ------
        ValueError
            θ does not have one number for each variable.
        """
        hessian: NDArray[np.float64] = self.derivatives(self.point(theta)[np.newaxis])[2][0]
        return hessian

    def hessian_product(self, theta: ArrayLike, direction: ArrayLike) -> NDArray[np.float64]:
        """Return the Hessian at θ (d,) times a direction (d,), without the Hessian itself."""
        point, along = self.point(theta)[np.newaxis], self.point(direction)[np.newaxis]
        product: NDArray[np.float64] = self._along(point, along)[2][0, 0]
        return product

    def derivatives(
        self, points: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Return values (n,), gradients (n, d) and Hessians (n, d, d) at points (n, d)."""
        values, gradients, hessians = self._along(points, np.eye(len(self.variables)))
        # Rounded one way above the diagonal and another way below it.
        return values, gradients, 0.5 * (hessians + hessians.transpose(0, 2, 1))

    def at_points(
        self, points: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return values (n,) and gradients (n, d) at points (n, d)."""
        return self._along(points, np.zeros((0, len(self.variables))))[:2]

    def _along(
        self, points: NDArray[np.float64], directions: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Return values, gradients and Hessian products (n, k, d) with directions (k, d)."""
        each = np.ascontiguousarray(points, dtype=np.float64)
        count, dimension = each.shape
        values, gradients = np.empty(count), np.empty((count, dimension))
        products = np.empty((count, len(directions), dimension))
        work = second_order_workspace(self.formula.tape, len(directions))
        tape_at_points(self.structure, work, each, directions, values, gradients, products)
        return values, gradients, products

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

    def over_plane(self, base: ArrayLike, horizontal: Axis, vertical: Axis) -> Float:
        """Return the values (h, w) on a plane; see `Problem`."""
        origin = self.point(base)
        axes = (self.multiples(horizontal), self.multiples(vertical))
        values = np.empty((axes[1][1].size, axes[0][1].size))
        tape_over_plane(self.structure, grid_workspace(self.formula.tape), origin, *axes, values)
        return values
