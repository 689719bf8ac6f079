"""Fields for lists."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from gdstudio.experiment.errors import ExperimentError
from gdstudio.experiment.fields.base import Field, Json, Schema
from gdstudio.experiment.fields.wording import at_index, counted, described

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Array(Generic[T]):
    """A list of like items, read as a tuple."""

    field: Field[T]
    minimum: int
    maximum: int | None
    unique: bool

    @property
    def expected(self) -> str:
        """``a list of`` and how many items."""
        if self.maximum is None:
            return (
                f"a list of at least {counted(self.minimum, 'item')}" if self.minimum else "a list"
            )
        if self.minimum == self.maximum:
            return f"a list of {counted(self.maximum, 'item')}"
        return f"a list of {self.minimum} to {self.maximum} items"

    def read(self, value: object, path: str) -> tuple[T, ...]:
        """Return the items, each read by the item's field."""
        if not isinstance(value, list) or not self._allows(len(value)):
            raise ExperimentError(path, f"expected {self.expected}, got {described(value)}")
        items = tuple(
            self.field.read(item, at_index(path, index)) for index, item in enumerate(value)
        )
        if self.unique:
            self._refuse_repetition(items, path)
        return items

    def _refuse_repetition(self, items: tuple[T, ...], path: str) -> None:
        seen: set[T] = set()
        for index, item in enumerate(items):
            if item in seen:
                reason = f"{described(item)} stands in the list twice; remove one"
                raise ExperimentError(at_index(path, index), reason)
            seen.add(item)

    def _allows(self, length: int) -> bool:
        return length >= self.minimum and (self.maximum is None or length <= self.maximum)

    def write(self, value: tuple[T, ...]) -> Json:
        """Return a list of the written items."""
        return [self.field.write(item) for item in value]

    def schema(self) -> Schema:
        """Return the schema of such a list."""
        upper: Schema = {} if self.maximum is None else {"maxItems": self.maximum}
        return {
            "type": "array",
            "items": self.field.schema(),
            "minItems": self.minimum,
            **upper,
            **({"uniqueItems": True} if self.unique else {}),
        }


def array(
    field: Field[T], minimum: int = 0, maximum: int | None = None, *, unique: bool = False
) -> Array[T]:
    """Return a field for a list of `minimum` to `maximum` items, each read by `field`.

    Where `unique`, no two items are the same.
    """
    return Array(field, minimum, maximum, unique)
