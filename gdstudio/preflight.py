"""What the window needs of the system, asked before Qt, which would end the process without a word.

Qt is not imported with this module, only in its functions.
"""

import ctypes
import importlib
import os
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

_DISPLAY_FREE: Final = "`gdstudio run FILE` works without one"

_PACKAGES: Final[Mapping[str, str]] = MappingProxyType(
    {
        # Qt's own libraries
        "libEGL.so.1": "libegl1",
        "libGL.so.1": "libgl1",
        "libX11.so.6": "libx11-6",
        "libdbus-1.so.3": "libdbus-1-3",
        "libfontconfig.so.1": "libfontconfig1",
        "libfreetype.so.6": "libfreetype6",
        "libglib-2.0.so.0": "libglib2.0-0",
        "libgthread-2.0.so.0": "libglib2.0-0",
        "libxkbcommon.so.0": "libxkbcommon0",
        "libz.so.1": "zlib1g",
        # its plugin for X11
        "libX11-xcb.so.1": "libx11-xcb1",
        "libxcb-cursor.so.0": "libxcb-cursor0",
        "libxcb-icccm.so.4": "libxcb-icccm4",
        "libxcb-image.so.0": "libxcb-image0",
        "libxcb-keysyms.so.1": "libxcb-keysyms1",
        "libxcb-randr.so.0": "libxcb-randr0",
        "libxcb-render-util.so.0": "libxcb-render-util0",
        "libxcb-render.so.0": "libxcb-render0",
        "libxcb-shape.so.0": "libxcb-shape0",
        "libxcb-shm.so.0": "libxcb-shm0",
        "libxcb-sync.so.1": "libxcb-sync1",
        "libxcb-util.so.1": "libxcb-util1",
        "libxcb-xfixes.so.0": "libxcb-xfixes0",
        "libxcb-xkb.so.1": "libxcb-xkb1",
        "libxcb.so.1": "libxcb1",
        "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    }
)
"""Library → package of Debian and Ubuntu. Wayland's are left out: X11 serves there too."""

_PLUGINS: Final[Mapping[str, str]] = MappingProxyType(
    {"xcb": "libqxcb.so", "wayland": "libqwayland.so", "wayland-egl": "libqwayland.so"}
)


def missing_requirement() -> str | None:
    """Return what the window lacks on this system, and what to do, in a sentence; None: nothing."""
    if not _is_unix_desktop():
        return _missing_qt("GD Studio's window")
    platforms = _usable_platforms()
    if not platforms:
        return f"There is no display for the window; {_DISPLAY_FREE}"
    return _missing_qt("GD Studio's window") or _missing_plugin(platforms)


def missing_for_pictures() -> str | None:
    """Return what the export of pictures lacks, as `missing_requirement`: it needs no display."""
    return _missing_qt("The export of pictures")


def _is_unix_desktop() -> bool:
    return sys.platform not in ("win32", "darwin", "cygwin")


def _usable_platforms() -> list[str]:
    """Return Qt's names of the displays that are there: ``wayland``, ``xcb``, or what is asked for.

    Others than these two, such as ``offscreen`` and ``vnc``, need no display.
    """
    asked = os.environ.get("QT_QPA_PLATFORM", "")
    # Such as "wayland;xcb" or "vnc:size=800x600".
    names = [each.partition(":")[0] for each in asked.split(";") if each] or ["wayland", "xcb"]
    return [name for name in names if _is_reachable(name)]


def _is_reachable(platform: str) -> bool:
    if platform.startswith("wayland"):
        return _has_wayland()
    if platform == "xcb":
        return bool(os.environ.get("DISPLAY")) and _x_server_answers()
    return True


def _has_wayland() -> bool:
    name = os.environ.get("WAYLAND_DISPLAY")
    if not name:
        return False
    # An absolute name stands for itself.
    return (Path(os.environ.get("XDG_RUNTIME_DIR", "/nowhere")) / name).exists()


def _x_server_answers() -> bool:
    """Return whether DISPLAY names a server that lets us in; also when that cannot be asked."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True  # what is missing then is the library, which is another sentence
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    has_error = bool(xcb.xcb_connection_has_error(connection))
    xcb.xcb_disconnect(connection)
    return not has_error


def _missing_qt(who: str) -> str | None:
    """Return why Qt cannot be imported."""
    try:
        for module in ("PySide6.QtGui", "PySide6.QtWidgets", "PySide6.QtSvg"):
            importlib.import_module(module)
    except ImportError as error:
        return _sentence(who, error)
    return None


def _missing_plugin(platforms: Iterable[str]) -> str | None:
    """Return why Qt cannot open a window on any of the displays; loading is what tells for sure."""
    folder = _plugin_folder()
    missing = None
    for platform in platforms:
        path = folder / _PLUGINS.get(platform, "")
        if not path.is_file():
            return None  # built in, or Qt's own business
        try:
            ctypes.CDLL(os.fspath(path))
        except OSError as error:
            missing = _sentence("GD Studio's window", error)
        else:
            return None
    return missing


def _plugin_folder() -> Path:
    core = importlib.import_module("PySide6.QtCore")
    return Path(core.QLibraryInfo.path(core.QLibraryInfo.LibraryPath.PluginsPath)) / "platforms"


def _sentence(who: str, error: ImportError | OSError) -> str:
    if isinstance(error, ModuleNotFoundError):
        return f"{who} needs {error.name}: python -m pip install PySide6-Essentials"
    found = re.match(r"(\S+): cannot open shared object file", str(error))
    if found is None:
        return f"{who} cannot load Qt: {error}"
    # The loader names the first only, and whoever installs wants to know them all.
    others = [name for name in _PACKAGES if name != found[1] and not _is_loadable(name)]
    return _library_sentence(who, [found[1], *others])


def _is_loadable(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _library_sentence(who: str, libraries: list[str]) -> str:
    noun = "the system library" if len(libraries) == 1 else "the system libraries"
    needed = f"{who} needs {noun} {', '.join(libraries)}"
    if not _PACKAGES.keys() >= set(libraries):
        return f"{needed}: install the packages that contain them"
    packages = sorted({_PACKAGES[library] for library in libraries})
    # RPM knows each library by this name, whatever the package is called.
    provided = " ".join(f"'{library}()(64bit)'" for library in libraries)
    return (
        f"{needed}: install with  sudo apt install {' '.join(packages)}  (Debian, Ubuntu) or  "
        f"sudo dnf install {provided}  (Fedora)"
    )
