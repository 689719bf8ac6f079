"""What the file format must know of methods, schedules, losses, … It is injected, not imported."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, TypeAlias

from gdstudio.experiment.fields import REQUIRED, Field
from gdstudio.experiment.model import Optimizer, Schedule

__all__ = ["REQUIRED", "MethodSchema", "Parameter", "Vocabulary", "Word"]

RESERVED: Final = frozenset({"method", "convention", "schedule", "clip_norm"})
"""Keys of an optimizer in the file that no hyperparameter may have."""


class Parameter(NamedTuple):
    """A value that the user sets: its name, what it may be, and its default or ``REQUIRED``."""

    name: str
    field: Field[Any]
    default: Any


@dataclass(frozen=True)
class MethodSchema:
    """A method, as the file format sees it.

    Attributes
    ----------
    key
        The ``method`` in the file.
    label
        The name that people read; the default label of a run.
    conventions
        The values of ``convention``, the default first; empty when the method has none.
    hyperparameters
        For each convention (the only key is None when there are none) the hyperparameters in
        their order. ``learning_rate`` is the first.
    """

    key: str
    label: str
    conventions: tuple[str, ...]
    hyperparameters: Mapping[str | None, tuple[Parameter, ...]]

    def __post_init__(self) -> None:
        if set(self.hyperparameters) != set(self.conventions or (None,)):
            raise ValueError(f"{self.key}: each convention needs its hyperparameters")
        for parameters in self.hyperparameters.values():
            names = [name for name, _, _ in parameters]
            if names[:1] != ["learning_rate"]:
                raise ValueError(f"{self.key}: the first hyperparameter is learning_rate")
            if not RESERVED.isdisjoint(names):
                raise ValueError(f"{self.key}: {sorted(RESERVED)} are not for hyperparameters")

    @property
    def default_convention(self) -> str | None:
        """The convention when a file states none."""
        return self.conventions[0] if self.conventions else None


@dataclass(frozen=True)
class Word:
    """What a file may name, with the parameters that come with it.

    Attributes
    ----------
    key
        The name in the file.
    label
        The name that people read.
    """

    key: str
    label: str
    parameters: tuple[Parameter, ...] = ()


Words: TypeAlias = Mapping[str, Word]


@dataclass(frozen=True)
class Vocabulary:
    """Everything that an experiment may name.

    Attributes
    ----------
    methods, schedules
        Of a run's optimizer.
    activations, losses, inits
        Of a network, and the losses of a regression as well. An activation may have a ``slope``.
    generators
        Of data sets. Each has a parameter ``noise``.
    """

    methods: Mapping[str, MethodSchema]
    schedules: Words
    activations: Words
    losses: Words
    inits: Words
    generators: Words

    def __post_init__(self) -> None:
        groups: tuple[Mapping[str, MethodSchema | Word], ...]
        groups = (
            *(self.methods, self.schedules, self.activations),
            *(self.losses, self.inits, self.generators),
        )
        if any(key != word.key for group in groups for key, word in group.items()):
            raise ValueError("something stands under another key than its own")
        if Schedule().kind not in self.schedules:
            raise ValueError("the constant schedule is the default and must be there")

    def optimizer(self, method: str, convention: str | None = None) -> Optimizer:
        """Return the method with the defaults of `convention` (None: its first convention)."""
        schema = self.methods[method]
        chosen = schema.default_convention if convention is None else convention
        defaults = tuple((name, default) for name, _, default in schema.hyperparameters[chosen])
        return Optimizer(method, chosen, defaults)
