"""Fields for text: free, restricted to a pattern, or one of a few known words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gdstudio.experiment.errors import ExperimentError
from gdstudio.experiment.fields.base import Json, Schema
from gdstudio.experiment.fields.wording import described, hint, listed, nearest, quoted

SINGLE_LINE = r"^[^\u0000-\u001f\u007f-\u009f\u2028\u2029\ud800-\udfff]*$"
"""Text without control characters, line breaks and halves of surrogate pairs."""

PRINTABLE = r"^[^\ud800-\udfff]*$"
"""Text that can be written as UTF-8: without halves of surrogate pairs."""


@dataclass(frozen=True, slots=True)
class Text:
    """Text of a limited length that matches a pattern as a whole."""

    noun: str
    minimum: int
    maximum: int
    pattern: str

    @property
    def expected(self) -> str:
        """The noun and, unless it says enough, the allowed length."""
        if self.minimum == self.maximum:
            return self.noun
        lower = f"{self.minimum} to " if self.minimum else "at most "
        return f"{self.noun} of {lower}{self.maximum} characters"

    def read(self, value: object, path: str) -> str:
        """Return text that fits the limits."""
        if not isinstance(value, str):
            raise ExperimentError(path, f"expected {self.expected}, got {described(value)}")
        if not self.minimum <= len(value) <= self.maximum:
            raise ExperimentError(path, f"expected {self.expected}, got {self._sized(value)}")
        # fullmatch: in Python, "$" alone would let a line break at the end pass.
        if re.fullmatch(self.pattern, value) is None:
            raise ExperimentError(path, f"expected {self.noun}, got {quoted(value)}")
        return value

    def _sized(self, value: str) -> str:
        if not value:
            return "an empty text"
        return quoted(value) if self.minimum == self.maximum else f"{len(value)} characters"

    def write(self, value: str) -> Json:
        """Return the text itself."""
        return value

    def schema(self) -> Schema:
        """Return the schema of such a text."""
        lower: Schema = {"minLength": self.minimum} if self.minimum else {}
        return {"type": "string", **lower, "maxLength": self.maximum, "pattern": self.pattern}


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few known words."""

    options: tuple[str, ...]
    noun: str | None

    @property
    def expected(self) -> str:
        """The noun, or every option."""
        return self.noun or listed([quoted(option) for option in self.options])

    def read(self, value: object, path: str) -> str:
        """Return one of the options; an unknown word is answered with the nearest."""
        if isinstance(value, str) and value in self.options:
            return value
        help_ = self._help(value) if isinstance(value, str) else ""
        raise ExperimentError(path, f"expected {self.expected}, got {described(value)}{help_}")

    def _help(self, word: str) -> str:
        if self.noun is None:
            return hint(word, self.options)
        # The options were not listed, so name some in any case.
        names = [quoted(name) for name in nearest(word, self.options, count=3, cutoff=0.0)]
        return f"; the nearest {'is' if len(names) == 1 else 'are'} {listed(names, 'and')}"

    def write(self, value: str) -> Json:
        """Return the word itself."""
        return value

    def schema(self) -> Schema:
        """Return the schema of the options."""
        return {"enum": list(self.options)}


@dataclass(frozen=True, slots=True)
class Constant:
    """One fixed text or integer."""

    value: str | int

    @property
    def expected(self) -> str:
        """The value itself."""
        return described(self.value)

    def read(self, value: object, path: str) -> str | int:
        """Return the constant, if it stands there."""
        if value == self.value and not isinstance(value, bool):
            return self.value
        raise ExperimentError(path, f"expected {self.expected}, got {described(value)}")

    def write(self, value: str | int) -> Json:
        """Return the constant."""
        return value

    def schema(self) -> Schema:
        """Return the schema of the constant."""
        return {"const": self.value}


def text(noun: str = "text", *, minimum: int = 0, maximum: int, pattern: str = SINGLE_LINE) -> Text:
    """Return a field for text of `minimum` to `maximum` characters that matches `pattern`."""
    return Text(noun, minimum, maximum, pattern)


def choice(options: Sequence[str], noun: str | None = None) -> Choice:
    """Return a field for one of `options`.

    Errors list all of them, or, where there are too many for that, say `noun` and the nearest.
    """
    return Choice(tuple(options), noun)


def constant(value: str | int) -> Constant:
    """Return a field for one fixed value."""
    return Constant(value)
