"""What stands in the heading of the card with the loss: its colours, and the switch of pages."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel

from gdstudio.ui.labs.view_choices import map_choice, surface_choice
from gdstudio.ui.widgets.labels import ElidedLabel
from gdstudio.ui.widgets.section import Section
from gdstudio.ui.widgets.segmented_buttons import SegmentedButtons
from gdstudio.ui.widgets.small_colour_bar import LEAST_BAR, SmallColourBar

BESIDE_HEADING, HEADING_SHARE = 90, 1.25
"""Pixels of an icon and of gaps; how much wider a heading is than plain text."""


class LossHead(QObject):
    """Puts into the heading of a card what there is room for."""

    def __init__(self, card: Section) -> None:
        super().__init__(card)
        self._card = card
        self.colour_bar = SmallColourBar()
        self.switch = SegmentedButtons((map_choice(), surface_choice()))
        self.switch.setAccessibleName(self.tr("Pages of the loss"))
        self.outside: QLabel = ElidedLabel(self.tr("The start lies outside."), "muted")
        self.outside.hide()
        for part in (self.outside, self.colour_bar, self.switch):
            card.add_header_widget(part)

    def write(self, x: str, y: str) -> None:
        """Name two parameters if there is room: the axes name them, too."""
        whole = self.tr("Loss E({x}, {y})").format(x=x, y=y)
        used = self.switch.sizeHint().width() + LEAST_BAR + BESIDE_HEADING
        width = HEADING_SHARE * self._card.fontMetrics().horizontalAdvance(whole)
        self._card.set_heading(whole if used + width < self._card.width() else self.tr("Loss"))

    def say_outside(self, is_outside: bool) -> None:
        """Say that the start is not seen, in the place of the colours."""
        self.outside.setVisible(is_outside)
        self.colour_bar.setVisible(not is_outside)
