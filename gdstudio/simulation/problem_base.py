"""An objective brought to life: the kernel and the arrays that compute loss and gradient."""

import math
from abc import ABC, abstractmethod

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdstudio.engine.driver import Objective
from gdstudio.engine.objectives.grid import objective_at_points
from gdstudio.simulation.names import few

Float = NDArray[np.float64]
Rows = NDArray[np.int64]

MOST_FOR_HESSIAN = 2_048
"""Parameters of the largest Hessian: 32 megabytes."""
DIFFERENCE = float(np.cbrt(np.finfo(np.float64).eps))
"""The step of a central difference, of a parameter of size 1, whose error is the smallest."""
Axis = tuple[ArrayLike, ArrayLike]
"""A direction (d,) in the space of the parameters and the multiples of it (n,) to visit."""


class Problem(ABC):
    """What is minimized: a loss with its gradient.

    Attributes
    ----------
    kernel
        The objective for the driver.
    structure, constants, data
        What the kernel reads (see ``engine.signatures``).
    rows, test_rows
        The training rows, and those that are held back, int64; none for a function.
    score_kernel
        The score for the driver; None for a function.
    """

    def __init__(
        self,
        kernel: Objective,
        structure: NDArray[np.int64],
        constants: Float,
        data: Float,
        rows: Rows,
        test_rows: Rows,
        score_kernel: Objective | None = None,
    ) -> None:
        self.kernel = kernel
        self.structure = structure
        self.constants = constants
        self.data = data
        self.rows = rows
        self.test_rows = test_rows
        self.score_kernel = score_kernel

    @property
    @abstractmethod
    def parameter_names(self) -> tuple[str, ...]:
        """The names of the parameters, in the order of the parameter vector."""

    @abstractmethod
    def workspace(self) -> Float:
        """Return memory for the kernel. Two threads must not share it."""

    @abstractmethod
    def over_plane(self, base: ArrayLike, horizontal: Axis, vertical: Axis) -> Float:
        """Return the losses (h, w) on a plane.

        Parameters
        ----------
        base
            A point (d,) of the plane.
        horizontal, vertical
            Along a row, and from row to row: ``base + xu + yv``.
        """

    def score(self, theta: ArrayLike) -> tuple[float, float]:
        """Return the loss at θ (d,) and the accuracy, NaN where nothing is classified."""
        return self.loss(theta), math.nan

    def loss(self, theta: ArrayLike) -> float:
        """Return the loss at the parameters θ (d,)."""
        return self.loss_and_gradient(theta)[0]

    def gradient(self, theta: ArrayLike) -> Float:
        """Return the gradient (d,) at the parameters θ (d,)."""
        return self.loss_and_gradient(theta)[1]

    def loss_and_gradient(self, theta: ArrayLike) -> tuple[float, Float]:
        """Return loss and gradient (d,) at the parameters θ (d,), over all training rows if any.

        Raises
        ------
        ValueError
            θ does not have one finite-or-not number for each parameter.
        """
        return self._look(self.kernel, theta, self.rows)

    def hessian(self, theta: ArrayLike) -> Float:
        """Return the second derivatives (d, d) at the parameters θ (d,), over all training rows.

        Those of a function are exact. Those of a loss over data are central differences of its
        exact gradient, right to about ten digits where the loss is smooth.

        Raises
        ------
        ValueError
            θ does not have one number for each parameter, or there are more than
            ``MOST_FOR_HESSIAN``.
        """
        point = self._point_for_hessian(theta)
        steps = DIFFERENCE * np.maximum(1.0, np.abs(point))
        with np.errstate(all="ignore"):
            above, below = (self.at_points(point + sign * np.diag(steps))[1] for sign in (1, -1))
            slopes = (above - below) / (2.0 * steps[:, np.newaxis])
            hessian: Float = 0.5 * (slopes + slopes.T)
        return hessian

    def at_points(self, points: Float) -> tuple[Float, Float]:
        """Return losses (n,) and gradients (n, d) at points (n, d)."""
        each = np.ascontiguousarray(points, dtype=np.float64)
        losses, gradients = np.empty(len(each)), np.empty_like(each)
        objective_at_points(
            self.kernel.compiled,
            self.structure,
            self.constants,
            self.data,
            self.rows,
            self.workspace(),
            each,
            losses,
            gradients,
        )
        return losses, gradients

    def multiples(self, axis: Axis) -> tuple[Float, Float]:
        """Return direction and multiples as the kernels want them, or raise a `ValueError`."""
        direction, multiples = axis
        return self.point(direction), np.array(multiples, dtype=np.float64).reshape(-1)

    def point(self, theta: ArrayLike) -> Float:
        """Return θ (d,) as the kernels want it, or raise a `ValueError`."""
        point = np.array(theta, dtype=np.float64, order="C")
        names = self.parameter_names
        if point.shape != (len(names),):
            raise ValueError(
                f"expected {len(names)} numbers ({few(names)}), got an array of shape {point.shape}"
            )
        return point

    def _point_for_hessian(self, theta: ArrayLike) -> Float:
        point = self.point(theta)
        if point.size > MOST_FOR_HESSIAN:
            raise ValueError(
                f"there are {point.size} parameters, and a Hessian is computed of at most"
                f" {MOST_FOR_HESSIAN}"
            )
        return point

    def _look(self, kernel: Objective, theta: ArrayLike, rows: Rows) -> tuple[float, Float]:
        """Return what a kernel returns, and the vector (d,) that it writes."""
        point = self.point(theta)
        answer = np.empty_like(point)
        value = kernel(
            point, self.structure, self.constants, self.data, rows, self.workspace(), answer
        )
        return value, answer
