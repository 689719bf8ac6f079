"""Where the values of contour lines are written: on straight parts of them, apart from each other.

Everything is in pixels.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Float = NDArray[np.float64]
Kind = TypeVar("Kind", np.int64, np.bool_)

PADDING = 4.0
"""The gap in a line before and after its label."""
BORDER = 6.0
LEAST_LINE = 2.2
"""A line is so many times as long as its label, or has none."""
STRAIGHT = 0.96
"""How long the chord under a label is at least, as a part of the line under it."""
MOST_FOREIGN = 0.35
"""The part of a label that may lie over other lines."""
MOST_COVERED = 0.45
"""The part of a label that may lie under paths and markers."""
APART = 130.0
"""Labels that are nearer look crowded."""
SECOND = 700.0
"""A level whose second line is so long has two labels."""
_BETWEEN = 14.0
_MOST_CANDIDATES = 48
_CELL = 4.0
_SAMPLES = 7
NOBODY = 1_000_000
NOWHERE: Float = np.zeros((0, 2))


@dataclass(frozen=True)
class Label:
    """A place on a line.

    Attributes
    ----------
    line
        Which line.
    start, end
        From where to where there is a gap in it, in pixels along it.
    """

    line: int
    start: float
    end: float


def distances_along(line: Float) -> Float:
    """Return how far each point (n, 2) of a line is from its start, along it."""
    steps = np.diff(line, axis=0)
    return np.concatenate([[0.0], np.cumsum(np.hypot(steps[:, 0], steps[:, 1]))])


def points_at(line: Float, along: Float, places: Float) -> Float:
    """Return the points (*, 2) of a line at distances along it."""
    return np.stack(
        [np.interp(places, along, line[:, 0]), np.interp(places, along, line[:, 1])], axis=-1
    )


def place_labels(
    lines: Sequence[Float],
    levels: Sequence[int],
    widths: Sequence[float],
    height: float,
    size: tuple[float, float],
    keep_off: Float = NOWHERE,
) -> tuple[Label, ...]:
    """Return labels that overlap neither each other nor the border, few of them over other lines.

    Parameters
    ----------
    lines
        (n, 2) each.
    levels
        The number of each line's level: lines of a level share a text.
    widths
        The width of the text of each level.
    height
        Of all texts.
    size
        Width and height of the picture.
    keep_off
        Points (n, 2) where no label should lie, if there is room elsewhere.
    """
    ground = _Ground(lines, levels, size, keep_off)
    alongs = [distances_along(line) for line in lines]
    # Long lines first, as they have most room; a second one of a level only if it is long too.
    order = sorted(range(len(lines)), key=lambda index: -alongs[index][-1])
    taken: Float = np.zeros((0, 2))
    labelled: dict[int, int] = {}
    labels = []
    for index in order:
        level, length = levels[index], float(alongs[index][-1])
        width = widths[level] + 2.0 * PADDING
        has_one = labelled.get(level, 0)
        if length < LEAST_LINE * width or has_one > 1 or (has_one and length < SECOND):
            continue
        found = _best_place(
            _Candidates(lines[index], alongs[index], width), level, height, ground, taken
        )
        if found is not None:
            centre, samples = found
            labels.append(Label(index, centre - 0.5 * width, centre + 0.5 * width))
            taken = np.concatenate([taken, samples])
            labelled[level] = has_one + 1
    return tuple(labels)


class _Candidates:
    """Places along a line, each as wide as the label."""

    def __init__(self, line: Float, along: Float, width: float) -> None:
        count = min(max(2, int((along[-1] - width) / _BETWEEN)), _MOST_CANDIDATES)
        self.centres = np.linspace(0.5 * width, along[-1] - 0.5 * width, count)
        offsets = np.linspace(-0.5 * width, 0.5 * width, _SAMPLES)
        self.samples = points_at(line, along, self.centres[:, None] + offsets)
        chord = self.samples[:, -1] - self.samples[:, 0]
        length = np.hypot(chord[:, 0], chord[:, 1])
        self.straightness = length / width
        self.steepness = np.abs(chord[:, 1]) / np.maximum(length, 1e-9)


def _best_place(
    candidates: _Candidates, level: int, height: float, ground: "_Ground", taken: Float
) -> tuple[float, Float] | None:
    """Return the centre of the best place and the points under it (_SAMPLES, 2), or None."""
    foreign = ground.foreign_share(candidates.samples, level)
    covered = ground.covered_share(candidates.samples)
    possible = np.flatnonzero(
        (candidates.straightness >= STRAIGHT)
        & ground.holds(candidates.samples, 0.5 * height + BORDER)
        & (foreign <= MOST_FOREIGN)
        & (covered <= MOST_COVERED)
    )
    if len(possible) == 0:
        return None
    cost = (
        4.0 * (1.0 - candidates.straightness[possible])
        + 0.35 * candidates.steepness[possible]
        + 1.5 * foreign[possible]
        + 4.0 * covered[possible]
    )
    if len(taken):
        # Both ends and the middle: labels are a few times as long as they are high.
        between = candidates.samples[possible][:, (0, _SAMPLES // 2, -1), None] - taken
        apart = np.sqrt((between * between).sum(axis=3).min(axis=(1, 2)))
        cost += np.clip(1.0 - apart / APART, 0.0, 1.0)
        cost[apart <= 1.5 * height] = np.inf
    best = int(np.argmin(cost))
    if cost[best] == np.inf:
        return None
    return float(candidates.centres[possible[best]]), candidates.samples[possible[best]]


class _Ground:
    """Which cells of the picture have lines of which level on them, or beside them."""

    def __init__(
        self,
        lines: Sequence[Float],
        levels: Sequence[int],
        size: tuple[float, float],
        keep_off: Float,
    ) -> None:
        self._size = size
        width, height = (int(each / _CELL) + 3 for each in size)
        self._lowest = np.full((height, width), NOBODY, dtype=np.int64)
        self._highest = np.full((height, width), -1, dtype=np.int64)
        if lines:
            rows, columns = self._cells(np.concatenate(lines))
            of_points = np.repeat(levels, [len(line) for line in lines])
            np.minimum.at(self._lowest, (rows, columns), of_points)
            np.maximum.at(self._highest, (rows, columns), of_points)
        self._lowest = _spread(self._lowest, np.minimum)
        self._highest = _spread(self._highest, np.maximum)
        self._covered = np.zeros((height, width), dtype=np.bool_)
        self._covered[self._cells(keep_off)] = True
        self._covered = _spread(self._covered, np.logical_or)

    def _cells(self, points: Float) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        height, width = self._lowest.shape
        # One cell of air around: what lies outside is beside nothing.
        columns = np.clip(points[..., 0] / _CELL + 1.0, 0, width - 1).astype(np.int64)
        rows = np.clip(points[..., 1] / _CELL + 1.0, 0, height - 1).astype(np.int64)
        return rows, columns

    def foreign_share(self, samples: Float, level: int) -> Float:
        """Return which part of samples (n, k, 2) has lines of other levels beside it."""
        cells = self._cells(samples)
        foreign = (self._lowest[cells] < level) | (self._highest[cells] > level)
        shares: Float = np.mean(foreign, axis=1)
        return shares

    def covered_share(self, samples: Float) -> Float:
        """Return which part of samples (n, k, 2) lies where no label should be."""
        shares: Float = np.mean(self._covered[self._cells(samples)], axis=1)
        return shares

    def holds(self, samples: Float, margin: float) -> NDArray[np.bool_]:
        """Return whether all samples (n, k, 2) of a place keep a distance from the border."""
        inside = (samples >= margin) & (samples <= np.array(self._size) - margin)
        everywhere: NDArray[np.bool_] = np.all(inside, axis=(1, 2))
        return everywhere


def _spread(cells: NDArray[Kind], choose: Callable[..., NDArray[Kind]]) -> NDArray[Kind]:
    """Return what is chosen of each cell and the eight around it."""
    wide = cells.copy()
    wide[:, 1:] = choose(wide[:, 1:], cells[:, :-1])
    wide[:, :-1] = choose(wide[:, :-1], cells[:, 1:])
    tall = wide.copy()
    tall[1:] = choose(tall[1:], wide[:-1])
    tall[:-1] = choose(tall[:-1], wide[1:])
    return tall
