"""Equal trees as one object, so that comparing them is comparing identities."""

from gdstudio.expression.tree import Apply, Function, Node, Number, Variable


class Interner:
    """Makes nodes; the same parts give the same node."""

    def __init__(self) -> None:
        self._nodes: dict[tuple[object, ...], Node] = {}

    def number(self, value: float, symbol: str | None = None) -> Node:
        """Return the number."""
        return self._nodes.setdefault((value.hex(), symbol), Number(value, symbol))

    def variable(self, name: str) -> Node:
        """Return the variable."""
        return self._nodes.setdefault((name,), Variable(name))

    def apply(self, function: Function, *arguments: Node) -> Node:
        """Return the function applied to nodes made by this interner."""
        return self._nodes.setdefault(
            (id(function), *map(id, arguments)), Apply(function, arguments)
        )
