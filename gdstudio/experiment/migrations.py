"""Brings files of older versions up to the present one."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

from gdstudio.experiment.fields import Values

Migration: TypeAlias = Callable[[Values], Values]
"""Returns a new object of the next version. It must take any JSON: validation comes after it."""

CURRENT_VERSION: Final = 1

MIGRATIONS: Final[Mapping[int, Migration]] = MappingProxyType({})
"""For each older version, what makes the version after it."""


def migrate(raw: Values, version: int, current: int, migrations: Mapping[int, Migration]) -> Values:
    """Return `raw`, a file of `version`, as a file of version `current`."""
    for older in range(version, current):
        raw = {**migrations[older](raw), "version": older + 1}
    return raw
