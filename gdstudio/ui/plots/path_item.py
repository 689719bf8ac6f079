"""The paths of the runs over the map, or along the curve."""

import math
import time
from dataclasses import dataclass
from itertools import cycle

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QTimer, Slot
from PySide6.QtGui import QColor, QImage, QPainter

from gdstudio.ui.colours import Theme
from gdstudio.ui.plots.layer import LayerItem, Projection
from gdstudio.ui.plots.lines import FAR, draw_segments, line_pen
from gdstudio.ui.plots.markers import draw_marker
from gdstudio.ui.plots.path_lines import NOT_YET, Part, PathLines

LINE = 2.2
CASING = 4.6
DOT = 2.4
HEAD = 6.5
FRAME_SECONDS, ANEW_SECONDS = 0.002, 0.005
"""Seconds of a paint: if paths went on, and if everything is drawn anew, or nothing moves."""
PAUSE_MILLISECONDS, NEXT_PART_MILLISECONDS = 40, 12
"""After how long without a new frame nothing moves, and what was left is drawn, part by part."""
SMOOTH = 80_000.0
"""How much a paint draws with smooth edges, which take five times as long."""


@dataclass(frozen=True, eq=False)
class RunPath:
    """The path of one run.

    Attributes
    ----------
    index
        Of the run: it decides the marker.
    steps, x, y
        (rows,), all rows that are there.
    rows
        How many of them are shown.
    head
        The point at the cursor.
    identity
        Two paths with the same identity pass through the same points as far as both go, though
        one may have fewer of them.
    """

    index: int
    colour: str
    steps: NDArray[np.int64]
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    rows: int
    head: tuple[float, float]
    identity: object

    @property
    def last_step(self) -> int:
        """The last step that is shown."""
        return int(self.steps[self.rows - 1])


class PathItem(LayerItem):
    """Draws paths; new steps are added to the picture, the rest is not drawn again."""

    layer_count = 2

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.draws_in_parts = True
        """Whether a paint leaves to the next what would make it late; not so in a file."""
        self.draws_lines = True
        """Whether steps are joined by lines, or only dots show where they led."""
        self._paths: tuple[RunPath, ...] = ()
        self._lines: dict[object, PathLines] = {}
        self._next_part = QTimer(self)
        self._next_part.setSingleShot(True)
        self._next_part.timeout.connect(self._draw_next_part)
        self._catches_up = False
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._casing = QColor("#ffffff" if theme.name == "light" else "#0b0d12")
        self._casing.setAlpha(215)
        self._ring = QColor("#ffffff")
        self.invalidate()

    def set_paths(self, paths: tuple[RunPath, ...]) -> None:
        """Show paths. If they only went on, only what is new is drawn."""
        goes_on = [path.identity for path in paths] == list(self._lines) and all(
            path.last_step >= self._lines[path.identity].drawn for path in paths
        )
        self._paths = paths
        self._catches_up = False
        if goes_on:
            self.update()
        else:
            self.invalidate()

    def draw(self, painters: list[QPainter], projection: Projection) -> None:  # noqa: ARG002
        """Begin with empty layers; ``extend`` draws."""
        before = self._lines
        self._lines = {}
        for path in self._paths:
            known = before.get(path.identity)
            if known is None or known.projection != projection:
                known = PathLines(projection)
            known.rewind()
            self._lines[path.identity] = known

    def extend(self, layers: list[QImage], projection: Projection) -> None:
        """Draw the steps that are new: casings below, colours above.

        On the screen a paint takes no longer than it may: very many steps come over several.
        """
        if not self.is_behind():
            return
        is_new = all(each.drawn == NOT_YET for each in self._lines.values())
        seconds = ANEW_SECONDS if is_new or self._catches_up else FRAME_SECONDS
        end = time.perf_counter() + (seconds if self.draws_in_parts else math.inf)
        casing, colours = QPainter(layers[0]), QPainter(layers[1])
        effort = 0.0
        for path in cycle(self._paths):
            lines = self._lines[path.identity]
            if lines.drawn < path.last_step:
                # Smooth edges are not seen where so many lines cover each other.
                is_smooth = effort < SMOOTH or not self.draws_in_parts
                for painter in (casing, colours):
                    painter.setRenderHint(QPainter.RenderHint.Antialiasing, is_smooth)
                part = lines.next_part(path.steps, path.x, path.y, path.last_step)
                self._draw_part(part, QColor(path.colour), casing, colours, projection.unit)
                effort += part.effort
            if time.perf_counter() > end or not self.is_behind():
                break
        casing.end()
        colours.end()
        if self.is_behind():
            is_quick = is_new or self._catches_up
            self._next_part.start(NEXT_PART_MILLISECONDS if is_quick else PAUSE_MILLISECONDS)

    def is_behind(self) -> bool:
        """Return whether a part of the paths is left to the next paint."""
        return any(self._lines[path.identity].drawn < path.last_step for path in self._paths)

    def _draw_part(
        self, part: Part, colour: QColor, casing: QPainter, colours: QPainter, unit: float
    ) -> None:
        if self.draws_lines:
            draw_segments(casing, part.lines, line_pen(self._casing, CASING * unit))
            draw_segments(colours, part.lines, line_pen(colour, LINE * unit))
        colours.setPen(line_pen(self._ring, 0.9 * unit))
        colours.setBrush(colour)
        for x, y in part.dots.tolist():
            colours.drawEllipse(QPointF(x, y), DOT * unit, DOT * unit)

    @Slot()
    def _draw_next_part(self) -> None:
        self._catches_up = True
        self.update()

    def draw_over(self, painter: QPainter, projection: Projection) -> None:
        """Draw where each run is now."""
        for path in reversed(self._paths):
            if all(np.isfinite(path.head)):
                centre = projection.point(*path.head)
                if abs(centre.x()) < FAR and abs(centre.y()) < FAR:
                    draw_marker(
                        painter,
                        path.index,
                        centre,
                        HEAD * projection.unit,
                        QColor(path.colour),
                        self._ring,
                    )
