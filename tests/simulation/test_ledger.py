from itertools import product

import numpy as np
import pytest
from numpy.typing import NDArray

from gdstudio.engine.objectives.activations import ACTIVATIONS
from gdstudio.engine.objectives.architecture import Architecture, Layer
from gdstudio.engine.objectives.losses import LOSSES
from gdstudio.experiment.datasets.data import Data
from gdstudio.simulation.data_problem import DataProblem
from gdstudio.simulation.ledger import Ledger, ledger_of
from gdstudio.simulation.ledger_entries import DeltaEntry, FactorKind, ForwardEntry, WeightEntry
from gdstudio.simulation.ledger_steps import LedgerStep, Phase, ledger_steps
from gdstudio.simulation.sample_loss import SampleLoss

Float = NDArray[np.float64]
ROWS = 5


def problem_for(architecture: Architecture, seed: int = 0) -> DataProblem:
    """Return a network on normal inputs, with targets that fit its loss."""
    chance = np.random.default_rng(seed)
    shape = (ROWS, architecture.outputs)
    targets = chance.normal(size=shape)
    if architecture.loss == "cross_entropy":
        targets = np.eye(architecture.outputs)[chance.integers(0, architecture.outputs, ROWS)]
    elif architecture.loss == "binary_cross_entropy":
        targets = chance.integers(0, 2, shape).astype(float)
    inputs = chance.normal(size=(ROWS, architecture.inputs))
    names = tuple(f"x{i}" for i in range(architecture.inputs)), ("o",)
    data = Data(inputs, targets, ROWS, 0, np.arange(ROWS), *names, (), None)
    return DataProblem(architecture, data, lambda _: parameters_of(architecture, seed))


def parameters_of(architecture: Architecture, seed: int = 0) -> Float:
    return np.random.default_rng(seed + 1).normal(size=architecture.parameter_count)


def small(activation: str = "sigmoid", loss: str = "half_sse", l2: float = 0.0) -> Architecture:
    layers = (Layer(3, activation, 1.5 if activation == "sigmoid" else 1.0), Layer(2, activation))
    return Architecture(2, (*layers, Layer(3)), loss, l2)


def gradient_of(ledger: Ledger) -> Float:
    """Return what all weights' entries say, in the order of the parameters."""
    parts = []
    for layer, at in enumerate(ledger.layers):
        fan_in, units = at.weights.shape
        for source in (*range(fan_in), None):
            parts += [ledger.weight(layer, source, unit).derivative for unit in range(units)]
    return np.array(parts)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("l2", [0.0, 0.3])
def test_that_the_ledger_is_the_gradient_of_the_engine(
    activation: str, loss: str, l2: float
) -> None:
    architecture = small(activation, loss, l2)
    problem = problem_for(architecture)
    theta = parameters_of(architecture)
    for row in range(ROWS):
        engine_loss, engine_gradient = problem.loss_and_gradient(theta, [row])
        ledger = ledger_of(problem, theta, row)
        gradient = gradient_of(ledger)
        np.testing.assert_allclose(
            gradient, engine_gradient, rtol=0.0, atol=1e-12 * np.abs(engine_gradient).max()
        )
        weights = np.concatenate([at.weights.reshape(-1) for at in ledger.layers])
        penalty = 0.5 * l2 * np.sum(weights**2)
        assert ledger.loss.loss + penalty == pytest.approx(engine_loss, rel=1e-12, abs=1e-14)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_that_the_ledger_is_what_central_differences_say(activation: str, loss: str) -> None:
    architecture = small(activation, loss)
    problem = problem_for(architecture, seed=4)
    theta = parameters_of(architecture, seed=4)
    step = 1e-5

    def loss(moved: Float) -> float:
        return problem.loss_and_gradient(moved, [2])[0]

    moves = step * np.eye(theta.size)
    differences = [(loss(theta + move) - loss(theta - move)) / (2.0 * step) for move in moves]
    gradient = gradient_of(ledger_of(problem, theta, 2))
    np.testing.assert_allclose(
        gradient, differences, rtol=0.0, atol=1e-7 * max(1.0, np.abs(gradient).max())
    )


def test_that_a_sigmoid_network_on_paper_comes_out() -> None:
    # 2-1-1 with half the sum of squares: every number by the formulas of a lecture.
    architecture = Architecture(2, (Layer(1, "sigmoid"), Layer(1, "sigmoid")), "half_sse")
    inputs, targets = np.array([[1.0, -2.0]]), np.array([[1.0]])
    data = Data(inputs, targets, 1, 0, np.arange(1), ("a", "b"), ("o",), (), None)
    problem = DataProblem(architecture, data, lambda _: np.zeros(5))
    w1, w2, b, v, c = theta = np.array([0.5, 0.25, 0.1, -0.8, 0.3])
    z = w1 - 2.0 * w2 + b
    y = 1.0 / (1.0 + np.exp(-z))
    out = 1.0 / (1.0 + np.exp(-(v * y + c)))
    delta = (out - 1.0) * out * (1.0 - out)
    hidden_delta = delta * v * y * (1.0 - y)
    ledger = ledger_of(problem, theta, 0)
    assert ledger.forward(0, 0).pre_activation == pytest.approx(z)
    assert ledger.forward(1, 0).activation == pytest.approx(out)
    assert ledger.loss.loss == pytest.approx(0.5 * (out - 1.0) ** 2)
    assert ledger.delta(1, 0).delta == pytest.approx(delta)
    assert ledger.delta(0, 0).delta == pytest.approx(hidden_delta)
    second = ledger.weight(0, 1, 0)
    assert [factor.value for factor in second.factors] == pytest.approx(
        [delta * v, y * (1.0 - y), -2.0]
    )
    assert second.derivative == pytest.approx(-2.0 * hidden_delta)
    assert second.updated(0.5) == pytest.approx(w2 + hidden_delta)
    assert ledger.weight(0, None, 0).derivative == pytest.approx(hidden_delta)


def test_that_every_factor_is_the_derivative_that_it_is_called() -> None:
    ledger = ledger_of(problem_for(small()), parameters_of(small()), 0)
    upstream, slope, incoming = ledger.weight(1, 2, 1).factors
    assert (upstream.kind, slope.kind) == (FactorKind.LOSS, FactorKind.SLOPE)
    y = ledger.forward(1, 1).activation
    assert slope.value == pytest.approx(y * (1.0 - y))
    assert incoming.kind is FactorKind.INPUT
    assert incoming.value == ledger.forward(0, 2).activation


def test_that_a_product_of_factors_is_the_entry_without_its_penalty() -> None:
    ledger = ledger_of(problem_for(small(l2=0.4)), parameters_of(small()), 1)
    entry = ledger.weight(1, 0, 1)
    a, b, c = (factor.value for factor in entry.factors)
    assert entry.product == pytest.approx(a * b * c, rel=1e-15)
    assert entry.derivative - entry.product == pytest.approx(0.4 * entry.value)
    assert ledger.weight(1, None, 1).penalty == 0.0


def test_that_the_paths_of_a_weight_add_up_to_its_derivative() -> None:
    ledger = ledger_of(problem_for(small("tanh", "mse")), parameters_of(small()), 3)
    total = 0.0
    for middle, last in product(range(2), range(3)):
        factors = ledger.path(0, 1, (2, middle, last))
        assert [factor.kind for factor in factors] == [
            FactorKind.LOSS,
            *[FactorKind.SLOPE, FactorKind.WEIGHT] * 2,
            FactorKind.SLOPE,
            FactorKind.INPUT,
        ]
        total += np.prod([factor.value for factor in factors])
    assert total == pytest.approx(ledger.weight(0, 1, 2).product, rel=1e-13)


def test_that_steps_go_forward_to_the_loss_and_back() -> None:
    assert ledger_steps(2) == (
        LedgerStep(Phase.SAMPLE, 0),
        LedgerStep(Phase.FORWARD, 0),
        LedgerStep(Phase.FORWARD, 1),
        LedgerStep(Phase.LOSS, 1),
        LedgerStep(Phase.DELTA, 1),
        LedgerStep(Phase.GRADIENT, 1),
        LedgerStep(Phase.DELTA, 0),
        LedgerStep(Phase.GRADIENT, 0),
    )


def test_that_entries_only_use_what_was_entered_before() -> None:
    entries = list(ledger_of(problem_for(small()), parameters_of(small()), 0).entries())
    values = {(e.layer, e.unit): n for n, e in enumerate(entries) if isinstance(e, ForwardEntry)}
    deltas = {(e.layer, e.unit): n for n, e in enumerate(entries) if isinstance(e, DeltaEntry)}
    (loss,) = (number for number, entry in enumerate(entries) if isinstance(entry, SampleLoss))
    assert len(values) == len(deltas) == 8
    assert max(values.values()) < loss < min(deltas.values())
    for (layer, _), number in values.items():
        assert all(values[key] < number for key in values if key[0] < layer)
    for (layer, _), number in deltas.items():
        assert all(deltas[key] < number for key in deltas if key[0] > layer)
    for number, entry in enumerate(entries):
        if isinstance(entry, WeightEntry):
            assert deltas[entry.layer, entry.unit] < number
    weights = [entry for entry in entries if isinstance(entry, WeightEntry)]
    assert len(weights) == small().parameter_count


def test_that_logits_keep_their_loss_where_powers_overflow() -> None:
    architecture = Architecture(1, (Layer(2),), "cross_entropy")
    data = Data(
        np.array([[1.0]]), np.array([[1.0, 0.0]]), 1, 0, np.arange(1), ("x",), ("o",), (), None
    )
    problem = DataProblem(architecture, data, lambda _: np.zeros(4))
    ledger = ledger_of(problem, [-1000.0, 1000.0, 0.0, 0.0], 0)
    assert ledger.loss.loss == 2000.0
    np.testing.assert_array_equal(ledger.loss.derivatives, [-1.0, 1.0])


def test_that_parameters_beyond_all_numbers_have_a_ledger() -> None:
    problem = problem_for(small("relu", "mse"))
    theta = np.full(small().parameter_count, np.inf)
    assert not np.isfinite(ledger_of(problem, theta, 0).loss.loss)


def test_that_a_row_that_is_not_there_is_refused() -> None:
    problem = problem_for(small())
    with pytest.raises(ValueError, match="expected a row from 0 to 4, got 5"):
        ledger_of(problem, parameters_of(small()), ROWS)
    with pytest.raises(ValueError, match="expected 26 numbers"):
        ledger_of(problem, [1.0], 0)
