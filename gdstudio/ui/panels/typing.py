"""What a person is about to type: ``si`` is on the way to ``sin(``, not a new variable."""

from collections.abc import Collection

from gdstudio.expression import FUNCTIONS

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
