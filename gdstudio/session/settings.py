"""What the program remembers from one day to the next."""

import math
import os
from collections.abc import Callable, Iterable
from dataclasses import asdict, fields
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias, get_args

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths

from gdstudio.session.player import AS_FAST_AS_DRAWN, DEFAULT_SPEED, SPEEDS
from gdstudio.simulation.map_options import MapOptions

ThemeChoice: TypeAlias = Literal["system", "light", "dark"]

MOST_RECENT_FILES: Final = 10

_VERSION_KEY = "schema/version"
_THEME = "appearance/theme"
_GEOMETRY = "window/geometry"
_STATE = "window/state"
_RECENT_FILES = "files/recent"
_LAST_FOLDER = "files/last_folder"
_SPEED = "playback/speed"
_LOOPS = "playback/loops"
_DERIVATIVE = "picture/derivative"
_MAP = "map"

MIGRATIONS: tuple[Callable[[QSettings], None], ...] = ()
"""The change at index k makes settings of version k + 1 those of version k + 2."""

VERSION: Final = len(MIGRATIONS) + 1


class Settings:
    """Typed access to a `QSettings`.

    Whatever the store holds, a property has a usable value: people edit such files, and other
    versions of the program wrote them.

    Parameters
    ----------
    store
        Where they are kept; by default the user's own.
    """

    def __init__(self, store: QSettings | None = None) -> None:
        self._store = store if store is not None else QSettings("gdstudio", "gdstudio")
        migrate(self._store, MIGRATIONS)

    @property
    def theme(self) -> ThemeChoice:
        """The theme that was chosen, or that of the system."""
        stored = self._store.value(_THEME)
        return next((each for each in get_args(ThemeChoice) if each == stored), "system")

    @theme.setter
    def theme(self, choice: ThemeChoice) -> None:
        self._store.setValue(_THEME, choice)

    @property
    def window_geometry(self) -> QByteArray:
        """What ``QWidget.saveGeometry`` returned; empty before the first time."""
        return self._bytes(_GEOMETRY)

    @window_geometry.setter
    def window_geometry(self, geometry: QByteArray) -> None:
        self._store.setValue(_GEOMETRY, geometry)

    @property
    def window_state(self) -> QByteArray:
        """What ``QMainWindow.saveState`` returned; empty before the first time."""
        return self._bytes(_STATE)

    @window_state.setter
    def window_state(self, state: QByteArray) -> None:
        self._store.setValue(_STATE, state)

    def forget_window(self) -> None:
        """Forget where the window and its panels were."""
        self._store.remove(_GEOMETRY)
        self._store.remove(_STATE)

    @property
    def recent_files(self) -> tuple[Path, ...]:
        """The files last used, newest first; those that are gone come after all others."""
        stored = self._store.value(_RECENT_FILES)
        # A list of one is stored as a text.
        texts = [stored] if isinstance(stored, str) else stored
        names = [text for text in texts if isinstance(text, str)] if _is_list(texts) else []
        paths = _unique(Path(name) for name in names if name and "\0" not in name)
        kept = paths[:MOST_RECENT_FILES]
        return tuple(sorted(kept, key=_is_missing))

    def add_recent_file(self, path: Path) -> None:
        """Put a file first."""
        self._store_recent_files((path, *self.recent_files))

    def remove_recent_file(self, path: Path) -> None:
        """Forget a file, for example one that could not be opened."""
        gone = _resolved(path)
        self._store_recent_files(each for each in self.recent_files if each != gone)

    def clear_recent_files(self) -> None:
        """Forget all files."""
        self._store.remove(_RECENT_FILES)

    @property
    def last_folder(self) -> Path:
        """Where a file was last opened or saved; the user's documents if it is gone."""
        stored = self._store.value(_LAST_FOLDER)
        if isinstance(stored, str) and "\0" not in stored and _is_folder(stored):
            return Path(stored)
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        found = QStandardPaths.writableLocation(documents)
        return Path(found) if _is_folder(found) else Path.home()

    @last_folder.setter
    def last_folder(self, folder: Path) -> None:
        self._store.setValue(_LAST_FOLDER, str(folder))

    @property
    def speed(self) -> float:
        """The speed of playback, in steps a second."""
        stored = self._store.value(_SPEED)
        if isinstance(stored, bool) or not isinstance(stored, str | int | float):
            return DEFAULT_SPEED
        try:
            speed = float(stored)
        except (OverflowError, ValueError):
            return DEFAULT_SPEED
        if speed == AS_FAST_AS_DRAWN:
            return speed
        if math.isnan(speed) or speed <= 0.0:
            return DEFAULT_SPEED
        return min(max(speed, SPEEDS[0]), SPEEDS[-1])

    @speed.setter
    def speed(self, steps_a_second: float) -> None:
        # As a text: not every store keeps infinity.
        self._store.setValue(_SPEED, repr(float(steps_a_second)))

    @property
    def loops(self) -> bool:
        """Whether playing begins again at the end."""
        return str(self._store.value(_LOOPS)).lower() == "true"

    @loops.setter
    def loops(self, loops: bool) -> None:
        self._store.setValue(_LOOPS, "true" if loops else "false")

    @property
    def shows_derivative(self) -> bool:
        """Whether the derivative is drawn under a curve."""
        return str(self._store.value(_DERIVATIVE)).lower() != "false"

    @shows_derivative.setter
    def shows_derivative(self, shown: bool) -> None:
        self._store.setValue(_DERIVATIVE, "true" if shown else "false")

    @property
    def map_options(self) -> MapOptions:
        """What the map of a function shows."""
        stored = {
            field.name: _as_option(self._store.value(f"{_MAP}/{field.name}"), field.default)
            for field in fields(MapOptions)
        }
        return MapOptions(**stored)

    @map_options.setter
    def map_options(self, options: MapOptions) -> None:
        for name, value in asdict(options).items():
            text = str(value).lower() if isinstance(value, bool) else str(value)
            self._store.setValue(f"{_MAP}/{name}", text)

    def sync(self) -> None:
        """Write what has changed to the disk now."""
        self._store.sync()

    def _bytes(self, key: str) -> QByteArray:
        stored = self._store.value(key)
        return stored if isinstance(stored, QByteArray) else QByteArray()

    def _store_recent_files(self, paths: Iterable[Path]) -> None:
        names = [str(path) for path in _unique(paths)[:MOST_RECENT_FILES]]
        self._store.setValue(_RECENT_FILES, names)


def migrate(store: QSettings, migrations: tuple[Callable[[QSettings], None], ...]) -> None:
    """Bring settings of an older version up to date; leave those of a newer one alone."""
    current = len(migrations) + 1
    stored = str(store.value(_VERSION_KEY, ""))
    # Settings without a version are empty or of the first.
    version = int(stored) if stored.isascii() and stored.isdigit() and len(stored) < 9 else 1
    for migration in migrations[max(version, 1) - 1 :]:
        migration(store)
    if version < current or not stored:
        store.setValue(_VERSION_KEY, current)


def _as_option(stored: object, default: Any) -> Any:
    """Return a choice or a yes or no as it was stored; the default if that is neither."""
    if isinstance(default, StrEnum):
        return next((each for each in type(default) if each == stored), default)
    return {"true": True, "false": False}.get(str(stored).lower(), default)


def _is_list(value: object) -> bool:
    return isinstance(value, list | tuple)


def _resolved(path: Path) -> Path:
    """Return the one name of a file, also where some of its folders are gone."""
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError):
        return path.absolute()


def _unique(paths: Iterable[Path]) -> list[Path]:
    return list(dict.fromkeys(_resolved(path) for path in paths))


def _is_folder(path: str) -> bool:
    return bool(path) and os.path.isdir(path)  # noqa: PTH112 - never raises


def _is_missing(path: Path) -> bool:
    return not os.path.isfile(path)  # noqa: PTH113 - never raises
