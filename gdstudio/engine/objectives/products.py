"""The two products of matrices that a network is made of, over the samples of one tile.

A matrix of a tile stands in ``work`` row by row; a row is one unit and holds the number of each
sample, ``lanes`` of them, a multiple of ``STRIP``.
"""

import numpy as np
from numpy.typing import NDArray

from gdstudio.engine.jit import kernel
from gdstudio.engine.objectives.architecture import STRIP
from gdstudio.engine.objectives.vectors import (
    WIDTH,
    add_totals,
    load,
    multiply_add,
    spread,
    store,
    total,
    zeros,
)

BLOCK = 32
"""Rows that are gone through again and again while they are in the first cache."""

SECOND = WIDTH
"""Where the second half of a strip begins."""


@kernel("void(float64[::1], int64, int64, int64, float64[::1], int64, int64, int64, int64)")
def add_to_four_rows(
    theta: NDArray[np.float64],
    weight: int,
    out_step: int,
    in_step: int,
    work: NDArray[np.float64],
    out: int,
    row: int,
    inputs: int,
    lanes: int,
) -> None:
    """Add products to four rows: eight sums stay in registers, which share what is loaded."""
    for strip in range(0, lanes, STRIP):
        o0 = out + strip
        o1, o2, o3 = o0 + lanes, o0 + 2 * lanes, o0 + 3 * lanes
        a0, b0 = load(work, o0), load(work, o0 + SECOND)
        a1, b1 = load(work, o1), load(work, o1 + SECOND)
        a2, b2 = load(work, o2), load(work, o2 + SECOND)
        a3, b3 = load(work, o3), load(work, o3 + SECOND)
        w, x = weight, row + strip
        for _ in range(inputs):
            a, b = load(work, x), load(work, x + SECOND)
            factor = spread(theta, w)
            a0, b0 = multiply_add(factor, a, a0), multiply_add(factor, b, b0)
            factor = spread(theta, w + out_step)
            a1, b1 = multiply_add(factor, a, a1), multiply_add(factor, b, b1)
            factor = spread(theta, w + 2 * out_step)
            a2, b2 = multiply_add(factor, a, a2), multiply_add(factor, b, b2)
            factor = spread(theta, w + 3 * out_step)
            a3, b3 = multiply_add(factor, a, a3), multiply_add(factor, b, b3)
            w, x = w + in_step, x + lanes
        store(work, o0, a0)
        store(work, o0 + SECOND, b0)
        store(work, o1, a1)
        store(work, o1 + SECOND, b1)
        store(work, o2, a2)
        store(work, o2 + SECOND, b2)
        store(work, o3, a3)
        store(work, o3 + SECOND, b3)


@kernel("void(float64[::1], int64, int64, float64[::1], int64, int64, int64, int64)")
def add_to_row(
    theta: NDArray[np.float64],
    weight: int,
    in_step: int,
    work: NDArray[np.float64],
    out: int,
    row: int,
    inputs: int,
    lanes: int,
) -> None:
    """Add products to one row."""
    for strip in range(0, lanes, STRIP):
        o = out + strip
        sum_a, sum_b = load(work, o), load(work, o + SECOND)
        w, x = weight, row + strip
        for _ in range(inputs):
            factor = spread(theta, w)
            sum_a = multiply_add(factor, load(work, x), sum_a)
            sum_b = multiply_add(factor, load(work, x + SECOND), sum_b)
            w, x = w + in_step, x + lanes
        store(work, o, sum_a)
        store(work, o + SECOND, sum_b)


@kernel("void(float64[::1], int64, int64, int64, float64[::1], int64, int64, int64, int64, int64)")
def add_products(
    theta: NDArray[np.float64],
    weights: int,
    out_step: int,
    in_step: int,
    work: NDArray[np.float64],
    out: int,
    outputs: int,
    rows: int,
    inputs: int,
    lanes: int,
) -> None:
    """Add to each output row j the sum over the input rows i of weight (i, j) times row i.

    Parameters
    ----------
    theta, weights, out_step, in_step
        Weight (i, j) is ``theta[weights + i·in_step + j·out_step]``: the steps are swapped on the
        way back through a layer.
    work, out, outputs, rows, inputs, lanes
        Where the output rows begin and how many they are; the same of the input rows.
    """
    for first in range(0, inputs, BLOCK):
        count = min(BLOCK, inputs - first)
        row = rows + first * lanes
        weight = weights + first * in_step
        for j in range(0, outputs - 3, 4):
            add_to_four_rows(
                theta,
                weight + j * out_step,
                out_step,
                in_step,
                work,
                out + j * lanes,
                row,
                count,
                lanes,
            )
        for j in range(outputs - outputs % 4, outputs):
            add_to_row(
                theta, weight + j * out_step, in_step, work, out + j * lanes, row, count, lanes
            )


@kernel("void(float64[::1], int64, int64, float64[::1], int64, int64, int64)")
def add_eight_dots(
    gradient: NDArray[np.float64],
    weight: int,
    fan_out: int,
    work: NDArray[np.float64],
    row: int,
    delta: int,
    lanes: int,
) -> None:
    """Add the dot products of two input rows with four rows of δ."""
    s0 = zeros()
    s1, s2, s3, t0, t1, t2, t3 = s0, s0, s0, s0, s0, s0, s0
    for lane in range(0, lanes, WIDTH):
        x, y = load(work, row + lane), load(work, row + lanes + lane)
        d = load(work, delta + lane)
        s0, t0 = multiply_add(x, d, s0), multiply_add(y, d, t0)
        d = load(work, delta + lanes + lane)
        s1, t1 = multiply_add(x, d, s1), multiply_add(y, d, t1)
        d = load(work, delta + 2 * lanes + lane)
        s2, t2 = multiply_add(x, d, s2), multiply_add(y, d, t2)
        d = load(work, delta + 3 * lanes + lane)
        s3, t3 = multiply_add(x, d, s3), multiply_add(y, d, t3)
    add_totals(gradient, weight, s0, s1, s2, s3)
    add_totals(gradient, weight + fan_out, t0, t1, t2, t3)


@kernel("float64(float64[::1], int64, int64, int64)")
def dot(work: NDArray[np.float64], row: int, delta: int, lanes: int) -> float:
    """Return the dot product of two rows."""
    a, b = zeros(), zeros()
    for strip in range(0, lanes, STRIP):
        a = multiply_add(load(work, row + strip), load(work, delta + strip), a)
        b = multiply_add(load(work, row + strip + SECOND), load(work, delta + strip + SECOND), b)
    return total(a) + total(b)


@kernel("void(float64[::1], int64, float64[::1], int64, int64, int64, int64, int64, boolean)")
def add_outer_products(
    gradient: NDArray[np.float64],
    weights: int,
    work: NDArray[np.float64],
    rows: int,
    inputs: int,
    deltas: int,
    outputs: int,
    lanes: int,
    begins: bool,
) -> None:
    """Add to ∂E/∂W (inputs, outputs) the sum over the samples of input i times δ of output j.

    Parameters
    ----------
    gradient, weights
        ∂E/∂W stands in ``gradient`` from ``weights`` on, row by row.
    work, rows, inputs, deltas, outputs, lanes
        Where the rows of the inputs and those of δ begin, and how many they are.
    begins
        Whether the sum is put in the place of what stands there.
    """
    for first in range(0, outputs, BLOCK):
        end = min(first + BLOCK, outputs)
        fours = end - (end - first) % 4
        for i in range(inputs):
            row, weight = rows + i * lanes, weights + i * outputs
            if begins:
                gradient[weight + first : weight + end] = 0.0
            if i % 2 == 1:
                for j in range(first, fours, 4):
                    add_eight_dots(
                        gradient,
                        weight - outputs + j,
                        outputs,
                        work,
                        row - lanes,
                        deltas + j * lanes,
                        lanes,
                    )
            # What two rows by four leave over: the last columns, and the last row.
            is_single = i % 2 == 0 and i == inputs - 1
            for j in range(first if is_single else fours, end):
                gradient[weight + j] += dot(work, row, deltas + j * lanes, lanes)
