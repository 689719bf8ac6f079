"""Many lines in one array: what is done to all of them takes as long as if it were one."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Float = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Polylines:
    """Lines through points.

    Attributes
    ----------
    points
        Of all lines (n, 2), one line after the other, at least one of each.
    ends
        Up to which of the points each line goes (lines,), rising.
    """

    points: Float
    ends: Whole

    @cached_property
    def along(self) -> Float:
        """How far each point (n,) is from the very first one, if lines lie end to end."""
        steps = np.diff(self.points, axis=0, prepend=self.points[:1])
        lengths = np.hypot(steps[:, 0], steps[:, 1])
        lengths[self.begins] = 0.0
        return np.cumsum(lengths)

    @cached_property
    def begins(self) -> Whole:
        """The first point of each line."""
        return np.concatenate([np.zeros(1, dtype=np.int64), self.ends[:-1]])

    @cached_property
    def lengths(self) -> Float:
        """How long each line is."""
        lengths: Float = self.along[self.ends - 1] - self.along[self.begins]
        return lengths

    def at(self, lines: Whole, places: Float) -> Float:
        """Return the points (*, 2) of lines at distances from their starts."""
        whole = self.along[self.begins[lines]] + places
        found = np.stack(
            [np.interp(whole, self.along, self.points[:, i]) for i in range(2)], axis=1
        )
        # Where one line ends another one begins: there both are equally far along.
        at_start, at_end = places <= 0.0, places >= self.lengths[lines]
        found[at_end] = self.points[self.ends[lines[at_end]] - 1]
        found[at_start] = self.points[self.begins[lines[at_start]]]
        return found

    def at_equal_steps(self, step: float) -> "Polylines":
        """Return points of the lines, both ends among them, about so far apart."""
        counts = np.maximum(2, np.rint(self.lengths / step).astype(np.int64) + 1)
        lines, numbers = counted(counts)
        places = self.lengths[lines] * (numbers / (counts[lines] - 1))
        return Polylines(self.at(lines, places), np.cumsum(counts))

    def smoothed(self, most: int) -> "Polylines":
        """Return lines of which each point is the mean of itself and ``most`` to each side.

        Short lines are averaged over as many as they have. Beyond its ends a line goes on as its
        mirror image, so that the ends stay.
        """
        counts = self.ends - self.begins
        reach = np.minimum(most, (counts - 1) // 2)
        lines, numbers = counted(counts + 2 * reach)
        inner = numbers - reach[lines]
        last = counts[lines] - 1
        mirrored = last - np.abs(last - np.abs(inner))
        extended = self.points[self.begins[lines] + mirrored]
        for is_beyond, edges in ((inner < 0, self.begins), (inner > last, self.ends - 1)):
            extended[is_beyond] = 2.0 * self.points[edges[lines[is_beyond]]] - extended[is_beyond]
        sums = np.concatenate([np.zeros((1, 2)), np.cumsum(extended, axis=0)])
        lines, numbers = counted(counts)
        width = 2 * reach + 1
        first = (np.cumsum(counts + 2 * reach) - counts - 2 * reach)[lines] + numbers
        means = (sums[first + width[lines]] - sums[first]) / width[lines, np.newaxis]
        return Polylines(means, self.ends)


def counted(counts: Whole) -> tuple[Whole, Whole]:
    """Return 0 so many times, then 1, and so on; and beside it 0, 1, 2, … for each of them."""
    which = np.repeat(np.arange(len(counts)), counts)
    return which, np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts)
