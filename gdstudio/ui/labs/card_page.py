"""A page of a lab that has one card."""

from PySide6.QtWidgets import QWidget

from gdstudio.ui.labs.lab import Lab


class CardPage(Lab):
    """A page with a card, in whose heading there is room for the switch between pages."""

    def add_header_widget(self, widget: QWidget) -> None:
        """Add a widget at the right of the heading."""
        raise NotImplementedError
