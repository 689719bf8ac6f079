"""From text to tokens: numbers, names, signs."""

import math
import re
import unicodedata
from dataclasses import dataclass
from enum import Enum, auto

from gdstudio.expression.errors import ExpressionError
from gdstudio.expression.limits import MAXIMUM_CHARACTERS


class Kind(Enum):
    """What a token is."""

    NUMBER = auto()
    NAME = auto()
    VARIABLE = auto()
    CONSTANT = auto()
    FUNCTION = auto()
    OPERATOR = auto()
    SUPERSCRIPT = auto()
    ROOT = auto()
    BAR = auto()
    OPEN = auto()
    CLOSE = auto()
    COMMA = auto()
    END = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text.

    Attributes
    ----------
    kind
        What it is. Names are told apart in a second pass, see `words`.
    text
        As it is read, in one spelling: ``·`` for every sign of multiplication, ``^`` for ``**``.
    position
        Where it begins.
    value
        The value of a number or superscript.
    """

    kind: Kind
    text: str
    position: int
    value: float = 0.0


GREEK = "Α-ΡΣ-Ωα-ορ-ωϑϕϵ"
"""Greek letters as a character class of a regular expression, without π, which is a constant."""
NAME_PATTERN = f"[A-Za-z{GREEK}][A-Za-z{GREEK}0-9]*(?:_[A-Za-z{GREEK}0-9]+)*"

_TOKEN = re.compile(
    rf"""
      (?P<space>[ \t\r\n\u00a0]+)
    | (?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
    | (?P<name>π|{NAME_PATTERN})
    | (?P<superscript>[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)
    | (?P<sign>\*\*|[-+*/^()|,·×−÷√])
    """,
    re.VERBOSE,
)
_SIGNS = {
    "+": (Kind.OPERATOR, "+"),
    "-": (Kind.OPERATOR, "-"),
    "−": (Kind.OPERATOR, "-"),
    "*": (Kind.OPERATOR, "·"),
    "·": (Kind.OPERATOR, "·"),
    "×": (Kind.OPERATOR, "·"),
    "/": (Kind.OPERATOR, "/"),
    "÷": (Kind.OPERATOR, "/"),
    "^": (Kind.OPERATOR, "^"),
    "**": (Kind.OPERATOR, "^"),
    "√": (Kind.ROOT, "√"),
    "|": (Kind.BAR, "|"),
    "(": (Kind.OPEN, "("),
    ")": (Kind.CLOSE, ")"),
    ",": (Kind.COMMA, ","),
}
_SUPERSCRIPTS = str.maketrans("⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "+-0123456789")
_HINTS = {
    "[": "use round brackets ( ).",
    "]": "use round brackets ( ).",
    "{": "use round brackets ( ).",
    "}": "use round brackets ( ).",
    "=": "write only the expression to minimize, not an equation.",
    "<": "comparisons are not part of a formula; min, max and relu may do.",
    ">": "comparisons are not part of a formula; min, max and relu may do.",
    "!": "factorials are not part of a formula.",
    "%": "write a percentage as a number, such as 0.05.",
    ";": "write one expression only; a comma separates the operands of min and max.",
    ".": "a point belongs inside a number, such as 0.5.",
    "_": "an underscore joins two parts of a name, such as x_1.",
    "–": "for a minus sign write -.",
    "—": "for a minus sign write -.",
    "⋅": "for a product write · or *.",
    "∙": "for a product write · or *.",
    "•": "for a product write · or *.",
    "⁄": "for a quotient write /.",
    "∕": "for a quotient write /.",
    "ⁿ": "for a power write ^, such as x^n.",
    "∞": "there is no infinity in a formula.",
}


def tokenize(text: str) -> list[Token]:
    """Cut a text into tokens, with one of kind ``END`` at the end.

    Raises
    ------
    ExpressionError
        The text is too long, or something in it cannot be part of a formula.
    """
    if len(text) > MAXIMUM_CHARACTERS:
        raise ExpressionError(
            f"The formula has {len(text)} characters; at most {MAXIMUM_CHARACTERS} are accepted.",
            MAXIMUM_CHARACTERS,
        )
    tokens = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise ExpressionError(_describe(text[position]), position)
        if match.lastgroup != "space":
            tokens.append(_token(str(match.lastgroup), match.group(), position))
        position = match.end()
    tokens.append(Token(Kind.END, "", len(text)))
    return tokens


def _token(group: str, text: str, position: int) -> Token:
    if group == "name":
        return Token(Kind.NAME, text, position)
    if group == "sign":
        kind, spelling = _SIGNS[text]
        return Token(kind, spelling, position)
    kind = Kind.NUMBER if group == "number" else Kind.SUPERSCRIPT
    value = float(text.translate(_SUPERSCRIPTS))
    if math.isinf(value):
        raise ExpressionError("This number is too large; the largest is about 1.8e308.", position)
    return Token(kind, text, position, value)


def _describe(character: str) -> str:
    hint = _HINTS.get(character)
    if hint is None and character.isalpha():
        hint = "names are made of the letters a to z, Greek letters, digits and _."
    if character.isprintable() and not character.isspace():
        shown = f"'{character}'"
    else:
        shown = unicodedata.name(character, f"with the code U+{ord(character):04X}")
    return f"The character {shown} cannot be part of a formula: {hint or 'remove it.'}"
