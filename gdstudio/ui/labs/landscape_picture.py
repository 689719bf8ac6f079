"""What a slice of a landscape shows: a plane, the paths on it, the loss over it."""

from dataclasses import dataclass, replace
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from gdstudio.experiment.model import FunctionObjective, Objective
from gdstudio.session.cancellable_job import Task
from gdstudio.simulation.cells import cell_centres
from gdstudio.simulation.data_problem import DataProblem
from gdstudio.simulation.landscape import (
    Plane,
    Shares,
    explained,
    finite_rows,
    losses_over,
    principal_plane,
    random_directions,
    random_plane,
    weight_plane,
)
from gdstudio.simulation.outcome import Outcome
from gdstudio.simulation.problem import Problem, problem_of
from gdstudio.simulation.run import RunResult
from gdstudio.simulation.slice_map import SliceMap, Window, slice_map, window_around

Float = NDArray[np.float64]

COARSEST = 20
"""Columns of the first picture at the most."""
RANDOM_REACH = 1.0
"""How far a picture of random directions goes at the least, in lengths of the filters."""
DOMAIN_REACH = 0.25
"""The same for a function, as a part of the mean width of its domain."""


class SliceKind(Enum):
    """Which two directions a slice has."""

    PATH = "path"
    RANDOM = "random"
    WEIGHTS = "weights"


@dataclass(frozen=True)
class SliceChoice:
    """What a person chooses of a slice.

    Attributes
    ----------
    weights
        Indices of the two parameters of a `SliceKind.WEIGHTS`.
    seed
        Of the directions of a `SliceKind.RANDOM`.
    through_cursor
        Whether the plane goes through the parameters at the cursor, not at the end of the path.
    columns
        How fine the picture becomes.
    """

    kind: SliceKind = SliceKind.PATH
    weights: tuple[int, int] = (0, 1)
    seed: int = 0
    through_cursor: bool = False
    columns: int = 128


@dataclass(frozen=True, eq=False)
class SliceRequest:
    """A slice that is to be made.

    Attributes
    ----------
    results
        The runs as far as they are.
    selected
        Index of the run through which the plane goes.
    point
        The parameters (d,) at the cursor; None: the end of the path.
    """

    objective: Objective
    choice: SliceChoice
    results: tuple[RunResult, ...]
    selected: int
    point: Float | None = None


@dataclass(frozen=True, eq=False)
class Slice:
    """A plane through the space of the parameters and the paths on it.

    Attributes
    ----------
    shares
        Which part of the selected path's movement the two directions hold.
    coordinates
        Of the rows of each run, (rows, 2).
    window
        What contains the paths.
    """

    request: SliceRequest
    problem: Problem
    plane: Plane
    shares: Shares
    coordinates: tuple[Float, ...]
    window: Window


@dataclass(frozen=True, eq=False)
class LandscapeRequest:
    """A picture that is to be computed.

    Attributes
    ----------
    slice
        A slice that is known, or what it takes to make it.
    before
        The slice that is shown: what it has in common with the new one is not computed again.
    window
        What is to be seen; None: the paths.
    height
        Of the picture, as a part of its width.
    """

    slice: Slice | SliceRequest
    window: Window | None
    height: float
    before: Slice | None = None


@dataclass(frozen=True, eq=False)
class Landscape:
    """A slice with the loss over it; how fine that is depends on how long it was computed."""

    slice: Slice
    map: SliceMap


@dataclass(frozen=True, eq=False)
class ReadingRequest:
    """The parameters (d,) of a run at a step, beside a slice."""

    slice: Slice
    step: int
    parameters: Float


@dataclass(frozen=True)
class Reading:
    """What is true at a point, and what the picture says.

    Attributes
    ----------
    loss
        Over all training rows, if any.
    slice_loss
        The same at the nearest point of the plane.
    distance
        How far the point is from there.
    length
        How far it is from 0.
    """

    step: int
    loss: float
    slice_loss: float
    distance: float
    length: float


def draw(request: LandscapeRequest, task: Task) -> Landscape | None:
    """Return a picture, after coarser ones were published.

    Returns
    -------
    Landscape or None
        None where the path has no two points that would give it a direction, or where it was
        given up.
    """
    asked = request.slice
    slice_ = asked if isinstance(asked, Slice) else make_slice(asked, request.before)
    if slice_ is None:
        return None
    window = request.window or slice_.window
    levels = _levels(slice_.request.choice.columns, request.height)
    total = sum(columns * rows for columns, rows in levels)
    before = 0
    landscape: Landscape | None = None
    for columns, rows in levels:

        def goes_on(done: int, before: int = before) -> bool:
            task.report((before + done) / total)
            return not task.is_cancelled

        x, y = cell_centres(window.x_range, columns), cell_centres(window.y_range, rows)
        losses = losses_over(slice_.problem, slice_.plane, x, y, goes_on)
        if losses is None:
            return None
        landscape = Landscape(slice_, slice_map(window, losses))
        task.publish(landscape)
        before += columns * rows
    return landscape


def make_slice(request: SliceRequest, before: Slice | None = None) -> Slice | None:
    """Return the slice that is asked for, or None where the path has no direction.

    A slice that only moved along, as with the cursor, shows the paths in the same places.
    """
    problem = problem_of(request.objective)
    paths = tuple(result.parameters for result in request.results)
    path = finite_rows(paths[request.selected])
    if len(path) == 0 or (len(path) < 2 and request.choice.kind is SliceKind.PATH):
        return None
    point = request.point
    base = (path[-1] if point is None or not np.isfinite(point).all() else point).copy()
    if before is not None and moves_only(before.request, request):
        parallel = Plane(base, before.plane.u, before.plane.v)
        return replace(before, request=request, plane=parallel.seen_from(before.plane.base))
    plane = _plane(problem, request.choice, base, path)
    coordinates = tuple(plane.project(each) for each in paths)
    # A path that flew off would leave a dot of the others.
    kept = [
        each
        for index, each in enumerate(coordinates)
        if index == request.selected or request.results[index].outcome is not Outcome.DIVERGED
    ]
    window = window_around(kept, _reach(request))
    return Slice(request, problem, plane, explained(plane, path), coordinates, window)


def read(request: ReadingRequest) -> Reading:
    """Return the loss at a point and what the slice says of it."""
    plane, problem = request.slice.plane, request.slice.problem
    x, y = plane.project(request.parameters[np.newaxis])[0]
    # A run that flies off has parameters whose squares are no numbers.
    with np.errstate(invalid="ignore", over="ignore"):
        return Reading(
            request.step,
            problem.score(request.parameters)[0],
            problem.score(plane.point(x, y))[0],
            plane.distance(request.parameters),
            float(np.linalg.norm(request.parameters)),
        )


def _plane(problem: Problem, choice: SliceChoice, base: Float, path: Float) -> Plane:
    match choice.kind:
        case SliceKind.PATH:
            # Coordinates count from the end of the path wherever the plane passes.
            return principal_plane(base, path).seen_from(path[-1])
        case SliceKind.RANDOM:
            if isinstance(problem, DataProblem):
                return random_plane(problem.architecture, base, choice.seed)
            return random_directions(base, choice.seed)
        case SliceKind.WEIGHTS:
            return weight_plane(base, *choice.weights)


def _reach(request: SliceRequest) -> float:
    """Return how far a picture goes from the base at the least."""
    if request.choice.kind is not SliceKind.RANDOM:
        return 0.0
    if isinstance(request.objective, FunctionObjective):
        widths = [high - low for low, high in request.objective.domain]
        return DOMAIN_REACH * float(np.mean(widths))
    return RANDOM_REACH


def moves_only(before: SliceRequest, after: SliceRequest) -> bool:
    """Return whether two slices have the same directions and the same paths."""
    return (
        before.objective == after.objective
        and replace(before.choice, columns=after.choice.columns) == after.choice
        and after.choice.kind is not SliceKind.RANDOM
        and before.selected == after.selected
        and all(
            one.trace.origin is other.trace.origin and len(one.trace) == len(other.trace)
            for one, other in zip(before.results, after.results, strict=True)
        )
    )


def _levels(columns: int, height: float) -> list[tuple[int, int]]:
    """Return columns and rows of pictures, from a coarse one to that which is wanted."""
    levels = [columns]
    while levels[0] > COARSEST:
        levels.insert(0, levels[0] // 2)
    return [(each, max(2, round(each * height))) for each in levels]
