"""The card with the loss over two parameters and the paths of the runs on it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from gdstudio.experiment.model import Experiment
from gdstudio.simulation.maps import SurfaceMap
from gdstudio.simulation.regression_facts import RegressionFacts
from gdstudio.ui.colours import Theme
from gdstudio.ui.labs.lab import SURFACE
from gdstudio.ui.labs.loss_head import LossHead
from gdstudio.ui.labs.loss_job import LossJob
from gdstudio.ui.labs.loss_pace import LossPace
from gdstudio.ui.labs.loss_view import whole_view
from gdstudio.ui.number_text import rounded_within
from gdstudio.ui.picture_title import reading_text
from gdstudio.ui.plots.frame import Frame
from gdstudio.ui.widgets.parameter_choice import ParameterChoice
from gdstudio.ui.widgets.section import Section

# The window is seen before the plots are loaded.
if TYPE_CHECKING:
    from gdstudio.ui.labs.loss_surface import LossSurface
    from gdstudio.ui.plots.canvas import PlotCanvas
    from gdstudio.ui.plots.loss_plot import LossPlot
    from gdstudio.ui.plots.overlay import Overlay


class LossPanel(Section):
    """Shows the loss over two parameters, or a slice of it through more, from above or in space."""

    start_moved = Signal(object)
    """A start that a person drags or clicks: a tuple of numbers."""
    start_released = Signal()
    hovered = Signal(str)
    """What is under the pointer: place, loss, gradient; "" when nothing is."""
    probed = Signal(object)
    """A point into which calculus is to look: a tuple of numbers."""
    pointed = Signal(object)
    """The point under the pointer of the surface: a tuple of numbers, or None."""
    shown_changed = Signal()
    """A person chose other parameters."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Loss"), "map", parent)
        self.make_compact()
        self._theme = theme
        self._facts: RegressionFacts | None = None
        self._frame: Frame | None = None
        self._start: tuple[float, ...] = ()
        self._base: tuple[float, ...] = ()
        self._is_home_final = False
        self._has_home = False
        self._plot: LossPlot | None = None
        self._canvas: PlotCanvas | None = None
        self._surface: LossSurface | None = None
        self._overlay: Overlay | None = None
        self._stack = QStackedWidget()
        self._head = LossHead(self)
        self._colour_bar, self.switch = self._head.colour_bar, self._head.switch
        self.switch.chosen.connect(self.open_page)
        self.choice = ParameterChoice()
        self.choice.hide()
        self.choice.changed.connect(self._on_chosen)
        self.add_widget(self.choice)
        self.add_widget(self._stack, 1)
        self._job = LossJob(self)
        self._job.done.connect(self._on_map)
        self._pace = LossPace(self)
        self._pace.wanted.connect(self._request_slice)

    @property
    def plot(self) -> "LossPlot":
        """The plot; there is one from ``begin`` on."""
        assert self._plot is not None  # noqa: S101
        return self._plot

    @property
    def canvas(self) -> "PlotCanvas":
        """What shows the plot."""
        assert self._canvas is not None  # noqa: S101
        return self._canvas

    @property
    def shown(self) -> tuple[int, int]:
        """Which two parameters go to the right and up."""
        return self.choice.shown

    @property
    def is_computing(self) -> bool:
        """Whether a finer map is on its way."""
        surface = self.surface
        is_busy = self._job.is_busy if surface is None else surface.is_computing
        return is_busy or self._pace.is_moving

    @property
    def surface(self) -> "LossSurface | None":
        """The surface, if it is shown instead of the map."""
        return self._surface if self.switch.key() == SURFACE else None

    def begin(self) -> None:
        """Make the plot."""
        from gdstudio.ui.plots.canvas import PlotCanvas
        from gdstudio.ui.plots.loss_plot import LossPlot

        plot = self._plot = LossPlot(self._theme, self.font())
        canvas = self._canvas = PlotCanvas(plot, self.tr("Loss with the paths of the runs"))
        self._stack.addWidget(canvas)
        plot.picked.connect(self._on_picked)
        plot.start_moved.connect(self._on_start_moved)
        plot.start_released.connect(self.start_released)
        plot.map_wanted.connect(self._request_map)
        plot.map_wanted.connect(self._annotate)
        plot.vb.sigRangeChangedManually.connect(self._on_view_chosen)
        canvas.hovered.connect(self._on_hovered)

    @Slot(str)
    def open_page(self, key: str) -> None:
        """Show the loss from above, or as a surface."""
        self.switch.set_key(key)
        if self._plot is None:
            return
        if key == SURFACE and self._surface is None:
            self._surface = self._new_surface(self._plot)
        page = self.surface
        self._stack.setCurrentWidget(self.canvas if page is None else page)
        self._annotate()
        if page is not None:
            self._name_surface()
            page.view.set_overlay(self._overlay)
        if self._frame is not None:
            self.show_frame(self._frame)
        self._request_map()

    def set_overlay(self, overlay: "Overlay | None") -> None:
        """Show on the surface what calculus says about a point; the plot hears of it itself."""
        self._overlay = overlay
        if self._surface is not None:
            self._surface.view.set_overlay(overlay)

    def set_facts(self, facts: RegressionFacts) -> None:
        """Show another model, or other data."""
        self._facts = facts
        names = facts.problem.parameter_names
        self.choice.set_names(names)
        self.choice.setVisible(len(names) > 2)
        self._has_home = self._is_home_final = False
        self._show_problem()

    def set_experiment(self, experiment: Experiment) -> None:
        """Show another start."""
        if self._facts is not None and experiment.objective == self._facts.objective:
            problem = self._facts.problem
            start = experiment.start or tuple(problem.initial_parameters(experiment.seed).tolist())
            # One that does not fit the model is refused by the computation, which says so.
            if len(start) == len(problem.parameter_names):
                self._start = start
                self.plot.set_start(start)
                self._name_surface()
                self._annotate()

    def show_frame(self, frame: Frame) -> None:
        """Show the paths up to the frame's step, and the slice through the selected run."""
        self._frame = frame
        if self._facts is None:
            return
        is_finished = all(result.outcome is not None for result in frame.results)
        if not self._has_home or (is_finished and not self._is_home_final):
            self._fit(frame)
            self._has_home, self._is_home_final = True, is_finished
        if self.surface is None:
            self.plot.show_frame(frame)
        else:
            self.surface.show_frame(frame)
        base = tuple(frame.heads[frame.selected].parameters.tolist())
        if self._is_slice and self._held_of(base) != self._held_of(self._base):
            self._base = base
            self._pace.move()
        if self._is_slice:
            head, run = frame.heads[frame.selected], frame.experiment.runs[frame.selected]
            self.choice.say_held(head.step, run.label)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        if self._canvas is not None:
            self._canvas.set_theme(theme)
        if self._surface is not None:
            self._surface.set_theme(theme)

    def reset_view(self) -> None:
        """Show start, minimum and paths."""
        if self._frame is not None and self._facts is not None:
            self._fit(self._frame)
            self.plot.reset_view()
            if self.surface is not None:
                self.surface.view.reset_view()

    def shut_down(self) -> None:
        """Compute nothing any more."""
        self._pace.stop()
        self._job.shut_down()
        if self._surface is not None:
            self._surface.shut_down()

    @property
    def _is_slice(self) -> bool:
        return self._facts is not None and len(self._facts.problem.parameter_names) > 2

    def _show_problem(self) -> None:
        """Show the axes and the minimum of the two parameters."""
        facts = self._facts
        if facts is None:
            return
        self._write_heading()
        self.plot.set_problem(facts.problem, self.shown)
        if facts.minimum is not None and not self._is_slice:
            x, y = facts.minimum[list(self.shown)]
            self.plot.mark_least_squares(float(x), float(y), facts.least_loss)
        self._base = ()

    def _fit(self, frame: Frame) -> None:
        assert self._facts is not None  # noqa: S101
        minimum = self._facts.minimum
        self.plot.set_home(*whole_view(self._start, minimum, frame.results, self.shown))
        # Where the view stays as it was, nobody else asks for another map.
        self._request_map()

    def _held_of(self, base: tuple[float, ...]) -> tuple[float, ...]:
        """Return the parameters that do not vary."""
        return tuple(value for index, value in enumerate(base) if index not in self.shown)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Name the parameters in the heading if there is room: the axes name them, too."""
        super().resizeEvent(event)
        self._write_heading()

    def _write_heading(self) -> None:
        if self._facts is None:
            return
        names, (right, up) = self._facts.problem.parameter_names, self.shown
        self._head.write(names[right], names[up])

    @Slot()
    def _request_map(self) -> None:
        self._submit(only_quick=False)

    @Slot(bool)
    def _request_slice(self, is_moving: bool) -> None:
        self._submit(only_quick=is_moving)

    def _submit(self, *, only_quick: bool) -> None:
        if self._facts is None or (self._is_slice and not self._base):
            return
        base = self._base or (0.0,) * len(self._facts.problem.parameter_names)
        if self.surface is not None:
            self.surface.ask(base, only_quick=only_quick)
            return
        request = self.plot.map_request(base, self.devicePixelRatioF())
        if request is not None:
            self._job.submit(request, only_quick=only_quick)

    @Slot()
    def _annotate(self) -> None:
        """Say what cannot be seen."""
        is_map = self._has_home and self.surface is None
        self._head.say_outside(is_map and self.plot.is_start_outside())

    @Slot(object)
    def _on_map(self, surface: SurfaceMap) -> None:
        self.plot.show_map(surface)
        self._colour_bar.set_scale(surface.scale)

    @Slot()
    def _on_view_chosen(self) -> None:
        self._is_home_final = True

    @Slot()
    def _on_chosen(self) -> None:
        self._show_problem()
        self.plot.set_start(self._start)
        self._name_surface()
        if self._frame is not None:
            self.reset_view()
            self.show_frame(self._frame)
        self.shown_changed.emit()

    @Slot(float, float)
    def _on_picked(self, x: float, y: float) -> None:
        self._on_start_moved(x, y)
        self.start_released.emit()

    @Slot(float, float)
    def _on_start_moved(self, x: float, y: float) -> None:
        if self._start:
            across, up = self.plot.vb.viewPixelSize()
            start = list(self._start)
            start[self.shown[0]] = rounded_within(x, across)
            start[self.shown[1]] = rounded_within(y, up)
            self.start_moved.emit(tuple(start))

    def _new_surface(self, plot: "LossPlot") -> "LossSurface":
        from gdstudio.ui.labs.loss_surface import LossSurface

        surface = LossSurface(self._theme, plot)
        self._stack.addWidget(surface)
        surface.shaded.connect(self._colour_bar.set_scale)
        surface.view.pointed.connect(self._on_pointed)
        surface.view.probed.connect(self._on_probed)
        return surface

    def _name_surface(self) -> None:
        if self._surface is not None and self._facts is not None:
            self._surface.show_problem(self._facts.problem.parameter_names, self._start)

    @Slot(object)
    def _on_pointed(self, place: tuple[float, float] | None) -> None:
        self._on_hovered(None if place is None else QPointF(*place))
        self.pointed.emit(None if place is None else self._point_at(*place))

    @Slot(float, float)
    def _on_probed(self, x: float, y: float) -> None:
        if self._surface is not None and self._start:
            self.probed.emit(self._point_at(*self._surface.view.rounded(x, y)))

    def _point_at(self, x: float, y: float) -> tuple[float, ...]:
        """Return all parameters at a place of the picture."""
        point = list(self._base or self._start)
        point[self.shown[0]], point[self.shown[1]] = x, y
        return tuple(point)

    @Slot(object)
    def _on_hovered(self, place: QPointF | None) -> None:
        if self._facts is None or place is None or not self._start:
            self.hovered.emit("")
            return
        point = self._point_at(place.x(), place.y())
        self.hovered.emit(reading_text(self._facts.problem, "E", point, self.shown))
