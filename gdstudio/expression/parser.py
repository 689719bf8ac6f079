"""From tokens to a syntax tree, by operator precedence on an explicit stack."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from gdstudio.expression.errors import ExpressionError
from gdstudio.expression.formula import Formula
from gdstudio.expression.functions import (
    ABS,
    BINARY_OPERATORS,
    CONSTANTS,
    FUNCTIONS,
    MULTIPLY,
    NEGATE,
    POWER,
    SQRT,
)
from gdstudio.expression.limits import MAXIMUM_NESTING, MAXIMUM_NODES, MAXIMUM_VARIABLES
from gdstudio.expression.notation import Level
from gdstudio.expression.tokens import Kind, Token, tokenize
from gdstudio.expression.tree import Apply, Function, Node, Number, Variable
from gdstudio.expression.words import check_variables, resolve


def parse(text: str, variables: Sequence[str] | None = None) -> Formula:
    """Read a formula as a student writes it.

    Parameters
    ----------
    text
        Such as ``x^2 + 3(y - 1)``.
    variables
        Names of the variables in the order of the parameter vector. None to take them from the
        formula: x, y and z first, then by first appearance.

    Returns
    -------
    Formula
        The syntax tree with its variables.

    Raises
    ------
    ExpressionError
        The text is not a formula; says where and why.
    """
    if variables is not None:
        check_variables(variables)
    tokens = resolve(tokenize(text), variables)
    root = _Parser(tokens).parse()
    names = _free_names(tokens) if variables is None else tuple(variables)
    return Formula(text, names, root)


def _free_names(tokens: Sequence[Token]) -> tuple[str, ...]:
    first: dict[str, int] = {}
    for token in tokens:
        if token.kind is Kind.VARIABLE:
            first.setdefault(token.text, token.position)
    if not first:
        raise ExpressionError("The formula has no variable; use at least one, such as x.", 0)
    if len(first) > MAXIMUM_VARIABLES:
        raise ExpressionError(
            f"The formula has {len(first)} variables; at most {MAXIMUM_VARIABLES} are accepted.",
            list(first.values())[MAXIMUM_VARIABLES],
        )
    leading = [name for name in ("x", "y", "z") if name in first]
    return (*leading, *(name for name in first if name not in leading))


@dataclass(frozen=True, slots=True)
class _Operator:
    """An operator that waits for its right operand; a sign in front has no left one."""

    function: Function
    level: Level
    is_prefix: bool

    @property
    def nests(self) -> bool:
        """Whether any number of these can wait at once; those of one level replace each other."""
        return self.is_prefix or self.level is Level.POWER


@dataclass(slots=True, eq=False)
class _Group:
    """An open bracket, bar or call, and the arguments of the call so far."""

    token: Token
    function: Function | None = None
    arguments: list[Node] = field(default_factory=list)


class _Parser:
    """One pass over the tokens, with a stack of what is open and one of operands."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._index = 0
        self._operands: list[Node] = []
        self._pending: list[_Operator | _Group] = []
        self._nesting = 0
        self._nodes = 0
        self._after_bars: set[_Group | None] = set()

    def parse(self) -> Node:
        expects_operand = True
        while self._index < len(self._tokens):
            token = self._tokens[self._index]
            expects_operand = (
                self._read_operand(token) if expects_operand else self._read_operator(token)
            )
            self._index += 1
        return self._operands[0]

    # Each of the next two returns whether an operand is expected after the token.

    def _read_operand(self, token: Token) -> bool:
        match token.kind:
            case Kind.NUMBER:
                self._push_leaf(Number(token.value))
                return False
            case Kind.CONSTANT:
                self._push_leaf(CONSTANTS[token.text])
                return False
            case Kind.VARIABLE:
                self._push_leaf(Variable(token.text))
                return False
            case Kind.FUNCTION:
                self._open(_Group(token, FUNCTIONS[token.text]))
                self._index += 1  # the bracket that a function always has
            case Kind.OPEN:
                self._open(_Group(token))
            case Kind.BAR:
                self._open(_Group(token, ABS))
            case Kind.ROOT:
                self._push_prefix(SQRT)
            case Kind.OPERATOR if token.text == "-":
                self._push_prefix(NEGATE)
            case Kind.OPERATOR if token.text == "+":
                pass
            case _:
                raise self._missing_operand(token)
        return True

    def _read_operator(self, token: Token) -> bool:
        match token.kind:
            case Kind.OPERATOR:
                self._push_binary(BINARY_OPERATORS[token.text])
                return True
            case Kind.SUPERSCRIPT:
                self._raise_to_superscript(token)
                return False
            case Kind.CLOSE:
                self._close(token)
                return False
            case Kind.BAR if self._innermost_is_bar():
                self._close(token)
                return False
            case Kind.COMMA:
                self._end_argument(token)
                return True
            case Kind.END:
                self._end()
                return False
            case Kind.NUMBER:
                raise ExpressionError(
                    "A number cannot follow directly: write · for a product or ^ for a power.",
                    token.position,
                )
            case _:  # the beginning of an operand: a product without a sign
                self._refuse_doubtful_bars(token)
                self._push_binary(MULTIPLY)
                return self._read_operand(token)

    def _push_leaf(self, leaf: Node) -> None:
        self._count_nodes(1)
        self._operands.append(leaf)

    def _push_prefix(self, function: Function) -> None:
        # Looser than a power, tighter than a product: -x^2 is -(x^2), √x y is (√x)·y.
        self._nest()
        self._pending.append(_Operator(function, Level.PRODUCT, is_prefix=True))

    def _push_binary(self, function: Function) -> None:
        level = function.text.level
        if level is Level.POWER:
            self._refuse_second_exponent()
            self._nest()
        else:
            self._reduce(level)
        self._pending.append(_Operator(function, level, is_prefix=False))

    def _raise_to_superscript(self, token: Token) -> None:
        self._refuse_second_exponent()
        exponent: Node = Number(abs(token.value))
        self._count_nodes(2)
        if token.text.startswith("⁻"):
            self._count_nodes(1)
            exponent = Apply(NEGATE, (exponent,))
        self._operands.append(Apply(POWER, (self._operands.pop(), exponent)))

    def _refuse_second_exponent(self) -> None:
        if self._tokens[self._index - 1].kind is Kind.SUPERSCRIPT:
            raise ExpressionError(
                "Two exponents in a row: use brackets, such as (x²)^3.",
                self._tokens[self._index].position,
            )

    def _refuse_doubtful_bars(self, token: Token) -> None:
        """Refuse ``|a|b|c|``, which is |a|·b·|c| as well as |a·|b|·c|."""
        group = self._innermost()
        after_bar = self._tokens[self._index - 1].kind is Kind.BAR
        if token.kind is not Kind.BAR:
            if after_bar:
                self._after_bars.add(group)
        elif group in self._after_bars and not after_bar:
            raise ExpressionError(
                "These bars can be read in two ways: write abs(…) instead.", token.position
            )

    def _reduce(self, level: Level) -> None:
        """Apply the waiting operators that hold at least as tightly as a level."""
        while self._pending:
            operator = self._pending[-1]
            if isinstance(operator, _Group) or operator.level < level:
                return
            self._pending.pop()
            self._nesting -= operator.nests
            self._apply(operator.function, 1 if operator.is_prefix else 2)

    def _apply(self, function: Function, arity: int) -> None:
        self._count_nodes(1)
        arguments = tuple(self._operands[-arity:])
        del self._operands[-arity:]
        self._operands.append(Apply(function, arguments))

    def _open(self, group: _Group) -> None:
        self._nest()
        self._pending.append(group)

    def _innermost(self) -> _Group | None:
        return next((item for item in reversed(self._pending) if isinstance(item, _Group)), None)

    def _innermost_is_bar(self) -> bool:
        group = self._innermost()
        return group is not None and group.token.kind is Kind.BAR

    def _close(self, token: Token) -> None:
        group = self._innermost()
        if group is None:
            raise ExpressionError(
                "This bracket closes nothing: remove it, or open one before it.", token.position
            )
        if (group.token.kind is Kind.BAR) is not (token.kind is Kind.BAR):
            raise self._unclosed(group)
        self._reduce(Level.SUM)
        self._pending.pop()
        self._nesting -= 1
        if group.function is not None:
            group.arguments.append(self._operands.pop())
            self._call(group, group.function)

    def _end_argument(self, token: Token) -> None:
        group = self._innermost()
        if group is None or group.token.kind is not Kind.FUNCTION:
            raise ExpressionError(
                "A comma separates the operands of a function, such as max(x, y); "
                "for decimals write a point, such as 0.5.",
                token.position,
            )
        self._reduce(Level.SUM)
        group.arguments.append(self._operands.pop())

    def _call(self, group: _Group, function: Function) -> None:
        given = len(group.arguments)
        if given != function.arity and not (function.variadic and given > function.arity):
            needed = "1 operand" if function.arity == 1 else f"{function.arity} operands"
            more = " or more" if function.variadic else ""
            raise ExpressionError(
                f"{group.token.text} takes {needed}{more}; here "
                f"{'is' if given == 1 else 'are'} {given}.",
                group.token.position,
            )
        self._operands += group.arguments[: function.arity]
        self._apply(function, function.arity)
        for argument in group.arguments[function.arity :]:
            self._operands.append(argument)
            self._apply(function, 2)

    def _end(self) -> None:
        group = self._innermost()
        if group is not None:
            raise self._unclosed(group)
        self._reduce(Level.SUM)

    def _nest(self) -> None:
        self._nesting += 1
        if self._nesting > MAXIMUM_NESTING:
            raise ExpressionError(
                f"The formula is nested too deeply: at most {MAXIMUM_NESTING} brackets, signs "
                "and exponents inside one another are accepted.",
                self._tokens[self._index].position,
            )

    def _count_nodes(self, count: int) -> None:
        self._nodes += count
        if self._nodes > MAXIMUM_NODES:
            raise ExpressionError(
                f"The formula is too large: at most {MAXIMUM_NODES} numbers, names and "
                "operations are accepted.",
                self._tokens[self._index].position,
            )

    def _unclosed(self, group: _Group) -> ExpressionError:
        name = "bar" if group.token.kind is Kind.BAR else "bracket"
        position = group.token.position
        if group.token.kind is Kind.FUNCTION:
            position = self._tokens[self._tokens.index(group.token) + 1].position
        return ExpressionError(f"This {name} is never closed.", position)

    def _missing_operand(self, token: Token) -> ExpressionError:
        before = self._tokens[self._index - 1] if self._index else None
        if before is None:
            if token.kind is Kind.END:
                return ExpressionError("Write a formula, such as x^2 + y^2.", 0)
            message = f"A formula cannot begin with '{token.text}'."
        elif token.kind is Kind.END:
            return ExpressionError(f"Something is missing after '{before.text}'.", before.position)
        elif token.kind is Kind.CLOSE and before.kind is Kind.OPEN:
            message = "There is nothing between these brackets."
        else:
            message = f"Something is missing between '{before.text}' and '{token.text}'."
        return ExpressionError(message, token.position)
