"""The fonts of the program: Inter, shipped, so that text looks the same on every machine."""

from functools import cache

from PySide6.QtGui import QFont, QFontDatabase

from gdstudio.assets import asset

FAMILY = "Inter"
DEFAULT_POINT_SIZE = 10.0
_FACES = ("Inter-Regular.otf", "Inter-Medium.otf", "Inter-SemiBold.otf")


@cache
def load_fonts() -> tuple[int, ...]:
    """Make the shipped faces known to Qt, once a process, and return their numbers."""
    return tuple(
        QFontDatabase.addApplicationFontFromData(asset("fonts", face).read_bytes())
        for face in _FACES
    )


def application_font(point_size: float = DEFAULT_POINT_SIZE) -> QFont:
    """Return the font for all ordinary text."""
    load_fonts()
    font = QFont(FAMILY)
    font.setPointSizeF(point_size)
    font.setStyleStrategy(QFont.StyleStrategy.PreferAntialias)
    # Inter would show the x of 2x3 as a sign of multiplication.
    font.setFeature(QFont.Tag("calt"), 0)
    return font


def numeric_font(base: QFont | None = None) -> QFont:
    """Return `base` (by default the application's font) with digits of equal width.

    Numbers that change in place would tremble otherwise.
    """
    font = QFont(base) if base is not None else application_font()
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def scaled_font(base: QFont, factor: float, weight: QFont.Weight | None = None) -> QFont:
    """Return `base` enlarged by `factor` and, where given, with another weight."""
    font = QFont(base)
    font.setPointSizeF(base.pointSizeF() * factor)
    if weight is not None:
        font.setWeight(weight)
    return font
