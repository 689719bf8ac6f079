import math
from itertools import pairwise

import numpy as np
import pytest
from simulated import ALL_METHODS, experiment, finished, simulated, small_memory

import gdstudio as gd
from gdstudio.simulation.outcome_text import point_text
from gdstudio.simulation.stability import stability_at


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


def test_that_a_function_without_a_minimum_is_named_as_what_it_is() -> None:
    result = gd.minimize("x^2 - y^2", start=[0.1, 0.1], learning_rate=0.1, steps=1000)
    assert result.outcome is gd.Outcome.DIVERGED
    assert result.losses[-1] < -1e12
    assert result.message == (
        f"Diverged at step {result.steps[-1]}: the loss fell from 0 to {result.losses[-1]:.4g},"
        " below the limit -1e+12. The function falls without end in this direction"
        f" ({point_text(('x', 'y'), result.parameters[-1])}): it has no minimum there."
    )
    assert "rate" not in result.message


def test_that_a_loss_below_all_numbers_asks_for_no_smaller_steps() -> None:
    result = gd.minimize("x - 1e300 exp(x)", start=[1.0], learning_rate=1e-3, steps=5)
    assert result.losses[-1] == -math.inf or result.losses[-1] < -1e12
    falling = gd.minimize("-exp(x)", start=[5.0], learning_rate=100.0, steps=5)
    assert falling.losses[-1] == -math.inf
    assert "the loss fell from -148.4 below all numbers." in falling.message
    assert "it has no minimum there" in falling.message
    assert "rate" not in falling.message


def test_that_a_start_far_below_zero_is_below_the_limit() -> None:
    result = gd.minimize("-x^2", start=[1e7])
    assert result.message == (
        "Diverged at step 0: the loss at the start is -1e+14, below the limit -1e+12."
        " Move the start."
    )


def test_that_the_limit_of_the_learning_rate_knows_the_weight_decay() -> None:
    # 2/2 = 1 without the decay: 0.9 would be stable.
    result = gd.minimize("x^2", start=[10.0], learning_rate=0.9, weight_decay=1.0, steps=1000)
    assert result.outcome is gd.Outcome.DIVERGED
    assert result.message.endswith(
        "With the curvature 2 at the start and the weight decay 1, steps are stable for learning"
        " rates smaller than 2/(2 + 1) = 0.6667; it is 0.9."
    )


def test_that_a_decay_that_makes_a_bowl_of_a_saddle_has_a_limit() -> None:
    result = gd.minimize("-x^2/2", start=[1.0], learning_rate=1.1, weight_decay=3.0, steps=1000)
    assert result.losses[-1] < -1e12
    setup = simulated(
        "-x^2/2", (1.0,), {"method": "gd", "learning_rate": 1.1, "weight_decay": 3.0}
    ).setup
    stability = stability_at(setup)
    assert stability is not None
    assert stability.highest_stable == pytest.approx(1.0)


@pytest.mark.parametrize(
    "options",
    [
        {"clip_norm": 1.0},
        {"schedule": {"kind": "exponential", "gamma": 0.9}},
        {"method": "adam"},
        {"method": "momentum", "convention": "pytorch", "dampening": 1.0},
    ],
)
def test_that_no_limit_is_named_where_no_simple_rule_applies(options: dict[str, object]) -> None:
    optimizer = {"method": "gd", "learning_rate": 1.1} | options
    assert stability_at(simulated("x^2", (10.0,), optimizer).setup) is None


def test_that_the_advice_names_the_learning_rate_that_was_used() -> None:
    schedule = {"kind": "exponential", "gamma": 2.0}
    result = gd.minimize("x^2", start=[10.0], learning_rate=0.01, schedule=schedule, steps=100)
    assert result.outcome is gd.Outcome.DIVERGED
    used = 0.01 * 2.0 ** (result.steps[-1] - 1)
    assert result.learning_rates[-2] == used
    assert f"brought the learning rate to {used:.4g}: try a smaller one." in result.message
    assert "0.01" not in result.message


def test_that_the_advice_does_not_depend_on_the_rows_that_are_kept() -> None:
    options = {
        "method": "gd",
        "learning_rate": 0.9,
        "schedule": {"kind": "linear_warmup", "steps": 100, "start_factor": 0},
    }
    run = simulated("3 x^2", (1.0,), options, max_steps=1000)
    with small_memory(rows=4):
        few = finished(simulated("3 x^2", (1.0,), options, max_steps=1000))
    all_rows = finished(run)
    assert len(few.steps) < len(all_rows.steps)
    assert few.message == all_rows.message
    assert f"{all_rows.learning_rates[-2]:.4g}: try" in all_rows.message


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("text", ["1e200 x", "1e300 x^2", "-1e200 x^2", "x^100"])
def test_that_huge_slopes_warn_nobody(text: str) -> None:
    assert gd.minimize(text, start=[0.9], learning_rate=5.0, steps=50).message
    assert gd.minimize(text, start=[-1e3], learning_rate=1.0, steps=50).message
