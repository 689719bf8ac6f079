import math
from collections.abc import Mapping

import numpy as np
import pytest

import gdstudio as gd
from gdstudio.engine.schedules import SCHEDULES

STEPS = np.arange(1000, dtype=np.float64)

PARAMETERS: Mapping[str, tuple[dict[str, float], ...]] = {
    "constant": ({},),
    "step": ({"step_size": 100.0, "gamma": 0.1}, {"step_size": 7.0, "gamma": 1.5}),
    "exponential": ({"gamma": 0.99}, {"gamma": 1.0}, {"gamma": 3.0}),
    "inverse_time": ({"decay": 0.01}, {"decay": 0.0}, {"decay": 5.0}),
    "cosine": ({"period": 500.0, "minimum": 0.0}, {"period": 33.5, "minimum": 0.02}),
    "linear_warmup": (
        {"start_factor": 0.1, "steps": 100.0},
        {"start_factor": 0.0, "steps": 1.0},
        {"start_factor": 2.0, "steps": 50.0},
    ),
    "one_cycle": tuple(
        {
            "max": highest,
            "total": total,
            "pct_start": part,
            "div_factor": first,
            "final_div_factor": last,
        }
        for highest, first, last in ((0.1, 25.0, 1e4), (2.0, 3.0, 7.0))
        for total in (2.0, 3.0, 10.0, 1000.0)
        for part in (0.0, 0.05, 0.3, 1 / 3, 0.9, 1.0)
    ),
}
CASES = [(key, choice) for key, choices in PARAMETERS.items() for choice in choices]


def closed_form(key: str, eta: float, p: Mapping[str, float], k: int) -> float:
    """Return the learning rate at step k, number by number."""
    if key == "constant":
        return eta
    if key == "step":
        return eta * p["gamma"] ** (k // int(p["step_size"]))
    if key == "exponential":
        return eta * (p["gamma"] ** k if k * math.log2(p["gamma"]) < 1024 else math.inf)
    if key == "inverse_time":
        return eta / (1 + p["decay"] * k)
    if key == "cosine":
        swing = (eta - p["minimum"]) / 2
        return p["minimum"] + swing * (1 + math.cos(math.pi * k / p["period"]))
    if key == "linear_warmup":
        return eta * (p["start_factor"] + (1 - p["start_factor"]) * min(k / p["steps"], 1))
    return one_cycle(p, k)


def one_cycle(p: Mapping[str, float], k: int) -> float:
    """Follow torch.optim.lr_scheduler.OneCycleLR: two phases, annealed by cosines.

    Each phase has an end step; the first phase whose end is not passed gives the rate.
    """

    def anneal(start: float, end: float, part: float) -> float:
        return end + (start - end) / 2 * (math.cos(math.pi * part) + 1)

    highest = p["max"]
    initial = highest / p["div_factor"]
    lowest = initial / p["final_div_factor"]
    phases = (
        (p["pct_start"] * p["total"] - 1, initial, highest),
        (p["total"] - 1, highest, lowest),
    )
    begin = 0.0
    for number, (end, start_rate, end_rate) in enumerate(phases):
        if k <= end or number == len(phases) - 1:
            return anneal(start_rate, end_rate, (k - begin) / (end - begin))
        begin = end
    raise AssertionError


def last_step_of(key: str, choice: Mapping[str, float]) -> int:
    """Return the last step for which the closed form is meant."""
    return int(choice["total"]) - 1 if key == "one_cycle" else STEPS.size - 1


def is_degenerate(key: str, choice: Mapping[str, float], k: int) -> bool:
    """Return whether torch itself divides 0 by 0: a rise that takes exactly no step."""
    return key == "one_cycle" and k == 0 and choice["pct_start"] * choice["total"] == 1


@pytest.mark.parametrize(("key", "choice"), CASES)
def test_that_a_schedule_follows_its_closed_form(key: str, choice: dict[str, float]) -> None:
    rates = SCHEDULES[key].rates(0.05, choice, STEPS)
    assert rates.shape == STEPS.shape
    assert rates.dtype == np.float64
    for k in range(last_step_of(key, choice) + 1):
        if not is_degenerate(key, choice, k):
            expected = closed_form(key, 0.05, choice, k)
            # Where a cosine reaches its end, what is left is the rounding of 1 + cos π.
            scale = choice.get("max", 0.05)
            assert rates[k] == pytest.approx(expected, rel=1e-12, abs=1e-15 * scale)


@pytest.mark.parametrize(("key", "choice"), CASES)
def test_that_rates_do_not_depend_on_the_chunk(key: str, choice: dict[str, float]) -> None:
    rule = SCHEDULES[key].rates
    generator = np.random.default_rng(7)
    for first in (0.0, 12_345.0, 600_000.0, 3e8):
        steps = first + np.arange(300.0)
        whole = rule(0.05, choice, steps)
        for _ in range(40):
            low, high = sorted(generator.integers(0, 301, 2).tolist())
            np.testing.assert_array_equal(
                rule(0.05, choice, steps[low:high].copy()), whole[low:high]
            )


def test_that_one_cycle_has_its_landmarks() -> None:
    choice = {
        "max": 1.0,
        "total": 100.0,
        "pct_start": 0.3,
        "div_factor": 25.0,
        "final_div_factor": 1e4,
    }
    rates = SCHEDULES["one_cycle"].rates(0.5, choice, np.arange(200.0))
    assert rates[0] == pytest.approx(1 / 25)
    assert rates[29] == pytest.approx(1.0)
    assert rates.argmax() == 29
    assert rates[99] == pytest.approx(1 / 25 / 1e4)
    # torch refuses to go on; here the last rate stays.
    np.testing.assert_allclose(rates[99:], rates[99])


@pytest.mark.parametrize("key", SCHEDULES)
def test_that_defaults_are_in_range(key: str) -> None:
    for parameter in SCHEDULES[key].parameters:
        default = parameter.default
        if default is None:
            continue
        assert default > parameter.minimum or (
            default == parameter.minimum and not parameter.minimum_excluded
        )
        assert parameter.maximum is None or default <= parameter.maximum
        assert not parameter.is_integer or default == int(default)


def test_that_every_schedule_is_covered_here_and_stands_under_its_key() -> None:
    assert list(SCHEDULES) == list(PARAMETERS)
    for key, schedule in SCHEDULES.items():
        assert schedule.key == key
        names = {parameter.name for parameter in schedule.parameters}
        assert all(set(choice) == names for choice in PARAMETERS[key])


@pytest.mark.parametrize(("key", "choice"), CASES)
def test_that_a_run_takes_its_steps_by_the_schedule(key: str, choice: dict[str, float]) -> None:
    integers = {each.name for each in SCHEDULES[key].parameters if each.is_integer}
    written = {name: int(v) if name in integers else v for name, v in choice.items()}
    result = gd.minimize(
        "x^2", start=[1.0], learning_rate=0.05, steps=60, schedule={"kind": key, **written}
    )
    rates = SCHEDULES[key].rates(0.05, choice, np.arange(float(result.steps.size)))
    np.testing.assert_array_equal(result.learning_rates, rates)
    x = 1.0
    for k in range(result.steps.size - 1):
        x -= rates[k] * (2.0 * x)
        assert result.parameters[k + 1, 0] == x


def test_that_a_rate_that_grows_beyond_all_numbers_is_silent_and_diverges() -> None:
    result = gd.minimize(
        "x^2", start=[1.0], steps=5000, schedule={"kind": "exponential", "gamma": 10.0}
    )
    assert result.outcome is gd.Outcome.DIVERGED


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    ("key", "rate", "parameters"),
    [
        ("exponential", 1e308, {"gamma": 10.0}),
        ("step", 1e308, {"gamma": 1e300, "step_size": 1.0}),
        ("linear_warmup", 10.0, {"start_factor": 1e308, "steps": 100.0}),
        ("inverse_time", 0.1, {"decay": 1e308}),
        ("cosine", 1e308, {"period": 5e-324, "minimum": 0.0}),
        (
            "one_cycle",
            0.1,
            {
                "max": 1e308,
                "total": 9.0,
                "pct_start": 0.3,
                "div_factor": 1e-9,
                "final_div_factor": 1.0,
            },
        ),
    ],
)
def test_that_rates_beyond_all_numbers_warn_nobody(
    key: str, rate: float, parameters: Mapping[str, float]
) -> None:
    assert SCHEDULES[key].rates(rate, parameters, STEPS).shape == STEPS.shape


def test_that_the_formula_of_one_cycle_names_what_it_depends_on() -> None:
    """It does not depend on the learning rate of the run."""
    schedule = SCHEDULES["one_cycle"]
    assert r"\eta_0" not in schedule.formula
    symbols = {each.name: each.symbol for each in schedule.parameters}
    for name in ("max", "div_factor", "final_div_factor"):
        assert symbols[name]
        assert symbols[name] in schedule.formula
    choice = dict.fromkeys(symbols, 3.0) | {"pct_start": 0.5, "total": 10.0}
    low, high = (schedule.rates(rate, choice, STEPS[:10]) for rate in (0.1, 7.0))
    np.testing.assert_array_equal(low, high)
    assert low[[0, 4, 9]] == pytest.approx([3.0 / 3.0, 3.0, 3.0 / (3.0 * 3.0)])
