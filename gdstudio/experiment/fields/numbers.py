"""Fields for numbers and truth values. Strict: a bool or a text is never a number."""

import math
from dataclasses import dataclass

from gdstudio.experiment.errors import ExperimentError
from gdstudio.experiment.fields.base import Json, Schema
from gdstudio.experiment.fields.wording import described


@dataclass(frozen=True, slots=True)
class Bounds:
    """Limits of a number, each optional."""

    minimum: float | None = None
    maximum: float | None = None
    exclusive_minimum: float | None = None
    exclusive_maximum: float | None = None

    def contain(self, value: float) -> bool:
        """Tell whether `value` is within the limits."""
        return (
            (self.minimum is None or value >= self.minimum)
            and (self.maximum is None or value <= self.maximum)
            and (self.exclusive_minimum is None or value > self.exclusive_minimum)
            and (self.exclusive_maximum is None or value < self.exclusive_maximum)
        )

    def after(self, noun: str) -> str:
        """Return `noun` followed by the limits in words."""
        if self.minimum is not None and self.maximum is not None:
            return f"{noun} from {_plain(self.minimum)} to {_plain(self.maximum)}"
        signs = (
            (">", self.exclusive_minimum),
            ("≥", self.minimum),
            ("<", self.exclusive_maximum),
            ("≤", self.maximum),
        )
        limits = [f"{sign} {_plain(limit)}" for sign, limit in signs if limit is not None]
        return f"{noun} {' and '.join(limits)}" if limits else noun

    def schema(self) -> Schema:
        """Return the limits as JSON Schema keywords."""
        keywords = {
            "minimum": self.minimum,
            "maximum": self.maximum,
            "exclusiveMinimum": self.exclusive_minimum,
            "exclusiveMaximum": self.exclusive_maximum,
        }
        return {name: limit for name, limit in keywords.items() if limit is not None}


@dataclass(frozen=True, slots=True)
class Number:
    """A finite number within bounds, read as a float."""

    bounds: Bounds

    @property
    def expected(self) -> str:
        """``a number`` with its bounds."""
        return self.bounds.after("a number")

    def read(self, value: object, path: str) -> float:
        """Return a finite float within the bounds."""
        if isinstance(value, int | float) and not isinstance(value, bool):
            number = _as_float(value)
            if math.isfinite(number) and self.bounds.contain(number):
                return number
        raise ExperimentError(path, f"expected {self.expected}, got {described(value)}")

    def write(self, value: float) -> Json:
        """Return the number itself."""
        return value

    def schema(self) -> Schema:
        """Return the schema of a number with these bounds."""
        return {"type": "number", **self.bounds.schema()}


@dataclass(frozen=True, slots=True)
class Integer:
    """A whole number within bounds. ``1e3`` and ``5.0`` are whole, as in JSON Schema."""

    bounds: Bounds

    @property
    def expected(self) -> str:
        """``an integer`` with its bounds."""
        return self.bounds.after("an integer")

    def read(self, value: object, path: str) -> int:
        """Return an int within the bounds."""
        whole = (isinstance(value, int) and not isinstance(value, bool)) or (
            isinstance(value, float) and value.is_integer()
        )
        if whole and isinstance(value, int | float) and self.bounds.contain(value):
            return int(value)
        raise ExperimentError(path, f"expected {self.expected}, got {described(value)}")

    def write(self, value: int) -> Json:
        """Return the integer itself."""
        return value

    def schema(self) -> Schema:
        """Return the schema of an integer with these bounds."""
        return {"type": "integer", **self.bounds.schema()}


@dataclass(frozen=True, slots=True)
class Boolean:
    """``true`` or ``false``."""

    @property
    def expected(self) -> str:
        """``true or false``."""
        return "true or false"

    def read(self, value: object, path: str) -> bool:
        """Return a bool; 0 and 1 are not."""
        if isinstance(value, bool):
            return value
        raise ExperimentError(path, f"expected {self.expected}, got {described(value)}")

    def write(self, value: bool) -> Json:
        """Return the bool itself."""
        return value

    def schema(self) -> Schema:
        """Return the schema of a bool."""
        return {"type": "boolean"}


def number(
    *,
    minimum: float | None = None,
    maximum: float | None = None,
    exclusive_minimum: float | None = None,
    exclusive_maximum: float | None = None,
) -> Number:
    """Return a field for a finite number within bounds."""
    return Number(Bounds(minimum, maximum, exclusive_minimum, exclusive_maximum))


def integer(*, minimum: int | None = None, maximum: int | None = None) -> Integer:
    """Return a field for a whole number within bounds."""
    return Integer(Bounds(minimum, maximum))


def boolean() -> Boolean:
    """Return a field for ``true`` or ``false``."""
    return Boolean()


def _as_float(value: float) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf


def _plain(limit: float) -> str:
    return str(limit) if isinstance(limit, int) else f"{limit:g}"
