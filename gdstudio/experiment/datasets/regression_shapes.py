"""Generators of numbers to fit; the inputs are uniform over [-1, 1]."""

from typing import Final

import numpy as np

from gdstudio.experiment.datasets.examples import Floats
from gdstudio.experiment.datasets.generator import (
    Generator,
    GeneratorParameter,
    Shape,
    Values,
)


def _line(random: np.random.Generator, samples: int, parameters: Values) -> tuple[Floats, Floats]:
    """Return points of y = slope·x + intercept."""
    x = _uniform(random, samples, 1)
    return x, parameters["slope"] * x[:, 0] + parameters["intercept"]


def _sine(random: np.random.Generator, samples: int, parameters: Values) -> tuple[Floats, Floats]:
    """Return points of y = sin(π·periods·x)."""
    x = _uniform(random, samples, 1)
    return x, np.sin(np.pi * parameters["periods"] * x[:, 0])


def _polynomial(
    random: np.random.Generator, samples: int, parameters: Values
) -> tuple[Floats, Floats]:
    """Return points of y = T(x), the Chebyshev polynomial of the degree: Tₙ₊₁ = 2x·Tₙ - Tₙ₋₁."""
    x = _uniform(random, samples, 1)
    before, value = np.ones(samples), x[:, 0]
    for _ in range(int(parameters["degree"]) - 1):
        before, value = value, 2.0 * x[:, 0] * value - before
    return x, value


def _plane(random: np.random.Generator, samples: int, parameters: Values) -> tuple[Floats, Floats]:
    """Return points of z = slope_x·x + slope_y·y + intercept."""
    xy = _uniform(random, samples, 2)
    sloping = parameters["slope_x"] * xy[:, 0] + parameters["slope_y"] * xy[:, 1]
    return xy, sloping + parameters["intercept"]


def _saddle(
    random: np.random.Generator, samples: int, _parameters: Values
) -> tuple[Floats, Floats]:
    """Return points of z = x² - y²."""
    xy = _uniform(random, samples, 2)
    return xy, xy[:, 0] ** 2 - xy[:, 1] ** 2


def _uniform(random: np.random.Generator, samples: int, inputs: int) -> Floats:
    return random.uniform(-1.0, 1.0, (samples, inputs))


def _curve(key: str, hint: str, shape: Shape, *parameters: GeneratorParameter) -> Generator:
    return Generator(key, key.capitalize(), hint, shape, False, ("x",), "y", 0.1, parameters)


def _surface(key: str, hint: str, shape: Shape, *parameters: GeneratorParameter) -> Generator:
    return Generator(key, key.capitalize(), hint, shape, False, ("x", "y"), "z", 0.1, parameters)


def _coefficient(name: str, label: str, default: float, hint: str) -> GeneratorParameter:
    return GeneratorParameter(name, label, default, -10.0, 10.0, hint)


LINE: Final = _curve(
    "line",
    "Points around y = slope · x + intercept: two numbers to find.",
    _line,
    _coefficient("slope", "Slope", 2.0, "How much y grows when x grows by 1."),
    _coefficient("intercept", "Intercept", 1.0, "The value of y at x = 0."),
)
SINE: Final = _curve(
    "sine",
    "Points around a sine wave: a curve for a small network.",
    _sine,
    GeneratorParameter("periods", "Periods", 1.0, 0.25, 10.0, "How many waves there are."),
)
POLYNOMIAL: Final = _curve(
    "polynomial",
    "Points around a Chebyshev polynomial, which swings between -1 and 1.",
    _polynomial,
    GeneratorParameter("degree", "Degree", 3, 1, 10, "The highest power of x."),
)
PLANE: Final = _surface(
    "plane",
    "Points around a plane: linear regression with two inputs.",
    _plane,
    _coefficient("slope_x", "Slope along x", 1.0, "How much z grows when x grows by 1."),
    _coefficient("slope_y", "Slope along y", -0.5, "How much z grows when y grows by 1."),
    _coefficient("intercept", "Intercept", 0.0, "The value of z at x = y = 0."),
)
SADDLE: Final = _surface("saddle", "Points around z = x² − y²: up along x, down along y.", _saddle)
