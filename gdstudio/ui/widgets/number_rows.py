"""Rows of names and numbers that change with every frame: painted, so that nothing is laid out."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gdstudio.ui.colours import active_theme
from gdstudio.ui.fonts import numeric_font

LEADING = 1.35
_GAP = 8.0

Row = tuple[str, ...]


class NumberRows(QWidget):
    """A table without lines: the first column names, at the left, the others at the right.

    Parameters
    ----------
    shares
        The width of each column as a share of the whole; they add up to 1.
    aligned_left
        Columns of numbers that stand at the left all the same.
    """

    def __init__(
        self,
        shares: tuple[float, ...],
        aligned_left: frozenset[int] = frozenset({0}),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._shares, self._aligned_left = shares, aligned_left
        self._rows: tuple[Row, ...] = ()
        self._headings: Row = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def rows(self) -> tuple[Row, ...]:
        """What is shown."""
        return self._rows

    def set_headings(self, headings: Row) -> None:
        """Name the columns."""
        self._headings = headings
        self.updateGeometry()

    def set_rows(self, rows: tuple[Row, ...]) -> None:
        """Show other rows."""
        if rows == self._rows:
            return
        count, self._rows = len(self._rows), rows
        if len(rows) != count:
            self.updateGeometry()
        self.setAccessibleDescription("; ".join(" ".join(row) for row in rows))
        self.update()

    def text(self, row: int, column: int = 1) -> str:
        """Return the text of one cell."""
        return self._rows[row][column]

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the height of the rows; any width will do."""
        lines = len(self._rows) + bool(self._headings)
        return QSize(120, round(lines * self._line_height()))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the height of the rows."""
        return QSize(40, self.sizeHint().height())

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        """Grow with the font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Paint names and numbers."""
        theme = active_theme()
        painter = QPainter(self)
        painter.setFont(numeric_font(self.font()))
        height = self._line_height()
        top = 0.0
        if self._headings:
            painter.setPen(QColor(theme.muted_text))
            self._paint_row(painter, self._headings, top, height)
            top += height
        for row in self._rows:
            painter.setPen(QColor(theme.text if self.isEnabled() else theme.faint_text))
            self._paint_row(painter, row, top, height)
            top += height
        painter.end()

    def _paint_row(self, painter: QPainter, row: Row, top: float, height: float) -> None:
        metrics = QFontMetricsF(painter.font())
        left = 0.0
        for column, text in enumerate(row):
            width = self._shares[column] * self.width()
            area = QRectF(left, top, width - (0.0 if column + 1 == len(row) else _GAP), height)
            is_left = column in self._aligned_left
            side = Qt.AlignmentFlag.AlignLeft if is_left else Qt.AlignmentFlag.AlignRight
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width() + 1.0)
            painter.drawText(area, side | Qt.AlignmentFlag.AlignVCenter, shown)
            left += width

    def _line_height(self) -> float:
        return LEADING * QFontMetricsF(self.font()).height()
