from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdstudio.experiment import ExperimentError
from gdstudio.experiment.datasets import polynomial_features, polynomial_names
from gdstudio.experiment.datasets.features import MOST_FEATURES


def test_that_lower_degrees_come_first_and_then_the_alphabet():
    assert polynomial_names(("x",), 4) == ("x", "x^2", "x^3", "x^4")
    assert polynomial_names(("x", "y"), 3) == (
        *("x", "y", "x^2", "x y", "y^2"),
        *("x^3", "x^2 y", "x y^2", "y^3"),
    )
    assert polynomial_names(("a", "b", "c"), 2) == (
        *("a", "b", "c", "a^2", "a b", "a c", "b^2", "b c", "c^2"),
    )


def test_that_features_are_the_products_that_their_names_say():
    x, y = np.array([2.0, 3.0, -1.0]), np.array([5.0, -7.0, 0.5])
    features = polynomial_features(np.column_stack((x, y)), 3)
    columns = (x, y, x * x, x * y, y * y, x**3, x * x * y, x * y * y, y**3)
    np.testing.assert_allclose(features, np.column_stack(columns), rtol=1e-15)
    assert features.flags.c_contiguous


@settings(deadline=None)
@given(st.integers(1, 4), st.integers(1, 5), st.integers(0, 2**32))
def test_that_names_and_features_agree(width, degree, seed):
    inputs = np.random.default_rng(seed).normal(size=(3, width))
    names = tuple("pqrs"[:width])
    features = polynomial_features(inputs, degree)
    labels = polynomial_names(names, degree)
    assert features.shape == (3, len(labels)) == (3, comb(width + degree, degree) - 1)
    assert len(set(labels)) == len(labels)
    for label, column in zip(labels, features.T, strict=True):
        expected = np.ones(3)
        for factor in label.split():
            name, _, power = factor.partition("^")
            expected *= inputs[:, names.index(name)] ** int(power or 1)
        np.testing.assert_allclose(column, expected, rtol=1e-12)


def test_that_too_many_features_are_refused():
    assert comb(64 + 2, 2) - 1 == 2144 <= MOST_FEATURES
    assert len(polynomial_names(tuple(map(str, range(64))), 2)) == 2144
    with pytest.raises(ExperimentError) as caught:
        polynomial_features(np.ones((1, 64)), 3)
    assert caught.value.path == "objective.degree"
    assert caught.value.reason == (
        "a polynomial of degree 3 in 64 inputs has 47904 terms, more than 5000; choose a lower "
        "degree or fewer inputs"
    )
