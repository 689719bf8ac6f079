"""Polynomial features: all products of inputs up to a degree."""

from itertools import chain, combinations_with_replacement, groupby
from math import comb
from typing import Final

import numpy as np

from gdstudio.experiment.datasets.examples import Floats
from gdstudio.experiment.errors import ExperimentError

MOST_FEATURES: Final = 5_000

Monomial = tuple[int, ...]
"""The inputs that are multiplied, ascending: (0, 0, 1) is x²y."""


def polynomial_features(inputs: Floats, degree: int) -> Floats:
    """Return all monomials of the inputs (n, f) up to the total degree, without the constant.

    Returns
    -------
    Floats
        float64 (n, k), C-contiguous, k = (f + degree choose degree) - 1. Lower degrees come
        first, and within one degree lexicographically: x, y, x², xy, y², x³, x²y, …

    Raises
    ------
    ExperimentError
        When k is above ``MOST_FEATURES``.
    """
    rows, width = inputs.shape
    places = {monomial: place for place, monomial in enumerate(_monomials(width, degree))}
    features = np.empty((rows, len(places)))
    for monomial, place in places.items():
        last = inputs[:, monomial[-1]]
        if len(monomial) == 1:
            features[:, place] = last
        else:
            np.multiply(features[:, places[monomial[:-1]]], last, out=features[:, place])
    return features


def polynomial_names(names: tuple[str, ...], degree: int) -> tuple[str, ...]:
    """Return the names of the `polynomial_features` of inputs with these names: ``x^2 y``."""
    return tuple(
        " ".join(_power(names[index], len(list(same))) for index, same in groupby(monomial))
        for monomial in _monomials(len(names), degree)
    )


def _monomials(inputs: int, degree: int) -> list[Monomial]:
    count = comb(inputs + degree, degree) - 1
    if count > MOST_FEATURES:
        reason = (
            f"a polynomial of degree {degree} in {inputs} inputs has {count} terms, more than "
            f"{MOST_FEATURES}; choose a lower degree or fewer inputs"
        )
        raise ExperimentError("objective.degree", reason)
    orders = range(1, degree + 1)
    return list(
        chain.from_iterable(combinations_with_replacement(range(inputs), each) for each in orders)
    )


def _power(name: str, exponent: int) -> str:
    return name if exponent == 1 else f"{name}^{exponent}"
