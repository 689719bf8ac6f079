"""A formula: what was typed, its variables, and what it means."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from numpy.typing import ArrayLike

from gdstudio.expression.lowering import lower
from gdstudio.expression.reference import evaluate
from gdstudio.expression.tape import Tape
from gdstudio.expression.tree import Node, Values


@dataclass(frozen=True, eq=False)
class Formula:
    """A formula that has been read.

    Attributes
    ----------
    text
        As it was typed.
    variables
        Their names, in the order of the parameter vector; not all need occur.
    root
        The syntax tree.
    """

    text: str
    variables: tuple[str, ...]
    root: Node

    @cached_property
    def tape(self) -> Tape:
        """The formula as instructions for the engine."""
        return lower(self.root, self.variables)

    def evaluate(self, values: Mapping[str, ArrayLike]) -> Values:
        """Evaluate on numbers or arrays of the variables, without the engine."""
        return evaluate(self.root, values)
