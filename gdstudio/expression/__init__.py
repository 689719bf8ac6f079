"""Text → syntax tree → tape. Nothing that a user typed is ever executed."""

from gdstudio.expression.derivative import derivative
from gdstudio.expression.errors import ExpressionError
from gdstudio.expression.formula import Formula
from gdstudio.expression.functions import CONSTANTS, FUNCTIONS
from gdstudio.expression.gradient import gradient_latex
from gdstudio.expression.latex import latex, latex_name
from gdstudio.expression.lowering import lower
from gdstudio.expression.opcodes import Opcode
from gdstudio.expression.parser import parse
from gdstudio.expression.reference import evaluate
from gdstudio.expression.simplify import simplify
from gdstudio.expression.tape import Tape
from gdstudio.expression.text import text
from gdstudio.expression.tree import Apply, Function, Node, Number, Variable, fold

__all__ = [
    "CONSTANTS",
    "FUNCTIONS",
    "Apply",
    "ExpressionError",
    "Formula",
    "Function",
    "Node",
    "Number",
    "Opcode",
    "Tape",
    "Variable",
    "derivative",
    "evaluate",
    "fold",
    "gradient_latex",
    "latex",
    "latex_name",
    "lower",
    "parse",
    "simplify",
    "text",
]
