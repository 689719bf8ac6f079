"""Gradients against central differences, away from the kinks."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from networks import Trained, trained

from gdstudio.engine.objectives.activations import ACTIVATIONS
from gdstudio.engine.objectives.architecture import Architecture, Layer
from gdstudio.engine.objectives.losses import LOSSES

STEP = 1e-3


def slope_along(network: Trained, index: int) -> float:
    """Return ∂E/∂θ of one parameter from losses alone, with an error of order STEP⁴."""

    def loss(distance: float) -> float:
        theta = network.theta.copy()
        theta[index] += distance
        return network.score(theta)[0]

    near, far = loss(STEP) - loss(-STEP), loss(2.0 * STEP) - loss(-2.0 * STEP)
    return (8.0 * near - far) / (12.0 * STEP)


def sides_of_kinks(network: Trained, theta: np.ndarray) -> list[np.ndarray]:
    """Return on which side of each kink the pre-activations and the errors are."""
    there = network.reference(theta)
    layers = zip(network.architecture.layers, there.pre_activations, strict=True)
    kinked = [z > 0.0 for layer, z in layers if layer.activation in ("relu", "leaky_relu", "elu")]
    errors = there.activations[-1] - network.targets
    if network.architecture.loss == "mae":
        kinked.append(errors > 0.0)
    elif network.architecture.loss == "huber":
        kinked += [errors > 1.0, errors > -1.0]
    return kinked


def steps_over_a_kink(network: Trained) -> bool:
    here = sides_of_kinks(network, network.theta)
    steps = 2.0 * STEP * np.eye(network.theta.size)
    return any(
        not np.array_equal(side, other)
        for step in (*steps, *-steps)
        for side, other in zip(here, sides_of_kinks(network, network.theta + step), strict=True)
    )


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("loss", LOSSES)
@settings(max_examples=6, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    l2=st.sampled_from([0.0, 0.003, 0.8]),
    samples=st.integers(1, 4),
    hidden=st.integers(1, 5),
    slope=st.floats(0.2, 3.0),
)
def test_that_gradients_agree_with_central_differences(
    activation: str, loss: str, seed: int, l2: float, samples: int, hidden: int, slope: float
) -> None:
    steepness = slope if ACTIVATIONS[activation].has_slope else 1.0
    layers = (Layer(hidden, activation, steepness), Layer(2, activation, steepness), Layer(2))
    network = trained(Architecture(2, layers, loss, l2), samples, seed)
    assume(not steps_over_a_kink(network))
    _, gradient = network.ours()
    slopes = np.array([slope_along(network, index) for index in range(gradient.size)])
    np.testing.assert_allclose(gradient, slopes, rtol=0.0, atol=1e-7 * np.abs(slopes).max())
