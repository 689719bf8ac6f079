"""Text on stdout and stderr, whatever they can show and whoever reads them."""

import io
import os
import sys
from contextlib import suppress

from gdstudio.cli.errors import FAILED, CommandError


def tolerate_any_text() -> None:
    """Let a stream whose encoding lacks a sign show another one, instead of failing."""
    for stream, errors in ((sys.stdout, "replace"), (sys.stderr, "backslashreplace")):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=errors)


def is_terminal(*, error: bool = False) -> bool:
    """Return whether a person watches stdout or stderr."""
    stream = sys.stderr if error else sys.stdout
    return stream is not None and stream.isatty()


def write(text: str) -> None:
    """Write text on stdout, now.

    Raises
    ------
    BrokenPipeError
        Nobody reads it any more.
    CommandError
        It cannot be written, such as to a full disk.
    """
    if sys.stdout is None:  # a program without a console
        return
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        drop_output()
        raise CommandError(f"cannot write the output: {error.strerror or error}", FAILED) from error


def complain(text: str) -> None:
    """Write one line on stderr."""
    if sys.stderr is not None:
        with suppress(OSError):  # nobody left to tell
            sys.stderr.write(f"{one_line(text)}\n")
            sys.stderr.flush()


def drop_output() -> None:
    """Throw away what stdout still holds, or it would be tried, and fail, again at the exit."""
    with suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def one_line(text: str) -> str:
    """Return `text` with line breaks and other control characters, as in odd names, escaped."""
    return "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in text)


def sign(wanted: str, plain: str) -> str:
    """Return `wanted` where stdout can show it, else `plain`."""
    try:
        wanted.encode(getattr(sys.stdout, "encoding", None) or "ascii")
    except (UnicodeEncodeError, LookupError):
        return plain
    return wanted
