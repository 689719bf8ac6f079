"""What cannot be computed, said above the picture until it can."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from gdstudio.session.run_state import RunState


class TroubleBar(QFrame):
    """Shows the sentence of a computation that failed; hidden while all is well."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("TroubleBar")
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setProperty("role", "error")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.addWidget(self._text, 1)
        self.hide()

    def text(self) -> str:
        """Return what is said; "" while all is well."""
        return "" if self.isHidden() else self._text.text()

    @Slot(str)
    def show_sentence(self, sentence: str) -> None:
        """Say what is wrong."""
        self._text.setText(sentence)
        self.show()

    @Slot(object)
    def follow(self, state: RunState) -> None:
        """Go away when something is computed again."""
        if state is RunState.RUNNING:
            self.hide()
