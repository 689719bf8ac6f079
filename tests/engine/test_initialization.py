import math

import numpy as np
import pytest

from gdstudio.engine.initialization import INITS, initial_parameters
from gdstudio.engine.objectives.architecture import Architecture, Layer

WIDE = Architecture(300, (Layer(200, "tanh"), Layer(250)))

# Glorot and Bengio 2010, equation 12; He et al. 2015, equation 10; LeCun et al. 1998, equation 16.
VARIANCES = {
    "glorot": lambda fan_in, fan_out: 2 / (fan_in + fan_out),
    "he": lambda fan_in, _: 2 / fan_in,
    "lecun": lambda fan_in, _: 1 / fan_in,
}


def weights_and_biases(scheme: str, **parameters: float):
    theta = initial_parameters(WIDE, scheme, 5, parameters)
    return WIDE.layer_parameters(theta)


@pytest.mark.parametrize("paper", VARIANCES)
@pytest.mark.parametrize("shape", ["uniform", "normal"])
def test_that_variances_are_those_of_the_papers(paper: str, shape: str) -> None:
    for weights, biases in weights_and_biases(f"{paper}_{shape}"):
        variance = VARIANCES[paper](*weights.shape)
        # The standard error of the variance of 50 000 numbers is under 0.7 %.
        assert weights.var() == pytest.approx(variance, rel=0.025)
        assert abs(weights.mean()) < 5 * math.sqrt(variance / weights.size)
        assert not biases.any()
        if shape == "uniform":
            limit = math.sqrt(3 * variance)
            assert 0.999 * limit < np.abs(weights).max() <= limit
        else:
            kurtosis = np.mean(weights**4) / variance**2
            assert kurtosis == pytest.approx(3.0, rel=0.05)


def test_that_limits_and_deviations_are_as_chosen() -> None:
    for weights, _ in weights_and_biases("uniform", limit=0.2):
        assert 0.199 < np.abs(weights).max() <= 0.2
        assert weights.var() == pytest.approx(0.2**2 / 3, rel=0.02)
    for weights, _ in weights_and_biases("normal", std=3.0):
        assert weights.std() == pytest.approx(3.0, rel=0.02)
    for scheme in ("uniform", "normal"):
        (parameter,) = INITS[scheme].parameters
        default = initial_parameters(WIDE, scheme, 5)
        stated = initial_parameters(WIDE, scheme, 5, {parameter.name: parameter.default})
        np.testing.assert_array_equal(default, stated)


def test_that_zeros_are_zeros() -> None:
    assert not initial_parameters(WIDE, "zeros", 5).any()


@pytest.mark.parametrize("scheme", INITS)
def test_that_a_seed_gives_the_same_start_and_another_gives_another(scheme: str) -> None:
    first = initial_parameters(WIDE, scheme, 5)
    assert first.shape == (WIDE.parameter_count,)
    np.testing.assert_array_equal(first, initial_parameters(WIDE, scheme, 5))
    generator = np.random.default_rng(5)
    np.testing.assert_array_equal(first, initial_parameters(WIDE, scheme, generator))
    assert scheme == "zeros" or (first != initial_parameters(WIDE, scheme, 6)).any()


def test_that_the_registry_has_every_scheme() -> None:
    assert list(INITS) == [
        *("zeros", "uniform", "normal", "glorot_uniform", "glorot_normal", "he_uniform"),
        *("he_normal", "lecun_uniform", "lecun_normal"),
    ]
    assert all(key == each.key for key, each in INITS.items())
    with pytest.raises(KeyError):
        initial_parameters(WIDE, "of another kind", 0)
