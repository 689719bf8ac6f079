"""How the text of a table is laid out: what separates its cells, whether names stand above."""

import math
from collections import Counter
from typing import Final

from gdstudio.experiment.datasets.csv_numbers import is_missing, number_in
from gdstudio.experiment.datasets.csv_rows import BrokenRowError, numbered_rows

_CANDIDATES: Final = ("\t", ";", "|", ",")
# Cells seldom hold what stands earlier in the list, once in every line at that. A decimal comma
# may stand in every line, and spaces are in many texts.
_SAMPLE_BYTES: Final = 64 * 1024
_SAMPLE_ROWS: Final = 200


def find_delimiter(content: bytes) -> str:
    """Return what separates the cells: tab, semicolon, bar, comma or space.

    It is the first of them that stands equally often in all of the first lines, else the one that
    does in most. A table of one column has none; then it is the comma.
    """
    sample = _whole_lines(content)
    shares = {delimiter: _share_of_equal_rows(sample, delimiter) for delimiter in _CANDIDATES}
    best = max(_CANDIDATES, key=lambda delimiter: shares[delimiter])
    if shares[best] <= 0.5 and _share_of_equal_rows(sample, " ") == 1.0:
        return " "
    return best if shares[best] > 0.0 else ","


def has_header(first_row: list[str], delimiter: str) -> bool:
    """Tell whether the first row holds names: none of its cells is a number."""
    return all(math.isnan(_number(cell, delimiter)) for cell in first_row)


def _number(cell: str, delimiter: str) -> float:
    value = number_in(cell)
    if math.isnan(value) and delimiter != "," and not is_missing(cell):
        return number_in(cell, decimal_comma=True)
    return value


def _whole_lines(content: bytes) -> bytes:
    if len(content) <= _SAMPLE_BYTES:
        return content
    sample = content[:_SAMPLE_BYTES]
    end = max(sample.rfind(b"\n"), sample.rfind(b"\r"))
    return sample[: end + 1] or sample


def _share_of_equal_rows(sample: bytes, delimiter: str) -> float:
    """Return which part of the rows has the usual number of cells; 0 where that is one cell."""
    counts: Counter[int] = Counter()
    try:
        for _, row in numbered_rows(sample, delimiter, strict=False):
            if any(row):
                counts[len(row)] += 1
            if counts.total() == _SAMPLE_ROWS:
                break
    except BrokenRowError:
        return 0.0  # a text longer than any cell: this cannot be the delimiter
    if not counts:
        return 0.0
    width, rows = max(counts.items(), key=lambda item: (item[1], item[0]))
    return rows / counts.total() if width > 1 else 0.0
