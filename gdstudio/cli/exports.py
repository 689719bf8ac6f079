"""The files that a run is exported to: checked before any work, written after it."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from gdstudio.cli.errors import FAILED, CommandError
from gdstudio.experiment import Experiment
from gdstudio.export.csv import write_csv
from gdstudio.export.json import write_json
from gdstudio.export.npz import write_npz
from gdstudio.preflight import missing_for_pictures
from gdstudio.simulation.run import RunResult

Writer = Callable[[Experiment, Sequence[RunResult], Path], None]


def _picture(experiment: Experiment, results: Sequence[RunResult], path: Path) -> None:
    # Qt is imported here, and only for a picture.
    from gdstudio.app import export_picture

    export_picture(experiment, results, path)


_WRITERS: Final[Mapping[str, Writer]] = MappingProxyType(
    {
        ".csv": lambda _, results, path: write_csv(results, path),
        ".npz": lambda _, results, path: write_npz(results, path),
        ".json": lambda _, results, path: write_json(results, path),
        ".png": _picture,
    }
)
ENDINGS: Final = tuple(_WRITERS)
PLANNED: Final = (".svg", ".pdf", ".gif", ".mp4", ".py")


@dataclass(frozen=True)
class Export:
    """A file that may be written.

    Attributes
    ----------
    path
        As it was given.
    target
        The file itself, when the path leads to it through links.
    """

    path: Path
    target: Path

    @property
    def ending(self) -> str:
        """What chooses the format, in small letters."""
        return self.path.suffix.lower()


def checked_exports(paths: Sequence[Path], experiment_file: Path) -> tuple[Export, ...]:
    """Return the exports to `paths`.

    Raises
    ------
    CommandError
        One of them cannot be, or must not be, written.
    """
    exports: list[Export] = []
    for path in paths:
        try:
            export = _checked(path, experiment_file)
            twin = next((each for each in exports if _same(each.target, export.target)), None)
        except (OSError, RuntimeError) as error:  # RuntimeError: a loop of links, on Python 3.12
            raise _error(path, _reason(error)) from error
        if twin is not None:
            raise _error(path, f'"{twin.path}" is the same file; name each file once')
        exports.append(export)
    if any(export.ending == ".png" for export in exports):
        missing = missing_for_pictures()
        if missing is not None:
            raise CommandError(missing, FAILED)
    return tuple(exports)


def write_export(export: Export, experiment: Experiment, results: Sequence[RunResult]) -> None:
    """Write a file.

    Raises
    ------
    CommandError
        It cannot be written, such as to a full disk.
    """
    try:
        _WRITERS[export.ending](experiment, results, export.target)
    except OSError as error:
        raise CommandError(f'cannot write "{export.path}": {_reason(error)}', FAILED) from error


def listed(endings: Iterable[str]) -> str:
    """Return endings as ``.a, .b and .c``."""
    *most, last = endings
    return f"{', '.join(most)} and {last}" if most else last


def _checked(path: Path, experiment_file: Path) -> Export:
    export = Export(path, path.resolve())
    if export.ending in PLANNED:
        raise _error(
            path,
            f"{export.ending} is planned, but this version does not write it; "
            f"it writes {listed(ENDINGS)}",
        )
    if export.ending not in ENDINGS:
        what = f'the ending "{path.suffix}" is unknown' if path.suffix else "it has no ending"
        raise _error(path, f"{what}; this version writes {listed(ENDINGS)}")
    if _same(export.target, experiment_file.resolve()):
        raise _error(path, "it is the experiment file itself, which would be lost")
    _check_place(export)
    return export


def _check_place(export: Export) -> None:
    """Refuse what cannot be written: better now than after an hour of work."""
    folder = export.target.parent
    if not folder.exists():
        raise _error(export.path, f'there is no folder "{folder}"')
    if not folder.is_dir():
        raise _error(export.path, f'"{folder}" is not a folder')
    if not os.access(folder, os.W_OK | os.X_OK):
        raise _error(export.path, f'no permission to write in the folder "{folder}"')
    if export.target.is_dir():
        raise _error(export.path, "it is a folder")
    # The file is going to be replaced, which asks the folder only: its own lock counts too.
    if export.target.exists() and not os.access(export.target, os.W_OK):
        raise _error(export.path, "it is write-protected")


def _same(one: Path, other: Path) -> bool:
    return one == other or (one.exists() and other.exists() and one.samefile(other))


def _error(path: Path, reason: str) -> CommandError:
    return CommandError(f'cannot export to "{path}": {reason}')


def _reason(error: OSError | RuntimeError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
