"""Whether windows can be shown; asked without Qt."""

import os
import sys


def has_display() -> bool:
    """Return whether windows can be shown, and so be measured."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
