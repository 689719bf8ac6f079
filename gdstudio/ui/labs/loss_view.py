"""Which part of the plane of two parameters is worth to be seen."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from gdstudio.simulation.cells import Interval
from gdstudio.simulation.outcome import Outcome
from gdstudio.simulation.run import RunResult

Float = NDArray[np.float64]

MARGIN = 0.18
"""Air around what is seen, as a share of its width."""
DETOUR = 1.0
"""How far a path may widen the picture beyond start and minimum, as a share of their distance."""
FLATTEST = 0.25
"""The least share that one side has of the other: a path along an axis has a width too."""


def home_view(anchors: Float, paths: Iterable[Float]) -> tuple[Interval, Interval]:
    """Return what the picture shows at first: left to right, bottom to top.

    Parameters
    ----------
    anchors
        Points (n, 2) that are seen in any case: starts, and the minimum if it is known.
    paths
        Points (rows, 2) that are seen unless they lead far away.
    """
    every = [anchors, *paths]
    low, high = anchors.min(axis=0), anchors.max(axis=0)
    if len(anchors) > 1 and np.all(high > low):
        reach = DETOUR * (high - low)
        every = [np.clip(each, low - reach, high + reach) for each in every]
    points = np.concatenate([each[np.isfinite(each).all(axis=1)] for each in every])
    low, high = points.min(axis=0), points.max(axis=0)
    size = high - low
    least = max(FLATTEST * size.max(), 1e-6 * np.abs(points).max())
    if size.max() == 0.0:
        least = max(1.0, float(np.abs(points).max()))
    half = (0.5 + MARGIN) * np.maximum(size, least)
    middle = 0.5 * (low + high)
    left, bottom = (middle - half).tolist()
    right, top = (middle + half).tolist()
    return (left, right), (bottom, top)


def whole_view(
    start: tuple[float, ...],
    minimum: Float | None,
    results: Sequence[RunResult],
    shown: tuple[int, int],
) -> tuple[Interval, Interval]:
    """Return what a picture shows of two parameters: start, minimum if it is known, paths."""
    columns = list(shown)
    anchors = [np.array(start)[columns]]
    anchors += [result.trace.parameters[0][columns] for result in results]
    if minimum is not None:
        anchors.append(minimum[columns])
    return home_view(np.array(anchors), paths_of(results, shown))


def paths_of(results: Iterable[RunResult], shown: tuple[int, int]) -> list[Float]:
    """Return the paths (rows, 2) of the runs that did not diverge."""
    return [
        result.trace.parameters[:, list(shown)]
        for result in results
        if result.outcome is not Outcome.DIVERGED
    ]
