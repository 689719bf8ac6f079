"""Tables in files of comma-separated values."""

import math
import os
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Final, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from gdstudio.experiment.datasets.csv_file import cannot_read, read_utf8
from gdstudio.experiment.datasets.csv_layout import find_delimiter, has_header
from gdstudio.experiment.datasets.csv_numbers import has_decimal_commas, is_missing, numbers_in
from gdstudio.experiment.datasets.csv_rows import BrokenRowError, numbered_rows
from gdstudio.experiment.datasets.examples import DATASET
from gdstudio.experiment.errors import ExperimentError
from gdstudio.experiment.fields.wording import at_key, counted, quoted

MOST_ROWS: Final = 10_000_000
MOST_COLUMNS: Final = 10_000
PREVIEW_ROWS: Final = 100

_ROWS_AT_ONCE: Final = 512
_CELLS_AT_ONCE: Final = 2**18
_BETWEEN: Final = "\0"  # the one character that no cell has

NumberedRow: TypeAlias = tuple[int, list[str]]
Parts: TypeAlias = list[str]
"""A column: the cells of some rows in one text, then those of the next. A text for each cell would
take ten times the memory, and larger parts would keep other threads waiting."""


@dataclass(frozen=True, slots=True, eq=False)
class CsvColumn:
    """A column of a table.

    Attributes
    ----------
    numbers
        float64 (rows,); NaN where the cell is missing or no number.
    texts
        The cells of a column in which any is neither a number nor missing, without the spaces
        around them; else ().
    missing
        The rows, from 0, whose cell holds no value.
    """

    name: str
    numbers: NDArray[np.float64]
    texts: tuple[str, ...]
    missing: NDArray[np.int64]

    @property
    def kind(self) -> Literal["number", "text"]:
        """What the cells hold."""
        return "text" if self.texts else "number"


@dataclass(frozen=True, slots=True, eq=False)
class CsvTable:
    """What a file of comma-separated values holds.

    Attributes
    ----------
    file
        Its name.
    delimiter
        What separates the cells.
    has_header
        Whether its first line has the names of the columns.
    has_decimal_commas
        Whether its numbers are written 3,14.
    columns
        From the left.
    lines
        The line in which each row begins, from 1; int64 (rows,).
    preview
        The first rows, at most ``PREVIEW_ROWS``, as they are written.
    """

    file: Path
    delimiter: str
    has_header: bool
    has_decimal_commas: bool
    columns: tuple[CsvColumn, ...]
    lines: NDArray[np.int64]
    preview: tuple[tuple[str, ...], ...]

    @property
    def rows(self) -> int:
        """How many rows there are, without the header."""
        return self.lines.size

    @property
    def column_names(self) -> tuple[str, ...]:
        """The names of the columns, from the left."""
        return tuple(column.name for column in self.columns)


def read_csv(
    path: str | os.PathLike[str], delimiter: str | None = None, header: bool | None = None
) -> CsvTable:
    """Return the table in a file: UTF-8, or UTF-16 with a byte order mark.

    Cells may be quoted with ``"``; spaces around them do not count. Lines without any value are
    passed over. An empty cell is missing, and so are ?, NA, N/A, NaN, null and none in any case.
    Where the comma does not separate the cells, it may be the decimal point.

    Parameters
    ----------
    delimiter
        One character; None: found out.
    header
        Whether the first row holds the names of the columns; None: it does when none of its cells
        is a number. Without names the columns are ``column 1``, ``column 2``, …

    Raises
    ------
    ExperimentError
        The file cannot be read, is no text, or is no table; the sentence names the line.
    """
    file = Path(path)
    _check_delimiter(delimiter)
    content = read_utf8(file)
    found = find_delimiter(content) if delimiter is None else delimiter
    rows = _rows_with_values(file, content, found)
    first = next(rows, None)
    if first is None:
        raise cannot_read(file, "it is empty")
    named = has_header(first[1], found) if header is None else header
    names = _names(file, first, named=named)
    body = _rectangular(file, rows if named else chain([first], rows), len(names), named=named)
    lines, preview, columns = _transposed(body, len(names))
    if not lines:
        raise cannot_read(file, "it has a header, but no rows below")
    commas = found != "," and any(map(_has_decimal_commas, columns))
    return CsvTable(
        file,
        found,
        named,
        commas,
        tuple(_column(name, parts, commas) for name, parts in zip(names, columns, strict=True)),
        np.array(lines, dtype=np.int64),
        preview,
    )


def _check_delimiter(delimiter: str | None) -> None:
    if delimiter is not None and (len(delimiter) != 1 or delimiter in '"\r\n\0'):
        reason = (
            f"expected one character that is no quote and no line break, got {quoted(delimiter)}"
        )
        raise ExperimentError(at_key(DATASET, "delimiter"), reason)


def _rows_with_values(file: Path, content: bytes, delimiter: str) -> Iterator[NumberedRow]:
    try:
        for line, row in numbered_rows(content, delimiter, strict=True):
            if any(row):
                yield line, row
    except BrokenRowError as error:
        raise cannot_read(file, f"line {error.line}: {error}") from error


def _names(file: Path, first: NumberedRow, *, named: bool) -> tuple[str, ...]:
    line, row = first
    if len(row) > MOST_COLUMNS:
        raise cannot_read(file, f"it has {len(row)} columns, more than {MOST_COLUMNS}")
    if not named:
        return tuple(f"column {number}" for number in range(1, len(row) + 1))
    names = tuple(map(str.strip, row))
    places: dict[str, int] = {}
    for number, name in enumerate(names, start=1):
        if not name:
            raise cannot_read(file, f"line {line}: column {number} of the header has no name")
        if name in places:
            reason = f"columns {places[name]} and {number} have the same name {quoted(name)}"
            raise cannot_read(file, f"line {line}: {reason}; rename one")
        places[name] = number
    return names


def _rectangular(
    file: Path, rows: Iterable[NumberedRow], width: int, *, named: bool
) -> Iterator[NumberedRow]:
    """Yield the rows while each has as many cells as the first."""
    for number, (line, row) in enumerate(rows):
        if len(row) != width:
            above = "the header" if named else "the first row"
            reason = f"line {line} has {counted(len(row), 'value')}, {above} has {width}"
            raise cannot_read(file, reason)
        if number == MOST_ROWS:
            raise cannot_read(file, f"it has more than {MOST_ROWS} rows; take a part of them")
        yield line, row


def _transposed(
    rows: Iterator[NumberedRow], width: int
) -> tuple[list[int], tuple[tuple[str, ...], ...], list[Parts]]:
    """Return the lines of the rows, the first rows, and the columns."""
    lines: list[int] = []
    preview: tuple[tuple[str, ...], ...] = ()
    columns: list[Parts] = [[] for _ in range(width)]
    rows_at_once = min(_ROWS_AT_ONCE, _CELLS_AT_ONCE // width)
    while chunk := list(islice(rows, rows_at_once)):
        lines += [line for line, _ in chunk]
        cells = [row for _, row in chunk]
        preview = preview or tuple(tuple(map(str.strip, row)) for row in cells[:PREVIEW_ROWS])
        for column, parts in zip(zip(*cells, strict=True), columns, strict=True):
            parts.append(_BETWEEN.join(column))
    return lines, preview, columns


def _cells(parts: Parts) -> Iterator[list[str]]:
    return (part.split(_BETWEEN) for part in parts)


def _has_decimal_commas(parts: Parts) -> bool:
    return any("," in part for part in parts) and has_decimal_commas(
        [cell for cells in _cells(parts) for cell in cells]
    )


def _column(name: str, parts: Parts, decimal_comma: bool) -> CsvColumn:
    # NumPy lets go of the interpreter's lock, and at once takes it again: many small arrays would
    # keep other threads waiting.
    values = array("d")
    is_clean = True
    for cells in _cells(parts):
        part = numbers_in(cells, decimal_comma=decimal_comma)
        is_clean = is_clean and not math.isnan(sum(part))
        values.extend(part)
    numbers = np.frombuffer(values, dtype=np.float64)
    if is_clean:
        return CsvColumn(name, numbers, (), np.empty(0, dtype=np.int64))
    others = np.flatnonzero(np.isnan(numbers))
    texts = tuple(cell.strip() for cells in _cells(parts) for cell in cells)
    is_gap = np.array([is_missing(texts[row]) for row in others.tolist()], dtype=np.bool_)
    return CsvColumn(name, numbers, () if is_gap.all() else texts, others[is_gap])
