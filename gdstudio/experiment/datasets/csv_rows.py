"""Text of a table → its rows, with the lines in which they begin."""

import csv
import io
from collections.abc import Iterator


class BrokenRowError(ValueError):
    """The quotes of a row are wrong.

    Attributes
    ----------
    line
        Where the row begins, from 1.
    """

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line


def numbered_rows(
    content: bytes, delimiter: str, *, strict: bool
) -> Iterator[tuple[int, list[str]]]:
    """Yield the line in which each row begins, from 1, and its cells; a blank line has none.

    Spaces before a cell do not count; where spaces separate, those after the last neither.

    Parameters
    ----------
    content
        UTF-8.
    delimiter
        One character.
    strict
        Whether quotes that do not fit raise `BrokenRowError`, or are read as well as may be.
    """
    stream = io.TextIOWrapper(io.BytesIO(content), encoding="utf-8", errors="ignore", newline="")
    reader = csv.reader(stream, delimiter=delimiter, skipinitialspace=True, strict=strict)
    line = 1
    try:
        for row in reader:
            if delimiter == " " and row and not row[-1]:
                row.pop()
            yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        raise BrokenRowError(line, _words_for(error)) from error


def _words_for(error: csv.Error) -> str:
    message = str(error)
    if "unexpected end" in message or "field limit" in message:
        return 'a quoted text begins here whose closing quote (") is missing'
    return 'after a closing quote (") the cell goes on; a quote within quoted text is written twice'
