"""Slices through a loss: planes in the space of its parameters."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from gdstudio.engine.objectives.architecture import Architecture
from gdstudio.simulation.problem_base import Problem

Float = NDArray[np.float64]
Shares = tuple[float, float]
"""Which part of a path's movement lies along the first direction of a plane, and which part more
lies in the plane."""

PART_SECONDS = 0.03
"""How long a part of a picture takes: as often it is asked whether to go on."""
MOST_PATH_ROWS, FEWEST_PATH_ROWS = 8192, 128
"""Rows of a path in which its principal directions are looked for."""
MOST_PATH_PRODUCTS = 1 << 25
ROUNDING = 1e-10
"""What is left of a direction below this part of its length is rounding."""


@dataclass(frozen=True, eq=False)
class Plane:
    """The points ``base + xu + yv`` in the space of d parameters.

    Attributes
    ----------
    base
        A point (d,).
    u, v
        Two directions (d,).
    """

    base: Float
    u: Float
    v: Float

    @cached_property
    def _dual(self) -> Float:
        """The matrix (d, 2) that turns an offset from the base into its coordinates."""
        directions = np.stack([self.u, self.v])
        # The pseudoinverse: a network without weights has directions of length 0.
        inverse = np.linalg.pinv(directions @ directions.T, hermitian=True)
        return np.ascontiguousarray((inverse @ directions).T)

    def project(self, points: Float) -> Float:
        """Return the coordinates (n, 2) of the points of the plane that are nearest to (n, d)."""
        with np.errstate(invalid="ignore", over="ignore"):
            coordinates: Float = (points - self.base) @ self._dual
        return coordinates

    def point(self, x: float, y: float) -> Float:
        """Return the point (d,) with the coordinates x, y."""
        return self.base + x * self.u + y * self.v

    def seen_from(self, point: Float) -> "Plane":
        """Return the same plane with its base at the nearest point to another (d,)."""
        x, y = self.project(point[np.newaxis])[0]
        return Plane(self.point(x, y), self.u, self.v)

    def distance(self, point: Float) -> float:
        """Return how far a point (d,) lies from the plane."""
        x, y = self.project(point[np.newaxis])[0]
        with np.errstate(invalid="ignore", over="ignore"):
            return float(np.linalg.norm(point - self.point(x, y)))


def weight_plane(base: Float, first: int, second: int) -> Plane:
    """Return the plane of two chosen parameters: its coordinates are their values."""
    u, v, origin = np.zeros_like(base), np.zeros_like(base), base.copy()
    u[first], v[second] = 1.0, 1.0
    origin[[first, second]] = 0.0
    return Plane(origin, u, v)


def random_plane(architecture: Architecture, base: Float, seed: int) -> Plane:
    """Return a plane of two random directions, each scaled as the network at its base is.

    The directions are drawn from a normal distribution. The weights that lead to a unit, its
    filter, get the norm that they have in the network; those of biases are 0. So a step of 1
    changes each filter by as much as it is long, whatever its scale (Li, Xu, Taylor, Studer,
    Goldstein: Visualizing the Loss Landscape of Neural Nets, 2018).

    Parameters
    ----------
    architecture
        The network.
    base
        Its parameters (d,).
    seed
        Of the directions.
    """
    drawn = np.random.default_rng(seed).standard_normal((2, base.size))
    filters = architecture.layer_parameters(base)
    for direction in drawn:
        layers = architecture.layer_parameters(direction)
        for (weights, biases), (trained, _) in zip(layers, filters, strict=True):
            lengths = np.linalg.norm(trained, axis=0) / np.linalg.norm(weights, axis=0)
            weights *= lengths
            biases[:] = 0.0
    return Plane(base, drawn[0], drawn[1])


def random_directions(base: Float, seed: int) -> Plane:
    """Return a plane of two random directions at a right angle, each of length 1.

    They are drawn from a normal distribution: no direction is likelier than another.

    Parameters
    ----------
    base
        A point (d,) of the plane, d > 1.
    seed
        Of the directions.
    """
    drawn = np.random.default_rng(seed).standard_normal((2, base.size))
    return Plane(base, *_orthonormal(drawn[0], drawn[1]))


def principal_plane(base: Float, path: Float) -> Plane:
    """Return the plane of the two directions in which a path moves most.

    They are the first right singular vectors of its points, counted from the last one. The path
    comes from the left, and from below.

    Parameters
    ----------
    base
        A point (d,) of the plane.
    path
        Points (n, d). Of very many, evenly chosen ones stand for all.

    Raises
    ------
    ValueError
        There are fewer than two points.
    """
    rows = _movement(path)
    if len(rows) < 2:
        raise ValueError("a path of fewer than two points has no directions")
    # The smaller of the two products has the same eigenvalues and is quickly made, whereas a
    # decomposition of the rows themselves takes seconds for a hundred thousand parameters.
    if rows.shape[0] >= rows.shape[1]:
        directions = np.linalg.eigh(rows.T @ rows)[1][:, :-3:-1].T
    else:
        directions = np.linalg.eigh(rows @ rows.T)[1][:, :-3:-1].T @ rows
    u, v = _orthonormal(directions[0], directions[1])
    if not v.any():
        v = _across(u)
    # The sign of a singular vector is anybody's choice.
    u, v = (-each if each @ rows[0] > 0.0 else each for each in (u, v))
    return Plane(base, u, v)


def explained(plane: Plane, path: Float) -> Shares:
    """Return which part of a path's movement a plane shows.

    The movement is the sum of the squared distances of its points (n, d) from the last one, or, of
    very many, of evenly chosen points. Along principal directions the parts are the explained
    variance ratios. A path that does not move is shown wholly.
    """
    rows = _movement(path)
    total = float(np.sum(rows**2))
    if total == 0.0:
        return 1.0, 0.0
    basis = _orthonormal(plane.u, plane.v)
    first, second = (float(np.sum((rows @ each) ** 2)) / total for each in basis)
    return first, second


def finite_rows(path: Float) -> Float:
    """Return the points of a path (n, d) before it left all numbers."""
    finite = np.isfinite(path).all(axis=1)
    return path if finite.all() else path[: int(np.argmin(finite))]


def losses_over(
    problem: Problem,
    plane: Plane,
    x: Float,
    y: Float,
    goes_on: Callable[[int], bool] = lambda _done: True,
) -> Float | None:
    """Return the losses (h, w), over all training rows if any, at the points x, y of a plane.

    Parameters
    ----------
    problem
        The function, or the network with its data.
    plane
        The plane.
    x, y
        Coordinates (w,) and (h,).
    goes_on
        Told a few times a second how many points are done; where it says no, nothing is returned.
    """
    losses = np.empty((y.size, x.size))
    row = column = 0
    together = 1
    while row < y.size:
        began = time.perf_counter()
        if column == 0 and together >= x.size:
            rows, columns = slice(row, row + together // x.size), slice(0, x.size)
            row = min(rows.stop, y.size)
        else:
            rows, columns = slice(row, row + 1), slice(column, min(x.size, column + together))
            row, column = (row + 1, 0) if columns.stop == x.size else (row, columns.stop)
        losses[rows, columns] = problem.over_plane(
            plane.base, (plane.u, x[columns]), (plane.v, y[rows])
        )
        factor = PART_SECONDS / max(time.perf_counter() - began, 1e-9)
        together = max(1, int(together * min(2.0, factor)))
        if not goes_on(row * x.size + column):
            return None
    return losses


def _movement(path: Float) -> Float:
    """Return points of a path (n, d) as offsets from the last one; of very many, some.

    They are scaled by a power of two, so that the squares of a path that flew off are numbers.
    """
    rows, size = path.shape
    most = min(MOST_PATH_ROWS, max(FEWEST_PATH_ROWS, MOST_PATH_PRODUCTS // size**2))
    if rows > most:
        path = path[np.linspace(0, rows - 1, most).round().astype(np.int64)]
    scaled = np.ldexp(path, -int(np.frexp(np.abs(path).max(initial=0.0))[1]))
    return scaled - scaled[-1:]


def _orthonormal(u: Float, v: Float) -> tuple[Float, Float]:
    """Return the directions of u and of what v adds to it; 0 for none."""
    first = _unit(u)
    rest = v - (v @ first) * first
    is_new = np.linalg.norm(rest) > ROUNDING * np.linalg.norm(v)
    return first, _unit(rest) if is_new else np.zeros_like(v)


def _across(u: Float) -> Float:
    """Return a direction at a right angle to u."""
    axis = np.zeros_like(u)
    axis[int(np.argmin(np.abs(u)))] = 1.0
    return _unit(axis - (axis @ u) * u)


def _unit(direction: Float) -> Float:
    length = float(np.linalg.norm(direction))
    return direction / length if length > 0.0 else np.zeros_like(direction)
