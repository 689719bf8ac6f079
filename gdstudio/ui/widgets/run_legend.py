"""The runs in one line or a few: marker, colour, name. For when their list is hidden."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gdstudio.ui.colours import active_theme
from gdstudio.ui.plots.frame import Frame
from gdstudio.ui.plots.markers import draw_marker

LONGEST = 16
"""A name may be as wide as so many m."""


@dataclass(frozen=True)
class LegendEntry:
    """A run: its place among all, its name, its colour."""

    index: int
    label: str
    colour: str


class RunLegend(QWidget):
    """Shows which path is whose."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[LegendEntry, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(self.tr("Legend"))

    def entries(self) -> tuple[LegendEntry, ...]:
        """Return what is shown."""
        return self._entries

    def show_frame(self, frame: Frame) -> None:
        """Show the runs that are drawn."""
        runs = frame.experiment.runs
        entries = tuple(
            LegendEntry(index, runs[index].label, runs[index].color)
            for index in frame.visible_runs()
        )
        if entries != self._entries:
            self._entries = entries
            self.setAccessibleDescription(", ".join(entry.label for entry in entries))
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the size of one line."""
        return QSize(200, round(self._line_height()))

    def heightForWidth(self, width: int) -> int:  # noqa: N802 (Qt's name)
        """Return the height of as many lines as it takes."""
        places = self._places(float(width))
        return round(places[-1].bottom()) if places else 0

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Draw the runs one after the other."""
        theme = active_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = QFontMetricsF(self.font())
        size = 0.42 * metrics.height()
        for entry, place in zip(self._entries, self._places(float(self.width())), strict=True):
            centre = QPointF(place.left() + size, place.center().y())
            colour = QColor(entry.colour)
            draw_marker(painter, entry.index, centre, 0.8 * size, colour, QColor(theme.card))
            painter.setPen(QColor(theme.text))
            text = place.adjusted(2.8 * size, 0.0, 0.0, 0.0)
            painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, self._shown(entry, metrics))
        painter.end()

    def _line_height(self) -> float:
        return QFontMetricsF(self.font()).height() + 8.0

    def _shown(self, entry: LegendEntry, metrics: QFontMetricsF) -> str:
        longest = LONGEST * metrics.horizontalAdvance("m")
        return metrics.elidedText(entry.label, Qt.TextElideMode.ElideRight, longest)

    def _places(self, width: float) -> list[QRectF]:
        metrics, line = QFontMetricsF(self.font()), self._line_height()
        gap = 1.2 * metrics.height()
        x = y = 0.0
        places = []
        for entry in self._entries:
            needed = 1.2 * metrics.height() + metrics.horizontalAdvance(self._shown(entry, metrics))
            if x > 0.0 and x + needed > width:
                x, y = 0.0, y + line
            places.append(QRectF(x, y, needed + 2.0, line))
            x += needed + gap
        return places
