"""Examples from the columns of a file."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.experiment.data_objectives import CsvSource
from gdstudio.experiment.datasets.csv_numbers import DECIMAL_COMMA, number_in
from gdstudio.experiment.datasets.csv_table import CsvColumn, CsvTable, read_csv
from gdstudio.experiment.datasets.examples import INPUTS, TARGET, Examples, Targets
from gdstudio.experiment.errors import ExperimentError
from gdstudio.experiment.fields.wording import at_index, hint, listed, quoted

_MOST_LISTED: Final = 5


@dataclass(frozen=True, slots=True)
class _Use:
    """A column and the JSON path of what chose it."""

    table: CsvTable
    column: CsvColumn
    path: str

    def refused(self, row: int | None, reason: str) -> ExperimentError:
        """Return the error for the cell in `row`, or for the whole column."""
        place = f"column {quoted(self.column.name)}"
        if row is not None:
            place = f"line {self.table.lines[row]}, {place}"
            reason += self._advice(row)
        return ExperimentError(
            self.path, f"cannot use {quoted(self.table.file.name)}: {place}: {reason}"
        )

    def _advice(self, row: int) -> str:
        """Return what to do about a cell that looks like a number in another place."""
        if self.column.kind == "number":
            return ""
        cell = self.column.texts[row]
        if self.table.has_decimal_commas and "." in cell and not math.isnan(number_in(cell)):
            return "; the numbers of this file have decimal commas, so that a point is ambiguous"
        if not self.table.has_decimal_commas and DECIMAL_COMMA.fullmatch(cell):
            return "; write it with a decimal point"
        return ""


def csv_examples(source: CsvSource) -> Examples:
    """Return the chosen columns of a file.

    Raises
    ------
    ExperimentError
        As `read_csv` and `examples_from`.
    """
    return examples_from(read_csv(source.path, source.delimiter, source.header), source)


def examples_from(table: CsvTable, source: CsvSource) -> Examples:
    """Return the chosen columns of a table that has been read.

    Raises
    ------
    ExperimentError
        There is no such column, it is chosen twice, or a cell of it has no value, no finite
        number or, among the inputs, text; the sentence names line and column.
    """
    if not source.inputs:
        raise ExperimentError(INPUTS, "expected at least one column")
    columns = {column.name: column for column in table.columns}
    inputs = [
        _use(table, columns, name, at_index(INPUTS, index))
        for index, name in enumerate(source.inputs)
    ]
    target = _use(table, columns, source.target, TARGET)
    _refuse_repetition(inputs, target)
    for use in inputs:
        _check_numbers(use)
    _check_present([*inputs, target])
    for use in (*inputs, target):
        _check_finite(use)
    return Examples(
        np.column_stack([use.column.numbers for use in inputs]), source.inputs, _targets(target)
    )


def _use(table: CsvTable, columns: Mapping[str, CsvColumn], name: str, path: str) -> _Use:
    if name in columns:
        return _Use(table, columns[name], path)
    known = hint(name, columns) or f"; it has {_few(table.column_names)}"
    raise ExperimentError(path, f"{quoted(table.file.name)} has no column {quoted(name)}{known}")


def _refuse_repetition(inputs: Sequence[_Use], target: _Use) -> None:
    seen: set[str] = set()
    for use in inputs:
        name = use.column.name
        if name == target.column.name:
            raise ExperimentError(use.path, f"the target {quoted(name)} cannot be an input too")
        if name in seen:
            raise ExperimentError(use.path, f"{quoted(name)} stands in the list twice; remove one")
        seen.add(name)


def _check_numbers(use: _Use) -> None:
    if use.column.kind == "number":
        return
    rows = _rows_of_text(use.column)
    first = int(rows[0])
    cell = use.column.texts[first]
    others = f"; {rows.size} cells of the column are not" if rows.size > 1 else ""
    raise use.refused(first, f"{quoted(cell)} is not a number{others}")


def _check_present(uses: Sequence[_Use]) -> None:
    """Refuse a cell without a value: the first of all, from above and then from the left."""
    gaps = [(int(use.column.missing[0]), use) for use in uses if use.column.missing.size]
    if not gaps:
        return
    row, use = min(gaps, key=lambda gap: gap[0])
    count = sum(use.column.missing.size for use in uses)
    others = "" if count == 1 else f" (so are {count} in all in the chosen columns)"
    raise use.refused(row, f"the value is missing{others}; fill it in or remove the row")


def _check_finite(use: _Use) -> None:
    infinite = np.flatnonzero(np.isinf(use.column.numbers))
    if infinite.size and use.column.kind == "number":
        raise use.refused(int(infinite[0]), "the number is infinite or too large")


def _targets(use: _Use) -> Targets:
    column = use.column
    if column.kind == "number":
        return Targets((column.name,), column.numbers[:, np.newaxis], use.refused)
    return Targets(
        (column.name,), column.texts, use.refused, first_text=int(_rows_of_text(column)[0])
    )


def _rows_of_text(column: CsvColumn) -> NDArray[np.int64]:
    """Return the rows of the cells that are neither numbers nor missing."""
    return np.setdiff1d(np.flatnonzero(np.isnan(column.numbers)), column.missing)


def _few(names: Sequence[str]) -> str:
    few = [quoted(name) for name in names[:_MOST_LISTED]]
    more = len(names) - len(few)
    return listed([*few, f"{more} more"] if more else few, "and")
