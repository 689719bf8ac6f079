import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import gdstudio as gd
from gdstudio.engine.driver import all_finite, norm


@pytest.mark.parametrize(
    ("parts", "length"),
    [
        ((), 0.0),
        ((0.0, 0.0), 0.0),
        ((3e200, -4e200), 5e200),
        ((3e-200, 4e-200), 5e-200),
        ((5e-324, 0.0), 5e-324),
        ((1e308, 1e308, 1e308, 1e308), math.inf),
        ((math.inf, 1.0), math.inf),
        ((-math.inf, 1e200), math.inf),
    ],
)
def test_that_a_length_is_right_where_its_square_is_no_number(
    parts: tuple[float, ...], length: float
) -> None:
    assert norm(np.array(parts)) == pytest.approx(length, rel=1e-15, abs=0.0)


@pytest.mark.parametrize("other", [0.0, 1e200, math.inf])
def test_that_the_length_of_what_is_no_number_is_none(other: float) -> None:
    assert math.isnan(norm(np.array([math.nan, other])))
    assert math.isnan(norm(np.array([other, math.nan])))


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=5))
def test_that_every_length_is_exact_to_a_few_bits(parts: list[float]) -> None:
    square = sum(Fraction(each) ** 2 for each in parts)
    own = norm(np.array(parts))
    if own == math.inf:
        assert square > Fraction(1.79e308) ** 2
    else:
        # Half a unit of the smallest number, where there is no finer one.
        error = abs(Fraction(own) ** 2 - square)
        assert error <= square * Fraction(1e-14) + 4 * Fraction(own) * Fraction(5e-324)


def test_that_ordinary_lengths_keep_their_bits() -> None:
    generator = np.random.default_rng(3)
    for vector in generator.standard_normal((50, 6)) * 10.0 ** generator.integers(-150, 150):
        total = 0.0
        for each in vector.tolist():
            total += each * each
        assert norm(vector) == math.sqrt(total)


def test_that_a_tiny_gradient_is_no_gradient_of_zero() -> None:
    result = gd.minimize("1e-200 x", [1.0], steps=3, gradient_tolerance=1e-250)
    assert result.outcome is gd.Outcome.MAX_STEPS
    assert result.gradient_norms[0] == pytest.approx(1e-200)


def test_that_a_huge_gradient_is_clipped_to_the_longest_that_passes() -> None:
    result = gd.minimize("1e200 x", [0.0], learning_rate=0.5, clip_norm=1.0, steps=1)
    assert result.gradient_norms[0] == pytest.approx(1e200)
    assert result.parameters[1, 0] == pytest.approx(-0.5)


@pytest.mark.parametrize("size", [65, 100, 1001])
def test_that_a_long_vector_has_the_length_of_exact_arithmetic(size: int) -> None:
    generator = np.random.default_rng(size)
    for scale in (1e-200, 1e-3, 1.0, 1e170):
        vector = scale * generator.standard_normal(size)
        assert norm(vector) == pytest.approx(math.hypot(*vector.tolist()), rel=1e-14)


@pytest.mark.parametrize("size", [3, 65, 1001])
def test_that_one_entry_that_is_not_finite_is_found(size: int) -> None:
    vector = np.random.default_rng(size).standard_normal(size) * 1e300
    assert all_finite(vector)
    for place in {0, size // 2, size - 1}:
        for wrong in (math.nan, math.inf, -math.inf):
            broken = vector.copy()
            broken[place] = wrong
            assert not all_finite(broken)
