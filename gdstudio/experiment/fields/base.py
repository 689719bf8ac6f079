"""What a field is: a description of a JSON value that reads, writes and documents itself."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeAlias, TypeVar

from gdstudio.experiment.errors import ExperimentError

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
Schema: TypeAlias = dict[str, Json]

T = TypeVar("T")
A = TypeVar("A")
B = TypeVar("B")


class Field(Protocol[T]):
    """Reads a JSON value into a T, writes a T as JSON, and states the JSON Schema of it."""

    @property
    def expected(self) -> str:
        """What the field expects, to stand after "expected": ``a number > 0``."""
        ...

    def read(self, value: object, path: str) -> T:
        """Return the value that stands at `path`, or raise `ExperimentError`."""
        ...

    def write(self, value: T) -> Json:
        """Return the JSON value that `read` turns back into `value`."""
        ...

    def schema(self) -> Schema:
        """Return the JSON Schema (2020-12) of the values that `read` accepts."""
        ...


@dataclass(frozen=True, slots=True)
class Converted(Generic[A, B]):
    """A field whose value is turned into another type after reading."""

    field: Field[A]
    decode: Callable[[A], B]
    encode: Callable[[B], A]

    @property
    def expected(self) -> str:
        """What the underlying field expects."""
        return self.field.expected

    def read(self, value: object, path: str) -> B:
        """Read, then decode."""
        return self.decode(self.field.read(value, path))

    def write(self, value: B) -> Json:
        """Encode, then write."""
        return self.field.write(self.encode(value))

    def schema(self) -> Schema:
        """Return the schema of the underlying field."""
        return self.field.schema()


@dataclass(frozen=True, slots=True)
class Checked(Generic[T]):
    """A field with a further condition, one that JSON Schema cannot express."""

    field: Field[T]
    check: Callable[[T, str], None]

    @property
    def expected(self) -> str:
        """What the underlying field expects."""
        return self.field.expected

    def read(self, value: object, path: str) -> T:
        """Read, then check."""
        result = self.field.read(value, path)
        self.check(result, path)
        return result

    def write(self, value: T) -> Json:
        """Write as the underlying field does."""
        return self.field.write(value)

    def schema(self) -> Schema:
        """Return the schema of the underlying field."""
        return self.field.schema()


@dataclass(frozen=True, slots=True)
class Nullable(Generic[T]):
    """A field that may also be null."""

    field: Field[T]

    @property
    def expected(self) -> str:
        """What the underlying field expects, or null."""
        return f"{self.field.expected} or null"

    def read(self, value: object, path: str) -> T | None:
        """Return None for null."""
        return None if value is None else self.field.read(value, path)

    def write(self, value: T | None) -> Json:
        """Write None as null."""
        return None if value is None else self.field.write(value)

    def schema(self) -> Schema:
        """Return a schema that allows null besides."""
        return {"anyOf": [self.field.schema(), {"type": "null"}]}


def converted(
    field: Field[A], decode: Callable[[A], B], encode: Callable[[B], A]
) -> Converted[A, B]:
    """Return `field` with its values turned by `decode` when read and `encode` when written."""
    return Converted(field, decode, encode)


def checked(field: Field[T], check: Callable[[T, str], None]) -> Checked[T]:
    """Return `field` with a further condition.

    `check` takes the value and its path, and raises `ExperimentError` for what it refuses.
    """
    return Checked(field, check)


def refined(field: Field[T], objection: Callable[[T], str | None]) -> Checked[T]:
    """Return `field` with a further condition: `objection` returns a reason to refuse, or None."""

    def check(value: T, path: str) -> None:
        reason = objection(value)
        if reason is not None:
            raise ExperimentError(path, reason)

    return Checked(field, check)


def nullable(field: Field[T]) -> Nullable[T]:
    """Return `field`, but null is allowed and reads as None."""
    return Nullable(field)
