from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from gdstudio.engine.objectives.anatomy import network_outputs
from gdstudio.simulation.data_problem import DataProblem
from gdstudio.simulation.files import FORMAT
from gdstudio.simulation.neurons import (
    MARGIN,
    UnitState,
    cells_for,
    evenly,
    input_ranges,
    layer_states,
    original_inputs,
    probe_of,
    responses,
)
from gdstudio.simulation.problem import problem_of

Float = NDArray[np.float64]

INPUTS: Float = np.random.default_rng(3).normal(size=(30, 2)) * [2.0, 0.5] + [1.0, -4.0]


def network(
    layers: list[dict[str, Any]],
    inputs: Float = INPUTS,
    *,
    loss: str = "mse",
    standardize: bool = False,
    targets: list[list[float]] | None = None,
) -> DataProblem:
    outputs = layers[-1]["units"]
    rows = [[0.5] * outputs] * len(inputs) if targets is None else targets
    objective = FORMAT.from_json(
        {
            "format": "gdstudio.experiment",
            "version": 1,
            "objective": {
                "kind": "network",
                "layers": layers,
                "loss": loss,
                "dataset": {
                    "inputs": inputs.tolist(),
                    "targets": rows,
                    "standardize": standardize,
                },
            },
            "runs": [{"optimizer": {"method": "gd"}}],
        }
    ).objective
    problem = problem_of(objective)
    assert isinstance(problem, DataProblem)
    return problem


def theta_of(problem: DataProblem, seed: int = 0) -> Float:
    count = problem.architecture.parameter_count
    return np.random.default_rng(seed).normal(size=count)


def by_hand(theta: Float, x: Float) -> tuple[Float, Float, Float]:
    """A 2-3-2-1 network of tanh, ReLU and a linear output, written down from its formulas."""
    w1, b1 = theta[:6].reshape(2, 3), theta[6:9]
    w2, b2 = theta[9:15].reshape(3, 2), theta[15:17]
    w3, b3 = theta[17:19].reshape(2, 1), theta[19:20]
    first = np.tanh(x @ w1 + b1)
    second = np.maximum(first @ w2 + b2, 0.0)
    return first, second, second @ w3 + b3


SMALL = [
    {"units": 3, "activation": "tanh"},
    {"units": 2, "activation": "relu"},
    {"units": 1, "activation": "linear"},
]


@pytest.mark.parametrize("standardize", [False, True])
def test_that_the_responses_over_the_plane_are_those_of_the_formulas(standardize: bool) -> None:
    problem = network(SMALL, standardize=standardize)
    theta = theta_of(problem)
    cells = 5
    tables = responses(problem, theta, probe_of(problem, cells))
    low, high = INPUTS.min(axis=0), INPUTS.max(axis=0)
    margin = MARGIN * (high - low)
    low, high = low - margin, high + margin
    for row in range(cells):
        for column in range(cells):
            share = (np.array([column, row]) + 0.5) / cells
            x = low + share * (high - low)
            if standardize:
                x = (x - INPUTS.mean(axis=0)) / INPUTS.std(axis=0)
            wanted = (x, *by_hand(theta, x))
            for table, layer in zip(tables, wanted, strict=True):
                np.testing.assert_allclose(table[:, row, column], layer, rtol=1e-11, atol=1e-12)


def test_that_the_responses_of_the_last_layer_are_the_outputs() -> None:
    problem = network(SMALL)
    theta, probe = theta_of(problem, 1), probe_of(problem, 12)
    outputs = network_outputs(problem.architecture, theta, probe.points)
    last = responses(problem, theta, probe)[-1]
    assert last.shape == (1, 12, 12)
    np.testing.assert_array_equal(last.reshape(-1), outputs[:, 0])


def test_that_one_input_is_probed_along_a_line_with_its_ends() -> None:
    problem = network([{"units": 1, "activation": "linear"}], INPUTS[:, :1])
    probe = probe_of(problem, 7, ((-2.0, 4.0),))
    assert probe.shape == (1, 7)
    np.testing.assert_allclose(probe.points[:, 0], [-2, -1, 0, 1, 2, 3, 4])


def test_that_many_inputs_are_probed_at_rows_in_the_order_of_their_classes() -> None:
    inputs = np.arange(24.0).reshape(6, 4)
    classes = [0, 2, 1, 0, 1, 2]
    problem = network(
        [{"units": 3, "activation": "linear"}],
        inputs,
        loss="cross_entropy",
        targets=np.eye(3)[classes].tolist(),
    )
    probe = probe_of(problem, 10)
    assert probe.shape == (1, 6)
    assert probe.ranges == ()
    np.testing.assert_array_equal(probe.points, inputs[[0, 3, 2, 4, 1, 5]])


def test_that_a_picture_reaches_a_little_beyond_the_data_in_their_own_units() -> None:
    problem = network(SMALL, standardize=True)
    np.testing.assert_allclose(original_inputs(problem), INPUTS, rtol=1e-12)
    for (low, high), column in zip(input_ranges(problem), INPUTS.T, strict=True):
        span = column.max() - column.min()
        assert low == pytest.approx(column.min() - MARGIN * span)
        assert high == pytest.approx(column.max() + MARGIN * span)


def test_that_an_input_that_never_changes_has_a_range() -> None:
    inputs = np.column_stack([INPUTS[:, 0], np.full(len(INPUTS), 3.0)])
    assert input_ranges(network(SMALL, inputs))[1] == (2.0, 4.0)


def test_that_a_relu_below_zero_on_all_rows_is_dead_and_others_are_not() -> None:
    problem = network([{"units": 3, "activation": "relu"}, {"units": 1}])
    theta = np.zeros(problem.architecture.parameter_count)
    # With weights of 0 only the biases speak: below, above, and the first input decides.
    theta[[2, 6, 7]] = 1.0, -5.0, 0.5
    states = layer_states(problem, theta)[0]
    assert states.states == (UnitState.DEAD, UnitState.ALIVE, UnitState.ALIVE)
    np.testing.assert_allclose(states.high, [0.0, 0.5, INPUTS[:, 0].max()])


@pytest.mark.parametrize("activation", ["tanh", "sigmoid"])
def test_that_units_near_their_bounds_on_most_rows_are_saturated(activation: str) -> None:
    problem = network([{"units": 2, "activation": activation}, {"units": 1}])
    theta = np.zeros(problem.architecture.parameter_count)
    theta[4:6] = 8.0, 0.3
    states = layer_states(problem, theta)[0]
    assert states.states == (UnitState.SATURATED, UnitState.ALIVE)
    np.testing.assert_array_equal(states.at_bounds, [1.0, 0.0])
    value = np.tanh(0.3) if activation == "tanh" else 1.0 / (1.0 + np.exp(-0.3))
    assert states.mean[1] == pytest.approx(value)


def test_that_a_unit_without_bounds_is_never_saturated() -> None:
    problem = network([{"units": 1, "activation": "linear"}])
    states = layer_states(problem, np.array([0.0, 0.0, 1e9]))[0]
    assert states.states == (UnitState.ALIVE,)


def test_that_numbers_that_are_none_break_nothing() -> None:
    problem = network(SMALL)
    theta = np.full(problem.architecture.parameter_count, np.nan)
    assert {each for layer in layer_states(problem, theta) for each in layer.states} == {
        UnitState.ALIVE
    }


def test_that_large_networks_get_coarser_pictures() -> None:
    small = network(SMALL).architecture
    large = network([{"units": 4096, "activation": "relu"}, {"units": 1}]).architecture
    assert cells_for(small, 24) == 24
    assert 4 <= cells_for(large, 24) < 24
    assert cells_for(large, 24) ** 2 * 4097 <= 1_000_000


def test_that_rows_are_taken_at_equal_distances() -> None:
    np.testing.assert_array_equal(evenly(5, 10), np.arange(5))
    chosen = evenly(1001, 11)
    np.testing.assert_array_equal(chosen, np.arange(0, 1001, 100))
