"""A card that can be folded up to its heading."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from gdstudio.ui.colours import active_theme
from gdstudio.ui.icons import icon
from gdstudio.ui.widgets.section import Section


class FoldingSection(Section):
    """A card whose heading has a button that hides or shows what is under it.

    Parameters
    ----------
    heading, icon_name
        As of a `Section`.
    is_open
        Whether its content is seen at first.
    """

    folded = Signal(bool)
    """Whether it is open now."""

    def __init__(
        self, heading: str, icon_name: str, is_open: bool = True, parent: QWidget | None = None
    ) -> None:
        self._button: QToolButton | None = None
        self._is_open = is_open
        super().__init__(heading, icon_name, parent)
        self._body = QWidget()
        self._inner = QVBoxLayout(self._body)
        self._inner.setContentsMargins(0, 0, 0, 0)
        self._inner.setSpacing(8)
        super().content().addWidget(self._body)
        self._button = QToolButton()
        self._button.setAutoRaise(True)
        self._button.setIconSize(QSize(16, 16))
        self._button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.add_header_widget(self._button)
        self._button.clicked.connect(self._on_clicked)
        self._show_state()

    @property
    def is_open(self) -> bool:
        """Whether its content is seen."""
        return self._is_open

    def set_open(self, is_open: bool) -> None:
        """Show its content, or fold it up."""
        if is_open != self._is_open:
            self._is_open = is_open
            self._show_state()
            self.folded.emit(is_open)

    def content(self) -> QVBoxLayout:
        """Return the layout under the heading."""
        return self._inner

    def add_widget(self, widget: QWidget, stretch: int = 0) -> None:
        """Add a widget under the heading."""
        self._inner.addWidget(widget, stretch)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._button is not None:
            self._show_state()

    @Slot()
    def _on_clicked(self) -> None:
        self.set_open(not self._is_open)

    def _show_state(self) -> None:
        self._body.setVisible(self._is_open)
        if self._button is not None:
            name = "chevron-up" if self._is_open else "chevron-down"
            words = self.tr("Fold up {card}") if self._is_open else self.tr("Unfold {card}")
            self._button.setIcon(icon(name, active_theme()))
            self._button.setToolTip(words.format(card=self.heading()))
            self._button.setAccessibleName(words.format(card=self.heading()))
