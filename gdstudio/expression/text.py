"""A tree as a student types it."""

import math

from gdstudio.expression.notation import Level, Written, write
from gdstudio.expression.tree import Node, Number, Variable, fold


def text(root: Node) -> str:
    """Write a tree in student notation.

    Returns
    -------
    str
        Read with the same variables, it gives the same function, bit for bit.
    """
    return fold(root, _write_node).code


def _write_node(node: Node, operands: tuple[Written, ...]) -> Written:
    if isinstance(node, Number):
        return _write_number(node)
    if isinstance(node, Variable):
        return Written(node.name, Level.ATOM)
    return write(node.function.text, operands, ("(", ")"))


def _write_number(number: Number) -> Written:
    if number.symbol is not None:
        return Written(number.symbol, Level.ATOM)
    if math.isnan(number.value):
        return Written("0/0", Level.PRODUCT)
    if math.isinf(number.value):
        return Written("1/0" if number.value > 0 else "-1/0", Level.PRODUCT)
    code = repr(number.value).removesuffix(".0")
    return Written(code, Level.PRODUCT if code.startswith("-") else Level.ATOM)
