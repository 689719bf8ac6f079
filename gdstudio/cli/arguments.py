"""The arguments of each command.

What there is to list and to export is imported when it is asked for: the window need not wait for
the engine.
"""

import argparse
from pathlib import Path
from typing import Final, NoReturn

from gdstudio.cli.errors import CommandError
from gdstudio.version import __version__

MOST_STEPS: Final = 10**9

_OVERVIEW: Final = """\
gdstudio                         the window, on a ready example
gdstudio FILE                    the window, on that experiment
gdstudio run FILE [--export OUT]... [--steps N] [--quiet]
                                 compute without a window, show how each run ended
gdstudio critical FILE [--json]  the critical points of the function of an experiment
gdstudio list WHAT [--json]      {kinds}
gdstudio selftest [--window]     check this installation: formula, run, files, picture; with
                                 --window it opens the window too, for some seconds, and uses it
gdstudio --version

A file with the name of a command, such as "run", is opened as ./run.

exit status: 0 done (a run that diverged is a result too), 1 a run failed or was interrupted,
a file could not be written or the window not be opened, 2 bad usage or a bad file
"""


class Parser(argparse.ArgumentParser):
    """A parser that says in one line what is wrong."""

    def __init__(self, prog: str, description: str) -> None:
        super().__init__(
            prog=prog,
            description=description,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )

    def error(self, message: str) -> NoReturn:
        """Refuse the arguments."""
        raise CommandError(f"{message} ({self.prog} --help says more)")


class WindowParser(Parser):
    """The parser of ``gdstudio [FILE]``, whose help is about all commands."""

    def format_help(self) -> str:
        """Return the help."""
        from gdstudio.cli.catalogue import KINDS

        self.epilog = _OVERVIEW.format(kinds=", ".join(KINDS))
        return super().format_help()


def window_parser() -> Parser:
    """Return the parser of ``gdstudio [FILE]``."""
    parser = WindowParser("gdstudio", "See, step through, compare and understand gradient descent.")
    parser.usage = "gdstudio [FILE] | run | critical | list | selftest"
    parser.add_argument("file", metavar="FILE", nargs="?", type=Path, help="an experiment to open")
    parser.add_argument("--version", action="version", version=f"gdstudio {__version__}")
    return parser


def run_parser() -> Parser:
    """Return the parser of ``gdstudio run``."""
    from gdstudio.cli.exports import ENDINGS, PLANNED, listed

    parser = Parser("gdstudio run", "Compute the runs of an experiment without a window.")
    parser.add_argument("file", metavar="FILE", type=Path, help="the experiment (*.gds.json)")
    parser.add_argument(
        "--export",
        metavar="OUT",
        action="append",
        default=[],
        type=Path,
        help=f"write the results to a file, whose ending says how: {listed(ENDINGS)} "
        f"(planned: {listed(PLANNED)}); may be given several times",
    )
    parser.add_argument(
        "--steps", metavar="N", type=_steps, help="make at most so many, in place of the file's"
    )
    parser.add_argument("--quiet", action="store_true", help="print nothing but what went wrong")
    return parser


def critical_parser() -> Parser:
    """Return the parser of ``gdstudio critical``."""
    parser = Parser(
        "gdstudio critical", "Find the critical points of a function, where its gradient is 0."
    )
    parser.add_argument("file", metavar="FILE", type=Path, help="the experiment (*.gds.json)")
    parser.add_argument("--json", action="store_true", help="for programs, with every digit")
    return parser


def list_parser() -> Parser:
    """Return the parser of ``gdstudio list``."""
    from gdstudio.cli.catalogue import KINDS

    parser = Parser("gdstudio list", "Show what an experiment may name.")
    parser.add_argument("kind", metavar="WHAT", choices=tuple(KINDS), help=", ".join(KINDS))
    parser.add_argument("--json", action="store_true", help="for programs, with every detail")
    return parser


def selftest_parser() -> Parser:
    """Return the parser of ``gdstudio selftest``."""
    parser = Parser("gdstudio selftest", "Check this installation, and say what was compared.")
    parser.add_argument(
        "--window", action="store_true", help="open the window too, for some seconds, and use it"
    )
    return parser


def _steps(text: str) -> int:
    # At most ten digits: a text of a million digits is not worth converting.
    if text.isascii() and text.isdecimal() and len(text) <= 10 and 1 <= int(text) <= MOST_STEPS:
        return int(text)
    shown = text if len(text) <= 20 else f"{text[:20]}…"
    raise argparse.ArgumentTypeError(
        f'expected a whole number from 1 to {MOST_STEPS}, got "{shown}"'
    )
