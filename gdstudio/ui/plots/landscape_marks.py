"""What stands on a landscape beside the paths: where they begin, and two numbers at the cursor."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from gdstudio.ui.colours import Theme
from gdstudio.ui.plots.layer import MovingItem, Projection
from gdstudio.ui.plots.lines import FAR

START_RADIUS = 5.0
GAP = 14.0
PADDING = 7.0


@dataclass(frozen=True)
class StartMark:
    """Where a path begins."""

    place: tuple[float, float]
    colour: str


@dataclass(frozen=True)
class Tag:
    """Words and numbers beside a point: one pair a line."""

    place: tuple[float, float]
    lines: tuple[tuple[str, str], ...]


class MarksItem(MovingItem):
    """Draws starts as rings, and a tag that stays within the picture."""

    def __init__(self, theme: Theme, font: QFont) -> None:
        super().__init__()
        self._starts: tuple[StartMark, ...] = ()
        self._tag: Tag | None = None
        self._font = font
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._paper, self._border = QColor(theme.card), QColor(theme.input_border)
        self._paper.setAlpha(235)
        self._text, self._muted = QColor(theme.text), QColor(theme.muted_text)
        self.update()

    def set_font(self, font: QFont) -> None:
        """Write in a font."""
        self._font = font
        self.update()

    def set_starts(self, starts: tuple[StartMark, ...]) -> None:
        """Show where paths begin."""
        if starts != self._starts:
            self._starts = starts
            self.update()

    def set_tag(self, tag: Tag | None) -> None:
        """Show a tag, or none."""
        if tag != self._tag:
            self._tag = tag
            self.update()

    @property
    def tag(self) -> Tag | None:
        """The tag that is shown."""
        return self._tag

    def draw_over(self, painter: QPainter, projection: Projection) -> None:
        """Draw rings and the tag."""
        unit = projection.unit
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for start in self._starts:
            centre = _within(projection, start.place)
            if centre is None:
                continue
            for colour, width in ((QColor(255, 255, 255, 230), 4.0), (QColor(start.colour), 2.0)):
                painter.setPen(QPen(colour, width * unit))
                painter.drawEllipse(centre, START_RADIUS * unit, START_RADIUS * unit)
        if self._tag is not None:
            centre = _within(projection, self._tag.place)
            if centre is not None:
                self._draw_tag(painter, projection, self._tag, centre)

    def _draw_tag(
        self, painter: QPainter, projection: Projection, tag: Tag, centre: QPointF
    ) -> None:
        ratio = projection.ratio
        painter.save()
        painter.scale(ratio, ratio)
        metrics = QFontMetricsF(self._font)
        names, numbers = (
            max(metrics.horizontalAdvance(line[column]) for line in tag.lines) for column in (0, 1)
        )
        height = len(tag.lines) * metrics.lineSpacing() + 1.2 * PADDING
        size = QRectF(0.0, 0.0, names + numbers + 3.0 * PADDING, height)
        area = placed_beside(
            QPointF(centre.x() / ratio, centre.y() / ratio),
            size,
            QRectF(0.0, 0.0, projection.width / ratio, projection.height / ratio),
        )
        painter.setPen(QPen(self._border, 1.0))
        painter.setBrush(self._paper)
        painter.drawRoundedRect(area, 6.0, 6.0)
        painter.setFont(self._font)
        line = QRectF(area).adjusted(PADDING, 0.6 * PADDING, -PADDING, 0.0)
        line.setHeight(metrics.lineSpacing())
        for name, number in tag.lines:
            painter.setPen(self._muted)
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
            painter.setPen(self._text)
            painter.drawText(
                line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, number
            )
            line.translate(0.0, metrics.lineSpacing())
        painter.restore()


def placed_beside(point: QPointF, size: QRectF, room: QRectF) -> QRectF:
    """Return a place for a tag: right above a point, or on whichever side there is room."""
    area = QRectF(size)
    right, above = point.x() + GAP, point.y() - GAP - size.height()
    fits_right = right + size.width() <= room.right() - 4.0
    fits_above = above >= room.top() + 4.0
    area.moveLeft(right if fits_right else point.x() - GAP - size.width())
    area.moveTop(above if fits_above else point.y() + GAP)
    return area


def _within(projection: Projection, place: tuple[float, float]) -> QPointF | None:
    """Return a point in pixels, or None where it is not in sight."""
    if not np.isfinite(place).all():
        return None
    centre = projection.point(*place)
    if abs(centre.x()) > FAR or abs(centre.y()) > FAR:
        return None
    inside = 0.0 <= centre.x() <= projection.width and 0.0 <= centre.y() <= projection.height
    return centre if inside else None
