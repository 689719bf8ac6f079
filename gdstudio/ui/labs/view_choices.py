"""The two ways in which several labs show what is over a plane, for a person to choose from."""

from PySide6.QtCore import QCoreApplication

from gdstudio.ui.labs.lab import MAP, SURFACE
from gdstudio.ui.widgets.choice import Choice


def map_choice() -> Choice:
    """Return the choice of a map."""
    return Choice(MAP, _text("Map"), _text("Seen from above, with contour lines (Ctrl+1)"))


def surface_choice() -> Choice:
    """Return the choice of a surface."""
    return Choice(SURFACE, _text("3-D"), _text("As a surface that can be turned (Ctrl+2)"))


def _text(source: str) -> str:
    return QCoreApplication.translate("ViewChoices", source)
