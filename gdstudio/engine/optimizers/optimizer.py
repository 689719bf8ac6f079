"""What an optimization method is: its names, its hyperparameters, its update rules."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from gdstudio.engine.jit import Kernel

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]
UpdateRule = Kernel[[Vector, Vector, Matrix, Vector, float, int], None]
Probe = Kernel[[Vector, Matrix, Vector, Vector], None]
UpdatePointer = Callable[[Vector, Vector, Matrix, Vector, float, int], None]
"""What ``UpdateRule.compiled`` is."""
ProbePointer = Callable[[Vector, Matrix, Vector, Vector], None]
"""What ``Probe.compiled`` is."""
Values = Mapping[str, float | bool]
"""Hyperparameters by name."""


@dataclass(frozen=True)
class Hyperparameter:
    """A number, or a switch, that a person chooses for a method.

    Attributes
    ----------
    name, label, symbol
        In files; in the window; in formulas (LaTeX).
    default
        A number, or True/False for a switch.
    minimum, maximum
        Range of a number, None where it is open-ended.
    minimum_excluded, maximum_excluded
        Whether the ends themselves are refused.
    hint
        One sentence for a student.
    """

    name: str
    label: str
    symbol: str
    default: float | bool
    hint: str
    minimum: float | None = 0.0
    maximum: float | None = None
    minimum_excluded: bool = False
    maximum_excluded: bool = False

    @property
    def is_switch(self) -> bool:
        """Whether it is on or off rather than a number."""
        return isinstance(self.default, bool)


@dataclass(frozen=True, eq=False)
class StepState:
    """What an update rule meets in one step, and what it leaves.

    Attributes
    ----------
    before, after
        The slots (s, d) before and after the step.
    values, rate, t
        The hyperparameters by name, the learning rate of the step, and t = 1, 2, …
    """

    before: Matrix
    after: Matrix
    values: Values
    rate: float
    t: int


@dataclass(frozen=True, eq=False)
class Split:
    """A step taken apart: Δθ = scale · fresh · g + memory_scale · memory, by components.

    Attributes
    ----------
    fresh
        The factor of this step's own gradient in a step without preconditioning.
    memory
        What steps before this one add to it, (d,) or 0.
    scale, memory_scale
        How preconditioning stretches and shrinks the components of both, (d,) or 1.
    """

    fresh: float
    memory: Vector | float = 0.0
    scale: Vector | float = 1.0
    memory_scale: Vector | float = 1.0


@dataclass(frozen=True)
class Convention:
    """One way in which a framework or a textbook writes a method.

    Attributes
    ----------
    key, label
        In files (None where a method is written one way only); in the window.
    update
        The update rule (see ``engine.signatures``).
    formula
        The rule as LaTeX, line by line, as it is for these hyperparameters (see ``always``).
    split
        Takes a step of the rule apart.
    defaults
        Hyperparameters whose default differs from the method's own.
    initial_slots
        What each slot of the memory holds at the start; their number is the number of slots.
    probe
        Where the gradient is taken when it is not taken at θ.
    highest_stable
        On ½Lx² the rule is stable for learning rates below this number divided by L. None where
        no such rule is known.
    """

    key: str | None
    label: str
    update: UpdateRule
    formula: Callable[[Values], tuple[str, ...]]
    split: Callable[[StepState], Split]
    defaults: Mapping[str, float | bool] = field(default_factory=dict)
    initial_slots: tuple[float, ...] = ()
    probe: Probe | None = None
    highest_stable: Callable[[Values], float] | None = None

    def default_of(self, hyperparameter: Hyperparameter) -> float | bool:
        """Return the default of a hyperparameter under this convention."""
        return self.defaults.get(hyperparameter.name, hyperparameter.default)


@dataclass(frozen=True)
class Optimizer:
    """A method. Its first hyperparameter is the learning rate, its first convention the default.

    Attributes
    ----------
    is_adaptive
        Whether its steps do not grow with the gradient: another learning rate suits it.
    """

    key: str
    label: str
    hint: str
    hyperparameters: tuple[Hyperparameter, ...]
    conventions: tuple[Convention, ...]
    is_adaptive: bool = False

    def convention(self, key: str | None) -> Convention:
        """Return the convention called ``key``; None means the default one.

        Raises
        ------
        KeyError
            The method is not written in that convention.
        """
        if key is None:
            return self.conventions[0]
        for convention in self.conventions:
            if convention.key == key:
                return convention
        raise KeyError(key)


def always(*lines: str) -> Callable[[Values], tuple[str, ...]]:
    """Return the formula of a rule that is the same for all hyperparameters."""
    return lambda _values: lines


def learning_rate(default: float) -> Hyperparameter:
    """Return the learning rate of a method."""
    return Hyperparameter(
        name="learning_rate",
        label="Learning rate",
        symbol=r"\eta",
        default=default,
        hint="How far each step goes. Too small crawls, too large overshoots.",
        minimum_excluded=True,
    )


def decay(name: str, label: str, symbol: str, default: float, hint: str) -> Hyperparameter:
    """Return a factor in [0, 1) by which a memory fades from step to step."""
    return Hyperparameter(
        name, label, symbol, default, hint, minimum=0.0, maximum=1.0, maximum_excluded=True
    )


def epsilon(default: float) -> Hyperparameter:
    """Return the small number that keeps a denominator from 0."""
    return Hyperparameter(
        name="epsilon",
        label="Epsilon",
        symbol=r"\varepsilon",
        default=default,
        hint="A small number that keeps the denominator away from 0.",
    )
