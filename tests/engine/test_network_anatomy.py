import numpy as np
import pytest
from networks import assert_close, trained
from test_network import FIXED

from gdstudio.engine.objectives.anatomy import (
    gradient_norms,
    network_outputs,
    network_responses,
    sample_derivatives,
)
from gdstudio.engine.objectives.architecture import Architecture, Layer

DEEP = Architecture(
    3, (Layer(7, "gelu"), Layer(5, "sigmoid", 2.0), Layer(4, "relu"), Layer(2)), "mse", l2=0.3
)
NETWORKS = {**FIXED, "deep": DEEP}


@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize("samples", [1, 16, 150])
def test_that_outputs_and_responses_are_those_of_the_reference(name: str, samples: int) -> None:
    network = trained(NETWORKS[name], samples)
    wanted = network.reference()
    outputs = network_outputs(network.architecture, network.theta, network.inputs)
    assert_close(outputs, wanted.activations[-1])
    layers = network_responses(network.architecture, network.theta, network.inputs)
    assert len(layers) == len(network.architecture.layers)
    for layer, z, y, slope in zip(
        layers, wanted.pre_activations, wanted.activations, wanted.slopes, strict=True
    ):
        assert_close(layer.pre_activations, z)
        assert_close(layer.activations, y)
        assert_close(layer.slopes, slope)
    np.testing.assert_array_equal(layers[-1].activations, outputs)


@pytest.mark.parametrize("name", NETWORKS)
def test_that_the_derivatives_of_a_sample_are_those_of_the_reference(name: str) -> None:
    network = trained(NETWORKS[name], samples=6)
    penalty_free = trained(
        Architecture(
            network.architecture.inputs, network.architecture.layers, network.architecture.loss
        ),
        samples=6,
    )
    for row in range(6):
        got = sample_derivatives(
            network.architecture, network.theta, network.inputs[row], network.targets[row]
        )
        wanted = penalty_free.reference(rows=np.array([row]))
        assert got.loss == pytest.approx(wanted.loss, rel=1e-12)
        parts = network.architecture.layer_parameters(wanted.gradient)
        for layer, (weights, biases), error, delta in zip(
            got.layers, parts, wanted.errors, wanted.deltas, strict=True
        ):
            assert_close(layer.activations, error[0])
            assert_close(layer.deltas, delta[0])
            assert_close(layer.weights, weights)
            assert_close(layer.biases, biases)


def test_that_the_chain_rule_can_be_followed_by_hand() -> None:
    # x = 2, w = 3, b = −5: z = 1, y = 1; v = 4, c = 0.5: output 4.5, target 3.
    architecture = Architecture(1, (Layer(1), Layer(1)), "half_sse")
    got = sample_derivatives(architecture, [3.0, -5.0, 4.0, 0.5], [2.0], [3.0])
    assert got.loss == 0.5 * 1.5**2
    hidden, output = got.layers
    assert (output.activations[0], output.deltas[0]) == (1.5, 1.5)
    assert (output.weights[0, 0], output.biases[0]) == (1.5, 1.5)
    assert (hidden.activations[0], hidden.deltas[0]) == (6.0, 6.0)
    assert (hidden.weights[0, 0], hidden.biases[0]) == (12.0, 6.0)


def test_that_the_norm_of_a_gradient_is_told_layer_by_layer() -> None:
    architecture = Architecture(1, (Layer(2), Layer(1)))
    norms = gradient_norms(architecture, np.array([3.0, 0.0, 0.0, 4.0, 2.0, 1.0, 2.0]))
    assert norms.tolist() == [5.0, 3.0]


def test_that_through_sigmoids_the_gradient_vanishes_and_through_relus_it_does_not() -> None:
    ratios = {}
    for activation, scale in (("sigmoid", 1.0), ("relu", np.sqrt(2.0))):
        layers = (*(Layer(8, activation) for _ in range(8)), Layer(1))
        network = trained(Architecture(2, layers, "mse"), samples=50)
        theta = np.zeros_like(network.theta)
        for weights, _ in network.architecture.layer_parameters(theta):
            weights[:] = np.random.default_rng(2).normal(size=weights.shape)
            weights *= scale / np.sqrt(weights.shape[0])
        norms = gradient_norms(network.architecture, network.ours(theta)[1])
        ratios[activation] = norms[0] / norms[-1]
    assert ratios["sigmoid"] < 1e-4
    assert ratios["relu"] > 1e-2


def test_that_what_does_not_fit_is_refused_with_a_sentence() -> None:
    architecture = FIXED["2-8-8-1 tanh bce"]
    theta = np.zeros(architecture.parameter_count)
    with pytest.raises(ValueError, match="parameters, got"):
        network_outputs(architecture, theta[1:], np.zeros((3, 2)))
    with pytest.raises(ValueError, match="points with 2 inputs, got"):
        network_responses(architecture, theta, np.zeros((3, 4)))
    with pytest.raises(ValueError, match="1 targets"):
        sample_derivatives(architecture, theta, np.zeros(2), np.zeros(2))


def test_that_no_points_have_no_outputs() -> None:
    architecture = FIXED["2-8-8-1 tanh bce"]
    theta = np.zeros(architecture.parameter_count)
    assert network_outputs(architecture, theta, np.zeros((0, 2))).shape == (0, 1)
