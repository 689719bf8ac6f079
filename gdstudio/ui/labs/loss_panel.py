"""The card with the loss over two parameters and the paths of the runs on it."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QSize, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from gdstudio.experiment.model import Experiment
from gdstudio.simulation.maps import SurfaceMap
from gdstudio.simulation.regression_facts import RegressionFacts
from gdstudio.ui.colours import Theme
from gdstudio.ui.labs.loss_job import LossJob
from gdstudio.ui.labs.loss_view import home_view, paths_of
from gdstudio.ui.number_text import rounded_within, short_number
from gdstudio.ui.plots.frame import Frame
from gdstudio.ui.widgets.colour_bar import ColourBar
from gdstudio.ui.widgets.labels import ElidedLabel
from gdstudio.ui.widgets.parameter_choice import ParameterChoice
from gdstudio.ui.widgets.section import Section

# The window is seen before the plots are loaded.
if TYPE_CHECKING:
    from gdstudio.ui.plots.canvas import PlotCanvas
    from gdstudio.ui.plots.loss_plot import LossPlot

MOVING_MILLISECONDS = 60
"""How often a slice that moves is computed: contour lines take longer to draw than paths."""
REST_MILLISECONDS = 150
"""How long a slice that moves rests before it is computed as finely as the screen shows."""


class LossPanel(Section):
    """Shows the loss over two parameters, or a slice of it through more of them."""

    start_moved = Signal(object)
    """A start that a person drags or clicks: a tuple of numbers."""
    start_released = Signal()
    hovered = Signal(str)
    """What is under the pointer: place, loss, gradient; "" when nothing is."""
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
        self._colour_bar = _SmallColourBar()
        self._outside = ElidedLabel(self.tr("The start lies outside."), "muted")
        self._outside.hide()
        self.add_header_widget(self._outside)
        self.add_header_widget(self._colour_bar)
        self.choice = ParameterChoice()
        self.choice.hide()
        self.choice.changed.connect(self._on_chosen)
        self.add_widget(self.choice)
        self._job = LossJob(self)
        self._job.done.connect(self._on_map)
        self._moving, self._rest = QTimer(self), QTimer(self)
        for timer, interval, wanted in (
            (self._moving, MOVING_MILLISECONDS, self._request_quick_map),
            (self._rest, REST_MILLISECONDS, self._request_map),
        ):
            timer.setSingleShot(True)
            timer.setInterval(interval)
            timer.timeout.connect(wanted)

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
        return self._job.is_busy or self._rest.isActive()

    def begin(self) -> None:
        """Make the plot."""
        from gdstudio.ui.plots.canvas import PlotCanvas
        from gdstudio.ui.plots.loss_plot import LossPlot

        plot = self._plot = LossPlot(self._theme, self.font())
        canvas = self._canvas = PlotCanvas(plot, self.tr("Loss with the paths of the runs"))
        self.add_widget(canvas, 1)
        plot.picked.connect(self._on_picked)
        plot.start_moved.connect(self._on_start_moved)
        plot.start_released.connect(self.start_released)
        plot.map_wanted.connect(self._request_map)
        plot.map_wanted.connect(self._annotate)
        plot.vb.sigRangeChangedManually.connect(self._on_view_chosen)
        canvas.hovered.connect(self._on_hovered)

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
        self.plot.show_frame(frame)
        base = tuple(frame.heads[frame.selected].parameters.tolist())
        if self._is_slice and self._held_of(base) != self._held_of(self._base):
            self._base = base
            self._follow()
        if self._is_slice:
            head, run = frame.heads[frame.selected], frame.experiment.runs[frame.selected]
            self.choice.say_held(head.step, run.label)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        if self._canvas is not None:
            self._canvas.set_theme(theme)

    def reset_view(self) -> None:
        """Show start, minimum and paths."""
        if self._frame is not None and self._facts is not None:
            self._fit(self._frame)
            self.plot.reset_view()

    def shut_down(self) -> None:
        """Compute nothing any more."""
        self._moving.stop()
        self._rest.stop()
        self._job.shut_down()

    @property
    def _is_slice(self) -> bool:
        return self._facts is not None and len(self._facts.problem.parameter_names) > 2

    def _show_problem(self) -> None:
        """Show the axes and the minimum of the two parameters."""
        facts = self._facts
        if facts is None:
            return
        names, (right, up) = facts.problem.parameter_names, self.shown
        self.set_heading(self.tr("Loss E({x}, {y})").format(x=names[right], y=names[up]))
        self.plot.set_problem(facts.problem, self.shown)
        if facts.minimum is not None and not self._is_slice:
            x, y = facts.minimum[right], facts.minimum[up]
            self.plot.mark_least_squares(float(x), float(y), facts.least_loss)
        self._base = ()

    def _fit(self, frame: Frame) -> None:
        assert self._facts is not None  # noqa: S101
        shown = list(self.shown)
        anchors = [np.array(self._start)[shown]]
        anchors += [result.trace.parameters[0][shown] for result in frame.results]
        if self._facts.minimum is not None:
            anchors.append(self._facts.minimum[shown])
        paths = paths_of(frame.results, self.shown)
        self.plot.set_home(*home_view(np.array(anchors), paths))
        # Where the view stays as it was, nobody else asks for another map.
        self._request_map()

    def _held_of(self, base: tuple[float, ...]) -> tuple[float, ...]:
        """Return the parameters that do not vary."""
        return tuple(value for index, value in enumerate(base) if index not in self.shown)

    @Slot()
    def _request_map(self) -> None:
        self._submit(only_quick=False)

    @Slot()
    def _request_quick_map(self) -> None:
        self._submit(only_quick=True)

    def _follow(self) -> None:
        """Follow the run with coarse maps; the fine one comes when it rests."""
        if not self._moving.isActive():
            self._moving.start()
        self._rest.start()

    def _submit(self, *, only_quick: bool) -> None:
        if self._facts is None or (self._is_slice and not self._base):
            return
        base = self._base or (0.0,) * len(self._facts.problem.parameter_names)
        request = self.plot.map_request(base, self.devicePixelRatioF())
        if request is not None:
            self._job.submit(request, only_quick=only_quick)

    @Slot()
    def _annotate(self) -> None:
        """Say what cannot be seen, in the place of the colours: there is no room for both."""
        is_outside = self._has_home and self.plot.is_start_outside()
        self._outside.setVisible(is_outside)
        self._colour_bar.setVisible(not is_outside)

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

    @Slot(object)
    def _on_hovered(self, place: QPointF | None) -> None:
        if self._facts is None or place is None or not self._start:
            self.hovered.emit("")
            return
        shown = list(self.shown)
        point: NDArray[np.float64] = np.array(self._base or self._start)
        point[shown] = place.x(), place.y()
        loss, gradient = self._facts.problem.loss_and_gradient(point)
        names = self._facts.problem.parameter_names
        where = ", ".join(f"{names[each]} = {short_number(point[each], 4)}" for each in shown)
        slopes = ", ".join(short_number(gradient[each], 4) for each in shown)
        slopes = f"{slopes}, …" if self._is_slice else slopes
        self.hovered.emit(f"{where}    E = {short_number(loss, 6)}    ∇E = ({slopes})")


class _SmallColourBar(ColourBar):
    """A colour bar in the heading of a narrow card."""

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return room for the two ends."""
        return QSize(140, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return room for one number."""
        return QSize(90, super().minimumSizeHint().height())
