"""The panel of calculus at one point; its cards are made when they are first seen."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gdstudio.ui.colours import Theme
from gdstudio.ui.widgets.labels import role_label
from gdstudio.ui.widgets.section import Section

# The window is seen before the cards are loaded.
if TYPE_CHECKING:
    from gdstudio.ui.panels.calculus_cards import CalculusCards


class CalculusPanel(QWidget):
    """The cards, once they are seen, or a sentence where there is nothing for calculus."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._cards: CalculusCards | None = None
        self._about = Section(self.tr("Calculus"), "tangent")
        sentence = role_label(
            self.tr(
                "This panel is for functions, and for losses of two parameters over not too many"
                " rows: the gradient, the tangent, slopes in any direction, curvature and Taylor"
                " approximations at one place. Choose “Function” at the left to see it."
            ),
            "muted",
        )
        sentence.setWordWrap(True)
        self._about.add_widget(sentence)
        self._about.hide()
        self._layout.addWidget(self._about)
        self._layout.setAlignment(self._about, Qt.AlignmentFlag.AlignTop)

    @property
    def cards(self) -> "CalculusCards":
        """The cards; they are made when they are first needed."""
        if self._cards is None:
            from gdstudio.ui.panels.calculus_cards import CalculusCards

            self._cards = CalculusCards()
            self._layout.addWidget(self._cards)
        return self._cards

    @property
    def has_cards(self) -> bool:
        """Whether the cards were needed."""
        return self._cards is not None

    def set_refused(self, is_refused: bool) -> None:
        """Say what the panel is for, because it is not for what is open, or not."""
        self._about.setVisible(is_refused)

    def show_cards(self) -> None:
        """Show the cards."""
        self.cards.show()

    def hide_cards(self) -> None:
        """Show no cards."""
        if self._cards is not None:
            self._cards.hide()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        if self._cards is not None:
            self._cards.set_theme(theme)
