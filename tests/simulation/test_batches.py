from collections import Counter
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from trained import ROWS, plane_gradient, problem

from gdstudio.experiment.model import Batch
from gdstudio.simulation.batches import BLOCK_ROWS, Batches

THETA = np.array([0.3, -0.7, 1.1])

samples = st.integers(1, 300)
sizes = st.one_of(st.none(), st.integers(1, 320))
seeds = st.integers(0, 2**63 - 1)


def epoch(batches: Batches, number: int) -> list[list[int]]:
    first = number * batches.updates
    return [batches.rows_at(first + each).tolist() for each in range(batches.updates)]


@given(samples, sizes, st.booleans(), seeds, st.integers(0, 10**6))
def test_that_every_epoch_is_a_permutation(
    count: int, size: int | None, shuffle: bool, seed: int, number: int
) -> None:
    batches = Batches(count, Batch(size, shuffle), seed)
    rows = [row for batch in epoch(batches, number) for row in batch]
    assert sorted(rows) == list(range(count))
    if not shuffle or batches.updates == 1:
        assert rows == list(range(count))


@given(samples, st.integers(1, 320), seeds)
def test_that_the_smaller_rest_is_kept(count: int, size: int, seed: int) -> None:
    lengths = [len(batch) for batch in epoch(Batches(count, Batch(size), seed), 3)]
    full, rest = divmod(count, size)
    assert lengths == [size] * full + ([rest] if rest else [])


def test_that_epochs_differ_from_each_other_and_from_seed_to_seed() -> None:
    orders = {
        tuple(row for batch in epoch(Batches(50, Batch(7), seed), number) for row in batch)
        for seed in range(20)
        for number in range(20)
    }
    assert len(orders) == 400


def test_that_the_size_of_the_batches_does_not_change_the_order_of_the_rows() -> None:
    for number in (0, 1, 4000):
        orders = [
            [row for batch in epoch(Batches(30, Batch(size), 9), number) for row in batch]
            for size in (1, 4, 29)
        ]
        assert orders[0] == orders[1] == orders[2]


def test_that_all_orders_are_equally_likely() -> None:
    batches = Batches(4, Batch(1), seed=3)
    order, right_for = batches.epochs_from(0)
    assert right_for == order.size == BLOCK_ROWS
    seen = Counter(map(tuple, order.tolist()))
    expected = len(order) / 24
    assert set(seen) == set(permutations(range(4)))
    # χ² with 23 degrees of freedom is below 49.7 in 999 of 1000 cases.
    assert sum((count - expected) ** 2 / expected for count in seen.values()) < 49.7


@pytest.mark.parametrize(("count", "size"), [(3, 2), (200, 30), (70_000, 30_000)])
def test_that_any_step_is_found_without_those_before_it(count: int, size: int) -> None:
    batches = Batches(count, Batch(size), seed=4)
    order, right_for = batches.epochs_from(0)
    assert right_for == len(order) * batches.updates
    for step in (0, 1, right_for - 1, right_for, right_for + 1, 3 * right_for + 2):
        there, left = Batches(count, Batch(size), seed=4).epochs_from(step)
        assert left == right_for - step % right_for
        place, batch = divmod(step % right_for, batches.updates)
        expected = there[place, batch * size : (batch + 1) * size]
        np.testing.assert_array_equal(batches.rows_at(step), expected)


def test_that_epochs_are_counted() -> None:
    batches = Batches(20, Batch(6), seed=0)
    assert batches.updates == 4
    assert [batches.epoch_of(step) for step in (0, 3, 4, 7, 8)] == [0, 0, 1, 1, 2]


def test_that_a_function_has_no_rows() -> None:
    batches = Batches(0, Batch(5), seed=0)
    assert batches.updates == 1
    assert batches.rows_at(7).size == 0


@pytest.mark.parametrize("size", [1, 5, 8, 22, ROWS])
def test_that_the_gradients_of_an_epoch_average_to_the_full_one(size: int) -> None:
    plane, batches = problem(), Batches(ROWS, Batch(size), seed=1)
    rows = [batches.rows_at(step) for step in range(batches.updates)]
    gradients = plane.batch_gradients(THETA, rows)
    weights = [len(each) / ROWS for each in rows]
    full = plane_gradient(THETA, np.arange(ROWS))
    np.testing.assert_allclose(plane.gradient(THETA), full, rtol=1e-12)
    np.testing.assert_allclose(weights @ gradients, full, rtol=1e-12)


@pytest.mark.parametrize("size", [1, 2, 5, 11, 20])
def test_that_the_spread_of_the_gradients_shrinks_as_the_theory_says(size: int) -> None:
    # Of B out of N without replacement: the variance of the rows times (N − B)/(B(N − 1)).
    single = np.array([plane_gradient(THETA, np.array([row])) for row in range(ROWS)])
    full = single.mean(axis=0)
    variance = np.mean(np.sum((single - full) ** 2, axis=1))
    batches = Batches(ROWS, Batch(size), seed=2)
    starts = range(0, 4000 * batches.updates, batches.updates)
    gradients = np.array([single[batches.rows_at(step)].mean(axis=0) for step in starts])
    spread = np.mean(np.sum((gradients - full) ** 2, axis=1))
    expected = variance * (ROWS - size) / (size * (ROWS - 1))
    assert spread == pytest.approx(expected, rel=0.06)
    # The gradients of the problem are those of its rows.
    rows = [batches.rows_at(step) for step in starts[:50]]
    theirs = problem().batch_gradients(THETA, rows)
    np.testing.assert_allclose(theirs, gradients[:50], rtol=1e-10, atol=1e-12)
