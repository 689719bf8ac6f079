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
from gdstudio.ui.training_text import percent_text

LEGEND_ROW = 24.0
LEGEND_COLUMN, LONGEST_NAME = 225.0, 200.0
GAP = 10.0


class LegendItem(pg.GraphicsWidget):
    """The runs: marker, name, how they went."""

    def __init__(self, frame: Frame, theme: Theme, font: QFont, width: float) -> None:
        super().__init__()
        self._frame, self._theme = frame, theme
        self._font = font
        self._columns = max(1, int(width // self._least_width()))
        rows = -(-len(frame.visible_runs()) // self._columns)
        self.setFixedHeight(LEGEND_ROW * rows + 8.0)

    def _least_width(self) -> float:
        """Return how wide a column is at least: a training has so much to say that it is measured.

        Names that are very long are cut all the same.
        """
        if self._frame.evaluation(self._frame.selected) is None:
            return LEGEND_COLUMN
        metrics = QFontMetricsF(scaled_font(self._font, 1.0, QFont.Weight.Medium))
        return max(
            min(metrics.horizontalAdvance(self._frame.experiment.runs[index].label), LONGEST_NAME)
            + metrics.horizontalAdvance(self.text_of(index))
            + 7.0 * GAP
            for index in self._frame.visible_runs() or [0]
        )

    def text_of(self, index: int) -> str:
        """Return how a run went: its loss, of a training those of all rows, and the accuracies."""
        evaluation = self._frame.evaluation(index)
        if evaluation is None:
            return short_number(self._frame.heads[index].loss, 4)
        parts = []
        for name, loss, accuracy, is_there in (
            (self.tr("training"), evaluation.train_loss, evaluation.train_accuracy, True),
            (self.tr("test"), evaluation.test_loss, evaluation.test_accuracy, evaluation.has_test),
        ):
            if is_there:
                share = f", {percent_text(accuracy)}" if evaluation.has_accuracy else ""
                parts.append(f"{name} {short_number(loss, 4)}{share}")
        return " · ".join(parts)

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
            self._draw_run(painter, index, cell)

    def _draw_run(self, painter: QPainter, index: int, cell: QRectF) -> None:
        run = self._frame.experiment.runs[index]
        centre = cell.center()
        centre.setX(cell.left() + 6.0)
        draw_marker(painter, index, centre, 5.5, QColor(run.color), QColor(self._theme.card))
        text = cell.adjusted(20.0, 0.0, 0.0, 0.0)
        painter.setFont(scaled_font(self._font, 1.0, QFont.Weight.Medium))
        painter.setPen(QColor(self._theme.text))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        # The numbers are whole in any case: one that is cut is another number.
        numbers, numbers_font = self.text_of(index), numeric_font(self._font)
        room = text.width() - QFontMetricsF(numbers_font).horizontalAdvance(numbers) - 2 * GAP
        metrics = QFontMetricsF(painter.font())
        label = metrics.elidedText(run.label, Qt.TextElideMode.ElideRight, room)
        painter.drawText(text, flags, label)
        used = metrics.horizontalAdvance(label) + GAP
        painter.setFont(numbers_font)
        painter.setPen(QColor(self._theme.muted_text))
        painter.drawText(text.adjusted(used, 0.0, 0.0, 0.0), flags, numbers)
