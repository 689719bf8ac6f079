"""A network as an objective: forward through the layers, and the chain rule back.

The samples of a batch go through in tiles of at most ``TILE``. In ``work`` each unit has a row of
its own with the numbers of all samples of the tile: the inputs, the targets, then for each layer
its activations and, below them, its slopes (first the pre-activations), then the spare rows of the
loss. On the way back ∂E/∂y takes the place of the activations and δ that of the slopes.
"""

import math

import numpy as np
from numpy.typing import NDArray

from gdstudio.engine.jit import FUSED, REORDERED, kernel
from gdstudio.engine.objectives.activations import activate
from gdstudio.engine.objectives.architecture import (
    AVERAGES,
    FACTOR,
    HEADER,
    INPUTS,
    L2,
    LAYERS,
    LOSS,
    OUTPUTS,
    SLOPES,
    SPARE_ROWS,
    STRIP,
)
from gdstudio.engine.objectives.loss_kernels import count_right, measure
from gdstudio.engine.objectives.losses import BINARY, SOFTMAX
from gdstudio.engine.objectives.products import add_outer_products, add_products
from gdstudio.engine.signatures import OBJECTIVE


@kernel("int64(int64[::1])", inline=True)
def rows_of(structure: NDArray[np.int64]) -> int:
    """Return how many rows the workspace has."""
    rows = structure[INPUTS] + structure[OUTPUTS] + SPARE_ROWS
    for layer in range(structure[LAYERS]):
        rows += 2 * structure[HEADER + 2 * layer]
    return rows


@kernel("void(float64[:, ::1], int64[::1], int64, int64, float64[::1], int64)")
def gather(
    data: NDArray[np.float64],
    rows: NDArray[np.int64],
    start: int,
    count: int,
    work: NDArray[np.float64],
    lanes: int,
) -> None:
    """Write the columns of ``count`` samples as rows; the last sample also fills the rest."""
    last = start + count - 1
    # Eight samples at a time: each is read from its beginning to its end, and they are written
    # side by side.
    for lane in range(0, lanes, 8):
        index = start + lane
        a, b = data[rows[min(index, last)]], data[rows[min(index + 1, last)]]
        c, d = data[rows[min(index + 2, last)]], data[rows[min(index + 3, last)]]
        e, f = data[rows[min(index + 4, last)]], data[rows[min(index + 5, last)]]
        g, h = data[rows[min(index + 6, last)]], data[rows[min(index + 7, last)]]
        for column in range(data.shape[1]):
            place = column * lanes + lane
            out = work[place : place + 8]
            out[0], out[1], out[2], out[3] = a[column], b[column], c[column], d[column]
            out[4], out[5], out[6], out[7] = e[column], f[column], g[column], h[column]


@kernel("void(float64[::1], int64, float64[::1], int64, int64, int64)")
def begin_with_biases(
    theta: NDArray[np.float64],
    biases: int,
    work: NDArray[np.float64],
    out: int,
    outputs: int,
    lanes: int,
) -> None:
    """Fill each row with the bias of its unit."""
    for j in range(outputs):
        row = work[out + j * lanes : out + (j + 1) * lanes]
        bias = theta[biases + j]
        for lane in range(lanes):
            row[lane] = bias


@kernel("void(float64[::1], int64[::1], float64[::1], float64[::1], int64)")
def forward(
    theta: NDArray[np.float64],
    structure: NDArray[np.int64],
    constants: NDArray[np.float64],
    work: NDArray[np.float64],
    lanes: int,
) -> None:
    """Write activations and slopes of all layers for the inputs that stand in ``work``."""
    below, fan_in = 0, structure[INPUTS]
    values = (structure[INPUTS] + structure[OUTPUTS]) * lanes
    weights = 0
    for layer in range(structure[LAYERS]):
        units, code = structure[HEADER + 2 * layer], structure[HEADER + 2 * layer + 1]
        slopes = values + units * lanes
        begin_with_biases(theta, weights + fan_in * units, work, slopes, units, lanes)
        add_products(theta, weights, 1, units, work, slopes, units, below, fan_in, lanes)
        activate(code, constants[SLOPES + layer], work, values, slopes, units * lanes)
        below = values
        values += 2 * units * lanes
        weights += (fan_in + 1) * units
        fan_in = units


@kernel("void(float64[::1], int64, int64, int64)", inline=True)
def multiply_rows(work: NDArray[np.float64], out: int, by: int, count: int) -> None:
    """Multiply ``count`` numbers from ``out`` on by those from ``by`` on."""
    product, factor = work[out : out + count], work[by : by + count]
    for i in range(count):
        product[i] *= factor[i]


@kernel("float64(float64[::1], int64, int64)", liberties=REORDERED)
def sum_of(work: NDArray[np.float64], start: int, count: int) -> float:
    """Return the sum of ``count`` numbers from ``start`` on."""
    numbers = work[start : start + count]
    result = 0.0
    for i in range(count):
        result += numbers[i]
    return result


@kernel(
    "void(float64[::1], int64[::1], float64[::1], int64, boolean, float64[::1])", liberties=FUSED
)
def backward(
    theta: NDArray[np.float64],
    structure: NDArray[np.int64],
    work: NDArray[np.float64],
    lanes: int,
    begins: bool,
    gradient: NDArray[np.float64],
) -> None:
    """Add the gradient of a tile, of which ∂E/∂y stands in the place of the outputs.

    If it ``begins``, nothing stands in ``gradient`` to which it could be added.
    """
    layers = structure[LAYERS]
    values = (rows_of(structure) - SPARE_ROWS) * lanes
    end = theta.size
    for layer in range(layers - 1, -1, -1):
        units = structure[HEADER + 2 * layer]
        fan_in = structure[HEADER + 2 * layer - 2] if layer > 0 else structure[INPUTS]
        values -= 2 * units * lanes
        below = values - 2 * fan_in * lanes if layer > 0 else 0
        deltas = values + units * lanes
        biases = end - units
        weights = biases - fan_in * units
        multiply_rows(work, deltas, values, units * lanes)
        add_outer_products(gradient, weights, work, below, fan_in, deltas, units, lanes, begins)
        if begins:
            gradient[biases:end] = 0.0
        for j in range(units):
            gradient[biases + j] += sum_of(work, deltas + j * lanes, lanes)
        if layer > 0:
            work[below : below + fan_in * lanes] = 0.0
            add_products(theta, weights, units, 1, work, below, fan_in, deltas, units, lanes)
        end = weights


@kernel("float64(float64[::1], int64[::1], float64, float64[::1])", liberties=REORDERED)
def penalize(
    theta: NDArray[np.float64],
    structure: NDArray[np.int64],
    l2: float,
    gradient: NDArray[np.float64],
) -> float:
    """Return ½λ‖W‖² and write its gradient: λW for weights, 0 for biases."""
    squares = 0.0
    start, fan_in = 0, structure[INPUTS]
    for layer in range(structure[LAYERS]):
        units = structure[HEADER + 2 * layer]
        weights = theta[start : start + fan_in * units]
        slopes = gradient[start : start + fan_in * units]
        for i in range(weights.size):
            squares += weights[i] * weights[i]
            slopes[i] = l2 * weights[i]
        start += (fan_in + 1) * units
        gradient[start - units : start] = 0.0
        fan_in = units
    return 0.5 * l2 * squares


@kernel(OBJECTIVE)
def network_objective(
    theta: NDArray[np.float64],
    structure: NDArray[np.int64],
    constants: NDArray[np.float64],
    data: NDArray[np.float64],
    rows: NDArray[np.int64],
    work: NDArray[np.float64],
    gradient: NDArray[np.float64],
) -> float:
    """Return the loss of a network over a batch and write its gradient.

    See ``engine.signatures``; the arrays are made by ``architecture``.
    """
    begins = constants[L2] == 0.0 and rows.size > 0
    loss = 0.0 if begins else penalize(theta, structure, constants[L2], gradient)
    weight = constants[FACTOR] / rows.size if structure[AVERAGES] else constants[FACTOR]
    inputs, outputs = structure[INPUTS], structure[OUTPUTS]
    work_rows = rows_of(structure)
    last_layer = work_rows - SPARE_ROWS - 2 * outputs
    tile = work.size // (work_rows * STRIP) * STRIP
    for start in range(0, rows.size, tile):
        count = min(tile, rows.size - start)
        lanes = (count + STRIP - 1) // STRIP * STRIP
        gather(data, rows, start, count, work, lanes)
        forward(theta, structure, constants, work, lanes)
        loss += measure(
            structure[LOSS],
            weight,
            work,
            last_layer * lanes,
            inputs * lanes,
            outputs,
            (work_rows - SPARE_ROWS) * lanes,
            lanes,
            count,
        )
        backward(theta, structure, work, lanes, begins, gradient)
        begins = False
    return loss


@kernel(OBJECTIVE)
def network_score(
    theta: NDArray[np.float64],
    structure: NDArray[np.int64],
    constants: NDArray[np.float64],
    data: NDArray[np.float64],
    rows: NDArray[np.int64],
    work: NDArray[np.float64],
    gradient: NDArray[np.float64],
) -> float:
    """Return the loss over some rows, and write the accuracy to ``gradient[0]``.

    The accuracy is the share of samples whose class is right; NaN of losses that are not for
    classes. The other entries of ``gradient`` are of no use.
    """
    l2 = constants[L2]
    loss = 0.0 if l2 == 0.0 else penalize(theta, structure, l2, gradient)
    weight = constants[FACTOR] / rows.size if structure[AVERAGES] else constants[FACTOR]
    inputs, outputs, code = structure[INPUTS], structure[OUTPUTS], structure[LOSS]
    work_rows = rows_of(structure)
    last_layer = work_rows - SPARE_ROWS - 2 * outputs
    tile = work.size // (work_rows * STRIP) * STRIP
    right = 0
    for start in range(0, rows.size, tile):
        count = min(tile, rows.size - start)
        lanes = (count + STRIP - 1) // STRIP * STRIP
        gather(data, rows, start, count, work, lanes)
        forward(theta, structure, constants, work, lanes)
        y, o = last_layer * lanes, inputs * lanes
        right += count_right(code, work, y, o, outputs, lanes, count)
        spare = (work_rows - SPARE_ROWS) * lanes
        loss += measure(code, weight, work, y, o, outputs, spare, lanes, count)
    has_accuracy = code == BINARY or code == SOFTMAX
    gradient[0] = right / rows.size if has_accuracy else math.nan
    return loss
