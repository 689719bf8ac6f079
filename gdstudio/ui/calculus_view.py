"""Calculus at one point: the panel beside the picture and what is drawn on it go together."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, Signal, Slot

from gdstudio.experiment.model import Experiment, FunctionObjective
from gdstudio.session.latest_job import LatestJob
from gdstudio.session.settings import Settings
from gdstudio.simulation.calculus import Calculus, calculus_at, differences_at
from gdstudio.simulation.problem import Problem, problem_of
from gdstudio.ui.actions import Actions
from gdstudio.ui.centre import Centre
from gdstudio.ui.colours import Theme
from gdstudio.ui.derivative_view import DerivativeView
from gdstudio.ui.number_text import rounded_within
from gdstudio.ui.panels.calculus_moment import CalculusMoment
from gdstudio.ui.panels.calculus_panel import CalculusPanel
from gdstudio.ui.panels.calculus_words import critical_text
from gdstudio.ui.plots.axes import Axes
from gdstudio.ui.plots.frame import Frame
from gdstudio.ui.plots.overlay import CriticalMark, Overlay

# The window is seen before the plots are loaded.
if TYPE_CHECKING:
    from gdstudio.ui.panels.calculus_cards import CalculusCards
    from gdstudio.ui.plots.picture_plot import PicturePlot

ASKER = "calculus"
MOST_ROWS = 5_000
"""Of data, up to which the derivatives of a loss follow a run as it plays."""
MOST_MARKED = 2
"""Variables up to which critical points lie in the picture itself."""


class CalculusView(QObject):
    """Looks at the place of the selected run, or at any other, while the panel is seen.

    Whatever a person chooses here is how they look at the experiment, and no edit of it.

    Parameters
    ----------
    centre
        Has the plots on which the overlay is drawn.
    actions
        ``calculus`` shows the panel, ``derivative`` the plot under a curve.
    settings
        Where the latter is remembered.
    """

    overlay_changed = Signal(object)
    """The `Overlay` that is drawn over the picture; None while the panel is not seen."""
    start_wanted = Signal(object)
    """A point at which the runs are to start: a tuple of numbers."""

    def __init__(self, centre: Centre, actions: Actions, settings: Settings) -> None:
        super().__init__(centre)
        picture = centre.picture
        self._centre, self._picture, self._action = centre, picture, actions.calculus
        self.panel = CalculusPanel()
        self.derivative = DerivativeView(picture, actions.derivative, settings)
        self.finder = picture.finder
        picture.add_action(actions.calculus)
        self._experiment: Experiment | None = None
        self._problem: Problem | None = None
        self._frame: Frame | None = None
        self._overlay: Overlay | None = None
        self._is_seen = False
        self._point: tuple[float, ...] | None = None
        self._angle = 0.0
        self._orders = (False, False)
        self._secant: float | None = None
        self._has_marks = True
        self._marks: tuple[CriticalMark, ...] = ()
        self._known_plots: list[PicturePlot] = []
        self._has_connected_cards = False
        # The first second derivatives of a process load their kernels, or even compile them.
        self._is_warm, self._is_warming = False, False
        self._warm_up = LatestJob(_looked_at, self)
        self._warm_up.done.connect(self._on_warm)
        self.finder.changed.connect(self._show_critical)
        picture.axes_changed.connect(self._show)

    @property
    def overlay(self) -> Overlay | None:
        """What is drawn over the picture."""
        return self._overlay

    @property
    def follows(self) -> bool:
        """Whether the point goes with the selected run."""
        return self._point is None

    def set_experiment(self, experiment: Experiment) -> None:
        """Look at another function."""
        before, self._experiment = self._experiment, experiment
        objective = experiment.objective
        if not isinstance(objective, FunctionObjective):
            # It comes with a frame: its data may have to be read first.
            if before is None or before.objective != objective:
                self._problem, self._frame, self._point = None, None, None
        elif before is None or before.objective != objective:
            self._problem = problem_of(objective)
            old = before.objective if before is not None else None
            if not isinstance(old, FunctionObjective) or old.variables != objective.variables:
                self._point, self._frame = None, None
        self.derivative.set_experiment(experiment)
        self.finder.set_experiment(experiment)
        self._show()

    def show_frame(self, frame: Frame) -> None:
        """Look at the place of the selected run, if it is followed."""
        if not self._is_of_this(frame.experiment):
            return
        if not self._is_function:
            self._problem = _with_two_parameters(frame.problem)
        plot = self._plot
        if self._problem is None or plot is None:
            self._show()
            return
        self._frame = frame
        self._meet(plot)
        self._show()
        if self._is_function:
            self.derivative.follow()

    @Slot(bool)
    def set_seen(self, seen: bool) -> None:
        """Compute, or rest: the panel is in sight, or hidden, or behind another one."""
        self._is_seen = seen
        self._show()
        self._ask_for_critical()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.panel.set_theme(theme)
        self.derivative.set_theme(theme)

    def look_at(self, point: tuple[float, ...]) -> None:
        """Look at a point, and stay there."""
        self._point = point
        self._show()

    def shut_down(self) -> None:
        """Compute nothing any more."""
        self._warm_up.shut_down()
        self.derivative.shut_down()

    @property
    def _names(self) -> tuple[str, ...]:
        return () if self._problem is None else self._problem.parameter_names

    @property
    def _is_function(self) -> bool:
        experiment = self._experiment
        return experiment is not None and isinstance(experiment.objective, FunctionObjective)

    def _is_of_this(self, experiment: Experiment) -> bool:
        """Return whether a frame's experiment is no longer, or not yet, another one."""
        own, objective = self._experiment, experiment.objective
        if own is not None and isinstance(own.objective, FunctionObjective):
            is_function = isinstance(objective, FunctionObjective)
            return is_function and len(experiment.start) == len(self._names)
        return own is not None and objective == own.objective

    @property
    def _plot(self) -> "PicturePlot | None":
        """The plot on which the overlay is drawn."""
        return self._picture.plot if self._is_function else self._centre.lab.calculus_plot()

    @property
    def _axes(self) -> Axes | None:
        """Which plane the plot shows."""
        return self._picture.axes if self._is_function else Axes(0, 1, (0.0, 0.0))

    @property
    def _has_axes(self) -> bool:
        axes = self._axes
        return axes is not None and len(axes.base) == len(self._names)

    @property
    def _plane(self) -> tuple[int, ...]:
        axes = self._axes
        return (0,) if len(self._names) == 1 or axes is None else axes.shown

    def _meet(self, plot: "PicturePlot") -> None:
        """Listen to a plot that was made when it was shown."""
        if plot not in self._known_plots:
            self._known_plots.append(plot)
            plot.probed.connect(self._on_probed)
            plot.turned.connect(self._on_turned)
            plot.getViewWidget().hovered.connect(self._on_hovered)

    def _cards(self) -> "CalculusCards":
        cards = self.panel.cards
        if not self._has_connected_cards:
            self._has_connected_cards = True
            cards.point.follow_wanted.connect(self._on_follow_wanted)
            cards.point.point_typed.connect(self.look_at)
            cards.point.start_wanted.connect(self.start_wanted)
            cards.direction.turned.connect(self._on_turned)
            cards.taylor.orders_wanted.connect(self._on_orders)
            cards.check.secant_wanted.connect(self._on_secant)
            cards.critical.chosen.connect(self.look_at)
            cards.critical.start_wanted.connect(self.start_wanted)
            cards.critical.folded.connect(self._ask_for_critical)
            cards.critical.marks_wanted.connect(self._on_marks)
            cards.folded.connect(self._show)
        return cards

    @Slot()
    def _show(self, *_: object) -> None:
        """Compute what derivatives say, and show it; nothing while the panel is not seen."""
        overlay = None
        if self._is_seen and self._problem is None:
            self.panel.set_function(False)
        elif self._is_seen and self._problem is not None:
            self._get_warm(self._problem)
            # Between two functions the picture may already show the next one.
            if self._is_warm and self._has_axes:
                overlay = self._shown_overlay(self._problem)
        if overlay is None and self._overlay is None:
            return
        self._overlay = overlay
        for plot in self._known_plots:
            plot.set_overlay(overlay if plot is self._plot else None)
        if self._frame is not None and self._is_function:
            self.derivative.follow()
        self.overlay_changed.emit(overlay)

    def _shown_overlay(self, problem: Problem) -> Overlay:
        """Show what is at the point in the cards, and return what is to be drawn."""
        overlay = self._looked_up(problem)
        self.panel.set_function(True)
        cards = self._cards()
        cards.point.set_following(self.follows)
        cards.show_moment(CalculusMoment(problem, overlay, self._source()))
        return overlay

    def _get_warm(self, problem: Problem) -> None:
        if not self._is_warming:
            self._is_warming = True
            self._warm_up.submit((problem, self._place()))

    def _looked_up(self, problem: Problem) -> Overlay:
        return Overlay(
            calculus_at(problem, self._place()),
            self._plane,
            self._colour() if self.follows else None,
            self._angle,
            *self._orders,
            self._secant,
            self._marks if self._is_function else (),
            "f" if self._is_function else "E",
        )

    def _place(self) -> tuple[float, ...]:
        if self._point is not None:
            return self._point
        frame, experiment = self._frame, self._experiment
        if frame is not None:
            return tuple(frame.heads[frame.selected].parameters.tolist())
        return () if experiment is None else experiment.start

    def _source(self) -> str:
        frame = self._frame
        if not self.follows:
            return ""
        if frame is None:
            return self.tr("At the start")
        label = frame.experiment.runs[frame.selected].label
        step = frame.heads[frame.selected].step
        return self.tr("{run}, step {step}").format(run=label, step=step)

    def _colour(self) -> str:
        frame, experiment = self._frame, self._experiment
        if frame is not None:
            return frame.experiment.runs[frame.selected].color
        return "" if experiment is None else experiment.runs[0].color

    @Slot()
    def _on_warm(self) -> None:
        self._is_warm = True
        self._show()
        self._ask_for_critical()

    @Slot()
    def _ask_for_critical(self) -> None:
        is_seen = self._is_seen and self.panel.has_cards
        self.finder.set_wanted(ASKER, is_seen and self.panel.cards.critical.is_open)

    @Slot()
    def _show_critical(self) -> None:
        found = self.finder.found
        if self.panel.has_cards:
            if found is None:
                self.panel.cards.critical.show_searching()
            else:
                self.panel.cards.critical.show_found(found, self._names)
        self._take_marks()

    def _take_marks(self) -> None:
        found = self.finder.found
        is_seen = self._has_marks and len(self._names) <= MOST_MARKED
        points = found.points if found is not None and is_seen else ()
        self._marks = tuple(CriticalMark(each, critical_text(each)) for each in points)
        self._show()

    @Slot(float, float)
    def _on_probed(self, x: float, y: float) -> None:
        plot = self._plot
        if self._problem is None or plot is None:
            return
        self._action.setChecked(True)
        across, up = plot.vb.viewPixelSize()
        x, y = rounded_within(x, across), rounded_within(y, up)
        axes = self._axes
        if len(self._names) == 1 or axes is None:
            self.look_at((x,))
        else:
            self.look_at(axes.point(x, y))

    @Slot(float)
    def _on_turned(self, angle: float) -> None:
        self._angle = angle
        self._show()

    @Slot(bool)
    def _on_follow_wanted(self, follows: bool) -> None:
        self._point = None if follows else self._place()
        self._show()

    @Slot(bool, bool)
    def _on_orders(self, first: bool, second: bool) -> None:
        self._orders = (first, second)
        self._show()

    @Slot(object)
    def _on_secant(self, epsilon: float | None) -> None:
        self._secant = epsilon
        self._show()

    @Slot(bool)
    def _on_marks(self, wanted: bool) -> None:
        self._has_marks = wanted
        self._take_marks()

    @Slot(object)
    def _on_hovered(self, place: QPointF | None) -> None:
        if self._overlay is None or not self.panel.has_cards:
            return
        axes = self._axes
        point: tuple[float, ...] | None = None
        if place is not None and len(self._names) == 1:
            point = (place.x(),)
        elif place is not None and axes is not None:
            point = axes.point(place.x(), place.y())
        self.panel.cards.taylor.show_pointer(point)


def _with_two_parameters(problem: Problem | None) -> Problem | None:
    """Return a loss over two parameters; None of one that is more, or would take too long."""
    if problem is None or len(problem.parameter_names) != 2 or problem.rows.size > MOST_ROWS:
        return None
    return problem


def _looked_at(request: tuple[Problem, tuple[float, ...]]) -> Calculus:
    problem, point = request
    differences_at(problem, point)
    return calculus_at(problem, point)
