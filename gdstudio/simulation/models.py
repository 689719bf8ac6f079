"""Regressions and networks of an experiment, with their data."""

from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np

from gdstudio.engine.initialization import initial_parameters
from gdstudio.engine.objectives.architecture import Architecture, Layer
from gdstudio.experiment.data_objectives import (
    CsvSource,
    Dataset,
    NetworkObjective,
    RegressionObjective,
)
from gdstudio.experiment.datasets.data import Data, TargetKind
from gdstudio.experiment.datasets.examples import Examples
from gdstudio.experiment.datasets.features import polynomial_features
from gdstudio.experiment.datasets.loading import load_examples, prepare
from gdstudio.experiment.errors import ExperimentError
from gdstudio.experiment.model import DataObjective
from gdstudio.simulation.data_problem import DataProblem
from gdstudio.simulation.names import few


@dataclass(frozen=True)
class _Version:
    """What is read for a data set: another version where its file has changed.

    Attributes
    ----------
    dataset
        Without split and scaling, which are no part of what is read.
    file_state
        When the file was changed, its size and its number; None without a file.
    """

    dataset: Dataset
    file_state: tuple[int, ...] | None


def data_problem_of(objective: DataObjective) -> DataProblem:
    """Return what computes a regression or a network.

    A file of data is read again only when it has changed.

    Raises
    ------
    ExperimentError
        The data cannot be read, or do not fit the network; it says where and why.
    """
    dataset = replace(objective.dataset, test_fraction=0.0, standardize=False)
    return _known_problem(objective, _Version(dataset, _file_state(dataset)))


def _file_state(dataset: Dataset) -> tuple[int, ...] | None:
    if not isinstance(dataset.source, CsvSource):
        return None
    try:
        state = Path(dataset.source.path).stat()
    except OSError:
        # Whoever reads it says what is wrong.
        return None
    return state.st_mtime_ns, state.st_size, state.st_ino


@lru_cache(maxsize=4)
def _known_problem(objective: DataObjective, version: _Version) -> DataProblem:
    examples = _known_examples(version)
    data = prepare(examples, objective.dataset, TargetKind.of(objective.loss))
    if isinstance(objective, RegressionObjective):
        return _regression(objective, data)
    return _network(objective, data)


@lru_cache(maxsize=2)
def _known_examples(version: _Version) -> Examples:
    return load_examples(version.dataset)


def _regression(objective: RegressionObjective, data: Data) -> DataProblem:
    outputs = data.targets.shape[1]
    inputs = polynomial_features(data.inputs[:1], objective.degree).shape[1]
    architecture = Architecture(inputs, (Layer(outputs),), objective.loss, objective.l2)
    return DataProblem(
        architecture,
        data,
        lambda _seed: np.zeros(architecture.parameter_count),
        _regression_names(inputs, outputs),
        objective.degree,
    )


def _regression_names(inputs: int, outputs: int) -> tuple[str, ...]:
    """Return ``w`` and ``b``, numbered where there are several: ``w2_1`` goes from 2 to 1."""
    ends = [""] if outputs == 1 else [str(j) for j in range(1, outputs + 1)]
    starts = [""] if inputs == 1 and outputs == 1 else [str(i) for i in range(1, inputs + 1)]
    weights = [f"w{'_'.join(filter(None, (i, j)))}" for i in starts for j in ends]
    return (*weights, *(f"b{j}" for j in ends))


def _network(objective: NetworkObjective, data: Data) -> DataProblem:
    layers = tuple(Layer(each.units, each.activation, each.slope) for each in objective.layers)
    architecture = Architecture(data.inputs.shape[1], layers, objective.loss, objective.l2)
    _check_outputs(architecture, data)
    init = objective.init
    return DataProblem(
        architecture,
        data,
        lambda seed: initial_parameters(architecture, init.scheme, seed, dict(init.parameters)),
    )


def _check_outputs(architecture: Architecture, data: Data) -> None:
    """Refuse an output layer that has not one unit for each number of a target."""
    wanted = data.targets.shape[1]
    if architecture.outputs == wanted:
        return
    if data.classes and wanted > 1:
        why = f"one for each class ({few(data.classes)})"
    elif data.classes:
        why = f"which tells {data.classes[1]} from {data.classes[0]}"
    elif wanted == 1:
        why = f"for the target {data.target_names[0]}"
    else:
        why = f"one for each target ({few(data.target_names)})"
    raise ExperimentError(
        f"objective.layers[{len(architecture.layers) - 1}].units",
        f"expected {wanted}, {why}, got {architecture.outputs}",
    )
