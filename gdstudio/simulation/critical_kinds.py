"""Whether a place is a critical point, and of which kind: by eigenvalues, or else by looking round.

Points are given in the box, as in ``critical_search``.
"""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from gdstudio.simulation.critical_kind import Kind
from gdstudio.simulation.critical_search import BoxFunction, Mask, lengths, settled

Float = NDArray[np.float64]

WIDE, CLOSE, CLOSER, CLOSEST = 2e-2, 1e-4, 1e-6, 1e-8
"""Distances at which a place is looked at, in sides of the box."""
LARGEST_STEP = 1e-9
"""Newton's next step from a critical point whose eigenvalues are not 0."""
SMALL_GRADIENT = 1e-9
"""The gradient at any other, compared with that around it."""
SMALL_EIGENVALUE = 1e-12
"""Compared with the largest: it counts as 0."""
SMALL_CHANGE = 1e-6
"""An eigenvalue compared with how the slope changes a little further on: it counts as 0."""
ALONG = 1e-2
"""How far along a direction without curvature the next critical point is looked for."""
RADII = (1e-2, 3e-3)
"""Where the values around a degenerate point are compared with its own."""
ROUNDING = 1e-14
DIRECTIONS = 256
REFINEMENTS = 6


@dataclass(frozen=True, eq=False)
class Surroundings:
    """What tells critical points from other places where Newton's method rests.

    Attributes
    ----------
    points
        In the box (n, d).
    norms, norms_around
        Of the gradients there, and the largest a little further on (n,).
    eigenvalues, eigenvectors
        Of the Hessians (n, d) and (n, d, d).
    is_null
        Which eigenvalues count as 0 (n, d).
    is_critical
        Whether the gradient vanishes and the function is smooth (n,).
    is_flat
        Whether the function is constant around (n,).
    """

    points: Float
    norms: Float
    norms_around: Float
    eigenvalues: Float
    eigenvectors: Float
    is_null: Mask
    is_critical: Mask
    is_flat: Mask

    @property
    def is_degenerate(self) -> Mask:
        """Whether an eigenvalue counts as 0 (n,)."""
        return np.asarray(self.is_null.any(axis=1), dtype=np.bool_)

    def only(self, chosen: Mask | NDArray[np.int64]) -> "Surroundings":
        """Return some of the places."""
        return Surroundings(*(getattr(self, each.name)[chosen] for each in fields(self)))


def surroundings(function: BoxFunction, points: Float) -> Surroundings:
    """Look around places (n, d), all of them finite."""
    gradients, hessians = function.derivatives(points)
    is_finite = np.isfinite(hessians).all(axis=(1, 2))
    eigenvalues, eigenvectors = np.linalg.eigh(np.where(np.isfinite(hessians), hessians, 0.0))
    norms = lengths(gradients)
    wide, close, closer, closest = (
        _around(function, points, each) for each in (WIDE, CLOSE, CLOSER, CLOSEST)
    )
    # A hundredth where there is a second derivative, a tenth at |x|^1.5, all of it in a kink. The
    # smallest circle is for pits that are narrower than the one before.
    is_smooth = (closer.slopes <= 0.03 * close.slopes) | (closest.slopes <= 0.03 * closer.slopes)
    is_smooth |= closer.slopes <= 1e-10 * wide.slopes
    is_smooth &= (closer.rises <= 0.3 * close.rises) | (closer.rises <= closer.rounding)

    sizes = np.abs(eigenvalues)
    changes, grows = _along(function, points, eigenvectors, norms)
    is_null = sizes <= SMALL_EIGENVALUE * sizes.max(axis=1, keepdims=True)
    is_null |= sizes <= SMALL_CHANGE * changes
    steps = np.abs(np.einsum("nij,ni->nj", eigenvectors, gradients)) / sizes
    vanishes = np.where(is_null, grows, steps <= LARGEST_STEP).all(axis=1)
    vanishes &= ~is_null.any(axis=1) | (norms <= SMALL_GRADIENT * wide.slopes)
    is_flat = (norms == 0.0) & (close.slopes == 0.0)
    # At the edge of what rounds to 0, as far out in the tail of a bell.
    is_flat |= (norms == 0.0) & (sizes == 0.0).all(axis=1) & close.is_one_sided
    is_critical = vanishes & is_smooth & is_finite & ~is_flat
    return Surroundings(
        points, norms, wide.slopes, eigenvalues, eigenvectors, is_null, is_critical, is_flat
    )


@dataclass(frozen=True, eq=False)
class _Ring:
    """What is seen at a distance (n,).

    Attributes
    ----------
    slopes, rises, rounding
        The steepest slope; the largest difference of values, and what rounding makes of it.
    is_one_sided
        Whether there is a direction in which the function is constant to one side alone.
    """

    slopes: Float
    rises: Float
    rounding: Float
    is_one_sided: Mask


def _around(function: BoxFunction, points: Float, distance: float) -> _Ring:
    moves = distance * np.concatenate([np.eye(points.shape[1]), -np.eye(points.shape[1])])
    ring = points[:, np.newaxis] + moves
    here, values = function.values(points)[:, np.newaxis], function.values(ring)
    slopes = lengths(function.gradients(ring))
    ahead, behind = np.split(slopes == 0.0, 2, axis=1)
    return _Ring(
        slopes.max(axis=1),
        np.abs(values - here).max(axis=1),
        8.0 * ROUNDING * np.abs(values).max(axis=1),
        (ahead != behind).any(axis=1),
    )


def _along(
    function: BoxFunction, points: Float, directions: Float, norms: Float
) -> tuple[Float, Mask]:
    """Look along the columns of ``directions`` (n, d, d) to both sides.

    Returns how fast the slope along each changes (n, d), and whether the gradient is nowhere
    smaller than at the point (n, d): in the tail of a bell it becomes smaller and smaller, and
    vanishes nowhere.
    """
    rows = directions.transpose(0, 2, 1)
    changes, grows = np.zeros(points.shape), np.ones(points.shape, dtype=np.bool_)
    for distance in (WIDE, -WIDE, 0.1 * WIDE, -0.1 * WIDE):
        gradients = function.gradients(points[:, np.newaxis] + distance * rows)
        grows &= lengths(gradients) >= norms[:, np.newaxis]
        if abs(distance) == WIDE:
            slopes = np.abs(np.einsum("nki,nki->nk", gradients, rows))
            changes = np.fmax(changes, slopes / WIDE)
    return changes, grows


def is_isolated(function: BoxFunction, look: Surroundings) -> Mask:
    """Return whether critical points (n,) have no others beside them, as those of a valley have.

    They are looked for along the directions without curvature; where there are several of these,
    along the axes, too.
    """
    isolated = np.ones(len(look.points), dtype=np.bool_)
    dimension = look.points.shape[1]
    for direction in range(2 * dimension):
        if direction < dimension:
            chosen = np.flatnonzero(isolated & look.is_null[:, direction])
            towards = look.eigenvectors[chosen][:, :, direction]
        else:
            chosen = np.flatnonzero(isolated & (look.is_null.sum(axis=1) > 1))
            towards = np.tile(np.eye(dimension)[direction - dimension], (chosen.size, 1))
        for side in (1.0, -1.0):
            goes_on = _goes_on(function, look.only(chosen), side * towards)
            isolated[chosen[goes_on]] = False
    return isolated


def _goes_on(function: BoxFunction, look: Surroundings, towards: Float) -> Mask:
    """Return whether there are critical points at two distances in a direction (n, d)."""
    goes_on = np.ones(len(look.points), dtype=np.bool_)
    for distance in (ALONG, 0.5 * ALONG):
        beside = settled(function, look.points + distance * towards)
        away = lengths(beside - look.points)
        norms = lengths(function.gradients(beside))
        goes_on &= (away > 0.5 * distance) & (away < 2.0 * distance)
        goes_on &= norms <= SMALL_GRADIENT * look.norms_around
    return goes_on


def kind_at(function: BoxFunction, look: Surroundings, index: int) -> Kind:
    """Return the kind of a critical point."""
    curved = look.eigenvalues[index][~look.is_null[index]]
    if np.any(curved > 0.0) and np.any(curved < 0.0):
        return Kind.SADDLE
    if look.is_degenerate[index]:
        return _kind_by_values(function, look.points[index])
    return Kind.MINIMUM if curved[0] > 0.0 else Kind.MAXIMUM


def is_lowest_around(function: BoxFunction, point: Float) -> bool:
    """Return whether all values around a point (d,) are higher than its own."""
    spans = [_span_around(function, point, radius) for radius in RADII]
    return all(lowest > rounding for lowest, _, rounding in spans)


def _kind_by_values(function: BoxFunction, point: Float) -> Kind:
    spans = [_span_around(function, point, radius) for radius in RADII]
    has_lower = [lowest < -rounding for lowest, _, rounding in spans]
    has_higher = [highest > rounding for _, highest, rounding in spans]
    if all(has_lower) and all(has_higher):
        return Kind.DEGENERATE_SADDLE
    if all(has_higher) and not any(has_lower):
        return Kind.DEGENERATE_MINIMUM
    if all(has_lower) and not any(has_higher):
        return Kind.DEGENERATE_MAXIMUM
    return Kind.DEGENERATE


def _span_around(function: BoxFunction, point: Float, radius: float) -> tuple[float, float, float]:
    """Return lowest and highest value at a distance, both less the point's own, and the rounding.

    The extremes are looked for closer and closer to the best direction: a valley that is lower may
    be narrow.
    """
    chance = np.random.default_rng(0)
    directions = chance.standard_normal((DIRECTIONS, point.size))
    directions = np.concatenate([directions, np.eye(point.size), -np.eye(point.size)])
    here = float(function.values(point[np.newaxis])[0])

    def rises(towards: Float, sign: float) -> Float:
        units = towards / np.linalg.norm(towards, axis=1, keepdims=True)
        found = sign * (function.values(point + radius * units) - here)
        return np.where(np.isnan(found), np.inf, found)

    extremes = []
    for sign in (1.0, -1.0):
        towards, found = directions, rises(directions, sign)
        best, lowest = towards[found.argmin()], float(found.min())
        for refinement in range(1, REFINEMENTS + 1):
            best = best / np.linalg.norm(best)
            spread = 3.0**-refinement * chance.standard_normal((DIRECTIONS // 4, point.size))
            towards, found = best + spread, rises(best + spread, sign)
            if found.min() < lowest:
                best, lowest = towards[found.argmin()], float(found.min())
        extremes.append(sign * lowest)
    rounding = ROUNDING * (abs(here) + max(abs(each) for each in extremes))
    return extremes[0], extremes[1], rounding
