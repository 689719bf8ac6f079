"""Fields for data that stand in the experiment itself, row by row."""

from dataclasses import dataclass
from typing import Final

from gdstudio.experiment.errors import ExperimentError
from gdstudio.experiment.fields import (
    PRINTABLE,
    Json,
    Key,
    Number,
    Schema,
    Text,
    Values,
    array,
    number,
    required,
    text,
)
from gdstudio.experiment.fields.wording import at_index, at_key, counted, described
from gdstudio.experiment.limits import MOST_COLUMNS, MOST_SAMPLES

_LONGEST_CLASS_NAME: Final = 200


@dataclass(frozen=True, slots=True)
class Target:
    """A number, or the name of a class."""

    number: Number
    name: Text

    @property
    def expected(self) -> str:
        """``a number or the name of a class``."""
        return f"{self.number.expected} or {self.name.noun}"

    def read(self, value: object, path: str) -> float | str:
        """Return a finite number or a name."""
        if isinstance(value, str):
            return self.name.read(value, path)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return self.number.read(value, path)
        raise ExperimentError(path, f"expected {self.expected}, got {described(value)}")

    def write(self, value: float | str) -> Json:
        """Return the number or name itself."""
        return value

    def schema(self) -> Schema:
        """Return a schema that allows both."""
        return {"anyOf": [self.number.schema(), self.name.schema()]}


def inline_keys() -> dict[str, Key]:
    """Return the keys of data that stand in the file."""
    name = text("the name of a class", minimum=1, maximum=_LONGEST_CLASS_NAME, pattern=PRINTABLE)
    inputs = array(array(number(), 1, MOST_COLUMNS), 1, MOST_SAMPLES)
    targets = array(array(Target(number(), name), 1, MOST_COLUMNS), 1, MOST_SAMPLES)
    return {"inputs": required(inputs), "targets": required(targets)}


def refuse_uneven_rows(values: Values, path: str) -> None:
    """Raise `ExperimentError` unless all rows are alike and each input has its target."""
    inputs: tuple[tuple[float, ...], ...] = values["inputs"]
    targets: tuple[tuple[float | str, ...], ...] = values["targets"]
    targets_path = at_key(path, "targets")
    _refuse_other_lengths(inputs, at_key(path, "inputs"))
    _refuse_other_lengths(targets, targets_path)
    _refuse_mixed_targets(targets, targets_path)
    if len(inputs) != len(targets):
        wanted = f"{counted(len(inputs), 'row')}, one for each row of inputs"
        raise ExperimentError(targets_path, f"expected {wanted}, got {len(targets)}")


def _refuse_other_lengths(rows: tuple[tuple[object, ...], ...], path: str) -> None:
    first = len(rows[0])
    for index, row in enumerate(rows):
        if len(row) != first:
            wanted = f"{counted(first, 'value')}, as in the first row"
            raise ExperimentError(at_index(path, index), f"expected {wanted}, got {len(row)}")


def _refuse_mixed_targets(rows: tuple[tuple[float | str, ...], ...], path: str) -> None:
    is_text = isinstance(rows[0][0], str)
    if is_text and len(rows[0]) > 1:
        reason = f"expected one name of a class, got {counted(len(rows[0]), 'value')}"
        raise ExperimentError(at_index(path, 0), reason)
    for index, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, str) is not is_text:
                wanted = "the name of a class" if is_text else "a number"
                reason = f"expected {wanted}, as in the first row, got {described(value)}"
                raise ExperimentError(at_index(at_index(path, index), column), reason)
