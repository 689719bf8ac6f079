from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from reference_network import ReferenceNetwork
from trained import training

import gdstudio as gd

Float = NDArray[np.float64]

SAMPLES = 23


@dataclass(frozen=True)
class Case:
    """A network as a file has it and as the reference has it."""

    objective: dict[str, Any]
    network: ReferenceNetwork
    learning_rate: float


def network(
    widths: tuple[int, ...],
    activation: str,
    loss: str,
    learning_rate: float,
    output: str = "linear",
    l2: float = 0.0,
) -> Case:
    names = (*(activation,) * (len(widths) - 2), output)
    layers = [
        {"units": units, "activation": name} for units, name in zip(widths[1:], names, strict=True)
    ]
    objective = {"kind": "network", "layers": layers, "loss": loss, "l2": l2}
    return Case(objective, ReferenceNetwork(widths, names, loss, l2), learning_rate)


def regression(model: str, loss: str, inputs: int, learning_rate: float, l2: float) -> Case:
    objective = {"kind": "regression", "model": model, "loss": loss, "l2": l2}
    return Case(objective, ReferenceNetwork((inputs, 1), ("linear",), loss, l2), learning_rate)


CASES = {
    "2-3-1 sigmoid half_sse": network((2, 3, 1), "sigmoid", "half_sse", 0.05, "sigmoid"),
    "2-8-8-1 tanh binary_cross_entropy": network((2, 8, 8, 1), "tanh", "binary_cross_entropy", 0.5),
    "3-5-4 relu cross_entropy": network((3, 5, 4), "relu", "cross_entropy", 0.3),
    "1-10-1 tanh mse": network((1, 10, 1), "tanh", "mse", 0.1),
    "2-6-2 tanh mse with l2": network((2, 6, 2), "tanh", "mse", 0.1, l2=0.01),
    "linear regression": regression("linear", "mse", 3, 0.05, 0.1),
    "logistic regression": regression("logistic", "binary_cross_entropy", 2, 0.5, 0.0),
}


def data_for(net: ReferenceNetwork) -> tuple[Float, Float]:
    chance = np.random.default_rng(11)
    inputs = chance.normal(size=(SAMPLES, net.widths[0]))
    outputs = net.widths[-1]
    if net.loss == "cross_entropy":
        return inputs, np.eye(outputs)[chance.permutation(np.arange(SAMPLES) % outputs)]
    if net.loss == "binary_cross_entropy":
        return inputs, chance.permutation(np.arange(SAMPLES) % 2)[:, np.newaxis].astype(float)
    return inputs, chance.normal(size=(SAMPLES, outputs))


@pytest.mark.parametrize("size", [5, 8, None])
@pytest.mark.parametrize("name", CASES)
def test_that_fifty_steps_are_those_of_the_formulas(name: str, size: int | None) -> None:
    case = CASES[name]
    net = case.network
    inputs, targets = data_for(net)
    theta = np.random.default_rng(12).normal(scale=0.7, size=net.size)
    dataset = {"inputs": inputs.tolist(), "targets": targets.tolist()}
    rate = case.learning_rate
    descent, heavy = gd.run(
        training(
            {"method": "gd", "learning_rate": rate},
            {"method": "momentum", "learning_rate": rate / 4, "momentum": 0.9},
            objective={**case.objective, "dataset": dataset},
            size=size,
            shuffle=False,
            start=theta.tolist(),
            max_steps=50,
        )
    )
    batch = SAMPLES if size is None else size
    per_epoch = -(-SAMPLES // batch)
    for result, momentum, step_size in ((descent, 0.0, rate), (heavy, 0.9, rate / 4)):
        point, memory = theta.copy(), np.zeros_like(theta)
        for step in range(51):
            first = step % per_epoch * batch
            rows = slice(first, first + batch) if step < 50 else slice(None)
            loss, gradient = net.loss_and_gradient(point, inputs[rows], targets[rows])
            assert result.losses[step] == pytest.approx(loss, rel=1e-12)
            assert_close(result.parameters[step], point)
            assert result.gradient_norms[step] == pytest.approx(np.linalg.norm(gradient), rel=1e-11)
            memory = momentum * memory + gradient
            point = point - step_size * memory
        for step, loss in zip(result.evaluated_steps, result.train_losses, strict=True):
            expected, _ = net.loss_and_gradient(result.parameters[step], inputs, targets)
            assert loss == pytest.approx(expected, rel=1e-12)


def assert_close(found: Float, expected: Float) -> None:
    """Compare vectors to 1e-12 of their length."""
    assert np.linalg.norm(found - expected) <= 1e-12 * np.linalg.norm(expected)


@pytest.mark.parametrize("name", CASES)
def test_that_losses_and_gradients_are_those_of_the_formulas(name: str) -> None:
    case = CASES[name]
    net = case.network
    inputs, targets = data_for(net)
    dataset = {"inputs": inputs.tolist(), "targets": targets.tolist()}
    problem = gd.objective(training(objective={**case.objective, "dataset": dataset}))
    for seed in range(5):
        theta = np.random.default_rng(seed).normal(size=net.size)
        loss, gradient = net.loss_and_gradient(theta, inputs, targets)
        assert problem.loss(theta) == pytest.approx(loss, rel=1e-12)
        assert_close(problem.gradient(theta), gradient)
