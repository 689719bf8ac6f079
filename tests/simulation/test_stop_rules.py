import math
from itertools import pairwise

import numpy as np
import pytest
from simulated import ALL_METHODS, experiment, finished, simulated

import gdstudio as gd
from gdstudio.simulation.outcome import point_text


@pytest.mark.parametrize("tolerance", [1.0, 1e-3, 1e-8])
def test_that_a_small_gradient_ends_the_run_at_its_first_step(tolerance: float) -> None:
    result = finished(
        simulated(
            "x^2", (10.0,), {"method": "gd", "learning_rate": 0.1}, gradient_tolerance=tolerance
        )
    )
    x, step = 10.0, 0
    while abs(2 * x) > tolerance:
        x -= 0.1 * (2 * x)
        step += 1
    assert result.outcome is gd.Outcome.CONVERGED
    assert result.steps[-1] == step
    assert result.parameters[-1, 0] == x
    assert result.gradient_norms[-1] <= tolerance < result.gradient_norms[-2]
    assert f"step {step}" in result.message
    assert f"{tolerance:.4g}" in result.message


def test_that_a_run_may_converge_where_it_starts() -> None:
    result = finished(simulated("x^2", (0.0,), gradient_tolerance=1e-8))
    assert result.outcome is gd.Outcome.CONVERGED
    assert result.steps.tolist() == [0]


def test_that_tolerances_of_zero_are_off() -> None:
    result = finished(simulated("x^2", (0.0,), max_steps=30, loss_tolerance=0))
    assert result.outcome is gd.Outcome.MAX_STEPS
    assert result.steps[-1] == 30


def test_that_converging_at_the_last_step_is_converging() -> None:
    options = {"method": "gd", "learning_rate": 0.5}
    result = finished(simulated("x^2", (1.0,), options, gradient_tolerance=1e-8, max_steps=1))
    assert result.outcome is gd.Outcome.CONVERGED


def last_step_by_loss(losses: list[float], tolerance: float) -> int | None:
    """Return the first step that ends ten changes of the loss in a row within the tolerance."""
    for step in range(10, len(losses)):
        window = losses[step - 10 : step + 1]
        if all(abs(b - a) <= tolerance for a, b in pairwise(window)):
            return step
    return None


def test_that_ten_calm_steps_in_a_row_end_the_run() -> None:
    optimizer = {"method": "gd", "learning_rate": 0.125}
    # The loss falls by exactly 1/8 a step.
    calm = finished(simulated("x", (10.0,), optimizer, loss_tolerance=0.125))
    assert calm.outcome is gd.Outcome.CONVERGED
    assert calm.steps[-1] == 10
    assert "10 steps" in calm.message
    restless = finished(simulated("x", (10.0,), optimizer, loss_tolerance=0.12, max_steps=50))
    assert restless.outcome is gd.Outcome.MAX_STEPS


@pytest.mark.parametrize("start", [2.3, 2.45, 2.9, 0.55])
@pytest.mark.parametrize("tolerance", [0.11, 0.09, 2.0])
def test_that_one_restless_step_starts_the_count_again(start: float, tolerance: float) -> None:
    # The loss jumps by about 1 where x passes an integer, every nine or eleven steps.
    for rate in (0.0909, 0.1, 0.111):
        options = {"method": "gd", "learning_rate": rate}
        free = finished(simulated("x + floor(x)", (start,), options, max_steps=60))
        expected = last_step_by_loss(free.losses.tolist(), tolerance)
        own = finished(
            simulated("x + floor(x)", (start,), options, loss_tolerance=tolerance, max_steps=60)
        )
        assert own.steps[-1] == (60 if expected is None else expected)
        converged = own.outcome is gd.Outcome.CONVERGED
        assert converged == (expected is not None)


@pytest.mark.parametrize(
    "optimizer", ALL_METHODS, ids=lambda each: "-".join(map(str, each.values()))
)
@pytest.mark.parametrize("steps", [1, 2, 999])
def test_that_no_run_makes_more_steps_than_allowed(
    optimizer: dict[str, object], steps: int
) -> None:
    result = finished(simulated("cos(x) + x^2/50", (3.0,), optimizer, max_steps=steps))
    assert result.outcome is gd.Outcome.MAX_STEPS
    assert result.steps.tolist() == list(range(steps + 1))
    assert f"all {steps} step" in result.message


def test_that_a_loss_far_below_zero_diverges_too() -> None:
    result = finished(
        simulated("-x^2", (1.0,), {"method": "gd", "learning_rate": 1.0}, max_steps=10_000)
    )
    assert result.outcome is gd.Outcome.DIVERGED
    assert result.losses[-1] < -1e12 <= result.losses[-2]
    # 3^k: the first k with 9^k above 1e12.
    assert result.steps[-1] == 13


def test_that_the_limit_of_divergence_is_the_experiments() -> None:
    options = {"method": "gd", "learning_rate": 1.1}
    result = finished(simulated("x^2", (10.0,), options, divergence_loss=150))
    assert result.outcome is gd.Outcome.DIVERGED
    # 100, 144, 207.36
    assert result.steps.tolist() == [0, 1, 2]
    assert "150" in result.message


def test_that_leaving_the_domain_diverges_and_says_where() -> None:
    result = gd.minimize("x - log(x)", start=[0.05], learning_rate=0.1, steps=100)
    inside = gd.minimize("log(x)", start=[0.5], learning_rate=1.0, steps=100)
    assert result.outcome is gd.Outcome.MAX_STEPS
    assert inside.outcome is gd.Outcome.DIVERGED
    assert inside.steps.tolist() == [0, 1]
    assert inside.parameters[1, 0] == -1.5
    assert math.isnan(inside.losses[1])
    assert "not a number at x = -1.5" in inside.message
    assert "step 1" in inside.message


@pytest.mark.parametrize(
    ("text", "start", "part"),
    [
        ("log(x)", -1.0, "the loss is not a number at the start (x = -1)"),
        ("1/x", 0.0, "the loss is infinite at the start (x = 0)"),
        ("sqrt(x)", 0.0, "the gradient is not finite at the start (x = 0)"),
        ("x^2", 1e7, "the loss at the start is 1e+14, above the limit 1e+12"),
    ],
)
def test_that_a_bad_start_diverges_at_step_0(text: str, start: float, part: str) -> None:
    result = gd.minimize(text, start=[start])
    assert result.outcome is gd.Outcome.DIVERGED
    assert result.steps.tolist() == [0]
    assert result.message == f"Diverged at step 0: {part}. Move the start."


def test_that_an_infinite_gradient_on_the_way_diverges() -> None:
    result = gd.minimize("sqrt(|x|)", start=[1.0], learning_rate=2.0, steps=10)
    assert result.outcome is gd.Outcome.DIVERGED
    assert result.parameters[-1, 0] == 0.0
    assert "the gradient is not finite at x = 0" in result.message


def test_that_a_loss_beyond_all_numbers_is_named_so() -> None:
    result = gd.minimize("exp(x^2)", start=[2.0], learning_rate=1.0, steps=10)
    assert result.outcome is gd.Outcome.DIVERGED
    assert math.isinf(result.losses[-1])
    assert "grew beyond all numbers" in result.message


@pytest.mark.parametrize(
    ("hyperparameters", "limit"),
    [
        ({"method": "gd"}, 1.0),
        ({"method": "momentum", "momentum": 0.5}, 1.5),
        ({"method": "momentum", "momentum": 0.5, "dampening": 0.5}, 3.0),
        ({"method": "momentum", "momentum": 0.5, "convention": "keras"}, 1.5),
        ({"method": "momentum", "momentum": 0.5, "convention": "keras", "dampening": 0.5}, 1.5),
        ({"method": "momentum", "momentum": 0.5, "convention": "ema"}, 3.0),
    ],
)
def test_that_the_stable_learning_rate_in_a_message_is_the_true_one(
    hyperparameters: dict[str, object], limit: float
) -> None:
    def ends(rate: float) -> gd.RunResult:
        return gd.minimize("x^2", start=[10.0], learning_rate=rate, steps=20_000, **hyperparameters)  # type: ignore[arg-type]

    assert abs(ends(0.99 * limit).parameters[-1, 0]) < 1e-9
    result = ends(1.01 * limit)
    assert result.outcome is gd.Outcome.DIVERGED
    assert f"= {limit:.4g}; it is {1.01 * limit:.4g}" in result.message


def test_that_a_method_without_a_simple_rule_gets_simple_advice() -> None:
    result = gd.minimize("x^2", start=[1.0], method="nesterov", learning_rate=5.0, steps=500)
    assert result.outcome is gd.Outcome.DIVERGED
    assert result.message.endswith("The learning rate is 5: try a smaller one.")


def test_that_nothing_happens_after_the_end() -> None:
    run = simulated("x^2", (10.0,), {"method": "gd", "learning_rate": 1.1})
    finished(run)
    rows = len(run.result.steps)
    run.advance(1000)
    assert len(run.result.steps) == rows


def test_that_steps_that_do_not_return_are_not_called_jumps() -> None:
    result = gd.minimize("x^2", start=[10.0], learning_rate=0.999, steps=100)
    assert "jumps" not in result.message
    still = gd.minimize("x^2", start=[0.0], steps=100)
    assert "jumps" not in still.message


def test_that_every_ended_run_has_one_sentence_with_a_full_stop() -> None:
    cases = (
        experiment("x^2", (1.0,), gradient_tolerance=1.0, max_steps=5),
        experiment("x^2", (1.0,), loss_tolerance=1.0),
        experiment("x^2", (1e9,)),
        experiment("x^2", (1.0,), max_steps=3),
    )
    for case in cases:
        (result,) = gd.run(case)
        assert result.message[0].isupper()
        assert result.message.endswith(".")


def test_that_a_long_point_is_shortened() -> None:
    names = tuple("abcd")
    assert point_text(names, np.arange(4.0)) == "a = 0, b = 1, …"
    assert point_text(names[:3], np.arange(3.0)) == "a = 0, b = 1, c = 2"
