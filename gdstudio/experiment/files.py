"""Experiment files on disk: read whole or not at all, written whole or not at all."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gdstudio.atomic_file import replacing
from gdstudio.experiment.decoding import LARGEST_FILE, TOO_LARGE
from gdstudio.experiment.errors import ExperimentError
from gdstudio.experiment.format import ExperimentFormat
from gdstudio.experiment.model import Experiment


def read_file(format_: ExperimentFormat, path: str | os.PathLike[str]) -> Experiment:
    """Return the experiment in the file at `path`, or raise `ExperimentError`."""
    file = Path(path)
    with _sentences("open", file):
        size = file.stat().st_size
        with file.open("rb") as stream:
            # One byte more than allowed: the file may grow, and a pipe has no size.
            content = stream.read(LARGEST_FILE + 1) if size <= LARGEST_FILE else b""
        folder = file.resolve().parent
    if size > LARGEST_FILE:
        raise ExperimentError("", TOO_LARGE)
    return format_.read(content, folder)


def write_file(
    format_: ExperimentFormat, path: str | os.PathLike[str], experiment: Experiment
) -> None:
    """Write `experiment` to the file at `path`, or raise `ExperimentError` and leave it as it was.

    It is replaced whole or not at all.
    """
    file = Path(path)
    with _sentences("save", file):
        target = file.resolve()
        content = format_.write(experiment, target.parent).encode("utf-8")
        _refuse_to_replace(target)
        with replacing(target) as stream:
            stream.write(content)


def _refuse_to_replace(target: Path) -> None:
    """Raise what writing to the file itself would: a replacement asks only the folder."""
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


@contextmanager
def _sentences(verb: str, file: Path) -> Iterator[None]:
    """Turn what the operating system says into an `ExperimentError` for a person."""
    try:
        yield
    except ExperimentError:
        raise
    except (OSError, ValueError) as error:
        raise _sentence(verb, file, error) from error


def _sentence(verb: str, file: Path, error: OSError | ValueError) -> ExperimentError:
    name = f'cannot {verb} "{os.fspath(file)}"'.encode("utf-8", "backslashreplace").decode()
    match error:
        case FileNotFoundError() if verb == "save":
            reason = "there is no such folder"
        case FileNotFoundError():
            reason = "there is no such file"
        case IsADirectoryError():
            reason = "it is a folder"
        case NotADirectoryError():
            reason = "a part of the path is a file, not a folder"
        case PermissionError():
            reason = "no permission"
        case OSError(errno=errno.ENOSPC | errno.EDQUOT):
            reason = "the disk is full"
        case OSError():
            reason = error.strerror or str(error)
        case _:
            reason = "that is not the name of a file"
    return ExperimentError("", f"{name}: {reason}")
