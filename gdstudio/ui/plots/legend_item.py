"""The legend of a figure."""

import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from gdstudio.ui.colours import Theme
from gdstudio.ui.fonts import numeric_font, scaled_font
from gdstudio.ui.number_text import short_number
from gdstudio.ui.plots.frame import Frame
from gdstudio.ui.plots.markers import draw_marker

LEGEND_ROW = 24.0
LEGEND_COLUMN = 225.0
GAP = 10.0


class LegendItem(pg.GraphicsWidget):
    """The runs: marker, name, how they went."""

    def __init__(self, frame: Frame, theme: Theme, font: QFont, width: float) -> None:
        super().__init__()
        self._frame, self._theme = frame, theme
        self._font = font
        self._columns = max(1, int(width // LEGEND_COLUMN))
        rows = -(-len(frame.visible_runs()) // self._columns)
        self.setFixedHeight(LEGEND_ROW * rows + 8.0)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,  # noqa: ARG002
        widget: QWidget | None = None,  # noqa: ARG002
    ) -> None:
        """Draw the runs in columns."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = self.boundingRect()
        width = area.width() / self._columns
        for place, index in enumerate(self._frame.visible_runs()):
            row, column = divmod(place, self._columns)
            left = area.left() + column * width + 12.0
            cell = QRectF(left, area.top() + row * LEGEND_ROW, width - 12.0, LEGEND_ROW)
            run, head = self._frame.experiment.runs[index], self._frame.heads[index]
            colour, ground = QColor(run.color), QColor(self._theme.card)
            centre = cell.center()
            centre.setX(left + 6.0)
            draw_marker(painter, index, centre, 5.5, colour, ground)
            text = cell.adjusted(20.0, 0.0, 0.0, 0.0)
            painter.setFont(scaled_font(self._font, 1.0, QFont.Weight.Medium))
            painter.setPen(QColor(self._theme.text))
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            # The number is whole in any case: one that is cut is another number.
            loss, loss_font = short_number(head.loss, 4), numeric_font(self._font)
            room = text.width() - QFontMetricsF(loss_font).horizontalAdvance(loss) - 2 * GAP
            metrics = QFontMetricsF(painter.font())
            label = metrics.elidedText(run.label, Qt.TextElideMode.ElideRight, room)
            painter.drawText(text, flags, label)
            used = metrics.horizontalAdvance(label) + GAP
            painter.setFont(loss_font)
            painter.setPen(QColor(self._theme.muted_text))
            painter.drawText(text.adjusted(used, 0.0, 0.0, 0.0), flags, loss)
