"""What a person is about to type: ``si`` is on the way to ``sin(``, not a new variable."""

from collections.abc import Collection, Sequence

from gdstudio.expression import (
    FUNCTIONS,
    ExpressionError,
    Formula,
    Node,
    Variable,
    fold,
    parse,
)

ORDINARY_VARIABLES = frozenset("uvwxyzt")


def begun_function(text: str, variables: Collection[str], known: Collection[str]) -> str | None:
    """Return the function whose name stands half typed at the end of a formula.

    Parameters
    ----------
    text
        The formula as it stands.
    variables
        The variables that it would have.
    known
        The variables that it had before: they are meant.

    Returns
    -------
    str or None
        The shortest function that begins so; None if the last word is complete.
    """
    for name in variables:
        is_new = name not in known and name not in ORDINARY_VARIABLES
        if is_new and text.rstrip().endswith(name):
            begun = [function for function in FUNCTIONS if function.startswith(name)]
            return min(begun, key=len, default=None)
    return None


def parse_with(text: str, known: Sequence[str]) -> Formula:
    """Read a formula; where it uses all variables that there were, they mean what they meant.

    Without them, a declared variable ``xy`` would become x·y with the first keystroke.

    Raises
    ------
    ExpressionError
        The text is not a formula.
    """
    try:
        formula = parse(text, known)
    except ExpressionError:
        return parse(text)
    return formula if used_variables(formula.root) == set(known) else parse(text)


def used_variables(root: Node) -> set[str]:
    """Return the names of the variables that occur in a tree."""

    def visit(node: Node, below: tuple[set[str], ...]) -> set[str]:
        return {node.name} if isinstance(node, Variable) else set().union(*below)

    return fold(root, visit)
