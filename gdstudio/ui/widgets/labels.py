"""Labels whose look comes from a role in the style sheet."""

import math
from typing import Literal

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

LabelRole = Literal["label", "heading", "muted", "error"]


def role_label(text: str, role: LabelRole, parent: QWidget | None = None) -> QLabel:
    """Return a plain-text label that the style sheet dresses as `role`."""
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", role)
    return label


class ElidedLabel(QLabel):
    """A line of plain text that ends in … where room is short; the tooltip shows it whole.

    What stands around it is laid out anew only where it needs more room than ever before, or is
    empty: a number that changes with every frame costs no more than its own paint.
    """

    def __init__(
        self, text: str = "", role: LabelRole | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._text = ""
        self._room = 0
        if role is not None:
            self.setProperty("role", role)
        self.setText(text)

    def text(self) -> str:
        """Return the whole text."""
        return self._text

    def setText(self, text: str) -> None:  # noqa: N802
        """Show `text`."""
        if text == self._text:
            return
        was_empty, self._text = not self._text, text
        needed = self._advance()
        if was_empty or not text or needed > self._room:
            self._room = needed
            self.updateGeometry()
        self.setAccessibleName(text)
        self._refresh_tooltip()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the room for the longest text since it was empty."""
        empty = super().sizeHint()
        return QSize(
            empty.width() - self.fontMetrics().averageCharWidth() + self._room, empty.height()
        )

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Allow it to shrink to a few letters."""
        hint = self.sizeHint()
        return QSize(min(self.fontMetrics().horizontalAdvance("mm…"), hint.width()), hint.height())

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Measure the text in another font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._room = self._advance()
            self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Offer the whole text as a tooltip when it no longer fits."""
        super().resizeEvent(event)
        self._refresh_tooltip()

    def shown_text(self) -> str:
        """Return what is painted: the text, or its beginning and ``…``."""
        room = self.contentsRect().width()
        return self.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, room)

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

    def _advance(self) -> int:
        # Rounded down, it would be cut in a label that is as wide as it needs to be.
        return math.ceil(QFontMetricsF(self.fontMetrics()).horizontalAdvance(self._text))

    def _refresh_tooltip(self) -> None:
        self.setToolTip(self._text if self.shown_text() != self._text else "")
