"""What the pictures of a problem share: the paths of the runs and the start."""

from typing import Protocol

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import Signal
from PySide6.QtGui import QFont

from gdstudio.experiment.model import Experiment
from gdstudio.simulation.run import Row
from gdstudio.simulation.trace import TraceView
from gdstudio.ui.colours import Theme
from gdstudio.ui.plots.base_plot import BasePlot
from gdstudio.ui.plots.frame import Frame
from gdstudio.ui.plots.overlay import Overlay
from gdstudio.ui.plots.path_item import PathItem, RunPath
from gdstudio.ui.plots.start_handle import StartHandle
from gdstudio.ui.plots.view_box import PictureViewBox

PATHS_Z, START_Z = 20, 30


class OverlayItems(Protocol):
    """The items of a plot that draw an `Overlay`."""

    def show(self, overlay: Overlay | None) -> None:
        """Show an overlay, or none."""

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""


class PicturePlot(BasePlot):
    """A plot of a problem on which runs leave their paths."""

    picked = Signal(float, float)
    """A click, in data coordinates."""
    probed = Signal(float, float)
    """A click with Shift, or where the probe is dragged, in data coordinates."""
    turned = Signal(float)
    """The angle in radians to which the direction at the probe is turned."""
    start_moved = Signal(float, float)
    start_released = Signal()
    map_wanted = Signal()
    """The visible part or its size in pixels changed."""

    shown = (0, 1)
    """Which two parameters go to the right and up: other ones make other paths."""

    def __init__(self, theme: Theme, font: QFont) -> None:
        self._path_item = PathItem(theme)
        self._start = StartHandle(theme)
        self._experiment: Experiment | None = None
        self._overlay_items: OverlayItems | None = None
        view_box = PictureViewBox()
        super().__init__(theme, font, view_box)
        self.add_layer(self._path_item, PATHS_Z)
        self.add_layer(self._start, START_Z)
        view_box.picked.connect(self.picked)
        view_box.probed.connect(self.probed)
        view_box.reset_requested.connect(self.reset_view)
        view_box.sigRangeChanged.connect(self._on_range_changed)
        view_box.sigResized.connect(self._on_range_changed)
        self._start.moved.connect(self.start_moved)
        self._start.released.connect(self.start_released)

    def add_layer(self, item: pg.GraphicsObject, z: int) -> None:
        """Add an item that does not decide what is visible."""
        item.setZValue(z)
        self.addItem(item, ignoreBounds=True)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        super().set_theme(theme)
        self._path_item.set_theme(theme)
        self._start.set_theme(theme)
        if self._overlay_items is not None:
            self._overlay_items.set_theme(theme)

    def set_overlay(self, overlay: Overlay | None) -> None:
        """Show what calculus says about a point, or nothing of the kind."""
        if self._overlay_items is None and overlay is not None:
            self._overlay_items = self.make_overlay_items()
        if self._overlay_items is not None:
            self._overlay_items.show(overlay)

    def make_overlay_items(self) -> OverlayItems:
        """Return what draws an overlay on this picture; it is made when there is one."""
        raise NotImplementedError

    def set_interactive(self, interactive: bool) -> None:
        """Let a person take hold of the start, or only show it: then all is drawn in one paint."""
        self._start.set_movable(interactive)
        self._path_item.draws_in_parts = interactive

    def is_start_outside(self) -> bool:
        """Return whether the start is not in sight."""
        (left, right), (low, high) = self.vb.viewRange()
        place = self._start.pos()
        return not (left <= place.x() <= right and low <= place.y() <= high)

    def reset_view(self) -> None:
        """Show the whole domain."""
        raise NotImplementedError

    def path_columns(self, trace: TraceView) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the coordinates of the rows of a trace in this picture."""
        raise NotImplementedError

    def head_point(self, head: Row) -> tuple[float, float]:
        """Return the coordinates of one row in this picture."""
        raise NotImplementedError

    def show_frame(self, frame: Frame) -> None:
        """Show the paths up to the frame's step."""
        self._path_item.set_paths(tuple(self._path(frame, index) for index in frame.visible_runs()))

    def _path(self, frame: Frame, index: int) -> RunPath:
        trace, colour = frame.results[index].trace, frame.experiment.runs[index].color
        x, y = self.path_columns(trace)
        return RunPath(
            index,
            colour,
            trace.steps,
            x,
            y,
            trace.row_at(frame.cursor) + 1,
            self.head_point(frame.heads[index]),
            (index, colour, trace.run, self.shown),
        )

    def _on_range_changed(self) -> None:
        self.map_wanted.emit()
