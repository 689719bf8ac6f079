import math

import numpy as np
import pytest

from gdstudio.engine.objectives.architecture import (
    STRIP,
    Architecture,
    Layer,
    network_constants,
    network_structure,
)
from gdstudio.engine.objectives.loss_kernels import count_right, measure
from gdstudio.engine.objectives.losses import LOSSES


def measured(key: str, y: np.ndarray, o: np.ndarray) -> tuple[float, np.ndarray]:
    """Return the loss of outputs and targets (n, m), n ≤ STRIP, and ∂E/∂y."""
    samples, outputs = y.shape
    loss = LOSSES[key]
    constants = network_constants(Architecture(1, (Layer(outputs),), key))
    weight = constants[1] / samples if loss.averages_samples else constants[1]
    work = np.full((2 * outputs + 3, STRIP), 0.5)
    work[:outputs, :samples], work[outputs : 2 * outputs, :samples] = y.T, o.T
    size = outputs * STRIP
    flat = work.reshape(-1)
    value = measure(loss.code, weight, flat, 0, size, outputs, 2 * size, STRIP, samples)
    assert (work[:outputs, samples:] == 0.0).all()
    return value, work[:outputs, :samples].T


Y = np.array([[1.0, -2.0], [0.5, 0.0], [3.0, -1.0]])
O = np.array([[0.0, -2.5], [0.5, 2.0], [2.0, -0.5]])  # noqa: E741
# y − o = [[1, ½], [0, −2], [1, −½]]


@pytest.mark.parametrize(
    ("key", "loss", "slopes"),
    [
        ("mse", 6.5 / 6, np.array([[2, 1], [0, -4], [2, -1]]) / 6),
        ("half_sse", 3.25, np.array([[1, 0.5], [0, -2], [1, -0.5]])),
        ("half_mse", 6.5 / 6, np.array([[1, 0.5], [0, -2], [1, -0.5]]) / 3),
        ("mae", 5 / 6, np.array([[1, 1], [0, -1], [1, -1]]) / 6),
        ("huber", 2.75 / 6, np.array([[1, 0.5], [0, -1], [1, -0.5]]) / 6),
    ],
)
def test_that_losses_of_numbers_are_those_on_paper(
    key: str, loss: float, slopes: np.ndarray
) -> None:
    value, derivative = measured(key, Y, O)
    assert value == pytest.approx(loss, rel=1e-15)
    np.testing.assert_allclose(derivative, slopes, rtol=1e-15)


def test_that_binary_cross_entropy_is_the_mean_over_samples_of_all_outputs() -> None:
    # At p = ¾ for 1, ¼ for 0 and ½ for 1.
    y = np.log(np.array([[3.0, 1.0 / 3.0], [3.0, 1.0]]))
    o = np.array([[1.0, 0.0], [0.0, 1.0]])
    value, slopes = measured("binary_cross_entropy", y, o)
    wanted = -(math.log(0.75) + math.log(0.75) + math.log(0.25) + math.log(0.5)) / 2
    assert value == pytest.approx(wanted, rel=1e-14)
    np.testing.assert_allclose(slopes, np.array([[-0.25, 0.25], [0.75, -0.5]]) / 2, rtol=1e-14)


def test_that_cross_entropy_is_the_mean_of_minus_log_p() -> None:
    # p = ½, ¼, ¼ and 1/8, 5/8, 2/8.
    y = np.log(np.array([[2.0, 1.0, 1.0], [1.0, 5.0, 2.0]])) + 7.0
    o = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
    value, slopes = measured("cross_entropy", y, o)
    assert value == pytest.approx((math.log(2) + math.log(4)) / 2, rel=1e-14)
    wanted = np.array([[-0.5, 0.25, 0.25], [0.125, 0.625, -0.75]]) / 2
    np.testing.assert_allclose(slopes, wanted, rtol=1e-13)


def test_that_cross_entropy_takes_shares_of_classes_too() -> None:
    y = np.log(np.array([[2.0, 1.0, 1.0]]))
    value, slopes = measured("cross_entropy", y, np.array([[0.5, 0.3, 0.2]]))
    assert value == pytest.approx(0.5 * math.log(2) + 0.5 * math.log(4), rel=1e-14)
    np.testing.assert_allclose(slopes, [[0.0, -0.05, 0.05]], atol=1e-15)


@pytest.mark.parametrize(
    ("logit", "target", "loss", "slope"),
    [
        (800.0, 0.0, 800.0, 1.0),
        (800.0, 1.0, 0.0, 0.0),
        (-800.0, 0.0, 0.0, 0.0),
        (-800.0, 1.0, 800.0, -1.0),
        (1e308, 0.0, 1e308, 1.0),
        (40.0, 1.0, math.exp(-40.0), -math.exp(-40.0)),
        (-300.0, 0.0, math.exp(-300.0), math.exp(-300.0)),
        (700.0, 1.0, math.exp(-700.0), -math.exp(-700.0)),
        (0.0, 1.0, math.log(2.0), -0.5),
        (1e-9, 0.25, math.log(2.0) + 0.25e-9, 0.25),
        (math.inf, 0.0, math.inf, 1.0),
    ],
)
def test_that_binary_cross_entropy_loses_no_digit_far_out(
    logit: float, target: float, loss: float, slope: float
) -> None:
    value, slopes = measured("binary_cross_entropy", np.array([[logit]]), np.array([[target]]))
    assert value == pytest.approx(loss, rel=1e-14)
    assert slopes[0, 0] == pytest.approx(slope, rel=1e-8 if abs(logit) < 1.0 else 1e-14)


@pytest.mark.parametrize(
    ("logits", "loss", "slopes"),
    [
        ([1000.0, 0.0], 0.0, [0.0, 0.0]),
        ([0.0, 1000.0], 1000.0, [-1.0, 1.0]),
        ([-1e308, 0.0], 1e308, [-1.0, 1.0]),
        ([1e308, 1e308], math.log(2.0), [-0.5, 0.5]),
        ([-1e308, -1e308], math.log(2.0), [-0.5, 0.5]),
        ([0.0, -math.inf], 0.0, [0.0, 0.0]),
    ],
)
def test_that_cross_entropy_does_not_overflow(
    logits: list[float], loss: float, slopes: list[float]
) -> None:
    value, derivative = measured("cross_entropy", np.array([logits]), np.array([[1.0, 0.0]]))
    assert value == pytest.approx(loss, rel=1e-14)
    np.testing.assert_allclose(derivative, [slopes], atol=1e-300)


@pytest.mark.parametrize("key", LOSSES)
def test_that_nan_is_not_lost(key: str) -> None:
    y = np.array([[0.2, 0.1], [np.nan, 0.3], [0.1, 0.4]])
    value, slopes = measured(key, y, np.array([[1.0, 0.0]] * 3))
    assert np.isnan(value)
    assert np.isnan(slopes[1, 0])
    assert np.isfinite(slopes[[0, 2]]).all()


def test_that_the_first_of_equal_logits_counts() -> None:
    code = LOSSES["cross_entropy"].code
    work = np.zeros((6, STRIP))
    work[:3, 0], work[3:, 0] = [1.0, 4.0, 4.0], [0.0, 1.0, 0.0]
    work[:3, 1], work[3:, 1] = [1.0, 4.0, 4.0], [0.0, 0.0, 1.0]
    assert count_right(code, work.reshape(-1), 0, 3 * STRIP, 3, STRIP, 2) == 1


def test_that_the_registry_says_which_losses_are_for_classes() -> None:
    assert list(LOSSES) == [
        *("mse", "half_sse", "half_mse", "mae", "huber", "binary_cross_entropy", "cross_entropy")
    ]
    assert all(key == each.key for key, each in LOSSES.items())
    assert [key for key, each in LOSSES.items() if each.is_for_classes] == [
        *("binary_cross_entropy", "cross_entropy")
    ]
    structure = network_structure(Architecture(1, (Layer(2),), "half_sse"))
    assert structure[4] == 0
