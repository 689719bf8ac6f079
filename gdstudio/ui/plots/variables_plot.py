"""What plots of all variables of the runs have in common."""

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEvent, QPointF, QSize, QTimer, Signal
from PySide6.QtGui import QFont, QImage, QMouseEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gdstudio.ui.colours import Theme
from gdstudio.ui.fonts import DEFAULT_POINT_SIZE, numeric_font, scaled_font
from gdstudio.ui.plots.head_line import HeadLine
from gdstudio.ui.transparent_image import transparent_image

PAINT_SECONDS = 0.012
NEXT_PART_MILLISECONDS = 15


class VariablesPlot(QWidget):
    """Draws the runs in all variables, and where they are at the cursor.

    What takes long to draw is kept in pictures, drawn over several paints where it must be.
    """

    hovered = Signal(str)
    """What is under the pointer in numbers; "" when there is nothing."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._names: tuple[str, ...] = ()
        self._cursor = 0
        self._heads: tuple[HeadLine, ...] = ()
        self._figure_ratio: float | None = None
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def is_behind(self) -> bool:
        """Whether something is left to the next paint."""
        raise NotImplementedError

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.forget()

    def set_variables(self, names: tuple[str, ...]) -> None:
        """Show other variables, of which nothing is known yet."""
        if names != self._names:
            self._names, self._heads = names, ()
            self.clear()
            self._measure()

    def show_heads(self, cursor: int, heads: tuple[HeadLine, ...]) -> None:
        """Show a step, and where the runs are there."""
        self._cursor, self._heads = cursor, heads
        self.update()

    @contextmanager
    def drawn_for_figure(self, ratio: float) -> Iterator[None]:
        """Let one paint draw everything, for a device of so many pixels to one of the screen."""
        self._figure_ratio = ratio
        self.forget()
        try:
            yield
        finally:
            self._figure_ratio = None
            self.forget()

    def clear(self) -> None:
        """Show the runs no more: their variables are others."""
        raise NotImplementedError

    def make_room(self) -> None:
        """Ask for the space that names and numbers take."""
        raise NotImplementedError

    def forget(self) -> None:
        """Draw everything anew at the next paint."""
        self.update()

    def draw_next(self) -> None:
        """Draw something of what is left."""
        raise NotImplementedError

    def said_of(self, place: QPointF) -> str:
        """Return what is to be said of a place."""
        raise NotImplementedError

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return a size in which a few variables are well seen."""
        return QSize(480, 320)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        """Write in the font of the application."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._measure()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Say what is under the pointer."""
        self.hovered.emit(self.said_of(event.position()))

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        """Say nothing more."""
        super().leaveEvent(event)
        self.hovered.emit("")

    @property
    def _unit(self) -> float:
        """How many times as large as usual everything is."""
        return self.font().pointSizeF() / DEFAULT_POINT_SIZE

    def _measure(self) -> None:
        self.make_room()
        self.forget()

    def _number_font(self) -> QFont:
        return numeric_font(scaled_font(self.font(), 0.88))

    def _heads_in_order(self) -> list[HeadLine]:
        """Return where the runs are; the selected one lies on top."""
        return sorted(self._heads, key=lambda each: each.is_selected)

    @property
    def _ratio(self) -> float:
        """Device pixels to a pixel of the plot."""
        return self._figure_ratio or self.devicePixelRatioF()

    def _pixel_size(self) -> QSize:
        return QSize(round(self.width() * self._ratio), round(self.height() * self._ratio))

    def _empty_picture(self) -> QImage:
        """Return a picture as large as the plot."""
        size = self._pixel_size()
        return transparent_image(size.width(), size.height(), self._ratio)

    def _catch_up(self) -> None:
        """Draw what is left, and leave the rest to the next paint if it takes long."""
        seconds = PAINT_SECONDS if self._figure_ratio is None else math.inf
        end = time.perf_counter() + seconds
        while self.is_behind and time.perf_counter() < end:
            self.draw_next()
        if self.is_behind:
            QTimer.singleShot(NEXT_PART_MILLISECONDS, self.update)
