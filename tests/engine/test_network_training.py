"""Fifty steps of three methods, each step written out in NumPy as FORMULAS has it."""

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from networks import Trained, assert_close, trained
from test_network import FIXED

from gdstudio.engine.optimizers.registry import OPTIMIZERS

STEPS = 50
RATE = 0.05

Descent = Iterator[np.ndarray]


def gd(theta: np.ndarray, slope: Callable[[np.ndarray, int], np.ndarray]) -> Descent:
    for step in range(STEPS):
        theta = theta - RATE * slope(theta, step)
        yield theta


def momentum(theta: np.ndarray, slope: Callable[[np.ndarray, int], np.ndarray]) -> Descent:
    b = np.zeros_like(theta)
    for step in range(STEPS):
        b = 0.9 * b + slope(theta, step)
        theta = theta - RATE * b
        yield theta


def adam(theta: np.ndarray, slope: Callable[[np.ndarray, int], np.ndarray]) -> Descent:
    m = v = np.zeros_like(theta)
    for step in range(STEPS):
        g = slope(theta, step)
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
        m_hat, v_hat = m / (1.0 - 0.9 ** (step + 1)), v / (1.0 - 0.999 ** (step + 1))
        theta = theta - RATE * m_hat / (np.sqrt(v_hat) + 1e-8)
        yield theta


METHODS = {"gd": gd, "momentum": momentum, "adam": adam}


def batch_of(network: Trained, size: int, step: int) -> np.ndarray:
    starts = range(0, len(network.inputs), size)
    start = starts[step % len(starts)]
    return network.all_rows[start : start + size]


@pytest.mark.parametrize("name", FIXED)
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("batch", [8, 5])
def test_that_fifty_steps_are_those_of_the_reference(name: str, method: str, batch: int) -> None:
    network = trained(FIXED[name], samples=24, seed=3)
    convention = OPTIMIZERS[method].conventions[0]
    values = [
        float(each.default)
        for each in OPTIMIZERS[method].hyperparameters
        if each.name != "learning_rate"
    ]
    theta = network.theta.copy()
    slots = np.zeros((len(convention.initial_slots), theta.size))

    def slope(parameters: np.ndarray, step: int) -> np.ndarray:
        return network.reference(parameters, batch_of(network, batch, step)).gradient

    for step, wanted in enumerate(METHODS[method](network.theta, slope)):
        loss, gradient = network.ours(theta, batch_of(network, batch, step))
        reference = network.reference(theta, batch_of(network, batch, step))
        assert loss == pytest.approx(reference.loss, rel=1e-12)
        convention.update(theta, gradient, slots, np.array(values), RATE, step + 1)
        assert_close(theta, wanted)


def test_that_a_regression_ends_at_the_least_squares() -> None:
    network = trained(FIXED["linear regression"], samples=50)
    x, o = network.inputs[:, 0], network.targets[:, 0]
    theta = network.theta.copy()
    for _ in range(2000):
        theta -= 0.1 * network.ours(theta)[1]
    np.testing.assert_allclose(theta, np.polyfit(x, o, 1), rtol=1e-12)
