"""The derivatives of a function at a point, and what they say about the function beside it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdstudio.simulation.gradient_check import CURVE_EPSILONS, GradientCheck
from gdstudio.simulation.problem_base import Problem

Float = NDArray[np.float64]

__all__ = ["CURVE_EPSILONS", "Calculus", "calculus_at", "differences_at"]


@dataclass(frozen=True, eq=False)
class Calculus:
    """A function up to its second derivatives at a point.

    Attributes
    ----------
    point
        Where, float64 (d,).
    value, gradient, hessian
        f, ∇f (d,) and the symmetric ∇²f (d, d) there.
    """

    point: Float
    value: float
    gradient: Float
    hessian: Float

    @cached_property
    def norm(self) -> float:
        """‖∇f‖₂: the slope in the steepest direction."""
        return float(np.linalg.norm(self.gradient))

    @property
    def angle(self) -> float | None:
        """The direction of the gradient of two variables, in radians in (−π, π].

        None where there are not two variables, or the gradient has no direction.
        """
        if self.gradient.size != 2 or not np.isfinite(self.gradient).all() or self.norm == 0.0:
            return None
        return math.atan2(float(self.gradient[1]), float(self.gradient[0]))

    @property
    def eigenvalues(self) -> Float:
        """The curvatures (d,) along the eigenvectors, in ascending order."""
        return self._eigen[0]

    @property
    def eigenvectors(self) -> Float:
        """The principal directions (d, d): column k belongs to eigenvalue k."""
        return self._eigen[1]

    @property
    def condition_number(self) -> float:
        """The largest |eigenvalue| divided by the smallest: ∞ where that is 0."""
        sizes = np.abs(self.eigenvalues)
        if not np.isfinite(sizes).all():
            return math.nan
        smallest, largest = float(sizes.min()), float(sizes.max())
        if smallest == 0.0:
            return math.inf
        return largest / smallest

    @property
    def steepest(self) -> Float | None:
        """The unit vector (d,) along which f rises fastest; None where there is none."""
        if not np.isfinite(self.gradient).all() or self.norm == 0.0:
            return None
        return self.gradient / self.norm

    def tangent(self, points: ArrayLike) -> Float:
        """Return f(p) + ∇f·(x − p) at points (…, d): the tangent line, or plane."""
        offsets = np.asarray(points, dtype=np.float64) - self.point
        heights: Float = self.value + offsets @ self.gradient
        return heights

    def taylor(self, points: ArrayLike) -> Float:
        """Return f(p) + ∇f·(x − p) + ½(x − p)ᵀ∇²f(x − p) at points (…, d)."""
        offsets = np.asarray(points, dtype=np.float64) - self.point
        bends = np.einsum("...i,ij,...j->...", offsets, self.hessian, offsets)
        heights: Float = self.value + offsets @ self.gradient + 0.5 * bends
        return heights

    def directional_derivative(self, direction: ArrayLike) -> float:
        """Return the slope ∇f·u in a direction (d,), of which only the direction counts.

        Raises
        ------
        ValueError
            The direction does not have one number for each variable, or no direction.
        """
        return float(self.gradient @ self._unit(direction))

    def curvature(self, direction: ArrayLike) -> float:
        """Return the second derivative uᵀ∇²f u in a direction (d,) (see above)."""
        unit = self._unit(direction)
        return float(unit @ self.hessian @ unit)

    @cached_property
    def _eigen(self) -> tuple[Float, Float]:
        if not np.isfinite(self.hessian).all():
            return np.full(self.point.size, np.nan), np.full_like(self.hessian, np.nan)
        values, vectors = np.linalg.eigh(self.hessian)
        return values, vectors

    def _unit(self, direction: ArrayLike) -> Float:
        vector = np.asarray(direction, dtype=np.float64)
        if vector.shape != self.point.shape:
            raise ValueError(
                f"expected a direction of {self.point.size} numbers, got shape {vector.shape}"
            )
        length = float(np.linalg.norm(vector))
        if not (0.0 < length < math.inf):
            raise ValueError("a direction needs a length that is neither 0 nor infinite")
        return vector / length


def calculus_at(problem: Problem, point: ArrayLike) -> Calculus:
    """Return value, gradient and Hessian at a point (d,).

    Raises
    ------
    ValueError
        The point does not have one number for each variable.
    """
    where = problem.point(point)
    value, gradient = problem.loss_and_gradient(where)
    return Calculus(where, value, gradient, problem.hessian(where))


def differences_at(
    problem: Problem,
    point: ArrayLike,
    epsilons: ArrayLike = CURVE_EPSILONS,
    variables: Sequence[int] | None = None,
) -> GradientCheck:
    """Compare the partial derivatives at a point with their forward and central differences.

    Parameters
    ----------
    problem, point
        The function and where (d,).
    epsilons
        The steps ε (k,), or one step; by default those of the curve of the error against ε.
    variables
        By which of the d variables; None: by all.

    Returns
    -------
    GradientCheck
        Its ``derivatives`` (d,) are exact, ``forward`` and ``central`` (k, d) are
        (f(x + εeᵢ) − f(x))/ε and (f(x + εeᵢ) − f(x − εeᵢ))/2ε; ``forward_errors`` and
        ``central_errors`` (k,) make the curve.
    """
    where = problem.point(point)
    steps = np.atleast_1d(np.asarray(epsilons, dtype=np.float64))
    value, gradient = problem.loss_and_gradient(where)
    chosen = list(range(where.size) if variables is None else variables)
    moves = steps[:, np.newaxis, np.newaxis] * np.eye(where.size)[chosen]
    sides = np.stack([where + moves, where - moves]).reshape(-1, where.size)
    with np.errstate(all="ignore"):
        above, below = problem.at_points(sides)[0].reshape(2, steps.size, len(chosen))
        forward = (above - value) / steps[:, np.newaxis]
        central = (above - below) / (2.0 * steps[:, np.newaxis])
    return GradientCheck(steps, gradient[chosen], forward, central)
