"""JSON value → text that people like to read: what fits on a line stands on one."""

import json
from collections.abc import Iterable
from math import isfinite
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
    # The outermost object always stands on several lines.
    if indent or not isinstance(value, dict):
        line = _line(value, WIDTH - len(indent) - used)
        if line is not None:
            return line
    match value:
        case dict() if value:
            keys = {key: _scalar(key) + ": " for key in value}
            items = [
                keys[key] + _block(item, inner, len(keys[key]) + 1) for key, item in value.items()
            ]
            return _enclosed("{}", items, ",\n", indent)
        case list() if value and all(_is_scalar(item) for item in value):
            return _enclosed("[]", _filled(map(_scalar, value), WIDTH - len(inner)), "\n", indent)
        case list() if value:
            return _enclosed("[]", [_block(item, inner, 1) for item in value], ",\n", indent)
        case dict():
            return "{}"
        case list():
            return "[]"
        case _:
            return _scalar(value)


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


def _line(value: Json, room: int) -> str | None:
    """Return `value` on one line, or None where that takes more than `room` characters.

    No more of it is looked at than what has room.
    """
    match value:
        case dict():
            keys = (_scalar(key) + ": " for key in value)
            return _joined("{}", zip(keys, value.values(), strict=True), room)
        case list():
            return _joined("[]", (("", item) for item in value), room)
        case _:
            text = _scalar(value)
            return text if len(text) <= room else None


def _joined(brackets: str, items: Iterable[tuple[str, Json]], room: int) -> str | None:
    parts: list[str] = []
    left = room - len(brackets)
    for key, item in items:
        separator = ", " if parts else ""
        left -= len(separator) + len(key)
        line = _line(item, left)
        if line is None:
            return None
        left -= len(line)
        parts.append(separator + key + line)
    return None if left < 0 else f"{brackets[0]}{''.join(parts)}{brackets[1]}"


def _scalar(value: Json) -> str:
    if isinstance(value, float):
        return _float(value)
    return json.dumps(value, ensure_ascii=False)


def _float(value: float) -> str:
    """Return the shortest digits that read back as `value`, without a needless fraction."""
    if not isfinite(value):
        raise ValueError(f"JSON has no {value}")
    digits = float.__repr__(value)
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
