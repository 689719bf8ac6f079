"""Cells of a table → numbers."""

import math
import re
from collections.abc import Sequence
from typing import Final

MISSING: Final = frozenset({"", "?", "na", "n/a", "#n/a", "nan", "null", "none"})
"""Cells that hold no value, in small letters and without the spaces around them."""

DECIMAL_COMMA: Final = re.compile(r"[+-]?\d*,\d+(?:[eE][+-]?\d+)?")


def is_missing(cell: str) -> bool:
    """Tell whether a cell holds no value."""
    return cell.strip().lower() in MISSING


def number_in(cell: str, *, decimal_comma: bool = False) -> float:
    """Return the number in a cell, or NaN where there is none.

    Python's ``1_000`` and ``nan`` are no numbers; ``inf`` and ``1e999`` are infinite ones. With a
    decimal comma, a point would separate thousands or be a mistake: such a cell is no number.
    """
    if "_" in cell or (decimal_comma and "." in cell):
        return math.nan
    try:
        return float(cell.replace(",", ".") if decimal_comma else cell)
    except ValueError:
        return math.nan


def numbers_in(cells: Sequence[str], *, decimal_comma: bool) -> list[float]:
    """Return the number in each cell, NaN where there is none or none is known."""
    if not decimal_comma:
        try:
            numbers = list(map(float, cells))
        except ValueError:
            pass
        else:
            # What Python reads as a number need not be one to people.
            if not math.isnan(sum(numbers)) and "_" not in "".join(cells):
                return numbers
    # Texts that repeat are looked at once.
    known = {cell: number_in(cell, decimal_comma=decimal_comma) for cell in set(cells)}
    return [known[cell] for cell in cells]


def has_decimal_commas(cells: Sequence[str]) -> bool:
    """Tell whether a column is mostly of numbers, and some have a decimal comma."""
    present = [cell for cell in map(str.strip, cells) if not is_missing(cell)]
    if not any(DECIMAL_COMMA.fullmatch(cell) for cell in present):
        return False
    numbers = sum(not math.isnan(number_in(cell, decimal_comma=True)) for cell in present)
    return 2 * numbers > len(present)
