"""Labels whose look comes from a role in the style sheet."""

from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

LabelRole = Literal["label", "heading", "muted", "error"]


def role_label(text: str, role: LabelRole, parent: QWidget | None = None) -> QLabel:
    """Return a plain-text label that the style sheet dresses as `role`."""
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", role)
    return label


class ElidedLabel(QLabel):
    """A line of plain text that ends in … where room is short; the tooltip shows it whole."""

    def __init__(
        self, text: str = "", role: LabelRole | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        if role is not None:
            self.setProperty("role", role)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Allow it to shrink to a few letters."""
        width = self.fontMetrics().horizontalAdvance("mm…")
        return QSize(min(width, super().sizeHint().width()), super().minimumSizeHint().height())

    def setText(self, text: str) -> None:  # noqa: N802
        """Show `text`."""
        super().setText(text)
        self._refresh_tooltip()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Offer the whole text as a tooltip when it no longer fits."""
        super().resizeEvent(event)
        self._refresh_tooltip()

    def shown_text(self) -> str:
        """Return what is painted: the text, or its beginning and ``…``."""
        room = self.contentsRect().width()
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802
        """Paint as much of the text as there is room for."""
        painter = QPainter(self)
        self.style().drawItemText(
            painter,
            self.contentsRect(),
            int(self.alignment()),
            self.palette(),
            self.isEnabled(),
            self.shown_text(),
            self.foregroundRole(),
        )
        painter.end()

    def _refresh_tooltip(self) -> None:
        self.setToolTip(self.text() if self.shown_text() != self.text() else "")
