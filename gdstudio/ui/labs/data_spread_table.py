"""How far the gradients of batches are from the gradient of all rows, in numbers."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gdstudio.ui.colours import active_theme
from gdstudio.ui.fonts import numeric_font, scaled_font
from gdstudio.ui.number_text import short_number

MOST_ROWS = 4
"""Sizes of batches: one row, ten rows, those of the run, all rows."""
LINE_FACTOR = 1.45


@dataclass(frozen=True)
class SpreadRow:
    """One size of a batch; ``colour`` is that of the run whose size it is, "" for others."""

    size: int
    spread: float
    expected: float
    colour: str


class SpreadTable(QWidget):
    """Three columns: rows in a batch, their spread, what the formula says."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[SpreadRow, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Spread of the gradients by the size of the batches"))
        self.setToolTip(
            self.tr(
                "How far the gradient of a batch is from the gradient of all rows: the root of the"
                " mean squared distance, for the batches of one epoch and by the formula."
            )
        )

    def rows(self) -> tuple[SpreadRow, ...]:
        """Return what is shown."""
        return self._rows

    def set_rows(self, rows: tuple[SpreadRow, ...]) -> None:
        """Show other numbers."""
        if rows != self._rows:
            self._rows = rows
            self.setAccessibleDescription(
                "; ".join(
                    self.tr("{size}: {spread}, by the formula {expected}").format(
                        size=row.size,
                        spread=short_number(row.spread),
                        expected=short_number(row.expected),
                    )
                    for row in rows
                )
            )
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return room for all sizes."""
        metrics = QFontMetricsF(self._small())
        width = sum(self._column_widths(metrics))
        return QSize(round(width), round((MOST_ROWS + 1) * LINE_FACTOR * metrics.height()))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        """Follow the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Draw the numbers in columns."""
        theme = active_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._small())
        metrics = QFontMetricsF(painter.font())
        line = LINE_FACTOR * metrics.height()
        painter.setPen(QColor(theme.muted_text))
        self._write(painter, metrics, 0.0, line, self._headings())
        for number, row in enumerate(self._rows, start=1):
            top = number * line
            if row.colour:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(row.colour))
                radius = 0.22 * metrics.height()
                painter.drawEllipse(QPointF(radius, top + 0.5 * line), radius, radius)
            painter.setPen(QColor(theme.text if row.colour else theme.muted_text))
            texts = (str(row.size), short_number(row.spread), short_number(row.expected))
            self._write(painter, metrics, top, line, texts)
        painter.end()

    def _headings(self) -> tuple[str, str, str]:
        return self.tr("batch"), self.tr("spread"), self.tr("formula")

    def _write(
        self,
        painter: QPainter,
        metrics: QFontMetricsF,
        top: float,
        height: float,
        texts: tuple[str, str, str],
    ) -> None:
        left = 0.0
        for text, width in zip(texts, self._column_widths(metrics), strict=True):
            place = QRectF(left, top, width, height)
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(place, flags, text)
            left += width

    def _column_widths(self, metrics: QFontMetricsF) -> tuple[float, float, float]:
        widths = [metrics.horizontalAdvance(each) for each in self._headings()]
        digits, gap = 5 * metrics.horizontalAdvance("0"), 0.55 * metrics.height()
        # The first one has the sign of the run before its number.
        return (
            max(widths[0], digits + gap),
            max(widths[1], digits) + gap,
            max(widths[2], digits) + gap,
        )

    def _small(self) -> QFont:
        return numeric_font(scaled_font(self.font(), 0.92))
