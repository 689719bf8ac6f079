"""How errors speak: paths, what was found, which known name is nearest."""

import json
import math
from collections.abc import Iterable, Sequence
from difflib import get_close_matches

_LONGEST_QUOTE = 40
_LONGEST_INTEGER_BITS = 128
_COMPARED = 100  # characters of an unknown name that are compared with the known ones


def at_key(path: str, key: str) -> str:
    """Return the path of the value under `key` in the object at `path`."""
    if not key.isidentifier():
        return f"{path}[{quoted(key)}]"
    return f"{path}.{key}" if path else key


def at_index(path: str, index: int) -> str:
    """Return the path of item `index` in the list at `path`."""
    return f"{path}[{index}]"


def quoted(text: str) -> str:
    """Return `text` in double quotes, shortened, and printable on any terminal."""
    short = text if len(text) <= _LONGEST_QUOTE else text[:_LONGEST_QUOTE] + "…"
    printable = short.encode("utf-8", "backslashreplace").decode("utf-8")
    return json.dumps(printable, ensure_ascii=False)


def described(value: object) -> str:
    """Return a few words for what was found in a file, whatever it is."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return quoted(value)
        case int() if value.bit_length() > _LONGEST_INTEGER_BITS:
            # Python refuses to print integers of thousands of digits.
            return "a huge integer"
        case float() if math.isnan(value):
            return "NaN"
        case float() if math.isinf(value):
            return "Infinity" if value > 0 else "-Infinity"
        case int() | float():
            return repr(value)
        case []:
            return "an empty list"
        case list():
            return f"a list of {counted(len(value), 'item')}"
        case dict():
            return "an object"
        case _:
            return f"a Python {type(value).__name__}"


def counted(count: int, noun: str) -> str:
    """Return ``1 item`` or ``3 items``."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def listed(words: Sequence[str], last: str = "or") -> str:
    """Return ``a, b or c``."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"


def nearest(word: str, known: Iterable[str], count: int = 1, cutoff: float = 0.6) -> list[str]:
    """Return up to `count` of the `known` words that look most like `word`, best first."""
    return get_close_matches(word[:_COMPARED], list(known), n=count, cutoff=cutoff)


def hint(word: str, known: Iterable[str]) -> str:
    """Return ``; did you mean "…"?`` for a `word` that is close to a known one, else ""."""
    matches = nearest(word, known)
    return f"; did you mean {quoted(matches[0])}?" if matches else ""
