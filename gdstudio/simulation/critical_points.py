"""The critical points of a function in its domain: where the gradient is 0, and of which kind."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gdstudio.experiment.gallery import KnownMinimum
from gdstudio.simulation.critical_kinds import (
    Kind,
    Surroundings,
    is_isolated,
    is_lowest_around,
    kind_at,
    surroundings,
)
from gdstudio.simulation.critical_search import BoxFunction, Mask, settled
from gdstudio.simulation.critical_starts import starts_in
from gdstudio.simulation.function_problem import FunctionProblem

Float = NDArray[np.float64]
Integers = NDArray[np.int64]
Domain = Sequence[tuple[float, float]]

SAME = 1e-7
"""Places that are nearer, in sides of the domain, are the same critical point."""
SAME_DEGENERATE = 1e-2
"""The same for those that can be found with a few digits only, and have the same value."""
NEXT_IN_VALLEY = 0.08
"""Critical points that are not isolated, and are nearer, belong to the same curve."""
SAME_VALUE = 1e-8
"""Relative to the value, or to what the function changes around."""
AT_THE_EDGE = 1e-9
AS_KNOWN = 1e-6
MOST_POINTS = 2_000

__all__ = ["CriticalPoint", "CriticalPoints", "Kind", "critical_points"]


@dataclass(frozen=True, eq=False)
class CriticalPoint:
    """A place where the gradient is 0.

    Attributes
    ----------
    point, value
        Where, float64 (d,), and f there.
    gradient_norm
        ‖∇f‖ there: what rounding leaves of 0. NaN in a kink.
    eigenvalues
        Of the Hessian (d,), in ascending order. NaN in a kink.
    kind
        What it is.
    is_isolated
        Whether it stands alone; else it stands for a whole curve, or surface, of critical points.
    is_known
        Whether the gallery knows it as a minimum.
    """

    point: Float
    value: float
    gradient_norm: float
    eigenvalues: Float
    kind: Kind
    is_isolated: bool
    is_known: bool


@dataclass(frozen=True)
class CriticalPoints:
    """What a search has found.

    Attributes
    ----------
    points
        In the order of `Kind`, the lowest of each kind first.
    is_complete
        Whether the search ended by itself, with room for all that it found. Then, too, it may have
        missed some: only for polynomials and their like of one or two variables is it thorough.
    has_flat_region
        Whether the function is constant somewhere, where each point would be a critical one.
    """

    points: tuple[CriticalPoint, ...]
    is_complete: bool
    has_flat_region: bool

    @property
    def lowest(self) -> CriticalPoint | None:
        """The lowest minimum that was found; lower ones may exist."""
        minima = [each for each in self.points if each.kind.is_minimum]
        return min(minima, key=lambda each: each.value, default=None)

    @property
    def counts(self) -> Mapping[Kind, int]:
        """How many there are of each kind that there is."""
        kinds = [each.kind for each in self.points]
        return {kind: kinds.count(kind) for kind in Kind if kind in kinds}


def critical_points(
    problem: FunctionProblem,
    domain: Domain,
    *,
    known: Sequence[KnownMinimum] = (),
    should_stop: Callable[[], bool] | None = None,
) -> CriticalPoints:
    """Find the critical points of a function in a domain.

    Newton's method on ∇f starts where the gradient turns, and all over the domain; each place
    where it rests is verified: the gradient vanishes there, and the function is smooth.

    Parameters
    ----------
    problem, domain
        The function, and lowest and highest value of each variable.
    known
        Minima that are known: they are looked at, too.
    should_stop
        Asked now and then: True ends the search with what was found.

    Raises
    ------
    ValueError
        The domain does not have an interval of positive, finite length for each variable.
    """
    function = _on_box(problem, domain)
    starts, is_complete = starts_in(function)
    known_places = _known_places(function, known)
    starts = np.concatenate([known_places, starts])
    with np.errstate(all="ignore"):
        rested = settled(function, starts, should_stop)
        inside = rested[_is_inside(rested)]
        look = surroundings(function, _unique(inside))
        has_flat_region = bool(look.is_flat.any())
        look, isolated = _distinct(function, look.only(look.is_critical))
        found = [
            _described(function, look, index, known_places, is_alone=bool(isolated[index]))
            for index in range(len(look.points))
        ]
        found += _kinks(function, known_places, found)
    order = list(Kind)
    found.sort(key=lambda each: (order.index(each.kind), each.value, *each.point))
    was_stopped = should_stop is not None and should_stop()
    return CriticalPoints(tuple(found), is_complete and not was_stopped, has_flat_region)


def _on_box(problem: FunctionProblem, domain: Domain) -> BoxFunction:
    limits = np.array(domain, dtype=np.float64)
    count = len(problem.variables)
    if limits.shape != (count, 2) or not np.all(limits[:, 1] > limits[:, 0]):
        raise ValueError(f"expected {count} intervals [low, high], one for each variable")
    sides = limits[:, 1] - limits[:, 0]
    if not np.isfinite(sides).all():
        raise ValueError("the domain must be finite")
    return BoxFunction(problem, limits[:, 0].copy(), sides)


def _known_places(function: BoxFunction, known: Sequence[KnownMinimum]) -> Float:
    places = np.array([each.location for each in known], dtype=np.float64)
    points = function.in_box(places.reshape(-1, function.sides.size))
    return points[_is_inside(points)]


def _is_inside(points: Float) -> Mask:
    inside: Mask = np.all((points >= -AT_THE_EDGE) & (points <= 1.0 + AT_THE_EDGE), axis=1)
    return inside


def _unique(points: Float) -> Float:
    """Return the points without those that are nearly the same as another one."""
    _, first = np.unique(np.round(points / (0.1 * SAME)), axis=0, return_index=True)
    return points[np.sort(first)]


def _distinct(function: BoxFunction, look: Surroundings) -> tuple[Surroundings, Mask]:
    """Return each critical point once, a curve of them as one point; and which ones are isolated.

    At most ``MOST_POINTS``: a list of more helps nobody.
    """
    best_first = look.only(np.argsort(look.norms, kind="stable"))
    look = best_first.only(_apart(best_first.points, SAME, MOST_POINTS))
    isolated = is_isolated(function, look)
    values = function.values(look.points)
    sizes = SAME_VALUE * np.maximum(np.abs(values), NEXT_IN_VALLEY * look.norms_around)
    blurred = np.flatnonzero(isolated & look.is_degenerate)
    kept = [
        np.flatnonzero(isolated & ~look.is_degenerate),
        blurred[_apart(look.points[blurred], SAME_DEGENERATE, MOST_POINTS)],
        _one_of_each_curve(look.points, values, sizes, np.flatnonzero(~isolated)),
    ]
    chosen = np.concatenate(kept)
    return look.only(chosen), isolated[chosen]


def _apart(points: Float, distance: float, most: int) -> Integers:
    """Return which points (n, d) to keep so that none are nearer to each other than a distance."""
    kept: list[int] = []
    for index, point in enumerate(points):
        if len(kept) == most:
            break
        if not kept or np.abs(points[kept] - point).max(axis=1).min() > distance:
            kept.append(index)
    return np.array(kept, dtype=np.int64)


def _one_of_each_curve(points: Float, values: Float, sizes: Float, chosen: Integers) -> Integers:
    """Return for each chain of points that have the same value the one in its middle."""
    left = list(chosen[_apart(points[chosen], 0.25 * NEXT_IN_VALLEY, MOST_POINTS)])
    middles: list[int] = []
    while left:
        chain, new = [left[0]], [left[0]]
        left = left[1:]
        while new and left:
            others, last = np.array(left)[:, np.newaxis], np.array(new)
            gaps = np.linalg.norm(points[others] - points[last], axis=-1)
            same = np.abs(values[others] - values[last]) <= np.maximum(sizes[others], sizes[last])
            near = ((gaps <= NEXT_IN_VALLEY) & same).any(axis=1)
            others = others[:, 0]
            new = list(others[near])
            left = list(others[~near])
            chain += new
        centre = points[chain].mean(axis=0)
        middles.append(chain[int(np.linalg.norm(points[chain] - centre, axis=1).argmin())])
    return np.array(middles, dtype=np.int64)


def _described(
    function: BoxFunction, look: Surroundings, index: int, known: Float, *, is_alone: bool
) -> CriticalPoint:
    place = function.place(look.points[index])
    value, gradient = function.problem.loss_and_gradient(place)
    kind = kind_at(function, look, index)
    return CriticalPoint(
        place,
        value,
        float(np.linalg.norm(gradient)),
        np.asarray(np.linalg.eigvalsh(function.problem.hessian(place)), dtype=np.float64),
        kind,
        is_alone,
        kind.is_minimum and _is_among(look.points[index], known, AS_KNOWN),
    )


def _is_among(point: Float, others: Float, distance: float) -> bool:
    return bool(np.any(np.abs(others - point).max(axis=1) <= distance))


def _kinks(
    function: BoxFunction, known: Float, found: Sequence[CriticalPoint]
) -> list[CriticalPoint]:
    """Return the known minima that no gradient finds, because it jumps there."""
    places = function.in_box(np.array([each.point for each in found]).reshape(-1, known.shape[1]))
    look = surroundings(function, known)
    nothing = np.full(known.shape[1], math.nan)
    return [
        CriticalPoint(
            function.place(point),
            float(function.values(point[np.newaxis])[0]),
            math.nan,
            nothing,
            Kind.KINK_MINIMUM,
            is_isolated=True,
            is_known=True,
        )
        for point, is_smooth in zip(known, look.is_critical, strict=True)
        if not is_smooth
        and not _is_among(point, places, AS_KNOWN)
        and is_lowest_around(function, point)
    ]
