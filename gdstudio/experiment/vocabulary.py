"""What the file format must know of methods and schedules. It is injected, never imported."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from gdstudio.experiment.fields import REQUIRED, Field
from gdstudio.experiment.model import Optimizer, Schedule

__all__ = ["REQUIRED", "MethodSchema", "Parameter", "ScheduleSchema", "Vocabulary"]

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
class ScheduleSchema:
    """A learning-rate schedule, as the file format sees it."""

    key: str
    label: str
    parameters: tuple[Parameter, ...] = ()


@dataclass(frozen=True)
class Vocabulary:
    """The methods and schedules that an experiment may name."""

    methods: Mapping[str, MethodSchema]
    schedules: Mapping[str, ScheduleSchema]

    def __post_init__(self) -> None:
        schemas: tuple[Mapping[str, MethodSchema | ScheduleSchema], ...]
        schemas = (self.methods, self.schedules)
        if any(key != schema.key for group in schemas for key, schema in group.items()):
            raise ValueError("a method or schedule stands under another key than its own")
        if Schedule().kind not in self.schedules:
            raise ValueError("the constant schedule is the default and must be there")

    def optimizer(self, method: str, convention: str | None = None) -> Optimizer:
        """Return the method with the defaults of `convention` (None: its first convention)."""
        schema = self.methods[method]
        chosen = schema.default_convention if convention is None else convention
        defaults = tuple((name, default) for name, _, default in schema.hyperparameters[chosen])
        return Optimizer(method, chosen, defaults)
