"""Where the gradient of a function vanishes: Newton's method from many starts at once.

Points are given in the box: from 0 to 1 along each side of the domain. Gradients and Hessians are
those with respect to such coordinates, so that lengths and eigenvalues can be compared.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gdstudio.simulation.function_problem import FunctionProblem

Float = NDArray[np.float64]
Mask = NDArray[np.bool_]

MOST_ITERATIONS = 90
"""At a degenerate point Newton's method gains a third or half of the distance each time."""
MOST_OF_MANY = 40
"""The same for more than two variables, where each costs more."""
LONGEST_STEP = 0.15
SHORTEST_STEP = 1e-14
FURTHEST_OUTSIDE = 0.5
HALVINGS = 10
NEGLIGIBLE_EIGENVALUE = 1e-14
"""Of the largest one: a direction in which the gradient does not change."""


@dataclass(frozen=True, eq=False)
class BoxFunction:
    """A function on the unit box that stands for the domain.

    Attributes
    ----------
    problem
        The function.
    low, sides
        A corner of the domain (d,) and the lengths of its sides.
    """

    problem: FunctionProblem
    low: Float
    sides: Float

    def place(self, points: Float) -> Float:
        """Return the points of the domain (n, d) for points in the box (n, d)."""
        places: Float = self.low + points * self.sides
        return places

    def in_box(self, places: Float) -> Float:
        """Return the points in the box (n, d) for points of the domain (n, d)."""
        points: Float = (places - self.low) / self.sides
        return points

    def values(self, points: Float) -> Float:
        """Return the values (n,) at points (n, d); of any shape (…, d) too."""
        flat = self.place(points).reshape(-1, self.sides.size)
        return self.problem.at_points(flat)[0].reshape(points.shape[:-1])

    def gradients(self, points: Float) -> Float:
        """Return the gradients at points (…, d)."""
        flat = self.place(points).reshape(-1, self.sides.size)
        gradients = self.problem.at_points(flat)[1] * self.sides
        return gradients.reshape(points.shape)

    def derivatives(self, points: Float) -> tuple[Float, Float]:
        """Return gradients (n, d) and Hessians (n, d, d) at points (n, d)."""
        _, gradients, hessians = self.problem.derivatives(self.place(points))
        return gradients * self.sides, hessians * np.outer(self.sides, self.sides)


def settled(
    function: BoxFunction, starts: Float, should_stop: Callable[[], bool] | None = None
) -> Float:
    """Return where Newton's method on the gradient comes to rest (n, d), from starts (n, d).

    Each step is shortened until the norm of the gradient falls. A start from which it leaves the
    box by far, or meets what is not finite, gives NaN; those that rest where the gradient does not
    vanish must be sorted out.
    """
    points = starts.copy()
    active = np.arange(len(points))
    for _ in range(MOST_ITERATIONS if function.sides.size <= 2 else MOST_OF_MANY):
        if active.size == 0 or (should_stop is not None and should_stop()):
            break
        gradients, hessians = function.derivatives(points[active])
        is_lost = ~np.isfinite(hessians).all(axis=(1, 2)) | ~np.isfinite(gradients).all(axis=1)
        is_lost |= np.any(np.abs(points[active] - 0.5) > 0.5 + FURTHEST_OUTSIDE, axis=1)
        points[active[is_lost]] = np.nan
        active = active[~is_lost]
        moves = _moves(function, points[active], gradients[~is_lost], hessians[~is_lost])
        points[active] += moves
        active = active[np.any(moves != 0.0, axis=1)]
    return points


def lengths(vectors: Float) -> Float:
    """Return ‖v‖₂ of vectors (…, d), also where the squares are too small for a number."""
    largest = np.abs(vectors).max(axis=-1, keepdims=True)
    units = vectors / np.where(largest > 0.0, largest, 1.0)
    norms: Float = largest[..., 0] * np.linalg.norm(units, axis=-1)
    return norms


def _moves(function: BoxFunction, points: Float, gradients: Float, hessians: Float) -> Float:
    """Return the longest halvings (n, d) of Newton's steps that lead nearer; 0 if none does.

    Nearer is where the norm of the gradient is smaller, or that of H⁻¹g with this Hessian: in a
    narrow valley that bends the first one allows tiny steps only (Deuflhard 2011, Newton Methods
    for Nonlinear Problems, section 3.3).
    """
    inverses = _inverses(hessians)
    steps = -np.einsum("nij,nj->ni", inverses, gradients)
    norms, sizes = lengths(gradients), lengths(steps)
    steps *= np.minimum(1.0, LONGEST_STEP / np.maximum(sizes, 1e-300))[:, np.newaxis]
    moves = np.zeros_like(points)
    pending = np.flatnonzero(sizes > SHORTEST_STEP)
    share = 1.0
    for _ in range(HALVINGS):
        if pending.size == 0:
            break
        trials = share * steps[pending]
        there = function.gradients(points[pending] + trials)
        corrections = lengths(np.einsum("nij,nj->ni", inverses[pending], there))
        is_nearer = lengths(there) < (1.0 - 1e-4 * share) * norms[pending]
        is_nearer |= corrections < (1.0 - 0.25 * share) * sizes[pending]
        moves[pending[is_nearer]] = trials[is_nearer]
        pending = pending[~is_nearer]
        share *= 0.5
    return moves


def _inverses(hessians: Float) -> Float:
    """Return H⁻¹ (n, d, d), 0 in the directions in which the gradient does not change."""
    values, vectors = np.linalg.eigh(hessians)
    smallest = NEGLIGIBLE_EIGENVALUE * np.abs(values).max(axis=1, keepdims=True)
    with np.errstate(all="ignore"):
        shares = np.where(np.abs(values) > smallest, 1.0 / values, 0.0)
        inverses: Float = np.einsum("nij,nj,nkj->nik", vectors, shares, vectors)
    return inverses
