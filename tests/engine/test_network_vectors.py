"""The machine code of each vector operation against its meaning in NumPy."""

import sys

import numpy as np
import pytest
from numpy.typing import NDArray

from gdstudio.engine.jit import REORDERED, Kernel, kernel
from gdstudio.engine.objectives import vectors
from gdstudio.engine.objectives.vectors import (
    WIDTH,
    add_totals,
    load,
    multiply_add,
    spread,
    store,
    total,
    zeros,
)

Float = NDArray[np.float64]


@kernel("float64(float64[::1], int64, int64)")
def all_operations(array: Float, start: int, out: int) -> float:
    a, b = load(array, start), load(array, start + WIDTH)
    c = multiply_add(spread(array, start + 3), a, b)
    store(array, out, c)
    store(array, out + WIDTH, zeros())
    add_totals(array, out + 2 * WIDTH, a, b, c, multiply_add(a, b, c))
    return total(c)


@pytest.mark.parametrize("start", range(5))
def test_that_machine_code_does_what_the_operations_mean(start: int) -> None:
    # Whole numbers: the order of the sums does not matter.
    array = np.random.default_rng(start).integers(-99, 99, 60).astype(float)
    meant = array.copy()
    got = all_operations(array, start, 30)
    wanted = all_operations.__wrapped__(meant, start, 30)
    assert got == wanted
    np.testing.assert_array_equal(array, meant)


def test_that_nan_and_infinity_go_through() -> None:
    array = np.ones(60)
    array[2], array[13] = np.nan, np.inf
    meant = array.copy()
    with np.errstate(invalid="ignore"):
        wanted = all_operations.__wrapped__(meant, 0, 30)
    assert np.isnan(wanted)
    assert np.isnan(all_operations(array, 0, 30))
    np.testing.assert_array_equal(array, meant)


def test_that_an_operation_without_machine_code_is_not_found() -> None:
    nameless = vectors.operation("gdstudio.engine.objectives.vector_code")(lambda: 0.0)
    with pytest.raises(AttributeError):
        _ = nameless.compiled


@kernel("float64(float64[::1])", liberties=REORDERED)
def sum_of_all(numbers: Float) -> float:
    result = 0.0
    for i in range(numbers.size):
        result += numbers[i]
    return result


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_that_a_reordered_sum_keeps_nan_and_infinity(bad: float) -> None:
    numbers = np.ones(1000)
    numbers[777] = bad
    np.testing.assert_equal(sum_of_all(numbers), bad)
    numbers[778] = -bad
    assert np.isnan(sum_of_all(numbers))
    assert sum_of_all(np.ones(1001)) == 1001.0


@pytest.mark.parametrize("liberty", ["nnan", "ninf", "fast", "arcp", "afn"])
def test_that_no_kernel_may_forget_nan(liberty: str) -> None:
    with pytest.raises(ValueError, match=liberty):
        Kernel(sys.exit, "void()", inline=False, liberties=frozenset({liberty, "contract"}))
