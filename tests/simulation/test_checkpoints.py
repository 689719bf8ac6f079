from typing import Any

import numpy as np
import pytest
from simulated import finished, simulated

from gdstudio.simulation.checkpoints import MOST_CHECKPOINTS, Checkpoint, Checkpoints
from gdstudio.simulation.stepper import Stepper


@pytest.fixture(autouse=True)
def short_intervals(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let checkpoints be as close as the steps of these tests were chosen for."""
    monkeypatch.setattr("gdstudio.simulation.checkpoints.FIRST_INTERVAL", 1024)


def checkpoint(step: int) -> Checkpoint:
    return Checkpoint(step, np.zeros(1), np.zeros((0, 1)), 0.0, 0, {})


def walked(steps: int) -> tuple[Checkpoints, list[int]]:
    """Walk as a run does, and return the steps at which a checkpoint was made."""
    checkpoints, made, step = Checkpoints(), [], 0
    while step <= steps:
        if checkpoints.is_due(step):
            checkpoints.add(checkpoint(step))
            made.append(step)
        step += checkpoints.visits_until_due(step)
    return checkpoints, made


@pytest.mark.parametrize("steps", [0, 1023, 1024, 262_144, 262_145, 600_000, 10_000_000])
def test_that_checkpoints_are_bounded_and_never_far(steps: int) -> None:
    checkpoints, made = walked(steps)
    assert made[0] == 0
    assert all(step % 1024 == 0 for step in made)
    interval = checkpoints.interval
    assert (interval // 1024).bit_count() == 1
    assert steps // interval < 2 * MOST_CHECKPOINTS
    for step in (0, 1, 1023, 1024, steps // 3, steps // 2, max(0, steps - 1), steps):
        if step <= steps:
            assert 0 <= step - checkpoints.before(step).step < max(interval, 2048)


def test_that_no_more_than_so_many_are_kept() -> None:
    checkpoints, made = walked(3_000_000)
    kept = {checkpoints.before(step).step for step in range(0, 3_000_000, 1024)}
    assert len(kept) <= MOST_CHECKPOINTS
    assert kept <= set(made)
    assert all(step % checkpoints.interval == 0 for step in kept)


def test_that_a_checkpoint_does_not_change_as_the_run_goes_on() -> None:
    run = simulated("x^2 + y^2", (1.0, 2.0), {"method": "adam"}, noise=0.1, max_steps=5000)
    run.advance(1500)
    stepper = run.stepper_at(1200)
    before = stepper.checkpoint()
    theta, slots, state = before.theta.copy(), before.slots.copy(), dict(before.generator_state)
    finished(run)
    again = run.stepper_at(1200).checkpoint()
    for each in (before, again):
        np.testing.assert_array_equal(each.theta, theta)
        np.testing.assert_array_equal(each.slots, slots)
        assert each.generator_state == state
        assert each.step == 1200


def test_that_calm_steps_are_remembered() -> None:
    # Ten calm steps end the run at step 1034: a replay from 1024 must know of those before it.
    run = simulated(
        "max(x, 0) + floor(x)/9^9",
        (1.0,),
        {"method": "gd", "learning_rate": 1 / 1027},
        loss_tolerance=1e-9,
        max_steps=5000,
    )
    trace = finished(run).trace
    assert trace.last_step > 1030
    state = run.stepper_at(trace.last_step).checkpoint()
    assert state.calm_steps == 9
    assert state.last_loss == trace.losses[-2]


def test_that_a_checkpoint_knows_the_loss_before_it() -> None:
    run = simulated("x", (10.0,), {"method": "gd", "learning_rate": 0.125}, max_steps=3000)
    trace = finished(run).trace
    for step in (1, 1023, 1024, 1025, 2048):
        assert run.stepper_at(step).checkpoint().last_loss == trace.losses[step - 1]


@pytest.mark.parametrize("visits", [100_000, 999])
def test_that_no_step_is_far_from_a_checkpoint(
    visits: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = simulated("cos(x)", (1.0,), {"method": "adam"}, max_steps=200_000)
    while not run.is_finished:
        run.advance(visits)
    made: list[int] = []
    visit = Stepper.visit

    def counted(stepper: Stepper, number: int, *rest: Any) -> int:
        made.append(number)
        return visit(stepper, number, *rest)

    monkeypatch.setattr(Stepper, "visit", counted)
    for step in (5, 1024, 77_777, 131_071, 199_999):
        run.stepper_at(step)
        assert sum(made) < 1024
        made.clear()
