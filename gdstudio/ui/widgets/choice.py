"""One of several things that a person may choose."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice: the key that the program uses, the words that a person reads."""

    key: str
    text: str
    tooltip: str = ""
