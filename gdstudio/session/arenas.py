"""Memory for threads comes from few places: fragments of many would add up in hours of use."""

import sys
from typing import Final

MOST_ARENAS: Final = 2
_M_ARENA_MAX: Final = -8
"""What glibc's ``mallopt`` calls it."""


def share_arenas() -> bool:
    """Let all threads allocate from two arenas in place of eight a processor.

    The window's threads come and go, and each leaves free pieces behind in an arena that another
    one does not use. Kernels allocate nothing in their loops: sharing costs them no time.

    Returns
    -------
    bool
        Whether this system's C library has such arenas.
    """
    if not sys.platform.startswith("linux"):
        return False
    # Not loaded before the window is seen.
    import ctypes

    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    return mallopt is not None and bool(mallopt(_M_ARENA_MAX, MOST_ARENAS))
