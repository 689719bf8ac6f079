"""The map of a function with the layers that a person chose."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QFont

from gdstudio.experiment.model import FunctionObjective
from gdstudio.simulation.critical_points import CriticalPoint
from gdstudio.simulation.function_problem import FunctionProblem
from gdstudio.simulation.map_flow import flow_from
from gdstudio.simulation.map_options import PLAIN, MapOptions
from gdstudio.simulation.maps import LossRequest, MapRequest, SurfaceMap, plane_of
from gdstudio.simulation.problem import problem_of
from gdstudio.simulation.step_parts import step_parts
from gdstudio.ui.colours import Theme
from gdstudio.ui.plots.critical_signs import critical_sign
from gdstudio.ui.plots.flow_line_item import FlowLineItem
from gdstudio.ui.plots.frame import Frame
from gdstudio.ui.plots.labelled_lines import Obstacles
from gdstudio.ui.plots.layered_map_item import LayeredMapItem
from gdstudio.ui.plots.level_set_item import LevelSetItem
from gdstudio.ui.plots.map_picture import MapPicture, MapTask
from gdstudio.ui.plots.map_plot import MINIMA_Z, MapPlot
from gdstudio.ui.plots.sign_item import SignItem
from gdstudio.ui.plots.step_vectors_item import StepVectorsItem

REST_MILLISECONDS = 250
"""How long a map, and the paths on it, stay until it is labelled: labels that jump are no help."""
LEVEL_SET_Z, FLOW_LINE_Z, STEP_VECTORS_Z = 4, 6, 26


class LayeredPlot(MapPlot):
    """Draws what `MapOptions` say: in the window and in a file alike."""

    labels_wanted = Signal()
    """The map that is shown stays: it may get its labels."""

    def __init__(self, theme: Theme, font: QFont) -> None:
        self._layers = LayeredMapItem(theme, font)
        self._level_set = LevelSetItem(theme)
        self._flow_line = FlowLineItem(theme)
        self._step_vectors = StepVectorsItem(theme, font)
        self._options = PLAIN
        self._labelled_paths: tuple[object, ...] = ()
        self._frame: Frame | None = None
        self._pointer: tuple[float, float] | None = None
        self._surface: SurfaceMap | None = None
        self._flow_problem: tuple[FunctionObjective, FunctionProblem] | None = None
        self._critical: list[SignItem] = []
        self._critical_points: tuple[tuple[CriticalPoint, str], ...] = ()
        super().__init__(theme, font, self._layers)
        self.add_layer(self._level_set, LEVEL_SET_Z)
        self.add_layer(self._flow_line, FLOW_LINE_Z)
        self.add_layer(self._step_vectors, STEP_VECTORS_Z)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MILLISECONDS)
        self._rest.timeout.connect(self._on_rest)

    @property
    def options(self) -> MapOptions:
        """What is to be seen."""
        return self._options

    def set_options(self, options: MapOptions) -> None:
        """Show something else: what it takes another map comes with that."""
        before, self._options = self._options, options
        if options.equal_aspect != before.equal_aspect:
            self.vb.setAspectLocked(options.equal_aspect)
            if not options.equal_aspect:
                self.reset_view()
        if not options.streamlines:
            self.show_flow_from(None)
        self._show_selected()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        super().set_theme(theme)
        self._level_set.set_theme(theme)
        self._flow_line.set_theme(theme)
        self._step_vectors.set_theme(theme)

    def set_font(self, font: QFont) -> None:
        """Write in a font."""
        super().set_font(font)
        self._layers.set_font(font)
        self._step_vectors.set_font(font)

    def show_map(self, surface: SurfaceMap | None) -> None:
        """Show a map, which is drawn when it is painted."""
        self._layers.set_obstacles(self._obstacles())
        self._take(surface)

    def show_picture(self, picture: MapPicture) -> None:
        """Show a map that was drawn elsewhere; when it stays, its labels are wanted."""
        is_new = picture.surface is not self._surface
        if is_new:
            self._take(picture.surface)
        self._layers.set_picture(picture)
        if is_new:
            self._rest.start()

    def labels_task(self) -> MapTask | None:
        """Return what gives the map that is shown its labels; None if nothing does."""
        picture = self._layers.picture
        if picture is None or not isinstance(picture.surface.request, MapRequest):
            return None
        if not picture.surface.request.options.labels:
            return None
        self._layers.set_obstacles(self._obstacles())
        return MapTask(
            picture.surface.request,
            replace(self._layers.brush, has_labels=True),
            picture.projection,
            picture.surface,
        )

    def show_labels(self, picture: MapPicture) -> None:
        """Show a picture with labels, unless another one came in the meantime."""
        shown = self._layers.picture
        if (
            shown is not None
            and shown.surface is picture.surface
            and (shown.projection == picture.projection)
        ):
            self._layers.set_picture(picture)

    def show_frame(self, frame: Frame) -> None:
        """Show the paths up to the frame's step, and what belongs to the selected run there."""
        super().show_frame(frame)
        self._look_for_paths(frame)
        self._frame = frame
        self._show_selected()

    def show_flow_from(self, place: tuple[float, float] | None) -> None:
        """Draw where the flow goes from a place of the map that is shown; None: draw nothing."""
        self._pointer = place
        if place is None or self._surface is None or isinstance(self._surface.request, LossRequest):
            self._flow_line.set_line(np.zeros((0, 2)))
            return
        request = self._surface.request
        if not request.options.streamlines:
            # The map with the flow, which loads what it takes, is still to come.
            return
        if self._rest.isActive():
            # Somebody zooms: a line from wherever the pointer comes to lie is of no use.
            return
        if self._flow_problem is None or self._flow_problem[0] != request.objective:
            self._flow_problem = request.objective, problem_of(request.objective)
        line = flow_from(self._flow_problem[1], plane_of(request), *place)
        self._flow_line.set_line(line)

    @property
    def signs(self) -> tuple[SignItem, ...]:
        """The signs at points of the map: of minima and other critical points."""
        return (*super().signs, *self._critical)

    @property
    def critical(self) -> tuple[tuple[CriticalPoint, str], ...]:
        """The critical points that are marked, with what is said of each."""
        return self._critical_points

    def mark_critical(self, points: tuple[tuple[CriticalPoint, str], ...]) -> None:
        """Mark critical points of a function of two variables, each with what is said of it."""
        for sign in self._critical:
            self.removeItem(sign)
        self._critical = []
        self._critical_points = points
        for point, tip in points:
            sign = critical_sign(point, tip)
            sign.setPos(float(point.point[0]), float(point.point[1]))
            sign.set_thickness(self.thickness)
            self.add_layer(sign, MINIMA_Z)
            self._critical.append(sign)
        self.signs_changed.emit()

    def _take(self, surface: SurfaceMap | None) -> None:
        super().show_map(surface)
        self._surface = surface
        self._level_set.set_map(surface)

    def _on_range_changed(self) -> None:
        if self._rest.isActive():
            # Another map comes.
            self._rest.start()
        super()._on_range_changed()

    @Slot()
    def _on_rest(self) -> None:
        self.labels_wanted.emit()
        if self._options.streamlines and self._pointer is not None:
            self.show_flow_from(self._pointer)

    def _look_for_paths(self, frame: Frame) -> None:
        """Let labels make way when other paths are there."""
        paths = tuple(frame.results[index].trace.run for index in frame.visible_runs())
        if paths != self._labelled_paths:
            self._labelled_paths = paths
            if self._layers.picture is not None:
                self._rest.start()

    def _obstacles(self) -> Obstacles:
        """Return where no label should lie."""
        paths: list[NDArray[np.float64]] = []
        marks = [(self._start.pos().x(), self._start.pos().y())]
        marks += [(sign.pos().x(), sign.pos().y()) for sign in self.signs]
        if self._frame is not None:
            for index in self._frame.visible_runs():
                x, y = self.path_columns(self._frame.results[index].trace)
                paths.append(np.stack([x, y], axis=1))
                # Where the run ends its marker stays.
                marks.append((float(x[-1]), float(y[-1])))
        return Obstacles(tuple(paths), tuple(marks))

    def _show_selected(self) -> None:
        """Show what belongs to the selected run, where that is seen."""
        frame, options = self._frame, self._options
        if frame is None or frame.selected in frame.hidden:
            self._level_set.set_value(None)
            self._step_vectors.set_parts(None)
            return
        head = frame.heads[frame.selected]
        self._level_set.set_value(head.loss if options.level_set else None)
        parts = None
        if options.step_vectors and frame.run is not None:
            parts = step_parts(frame.run, head.step)
        self._step_vectors.set_parts(parts, self.shown)
