"""What goes on inside of a network: what each unit answers, and how the chain rule came about."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdstudio.engine.jit import kernel
from gdstudio.engine.objectives.activations import activate
from gdstudio.engine.objectives.architecture import (
    HEADER,
    INPUTS,
    LAYERS,
    OUTPUTS,
    SLOPES,
    SPARE_ROWS,
    STRIP,
    Architecture,
    network_constants,
    network_data,
    network_structure,
    network_workspace,
)
from gdstudio.engine.objectives.network import (
    begin_with_biases,
    forward,
    gather,
    network_objective,
    rows_of,
)
from gdstudio.engine.objectives.products import add_products


@dataclass(frozen=True, eq=False)
class LayerResponse:
    """What the units of a layer make of n points: z = xW + b, y = f(z), f′(z), each (n, units)."""

    pre_activations: NDArray[np.float64]
    activations: NDArray[np.float64]
    slopes: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class LayerDerivatives:
    """The derivatives of one sample's loss in one layer.

    Attributes
    ----------
    activations
        ∂E/∂y (units,).
    deltas
        δ = ∂E/∂z = ∂E/∂y · f′(z) (units,).
    weights
        ∂E/∂W (fan_in, units): the layer's input times δ.
    biases
        ∂E/∂b (units,): δ.
    """

    activations: NDArray[np.float64]
    deltas: NDArray[np.float64]
    weights: NDArray[np.float64]
    biases: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class SampleDerivatives:
    """The loss of one sample, without penalty, and its derivatives layer by layer."""

    loss: float
    layers: tuple[LayerDerivatives, ...]


@kernel("void(float64[::1], int64, int64, int64, float64[:, ::1], int64, int64, int64)")
def put(
    work: NDArray[np.float64],
    at: int,
    units: int,
    lanes: int,
    table: NDArray[np.float64],
    start: int,
    count: int,
    column: int,
) -> None:
    """Copy rows of a tile to columns of a table, where ``count`` samples begin at ``start``."""
    for lane in range(count):
        sample = table[start + lane]
        for j in range(units):
            sample[column + j] = work[at + j * lanes + lane]


@kernel(
    "void(float64[::1], int64[::1], float64[::1], float64[:, ::1], int64[::1], float64[::1], "
    "float64[:, ::1])"
)
def answer(
    theta: NDArray[np.float64],
    structure: NDArray[np.int64],
    constants: NDArray[np.float64],
    points: NDArray[np.float64],
    rows: NDArray[np.int64],
    work: NDArray[np.float64],
    outputs: NDArray[np.float64],
) -> None:
    """Write the outputs (n, m) at points (n, f)."""
    units = structure[OUTPUTS]
    work_rows = rows_of(structure)
    tile = work.size // (work_rows * STRIP) * STRIP
    for start in range(0, rows.size, tile):
        count = min(tile, rows.size - start)
        lanes = (count + STRIP - 1) // STRIP * STRIP
        gather(points, rows, start, count, work, lanes)
        forward(theta, structure, constants, work, lanes)
        values = (work_rows - SPARE_ROWS - 2 * units) * lanes
        put(work, values, units, lanes, outputs, start, count, 0)


@kernel(
    "void(float64[::1], int64[::1], float64[::1], float64[:, ::1], int64[::1], float64[::1], "
    "float64[:, ::1], float64[:, ::1], float64[:, ::1])"
)
def respond(
    theta: NDArray[np.float64],
    structure: NDArray[np.int64],
    constants: NDArray[np.float64],
    points: NDArray[np.float64],
    rows: NDArray[np.int64],
    work: NDArray[np.float64],
    all_sums: NDArray[np.float64],
    all_values: NDArray[np.float64],
    all_slopes: NDArray[np.float64],
) -> None:
    """Write z, f(z) and f′(z) of all units, layer by layer (n, units), at points (n, f)."""
    tile = work.size // (rows_of(structure) * STRIP) * STRIP
    for start in range(0, rows.size, tile):
        count = min(tile, rows.size - start)
        lanes = (count + STRIP - 1) // STRIP * STRIP
        gather(points, rows, start, count, work, lanes)
        below, fan_in = 0, structure[INPUTS]
        values = (structure[INPUTS] + structure[OUTPUTS]) * lanes
        weights = column = 0
        for layer in range(structure[LAYERS]):
            units, code = structure[HEADER + 2 * layer], structure[HEADER + 2 * layer + 1]
            slopes = values + units * lanes
            begin_with_biases(theta, weights + fan_in * units, work, slopes, units, lanes)
            add_products(theta, weights, 1, units, work, slopes, units, below, fan_in, lanes)
            put(work, slopes, units, lanes, all_sums, start, count, column)
            activate(code, constants[SLOPES + layer], work, values, slopes, units * lanes)
            put(work, values, units, lanes, all_values, start, count, column)
            put(work, slopes, units, lanes, all_slopes, start, count, column)
            below = values
            values += 2 * units * lanes
            weights += (fan_in + 1) * units
            column += units
            fan_in = units


def network_outputs(
    architecture: Architecture, theta: ArrayLike, points: ArrayLike
) -> NDArray[np.float64]:
    """Return the outputs (n, m) of a network with parameters θ (d,) at points (n, f).

    Raises
    ------
    ValueError
        θ or the points do not fit the network.
    """
    parameters, x = _checked(architecture, theta, points)
    outputs = np.empty((len(x), architecture.outputs))
    answer(
        parameters,
        network_structure(architecture),
        network_constants(architecture),
        x,
        np.arange(len(x)),
        network_workspace(architecture, len(x)),
        outputs,
    )
    return outputs


def network_responses(
    architecture: Architecture, theta: ArrayLike, points: ArrayLike
) -> tuple[LayerResponse, ...]:
    """Return what all layers make of points (n, f).

    Raises
    ------
    ValueError
        θ or the points do not fit the network.
    """
    parameters, x = _checked(architecture, theta, points)
    widths = [layer.units for layer in architecture.layers]
    tables = tuple(np.empty((len(x), sum(widths))) for _ in range(3))
    respond(
        parameters,
        network_structure(architecture),
        network_constants(architecture),
        x,
        np.arange(len(x)),
        network_workspace(architecture, len(x)),
        *tables,
    )
    layers = zip(
        *(np.split(table, np.cumsum(widths)[:-1], axis=1) for table in tables), strict=True
    )
    return tuple(LayerResponse(*layer) for layer in layers)


def sample_derivatives(
    architecture: Architecture, theta: ArrayLike, inputs: ArrayLike, targets: ArrayLike
) -> SampleDerivatives:
    """Return the loss of one sample, inputs (f,) and targets (m,), and its derivatives.

    Raises
    ------
    ValueError
        θ or the sample do not fit the network.
    """
    parameters, x = _checked(architecture, theta, np.atleast_2d(inputs))
    data = network_data(x, np.atleast_2d(targets))
    if data.shape != (1, architecture.inputs + architecture.outputs):
        raise ValueError(f"expected one sample with {architecture.outputs} targets")
    work = network_workspace(architecture, 1)
    gradient = np.empty_like(parameters)
    alone = replace(architecture, l2=0.0)
    loss = network_objective(
        parameters,
        network_structure(alone),
        network_constants(alone),
        data,
        np.zeros(1, dtype=np.int64),
        work,
        gradient,
    )
    first = work.reshape(-1, STRIP)[:, 0]
    layers, row = [], data.shape[1]
    for weights, biases in architecture.layer_parameters(gradient):
        deltas = row + biases.size
        end = deltas + biases.size
        layers.append(
            LayerDerivatives(first[row:deltas].copy(), first[deltas:end].copy(), weights, biases)
        )
        row = end
    return SampleDerivatives(loss, tuple(layers))


def gradient_norms(
    architecture: Architecture, gradient: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return ‖∂E/∂(W, b)‖₂ of each layer (layers,), from a flat gradient (d,)."""
    return np.array(
        [
            np.hypot(np.linalg.norm(weights), np.linalg.norm(biases))
            for weights, biases in architecture.layer_parameters(gradient)
        ]
    )


def _checked(
    architecture: Architecture, theta: ArrayLike, points: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    parameters = np.ascontiguousarray(theta, dtype=np.float64)
    x = np.ascontiguousarray(points, dtype=np.float64)
    if parameters.shape != (architecture.parameter_count,):
        raise ValueError(
            f"expected {architecture.parameter_count} parameters, got {parameters.shape}"
        )
    if x.ndim != 2 or x.shape[1] != architecture.inputs:
        raise ValueError(f"expected points with {architecture.inputs} inputs, got {x.shape}")
    return parameters, x
