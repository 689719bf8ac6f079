"""How the weights of a network are drawn before it learns anything. Biases begin with 0."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from gdstudio.engine.objectives.architecture import Architecture

Weights = NDArray[np.float64]
Draw = Callable[[np.random.Generator, int, int, Mapping[str, float]], Weights]

LARGEST = 1e6
"""Of a weight that is drawn: beyond all use, and far from where arithmetic ends."""

_NOTHING: Mapping[str, float] = MappingProxyType({})


@dataclass(frozen=True)
class InitParameter:
    """A number that shapes a scheme."""

    name: str
    label: str
    symbol: str
    default: float
    minimum: float = 0.0
    maximum: float | None = None
    minimum_excluded: bool = False


@dataclass(frozen=True)
class Init:
    """A scheme for the weights of a layer.

    Attributes
    ----------
    key, label
        In files; in the window.
    formula
        The distribution of a weight as LaTeX, for n inputs and m units of the layer.
    hint
        One sentence for a student.
    parameters
        What a person chooses.
    draw
        Function of the generator, fan_in, fan_out and the parameters by name, that returns the
        weights (fan_in, fan_out).
    """

    key: str
    label: str
    formula: str
    hint: str
    parameters: tuple[InitParameter, ...]
    draw: Draw


def initial_parameters(
    architecture: Architecture,
    scheme: str,
    seed: int | np.random.Generator,
    parameters: Mapping[str, float] = _NOTHING,
) -> NDArray[np.float64]:
    """Return a start (d,): weights of each layer in turn as the scheme draws them, biases 0.

    Parameters
    ----------
    scheme, parameters
        Key in ``INITS``, and its parameters by name; those left out have their defaults.
    seed
        Of the random numbers, or where they come from.

    Raises
    ------
    KeyError
        There is no such scheme.
    """
    init = INITS[scheme]
    generator = np.random.default_rng(seed)
    chosen = {each.name: parameters.get(each.name, each.default) for each in init.parameters}
    theta = np.zeros(architecture.parameter_count)
    for weights, _ in architecture.layer_parameters(theta):
        fan_in, fan_out = weights.shape
        weights[:] = init.draw(generator, fan_in, fan_out, chosen)
    return theta


def _zeros(
    generator: np.random.Generator, fan_in: int, fan_out: int, parameters: Mapping[str, float]
) -> Weights:
    return np.zeros((fan_in, fan_out))


def _uniform(
    generator: np.random.Generator, fan_in: int, fan_out: int, parameters: Mapping[str, float]
) -> Weights:
    limit = parameters["limit"]
    return generator.uniform(-limit, limit, (fan_in, fan_out))


def _normal(
    generator: np.random.Generator, fan_in: int, fan_out: int, parameters: Mapping[str, float]
) -> Weights:
    return generator.normal(0.0, parameters["std"], (fan_in, fan_out))


def _uniform_of(variance: Callable[[int, int], float]) -> Draw:
    """Return a draw from [−a, a], of which the variance is a²/3."""

    def draw(
        generator: np.random.Generator, fan_in: int, fan_out: int, parameters: Mapping[str, float]
    ) -> Weights:
        limit = math.sqrt(3.0 * variance(fan_in, fan_out))
        return generator.uniform(-limit, limit, (fan_in, fan_out))

    return draw


def _normal_of(variance: Callable[[int, int], float]) -> Draw:
    def draw(
        generator: np.random.Generator, fan_in: int, fan_out: int, parameters: Mapping[str, float]
    ) -> Weights:
        return generator.normal(0.0, math.sqrt(variance(fan_in, fan_out)), (fan_in, fan_out))

    return draw


def _glorot(fan_in: int, fan_out: int) -> float:
    """Variance of Glorot and Bengio 2010: what goes forward and back keeps its size."""
    return 2.0 / (fan_in + fan_out)


def _he(fan_in: int, fan_out: int) -> float:
    """Variance of He et al. 2015: as LeCun's, for units of which half are cut off."""
    return 2.0 / fan_in


def _lecun(fan_in: int, fan_out: int) -> float:
    """Variance of LeCun et al. 1998: a unit's sum varies as its inputs do."""
    return 1.0 / fan_in


INITS: Mapping[str, Init] = MappingProxyType(
    {
        init.key: init
        for init in (
            Init(
                "zeros",
                "Zeros",
                "w = 0",
                "All units of a layer stay alike for ever: to see why chance is needed.",
                (),
                _zeros,
            ),
            Init(
                "uniform",
                "Uniform",
                r"w \sim U(-a, a)",
                "Any number between the limits, whatever the size of the layer.",
                (InitParameter("limit", "Limit", "a", 0.5, maximum=LARGEST),),
                _uniform,
            ),
            Init(
                "normal",
                "Normal",
                r"w \sim N(0, \sigma^2)",
                "A bell curve, whatever the size of the layer.",
                (InitParameter("std", "Standard deviation", r"\sigma", 0.1, maximum=LARGEST),),
                _normal,
            ),
            Init(
                "glorot_uniform",
                "Glorot uniform",
                r"w \sim U(-a, a), \quad a = \sqrt{\frac{6}{n + m}}",
                "For tanh and sigmoid: signals keep their size forward and back.",
                (),
                _uniform_of(_glorot),
            ),
            Init(
                "glorot_normal",
                "Glorot normal",
                r"w \sim N(0, \frac{2}{n + m})",
                "For tanh and sigmoid: signals keep their size forward and back.",
                (),
                _normal_of(_glorot),
            ),
            Init(
                "he_uniform",
                "He uniform",
                r"w \sim U(-a, a), \quad a = \sqrt{\frac{6}{n}}",
                "For ReLU and its kin, which let half of the signal through.",
                (),
                _uniform_of(_he),
            ),
            Init(
                "he_normal",
                "He normal",
                r"w \sim N(0, \frac{2}{n})",
                "For ReLU and its kin, which let half of the signal through.",
                (),
                _normal_of(_he),
            ),
            Init(
                "lecun_uniform",
                "LeCun uniform",
                r"w \sim U(-a, a), \quad a = \sqrt{\frac{3}{n}}",
                "Signals keep their size on the way forward.",
                (),
                _uniform_of(_lecun),
            ),
            Init(
                "lecun_normal",
                "LeCun normal",
                r"w \sim N(0, \frac{1}{n})",
                "Signals keep their size on the way forward.",
                (),
                _normal_of(_lecun),
            ),
        )
    }
)
