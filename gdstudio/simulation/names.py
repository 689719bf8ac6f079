"""Names in sentences."""

from collections.abc import Sequence
from typing import Final

_FEW: Final = 8
"""As many as a sentence can hold."""


def few(names: Sequence[str]) -> str:
    """Return names with commas, and dots for those that are too many."""
    return ", ".join(names if len(names) <= _FEW else (*names[:_FEW], "…"))
