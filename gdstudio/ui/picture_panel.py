"""The centre: the picture of the problem with the runs on it."""

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QWidget

from gdstudio.experiment.gallery import entry_for
from gdstudio.experiment.model import Experiment
from gdstudio.session.latest_job import LatestJob
from gdstudio.simulation.maps import (
    CurveRequest,
    FunctionCurve,
    Interval,
    MapRequest,
    SurfaceMap,
    function_curve,
    surface_map,
)
from gdstudio.simulation.problem import problem_of
from gdstudio.ui.colours import Theme
from gdstudio.ui.map_layers.map_layers import MapLayers
from gdstudio.ui.number_text import rounded_within, short_number
from gdstudio.ui.picture_title import slice_text
from gdstudio.ui.plots.frame import Frame
from gdstudio.ui.plots.pictured import pictured
from gdstudio.ui.widgets.colour_bar import ColourBar
from gdstudio.ui.widgets.labels import ElidedLabel
from gdstudio.ui.widgets.run_legend import RunLegend
from gdstudio.ui.widgets.section import Section

# The window is seen before the plots are loaded.
if TYPE_CHECKING:
    from gdstudio.ui.plots.canvas import PlotCanvas
    from gdstudio.ui.plots.line_plot import LinePlot
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
        self._stack.setMinimumHeight(LEAST_HEIGHT)
        self.add_widget(self._stack, 1)
        self.legend = RunLegend()
        self.legend.hide()
        self.add_widget(self.legend)
        self._experiment: Experiment | None = None
        self._has_begun = False
        self._has_values = True

        self.layers = MapLayers(self)
        """What is drawn on the map."""
        self.layers.changed.connect(self._request_map)
        self._map_job = LatestJob(surface_map, self)
        self._curve_job = LatestJob(function_curve, self)
        self._map_job.done.connect(self._on_map)
        self._curve_job.done.connect(self._on_curve)

    @cached_property
    def surface_plot(self) -> "SurfacePlot":
        """The plot of two variables; it is made when it is shown."""
        from gdstudio.ui.plots.surface_plot import SurfacePlot

        plot = SurfacePlot(self._theme, self.font())
        self._add_canvas(plot, self.tr("Surface with the paths"))
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

    def visible_ranges(self) -> tuple[Interval, Interval]:
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
        if not self._has_begun:
            return
        self._stack.setCurrentWidget(self.canvas)
        self.plot.set_experiment(experiment)
        self.layers.set_experiment(experiment)
        self._annotate()
        # In a slice the values of the variables that do not vary are those of the start.
        if (
            before is None
            or pictured(before.function) != pictured(experiment.function)
            or before.start[2:] != experiment.start[2:]
        ):
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
            self.plot.show_frame(frame)
            self.layers.show_frame(frame)
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
        self.layers.shut_down()
        self._map_job.shut_down()
        self._curve_job.shut_down()

    def _add_canvas(self, plot: "SurfacePlot | LinePlot", name: str) -> None:
        from gdstudio.ui.plots.canvas import PlotCanvas

        canvas = PlotCanvas(plot, name)
        self._canvases[plot] = canvas
        self._stack.addWidget(canvas)
        plot.picked.connect(self._on_picked)
        plot.start_moved.connect(self._on_start_moved)
        plot.start_released.connect(self.start_released)
        plot.map_wanted.connect(self._request_map)
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
        self._colour_bar.setVisible(not self._is_line and self._has_values)

    def _title(self, experiment: Experiment) -> str:
        objective = experiment.function
        entry = entry_for(objective)
        name = experiment.title or (entry.name if entry else "")
        held = slice_text(experiment)
        if held:
            return f"{name or self.tr('Surface')} · {held}"
        return name or (self.tr("Curve") if self._is_line else self.tr("Surface"))

    @Slot()
    def _request_map(self) -> None:
        if not self._has_begun or self._experiment is None:
            return
        ratio = self.devicePixelRatioF()
        request = self.plot.map_request(ratio)
        if request is not None:
            (self._curve_job if self._is_line else self._map_job).submit(request)

    @Slot(object, object)
    def _on_map(self, request: MapRequest, surface: SurfaceMap) -> None:
        if self._is_current(request):
            self.surface_plot.show_map(surface)
            self._colour_bar.set_scale(surface.scale)
            self._has_values = bool(np.isfinite(surface.values).any())
            self._annotate()
            self.map_shown.emit()

    @Slot(object, object)
    def _on_curve(self, request: CurveRequest, curve: FunctionCurve) -> None:
        if self._is_current(request):
            self.line_plot.show_map(curve)
            self._has_values = bool(np.isfinite(curve.values).any())
            self._annotate()
            self.map_shown.emit()

    def _is_current(self, request: MapRequest | CurveRequest) -> bool:
        experiment = self._experiment
        return experiment is not None and request.objective == pictured(experiment.function)

    @Slot(float, float)
    def _on_picked(self, x: float, y: float) -> None:
        self._on_start_moved(x, y)
        self.start_released.emit()

    @Slot(float, float)
    def _on_start_moved(self, x: float, y: float) -> None:
        if self._experiment is not None:
            start = self._experiment.start
            across, up = self.plot.vb.viewPixelSize()
            x, y = rounded_within(x, across), rounded_within(y, up)
            self.start_moved.emit((x,) if self._is_line else (x, y, *start[2:]))

    @Slot(object)
    def _on_hovered(self, place: QPointF | None) -> None:
        self.layers.hover(place)
        experiment = self._experiment
        if experiment is None or place is None:
            self.hovered.emit("")
            return
        start = experiment.start
        point = (place.x(),) if self._is_line else (place.x(), place.y(), *start[2:])
        value, gradient = problem_of(experiment.function).loss_and_gradient(point)
        names = experiment.function.variables
        shown = slice(0, 2)
        where = ", ".join(
            f"{name} = {short_number(coordinate, 4)}"
            for name, coordinate in zip(names[shown], point[shown], strict=True)
        )
        slopes = ", ".join(short_number(slope, 4) for slope in gradient[shown])
        slopes = slopes if len(gradient) <= 2 else f"{slopes}, …"
        self.hovered.emit(f"{where}    f = {short_number(value, 6)}    ∇f = ({slopes})")
