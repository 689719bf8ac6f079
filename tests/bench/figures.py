"""A measured figure, and the statistics that all measurements share."""

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Figure:
    """One line of the table.

    Attributes
    ----------
    value
        The median, a percentile or a ratio, as the name says; NaN where it cannot be measured.
    unit
        Such as ``ms``, ``steps/s`` or ``×``.
    floor
        What is asked of the program; None where nothing is.
    higher_is_better
        On which side of the floor the value has to be.
    note
        What a reader has to know, such as the number of samples.
    """

    name: str
    value: float
    unit: str
    floor: float | None = None
    higher_is_better: bool = False
    note: str = ""

    @property
    def is_met(self) -> bool | None:
        """Whether the value is on the right side of the floor; None without one."""
        if self.floor is None or math.isnan(self.value):
            return None
        return self.value >= self.floor if self.higher_is_better else self.value <= self.floor


@dataclass(frozen=True)
class Measurement:
    """What one module measured, and how.

    Attributes
    ----------
    method
        What the clock was started and stopped by, in a sentence or two.
    """

    title: str
    method: str
    figures: tuple[Figure, ...]


def median(samples: Sequence[float]) -> float:
    """Return the median; NaN of nothing."""
    return float(np.median(samples)) if samples else math.nan


def percentile(samples: Sequence[float], share: float = 95.0) -> float:
    """Return a percentile, the 95th by default; NaN of nothing."""
    return float(np.percentile(samples, share)) if samples else math.nan


def seconds_of(function: Callable[[], object]) -> float:
    """Return how long a call takes."""
    began = time.perf_counter()
    function()
    return time.perf_counter() - began


def alternating(functions: Sequence[Callable[[], object]], repetitions: int) -> list[list[float]]:
    """Return the seconds of each function. They take turns: a busy machine is so to all."""
    for function in functions:
        function()
    samples: list[list[float]] = [[] for _ in functions]
    for _ in range(repetitions):
        for function, mine in zip(functions, samples, strict=True):
            mine.append(seconds_of(function))
    return samples
