"""The paths of the runs over the map, or along the curve."""

import math
import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QTimer, Slot
from PySide6.QtGui import QColor, QImage, QPainter

from gdstudio.ui.colours import Theme
from gdstudio.ui.plots.layer import LayerItem, Projection
from gdstudio.ui.plots.lines import FAR, draw_segments, line_pen, segments
from gdstudio.ui.plots.markers import draw_marker

LINE = 2.2
CASING = 4.6
DOT = 2.4
HEAD = 6.5
DOT_DISTANCE = 7.0
"""Pixels between two steps from which on each step has a dot of its own."""
DOTTED_ROWS = 2000
"""Rows from which on there are too many of them for dots."""
NOT_YET = -1
"""Stands for the last step of which nothing is drawn."""
PART_ROWS = 500
"""Rows of each path that are drawn at least in a paint."""
FRAME_SECONDS, ANEW_SECONDS = 0.004, 0.010
"""How long a paint may go on, if paths went on and if everything is drawn anew."""
NEXT_PART_MILLISECONDS = 12
SMOOTH_INK = 40_000.0
"""Pixels of line that a paint draws with smooth edges, which take five times as long."""


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
        self._paths: tuple[RunPath, ...] = ()
        self._drawn: dict[object, int] = {}
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._casing = QColor("#ffffff" if theme.name == "light" else "#0b0d12")
        self._casing.setAlpha(215)
        self._ring = QColor("#ffffff")
        self.invalidate()

    def set_paths(self, paths: tuple[RunPath, ...]) -> None:
        """Show paths. If they only went on, only what is new is drawn."""
        goes_on = [path.identity for path in paths] == list(self._drawn) and all(
            path.last_step >= self._drawn[path.identity] for path in paths
        )
        self._paths = paths
        if goes_on:
            self.update()
        else:
            self.invalidate()

    def draw(self, painters: list[QPainter], projection: Projection) -> None:  # noqa: ARG002
        """Begin with empty layers; ``extend`` draws."""
        self._drawn = {path.identity: NOT_YET for path in self._paths}

    def extend(self, layers: list[QImage], projection: Projection) -> None:
        """Draw the steps that are new: casings below, colours above.

        On the screen a paint takes no longer than it may: very many steps come over several.
        """
        if not self._is_behind():
            return
        is_new = all(step == NOT_YET for step in self._drawn.values())
        seconds = ANEW_SECONDS if is_new else FRAME_SECONDS
        end = time.perf_counter() + (seconds if self.draws_in_parts else math.inf)
        casing, colours = QPainter(layers[0]), QPainter(layers[1])
        ink = 0.0
        is_late = False
        while self._is_behind() and not is_late:
            for path in self._paths:
                if path.last_step > self._drawn[path.identity]:
                    # Smooth edges are not seen where so many lines cover each other.
                    is_smooth = ink < SMOOTH_INK or not self.draws_in_parts
                    for painter in (casing, colours):
                        painter.setRenderHint(QPainter.RenderHint.Antialiasing, is_smooth)
                    ink += self._extend_path(path, casing, colours, projection)
            is_late = time.perf_counter() > end
        casing.end()
        colours.end()
        if self._is_behind():
            QTimer.singleShot(NEXT_PART_MILLISECONDS, self._draw_next_part)

    def _is_behind(self) -> bool:
        return any(path.last_step > self._drawn.get(path.identity, NOT_YET) for path in self._paths)

    def _extend_path(
        self, path: RunPath, casing: QPainter, colours: QPainter, projection: Projection
    ) -> float:
        """Draw some more steps of a path, and return how long their line is in pixels."""
        # The last point that was drawn begins the next segment; a trace that was thinned since
        # then may have lost that very row, and the one before it serves.
        drawn = int(np.searchsorted(path.steps, self._drawn[path.identity], side="right"))
        first, last = max(0, drawn - 1), min(path.rows, drawn + PART_ROWS)
        x, y = projection.x(path.x[first:last]), projection.y(path.y[first:last])
        lines = segments(x, y)
        unit = projection.unit
        draw_segments(casing, lines, line_pen(self._casing, CASING * unit))
        draw_segments(colours, lines, line_pen(QColor(path.colour), LINE * unit))
        if first < DOTTED_ROWS:
            self._draw_dots(colours, x, y, QColor(path.colour), unit)
        self._drawn[path.identity] = int(path.steps[last - 1])
        return float(np.abs(lines[:, 2:] - lines[:, :2]).sum())

    @Slot()
    def _draw_next_part(self) -> None:
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

    def _draw_dots(
        self,
        painter: QPainter,
        x: NDArray[np.float64],
        y: NDArray[np.float64],
        colour: QColor,
        unit: float,
    ) -> None:
        """Mark each step that is far enough from the one before."""
        with np.errstate(invalid="ignore", over="ignore"):
            distance = np.hypot(np.diff(x), np.diff(y))
        radius = DOT * unit
        painter.setPen(line_pen(self._ring, 0.9 * unit))
        painter.setBrush(colour)
        visible = (np.abs(x[1:]) < FAR) & (np.abs(y[1:]) < FAR)
        for row in np.flatnonzero((distance > DOT_DISTANCE * unit) & visible) + 1:
            painter.drawEllipse(QPointF(float(x[row]), float(y[row])), radius, radius)
