"""Everything that the pictures of a network show at one point of its training."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gdstudio.engine.objectives.anatomy import gradient_norms
from gdstudio.experiment.data_objectives import NetworkObjective
from gdstudio.simulation.cells import Interval
from gdstudio.simulation.data_problem import DataProblem
from gdstudio.simulation.decisions import (
    Answers,
    Decision,
    LineDecision,
    PlaneDecision,
    Task,
    answers_of,
    decision_of,
    meant,
    task_of,
)
from gdstudio.simulation.neurons import (
    LayerStates,
    Probe,
    cells_for,
    layer_states,
    probe_of,
    responses,
)
from gdstudio.simulation.problem import problem_of

Float = NDArray[np.float64]
Unit = tuple[int, int]
"""A layer, 0 for the inputs, and a unit of it, from 0."""

TILE_CELLS = 24
FINE_CELLS = 64
LINE_POINTS = 240


@dataclass(frozen=True, eq=False)
class SnapshotRequest:
    """A network with parameters θ (d,), and what is looked at.

    Attributes
    ----------
    unit
        Whose response is shown in the place of the outputs; None: that of no unit.
    ranges
        The visible part of the inputs; None: all data.
    """

    objective: NetworkObjective
    parameters: Float
    unit: Unit | None = None
    ranges: tuple[Interval, ...] | None = None


@dataclass(frozen=True, eq=False)
class Snapshot:
    """What a network does with given parameters.

    Attributes
    ----------
    tiles
        From −1 to 1, (units, rows, columns) for each layer; the first are the inputs.
    scales
        For each of them what ±1 stands for.
    states
        For each layer after the inputs.
    """

    request: SnapshotRequest
    problem: DataProblem
    task: Task
    probe: Probe
    tiles: tuple[Float, ...]
    scales: tuple[float, ...]
    states: tuple[LayerStates, ...]
    answers: Answers
    decision: Decision


@dataclass(frozen=True, eq=False)
class GradientPicture:
    """The gradient (d,) over all training rows, and its norm in each layer (layers,)."""

    problem: DataProblem
    parameters: Float
    gradient: Float
    norms: Float


def snapshot(request: SnapshotRequest) -> Snapshot:
    """Return what the pictures show; where a run diverged, not all of it is a number."""
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        return _snapshot(request)


def gradient_picture(objective: NetworkObjective, parameters: Float) -> GradientPicture:
    """Return the gradient over all training rows of a network with parameters θ (d,)."""
    problem = problem_of(objective)
    gradient = problem.gradient(parameters)
    norms = gradient_norms(problem.architecture, gradient)
    return GradientPicture(problem, parameters, gradient, norms)


def _snapshot(request: SnapshotRequest) -> Snapshot:
    problem = problem_of(request.objective)
    theta, architecture = request.parameters, problem.architecture
    task = task_of(problem)
    probe = probe_of(problem, cells_for(architecture, TILE_CELLS))
    raw = _as_shown(problem, task, responses(problem, theta, probe))
    # The inputs share no unit: each has a scale of its own.
    inputs = raw[0] / np.maximum(np.abs(raw[0]).max(axis=(1, 2), keepdims=True), 1e-300)
    scales = [_scale(each) for each in raw[1:]]
    tiles = (inputs, *(each / scale for each, scale in zip(raw[1:], scales, strict=True)))
    return Snapshot(
        request,
        problem,
        task,
        probe,
        tiles,
        (1.0, *scales),
        layer_states(problem, theta),
        answers_of(problem, theta),
        _decision(problem, request, scales),
    )


def _as_shown(problem: DataProblem, task: Task, layers: tuple[Float, ...]) -> tuple[Float, ...]:
    """Return responses with probabilities, told from one half, in the place of logits."""
    last = layers[-1]
    if task is Task.NUMBERS:
        return layers
    values = meant(problem, last.reshape(len(last), -1).T).T.reshape(last.shape)
    return (*layers[:-1], 2.0 * values - 1.0)


def _scale(values: Float) -> float:
    """Return what ±1 stands for: 1 for what stays within, else the largest number."""
    finite = np.abs(values[np.isfinite(values)])
    largest = float(finite.max()) if finite.size else 1.0
    return max(1.0, largest)


def _decision(problem: DataProblem, request: SnapshotRequest, scales: list[float]) -> Decision:
    inputs = problem.architecture.inputs
    theta = request.parameters
    cells = cells_for(problem.architecture, FINE_CELLS if inputs == 2 else LINE_POINTS)
    if inputs > 2:
        return decision_of(problem, theta, Probe(problem.dataset.inputs, (1, 1), ()))
    probe = probe_of(problem, cells, request.ranges)
    if request.unit is None:
        return decision_of(problem, theta, probe)
    layer, unit = request.unit
    response = responses(problem, theta, probe)[layer][unit]
    if inputs == 1:
        return LineDecision(np.linspace(*probe.ranges[0], cells), response.reshape(-1, 1))
    scale = scales[layer - 1] if layer else max(float(np.abs(response).max()), 1e-300)
    return PlaneDecision(probe.ranges, response / scale, ())
