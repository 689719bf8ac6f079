"""Paths through many variables as lines over parallel axes: which steps of them are worth one."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gdstudio.simulation.landscape import finite_rows
from gdstudio.simulation.trace import TraceView

Float = NDArray[np.float64]
Int = NDArray[np.int64]

BEYOND = 0.5
"""How far a path that leaves the range of an axis is followed, as a part of it."""


@dataclass(frozen=True, eq=False)
class Path:
    """A run's rows.

    Attributes
    ----------
    index
        Of the run.
    flew_off
        Whether it diverged: then the other paths decide what is seen.
    """

    index: int
    trace: TraceView
    flew_off: bool = False


@dataclass(frozen=True, eq=False)
class StrandRequest:
    """Paths that are to be shown with at most so many lines."""

    paths: tuple[Path, ...]
    most: int


@dataclass(frozen=True, eq=False)
class Strands:
    """Steps of paths as lines over parallel axes.

    Attributes
    ----------
    low, high
        What each variable ranges over, (d,).
    steps
        Of the lines, ascending, (n,).
    runs
        Whose they are, (n,).
    places
        Where they cross the axes, (n, d): 0 at the low end of the range, 1 at the high end.
    """

    low: Float
    high: Float
    steps: Int
    runs: Int
    places: Float

    def place(self, parameters: Float) -> Float:
        """Return where points (…, d) cross the axes; in the middle of one on which none moves."""
        return _places(parameters, self.low, self.high)


def strands_of(request: StrandRequest) -> Strands:
    """Return lines for paths: the more a path moves, the more of them.

    Lines that follow each other are equally far apart, measured along the axis on which they
    differ most; so a jump is seen and a rest costs nothing. Each path begins and ends with one.
    """
    low, high = ranges_of(request.paths)
    share = max(2, request.most // max(1, len(request.paths)))
    steps, runs, places = [], [], []
    for path in request.paths:
        points = finite_rows(path.trace.parameters)
        each = np.clip(_places(points, low, high), -BEYOND, 1.0 + BEYOND)
        rows = spaced_rows(each, share)
        steps.append(path.trace.steps[rows])
        runs.append(np.full(rows.size, path.index, dtype=np.int64))
        places.append(each[rows])
    every = np.concatenate(steps)
    order = np.argsort(every, kind="stable")
    return Strands(
        low, high, every[order], np.concatenate(runs)[order], np.concatenate(places)[order]
    )


def ranges_of(paths: Sequence[Path]) -> tuple[Float, Float]:
    """Return the lowest and the highest value (d,) of each variable on paths."""
    kept = [path for path in paths if not path.flew_off] or list(paths)
    points = [finite_rows(path.trace.parameters) for path in kept]
    low = np.min([each.min(axis=0) for each in points], axis=0)
    high = np.max([each.max(axis=0) for each in points], axis=0)
    return low, high


def spaced_rows(places: Float, most: int) -> Int:
    """Return ascending indices of at most so many rows of (n, d), equally far apart on the way."""
    if len(places) <= most:
        return np.arange(len(places))
    way = np.concatenate([[0.0], np.cumsum(np.abs(np.diff(places, axis=0)).max(axis=1))])
    rows = np.searchsorted(way, np.linspace(0.0, way[-1], most))
    rows[-1] = len(places) - 1
    return np.unique(np.minimum(rows, len(places) - 1))


def _places(points: Float, low: Float, high: Float) -> Float:
    with np.errstate(invalid="ignore", over="ignore"):
        width = high - low
        moves = width > 0.0
        places: Float = np.where(moves, (points - low) / np.where(moves, width, 1.0), 0.5)
    # Of a run that flew off, even the width of the range may be no number.
    return np.nan_to_num(places, nan=0.5)
