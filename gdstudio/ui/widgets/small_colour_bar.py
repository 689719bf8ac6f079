"""A colour bar where there is little room."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from gdstudio.ui.widgets.colour_bar import ColourBar

LEAST_BAR = 90
"""Pixels: room for the two ends, if their numbers are short."""


class SmallColourBar(ColourBar):
    """A colour bar that leaves room to others.

    Parameters
    ----------
    usual
        How wide it is where there is room, in pixels.
    """

    def __init__(self, usual: int = 140, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._usual = usual

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return room for the two ends."""
        return QSize(self._usual, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return room for short numbers at the two ends."""
        return QSize(LEAST_BAR, super().minimumSizeHint().height())
