"""A landscape: the loss over a slice, with the projected paths."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Signal
from PySide6.QtGui import QFont

from gdstudio.simulation.cells import Interval
from gdstudio.simulation.landscape import Plane
from gdstudio.simulation.slice_map import SliceMap, Window
from gdstudio.simulation.trace import TraceView
from gdstudio.ui.colours import Theme
from gdstudio.ui.fonts import numeric_font
from gdstudio.ui.plots.base_plot import BasePlot
from gdstudio.ui.plots.frame import Frame
from gdstudio.ui.plots.landscape_marks import MarksItem, StartMark, Tag
from gdstudio.ui.plots.map_item import MapItem
from gdstudio.ui.plots.path_item import PathItem, RunPath
from gdstudio.ui.plots.view_box import PictureViewBox

MAP_Z, PATHS_Z, MARKS_Z = 0, 20, 30
LEAST_PIXELS = 40

Float = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class ProjectedPath:
    """The rows of a trace on a plane, (rows, 2)."""

    origin: object
    coordinates: Float

    def continued(self, trace: TraceView, plane: Plane) -> "ProjectedPath":
        """Return all rows of a trace: only what is new is projected."""
        known = len(self.coordinates)
        if self.origin is not trace.origin or known > len(trace):
            return ProjectedPath(trace.origin, plane.project(trace.parameters))
        if known == len(trace):
            return self
        fresh = plane.project(trace.parameters[known:])
        return ProjectedPath(trace.origin, np.concatenate([self.coordinates, fresh]))


class LandscapePlot(BasePlot):
    """A map of a slice; wheel zooms, drag pans, double click resets."""

    map_wanted = Signal()
    """The visible part or its size in pixels changed."""
    reset_requested = Signal()

    def __init__(self, theme: Theme, font: QFont) -> None:
        self._map_item = MapItem(theme)
        self._path_item = PathItem(theme)
        self._marks = MarksItem(theme, numeric_font(font))
        self._map: SliceMap | None = None
        self._plane: Plane | None = None
        self._paths: dict[int, ProjectedPath] = {}
        self._frame: Frame | None = None
        self._tag_lines: tuple[tuple[str, str], ...] = ()
        view_box = PictureViewBox()
        super().__init__(theme, font, view_box)
        for item, z in (
            (self._map_item, MAP_Z),
            (self._path_item, PATHS_Z),
            (self._marks, MARKS_Z),
        ):
            item.setZValue(z)
            self.addItem(item, ignoreBounds=True)
        view_box.reset_requested.connect(self.reset_requested)
        view_box.sigRangeChanged.connect(self._on_range_changed)
        view_box.sigResized.connect(self._on_range_changed)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        super().set_theme(theme)
        for item in (self._map_item, self._path_item, self._marks):
            item.set_theme(theme)

    def set_font(self, font: QFont) -> None:
        """Write in a font."""
        super().set_font(font)
        self._marks.set_font(numeric_font(font))

    @property
    def height_share(self) -> float:
        """The height of the picture as a part of its width; 0 while it has no size yet."""
        width, height = self.vb.width(), self.vb.height()
        return 0.0 if min(width, height) < LEAST_PIXELS else float(height / width)

    @property
    def window(self) -> Window:
        """What is visible."""
        (left, right), (low, high) = self.vb.viewRange()
        return Window((float(left), float(right)), (float(low), float(high)))

    @property
    def tag(self) -> Tag | None:
        """The numbers that stand at the cursor."""
        return self._marks.tag

    @property
    def map(self) -> SliceMap | None:
        """The map that is shown."""
        return self._map

    def set_window(self, window: Window) -> None:
        """Show a part of the plane."""
        self.vb.setRange(xRange=window.x_range, yRange=window.y_range, padding=0.0)

    def set_plane(
        self,
        plane: Plane | None,
        traces: tuple[TraceView, ...] = (),
        coordinates: tuple[Float, ...] = (),
    ) -> None:
        """Show the paths on another plane.

        Parameters
        ----------
        plane
            None: no paths.
        traces, coordinates
            Of each run, the rows of which are known where they are, and where that is, (rows, 2).
        """
        self._plane = plane
        self._paths = {
            index: ProjectedPath(trace.origin, each)
            for index, (trace, each) in enumerate(zip(traces, coordinates, strict=True))
        }
        self._redraw()

    def set_map(self, surface: SliceMap | None) -> None:
        """Show the loss over a part of the plane, or nothing."""
        self._map = surface
        self._map_item.set_map(surface)

    def set_tag(self, lines: tuple[tuple[str, str], ...]) -> None:
        """Write pairs of words and numbers at the cursor of the selected run."""
        self._tag_lines = lines
        self._place_tag()

    def show_frame(self, frame: Frame) -> None:
        """Show the paths up to the frame's step."""
        self._frame = frame
        self._redraw()

    def coordinates_of(self, index: int) -> Float:
        """Return the projected rows (rows, 2) of a run that is shown."""
        return self._paths[index].coordinates

    def loss_at(self, place: QPointF) -> float | None:
        """Return the loss of the cell at a place; None beside the map."""
        if self._map is None:
            return None
        window, values = self._map.request, self._map.values
        column = _cell(place.x(), window.x_range, values.shape[1])
        row = _cell(place.y(), window.y_range, values.shape[0])
        return None if column is None or row is None else float(values[row, column])

    def _redraw(self) -> None:
        frame, plane = self._frame, self._plane
        if frame is None or plane is None:
            self._path_item.set_paths(())
            self._marks.set_starts(())
            self._marks.set_tag(None)
            return
        runs = frame.visible_runs()
        nothing = ProjectedPath(object(), np.zeros((0, 2)))
        self._paths = {
            index: self._paths.get(index, nothing).continued(frame.results[index].trace, plane)
            for index in runs
        }
        self._path_item.set_paths(tuple(self._path(frame, plane, index) for index in runs))
        self._marks.set_starts(
            tuple(
                StartMark(
                    _pair(self._paths[index].coordinates[0]), frame.experiment.runs[index].color
                )
                for index in runs
            )
        )
        self._place_tag()

    def _path(self, frame: Frame, plane: Plane, index: int) -> RunPath:
        trace, colour = frame.results[index].trace, frame.experiment.runs[index].color
        x, y = self._paths[index].coordinates.T
        return RunPath(
            index,
            colour,
            trace.steps,
            x,
            y,
            trace.row_at(frame.cursor) + 1,
            self._head(frame, plane, index),
            (index, colour, trace.run, plane),
        )

    def _head(self, frame: Frame, plane: Plane, index: int) -> tuple[float, float]:
        trace, head = frame.results[index].trace, frame.heads[index]
        row = trace.row_at(head.step)
        if int(trace.steps[row]) == head.step:
            return _pair(self._paths[index].coordinates[row])
        return _pair(plane.project(head.parameters[np.newaxis])[0])

    def _place_tag(self) -> None:
        frame, plane = self._frame, self._plane
        if frame is None or plane is None or frame.selected in frame.hidden or not self._tag_lines:
            self._marks.set_tag(None)
        else:
            head = self._head(frame, plane, frame.selected)
            self._marks.set_tag(Tag(head, self._tag_lines))

    def _on_range_changed(self) -> None:
        self.map_wanted.emit()


def _pair(point: Float) -> tuple[float, float]:
    return float(point[0]), float(point[1])


def _cell(value: float, interval: Interval, cells: int) -> int | None:
    """Return in which of equal parts of an interval a value lies; None beside it."""
    low, high = interval
    if not low <= value <= high:
        return None
    return min(int((value - low) / (high - low) * cells), cells - 1)
