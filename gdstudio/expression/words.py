"""Telling names apart: which letters are variables, constants, functions, and where they split."""

import keyword
import re
from collections.abc import Callable, Iterator, Sequence
from difflib import get_close_matches

from gdstudio.expression.errors import ExpressionError
from gdstudio.expression.functions import CONSTANTS, FUNCTIONS
from gdstudio.expression.limits import MAXIMUM_NAME, MAXIMUM_VARIABLES
from gdstudio.expression.tokens import GREEK, NAME_PATTERN, Kind, Token

_Candidates = Callable[[str, int], Iterator[str]]
"""From a run of letters and an index to the names that begin there, longest first."""

_USUAL_NAME = re.compile(rf"[uvwxyzt{GREEK}](?:_?[0-9]+)?")
_SHORT_NAME = re.compile(r"[A-Za-z](?:_?[0-9]+)?")
"""A name that before a bracket can only mean a product."""
_OTHER_NAMES_FOR_FUNCTIONS = {"tg": "tan", "sen": "sin", "sgn": "sign", "logistic": "sigmoid"}
_LONGEST_SHOWN = 40


def resolve(tokens: Sequence[Token], variables: Sequence[str] | None) -> list[Token]:
    """Replace every name by the variables, constants and functions that it consists of.

    Parameters
    ----------
    tokens
        From the tokenizer.
    variables
        The names of the variables; None to take them from the formula, where a run of the usual
        letters (u v w x y z t, Greek letters, each perhaps with an index) is a product.

    Raises
    ------
    ExpressionError
        A name is unknown, or a function stands without brackets.
    """
    candidates = _usual_candidates if variables is None else _known_candidates(variables)
    resolved: list[Token] = []
    for token, following in zip(tokens, [*tokens[1:], tokens[-1]], strict=True):
        if token.kind is Kind.NAME:
            resolved += _split(token, following, candidates, variables)
        else:
            resolved.append(token)
    return resolved


def check_variables(variables: Sequence[str]) -> None:
    """Refuse names that a formula cannot use as its variables.

    Raises
    ------
    ExpressionError
        Too few or too many names, one that is not a name, or one that has another meaning.
    """
    if not 1 <= len(variables) <= MAXIMUM_VARIABLES:
        raise ExpressionError(
            f"A formula has 1 to {MAXIMUM_VARIABLES} variables; here are {len(variables)}.", 0
        )
    for index, name in enumerate(variables):
        if name in FUNCTIONS or name in CONSTANTS:
            raise ExpressionError(
                f"'{name}' has a meaning of its own and cannot name a variable.", 0
            )
        if not re.fullmatch(NAME_PATTERN, name):
            raise ExpressionError(
                f"'{_shorten(name)}' cannot name a variable: use letters, digits and _, "
                "beginning with a letter.",
                0,
            )
        if keyword.iskeyword(name):
            raise ExpressionError(_describe_keyword(name), 0)
        if len(name) > MAXIMUM_NAME:
            raise ExpressionError(_describe_long_name(name), 0)
        if name in variables[:index]:
            raise ExpressionError(f"The variable '{name}' is named twice.", 0)


def _usual_candidates(run: str, index: int) -> Iterator[str]:
    yield from (name for name in CONSTANTS if run.startswith(name, index))
    if match := _USUAL_NAME.match(run, index):
        yield match.group()


def _known_candidates(variables: Sequence[str]) -> _Candidates:
    names = sorted({*variables, *CONSTANTS}, key=len, reverse=True)
    return lambda run, index: (name for name in names if run.startswith(name, index))


def _split(
    token: Token, following: Token, candidates: _Candidates, variables: Sequence[str] | None
) -> list[Token]:
    run = token.text
    is_call = following.kind is Kind.OPEN
    names = _names_of(run, is_call, candidates)
    if names is None:
        _refuse_as_function(token, following, candidates)
        if variables is not None:
            raise ExpressionError(_describe_unknown(run, variables), token.position)
        if keyword.iskeyword(run):
            raise ExpressionError(_describe_keyword(run), token.position)
        if len(run) > MAXIMUM_NAME:
            raise ExpressionError(_describe_long_name(run), token.position)
        names = [run]
    words = []
    position = token.position
    for name in names:
        words.append(Token(_kind_of(name), name, position))
        position += len(name)
    return words


def _kind_of(name: str) -> Kind:
    if name in FUNCTIONS:
        return Kind.FUNCTION
    return Kind.CONSTANT if name in CONSTANTS else Kind.VARIABLE


def _names_of(run: str, is_call: bool, candidates: _Candidates) -> list[str] | None:
    """Cut a run of letters into known names, longest first; None where that cannot be done."""
    # From the end to the beginning: the longest name at each index with which the rest works out.
    chosen: dict[int, str] = {len(run): ""}
    for index in reversed(range(len(run))):
        if is_call and run[index:] in FUNCTIONS:
            chosen[index] = run[index:]
            continue
        for name in candidates(run, index):
            if index + len(name) in chosen:
                chosen[index] = name
                break
    if 0 not in chosen:
        return None
    names = []
    index = 0
    while index < len(run):
        names.append(chosen[index])
        index += len(chosen[index])
    return names


def _refuse_as_function(token: Token, following: Token, candidates: _Candidates) -> None:
    """Explain a run of letters that means a function but is not written as one."""
    run = token.text
    if run in FUNCTIONS:
        if following.kind is Kind.SUPERSCRIPT or following.text == "^":
            advice = f"for a power of its value write {run}(x)^2"
        else:
            advice = f"write {run}(x)"
        raise ExpressionError(
            f"The function {run} needs its operand in brackets: {advice}.", token.position
        )
    if following.kind is Kind.OPEN and not _SHORT_NAME.fullmatch(run):
        raise ExpressionError(_describe_unknown_function(run), token.position)
    position = token.position
    for name in _names_of(run, False, _with_functions(candidates)) or ():
        if name in FUNCTIONS:
            raise ExpressionError(
                f"'{_shorten(run)}' reads as the function {name} without brackets: "
                f"write {name}(…).",
                position,
            )
        position += len(name)


def _with_functions(candidates: _Candidates) -> _Candidates:
    functions = sorted(FUNCTIONS, key=len, reverse=True)

    def extended(run: str, index: int) -> Iterator[str]:
        yield from (name for name in functions if run.startswith(name, index))
        yield from candidates(run, index)
        if run[index].isdigit():
            yield run[index]

    return extended


def _describe_unknown_function(run: str) -> str:
    lower = run.lower()
    close = [_OTHER_NAMES_FOR_FUNCTIONS[lower]] if lower in _OTHER_NAMES_FOR_FUNCTIONS else []
    if not close and len(lower) <= _LONGEST_SHOWN:
        close = get_close_matches(lower, FUNCTIONS, n=1)
    if close:
        return f"There is no function '{run}'; did you mean {close[0]}?"
    shown = _shorten(run)
    return f"There is no function '{shown}'; for a product write {shown}·(…)."


def _describe_unknown(run: str, variables: Sequence[str]) -> str:
    listed = ", ".join(variables)
    known = f"the variable is {listed}" if len(variables) == 1 else f"the variables are {listed}"
    if (match := re.fullmatch(r"(.+?)([0-9]+)", run)) and match[1] in variables:
        known += f"; for a power write {match[1]}^{match[2]}"
    return f"Unknown name '{_shorten(run)}': {known}."


def _describe_keyword(name: str) -> str:
    return (
        f"'{name}' is a word of the Python language and cannot name a variable: "
        "choose another name."
    )


def _describe_long_name(name: str) -> str:
    return f"The name '{_shorten(name)}' is too long: at most {MAXIMUM_NAME} characters."


def _shorten(name: str) -> str:
    return name if len(name) <= _LONGEST_SHOWN else f"{name[:_LONGEST_SHOWN]}…"
