import math
from dataclasses import replace

import numpy as np
import pytest
from simulated import ALL_METHODS, bits, experiment, finished, simulated, small_memory

import gdstudio as gd
from gdstudio.simulation.run import last_row
from gdstudio.simulation.simulation import Simulation
from gdstudio.simulation.stepper import Stepper

TWO_VALLEYS = "x^4 - 5x^2 - 3x"


def test_that_row_k_is_the_state_after_k_updates() -> None:
    result = finished(simulated("x^2 + 10y^2", (3.0, -1.0), max_steps=40))
    f = gd.expression("x^2 + 10y^2")
    theta = np.array([3.0, -1.0])
    assert result.steps.tolist() == list(range(41))
    assert result.parameter_names == ("x", "y")
    for k in range(41):
        gradient = np.array([2 * theta[0], 20 * theta[1]])
        np.testing.assert_array_equal(result.parameters[k], theta)
        assert result.losses[k] == f.loss(theta)
        assert result.gradient_norms[k] == pytest.approx(math.hypot(*gradient), rel=1e-15)
        assert result.learning_rates[k] == 0.01
        theta = theta - 0.01 * gradient


@pytest.mark.parametrize(
    "optimizer", ALL_METHODS, ids=lambda each: "-".join(map(str, each.values()))
)
def test_that_the_loss_of_a_row_belongs_to_its_parameters(optimizer: dict[str, object]) -> None:
    result = finished(simulated("sin(x) y^2 + x^2/9", (2.0, 1.5), optimizer, max_steps=60))
    f = gd.expression("sin(x) y^2 + x^2/9")
    for theta, loss in zip(result.parameters, result.losses, strict=True):
        assert f.loss(theta) == loss


def test_that_lookahead_shows_the_gradient_that_it_takes() -> None:
    result = gd.minimize(
        "x^4", start=[2.0], method="nesterov", convention="lookahead", learning_rate=0.01, steps=5
    )
    x, v = 2.0, 0.0
    for k in range(6):
        slope = 4 * (x + 0.9 * v) ** 3
        assert result.parameters[k, 0] == pytest.approx(x, rel=1e-14)
        assert result.gradient_norms[k] == pytest.approx(abs(slope), rel=1e-13)
        assert result.losses[k] == pytest.approx(x**4, rel=1e-13)
        v = 0.9 * v - 0.01 * slope
        x += v


def test_that_noise_comes_from_the_seed_and_is_added_to_the_gradient() -> None:
    result = finished(simulated("x^2 + y^2", (1.0, -2.0), noise=0.3, seed=42, max_steps=50))
    noise = 0.3 * np.random.default_rng(42).standard_normal((51, 2))
    theta = np.array([1.0, -2.0])
    for k in range(51):
        gradient = 2 * theta + noise[k]
        np.testing.assert_array_equal(result.parameters[k], theta)
        assert result.gradient_norms[k] == pytest.approx(np.linalg.norm(gradient), rel=1e-14)
        assert result.losses[k] == theta[0] * theta[0] + theta[1] * theta[1]
        theta = theta - 0.01 * gradient


def test_that_another_seed_is_another_path_and_no_noise_needs_none() -> None:
    def path(noise: float, seed: int) -> tuple[bytes, ...]:
        return bits(finished(simulated(noise=noise, seed=seed, max_steps=20)).trace)

    assert path(0.1, 1) == path(0.1, 1)
    assert path(0.1, 1) != path(0.1, 2)
    assert path(0.0, 1) == path(0.0, 2)


def test_that_runs_of_an_experiment_share_their_noise_and_not_their_state() -> None:
    pair = experiment("x^2", (1.0,), {"method": "gd"}, {"method": "gd"}, noise=1.0, max_steps=99)
    first, second = gd.run(pair)
    assert bits(first.trace) == bits(second.trace)
    assert first.label != second.label


def test_that_a_run_may_have_its_own_start() -> None:
    both = experiment("x^2", (1.0,), {"method": "gd"}, {"method": "gd"}, max_steps=3)
    own = both.replace_run(1, replace(both.runs[1], start=(5.0,)))
    results = gd.run(own)
    assert [result.parameters[0, 0] for result in results] == [1.0, 5.0]


@pytest.mark.parametrize(
    ("start", "x", "value"), [(2.0, 1.71394, -11.20033), (-2.0, -1.40177, -1.75842)]
)
def test_that_descent_finds_the_valley_that_it_starts_in(
    start: float, x: float, value: float
) -> None:
    result = gd.minimize(TWO_VALLEYS, start=[start], learning_rate=0.01, steps=500)
    assert result.outcome is gd.Outcome.MAX_STEPS
    assert len(result.steps) == 501
    assert result.parameters[-1, 0] == pytest.approx(x, abs=5e-6)
    assert result.losses[-1] == pytest.approx(value, abs=5e-6)


def test_that_heavy_momentum_rolls_over_the_hump() -> None:
    plain = gd.minimize(TWO_VALLEYS, start=[-2.5], learning_rate=0.01, steps=1000)
    heavy = gd.minimize(
        TWO_VALLEYS, start=[-2.5], method="momentum", momentum=0.9, learning_rate=0.01, steps=1000
    )
    assert plain.parameters[-1, 0] == pytest.approx(-1.40177, abs=5e-6)
    assert plain.parameters.max() < -0.31217
    assert heavy.parameters.max() > -0.31217
    assert heavy.parameters[-1, 0] == pytest.approx(1.71394, abs=5e-6)


def test_that_a_learning_rate_of_one_jumps_for_ever_on_a_parabola() -> None:
    result = gd.minimize("x^2", start=[10.0], learning_rate=1.0)
    assert result.outcome is gd.Outcome.MAX_STEPS
    assert result.steps.tolist() == list(range(501))
    np.testing.assert_array_equal(result.parameters[:, 0], [10.0, -10.0] * 250 + [10.0])
    assert "all 500 steps" in result.message
    assert "jumps between x = -10 and x = 10" in result.message
    assert "2/2 = 1" in result.message


def test_that_a_larger_rate_diverges_and_the_message_says_why() -> None:
    result = gd.minimize("x^2", start=[10.0], learning_rate=1.1)
    assert result.outcome is gd.Outcome.DIVERGED
    # |x| grows by 1.2 a step: the first step with 100 · 1.2^(2k) above 1e12.
    step = math.floor(math.log(1e10) / (2 * math.log(1.2))) + 1
    assert result.steps[-1] == step
    assert result.losses[-1] > 1e12 >= result.losses[-2]
    for part in (f"step {step}", "100", "1e+12", "curvature", "2/2 = 1", "it is 1.1", "smaller"):
        assert part in result.message


def test_that_a_run_can_be_stopped_where_it_is() -> None:
    run = simulated(max_steps=10_000)
    run.advance(123)
    run.stop()
    assert run.is_finished
    assert run.result.outcome is gd.Outcome.STOPPED
    assert run.result.message == "Stopped by you at step 122."
    before = bits(run.result.trace)
    run.advance(100)
    run.stop()
    assert bits(run.result.trace) == before


def test_that_stopping_does_not_change_the_outcome_of_a_run_that_ended() -> None:
    run = simulated(max_steps=10)
    finished(run)
    run.stop()
    assert run.result.outcome is gd.Outcome.MAX_STEPS


def test_that_a_run_stopped_before_its_first_step_has_its_start() -> None:
    run = simulated("x^2", (3.0,))
    run.stop()
    assert run.result.outcome is gd.Outcome.STOPPED
    assert run.result.message == "Stopped by you at step 0."
    assert run.result.steps.tolist() == [0]
    row = last_row(run.result)
    assert (row.step, row.parameters.tolist(), row.loss, row.gradient_norm) == (0, [3.0], 9.0, 6.0)
    assert row.learning_rate == 0.01
    run.advance(10)
    assert run.result.steps.tolist() == [0]


@pytest.mark.parametrize("visits", [0, 1, 77])
def test_that_a_computation_that_fails_keeps_what_there_is(visits: int) -> None:
    simulation = Simulation(experiment("x^2", (3.0,), {"method": "gd"}, {"method": "adam"}))
    simulation.advance(visits)
    simulation.fail("There was no memory left.")
    assert simulation.is_finished
    for result in simulation.results:
        assert result.outcome is gd.Outcome.FAILED
        assert result.message == "There was no memory left."
        assert last_row(result).step == max(0, visits - 1)
        assert result.losses[0] == 9.0


def test_that_failing_does_not_change_the_outcome_of_a_run_that_ended() -> None:
    run = simulated(max_steps=10)
    finished(run)
    run.fail("Too late.")
    assert run.result.outcome is gd.Outcome.MAX_STEPS


def test_that_a_run_has_its_start_even_where_nothing_can_be_computed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_: object, **__: object) -> int:
        raise MemoryError

    run = simulated("x^2", (3.0,))
    monkeypatch.setattr(Stepper, "visit", broken)
    with pytest.raises(MemoryError):
        run.advance(10)
    run.fail("There was no memory left.")
    row = last_row(run.result)
    assert (row.step, row.parameters.tolist()) == (0, [3.0])
    assert math.isnan(row.loss)


def test_that_a_run_on_its_way_has_no_outcome_yet() -> None:
    run = simulated(max_steps=100)
    assert (run.result.outcome, run.result.message) == (None, "")
    run.advance(100)
    assert (run.result.outcome, run.result.trace.last_step) == (None, 99)
    run.advance(1)
    assert (run.result.outcome, run.result.trace.last_step) == (gd.Outcome.MAX_STEPS, 100)


def test_that_no_visits_change_nothing() -> None:
    run = simulated()
    run.advance(0)
    assert len(run.result.steps) == 0
    run.advance(5)
    run.advance(0)
    assert run.result.steps.tolist() == [0, 1, 2, 3, 4]


def test_that_progress_is_told_and_runs_stop_when_they_should() -> None:
    long = experiment("x^2", (1.0,), max_steps=20_000)
    told: list[int] = []
    gd.run(long, told.append)
    assert told == sorted(told)
    assert told[-1] == 20_000

    answers = iter((False, True))
    endless = experiment("x^2", (1.0,), max_steps=10**9)
    (result,) = gd.run(endless, should_stop=lambda: next(answers))
    assert result.outcome is gd.Outcome.STOPPED
    assert 0 < result.trace.last_step < 10**9


def test_that_an_interrupt_is_not_swallowed() -> None:
    def interrupt(step: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        gd.run(experiment("x^2", (1.0,), max_steps=20_000), interrupt)


def test_that_runs_end_each_at_its_own_step() -> None:
    simulation = Simulation(
        experiment(
            "x^2",
            (10.0,),
            {"method": "gd", "learning_rate": 0.5},
            {"method": "gd", "learning_rate": 2.0},
            {"method": "gd", "learning_rate": 0.001},
            gradient_tolerance=1e-8,
            max_steps=700,
        )
    )
    assert not simulation.is_finished
    simulation.advance(1000)
    assert simulation.is_finished
    assert [result.outcome for result in simulation.results] == [
        gd.Outcome.CONVERGED,
        gd.Outcome.DIVERGED,
        gd.Outcome.MAX_STEPS,
    ]
    assert [result.trace.last_step for result in simulation.results][::2] == [1, 700]


def test_that_it_is_known_how_long_a_step_takes_to_be_found() -> None:
    with small_memory(rows=64, interval=256, most_checkpoints=100):
        run = simulated("x^2", (3.0,), max_steps=4000)
        finished(run)
    recorded = int(run.result.steps[5])
    assert run.seconds_to(recorded) == run.seconds_to(0) == run.seconds_to(10**9) == 0.0
    # From the checkpoint at 512 or later on; further on it takes longer.
    near, far = run.seconds_to(515), run.seconds_to(765)
    assert 0.0 < near < far
    assert far / near == pytest.approx(253 / 3)
    run.row(765)
    assert run.seconds_to(765) == 0.0
