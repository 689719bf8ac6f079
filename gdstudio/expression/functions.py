"""The table of every function and operator: value, derivatives, and how each is written."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

from gdstudio.expression import values
from gdstudio.expression.notation import (
    ANYTHING,
    Level,
    Notation,
    Place,
    enclosed,
    infix,
    prefix,
)
from gdstudio.expression.opcodes import Opcode
from gdstudio.expression.tree import Apply, Function, Node, Number

ZERO = Number(0.0)
ONE = Number(1.0)
TWO = Number(2.0)
PI = Number(float(np.pi), "pi")
E = Number(float(np.e), "e")

CONSTANTS: Mapping[str, Number] = MappingProxyType({"pi": PI, "π": PI, "e": E})


def negate(a: Node) -> Node:
    """Build −a."""
    return Apply(NEGATE, (a,))


def add(a: Node, b: Node) -> Node:
    """Build a + b."""
    return Apply(ADD, (a, b))


def subtract(a: Node, b: Node) -> Node:
    """Build a − b."""
    return Apply(SUBTRACT, (a, b))


def multiply(a: Node, b: Node) -> Node:
    """Build a · b."""
    return Apply(MULTIPLY, (a, b))


def divide(a: Node, b: Node) -> Node:
    """Build a / b."""
    return Apply(DIVIDE, (a, b))


def power(a: Node, b: Node) -> Node:
    """Build a ^ b."""
    return Apply(POWER, (a, b))


def square(a: Node) -> Node:
    """Build a²."""
    return power(a, TWO)


def _call(function: Function, *operands: Node) -> Node:
    return Apply(function, operands)


def _join_product_text(a: str, b: str) -> str:
    # 2x and 3(x + 1), but 2·3, and 2·e3 since 2e3 is a number.
    plain_number = re.fullmatch(r"-?[0-9.]+", a)
    return f"{a}{b}" if plain_number and re.match(r"[^\W\deE]|\(", b) else f"{a}·{b}"


def _join_product_latex(a: str, b: str) -> str:
    # 2 x and x \sin x, but 2 \cdot 3; a word runs into its neighbour, and 2 \frac{1}{3} is 7/3.
    words = r"\mathrm" in a.rsplit(" ", 1)[-1] or b.startswith(r"\mathrm")
    digits = b[0].isdigit() or (a[-1].isdigit() and b.startswith(r"\frac"))
    return rf"{a} \cdot {b}" if words or digits else f"{a} {b}"


def _text_call(name: str, arity: int) -> Notation:
    return enclosed(lambda *codes: f"{name}({', '.join(codes)})", arity)


def _latex_call(command: str, arity: int) -> Notation:
    return enclosed(lambda *codes: rf"{command}\left({', '.join(codes)}\right)", arity)


def _latex_around(opening: str, closing: str) -> Notation:
    return enclosed(lambda a: f"{opening}{a}{closing}", 1)


def _function(
    name: str,
    opcode: Opcode,
    value: Callable[..., object],
    derivatives: tuple[Callable[..., Node], ...],
    latex: str | Notation,
    aliases: tuple[str, ...] = (),
    variadic: bool = False,
) -> Function:
    arity = len(derivatives)
    return Function(
        name=name,
        opcode=opcode,
        value=values.quiet(value),
        derivatives=derivatives,
        text=_text_call(name, arity),
        latex=_latex_call(latex, arity) if isinstance(latex, str) else latex,
        aliases=aliases,
        variadic=variadic,
    )


NEGATE: Function = Function(
    name="-",
    opcode=Opcode.NEGATE,
    value=values.quiet(np.negative),
    derivatives=(lambda _: Number(-1.0),),
    text=prefix(lambda a: f"-{a}"),
    latex=prefix(lambda a: f"-{a}"),
)
ADD: Function = Function(
    name="+",
    opcode=Opcode.ADD,
    value=values.quiet(np.add),
    derivatives=(lambda _a, _b: ONE, lambda _a, _b: ONE),
    text=infix(lambda a, b: f"{a} + {b}", Level.SUM),
    latex=infix(lambda a, b: f"{a} + {b}", Level.SUM),
)
SUBTRACT: Function = Function(
    name="-",
    opcode=Opcode.SUBTRACT,
    value=values.quiet(np.subtract),
    derivatives=(lambda _a, _b: ONE, lambda _a, _b: Number(-1.0)),
    text=infix(lambda a, b: f"{a} - {b}", Level.SUM),
    latex=infix(lambda a, b: f"{a} - {b}", Level.SUM),
)
MULTIPLY: Function = Function(
    name="·",
    opcode=Opcode.MULTIPLY,
    value=values.quiet(np.multiply),
    derivatives=(lambda _, b: b, lambda a, _: a),
    text=infix(_join_product_text, Level.PRODUCT),
    latex=infix(_join_product_latex, Level.PRODUCT),
)
DIVIDE: Function = Function(
    name="/",
    opcode=Opcode.DIVIDE,
    value=values.quiet(np.divide),
    derivatives=(lambda _, b: divide(ONE, b), lambda a, b: negate(divide(a, square(b)))),
    text=infix(lambda a, b: f"{a}/{b}", Level.PRODUCT),
    latex=Notation(lambda a, b: rf"\frac{{{a}}}{{{b}}}", Level.POWER, places=(ANYTHING, ANYTHING)),
)
POWER: Function = Function(
    name="^",
    opcode=Opcode.POWER,
    value=values.quiet(np.power),
    derivatives=(
        lambda a, b: multiply(b, power(a, subtract(b, ONE))),
        lambda a, b: multiply(power(a, b), _call(LOG, a)),
    ),
    text=Notation(
        lambda a, b: f"{a}^{b}", Level.POWER, places=(Place(Level.ATOM), Place(Level.POWER))
    ),
    latex=Notation(lambda a, b: f"{a}^{{{b}}}", Level.POWER, places=(Place(Level.ATOM), ANYTHING)),
    aliases=("pow",),
)

SIN: Function = _function("sin", Opcode.SIN, np.sin, (lambda x: _call(COS, x),), r"\sin")
COS: Function = _function("cos", Opcode.COS, np.cos, (lambda x: negate(_call(SIN, x)),), r"\cos")
TAN: Function = _function(
    "tan", Opcode.TAN, np.tan, (lambda x: divide(ONE, square(_call(COS, x))),), r"\tan"
)
ASIN: Function = _function(
    "asin",
    Opcode.ASIN,
    np.arcsin,
    (lambda x: divide(ONE, _call(SQRT, subtract(ONE, square(x)))),),
    r"\arcsin",
)
ACOS: Function = _function(
    "acos",
    Opcode.ACOS,
    np.arccos,
    (lambda x: negate(divide(ONE, _call(SQRT, subtract(ONE, square(x))))),),
    r"\arccos",
)
ATAN: Function = _function(
    "atan", Opcode.ATAN, np.arctan, (lambda x: divide(ONE, add(square(x), ONE)),), r"\arctan"
)
ATAN2: Function = _function(
    "atan2",
    Opcode.ATAN2,
    np.arctan2,
    (
        lambda y, x: divide(x, add(square(x), square(y))),
        lambda y, x: negate(divide(y, add(square(x), square(y)))),
    ),
    r"\operatorname{atan2}",
)
SINH: Function = _function("sinh", Opcode.SINH, np.sinh, (lambda x: _call(COSH, x),), r"\sinh")
COSH: Function = _function("cosh", Opcode.COSH, np.cosh, (lambda x: _call(SINH, x),), r"\cosh")
TANH: Function = _function(
    "tanh", Opcode.TANH, np.tanh, (lambda x: subtract(ONE, square(_call(TANH, x))),), r"\tanh"
)
EXP: Function = _function(
    "exp",
    Opcode.EXP,
    np.exp,
    (lambda x: _call(EXP, x),),
    Notation(lambda a: f"e^{{{a}}}", Level.POWER, places=(ANYTHING,)),
)
LOG: Function = _function(
    "ln", Opcode.LOG, np.log, (lambda x: divide(ONE, x),), r"\ln", aliases=("log",)
)
LOG2: Function = _function(
    "log2",
    Opcode.LOG2,
    np.log2,
    (lambda x: divide(ONE, multiply(x, _call(LOG, TWO))),),
    r"\log_{2}",
)
LOG10: Function = _function(
    "log10",
    Opcode.LOG10,
    np.log10,
    (lambda x: divide(ONE, multiply(x, _call(LOG, Number(10.0)))),),
    r"\log_{10}",
)
SQRT: Function = _function(
    "sqrt",
    Opcode.SQRT,
    np.sqrt,
    (lambda x: divide(ONE, multiply(TWO, _call(SQRT, x))),),
    _latex_around(r"\sqrt{", "}"),
)
CBRT: Function = _function(
    "cbrt",
    Opcode.CBRT,
    np.cbrt,
    (lambda x: divide(ONE, multiply(Number(3.0), square(_call(CBRT, x)))),),
    _latex_around(r"\sqrt[3]{", "}"),
)
# At a kink every derivative here is a subgradient: 0 for |x| and relu, halfway for min and max.
ABS: Function = _function(
    "abs",
    Opcode.ABSOLUTE,
    np.abs,
    (lambda x: _call(SIGN, x),),
    _latex_around(r"\left|", r"\right|"),
)
SIGN: Function = _function("sign", Opcode.SIGN, np.sign, (lambda _: ZERO,), r"\operatorname{sgn}")
FLOOR: Function = _function(
    "floor",
    Opcode.FLOOR,
    np.floor,
    (lambda _: ZERO,),
    _latex_around(r"\left\lfloor ", r"\right\rfloor"),
)
CEIL: Function = _function(
    "ceil",
    Opcode.CEIL,
    np.ceil,
    (lambda _: ZERO,),
    _latex_around(r"\left\lceil ", r"\right\rceil"),
)


def _share_of_larger(a: Node, b: Node) -> Node:
    return divide(add(ONE, _call(SIGN, subtract(a, b))), TWO)


MIN: Function = _function(
    "min",
    Opcode.MINIMUM,
    np.minimum,
    (lambda a, b: _share_of_larger(b, a), lambda a, b: _share_of_larger(a, b)),
    r"\min",
    variadic=True,
)
MAX: Function = _function(
    "max",
    Opcode.MAXIMUM,
    np.maximum,
    (lambda a, b: _share_of_larger(a, b), lambda a, b: _share_of_larger(b, a)),
    r"\max",
    variadic=True,
)
SIGMOID: Function = _function(
    "sigmoid",
    Opcode.SIGMOID,
    values.sigmoid,
    (lambda x: multiply(_call(SIGMOID, x), subtract(ONE, _call(SIGMOID, x))),),
    r"\sigma",
)
RELU: Function = _function(
    "relu",
    Opcode.RELU,
    values.relu,
    (lambda x: _call(MAX, ZERO, _call(SIGN, x)),),
    r"\operatorname{relu}",
)
SOFTPLUS: Function = _function(
    "softplus",
    Opcode.SOFTPLUS,
    values.softplus,
    (lambda x: _call(SIGMOID, x),),
    r"\operatorname{softplus}",
)
ERF: Function = _function(
    "erf",
    Opcode.ERF,
    values.erf,
    (lambda x: multiply(divide(TWO, _call(SQRT, PI)), _call(EXP, negate(square(x)))),),
    r"\operatorname{erf}",
)

BINARY_OPERATORS: Mapping[str, Function] = MappingProxyType(
    {function.name: function for function in (ADD, SUBTRACT, MULTIPLY, DIVIDE, POWER)}
)
_NAMED = (
    *(SIN, COS, TAN, ASIN, ACOS, ATAN, ATAN2, SINH, COSH, TANH),
    *(EXP, LOG, LOG2, LOG10, SQRT, CBRT, ABS, SIGN, FLOOR, CEIL),
    *(MIN, MAX, POWER, SIGMOID, RELU, SOFTPLUS, ERF),
)
FUNCTIONS: Mapping[str, Function] = MappingProxyType(
    {
        name: function
        for function in _NAMED
        for name in (function.name, *function.aliases)
        if name.isidentifier()
    }
)
"""Every name that may stand before brackets."""
