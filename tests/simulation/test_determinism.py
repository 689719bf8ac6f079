import random
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from simulated import ALL_METHODS, bits, experiment, finished, simulated, small_memory

import gdstudio as gd
from gdstudio.simulation.run import RunSimulation
from gdstudio.simulation.simulation import Simulation
from gdstudio.simulation.trace import Trace, capacity_for

RUGGED = "cos(3x) + sin(2y) + (x^2 + y^2)/20"
SCHEDULES: tuple[dict[str, Any], ...] = (
    {"kind": "constant"},
    {"kind": "cosine", "period": 77.7, "minimum": 0.001},
    {"kind": "step", "step_size": 50, "gamma": 0.9},
    {"kind": "exponential", "gamma": 0.999},
    {"kind": "inverse_time", "decay": 0.003},
    {"kind": "linear_warmup", "start_factor": 0.1, "steps": 300},
    {"kind": "one_cycle", "max": 0.1, "total": 1500},
)

optimizers = st.builds(
    lambda method, schedule, extra: {**method, "schedule": schedule, **extra},
    st.sampled_from(ALL_METHODS),
    st.sampled_from(SCHEDULES),
    st.sampled_from(({}, {"clip_norm": 0.5}, {"weight_decay": 0.01})),
)
chunk_sizes = st.lists(
    st.one_of(st.integers(0, 20), st.integers(0, 1100), st.just(1024)), max_size=25
)


def rugged(optimizer: dict[str, Any], noise: float, **stop: float) -> RunSimulation:
    return simulated(RUGGED, (2.2, -1.3), optimizer, noise=noise, seed=5, **stop)


@settings(max_examples=120, deadline=None)
@given(optimizers, chunk_sizes, st.sampled_from((0.0, 0.2)), st.booleans(), st.integers(1, 2600))
def test_that_chunks_leave_no_mark(
    optimizer: dict[str, Any], chunks: list[int], noise: float, small: bool, steps: int
) -> None:
    with small_memory() if small else small_memory(2**17, 1024, 256):
        whole = finished(rugged(optimizer, noise, max_steps=steps))
        pieces = rugged(optimizer, noise, max_steps=steps)
        for visits in chunks:
            pieces.advance(visits)
        result = finished(pieces)
    assert bits(result.trace) == bits(whole.trace)
    assert (result.outcome, result.message) == (whole.outcome, whole.message)


@pytest.mark.parametrize("size", [1, 2, 7, 1023, 1025])
def test_that_stop_rules_count_across_chunks(size: int) -> None:
    options: dict[str, float] = {"loss_tolerance": 0.125, "max_steps": 40}
    run = simulated("x", (10.0,), {"method": "gd", "learning_rate": 0.125}, **options)
    while not run.is_finished:
        run.advance(size)
    assert run.result.steps[-1] == 10
    assert run.result.outcome is gd.Outcome.CONVERGED


@settings(max_examples=60, deadline=None)
@given(optimizers, st.sampled_from((0.0, 0.2)), st.integers(1, 3000), st.data())
def test_that_any_step_is_found_again_after_thinning(
    optimizer: dict[str, Any], noise: float, steps: int, data: st.DataObject
) -> None:
    full = finished(rugged(optimizer, noise, max_steps=steps)).trace
    with small_memory():
        run = rugged(optimizer, noise, max_steps=steps)
        finished(run)
        assert len(run.result.trace) <= 65
        for _ in range(6):
            k = data.draw(st.integers(0, steps))
            row = run.row(k)
            assert row.step == k
            assert row.parameters.tobytes() == full.parameters[k].tobytes()
            assert row.loss == full.losses[k]
            assert row.gradient_norm == full.gradient_norms[k]
            assert row.learning_rate == full.learning_rates[k]
            state = run.stepper_at(k).checkpoint()
            assert state.step == k
            assert state.theta.tobytes() == full.parameters[k].tobytes()


@pytest.mark.parametrize("noise", [0.0, 0.5])
@pytest.mark.parametrize("method", ["momentum", "adam"])
def test_that_a_long_run_is_found_again_to_the_bit(method: str, noise: float) -> None:
    steps = 600_000
    optimizer = {"method": method, "learning_rate": 0.003}
    with small_memory(2**20, 1024, 256):
        full = finished(rugged(optimizer, noise, max_steps=steps)).trace
    run = rugged(optimizer, noise, max_steps=steps)
    result = finished(run)
    assert full.steps.size == steps + 1
    assert result.trace.last_step == steps
    assert len(result.steps) <= 2**17 + 1
    np.testing.assert_array_equal(result.parameters, full.parameters[result.steps])
    np.testing.assert_array_equal(result.losses, full.losses[result.steps])
    chance = random.Random(1)
    for k in (0, 1, 1023, 1024, 1025, steps - 1, steps, *chance.sample(range(steps), 150)):
        row = run.row(k)
        assert row.step == k
        assert row.parameters.tobytes() == full.parameters[k].tobytes()
        assert (row.loss, row.gradient_norm) == (full.losses[k], full.gradient_norms[k])


def test_that_a_fresh_run_to_a_step_ends_in_its_row() -> None:
    with small_memory():
        run = rugged({"method": "adam"}, 0.3, max_steps=5000)
        finished(run)
    for k in (1, 77, 1024, 2049, 4097, 4999):
        last = finished(rugged({"method": "adam"}, 0.3, max_steps=k))
        row = run.row(k)
        assert last.parameters[-1].tobytes() == row.parameters.tobytes()
        assert (last.losses[-1], last.gradient_norms[-1]) == (row.loss, row.gradient_norm)


def test_that_a_stepper_goes_on_as_the_run_did() -> None:
    run = rugged({"method": "nesterov", "convention": "lookahead"}, 0.4, max_steps=3000)
    trace = finished(run).trace
    stepper = run.stepper_at(1500)
    beside = Trace(2, capacity=1024)
    stepper.visit(700, beside)
    view = beside.view()
    assert view.steps.tolist() == list(range(1500, 2200))
    np.testing.assert_array_equal(view.parameters, trace.parameters[1500:2200])


def test_that_looking_back_does_not_disturb_the_run() -> None:
    with small_memory():
        undisturbed = finished(rugged({"method": "adam"}, 0.3, max_steps=2000))
        run = rugged({"method": "adam"}, 0.3, max_steps=2000)
        while not run.is_finished:
            run.advance(37)
            run.row(run.result.trace.last_step // 2)
    assert bits(run.result.trace) == bits(undisturbed.trace)


def test_that_a_row_outside_the_run_is_its_first_or_last() -> None:
    run = simulated(max_steps=10)
    finished(run)
    assert run.row(-5).step == 0
    assert run.row(99).step == 10


def test_that_a_row_belongs_to_the_one_who_asked() -> None:
    run = simulated(max_steps=10)
    finished(run)
    run.row(3).parameters[:] = 0.0
    assert run.row(3).parameters[0] != 0.0


@settings(max_examples=60, deadline=None)
@given(st.sampled_from((2, 4, 16, 64)), st.integers(1, 2000))
def test_that_thinning_keeps_ends_and_powers_of_two(capacity: int, steps: int) -> None:
    with small_memory(rows=capacity):
        result = finished(rugged({"method": "gd"}, 0.0, max_steps=steps))
    stride = 1
    while steps >= capacity * stride:
        stride *= 2
    expected = list(range(0, steps + 1, stride))
    if expected[-1] != steps:
        expected.append(steps)
    assert result.steps.tolist() == expected
    assert len(expected) <= capacity + 1


def test_that_views_taken_earlier_stay_as_they_were() -> None:
    with small_memory(rows=16):
        run = rugged({"method": "momentum"}, 0.1, max_steps=900)
        taken = []
        last = -1
        while not run.is_finished:
            run.advance(5)
            view = run.result.trace
            assert view.last_step >= last
            last = view.last_step
            taken.append((view, bits(view)))
    assert all(bits(view) == before for view, before in taken)


@pytest.mark.parametrize("dimension", [1, 2, 64, 1000, 100_000])
def test_that_the_memory_of_a_trace_is_bounded(dimension: int) -> None:
    rows = capacity_for(dimension)
    assert rows.bit_count() == 1
    assert rows <= 2**17
    assert rows == 16 or rows * 8 * (dimension + 4) <= 64 * 2**20
    assert dimension > 2 or rows >= 100_000


@pytest.mark.parametrize("dimension", [1, 2, 3, 64])
@pytest.mark.parametrize("runs", [1, 2, 4, 13, 64])
def test_that_the_memory_of_all_traces_is_bounded(dimension: int, runs: int) -> None:
    rows = capacity_for(dimension, runs)
    assert rows.bit_count() == 1
    assert runs * rows * 8 * (dimension + 4) <= 512 * 2**20
    # Few variables in many runs keep all their rows, and so do many variables in few.
    assert rows == capacity_for(dimension) or (dimension == 64 and runs > 8)


def test_that_many_long_runs_share_the_memory() -> None:
    text = " + ".join(f"x{number}^2" for number in range(64))
    many = [{"method": "gd"}] * 64
    for runs, options in ((1, many[:1]), (64, many)):
        simulation = Simulation(experiment(text, (1.0,) * 64, *options))
        assert simulation.runs[-1]._trace.capacity == capacity_for(64, runs)
    assert capacity_for(64, 64) < capacity_for(64, 1)


def test_that_a_view_finds_its_rows() -> None:
    with small_memory(rows=4):
        view = finished(simulated(max_steps=13)).trace
    assert view.steps.tolist() == [0, 4, 8, 12, 13]
    assert [view.row_at(step) for step in (-1, 0, 3, 4, 7, 12, 13, 99)] == [0, 0, 0, 1, 1, 3, 4, 4]
    assert [view.has(step) for step in (0, 1, 4, 12, 13, 14)] == [
        True,
        False,
        True,
        True,
        True,
        False,
    ]
    assert view.head(2).steps.tolist() == [0, 4]
    empty = view.head(0)
    assert (len(empty), empty.last_step, empty.has(0)) == (0, -1, False)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 1500), st.sampled_from((0.0, 0.2)))
def test_that_a_stopped_run_keeps_the_last_step_that_it_visited(visits: int, noise: float) -> None:
    full = finished(rugged({"method": "adam"}, noise, max_steps=2000)).trace
    with small_memory(rows=16):
        run = rugged({"method": "adam"}, noise, max_steps=2000)
        run.advance(visits)
        before = run.result.trace
        kept = bits(before)
        run.stop()
    trace = run.result.trace
    assert trace.last_step == visits - 1
    assert trace.parameters[-1].tobytes() == full.parameters[visits - 1].tobytes()
    assert trace.losses[-1] == full.losses[visits - 1]
    assert len(trace) <= 17
    assert (np.diff(trace.steps) > 0).all()
    assert bits(before) == kept
    assert run.result.message == f"Stopped by you at step {visits - 1}."


def test_that_another_thread_may_look_back_while_the_run_goes_on() -> None:
    optimizer = {"method": "adam"}
    full = finished(rugged(optimizer, 0.2, max_steps=40_000)).trace
    with small_memory(rows=256, interval=64, most_checkpoints=16):
        run = rugged(optimizer, 0.2, max_steps=40_000)
        run.advance(1)
        with ThreadPoolExecutor(1) as pool:
            advancing = pool.submit(advance_in_pieces, run)
            chance = random.Random(4)
            looked = 0
            while looked < 50 or not advancing.done():
                row = run.row(chance.randint(0, run.result.trace.last_step))
                assert row.parameters.tobytes() == full.parameters[row.step].tobytes()
                assert row.loss == full.losses[row.step]
                looked += 1
            advancing.result()
    assert run.result.trace.last_step == 40_000


def advance_in_pieces(run: RunSimulation) -> None:
    while not run.is_finished:
        run.advance(61)
