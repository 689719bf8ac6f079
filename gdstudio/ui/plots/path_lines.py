"""A path in pixels, made once for a view: it is drawn part by part, and again from its start."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gdstudio.ui.plots.layer import Projection
from gdstudio.ui.plots.lines import FAR, Pixels, segments_with_ends

NOT_YET = -1
"""Stands for the last step of which nothing is drawn."""
ROWS, FIRST_ROWS = 8192, 512
"""Rows that become lines at a time, and of those with dots."""
DOT_DISTANCE = 7.0
"""Pixels between two steps from which on each step has a dot of its own."""
DOTTED_ROWS = 2000
"""Rows from which on there are too many of them for dots."""
PART = 5_000.0
"""The effort of a part: length of its lines in pixels."""
EACH_LINE = 20.0
"""So many pixels longer is each line for whoever draws it: to begin one takes a while."""


@dataclass(frozen=True, eq=False)
class Part:
    """Some lines (n, 4) of a path, the points (m, 2) on them that are marked, and the effort."""

    lines: Pixels
    dots: Pixels
    effort: float


@dataclass(frozen=True, eq=False)
class _Chunk:
    """Rows of a path as lines (n, 4) and dots (m, 2), with the step at which each ends or is."""

    last_step: int
    lines: Pixels
    steps: NDArray[np.int64]
    efforts: Pixels
    dots: Pixels
    dot_steps: NDArray[np.int64]


class PathLines:
    """The lines of one path under one projection.

    They are made as they are needed, for whatever rows there are by then, and are kept: to go back
    and forth costs no more than drawing.
    """

    def __init__(self, projection: Projection) -> None:
        self.projection = projection
        self._chunks: list[_Chunk] = []
        self.rewind()

    def rewind(self) -> None:
        """Begin again with the first part."""
        self.drawn = NOT_YET
        """The step up to which parts were taken."""
        self._chunk = 0
        self._line = 0

    def next_part(self, steps: NDArray[np.int64], x: Pixels, y: Pixels, last_step: int) -> Part:
        """Take the next part of a path.

        Parameters
        ----------
        steps, x, y
            All rows (rows,) that are there.
        last_step
            How far the path may be drawn; it is not drawn so far yet.
        """
        if self._chunk == len(self._chunks):
            self._chunks.append(self._new_chunk(steps, x, y))
        chunk, first, before = self._chunks[self._chunk], self._line, self.drawn
        stop = int(np.searchsorted(chunk.steps, last_step, side="right"))
        done = float(chunk.efforts[first - 1]) if first > 0 else 0.0
        last = min(stop, first + max(1, int(np.searchsorted(chunk.efforts[first:], done + PART))))
        self._line = last
        self.drawn = int(chunk.steps[last - 1]) if last < stop else min(last_step, chunk.last_step)
        if self.drawn == chunk.last_step:
            self._chunk, self._line = self._chunk + 1, 0
        dots = chunk.dots[(chunk.dot_steps > before) & (chunk.dot_steps <= self.drawn)]
        effort = float(chunk.efforts[last - 1]) - done if last > first else 0.0
        return Part(chunk.lines[first:last], dots, effort)

    def _new_chunk(self, steps: NDArray[np.int64], x: Pixels, y: Pixels) -> _Chunk:
        # The last point begins the next line; a trace that was thinned since then may have lost
        # that very row, and the one before it serves.
        made = self._chunks[-1].last_step if self._chunks else NOT_YET
        done = int(np.searchsorted(steps, made, side="right"))
        is_dotted = done < DOTTED_ROWS
        first = max(0, done - 1)
        last = min(steps.size, done + (FIRST_ROWS if is_dotted else ROWS))
        steps = steps[first:last]
        x, y = self.projection.x(x[first:last]), self.projection.y(y[first:last])
        lines, ends = segments_with_ends(x, y)
        lengths = np.abs(lines[:, 2:] - lines[:, :2]).sum(axis=1)
        dots = _dots(x, y, self.projection.unit) if is_dotted else np.zeros(0, dtype=np.int64)
        return _Chunk(
            int(steps[-1]),
            lines,
            steps[ends],
            np.cumsum(lengths + EACH_LINE),
            np.stack([x[dots], y[dots]], axis=1),
            steps[dots],
        )


def _dots(x: Pixels, y: Pixels, unit: float) -> NDArray[np.int64]:
    """Return the indices of the points that are far enough from the one before."""
    with np.errstate(invalid="ignore", over="ignore"):
        distance = np.hypot(np.diff(x), np.diff(y))
    seen = (distance > DOT_DISTANCE * unit) & (np.abs(x[1:]) < FAR) & (np.abs(y[1:]) < FAR)
    return np.flatnonzero(seen) + 1
