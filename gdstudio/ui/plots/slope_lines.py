"""Lines over the graph of a function: tangent and secants, with their slopes beside them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from gdstudio.ui.colours import Theme
from gdstudio.ui.fonts import numeric_font
from gdstudio.ui.plots.layer import MovingItem, Projection
from gdstudio.ui.plots.lines import FAR

HALF_LENGTH = 90.0
"""Half of a tangent, in pixels."""
DOT = 3.4
SIGN = 13.0
"""How far the start, or a run, reaches from its point, in pixels."""
GAP, PADDING, EDGE = 8.0, 6.0, 4.0


@dataclass(frozen=True)
class SlopeLine:
    """A line through a point of the graph.

    Attributes
    ----------
    x, y, slope
        The line, in the data.
    text
        What is written beside it.
    colour
        Of the line, ``#rrggbb``.
    is_whole
        Whether it crosses the picture, or is short.
    is_dashed
        Whether it is drawn dashed.
    side
        At which end its text stands: 1 the right one, −1 the left one.
    dots
        Points of the graph on it that are marked.
    length
        Half of a line that does not cross the picture, in pixels.
    lift
        How far above (−1) or below (1) that end the text stands, in heights of it.
    anchor
        A point of a curve that rises or falls, beside which the text stands instead: the place
        opposite is then as free as that which is wanted.
    """

    x: float
    y: float
    slope: float
    text: str
    colour: str
    is_whole: bool = False
    is_dashed: bool = False
    side: int = 1
    dots: tuple[tuple[float, float], ...] = ()
    length: float = HALF_LENGTH
    lift: float = 0.0
    anchor: tuple[float, float] | None = None


class SlopeLinesItem(MovingItem):
    """Draws lines with their texts, and a plumb line from a point to the plot below."""

    def __init__(self, theme: Theme, font: QFont) -> None:
        super().__init__()
        self._lines: tuple[SlopeLine, ...] = ()
        self._plumb: tuple[float, float] | None = None
        self._signs: tuple[tuple[float, float], ...] = ()
        self.set_font(font)
        self.set_theme(theme)

    @property
    def lines(self) -> tuple[SlopeLine, ...]:
        """The lines that are drawn."""
        return self._lines

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._paper, self._text = QColor(theme.card), QColor(theme.text)
        self._paper.setAlpha(225)
        self._plumb_colour = QColor(theme.muted_text)
        self.update()

    def set_font(self, font: QFont) -> None:
        """Write in a font."""
        self._font = numeric_font(font)
        self.update()

    def set_lines(self, lines: tuple[SlopeLine, ...]) -> None:
        """Draw lines."""
        if lines != self._lines:
            self._lines = lines
            self.update()

    def set_plumb(self, place: tuple[float, float] | None) -> None:
        """Draw a plumb line down from a point, or none."""
        if place != self._plumb:
            self._plumb = place
            self.update()

    def set_signs(self, places: tuple[tuple[float, float], ...]) -> None:
        """Write beside signs at other places, if there is room."""
        if places != self._signs:
            self._signs = places
            self.update()

    def draw_over(self, painter: QPainter, projection: Projection) -> None:
        """Draw the lines, then the texts, which lie above them."""
        if self._plumb is not None and _is_near(projection.point(*self._plumb)):
            place = projection.point(*self._plumb)
            pen = QPen(self._plumb_colour, projection.unit, Qt.PenStyle.DotLine)
            painter.setPen(pen)
            painter.drawLine(place, QPointF(place.x(), projection.height))
        seen = [(line, ends) for line in self._lines if (ends := _ends(line, projection))]
        for line, (left, right) in seen:
            style = Qt.PenStyle.DashLine if line.is_dashed else Qt.PenStyle.SolidLine
            painter.setPen(QPen(QColor(line.colour), 1.8 * projection.unit, style))
            painter.drawLine(left, right)
            painter.setPen(QPen(self._paper, 1.2 * projection.unit))
            painter.setBrush(QColor(line.colour))
            for dot in _near_points(line, projection):
                painter.drawEllipse(dot, DOT * projection.unit, DOT * projection.unit)
        for line, ends in seen:
            self._write(painter, projection, line, ends)

    def _seen_signs(self, projection: Projection) -> list[QRectF]:
        """Return what signs cover, in logical pixels."""
        areas = []
        reach = SIGN * projection.unit / projection.ratio
        for place in self._signs:
            if np.isfinite(place).all() and _is_near(centre := projection.point(*place)):
                area = QRectF(0.0, 0.0, 2.0 * reach, 2.0 * reach)
                area.moveCenter(centre / projection.ratio)
                areas.append(area)
        return areas

    def _write(
        self,
        painter: QPainter,
        projection: Projection,
        line: SlopeLine,
        ends: tuple[QPointF, QPointF],
    ) -> None:
        if not line.text:
            return
        ratio = projection.ratio
        painter.save()
        painter.scale(ratio, ratio)
        metrics = QFontMetricsF(self._font)
        size = QRectF(0.0, 0.0, metrics.horizontalAdvance(line.text) + 2 * PADDING, 0.0)
        size.setHeight(metrics.height() + 4.0)
        room = QRectF(0.0, 0.0, projection.width / ratio, projection.height / ratio)
        if line.anchor is not None and np.isfinite(line.anchor).all():
            ends = (projection.point(*line.anchor),) * 2
        left, right = (QPointF(end.x() / ratio, end.y() / ratio) for end in ends)
        room.adjust(EDGE, EDGE, -EDGE, -EDGE)
        area = _placed(size, left, right, line, room, self._seen_signs(projection))
        painter.setPen(QPen(QColor(line.colour), 1.0))
        painter.setBrush(self._paper)
        painter.drawRoundedRect(area, 5.0, 5.0)
        painter.setFont(self._font)
        painter.setPen(self._text)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, line.text)
        painter.restore()


def _ends(line: SlopeLine, projection: Projection) -> tuple[QPointF, QPointF] | None:
    """Return both ends in pixels, the left one first, within the picture; None out of sight."""
    if not np.isfinite([line.x, line.y, line.slope]).all():
        return None
    across, down = projection.x_scale, line.slope * projection.y_scale
    length = float(np.hypot(across, down))
    centre = projection.point(line.x, line.y)
    if length == 0.0 or not np.isfinite(length) or not _is_near(centre):
        return None
    unit = QPointF(across / length, down / length)
    reach = line.length * projection.unit
    if line.is_whole:
        reach = 2.0 * (projection.width + projection.height)
    return _clipped(centre, unit, reach, projection)


def _clipped(
    centre: QPointF, unit: QPointF, reach: float, projection: Projection
) -> tuple[QPointF, QPointF] | None:
    """Return the part of a line from −reach to reach that lies in the picture."""
    low, high = -reach, reach
    for start, way, size in (
        (centre.x(), unit.x(), projection.width),
        (centre.y(), unit.y(), projection.height),
    ):
        if way == 0.0:
            if not 0.0 <= start <= size:
                return None
            continue
        bounds = sorted(((0.0 - start) / way, (size - start) / way))
        low, high = max(low, bounds[0]), min(high, bounds[1])
    if low >= high:
        return None
    return centre + unit * low, centre + unit * high


def _near_points(line: SlopeLine, projection: Projection) -> Iterator[QPointF]:
    for dot in line.dots:
        if np.isfinite(dot).all():
            place = projection.point(*dot)
            if _is_near(place):
                yield place


def _is_near(place: QPointF) -> bool:
    return abs(place.x()) < FAR and abs(place.y()) < FAR


def _placed(
    size: QRectF,
    left: QPointF,
    right: QPointF,
    line: SlopeLine,
    room: QRectF,
    signs: Sequence[QRectF] = (),
) -> QRectF:
    """Return a place for a text beyond one end of a line, or above or below it near that end."""
    places = [area for area in _places(size, left, right, line, room) if room.contains(area)]
    free = [area for area in places if not any(area.intersects(sign) for sign in signs)]
    if free or places:
        return (free or places)[0]
    end = right if line.side > 0 else left
    area = QRectF(size)
    area.moveCenter(end)
    area.moveLeft(max(room.left(), min(area.left(), room.right() - area.width())))
    area.moveTop(max(room.top(), min(area.top(), room.bottom() - area.height())))
    return area


def _places(
    size: QRectF, left: QPointF, right: QPointF, line: SlopeLine, room: QRectF
) -> Iterator[QRectF]:
    """Return where a text may be, the best place first."""
    area = QRectF(size)
    half, aside = 0.5 * size.width(), 0.5 * size.height() + GAP
    first, other = (line.side, line.lift), (-line.side, line.lift)
    if line.anchor is not None:
        other = (-line.side, -line.lift)
    for side, lift in (first, other, (line.side, 0.0), (-line.side, 0.0)):
        end = right if side > 0 else left
        area.moveCenter(end + QPointF(side * (half + GAP), lift * size.height()))
        if line.anchor is not None and lift != 0.0:
            # Above or below the point, it may stand nearer to it than beside it.
            over = area.right() - room.right() if side > 0 else room.left() - area.left()
            area.translate(-side * min(max(over, 0.0), half + GAP), 0.0)
        yield QRectF(area)
    for end, inward in ((right, -1.0), (left, 1.0))[:: line.side]:
        for up in (-1.0, 1.0):
            area.moveCenter(end + QPointF(inward * half, up * aside))
            area.moveLeft(max(room.left(), min(area.left(), room.right() - area.width())))
            yield QRectF(area)
