"""How an operation is written, as plain text or as LaTeX, with no more brackets than it needs."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum


class Level(IntEnum):
    """How tightly a written expression holds together; also the precedence of the operators."""

    SUM = 1
    PRODUCT = 2
    POWER = 3
    ATOM = 4


@dataclass(frozen=True, slots=True)
class Written:
    """An expression on paper: its code, and how tightly it holds together."""

    code: str
    level: Level


@dataclass(frozen=True, slots=True)
class Place:
    """Where an operand stands: what may stand there without brackets.

    Attributes
    ----------
    level
        The loosest expression that needs no brackets here.
    signed
        Whether it may begin with a minus sign.
    """

    level: Level
    signed: bool = True


@dataclass(frozen=True, slots=True)
class Notation:
    """How one operation is written.

    Attributes
    ----------
    join
        From the codes of the operands to the code of the whole.
    level
        How tightly the whole holds together.
    places
        One for each operand.
    """

    join: Callable[..., str]
    level: Level
    places: tuple[Place, ...]


def write(notation: Notation, operands: tuple[Written, ...], brackets: tuple[str, str]) -> Written:
    """Write an operation, its operands in brackets where their place asks for them."""
    opening, closing = brackets
    codes = [
        operand.code if _fits(operand, place) else f"{opening}{operand.code}{closing}"
        for operand, place in zip(operands, notation.places, strict=True)
    ]
    return Written(notation.join(*codes), notation.level)


def _fits(operand: Written, place: Place) -> bool:
    signed = operand.code.startswith("-")
    return operand.level >= place.level and (place.signed or not signed)


ANYTHING = Place(Level.SUM)


def enclosed(join: Callable[..., str], arity: int) -> Notation:
    """Return the notation of an operation that encloses its operands, such as a call."""
    return Notation(join, Level.ATOM, (ANYTHING,) * arity)


def prefix(join: Callable[[str], str]) -> Notation:
    """Return the notation of a sign in front."""
    # -(2x) is written -2x: the same number to the last bit.
    return Notation(join, Level.PRODUCT, (Place(Level.PRODUCT, signed=False),))


def infix(join: Callable[[str, str], str], level: Level) -> Notation:
    """Return the notation of a left-associative operator."""
    return Notation(join, level, (Place(level), Place(Level(level + 1), signed=False)))
