"""The syntax tree: numbers, variables and applied functions."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from gdstudio.expression.notation import Notation
from gdstudio.expression.opcodes import Opcode

Result = TypeVar("Result")
Values: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """A function or operator: everything that this package knows about it.

    Attributes
    ----------
    name
        As it is written in a formula.
    opcode
        The instruction that computes it.
    value
        Evaluation on arrays by IEEE rules; it neither raises nor warns.
    derivatives
        For each operand, the builder of the partial derivative from all operands.
    text, latex
        How it is written.
    aliases
        Other names for the same function.
    variadic
        Whether more operands are accepted, taken together from the left.
    """

    name: str
    opcode: Opcode
    value: Callable[..., Values]
    derivatives: tuple[Callable[..., "Node"], ...]
    text: Notation
    latex: Notation
    aliases: tuple[str, ...] = ()
    variadic: bool = False

    @property
    def arity(self) -> int:
        """The number of operands of one application."""
        return len(self.derivatives)


@dataclass(frozen=True, slots=True, eq=False)
class Number:
    """A number; `symbol` is "pi" or "e" where it is one of the named constants."""

    value: float
    symbol: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Variable:
    """A variable."""

    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Apply:
    """A function applied to operands."""

    function: Function
    arguments: tuple["Node", ...]


Node: TypeAlias = Number | Variable | Apply


def fold(root: Node, visit: Callable[[Node, tuple[Result, ...]], Result]) -> Result:
    """Compute a result for every node from the results of its operands, and return the root's.

    A node that occurs twice (the same object) is visited once. Nothing recurses, since a sum of a
    thousand terms is a thousand nodes deep, and a result is let go after its last use, since it
    may be a large array.

    Parameters
    ----------
    root
        The node to begin from.
    visit
        Called with a node and the results of its operands, operands first.
    """
    order = _operands_first(root)
    uses = Counter(id(operand) for node in order for operand in _operands(node))
    results: dict[int, Result] = {}
    for node in order:
        operands = _operands(node)
        results[id(node)] = visit(node, tuple(results[id(operand)] for operand in operands))
        for operand in operands:
            uses[id(operand)] -= 1
            if not uses[id(operand)]:
                del results[id(operand)]
    return results[id(root)]


def count_leaves(root: Node) -> int:
    """Count the numbers and variables of a tree as it would be written out."""
    return fold(root, lambda _, counts: sum(counts) if counts else 1)


def _operands(node: Node) -> tuple[Node, ...]:
    return node.arguments if isinstance(node, Apply) else ()


def _operands_first(root: Node) -> list[Node]:
    order: list[Node] = []
    seen: set[int] = set()
    stack = [(root, False)]
    while stack:
        node, operands_done = stack.pop()
        if operands_done:
            order.append(node)
        elif id(node) not in seen:
            seen.add(id(node))
            stack.append((node, True))
            stack.extend((operand, False) for operand in reversed(_operands(node)))
    return order
