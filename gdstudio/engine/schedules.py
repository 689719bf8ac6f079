"""Schedules: the learning rate as a function of the step."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

Steps = NDArray[np.float64]
Rates = NDArray[np.float64]


@dataclass(frozen=True)
class ScheduleParameter:
    """A number that shapes a schedule; ``default`` None means that it must be given."""

    name: str
    label: str
    symbol: str
    default: float | None
    minimum: float = 0.0
    maximum: float | None = None
    minimum_excluded: bool = False
    is_integer: bool = False


@dataclass(frozen=True)
class Schedule:
    """A rule for the learning rate.

    Attributes
    ----------
    rule
        Function of the initial learning rate, the parameters by name and the 0-based steps
        (float64, shape (n,)), that returns the learning rates (n,).
    """

    key: str
    label: str
    formula: str
    parameters: tuple[ScheduleParameter, ...]
    rule: Callable[[float, Mapping[str, float], Steps], Rates]

    def rates(self, initial: float, parameters: Mapping[str, float], steps: Steps) -> Rates:
        """Return the learning rates (n,) at the 0-based steps (n,).

        A rate that grows beyond all numbers is infinite, and nothing to warn of.
        """
        with np.errstate(all="ignore"):
            return self.rule(initial, parameters, steps)


def _constant(initial: float, parameters: Mapping[str, float], steps: Steps) -> Rates:
    return np.full(steps.shape, initial)


def _step(initial: float, parameters: Mapping[str, float], steps: Steps) -> Rates:
    rates: Rates = initial * parameters["gamma"] ** np.floor(steps / parameters["step_size"])
    return rates


def _exponential(initial: float, parameters: Mapping[str, float], steps: Steps) -> Rates:
    rates: Rates = initial * parameters["gamma"] ** steps
    return rates


def _inverse_time(initial: float, parameters: Mapping[str, float], steps: Steps) -> Rates:
    return initial / (1.0 + parameters["decay"] * steps)


def _cosine(initial: float, parameters: Mapping[str, float], steps: Steps) -> Rates:
    minimum = parameters["minimum"]
    wave = 1.0 + np.cos(np.pi * steps / parameters["period"])
    rates: Rates = minimum + 0.5 * (initial - minimum) * wave
    return rates


def _linear_warmup(initial: float, parameters: Mapping[str, float], steps: Steps) -> Rates:
    factor = parameters["start_factor"]
    rates: Rates = initial * (
        factor + (1.0 - factor) * np.minimum(steps / parameters["steps"], 1.0)
    )
    return rates


def _one_cycle(initial: float, parameters: Mapping[str, float], steps: Steps) -> Rates:
    """As torch.optim.lr_scheduler.OneCycleLR: cosine up over 30 %, cosine down over the rest."""
    highest, total = parameters["max"], parameters["total"]
    first = highest / parameters["div_factor"]
    last = first / parameters["final_div_factor"]
    peak = parameters["pct_start"] * total - 1.0
    end = total - 1.0
    up = np.clip(steps / peak, 0.0, 1.0) if peak > 0.0 else np.ones(steps.shape)
    down = np.clip((steps - peak) / (end - peak), 0.0, 1.0) if end > peak else np.zeros(steps.shape)
    rising = highest + 0.5 * (first - highest) * (1.0 + np.cos(np.pi * up))
    falling = last + 0.5 * (highest - last) * (1.0 + np.cos(np.pi * down))
    rates: Rates = np.where(steps <= peak, rising, falling)
    return rates


_GAMMA = ScheduleParameter("gamma", "Factor", r"\gamma", 0.1, minimum_excluded=True)

SCHEDULES: Mapping[str, Schedule] = MappingProxyType(
    {
        schedule.key: schedule
        for schedule in (
            Schedule("constant", "Constant", r"\eta_k = \eta_0", (), _constant),
            Schedule(
                "step",
                "Step",
                r"\eta_k = \eta_0\, \gamma^{\lfloor k/s \rfloor}",
                (
                    ScheduleParameter(
                        "step_size", "Steps between drops", "s", 100.0, minimum=1.0, is_integer=True
                    ),
                    _GAMMA,
                ),
                _step,
            ),
            Schedule(
                "exponential",
                "Exponential",
                r"\eta_k = \eta_0\, \gamma^k",
                (ScheduleParameter("gamma", "Factor", r"\gamma", 0.99, minimum_excluded=True),),
                _exponential,
            ),
            Schedule(
                "inverse_time",
                "Inverse time",
                r"\eta_k = \frac{\eta_0}{1 + d k}",
                (ScheduleParameter("decay", "Decay", "d", 0.01),),
                _inverse_time,
            ),
            Schedule(
                "cosine",
                "Cosine",
                r"\eta_k = \eta_{min} + \frac{1}{2}(\eta_0 - \eta_{min})"
                r"(1 + \cos \frac{\pi k}{T})",
                (
                    ScheduleParameter("period", "Period", "T", 500.0, minimum_excluded=True),
                    ScheduleParameter("minimum", "Minimum", r"\eta_{min}", 0.0),
                ),
                _cosine,
            ),
            Schedule(
                "linear_warmup",
                "Linear warm-up",
                r"\eta_k = \eta_0 (f + (1 - f)\, \min(\frac{k}{n}, 1))",
                (
                    ScheduleParameter("start_factor", "Start factor", "f", 0.1),
                    ScheduleParameter("steps", "Steps", "n", 100.0, minimum=1.0, is_integer=True),
                ),
                _linear_warmup,
            ),
            Schedule(
                "one_cycle",
                "One cycle",
                r"\frac{\eta_{max}}{d} \nearrow \eta_{max} \searrow \frac{\eta_{max}}{d D}",
                (
                    ScheduleParameter("max", "Highest", r"\eta_{max}", None, minimum_excluded=True),
                    ScheduleParameter("total", "Steps", "n", None, minimum=2.0, is_integer=True),
                    ScheduleParameter("pct_start", "Rising part", "p", 0.3, maximum=1.0),
                    ScheduleParameter(
                        "div_factor", "First divisor", "d", 25.0, minimum_excluded=True
                    ),
                    ScheduleParameter(
                        "final_div_factor", "Last divisor", "D", 1e4, minimum_excluded=True
                    ),
                ),
                _one_cycle,
            ),
        )
    }
)
