"""Fields for objects with known keys."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from operator import attrgetter
from typing import Any, Final, TypeAlias, TypeVar

from gdstudio.experiment.errors import ExperimentError
from gdstudio.experiment.fields.base import Converted, Field, Json, Schema
from gdstudio.experiment.fields.wording import at_key, described, hint, listed, quoted

T = TypeVar("T")


class Requirement(Enum):
    """The mark of a key that has no default."""

    REQUIRED = auto()


REQUIRED: Final = Requirement.REQUIRED
"""Stands in the place of a default: the key must be there."""

Values: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Key:
    """One key of an object.

    Attributes
    ----------
    field
        The field of its value.
    default
        The value when the key is left out, or ``REQUIRED``.
    may_be_absent
        The key has no default of its own: left out, it reads as None, and None is not written.
    """

    field: Field[Any]
    default: Any = REQUIRED
    may_be_absent: bool = False

    @property
    def is_required(self) -> bool:
        """Whether the key must be there."""
        return self.default is REQUIRED

    def schema(self) -> Schema:
        """Return the schema of the value, with its default."""
        if self.is_required or self.may_be_absent:
            return self.field.schema()
        return {**self.field.schema(), "default": self.field.write(self.default)}


@dataclass(frozen=True, slots=True)
class Record:
    """An object with known keys, read as a dictionary that has them all, in their order."""

    keys: Mapping[str, Key]

    @property
    def expected(self) -> str:
        """``an object``."""
        return "an object"

    def read(self, value: object, path: str) -> Values:
        """Return the value of every key; unknown and missing keys are refused."""
        if not isinstance(value, dict):
            raise ExperimentError(path, f"expected {self.expected}, got {described(value)}")
        for name in value:
            if name not in self.keys:
                raise ExperimentError(path, self._unknown(name))
        return {name: self._read_key(name, value, path) for name in self.keys}

    def _read_key(self, name: str, value: dict[str, object], path: str) -> object:
        key = self.keys[name]
        if name in value:
            return key.field.read(value[name], at_key(path, name))
        if key.is_required:
            raise ExperimentError(at_key(path, name), f"missing; expected {key.field.expected}")
        return key.default

    def _unknown(self, name: object) -> str:
        if not isinstance(name, str):
            return f"expected keys that are text, got {described(name)}"
        known = listed([quoted(known) for known in self.keys], "and")
        return (
            f"unknown key {quoted(name)}{hint(name, self.keys) or f'; the keys here are {known}'}"
        )

    def write(self, value: Values) -> dict[str, Json]:
        """Return an object that states every key that has a value, in order."""
        for name in value:
            if name not in self.keys:
                raise ExperimentError("", self._unknown(name))
        for name in self.keys:
            if name not in value:
                raise ExperimentError(name, f"missing; expected {self.keys[name].field.expected}")
        return {
            name: key.field.write(value[name])
            for name, key in self.keys.items()
            if not (key.may_be_absent and value[name] is None)
        }

    def schema(self) -> Schema:
        """Return the schema of such an object."""
        needed: list[Json] = [name for name, key in self.keys.items() if key.is_required]
        return {
            "type": "object",
            "properties": {name: key.schema() for name, key in self.keys.items()},
            **({"required": needed} if needed else {}),
            "additionalProperties": False,
        }


def required(field: Field[Any]) -> Key:
    """Return a key that must be there."""
    return Key(field)


def optional(field: Field[Any], default: object) -> Key:
    """Return a key that may be left out, and then has the value `default`."""
    return Key(field, default)


def absent(field: Field[Any]) -> Key:
    """Return a key that may be left out, and then reads as None; null itself is refused."""
    return Key(field, None, may_be_absent=True)


def record(keys: Mapping[str, Key]) -> Record:
    """Return a field for an object with exactly these keys, read as a dictionary."""
    return Record(dict(keys))


def structure(build: Callable[..., T], keys: Mapping[str, Key]) -> Converted[Values, T]:
    """Return a field for an object whose keys are the keyword arguments of `build`.

    The attributes of what `build` returns must have the same names: writing reads them back.
    """
    getters = {name: attrgetter(name) for name in keys}

    def encode(value: T) -> Values:
        return {name: getter(value) for name, getter in getters.items()}

    return Converted(record(keys), lambda values: build(**values), encode)
