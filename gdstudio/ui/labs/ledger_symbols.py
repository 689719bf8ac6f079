"""How the ledger writes symbols and numbers in plain text: x₁, w₁₂⁽¹⁾, 0.5·(−2)."""

from collections.abc import Iterable

from gdstudio.simulation.ledger_entries import Factor, FactorKind
from gdstudio.ui.labs.ledger_choice import Weight
from gdstudio.ui.number_text import short_number

MOST_NUMBERS = 8
"""Of a vector, before "…"."""

_BELOW = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_ABOVE = str.maketrans("0123456789()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾")
_MINUS = "\u2212"


def number(value: float) -> str:
    """Return a number with four significant digits."""
    return short_number(value, 4)


def indexed(letter: str, layer: int, unit: int) -> str:
    """Return the symbol of a unit, whose layer and number count from 0: ``z₂⁽¹⁾``."""
    return f"{letter}{_below(unit + 1)}{_above(layer + 1)}"


def input_symbol(layer: int, source: int) -> str:
    """Return what comes into a layer: ``x₁``, or the ``y₁⁽¹⁾`` of the layer below."""
    return f"x{_below(source + 1)}" if layer == 0 else indexed("y", layer - 1, source)


def weight_symbol(weight: Weight) -> str:
    """Return ``w₁₂⁽¹⁾``, from 1 to 2 in layer 1, or ``b₂⁽¹⁾``."""
    if weight.source is None:
        return indexed("b", weight.layer, weight.unit)
    start, end = weight.source + 1, weight.unit + 1
    comma = "," if max(start, end) > 9 else ""
    return f"w{_below(start)}{comma}{_below(end)}{_above(weight.layer + 1)}"


def fraction_of(factor: Factor) -> tuple[str, str]:
    """Return what is differentiated by what: ("∂E", "∂y₁⁽¹⁾")."""
    layer, unit, source = factor.layer, factor.unit, factor.source
    y, z = indexed("y", layer, unit), indexed("z", layer, unit)
    match factor.kind:
        case FactorKind.LOSS:
            return "∂E", f"∂{y}"
        case FactorKind.SLOPE:
            return f"∂{y}", f"∂{z}"
        case FactorKind.WEIGHT if source is not None:
            return f"∂{z}", f"∂{input_symbol(layer, source)}"
        case _:
            return f"∂{z}", f"∂{weight_symbol(Weight(layer, source, unit))}"


def meaning_of(factor: Factor) -> str:
    """Return what a factor is in the network: ``f′(z)``, ``x₁``; "" where the name says it."""
    match factor.kind:
        case FactorKind.SLOPE:
            return "f′(z)"
        case FactorKind.WEIGHT if factor.source is not None:
            return weight_symbol(Weight(factor.layer, factor.source, factor.unit))
        case FactorKind.INPUT:
            return "1" if factor.source is None else input_symbol(factor.layer, factor.source)
        case _:
            return ""


def in_brackets(value: float) -> str:
    """Return a number as it stands after a sign: ``(−2)``."""
    text = number(value)
    return f"({text})" if text.startswith(_MINUS) else text


def sum_of_products(first: Iterable[float], second: Iterable[float], most: int) -> str:
    """Return ``0.5·1 − 0.25·(−2)``; after so many terms how many more there are."""
    pairs = list(zip(first, second, strict=True))
    texts = [f"{number(a)}·{in_brackets(b)}" for a, b in pairs[:most]]
    rest = len(pairs) - most
    return joined([*texts, f"… ({rest} more)"] if rest > 0 else texts)


def joined(terms: Iterable[str]) -> str:
    """Return a sum, in which a term that begins with a minus is taken off."""
    text = ""
    for term in terms:
        if not text:
            text = term
        elif term.startswith(_MINUS):
            text += f" {_MINUS} {term.removeprefix(_MINUS)}"
        else:
            text += f" + {term}"
    return text


def vector(values: Iterable[float]) -> str:
    """Return ``(1, 0, 0)``, shortened if it is long; a single number as it is."""
    texts = [number(value) for value in values]
    if len(texts) == 1:
        return texts[0]
    shown = texts if len(texts) <= MOST_NUMBERS else [*texts[:MOST_NUMBERS], "…"]
    return f"({', '.join(shown)})"


def _below(value: int) -> str:
    return str(value).translate(_BELOW)


def _above(value: int) -> str:
    return f"({value})".translate(_ABOVE)
