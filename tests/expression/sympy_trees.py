"""Our trees as expressions of SymPy, which differentiates by itself."""

import sympy

from gdstudio.expression.functions import BINARY_OPERATORS, NEGATE
from gdstudio.expression.tree import Node, Number, Variable, fold

SYMPY = {
    "sin": sympy.sin,
    "cos": sympy.cos,
    "tan": sympy.tan,
    "asin": sympy.asin,
    "acos": sympy.acos,
    "atan": sympy.atan,
    "atan2": sympy.atan2,
    "sinh": sympy.sinh,
    "cosh": sympy.cosh,
    "tanh": sympy.tanh,
    "exp": sympy.exp,
    "ln": sympy.log,
    "log2": lambda a: sympy.log(a, 2),
    "log10": lambda a: sympy.log(a, 10),
    "sqrt": sympy.sqrt,
    "cbrt": lambda a: sympy.sign(a) * sympy.Abs(a) ** sympy.Rational(1, 3),
    "^": lambda a, b: a**b,
    "sigmoid": lambda a: 1 / (1 + sympy.exp(-a)),
    "softplus": lambda a: sympy.log(1 + sympy.exp(a)),
    "erf": sympy.erf,
    "+": lambda a, b: a + b,
    "·": lambda a, b: a * b,
    "/": lambda a, b: a / b,
}


def to_sympy(root: Node) -> sympy.Expr:
    def visit(node, operands):
        if isinstance(node, Number):
            if node.symbol:
                return {"pi": sympy.pi, "e": sympy.E}[node.symbol]
            return sympy.Rational(node.value)
        if isinstance(node, Variable):
            return sympy.Symbol(node.name, real=True)
        if node.function is NEGATE:
            return -operands[0]
        if node.function is BINARY_OPERATORS["-"]:
            return operands[0] - operands[1]
        return SYMPY[node.function.name](*operands)

    return fold(root, visit)
