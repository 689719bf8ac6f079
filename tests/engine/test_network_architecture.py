import numpy as np
import pytest

from gdstudio.engine.objectives.architecture import (
    CACHE_LINE,
    Architecture,
    Layer,
    network_data,
    network_workspace,
    one_hot,
)

SMALL = Architecture(2, (Layer(3, "tanh"), Layer(1)))


def test_that_parameters_are_weights_row_by_row_then_biases_layer_by_layer() -> None:
    assert SMALL.parameter_names == (
        *("w1_1_1", "w1_1_2", "w1_1_3", "w1_2_1", "w1_2_2", "w1_2_3", "b1_1", "b1_2", "b1_3"),
        *("w2_1_1", "w2_2_1", "w2_3_1", "b2_1"),
    )
    assert SMALL.parameter_count == 13
    (first, biases), (second, bias) = SMALL.layer_parameters(np.arange(13.0))
    assert first.tolist() == [[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]]
    assert biases.tolist() == [6.0, 7.0, 8.0]
    assert second.tolist() == [[9.0], [10.0], [11.0]]
    assert bias.tolist() == [12.0]


def test_that_the_parts_of_a_parameter_vector_are_views() -> None:
    theta = np.zeros(13)
    weights, _ = SMALL.layer_parameters(theta)[1]
    weights[2, 0] = 7.0
    assert theta[11] == 7.0


def test_that_layers_may_be_given_as_tuples() -> None:
    assert Architecture(2, ((3, "tanh", 1.0), (1, "linear", 1.0))) == SMALL
    assert len({SMALL, Architecture(2, ((3, "tanh"), (1,)))}) == 1


@pytest.mark.parametrize(
    ("inputs", "layers", "loss"),
    [
        (0, (Layer(1),), "mse"),
        (1, (), "mse"),
        (1, (Layer(0),), "mse"),
        (1, (Layer(1, "cubic"),), "mse"),
        (1, (Layer(1),), "hinge"),
    ],
)
def test_that_what_is_no_network_is_refused(
    inputs: int, layers: tuple[Layer, ...], loss: str
) -> None:
    with pytest.raises(ValueError, match=r"network has|there is no"):
        Architecture(inputs, layers, loss)


@pytest.mark.parametrize("rows", [0, 1, 16, 17, 64, 10_000])
def test_that_a_workspace_begins_with_a_cache_line_and_is_bounded(rows: int) -> None:
    space = network_workspace(SMALL, rows)
    assert space.ctypes.data % CACHE_LINE == 0
    assert space.size <= (2 + 1 + 2 * 4 + 3) * 64


def test_that_data_are_inputs_and_targets_side_by_side() -> None:
    data = network_data([[1, 2], [3, 4]], one_hot(np.array([1, 0]), 2))
    assert data.tolist() == [[1.0, 2.0, 0.0, 1.0], [3.0, 4.0, 1.0, 0.0]]
    assert data.flags.c_contiguous
    for targets in ([[1.0]], [1.0, 2.0]):
        with pytest.raises(ValueError, match="side by side"):
            network_data([[1, 2], [3, 4]], targets)
