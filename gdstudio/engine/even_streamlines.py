"""Streamlines of a sampled field that keep a distance from each other.

After Jobard and Lefer, Creating evenly-spaced streamlines of arbitrary density (1997), with seeds
on a grid.
"""

import math

import numpy as np
from numpy.typing import NDArray

from gdstudio.engine.jit import kernel

Float = NDArray[np.float64]
Mask = NDArray[np.bool_]

STEP = 0.5
"""Cells that a point moves where the field is as long as it gets."""
SLOWEST = 0.02
"""A shorter vector between opposite ones is a point where nothing flows."""


@kernel("boolean(float64[:, :, ::1], float64, float64, float64[::1])")
def velocity_at(field: Float, x: float, y: float, velocity: Float) -> bool:
    """Write the field between its samples, and return whether it is known there, and not 0."""
    rows, columns = field.shape[0], field.shape[1]
    if not (0.0 <= x <= columns - 1.0 and 0.0 <= y <= rows - 1.0):
        return False
    column, row = min(int(x), columns - 2), min(int(y), rows - 2)
    across, up = x - column, y - row
    for i in range(2):
        low = (1.0 - across) * field[row, column, i] + across * field[row, column + 1, i]
        high = (1.0 - across) * field[row + 1, column, i] + across * field[row + 1, column + 1, i]
        velocity[i] = (1.0 - up) * low + up * high
    # False for NaN.
    return math.hypot(velocity[0], velocity[1]) >= SLOWEST


@kernel(
    "int64(float64[:, :, ::1], boolean[:, ::1], float64, float64, float64, float64[:, ::1], int64)"
)
def trace(
    field: Float, blocked: Mask, x: float, y: float, step: float, points: Float, first: int
) -> int:
    """Write the points of a line after its start, from row ``first`` on; return where it ends.

    It goes on until it leaves the field, comes to a blocked cell, or turns back.
    """
    here, middle = np.empty(2), np.empty(2)
    count, before_x, before_y = first, 0.0, 0.0
    while count < points.shape[0]:
        if not velocity_at(field, x, y, here):
            break
        half = 0.5 * step
        if not velocity_at(field, x + half * here[0], y + half * here[1], middle):
            break
        if before_x * middle[0] + before_y * middle[1] < 0.0:
            break
        before_x, before_y = middle[0], middle[1]
        x, y = x + step * middle[0], y + step * middle[1]
        if not (0.0 <= x <= field.shape[1] - 1.0 and 0.0 <= y <= field.shape[0] - 1.0):
            break
        if blocked[int(y), int(x)]:
            break
        points[count, 0], points[count, 1] = x, y
        count += 1
    return count


@kernel("void(boolean[:, ::1], float64[:, ::1], int64, int64, float64)")
def block_around(blocked: Mask, points: Float, first: int, last: int, radius: float) -> None:
    """Block the cells within a radius of the points ``first`` to ``last``."""
    reach = int(radius)
    for index in range(first, last):
        column, row = int(points[index, 0]), int(points[index, 1])
        for down in range(max(row - reach, 0), min(row + reach + 1, blocked.shape[0])):
            for right in range(max(column - reach, 0), min(column + reach + 1, blocked.shape[1])):
                if (down - row) ** 2 + (right - column) ** 2 <= radius * radius:
                    blocked[down, right] = True


@kernel(
    "int64(float64[:, :, ::1], float64, float64, float64, float64[:, ::1], float64[:, ::1], "
    "int64[::1])"
)
def even_streamlines(
    field: Float,
    separation: float,
    nearest: float,
    shortest: float,
    room: Float,
    points: Float,
    ends: NDArray[np.int64],
) -> int:
    """Write streamlines, and return how many there are.

    Parameters
    ----------
    field
        float64 (h, w, 2): the velocity across and up at each sample, of length 1 at most; NaN
        where there is none.
    separation, nearest, shortest
        In cells: how far from all others a line begins, how near it comes to one before it ends,
        and how long it is at least.
    room
        Work space (n, 2): the longest line that is traced in one direction.
    points
        Written: the points (n, 2) of all lines, column and row, each with the flow.
    ends
        Written: where each line ends in them, (lines,).
    """
    rows, columns = field.shape[0], field.shape[1]
    far = np.zeros((rows, columns), dtype=np.bool_)
    near = np.zeros((rows, columns), dtype=np.bool_)
    count, lines = 0, 0
    # A third of the separation leaves no gap that another line would fill.
    between = max(1, int(separation / 3.0))
    for stride in (4, 2, 1):
        gap = stride * between
        for row in range(gap // 2, rows, gap):
            for column in range(gap // 2, columns, gap):
                if far[row, column] or math.isnan(field[row, column, 0]):
                    continue
                x, y = float(column), float(row)
                upper = trace(field, near, x, y, -STEP, room, 0)
                if lines == ends.size or count + upper + 1 >= points.shape[0]:
                    return lines
                for index in range(upper):
                    points[count + index] = room[upper - 1 - index]
                points[count + upper, 0], points[count + upper, 1] = x, y
                last = trace(field, near, x, y, STEP, points, count + upper + 1)
                length = 0.0
                for index in range(count + 1, last):
                    length += math.hypot(
                        points[index, 0] - points[index - 1, 0],
                        points[index, 1] - points[index - 1, 1],
                    )
                if length >= shortest:
                    block_around(far, points, count, last, separation)
                    block_around(near, points, count, last, nearest)
                    ends[lines] = last
                    count, lines = last, lines + 1
    return lines
