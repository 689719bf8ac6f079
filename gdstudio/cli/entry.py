"""Where the program starts: which command it is, and what its exit status says."""

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from gdstudio.cli import arguments as parsers
from gdstudio.cli import streams
from gdstudio.cli.arguments import Parser
from gdstudio.cli.errors import DONE, FAILED, CommandError


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out a command line.

    Parameters
    ----------
    arguments
        Without the name of the program; by default those of this process.

    Returns
    -------
    int
        The exit status: 0 done, 1 a run failed, 2 bad usage or a bad file.
    """
    streams.tolerate_any_text()
    _use_one_thread_for_products()
    try:
        return _carried_out(list(sys.argv[1:] if arguments is None else arguments))
    except CommandError as error:
        streams.complain(f"gdstudio: {error}")
        return error.status
    except KeyboardInterrupt:
        streams.complain("gdstudio: interrupted")
        return FAILED
    except MemoryError:
        streams.complain("gdstudio: there is not enough memory for that")
        return FAILED
    except BrokenPipeError:
        # As in `gdstudio list functions | head -1`: the reader has what it wanted.
        streams.drop_output()
        return DONE


def _use_one_thread_for_products() -> None:
    """Keep NumPy's OpenBLAS, which is not loaded yet, from starting a thread for each processor.

    The matrices here are small, the processors have other work, and to start the threads takes as
    long as the rest of NumPy. Whoever sets the variable is obeyed.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def _carried_out(arguments: list[str]) -> int:
    if arguments[:1] == [_TYPESET]:
        return _typeset()
    if arguments[:1] == [_OPEN]:
        return _open(arguments[1:])
    if arguments[:1] == [_SHIP_KERNELS] and len(arguments) == 2:
        return _ship_kernels(arguments[1])
    if arguments and arguments[0] in _COMMANDS:
        parser, command = _COMMANDS[arguments[0]]
        rest = arguments[1:]
    else:
        parser, command, rest = parsers.window_parser, _window, arguments
    try:
        options = parser().parse_args(rest)
    except SystemExit:  # argparse has shown the help or the version
        streams.write("")
        return DONE
    return command(options)


# Each command is imported when it is asked for: the window need not wait for the others.


def _window(options: Namespace) -> int:
    from gdstudio.cli.window import open_window

    return open_window(options.file)


def _open(files: Sequence[str]) -> int:
    from gdstudio.cli.window import open_window

    return open_window(Path(files[0]) if files else None, is_from_desktop=True)


def _run(options: Namespace) -> int:
    from gdstudio.cli.run import run_file

    return run_file(options.file, options.export, options.steps, is_quiet=options.quiet)


def _critical(options: Namespace) -> int:
    from gdstudio.cli.critical import show_critical_points

    return show_critical_points(options.file, as_json=options.json)


def _list(options: Namespace) -> int:
    from gdstudio.cli.listing import list_kind

    return list_kind(options.kind, as_json=options.json)


def _typeset() -> int:
    from gdstudio.ui.widgets.typesetting import serve

    return serve()


def _ship_kernels(folder: str) -> int:
    from gdstudio.engine.shipped_kernels import ship_kernels

    streams.write(f"{ship_kernels(Path(folder))} kernels\n")
    return DONE


def _selftest(options: Namespace) -> int:
    from gdstudio.cli.selftest import selftest

    return selftest(with_window=options.window)


_TYPESET = "--typeset-formulas"
"""What the window of a bundle says to start another process of its own."""

_OPEN = "--open"
"""What a desktop says before the file that a person clicked on, which may be none."""

_SHIP_KERNELS = "--compile-kernels"
"""What the making of a bundle says to it, with a folder within the bundle."""

_COMMANDS: Mapping[str, tuple[Callable[[], Parser], Callable[[Namespace], int]]] = MappingProxyType(
    {
        "run": (parsers.run_parser, _run),
        "critical": (parsers.critical_parser, _critical),
        "list": (parsers.list_parser, _list),
        "selftest": (parsers.selftest_parser, _selftest),
    }
)
