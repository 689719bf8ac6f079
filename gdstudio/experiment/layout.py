"""JSON value → text that people like to read: what fits on a line stands on one."""

import json
from collections.abc import Iterable
from typing import Final

from gdstudio.experiment.fields import Json

WIDTH: Final = 100
_INDENT: Final = "  "
_FEWEST_ZEROS: Final = 6  # from here on, an exponent reads better than the zeros


def layout(value: Json) -> str:
    """Return `value` as indented JSON that ends with a line break; floats round-trip exactly."""
    return _block(value, "", 0) + "\n"


def _block(value: Json, indent: str, used: int) -> str:
    """Return `value` as text, where `used` characters before and after it are taken."""
    inner = indent + _INDENT
    room = WIDTH - len(indent) - used
    # The outermost object always stands on several lines.
    if indent or not isinstance(value, dict):
        line = _line(value)
        if len(line) <= room:
            return line
    match value:
        case dict() if value:
            keys = {key: json.dumps(key, ensure_ascii=False) + ": " for key in value}
            items = [
                keys[key] + _block(item, inner, len(keys[key]) + 1) for key, item in value.items()
            ]
            return _enclosed("{}", items, ",\n", indent)
        case list() if value and all(_is_scalar(item) for item in value):
            return _enclosed("[]", _filled(map(_line, value), WIDTH - len(inner)), "\n", indent)
        case list() if value:
            return _enclosed("[]", [_block(item, inner, 1) for item in value], ",\n", indent)
        case _:
            return _line(value)


def _enclosed(brackets: str, items: list[str], separator: str, indent: str) -> str:
    inner = indent + _INDENT
    body = separator.replace("\n", "\n" + inner).join(items)
    return f"{brackets[0]}\n{inner}{body}\n{indent}{brackets[1]}"


def _filled(words: Iterable[str], width: int) -> list[str]:
    """Return lines of comma-separated words, each line as long as the width allows."""
    lines: list[list[str]] = [[]]
    length = 0
    for word in words:
        if lines[-1] and length + len(word) + 1 > width:
            lines.append([])
            length = 0
        lines[-1].append(word)
        length += len(word) + 2
    rows = [", ".join(line) for line in lines]
    return [row + "," for row in rows[:-1]] + rows[-1:]


def _line(value: Json) -> str:
    match value:
        case dict():
            items = (f"{_line(key)}: {_line(item)}" for key, item in value.items())
            return "{" + ", ".join(items) + "}"
        case list():
            return "[" + ", ".join(map(_line, value)) + "]"
        case float():
            return _float(value)
        case _:
            return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _float(value: float) -> str:
    """Return the shortest digits that read back as `value`, without a needless fraction."""
    digits = json.dumps(value, allow_nan=False)
    mantissa, _, exponent = digits.partition("e")
    if exponent:
        return f"{mantissa}e{int(exponent)}"
    # Read as an integer, -0 would lose its sign.
    if not digits.endswith(".0") or digits == "-0.0":
        return digits
    whole = digits.removesuffix(".0")
    zeros = len(whole) - len(whole.rstrip("0"))
    return whole if zeros < _FEWEST_ZEROS else f"{whole[:-zeros]}e{zeros}"


def _is_scalar(value: Json) -> bool:
    return not isinstance(value, dict | list)
