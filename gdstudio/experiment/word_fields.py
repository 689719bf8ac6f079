"""Fields for the words of the vocabulary, with the parameters that come with each."""

from collections.abc import Callable, Iterable
from typing import TypeAlias, TypeVar

from gdstudio.experiment.fields import (
    Field,
    Key,
    Tagged,
    Values,
    constant,
    converted,
    optional,
    record,
    required,
    tagged,
)
from gdstudio.experiment.vocabulary import Parameter, Word, Words

T = TypeVar("T")
Given: TypeAlias = tuple[tuple[str, float | int], ...]
"""Name and value of each parameter of a word."""


def word_field(
    tag: str,
    words: Words,
    build: Callable[[str, Given], T],
    parts: Callable[[T], tuple[str, Given]],
    default: str | None = None,
) -> Tagged[T]:
    """Return the field of an object that names one of `words` and states its parameters.

    Parameters
    ----------
    tag
        The key under which the name stands.
    build, parts
        Make a value from a name and its parameters, and take it apart again.
    default
        The name when the key is left out; None: it must be there.
    """

    def branch(word: Word) -> Field[T]:
        def decode(values: Values) -> T:
            name = values.pop(tag)
            return build(name, tuple(values.items()))

        def encode(value: T) -> Values:
            name, given = parts(value)
            return {tag: name, **dict(given)}

        keys = {tag: tag_key(word.key, default), **parameter_keys(word.parameters)}
        return converted(record(keys), decode, encode)

    branches = {key: branch(word) for key, word in words.items()}
    return tagged(tag, branches, lambda value: parts(value)[0], default=default)


def tag_key(name: str, default: str | None) -> Key:
    """Return the key that names a branch; that of the default may be left out."""
    return optional(constant(name), name) if name == default else required(constant(name))


def parameter_keys(parameters: Iterable[Parameter]) -> dict[str, Key]:
    """Return the keys under which the parameters stand."""
    return {name: Key(field, default) for name, field, default in parameters}
