"""The 2-D picture: heatmap, contour lines, known minima, paths, start."""

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from gdstudio.experiment.gallery import entry_for
from gdstudio.experiment.model import Experiment
from gdstudio.simulation.maps import MapRequest, SurfaceMap
from gdstudio.ui.colours import Theme
from gdstudio.ui.plots.base_plot import BasePlot
from gdstudio.ui.plots.frame import Frame
from gdstudio.ui.plots.map_item import MapItem
from gdstudio.ui.plots.path_item import PathItem, RunPath
from gdstudio.ui.plots.start_handle import StartHandle
from gdstudio.ui.plots.view_box import PictureViewBox

CELL = 2
"""Pixels to a cell of the map: it is drawn smoothly, and its contour lines are lines."""


class MinimumItem(pg.GraphicsObject):
    """A small cross at a known minimum."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.setFlag(self.GraphicsItemFlag.ItemIgnoresTransformations)
        self.setToolTip(text)

    def boundingRect(self) -> QRectF:  # noqa: N802 (Qt's name)
        """Return the area of the cross, in pixels."""
        return QRectF(-8, -8, 16, 16)

    def dataBounds(self, *_: object, **__: object) -> None:  # noqa: N802 (pyqtgraph's name)
        """Take no part in the plot's automatic range."""
        return

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,  # noqa: ARG002
        widget: QWidget | None = None,  # noqa: ARG002
    ) -> None:
        """Draw the cross, dark on light."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for colour, width in ((QColor(255, 255, 255, 230), 4.5), (QColor("#1b2130"), 1.8)):
            pen = QPen(colour, width)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawLine(QPointF(-5, -5), QPointF(5, 5))
            painter.drawLine(QPointF(-5, 5), QPointF(5, -5))


class SurfacePlot(BasePlot):
    """A function of two variables, or a slice through one of more, seen from above."""

    picked = Signal(float, float)
    start_moved = Signal(float, float)
    start_released = Signal()
    map_wanted = Signal()
    """The visible part or its size in pixels changed."""

    def __init__(self, theme: Theme, font: QFont) -> None:
        self._map_item = MapItem(theme)
        self._path_item = PathItem(theme)
        self._start = StartHandle(theme)
        self._minima: list[MinimumItem] = []
        self._experiment: Experiment | None = None
        view_box = PictureViewBox()
        super().__init__(theme, font, view_box)
        items: tuple[pg.GraphicsObject, ...] = (self._map_item, self._path_item, self._start)
        for z, item in enumerate(items):
            item.setZValue(10 * z)
            self.addItem(item, ignoreBounds=True)
        view_box.picked.connect(self.picked)
        view_box.reset_requested.connect(self.reset_view)
        view_box.sigRangeChanged.connect(self._on_range_changed)
        view_box.sigResized.connect(self._on_range_changed)
        self._start.moved.connect(self.start_moved)
        self._start.released.connect(self.start_released)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        super().set_theme(theme)
        self._map_item.set_theme(theme)
        self._path_item.set_theme(theme)
        self._start.set_theme(theme)

    def set_experiment(self, experiment: Experiment) -> None:
        """Show another experiment's axes, start and known minima."""
        before, self._experiment = self._experiment, experiment
        objective = experiment.objective
        names = objective.variables
        self.set_axis_label("bottom", names[0])
        self.set_axis_label("left", names[1])
        self._start.setPos(experiment.start[0], experiment.start[1])
        if before is None or before.objective.domain != objective.domain:
            self.reset_view()
        if before is None or before.objective != objective:
            self._show_minima(experiment)

    def set_interactive(self, interactive: bool) -> None:
        """Let a person take hold of the start, or only show it."""
        self._start.set_movable(interactive)

    def reset_view(self) -> None:
        """Show the whole domain."""
        if self._experiment is not None:
            x, y = self._experiment.objective.domain[:2]
            self.vb.setRange(xRange=x, yRange=y, padding=0.0)

    def map_request(self, ratio: float = 1.0) -> MapRequest | None:
        """Return which map would fill the view at ``ratio`` device pixels to a pixel."""
        if self._experiment is None:
            return None
        (x_low, x_high), (y_low, y_high) = self.vb.viewRange()
        cells = ratio / CELL
        columns, rows = int(self.vb.width() * cells), int(self.vb.height() * cells)
        if columns < 8 or rows < 8 or not (x_high > x_low and y_high > y_low):
            return None
        return MapRequest(
            self._experiment.objective,
            self._experiment.start,
            0,
            1,
            (float(x_low), float(x_high)),
            (float(y_low), float(y_high)),
            columns,
            rows,
        )

    def show_map(self, surface: SurfaceMap | None) -> None:
        """Show a map."""
        self._map_item.set_map(surface)

    def show_frame(self, frame: Frame) -> None:
        """Show the paths up to the frame's step."""
        paths = []
        for index in frame.visible_runs():
            trace, head = frame.results[index].trace, frame.heads[index]
            paths.append(
                RunPath(
                    index,
                    frame.experiment.runs[index].color,
                    trace.parameters[:, 0],
                    trace.parameters[:, 1],
                    trace.row_at(frame.cursor) + 1,
                    (float(head.parameters[0]), float(head.parameters[1])),
                    path_identity(frame, index),
                )
            )
        self._path_item.set_paths(tuple(paths))

    def _show_minima(self, experiment: Experiment) -> None:
        for item in self._minima:
            self.removeItem(item)
        entry = entry_for(experiment.objective)
        self._minima = []
        for minimum in () if entry is None or len(experiment.start) != 2 else entry.minima:
            x, y = minimum.location
            item = MinimumItem(f"Known minimum {minimum.value:.6g} at ({x:.6g}, {y:.6g})")
            item.setPos(x, y)
            item.setZValue(5)
            self.addItem(item, ignoreBounds=True)
            self._minima.append(item)

    def _on_range_changed(self) -> None:
        self.map_wanted.emit()


def path_identity(frame: Frame, index: int) -> object:
    """Return what two frames have in common whose paths of a run are the same as far as they go."""
    return (index, frame.experiment.runs[index].color, frame.results[index].trace.origin)
