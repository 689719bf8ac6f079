"""``gdstudio`` and ``gdstudio FILE``: the window."""

import gc
from pathlib import Path

from gdstudio.cli.errors import FAILED, CommandError
from gdstudio.preflight import missing_requirement


def open_window(path: Path | None, *, is_from_desktop: bool = False) -> int:
    """Open the window, on the experiment in a file if there is one, and return the exit status.

    Parameters
    ----------
    path
        The file.
    is_from_desktop
        Nobody reads what is printed: what is wrong with the file is said by the window.

    Raises
    ------
    CommandError
        The file is no experiment, or the window lacks something on this system.
    """
    # What is loaded until the window is seen stays: to look for garbage in it takes a while. The
    # window has a collector of its own.
    gc.disable()
    if path is not None and not is_from_desktop:
        from gdstudio.cli.reading import read_experiment

        read_experiment(path)
    missing = missing_requirement()
    if missing is not None:
        raise CommandError(missing, FAILED)
    from gdstudio.app import run_window

    return run_window(path)
