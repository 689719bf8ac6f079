"""Text → JSON value, stricter than the standard library and with errors for people."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Final

from gdstudio.experiment.errors import ExperimentError
from gdstudio.experiment.fields.wording import at_index, at_key, quoted

LARGEST_FILE: Final = 64 * 1024 * 1024
"""Bytes of the largest file that is read."""

TOO_LARGE: Final = "the file is larger than 64 MiB, which no experiment is"

_LONGEST_INTEGER = 4000  # digits; Python itself refuses to convert more than 4300

_ADVICE: Final = (
    # How the standard library begins its message, and what a person can do.
    ("Expecting property name", 'expected a key in double quotes or "}" (a comma too many?)'),
    ("Expecting ',' delimiter", "expected a comma or a closing bracket"),
    ("Expecting ':' delimiter", "expected a colon after the key"),
    ("Expecting value", "expected a value (a comma too many, or a text without quotes?)"),
    ("Illegal trailing comma", "remove the comma before the closing bracket"),
    ("Extra data", "remove what follows the end of the experiment"),
    ("Unterminated string", "a text begins here whose closing quote is missing"),
    ("Invalid control character", "write a line break in a text as \\n and a tab as \\t"),
    ("Invalid \\", "write a backslash in a text as \\\\"),
)


class _RepeatedKey(dict[str, object]):
    """An object of the file in which a key stood twice; `key` says which."""

    key: str = ""


def decode(text: str | bytes) -> object:
    """Return the JSON value in `text`.

    Raises
    ------
    ExperimentError
        For everything that is not JSON of a reasonable size in UTF-8, and for repeated keys,
        of which the standard library would silently keep the last.
    """
    content = _unicode(text)
    if not content.strip():
        raise ExperimentError("", "the file is empty")
    repeated: list[_RepeatedKey] = []

    def collect(pairs: list[tuple[str, object]]) -> dict[str, object]:
        result = dict(pairs)
        if len(result) == len(pairs):
            return result
        marked = _RepeatedKey(result)
        marked.key = _first_repeated(pairs)
        repeated.append(marked)
        return marked

    try:
        # NaN and Infinity come through as floats: the field that meets them knows the path.
        value = json.loads(content, object_pairs_hook=collect, parse_int=_integer)
    except json.JSONDecodeError as error:
        raise ExperimentError("", _malformed(error)) from error
    except RecursionError as error:
        raise ExperimentError("", "lists and objects are nested too deeply") from error
    if repeated:
        path, key = _locate(value)
        raise ExperimentError(path, f"the key {quoted(key)} stands here twice; remove one")
    return value


def _unicode(text: str | bytes) -> str:
    size = len(text) if isinstance(text, bytes) else len(text.encode("utf-8", "surrogatepass"))
    if size > LARGEST_FILE:
        raise ExperimentError("", TOO_LARGE)
    if isinstance(text, str):
        return text.removeprefix("\ufeff")
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        reason = f"not UTF-8 text (byte {error.start}); save the file in the encoding UTF-8"
        raise ExperimentError("", reason) from error


def _malformed(error: json.JSONDecodeError) -> str:
    advice = next((help_ for start, help_ in _ADVICE if error.msg.startswith(start)), error.msg)
    return f"not valid JSON at line {error.lineno}, column {error.colno}: {advice}"


def _integer(digits: str) -> int | float:
    # An integer as long as this is out of every range; infinity says so to the field.
    if len(digits) > _LONGEST_INTEGER:
        return float(digits)
    return int(digits)


def _first_repeated(pairs: list[tuple[str, object]]) -> str:
    counts = Counter(key for key, _ in pairs)
    return next(key for key, count in counts.items() if count > 1)


def _locate(value: object) -> tuple[str, str]:
    """Return the path of an object in which a key stood twice, and the key."""
    # One that was itself replaced by a repeated key is gone, but then the object above it is here.
    found = ((path, item.key) for path, item in _walk(value) if isinstance(item, _RepeatedKey))
    return next(found)


def _walk(value: object) -> Iterator[tuple[str, object]]:
    """Yield every value inside `value`, itself first, with its path. Any depth will do."""
    pending: list[tuple[str, object]] = [("", value)]
    while pending:
        path, item = pending.pop()
        yield path, item
        if isinstance(item, dict):
            pending.extend((at_key(path, key), inner) for key, inner in item.items())
        elif isinstance(item, list):
            pending.extend((at_index(path, index), inner) for index, inner in enumerate(item))
