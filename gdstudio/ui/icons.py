"""Lucide icons in the colours of the theme.

Qt's own SVG icon engine draws them, crisp at any size and device pixel ratio. It wants files,
and so do style sheets: each icon is written once per colour, and kept for the next start in the
user's folder of caches. Where that cannot be written, the files go away with the process. (An icon
engine written in Python is collected while Qt still uses it.)
"""

from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory

import platformdirs
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon

from gdstudio.assets import asset
from gdstudio.ui.colours import Theme, active_theme


@cache
def kept_folder() -> Path:
    """Return the folder of the files that the next start finds."""
    return Path(platformdirs.user_cache_dir("gdstudio"), "icons")


@cache
def _passing_folder() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="gdstudio-icons-", ignore_cleanup_errors=True)


@cache
def recoloured_file(name: str, colour: str, stroke_width: float = 2.0) -> Path:
    """Return an SVG file of the icon `name` drawn in `colour` (``#rrggbb``).

    Raises
    ------
    FileNotFoundError
        If no icon of that name is shipped.
    """
    source = Path(str(asset("icons", f"{name}.svg")))
    # The time tells editions of an icon apart.
    edition = source.stat().st_mtime_ns
    file_name = f"{name}-{colour.removeprefix('#')}-{stroke_width:g}-{edition:x}.svg"
    kept = kept_folder() / file_name
    if kept.exists():
        return kept
    drawn = (
        source.read_text(encoding="utf-8")
        .replace("currentColor", colour)
        .replace('stroke-width="2"', f'stroke-width="{stroke_width:g}"')
    )
    try:
        return _written(kept, drawn)
    except OSError:
        return _written(Path(_passing_folder().name, file_name), drawn)


def _written(path: Path, text: str) -> Path:
    """Write a file that another process, which starts at the same time, never sees in part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as file:
        file.write(text)
    return Path(file.name).replace(path)


@cache
def _coloured_icon(name: str, colour: str, disabled: str) -> QIcon:
    icon = QIcon()
    # Without a file of their own, Qt tints the picture in a selected row.
    for mode in (QIcon.Mode.Normal, QIcon.Mode.Active, QIcon.Mode.Selected):
        icon.addFile(str(recoloured_file(name, colour)), QSize(), mode)
    icon.addFile(str(recoloured_file(name, disabled)), QSize(), QIcon.Mode.Disabled)
    return icon


def icon(name: str, colour: Theme | QColor | str | None = None) -> QIcon:
    """Return the icon `name`, for example ``"play"``.

    Parameters
    ----------
    name
        The file's name in ``resources/icons`` without its ending.
    colour
        A theme (its muted text colour is used), a colour, or nothing for the active theme.
        An icon keeps its colours: after a change of theme, ask again.
    """
    theme = colour if isinstance(colour, Theme) else active_theme()
    if isinstance(colour, QColor):
        stroke = colour.name()
    elif isinstance(colour, str):
        stroke = QColor(colour).name()
    else:
        stroke = theme.muted_text
    return _coloured_icon(name, stroke, theme.faint_text)


@cache
def program_icon() -> QIcon:
    """Return the icon of the program's windows."""
    return QIcon(str(asset("icons", "gdstudio.svg")))
