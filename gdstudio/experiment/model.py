"""What to run: immutable, comparable values. An edit makes a new one with `dataclasses.replace`."""

from dataclasses import KW_ONLY, dataclass, replace
from typing import TypeAlias

from gdstudio.experiment.data_objectives import NetworkObjective, RegressionObjective


@dataclass(frozen=True, slots=True)
class FunctionObjective:
    """A function of a few variables, given as text.

    Attributes
    ----------
    expression
        The function, as the user wrote it.
    variables
        Names of the variables, in the order of the parameter vector.
    domain
        What the pictures show: lowest and highest value of each variable.
    gradient_noise
        Standard deviation of the normal noise added to each component of the gradient.
    """

    expression: str
    variables: tuple[str, ...]
    domain: tuple[tuple[float, float], ...]
    gradient_noise: float = 0.0


DataObjective: TypeAlias = RegressionObjective | NetworkObjective
Objective: TypeAlias = FunctionObjective | DataObjective


@dataclass(frozen=True, slots=True)
class Batch:
    """How many rows of the data each step sees: all (None), one (SGD) or a mini-batch."""

    size: int | None = None
    shuffle: bool = True


@dataclass(frozen=True, slots=True)
class StopRules:
    """When a run ends. A tolerance of 0 is off."""

    max_steps: int = 500
    gradient_tolerance: float = 1e-8
    loss_tolerance: float = 0.0
    divergence_loss: float = 1e12


@dataclass(frozen=True, slots=True)
class Schedule:
    """How the learning rate changes from step to step."""

    kind: str = "constant"
    parameters: tuple[tuple[str, float | int], ...] = ()

    def value(self, name: str) -> float | int:
        """Return the parameter `name`; a `KeyError` when the kind has none of that name."""
        return dict(self.parameters)[name]


@dataclass(frozen=True, slots=True)
class Optimizer:
    """A method with the values of its hyperparameters.

    Attributes
    ----------
    method
        Key of the method, such as ``adam``.
    convention
        Whose formula it is, such as ``pytorch``; None for a method that all write alike.
    hyperparameters
        Name and value of each, in the method's own order; ``learning_rate`` is the first.
    schedule
        How the learning rate changes.
    clip_norm
        Longest gradient that passes unscaled; None: any.
    weight_decay
        L2 decay added to the gradient. It is 0 for a method whose own hyperparameters contain a
        ``weight_decay``.
    """

    method: str
    convention: str | None
    hyperparameters: tuple[tuple[str, float | bool], ...]
    schedule: Schedule = Schedule()
    clip_norm: float | None = None
    weight_decay: float = 0.0

    def value(self, name: str) -> float | bool:
        """Return the hyperparameter `name`; a `KeyError` when the method has none of that name."""
        return dict(self.hyperparameters)[name]

    def with_value(self, name: str, value: float | bool) -> "Optimizer":
        """Return this optimizer with another value of the hyperparameter `name`."""
        values = dict(self.hyperparameters)
        if name not in values:
            raise KeyError(name)
        return replace(self, hyperparameters=tuple((values | {name: value}).items()))


@dataclass(frozen=True, slots=True)
class Run:
    """One optimizer on the objective. Its own start and batch, if any, replace the common ones."""

    label: str
    color: str
    optimizer: Optimizer
    start: tuple[float, ...] | None = None
    batch: Batch | None = None


@dataclass(frozen=True, slots=True)
class Experiment:
    """Everything that decides what the traces will be, and nothing else.

    Attributes
    ----------
    start
        The first parameter vector. Empty, which only a data objective allows: a regression starts
        with zeros, a network as its scheme draws it from the seed.
    evaluation_interval
        Steps from one evaluation of the loss over all rows, for training and for test, to the
        next; None: an epoch.
    """

    objective: Objective
    runs: tuple[Run, ...]
    _: KW_ONLY
    title: str = ""
    start: tuple[float, ...]
    batch: Batch = Batch()
    stop: StopRules = StopRules()
    evaluation_interval: int | None = None
    seed: int = 0

    @property
    def function(self) -> FunctionObjective:
        """The objective of an experiment on a function; a `TypeError` on any other."""
        if isinstance(self.objective, FunctionObjective):
            return self.objective
        raise TypeError("the objective of this experiment is not a function")

    def replace_run(self, index: int, run: Run) -> "Experiment":
        """Return this experiment with `run` in the place of the run at `index`."""
        runs = list(self.runs)
        runs[index] = run
        return replace(self, runs=tuple(runs))

    def start_of(self, run: Run) -> tuple[float, ...]:
        """Return where `run` starts; empty as `start` may be."""
        return self.start if run.start is None else run.start
