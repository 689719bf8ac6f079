"""The gradient of a formula as LaTeX."""

from gdstudio.expression.derivative import differentiate
from gdstudio.expression.formula import Formula
from gdstudio.expression.latex import latex
from gdstudio.expression.simplify import simplify
from gdstudio.expression.tree import count_leaves

_LARGEST_SHRINKAGE = 5
"""Simplification seldom makes a derivative shorter than by this factor; beyond, it is not tried."""


def gradient_latex(formula: Formula, limit: int = 400) -> tuple[str | None, ...]:
    r"""Write the partial derivatives of a formula as LaTeX.

    Parameters
    ----------
    formula
        The formula.
    limit
        The largest number of characters of one partial derivative.

    Returns
    -------
    tuple
        For each variable, in order, the LaTeX of the partial derivative (such as ``2 x``), or None
        where it is too long to be displayed.
    """
    return tuple(_partial_latex(formula, name, limit) for name in formula.variables)


def _partial_latex(formula: Formula, name: str, limit: int) -> str | None:
    raw = differentiate(formula.root, name)
    if count_leaves(raw) > _LARGEST_SHRINKAGE * limit:
        return None
    node = simplify(raw)
    # A number or variable takes at least one character.
    if count_leaves(node) > limit:
        return None
    code = latex(node)
    return code if len(code) <= limit else None
