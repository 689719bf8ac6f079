"""The centre: the picture of the problem with the runs on it."""

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QWidget

from gdstudio.experiment.gallery import entry_for
from gdstudio.experiment.model import Experiment
from gdstudio.ui.colours import Theme
from gdstudio.ui.critical_finder import CriticalFinder
from gdstudio.ui.map_layers.map_layers import MapLayers
from gdstudio.ui.map_maker import MapMaker
from gdstudio.ui.number_text import rounded_within
from gdstudio.ui.picture_title import place_text
from gdstudio.ui.plots.axes import Axes, first_axes
from gdstudio.ui.plots.frame import Frame
from gdstudio.ui.plots.pictured import pictured
from gdstudio.ui.slice_bar import SliceBar
from gdstudio.ui.widgets.colour_bar import ColourBar
from gdstudio.ui.widgets.labels import ElidedLabel
from gdstudio.ui.widgets.run_legend import RunLegend
from gdstudio.ui.widgets.section import Section

# The window is seen before the plots are loaded.
if TYPE_CHECKING:
    from gdstudio.simulation.cells import Interval
    from gdstudio.simulation.maps import CurveRequest, FunctionCurve, MapRequest
    from gdstudio.ui.plots.canvas import PlotCanvas
    from gdstudio.ui.plots.line_plot import LinePlot
    from gdstudio.ui.plots.map_picture import MapPicture, MapTask
    from gdstudio.ui.plots.surface_plot import SurfacePlot

LEAST_HEIGHT = 200


class PicturePanel(Section):
    """Shows one variable as a curve, two or more as a map; computes what it shows elsewhere.

    Until ``begin`` it is an empty card.
    """

    start_moved = Signal(object)
    """A start that a person drags or clicks: a tuple of numbers."""
    start_released = Signal()
    hovered = Signal(str)
    """What is under the pointer: place, value, gradient; "" when nothing is."""
    map_shown = Signal()
    """The map of the current experiment is there."""
    axes_changed = Signal(object)
    """The new `Axes`: other variables vary, or the others are held elsewhere."""

    _changed_plot = Signal()

    def __init__(self, theme: Theme, reset_view: QAction, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Surface"), "map", parent)
        self._theme = theme
        self._canvases: dict[SurfacePlot | LinePlot, PlotCanvas] = {}
        self._stack = QStackedWidget()
        self._colour_bar = ColourBar()
        # In the heading: a line that comes and goes under the picture would move it.
        self._note = ElidedLabel("", "muted")
        self._note.hide()
        self.add_header_widget(self._note)
        self.add_header_widget(self._colour_bar)
        self.add_action(reset_view)
        self._slice_bar = SliceBar()
        self._slice_bar.changed.connect(self._on_slice_chosen)
        self.add_widget(self._slice_bar)
        self._stack.setMinimumHeight(LEAST_HEIGHT)
        self.add_widget(self._stack, 1)
        self.legend = RunLegend()
        self.legend.hide()
        self.add_widget(self.legend)
        self._experiment: Experiment | None = None
        self._frame: Frame | None = None
        self._axes: Axes | None = None
        self._pointed: QPointF | None = None
        self._has_begun = False
        self._has_values = True
        self._is_unsettled = False
        self._changed_plot.connect(self._settle, Qt.ConnectionType.QueuedConnection)

        self.finder = CriticalFinder(self)
        """Finds the critical points of the function, once for all who show them."""
        self.layers = MapLayers(self, self.finder)
        """What is drawn on the map."""
        self.layers.changed.connect(self._request_map)
        self._maker = MapMaker(self)
        self._maker.wanted.connect(self._request_map)
        self._maker.map_made.connect(self._on_map)
        self._maker.labels_made.connect(self._on_labels)
        self._maker.curve_made.connect(self._on_curve)

    @cached_property
    def surface_plot(self) -> "SurfacePlot":
        """The plot of two variables; it is made when it is shown."""
        from gdstudio.ui.plots.surface_plot import SurfacePlot

        plot = SurfacePlot(self._theme, self.font())
        self._add_canvas(plot, self.tr("Surface with the paths"))
        plot.labels_wanted.connect(self._request_labels)
        self.layers.attach(plot)
        return plot

    @cached_property
    def line_plot(self) -> "LinePlot":
        """The plot of one variable; it is made when it is shown."""
        from gdstudio.ui.plots.line_plot import LinePlot

        plot = LinePlot(self._theme, self.font())
        self._add_canvas(plot, self.tr("Curve with the iterates"))
        return plot

    @property
    def canvas(self) -> "PlotCanvas":
        """The canvas that is shown."""
        return self._canvases[self.plot]

    @property
    def plot(self) -> "SurfacePlot | LinePlot":
        """The plot that is shown."""
        return self.line_plot if self._is_line else self.surface_plot

    @property
    def _is_line(self) -> bool:
        return self._experiment is not None and len(self._experiment.start) == 1

    @property
    def axes(self) -> Axes | None:
        """Which two variables vary, and where the others are held; None without an experiment."""
        return self._axes

    @property
    def slice_bar(self) -> SliceBar:
        """What chooses a slice of a function of more than two variables."""
        return self._slice_bar

    def visible_ranges(self) -> "tuple[Interval, Interval]":
        """Return the visible part of the picture: left to right, bottom to top."""
        (x_low, x_high), (y_low, y_high) = self.plot.vb.viewRange()
        return (float(x_low), float(x_high)), (float(y_low), float(y_high))

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        for canvas in self._canvases.values():
            canvas.set_theme(theme)

    def set_experiment(self, experiment: Experiment) -> None:
        """Show another experiment's problem."""
        before, self._experiment = self._experiment, experiment
        self.set_heading(self._title(experiment))
        self._slice_bar.set_experiment(experiment)
        if before is None or before.function.variables != experiment.function.variables:
            self._frame = None
        if not self._has_begun:
            self._axes = first_axes(experiment)
            return
        if self._stack.currentWidget() is not self.canvas:
            # Others show and hide what stands beside it: a map as large as now would be of no use.
            self._is_unsettled = True
            self._changed_plot.emit()
        self._stack.setCurrentWidget(self.canvas)
        self.plot.set_experiment(experiment)
        self.layers.set_experiment(experiment)
        self._take_axes()
        self._annotate()
        if before is None or pictured(before.function) != pictured(experiment.function):
            # What was read out is of another function, at a place that may not be seen any more.
            self._on_hovered(None)
            self._request_map()

    def begin(self) -> None:
        """Make the plot, and compute what it shows, from now on."""
        self._has_begun = True
        experiment, self._experiment = self._experiment, None
        if experiment is not None:
            self.set_experiment(experiment)
            self.canvas.setFocus()

    def show_frame(self, frame: Frame) -> None:
        """Show the runs at a step."""
        if self._experiment is not None and len(frame.experiment.start) == len(
            self._experiment.start
        ):
            self._frame = frame
            self._take_axes()
            self.plot.show_frame(frame)
            if self._axes is not None:
                self._slice_bar.show_frame(frame, self._axes)
            self.legend.show_frame(frame)

    def note(self) -> str:
        """Return what is said about the picture; "" when there is nothing to say."""
        return "" if self._note.isHidden() else self._note.text()

    def set_legend_visible(self, visible: bool) -> None:
        """Say under the picture which path is whose, or not."""
        self.legend.setVisible(visible)

    @Slot()
    def reset_view(self) -> None:
        """Show the whole domain."""
        self.plot.reset_view()

    def shut_down(self) -> None:
        """Compute no more maps."""
        self.finder.shut_down()
        self._maker.shut_down()

    def _add_canvas(self, plot: "SurfacePlot | LinePlot", name: str) -> None:
        from gdstudio.ui.plots.canvas import PlotCanvas

        canvas = PlotCanvas(plot, name)
        self._canvases[plot] = canvas
        self._stack.addWidget(canvas)
        plot.picked.connect(self._on_picked)
        plot.start_moved.connect(self._on_start_moved)
        plot.start_released.connect(self.start_released)
        plot.map_wanted.connect(self._maker.view.change)
        plot.map_wanted.connect(self._annotate)
        canvas.hovered.connect(self._on_hovered)

    @Slot()
    def _annotate(self) -> None:
        """Say in words what cannot be seen."""
        if not self._has_values:
            note = self.tr("The function has no value here.")
        elif self.plot.is_start_outside():
            note = self.tr("The start lies outside the picture.")
        else:
            note = ""
        self._note.setText(note)
        self._note.setVisible(bool(note))
        is_slice = self._experiment is not None and len(self._experiment.start) > 2
        has_colours = not self._is_line and self._has_values
        self._colour_bar.setVisible(has_colours and not is_slice)
        self._slice_bar.colour_bar.setVisible(has_colours and is_slice)

    def _title(self, experiment: Experiment) -> str:
        objective = experiment.function
        entry = entry_for(objective)
        name = experiment.title or (entry.name if entry else "")
        return name or (self.tr("Curve") if self._is_line else self.tr("Surface"))

    def _take_axes(self) -> None:
        """Show the slice that is chosen: of the frame, or until there is one at the start."""
        experiment, frame = self._experiment, self._frame
        if experiment is None:
            return
        axes = self._slice_bar.axes(experiment, frame)
        before, self._axes = self._axes, axes
        if axes == before:
            return
        if not self._is_line:
            self.surface_plot.set_axes(axes)
        if before is None or before.shown != axes.shown:
            self._request_map()
        elif before.held != axes.held:
            self._maker.slice.move()
            self._read_out()
        self.axes_changed.emit(axes)

    @Slot()
    def _on_slice_chosen(self) -> None:
        self._take_axes()
        if self._frame is not None:
            self.show_frame(self._frame)
        self._annotate()

    @Slot()
    def _settle(self) -> None:
        """Take the room that there is for the plot now, and ask for what fills it."""
        self._is_unsettled = False
        layout = self.layout()
        if layout is not None:
            layout.activate()
        self._request_map()

    @Slot()
    def _request_map(self) -> None:
        if not self._has_begun or self._experiment is None or self._is_unsettled:
            return
        ratio = self.devicePixelRatioF()
        if self._is_line:
            request = self.line_plot.map_request(ratio)
            if request is not None:
                self._maker.ask_for_curve(request)
            return
        task = self.surface_plot.map_task(ratio)
        if task is not None:
            self._maker.ask_for_map(task)

    @Slot()
    def _request_labels(self) -> None:
        task = self.surface_plot.labels_task()
        if task is not None:
            self._maker.ask_for_labels(task)

    @Slot(object, object)
    def _on_labels(self, _: "MapTask", picture: "MapPicture") -> None:
        self.surface_plot.show_labels(picture)

    @Slot(object, object)
    def _on_map(self, task: "MapTask", picture: "MapPicture") -> None:
        axes, request, surface = self._axes, task.request, picture.surface
        shown = Axes(request.horizontal, request.vertical, request.base)
        if axes is None or shown.shown != axes.shown or not self._is_current(request):
            self._maker.forget()
        else:
            self._slice_bar.show_axes(shown)
            self.surface_plot.show_picture(picture)
            for bar in (self._colour_bar, self._slice_bar.colour_bar):
                bar.set_scale(surface.scale, request.options.shading)
            self._has_values = bool(np.isfinite(surface.values).any())
            self._annotate()
            self.map_shown.emit()

    @Slot(object, object)
    def _on_curve(self, request: "CurveRequest", curve: "FunctionCurve") -> None:
        if self._is_current(request):
            self.line_plot.show_map(curve)
            self._has_values = bool(np.isfinite(curve.values).any())
            self._annotate()
            self.map_shown.emit()

    def _is_current(self, request: "MapRequest | CurveRequest") -> bool:
        experiment = self._experiment
        return experiment is not None and request.objective == pictured(experiment.function)

    @Slot(float, float)
    def _on_picked(self, x: float, y: float) -> None:
        self._on_start_moved(x, y)
        self.start_released.emit()

    @Slot(float, float)
    def _on_start_moved(self, x: float, y: float) -> None:
        if self._experiment is not None and self._axes is not None:
            start = self._experiment.start
            across, up = self.plot.vb.viewPixelSize()
            x, y = rounded_within(x, across), rounded_within(y, up)
            self.start_moved.emit((x,) if self._is_line else self._axes.moved(start, x, y))

    @Slot(object)
    def _on_hovered(self, place: QPointF | None) -> None:
        self._pointed = place
        self.layers.hover(place)
        self._read_out()

    def _read_out(self) -> None:
        """Say what is under the pointer; it may rest while the slice moves."""
        experiment, axes, place = self._experiment, self._axes, self._pointed
        if experiment is None or axes is None or place is None:
            self.hovered.emit("")
            return
        point = (place.x(),) if self._is_line else axes.point(place.x(), place.y())
        shown = (0,) if self._is_line else axes.shown
        self.hovered.emit(place_text(experiment.function, point, shown))
