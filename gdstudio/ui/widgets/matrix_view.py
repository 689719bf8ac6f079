"""A small matrix in brackets, painted: its numbers change with every frame."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from gdstudio.ui.colours import active_theme
from gdstudio.ui.fonts import numeric_font

_LEADING, _BRACKET, _PADDING = 1.5, 5.0, 6.0
_COLUMN_LETTERS = 8


class MatrixView(QWidget):
    """Shows the texts of a square matrix, each in a cell of fixed width."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cells: tuple[tuple[str, ...], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def cells(self) -> tuple[tuple[str, ...], ...]:
        """The texts, row by row."""
        return self._cells

    def set_cells(self, cells: tuple[tuple[str, ...], ...]) -> None:
        """Show other texts."""
        if cells == self._cells:
            return
        size, self._cells = len(self._cells), cells
        if len(cells) != size:
            self.updateGeometry()
        self.setAccessibleDescription("; ".join(", ".join(row) for row in cells))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the height of the rows."""
        return QSize(120, round(len(self._cells) * self._line_height() + 4.0))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the height of the rows."""
        return QSize(40, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Paint brackets and numbers."""
        if not self._cells:
            return
        theme = active_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(numeric_font(self.font()))
        metrics, line = QFontMetricsF(painter.font()), self._line_height()
        room = (self.width() - 2.0 * _PADDING - 2.0) / len(self._cells)
        width = min(room, _COLUMN_LETTERS * metrics.horizontalAdvance("0"))
        right = 2.0 * _PADDING + width * len(self._cells)
        bottom = len(self._cells) * line + 3.0
        painter.setPen(QPen(QColor(theme.muted_text), 1.4))
        for x, way in ((1.0, _BRACKET), (right, -_BRACKET)):
            corners = ((x + way, 1.0), (x, 1.0), (x, bottom), (x + way, bottom))
            painter.drawPolyline(QPolygonF([QPointF(*corner) for corner in corners]))
        painter.setPen(QColor(theme.text))
        for row, texts in enumerate(self._cells):
            for column, text in enumerate(texts):
                area = QRectF(_PADDING + column * width, 2.0 + row * line, width - 2.0, line)
                shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width() + 1.0)
                painter.drawText(area, Qt.AlignmentFlag.AlignCenter, shown)
        painter.end()

    def _line_height(self) -> float:
        return _LEADING * QFontMetricsF(self.font()).height()
