"""Symbolic derivatives, for reading; the engine differentiates the tape on its own."""

from gdstudio.expression.functions import ONE, ZERO, add, multiply
from gdstudio.expression.simplify import simplify
from gdstudio.expression.tree import Node, Number, Variable, fold


def derivative(root: Node, name: str) -> Node:
    """Return the partial derivative of a tree with respect to a variable, simplified.

    At a kink it is a subgradient: 0 for |x| and relu, halfway for min and max.
    """
    return simplify(differentiate(root, name))


def differentiate(root: Node, name: str) -> Node:
    """Return the partial derivative by the chain rule alone, not simplified."""

    def visit(node: Node, inner: tuple[Node | None, ...]) -> Node | None:
        # None stands for zero, so that what does not depend on the variable is never built.
        if isinstance(node, Number):
            return None
        if isinstance(node, Variable):
            return ONE if node.name == name else None
        total: Node | None = None
        for partial, factor in zip(node.function.derivatives, inner, strict=True):
            if factor is not None:
                outer = partial(*node.arguments)
                term = outer if factor is ONE else multiply(outer, factor)
                total = term if total is None else add(total, term)
        return total

    return fold(root, visit) or ZERO
