"""Typesets formulas in a process of its own: LaTeX in, SVG out, a line of JSON each.

The library is written in Python and takes a tenth of a second for a formula. In a thread of the
window's process, each event of the window would wait for the interpreter as long as it works.

This file is run as a script: the process has no need of the rest of the program.
"""

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

BASE_SIZE: Final = 24.0
POLITENESS: Final = 10
"""How far the process stands back where there are fewer processors than threads with work."""
SERVE: Final = "--typeset-formulas"
"""What a bundle, which runs no scripts, is called with to serve."""


class TypesettingProcess:
    """A process that typesets, one formula at a time; one thread talks to it."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(  # noqa: S603 (our own program)
            _command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )

    def typeset(self, latex: str) -> str:
        """Return LaTeX as SVG, "" if it cannot be typeset.

        Raises
        ------
        OSError
            The process is gone.
        """
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            raise OSError("the process has no pipes")
        print(json.dumps(latex), file=stdin, flush=True)
        answer = stdout.readline()
        if not answer:
            raise OSError("the process has ended")
        return str(json.loads(answer))

    def close(self) -> None:
        """End the process, which does what it has begun and finds nothing more to do."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                # What cannot be said any more to a process that was killed is not missed.
                with suppress(BrokenPipeError):
                    pipe.close()
        self._process.wait()

    def kill(self) -> None:
        """End the process at once."""
        self._process.kill()


def typeset(latex: str) -> str:
    """Return LaTeX as SVG, `BASE_SIZE` units high, black; "" if it cannot be typeset."""
    from ziamath.config import config
    from ziamath.zmath import Latex

    # Qt's SVG renderer does not draw the shared glyphs that SVG 2 allows.
    config.svg2 = False
    try:
        return str(Latex(latex, size=BASE_SIZE, color="black").svg())
    except Exception:  # noqa: BLE001 (the library fails in many ways on odd LaTeX)
        return ""


def serve() -> int:
    """Answer lines until there are no more: until the window's process closes the pipe, or ends."""
    # An interrupt is for the window, and the processors are for it and for its computation.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(POLITENESS)
    for line in sys.stdin:
        print(json.dumps(typeset(json.loads(line))), flush=True)  # noqa: T201
    return 0


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, SERVE]
    # Without its folder in the path: names of the files beside it are not those of libraries.
    return [sys.executable, "-P", str(Path(__file__))]


if __name__ == "__main__":
    sys.exit(serve())
