"""A file → its text, or a sentence why it is not text."""

import codecs
import os
import stat
from pathlib import Path
from typing import Final

from gdstudio.experiment.datasets.examples import CSV
from gdstudio.experiment.errors import ExperimentError
from gdstudio.experiment.fields.wording import quoted

LARGEST_FILE: Final = 256 * 1024 * 1024
"""Bytes of the largest file that is read."""

_BOM_UTF_16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_BYTES_AT_ONCE: Final = 1024 * 1024
_ZIP: Final = b"PK\x03\x04"  # what every Excel workbook begins with
_SAVE_AS: Final = 'save it in the encoding UTF-8 (in Excel: "CSV UTF-8")'
_TOO_LARGE: Final = f"it is larger than {LARGEST_FILE // 1024**2} MiB; take a part of its rows"


def cannot_read(file: Path, reason: str) -> ExperimentError:
    """Return the error for a file whose content is not as it must be."""
    return ExperimentError(CSV, f"cannot read {quoted(file.name)}: {reason}")


def read_utf8(file: Path) -> bytes:
    """Return the text in a file as UTF-8 without a byte order mark and without NUL.

    Read are UTF-8, and UTF-16 with a byte order mark.

    Raises
    ------
    ExperimentError
        The file cannot be opened, is too large, is empty or is not such text.
    """
    content = _bytes(file)
    if content.startswith(_ZIP):
        raise cannot_read(file, f"it is an Excel workbook or another archive, not text; {_SAVE_AS}")
    if content.startswith(_BOM_UTF_16):
        content = _from_utf_16(file, content)
    content = content.removeprefix(codecs.BOM_UTF8)
    place = content.find(b"\0")
    if place >= 0:
        reason = (
            f"it is not a text file: line {_line_at(content, place)} holds a NUL byte; if it is a "
            f"table in another encoding, {_SAVE_AS}"
        )
        raise cannot_read(file, reason)
    _check_utf_8(file, content)
    if not content or content.isspace():
        raise cannot_read(file, "it is empty")
    return content


def _bytes(file: Path) -> bytes:
    try:
        objection = _objection(file.stat())
        content = b"" if objection else file.read_bytes()
    except (OSError, ValueError) as error:
        raise _cannot_open(file, _words_for(error)) from error
    if objection:
        raise _cannot_open(file, objection)
    return content


def _objection(status: os.stat_result) -> str:
    """Return why a file is not read at all, or ""."""
    if stat.S_ISDIR(status.st_mode):
        return "it is a folder"
    if not stat.S_ISREG(status.st_mode):
        return "it is not a regular file"
    return _TOO_LARGE if status.st_size > LARGEST_FILE else ""


def _from_utf_16(file: Path, content: bytes) -> bytes:
    try:
        return content.decode("utf-16").encode("utf-8")
    except UnicodeDecodeError as error:
        reason = f"it begins as UTF-16 text, but byte {error.start + 1} is not; {_SAVE_AS}"
        raise cannot_read(file, reason) from error


def _check_utf_8(file: Path, content: bytes) -> None:
    place = 0
    while place < len(content):
        # Whole lines at a time: no character ends in another line than it begins.
        end = content.find(b"\n", place + _BYTES_AT_ONCE) + 1 or len(content)
        try:
            content[place:end].decode("utf-8")
        except UnicodeDecodeError as error:
            raise cannot_read(file, _not_utf_8(content, place + error.start)) from error
        place = end


def _not_utf_8(content: bytes, place: int) -> str:
    byte = content[place]
    meant = bytes([byte]).decode("cp1252", "replace")
    guess = f" ({meant} in Windows-1252)" if meant != "\ufffd" and meant.isprintable() else ""
    line = _line_at(content, place)
    return f"line {line} holds the byte 0x{byte:02X}{guess}, which is not UTF-8 text; {_SAVE_AS}"


def _line_at(content: bytes, place: int) -> int:
    """Return the line of the byte at `place`, from 1; lines end with LF, CR LF or CR."""
    before = content[:place]
    return 1 + before.count(b"\n") + before.count(b"\r") - before.count(b"\r\n")


def _cannot_open(file: Path, reason: str) -> ExperimentError:
    name = os.fspath(file).encode("utf-8", "backslashreplace").decode()
    return ExperimentError(CSV, f'cannot open "{name}": {reason}')


def _words_for(error: OSError | ValueError) -> str:
    match error:
        case FileNotFoundError():
            return "there is no such file"
        case NotADirectoryError():
            return "a part of the path is a file, not a folder"
        case PermissionError():
            return "no permission"
        case OSError():
            return error.strerror or str(error)
        case _:
            return "that is not the name of a file"
