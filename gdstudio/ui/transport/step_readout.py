"""The read-out of the step, in which nothing but the digits changes."""

from enum import IntEnum

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gdstudio.ui.colours import active_theme
from gdstudio.ui.fonts import numeric_font
from gdstudio.ui.number_text import grouped
from gdstudio.ui.training_text import epoch_text


class Detail(IntEnum):
    """How much the read-out says."""

    NUMBER = 0
    SHORT = 1
    SENTENCE = 2


class StepReadout(QWidget):
    """Says "Step 123 of 500", and where an epoch has several steps "epoch 12.3".

    It is painted, not laid out anew, with each step, and as wide as its longest text.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._step = 0
        self._last = 0
        self._steps_an_epoch = 1
        self._detail = Detail.SENTENCE
        self.setFont(numeric_font(self.font()))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)

    def text(self) -> str:
        """Return what it says."""
        before, number, after = self._parts(self._detail, self._step)
        return f"{before}{number}{after}"

    def detail(self) -> Detail:
        """Return how much it says."""
        return self._detail

    def set_detail(self, detail: Detail) -> None:
        """Say so much; what is left out is in the tooltip."""
        if detail is not self._detail:
            self._detail = detail
            self.updateGeometry()
            self._name()
            self.update()

    def set_state(self, step: int, last: int) -> None:
        """Show the step and the last one that is expected."""
        if (step, last) == (self._step, self._last):
            return
        wider = len(grouped(last)) != len(grouped(self._last))
        self._step, self._last = step, last
        if wider:
            self.updateGeometry()
        self._name()
        self.update()

    def set_steps_an_epoch(self, steps: int) -> bool:
        """Say the epoch too, if it has several steps; return whether the width changed."""
        if steps == self._steps_an_epoch:
            return False
        self._steps_an_epoch = steps
        self.updateGeometry()
        self._name()
        self.update()
        return True

    def width_for(self, detail: Detail) -> int:
        """Return the width that it needs to say so much of any step."""
        before, number, after = self._parts(detail, self._last)
        return _advance(self.fontMetrics(), before + number + after) + 2

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return room for the longest text."""
        return QSize(self.width_for(self._detail), self.fontMetrics().height() + 4)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return the same: nothing is cut off."""
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Follow the theme and the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802
        """Paint the number, right-aligned in its place, between quieter words."""
        theme = active_theme()
        metrics = self.fontMetrics()
        before, number, after = self._parts(self._detail, self._step)
        first = _advance(metrics, before)
        room = _advance(metrics, grouped(self._last))
        height = self.height()
        centred = Qt.AlignmentFlag.AlignVCenter
        painter = QPainter(self)
        painter.setPen(QColor(theme.text))
        painter.drawText(
            QRect(first, 0, room, height), centred | Qt.AlignmentFlag.AlignRight, number
        )
        painter.setPen(QColor(theme.muted_text))
        painter.drawText(QRect(0, 0, first, height), centred, before)
        painter.drawText(
            QRect(first + room, 0, self.width() - first - room, height), centred, after
        )
        painter.end()

    def _parts(self, detail: Detail, step: int) -> tuple[str, str, str]:
        """Return what stands before the number, the number, and what stands after it."""
        if detail is Detail.NUMBER:
            return "", grouped(step), ""
        if detail is Detail.SHORT:
            return "", grouped(step), f" / {grouped(self._last)}{self._epoch(step)}"
        template = self.tr("Step {step} of {last}").replace("{last}", grouped(self._last))
        before, _, after = template.partition("{step}")
        return before, grouped(step), after + self._epoch(step)

    def _epoch(self, step: int) -> str:
        if self._steps_an_epoch == 1:
            return ""
        epoch = epoch_text(step, self._steps_an_epoch)
        return self.tr(" · epoch {epoch}").format(epoch=epoch)

    def _name(self) -> None:
        sentence = "".join(self._parts(Detail.SENTENCE, self._step))
        self.setAccessibleName(sentence)
        self.setToolTip("" if self._detail is Detail.SENTENCE else sentence)


def _advance(metrics: QFontMetrics, text: str) -> int:
    return metrics.horizontalAdvance(text)
