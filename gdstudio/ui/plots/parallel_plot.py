"""The parameters of runs over parallel axes, one a variable: a line is a step."""

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from gdstudio.simulation.strands import Strands
from gdstudio.ui.colours import Theme
from gdstudio.ui.fonts import scaled_font
from gdstudio.ui.number_text import short_number
from gdstudio.ui.plots.head_line import HeadLine
from gdstudio.ui.plots.lines import draw_segments, line_pen
from gdstudio.ui.plots.markers import draw_marker
from gdstudio.ui.plots.step_colours import step_colours, step_shares
from gdstudio.ui.plots.variables_plot import VariablesPlot

LEAST_PITCH = 50.0
"""Pixels between two axes: as many as a number needs."""
TOP, BOTTOM = 46.0, 26.0
CHUNKS = 6
"""Pictures of lines: the older one is, the fainter it is copied."""
OLDEST = 0.42
"""How much is left of the oldest lines."""
AT_ONCE = 16
"""Lines that are drawn before the clock is looked at."""
LINE_OPACITY, CROWD_OPACITY = 0.8, 0.5
"""Of the newest lines: of one run, and of all."""
Float = NDArray[np.float64]


class ParallelPlot(VariablesPlot):
    """Draws lines up to the cursor, over one axis a variable; the past fades.

    Lines are kept in a few pictures, each of some steps that follow each other. A cursor that
    moves changes one of them, whichever way it goes.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._strands: Strands | None = None
        self._run_colours: tuple[str, ...] | None = None
        self._colours: list[QColor] = []
        self._visible = 0
        self._chunks: list[QImage] = []
        self._drawn = [0] * CHUNKS
        self.setMinimumHeight(160)
        self.setAccessibleName(self.tr("Parameters over parallel axes"))

    @property
    def is_behind(self) -> bool:
        """Whether some lines are left to the next paint."""
        return any(self._wanted(chunk) != self._drawn[chunk] for chunk in range(CHUNKS))

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        super().set_theme(theme)
        self._colour()

    def show_strands(self, strands: Strands, run_colours: tuple[str, ...] | None) -> None:
        """Show other lines, coloured by their run, or, with None, by their step."""
        self._strands, self._run_colours = strands, run_colours
        self._colour()
        self.forget()

    def show_heads(self, cursor: int, heads: tuple[HeadLine, ...]) -> None:
        """Show the lines up to a step, and where the runs are there."""
        super().show_heads(cursor, heads)
        if self._strands is not None:
            self._visible = int(np.searchsorted(self._strands.steps, cursor, side="right"))

    def clear(self) -> None:
        """Show no lines."""
        self._strands, self._visible = None, 0

    def make_room(self) -> None:
        """Be as wide as the numbers need."""
        self.setMinimumWidth(round((len(self._names) + 0.5) * LEAST_PITCH * self._unit))

    def forget(self) -> None:
        """Draw all lines anew."""
        super().forget()
        self._chunks, self._drawn = [], [0] * CHUNKS

    def draw_next(self) -> None:
        """Draw some lines of the newest picture that is not whole."""
        strands = self._strands
        behind = [each for each in range(CHUNKS) if self._drawn[each] < self._wanted(each)]
        if strands is None or not behind:
            return
        chunk = behind[-1]
        until = min(self._wanted(chunk), self._drawn[chunk] + AT_ONCE)
        painter = QPainter(self._chunks[chunk])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        first = chunk * self._chunk_size()
        for row in range(first + self._drawn[chunk], first + until):
            points = self.line(strands.places[row])
            lines = np.column_stack([points[:-1], points[1:]])
            draw_segments(painter, lines, line_pen(self._colours[row], 1.1 * self._unit))
        painter.end()
        self._drawn[chunk] = until

    def said_of(self, place: QPointF) -> str:
        """Return the values on the axis at a place."""
        strands, count = self._strands, len(self._names)
        if strands is None or count != strands.low.size:
            return ""
        area = self.area()
        pitch = area.width() / max(1, count - 1)
        index = round((place.x() - area.left()) / pitch)
        if not 0 <= index < count:
            return ""
        selected = [head for head in self._heads if head.is_selected]
        now = f" = {short_number(float(selected[0].parameters[index]), 5)}" if selected else ""
        return self.tr("{name}{now}    from {low} to {high} on all steps").format(
            name=self._names[index],
            now=now,
            low=short_number(float(strands.low[index]), 5),
            high=short_number(float(strands.high[index]), 5),
        )

    def area(self) -> QRectF:
        """Return where the axes are: the first at its left, the last at its right."""
        unit = self._unit
        side = max(0.5 * LEAST_PITCH * unit, 0.5 * self.width() / max(1, len(self._names)))
        side = min(side, 80.0 * unit)
        height = max(10.0, self.height() - (TOP + BOTTOM) * unit)
        return QRectF(side, TOP * unit, max(1.0, self.width() - 2.0 * side), height)

    def line(self, places: Float) -> Float:
        """Return the points (d, 2) in pixels of a line that crosses the axes at places (d,)."""
        area, count = self.area(), len(self._names)
        x = area.left() + np.arange(count) * (area.width() / max(1, count - 1))
        return np.column_stack([x, area.bottom() - places * area.height()])

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Draw what is new on the pictures of the lines, and copy them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        strands = self._strands
        if strands is not None and len(self._names) == strands.low.size:
            self._extend()
            newest = self._wanted_chunk()
            opacity = LINE_OPACITY if self._run_colours is None else CROWD_OPACITY
            for chunk, image in enumerate(self._chunks[: newest + 1]):
                painter.setOpacity(opacity * faded(newest - chunk))
                painter.drawImage(0, 0, image)
            painter.setOpacity(1.0)
        seen = self._axes_in(event.rect().left(), event.rect().right())
        self._draw_axes(painter, seen)
        if strands is not None:
            for head in self._heads_in_order():
                self._draw_head(painter, strands, head, seen)
        painter.end()

    def _chunk_size(self) -> int:
        count = 0 if self._strands is None else self._strands.steps.size
        return max(1, -(-count // CHUNKS))

    def _wanted(self, chunk: int) -> int:
        """Return how many lines of a picture are seen."""
        size = self._chunk_size()
        return min(max(self._visible - chunk * size, 0), size)

    def _wanted_chunk(self) -> int:
        return min(CHUNKS - 1, max(0, self._visible - 1) // self._chunk_size())

    def _extend(self) -> None:
        """Empty the pictures of which less is seen than before, and draw what is new."""
        if not self._chunks or self._chunks[0].size() != self._pixel_size():
            self._drawn = [0] * CHUNKS
            self._chunks = [self._empty_picture() for _ in range(CHUNKS)]
        for chunk, image in enumerate(self._chunks):
            if self._wanted(chunk) < self._drawn[chunk]:
                image.fill(Qt.GlobalColor.transparent)
                self._drawn[chunk] = 0
        self._catch_up()

    def _colour(self) -> None:
        """Give each line its colour."""
        strands, colours = self._strands, self._run_colours
        if strands is None:
            self._colours = []
        elif colours is not None:
            self._colours = [QColor(colours[run]) for run in strands.runs.tolist()]
        else:
            shares = step_shares(strands.steps, int(strands.steps[-1]))
            self._colours = step_colours(self._theme, shares)

    def _axes_in(self, left: int, right: int) -> slice:
        """Return the axes between two places, and the next one on either side."""
        pitch = self.area().width() / max(1, len(self._names) - 1)
        first = math.floor((left - self.area().left()) / pitch)
        last = math.ceil((right - self.area().left()) / pitch)
        return slice(max(0, first), max(0, last + 1))

    def _draw_axes(self, painter: QPainter, seen: slice) -> None:
        area, count = self.area(), len(self._names)
        pitch = area.width() / max(1, count - 1)
        names = scaled_font(self.font(), 1.0, QFont.Weight.DemiBold)
        numbers = self._number_font()
        unit = self._unit
        places = self.line(np.zeros(count))[:, 0].tolist()
        for index, x in list(enumerate(places))[seen]:
            painter.setPen(QPen(QColor(self._theme.axis), 1.2))
            painter.drawLine(QLineF(x, area.top(), x, area.bottom()))
            place = QRectF(x - 0.5 * pitch, 0.0, pitch, 20.0 * unit)
            self._write(painter, names, self._theme.text, place, self._names[index])
            if self._strands is None:
                continue
            foot = area.bottom() + 4.0 * unit
            for value, top in ((self._strands.high, 22.0 * unit), (self._strands.low, foot)):
                place = QRectF(x - 0.5 * pitch, top, pitch, 18.0 * unit)
                text = short_number(float(value[index]), 3 if pitch > 70.0 * unit else 2)
                self._write(painter, numbers, self._theme.muted_text, place, text)

    def _write(self, painter: QPainter, font: QFont, colour: str, place: QRectF, text: str) -> None:
        room = place.width() - 4.0
        shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, shown)

    def _draw_head(self, painter: QPainter, strands: Strands, head: HeadLine, seen: slice) -> None:
        if not np.isfinite(head.parameters).all():
            return
        points = self.line(np.clip(strands.place(head.parameters), -0.02, 1.02))[seen]
        lines = np.column_stack([points[:-1], points[1:]])
        unit = self._unit
        width = unit * (3.0 if head.is_selected else 1.8)
        draw_segments(painter, lines, line_pen(QColor(self._theme.card), width + 2.4 * unit))
        draw_segments(painter, lines, line_pen(QColor(head.colour), width))
        ring = QColor(self._theme.card)
        for x, y in points.tolist():
            radius = unit * (4.6 if head.is_selected else 3.4)
            draw_marker(painter, head.index, QPointF(x, y), radius, QColor(head.colour), ring)


def faded(age: int) -> float:
    """Return how much is left of a picture that is so many pictures old."""
    return max(OLDEST, 0.8**age)
