import numpy as np
import pytest
from networks import Trained, assert_close, trained

from gdstudio.engine.objectives.activations import ACTIVATIONS
from gdstudio.engine.objectives.architecture import (
    Architecture,
    Layer,
    network_constants,
    network_data,
    network_structure,
    network_workspace,
)
from gdstudio.engine.objectives.losses import LOSSES
from gdstudio.engine.objectives.network import network_objective

FIXED = {
    "2-3-1 sigmoid half_sse": Architecture(
        2, (Layer(3, "sigmoid"), Layer(1, "sigmoid")), "half_sse"
    ),
    "2-8-8-1 tanh bce": Architecture(
        2, (Layer(8, "tanh"), Layer(8, "tanh"), Layer(1)), "binary_cross_entropy"
    ),
    "3-5-4 relu cross_entropy": Architecture(3, (Layer(5, "relu"), Layer(4)), "cross_entropy"),
    "1-10-1 tanh mse": Architecture(1, (Layer(10, "tanh"), Layer(1)), "mse"),
    "linear regression": Architecture(1, (Layer(1),), "mse"),
    "linear regression of three inputs": Architecture(3, (Layer(2),), "half_mse", l2=0.1),
    "logistic regression": Architecture(2, (Layer(1),), "binary_cross_entropy"),
    "sigmoids of other slopes": Architecture(
        2, (Layer(4, "sigmoid", 0.3), Layer(2, "sigmoid", 2.5)), "mse", l2=0.01
    ),
}


def assert_as_reference(network: Trained, rows: np.ndarray) -> None:
    loss, gradient = network.ours(rows=rows)
    wanted = network.reference(rows=rows)
    assert loss == pytest.approx(wanted.loss, rel=1e-12)
    assert_close(gradient, wanted.gradient)


@pytest.mark.parametrize("name", FIXED)
@pytest.mark.parametrize("batch", [8, 5])
def test_that_each_batch_has_the_loss_and_gradient_of_the_reference(name: str, batch: int) -> None:
    network = trained(FIXED[name], samples=24)
    for start in range(0, 24, batch):
        # The last batch of five has four rows.
        assert_as_reference(network, network.all_rows[start : start + batch])


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("loss", LOSSES)
def test_that_every_activation_and_loss_is_as_the_reference(activation: str, loss: str) -> None:
    slope = 1.7 if ACTIVATIONS[activation].has_slope else 1.0
    layers = (Layer(5, activation, slope), Layer(3, activation, slope), Layer(2, "linear"))
    for l2 in (0.0, 0.05):
        network = trained(Architecture(3, layers, loss, l2), samples=21)
        assert_as_reference(network, network.all_rows)
        # An activation at the end, too.
        network = trained(Architecture(3, layers[:2], loss, l2), samples=7)
        assert_as_reference(network, network.all_rows)


@pytest.mark.parametrize("samples", [1, 2, 7, 15, 16, 17, 31, 33, 63, 64, 65, 100, 128, 200])
@pytest.mark.parametrize("loss", ["half_sse", "cross_entropy"])
def test_that_any_number_of_rows_is_as_the_reference(samples: int, loss: str) -> None:
    network = trained(Architecture(3, (Layer(6, "tanh"), Layer(3)), loss, 0.01), samples)
    assert_as_reference(network, network.all_rows)


@pytest.mark.parametrize("inputs", [1, 2, 3, 8, 33, 70])
@pytest.mark.parametrize("units", [1, 2, 3, 4, 5, 7, 8, 13, 32, 35, 66])
def test_that_layers_of_any_width_are_as_the_reference(inputs: int, units: int) -> None:
    layers = (Layer(units, "tanh"), Layer(9, "softplus"), Layer(2))
    network = trained(Architecture(inputs, layers, "mse"), samples=19)
    assert_as_reference(network, network.all_rows)


def test_that_deep_networks_are_as_the_reference() -> None:
    layers = tuple(Layer(1 + index % 5, "tanh") for index in range(12))
    network = trained(Architecture(2, layers, "half_sse"), samples=40)
    assert_as_reference(network, network.all_rows)


def test_that_rows_are_taken_as_they_are_named() -> None:
    network = trained(FIXED["3-5-4 relu cross_entropy"], samples=90)
    chance = np.random.default_rng(4)
    for rows in (chance.permutation(90), np.array([7, 7, 7, 3]), np.array([89]), np.arange(20, 60)):
        assert_as_reference(network, rows)


def test_that_a_sum_is_not_divided_and_a_mean_is_by_the_rows_that_are_there() -> None:
    for loss, ratio in (("half_sse", 3.0), ("half_mse", 1.0), ("mse", 1.0), ("mae", 1.0)):
        network = trained(Architecture(2, (Layer(2),), loss), samples=1)
        once, gradient = network.ours(rows=np.array([0]))
        thrice, gradients = network.ours(rows=np.array([0, 0, 0]))
        assert thrice == pytest.approx(ratio * once, rel=1e-14)
        np.testing.assert_allclose(gradients, ratio * gradient, rtol=1e-14)


def test_that_the_penalty_is_on_weights_and_not_on_biases() -> None:
    bare = trained(Architecture(2, (Layer(3, "tanh"), Layer(1)), "mse"), samples=10)
    penalized = trained(Architecture(2, (Layer(3, "tanh"), Layer(1)), "mse", l2=0.5), samples=10)
    loss, gradient = bare.ours()
    with_penalty, with_slope = penalized.ours()
    weights = np.array([1] * 6 + [0] * 3 + [1] * 3 + [0])
    assert with_penalty - loss == pytest.approx(0.25 * np.sum((weights * bare.theta) ** 2))
    np.testing.assert_allclose(with_slope - gradient, 0.5 * weights * bare.theta, atol=1e-14)


def test_that_without_rows_there_is_the_penalty_alone() -> None:
    for l2 in (0.0, 0.5):
        network = trained(Architecture(1, (Layer(1),), "half_sse", l2), samples=3)
        loss, gradient = network.ours(rows=np.zeros(0, dtype=np.int64))
        weight = network.theta[0]
        assert loss == pytest.approx(0.5 * l2 * weight**2)
        np.testing.assert_allclose(gradient, [l2 * weight, 0.0])


@pytest.mark.parametrize("rows", [1, 16, 23, 64, 150])
@pytest.mark.parametrize("shape", [(1, 1, 1), (2, 3, 1), (5, 7, 9), (4, 40, 34)])
def test_that_nothing_is_read_or_written_outside_of_the_arrays(
    rows: int, shape: tuple[int, int, int]
) -> None:
    inputs, hidden, outputs = shape
    network = trained(Architecture(inputs, (Layer(hidden, "tanh"), Layer(outputs)), "mse"), rows)
    architecture = network.architecture
    space = network_workspace(architecture, rows)
    room = 64
    # What must not be read is NaN, and is to stay so.
    work = np.full(space.size + 2 * room, np.nan)
    gradient, theta = (np.full(network.theta.size + 2 * room, np.nan) for _ in range(2))
    theta[room:-room] = network.theta
    loss = network_objective(
        theta[room:-room],
        network_structure(architecture),
        network_constants(architecture),
        network_data(network.inputs, network.targets),
        network.all_rows,
        work[room:-room],
        gradient[room:-room],
    )
    wanted = network.reference()
    assert loss == pytest.approx(wanted.loss, rel=1e-12)
    assert_close(gradient[room:-room], wanted.gradient)
    for array in (work, gradient, theta):
        assert np.isnan(array[:room]).all()
        assert np.isnan(array[-room:]).all()


def test_that_a_small_workspace_serves_any_batch() -> None:
    network = trained(FIXED["2-8-8-1 tanh bce"], samples=100)
    gradient = np.empty_like(network.theta)
    loss = network_objective(
        network.theta,
        network_structure(network.architecture),
        network_constants(network.architecture),
        network_data(network.inputs, network.targets),
        network.all_rows,
        network_workspace(network.architecture, 1),
        gradient,
    )
    wanted = network.reference()
    assert loss == pytest.approx(wanted.loss, rel=1e-12)
    assert_close(gradient, wanted.gradient)


def test_that_the_same_call_gives_the_same_bits() -> None:
    network = trained(FIXED["2-8-8-1 tanh bce"], samples=100)
    loss, gradient = network.ours()
    for _ in range(3):
        again, same = network.ours()
        assert again == loss
        np.testing.assert_array_equal(same, gradient)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_that_no_parameter_raises_and_nan_is_not_lost(
    activation: str, loss: str, bad: float
) -> None:
    network = trained(Architecture(2, (Layer(3, activation), Layer(2)), loss), samples=5)
    theta = network.theta.copy()
    theta[0] = bad
    loss_there, _ = network.ours(theta)
    if np.isnan(bad):
        assert np.isnan(loss_there)
        assert np.isnan(network.score(theta)[0])


def test_that_a_score_is_the_loss_and_which_part_of_the_classes_is_right() -> None:
    network = trained(FIXED["3-5-4 relu cross_entropy"], samples=90)
    loss, accuracy = network.score()
    wanted = network.reference()
    assert loss == pytest.approx(wanted.loss, rel=1e-12)
    hits = wanted.activations[-1].argmax(axis=1) == network.targets.argmax(axis=1)
    assert accuracy == hits.mean()
    assert 0.0 < accuracy < 1.0

    network = trained(FIXED["2-8-8-1 tanh bce"], samples=90)
    rows = np.array([3, 1, 4, 1, 5, 9, 2, 6])
    loss, accuracy = network.score(rows=rows)
    wanted = network.reference(rows=rows)
    assert loss == pytest.approx(wanted.loss, rel=1e-12)
    hits = (wanted.activations[-1] > 0.0) == (network.targets[rows] > 0.5)
    assert accuracy == hits.mean()


def test_that_a_sample_of_several_yes_or_no_is_right_when_all_are() -> None:
    architecture = Architecture(1, (Layer(2),), "binary_cross_entropy")
    theta = np.array([1.0, -1.0, 0.0, 0.0])
    inputs = np.array([[1.0], [1.0], [-1.0], [-1.0]])
    targets = np.array([[1.0, 0.0], [1.0, 1.0], [0.0, 1.0], [1.0, 1.0]])
    assert Trained(architecture, theta, inputs, targets).score()[1] == 0.5


def test_that_a_logit_that_is_no_number_is_wrong() -> None:
    for loss in ("binary_cross_entropy", "cross_entropy"):
        architecture = Architecture(1, (Layer(2),), loss)
        network = Trained(
            architecture, np.full(4, np.nan), np.ones((3, 1)), np.array([[1.0, 0.0]] * 3)
        )
        assert network.score()[1] == 0.0


def test_that_there_is_no_accuracy_without_classes() -> None:
    network = trained(FIXED["1-10-1 tanh mse"], samples=20)
    loss, accuracy = network.score()
    assert loss == pytest.approx(network.reference().loss, rel=1e-12)
    assert np.isnan(accuracy)


def test_that_a_score_has_the_penalty() -> None:
    network = trained(Architecture(2, (Layer(2),), "mse", l2=0.7), samples=20)
    assert network.score()[0] == pytest.approx(network.reference().loss, rel=1e-12)
