"""Fields for objects of several kinds, told apart by a key: its value, or that it is there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from gdstudio.experiment.errors import ExperimentError
from gdstudio.experiment.fields.base import Field, Json, Schema
from gdstudio.experiment.fields.texts import choice
from gdstudio.experiment.fields.wording import at_key, described, hint, listed, quoted

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Tagged(Generic[T]):
    """An object whose `key` says which branch reads all of it, that key included."""

    key: str
    branches: Mapping[str, Field[T]]
    tag_of: Callable[[T], str]
    default: str | None
    refusals: Mapping[str, str]

    @property
    def expected(self) -> str:
        """``an object``."""
        return "an object"

    def read(self, value: object, path: str) -> T:
        """Return what the branch of the object's tag reads."""
        if not isinstance(value, dict):
            raise ExperimentError(path, f"expected {self.expected}, got {described(value)}")
        tag_path, tags = at_key(path, self.key), choice(tuple(self.branches))
        if self.key not in value and self.default is None:
            raise ExperimentError(tag_path, f"missing; expected {tags.expected}")
        tag = value.get(self.key, self.default)
        if isinstance(tag, str) and tag in self.refusals:
            raise ExperimentError(tag_path, self.refusals[tag])
        return self.branches[tags.read(tag, tag_path)].read(value, path)

    def write(self, value: T) -> Json:
        """Write with the branch of the value's tag."""
        tag = choice(tuple(self.branches)).read(self.tag_of(value), self.key)
        return self.branches[tag].write(value)

    def schema(self) -> Schema:
        """Return a schema in which exactly one branch fits."""
        branches: list[Json] = [branch.schema() for branch in self.branches.values()]
        return {"oneOf": branches} if len(branches) > 1 else self._only().schema()

    def _only(self) -> Field[T]:
        (branch,) = self.branches.values()
        return branch


@dataclass(frozen=True, slots=True)
class Keyed(Generic[T]):
    """An object of several kinds, told apart by which of a few keys it has."""

    branches: Mapping[str, Field[T]]
    key_of: Callable[[T], str]
    noun: str

    @property
    def expected(self) -> str:
        """``an object with`` what tells the kinds apart."""
        return f"an object with {self.noun}"

    def read(self, value: object, path: str) -> T:
        """Return what the branch of the object's telling key reads."""
        if not isinstance(value, dict):
            raise ExperimentError(path, f"expected {self.expected}, got {described(value)}")
        found = [key for key in self.branches if key in value]
        if not found:
            raise ExperimentError(path, f"expected {self.noun}{self._help(value)}")
        if len(found) > 1:
            names = listed([quoted(key) for key in found], "and")
            raise ExperimentError(path, f"expected only one of {names}; remove the rest")
        return self.branches[found[0]].read(value, path)

    def _help(self, value: Mapping[object, object]) -> str:
        hints = (hint(key, self.branches) for key in value if isinstance(key, str))
        return next((each for each in hints if each), "")

    def write(self, value: T) -> Json:
        """Write with the branch of the value's kind."""
        return self.branches[self.key_of(value)].write(value)

    def schema(self) -> Schema:
        """Return a schema in which exactly one branch fits."""
        return {"oneOf": [branch.schema() for branch in self.branches.values()]}


def keyed(branches: Mapping[str, Field[T]], key_of: Callable[[T], str], noun: str) -> Keyed[T]:
    """Return a field for an object of several kinds, told apart by which key is there.

    Parameters
    ----------
    branches
        The field of each kind, under the key that no other kind has.
    key_of
        Returns that key for a value that is to be written.
    noun
        What an object needs, for errors: ``a "name" or a "file"``.
    """
    return Keyed(dict(branches), key_of, noun)


def tagged(
    key: str,
    branches: Mapping[str, Field[T]],
    tag_of: Callable[[T], str],
    *,
    default: str | None = None,
    refusals: Mapping[str, str] | None = None,
) -> Tagged[T]:
    """Return a field for an object of several kinds.

    Parameters
    ----------
    key
        The key that tells the kinds apart.
    branches
        The field of each kind. A branch reads the whole object: it has `key` among its keys, as a
        `constant`, which may be left out only in the branch of `default`.
    tag_of
        Returns the kind of a value that is to be written.
    default
        The kind when the key is left out; None: it must be there.
    refusals
        Kinds that are known but not to be had, each with the sentence that says so.
    """
    return Tagged(key, dict(branches), tag_of, default, dict(refusals or {}))
