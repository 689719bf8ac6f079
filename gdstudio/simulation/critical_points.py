"""The critical points of a function in its domain: where the gradient is 0, and of which kind."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gdstudio.experiment.gallery import KnownMinimum
from gdstudio.simulation.critical_distinct import MOST_POINTS, distinct, without_doubles
from gdstudio.simulation.critical_index import index_of_box, index_of_point
from gdstudio.simulation.critical_kind import Kind
from gdstudio.simulation.critical_kinds import (
    Surroundings,
    is_lowest_around,
    kind_at,
    surroundings,
)
from gdstudio.simulation.critical_search import BoxFunction, Mask, settled
from gdstudio.simulation.critical_starts import starts_in
from gdstudio.simulation.function_problem import FunctionProblem

Float = NDArray[np.float64]
Domain = Sequence[tuple[float, float]]

AT_THE_EDGE = 1e-9
AS_KNOWN = 1e-6
CROWD = 600
"""So many are not searched for once more."""
AROUND = 2e-3
"""The radius, in sides of the domain, of a circle round a degenerate point alone."""

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
        Whether the search ended by itself, with room for all that it found. It may have missed
        some all the same, most likely where there are more than two variables.
    is_confirmed
        Whether the gradient of two variables turns round the edge of the domain as often as it
        must with these points inside: then none was missed but for a minimum (or maximum) and a
        saddle together.
    has_flat_region
        Whether the function is constant somewhere, where each point would be a critical one.
    """

    points: tuple[CriticalPoint, ...]
    is_complete: bool
    is_confirmed: bool
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
    known_places = _known_places(function, known)
    with np.errstate(all="ignore"):
        found = _search(function, known_places, should_stop, closer=False)
        wanted = index_of_box(function) if len(problem.variables) == 2 else None
        total = None if wanted is None else _sum_of_indices(function, found)
        if total not in (None, wanted) and len(found.points) < CROWD:
            found = _search(function, known_places, should_stop, closer=True)
            total = _sum_of_indices(function, found)
    order = list(Kind)
    points = sorted(
        found.points, key=lambda each: (order.index(each.kind), each.value, *each.point)
    )
    was_stopped = should_stop is not None and should_stop()
    return replace(
        found,
        points=tuple(points),
        is_complete=found.is_complete and total in (None, wanted) and not was_stopped,
        is_confirmed=total is not None and total == wanted,
    )


def _search(
    function: BoxFunction, known: Float, should_stop: Callable[[], bool] | None, *, closer: bool
) -> CriticalPoints:
    starts, is_complete = starts_in(function, should_stop, closer=closer)
    rested = settled(function, np.concatenate([known, starts]), should_stop)
    look = surroundings(function, without_doubles(rested[_is_inside(rested)]))
    has_flat_region = bool(look.is_flat.any())
    look, isolated = distinct(function, look.only(look.is_critical))
    found = [
        _described(function, look, index, known, is_alone=bool(isolated[index]))
        for index in range(len(look.points))
    ]
    found += _kinks(function, known, found)
    return CriticalPoints(
        tuple(found),
        is_complete=is_complete and len(look.points) < MOST_POINTS,
        is_confirmed=False,
        has_flat_region=has_flat_region,
    )


def _sum_of_indices(function: BoxFunction, found: CriticalPoints) -> int | None:
    """Return the sum of the indices of critical points; None where one has none."""
    total = 0
    for each in found.points:
        index: int | None = None
        if each.kind in (Kind.MINIMUM, Kind.MAXIMUM):
            index = 1
        elif each.is_isolated and each.eigenvalues.prod() < 0.0 and each.kind is Kind.SADDLE:
            index = -1
        elif each.is_isolated:
            place = function.in_box(each.point[np.newaxis])[0]
            index = index_of_point(function, place, AROUND)
        if index is None:
            return None
        total += index
    return total


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
