"""A tree as LaTeX."""

import math
import re

from gdstudio.expression.notation import Level, Written, write
from gdstudio.expression.tree import Node, Number, Variable, fold

_GREEK_COMMANDS = {
    "α": "alpha",
    "β": "beta",
    "γ": "gamma",
    "δ": "delta",
    "ε": "varepsilon",
    "ζ": "zeta",
    "η": "eta",
    "θ": "theta",
    "ι": "iota",
    "κ": "kappa",
    "λ": "lambda",
    "μ": "mu",
    "ν": "nu",
    "ξ": "xi",
    "ρ": "rho",
    "ς": "varsigma",
    "σ": "sigma",
    "τ": "tau",
    "υ": "upsilon",
    "φ": "varphi",
    "χ": "chi",
    "ψ": "psi",
    "ω": "omega",
    "Γ": "Gamma",
    "Δ": "Delta",
    "Θ": "Theta",
    "Λ": "Lambda",
    "Ξ": "Xi",
    "Σ": "Sigma",
    "Υ": "Upsilon",
    "Φ": "Phi",
    "Ψ": "Psi",
    "Ω": "Omega",
    "ϑ": "vartheta",
    "ϕ": "phi",
    "ϵ": "epsilon",
}
_GREEK_LIKE_LATIN = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΧο", "ABEZHIKMNOPTXo", strict=True))
_GREEK_NAMES = frozenset(_GREEK_COMMANDS.values())


def latex(root: Node) -> str:
    """Write a tree as LaTeX for mathematics mode."""
    return fold(root, _write_node).code


def latex_name(name: str) -> str:
    """Write the name of a variable as LaTeX: ``x1`` with an index, ``alpha`` as the letter."""
    stem, *indices = name.split("_")
    if match := re.fullmatch(r"(\D+)([0-9]+)", stem):
        stem = match[1]
        indices.insert(0, match[2])
    if not indices:
        return _latex_word(stem)
    return f"{_latex_word(stem)}_{{{', '.join(_latex_word(index) for index in indices)}}}"


def _latex_word(word: str) -> str:
    if word in _GREEK_COMMANDS:
        return f"\\{_GREEK_COMMANDS[word]}"
    if word in _GREEK_NAMES:
        return f"\\{word}"
    if (len(word) == 1 and word.isascii()) or word.isdigit():
        return word
    letters = (_GREEK_LIKE_LATIN.get(letter, letter) for letter in word)
    return f"\\mathrm{{{''.join(letters)}}}"


def _write_node(node: Node, operands: tuple[Written, ...]) -> Written:
    if isinstance(node, Number):
        return _write_number(node)
    if isinstance(node, Variable):
        return Written(latex_name(node.name), Level.ATOM)
    return write(node.function.latex, operands, ("\\left(", "\\right)"))


def _write_number(number: Number) -> Written:
    if number.symbol is not None:
        return Written("\\pi" if number.symbol == "pi" else number.symbol, Level.ATOM)
    if math.isnan(number.value):
        return Written("\\mathrm{nan}", Level.ATOM)
    sign = "-" if math.copysign(1.0, number.value) < 0 else ""
    if math.isinf(number.value):
        return Written(f"{sign}\\infty", Level.PRODUCT if sign else Level.ATOM)
    # 15 digits, so that 0.1 + 0.2 is shown as 0.3.
    mantissa, _, exponent = f"{abs(number.value):.15g}".partition("e")
    if not exponent:
        return Written(f"{sign}{mantissa}", Level.PRODUCT if sign else Level.ATOM)
    power_of_ten = f"10^{{{int(exponent)}}}"
    if mantissa == "1":
        return Written(f"{sign}{power_of_ten}", Level.PRODUCT if sign else Level.POWER)
    return Written(f"{sign}{mantissa} \\cdot {power_of_ten}", Level.PRODUCT)
