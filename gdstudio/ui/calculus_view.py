"""Calculus at one point: the panel beside the picture and what is drawn on it go together."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, Signal, Slot

from gdstudio.experiment.model import Experiment
from gdstudio.session.latest_job import LatestJob
from gdstudio.session.settings import Settings
from gdstudio.ui.actions import Actions
from gdstudio.ui.calculus_subject import CalculusSubject
from gdstudio.ui.centre import Centre
from gdstudio.ui.colours import Theme
from gdstudio.ui.critical_view import CriticalView
from gdstudio.ui.derivative_view import DerivativeView
from gdstudio.ui.number_text import rounded_within
from gdstudio.ui.panels.calculus_moment import CalculusMoment
from gdstudio.ui.panels.calculus_panel import CalculusPanel
from gdstudio.ui.plots.frame import Frame
from gdstudio.ui.plots.overlay import Overlay

# The window is seen before the plots are loaded.
if TYPE_CHECKING:
    from gdstudio.simulation.calculus import Calculus
    from gdstudio.simulation.problem import Problem
    from gdstudio.ui.panels.calculus_cards import CalculusCards
    from gdstudio.ui.plots.picture_plot import PicturePlot


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
        self._action = actions.calculus
        self._subject = CalculusSubject(centre)
        self.panel = CalculusPanel()
        self.derivative = DerivativeView(picture, actions.derivative, settings)
        self._critical = CriticalView(picture.finder, self)
        picture.add_action(actions.calculus)
        self._overlay: Overlay | None = None
        self._is_seen = False
        self._point: tuple[float, ...] | None = None
        self._angle = 0.0
        self._orders = (False, False)
        self._secant: float | None = None
        self._known_plots: list[PicturePlot] = []
        self._has_connected_cards = False
        # The first second derivatives of a process load their kernels, or even compile them.
        self._is_warm, self._is_warming = False, False
        self._warm_up = LatestJob(_looked_at, self)
        self._warm_up.done.connect(self._on_warm)
        self._critical.changed.connect(self._show)
        picture.axes_changed.connect(self._show)
        centre.probed.connect(self._on_point_probed)
        centre.pointed.connect(self._on_pointed)

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
        if self._subject.set_experiment(experiment):
            self._point = None
        self.derivative.set_experiment(experiment)
        self._critical.set_experiment(experiment)
        self._show()

    def show_frame(self, frame: Frame) -> None:
        """Look at the place of the selected run, if it is followed."""
        if not self._subject.take_frame(frame):
            return
        if self._subject.problem is not None:
            self._meet_plot()
        self._show()
        if self._subject.is_function:
            self.derivative.follow()

    @Slot(bool)
    def set_seen(self, seen: bool) -> None:
        """Compute, or rest: the panel is in sight, or hidden, or behind another one."""
        self._is_seen = seen
        self._show()
        self._critical.set_seen(seen)

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

    def _meet_plot(self) -> None:
        """Listen to the plot, which is made when it is shown."""
        plot = self._subject.plot
        if plot is not None and plot not in self._known_plots:
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
            cards.folded.connect(self._show)
            self._critical.meet(cards.critical)
        return cards

    @Slot()
    def _show(self, *_: object) -> None:
        """Compute what derivatives say, and show it; nothing while the panel is not seen."""
        overlay, subject = None, self._subject
        if self._is_seen:
            self.panel.set_refused(subject.is_refused)
            if subject.problem is None:
                self.panel.hide_cards()
            elif self._is_ready(subject.problem):
                overlay = self._shown_overlay(subject.problem)
        if overlay is None and self._overlay is None:
            return
        self._overlay = overlay
        for plot in self._known_plots:
            plot.set_overlay(overlay if plot is subject.plot else None)
        if subject.is_function and subject.has_frame:
            self.derivative.follow()
        self.overlay_changed.emit(overlay)

    def _shown_overlay(self, problem: "Problem") -> Overlay:
        """Show what is at the point in the cards, and return what is to be drawn."""
        overlay = self._looked_up(problem)
        self._meet_plot()
        self.panel.show_cards()
        cards = self._cards()
        cards.point.set_following(self.follows)
        source = self._subject.place_name if self.follows else ""
        cards.show_moment(CalculusMoment(problem, overlay, source))
        return overlay

    def _is_ready(self, problem: "Problem") -> bool:
        """Return whether a look takes no time; see to it that it will not."""
        if not self._is_warming:
            self._is_warming = True
            self._warm_up.submit((problem, self._place()))
        return self._is_warm and self._subject.is_pictured

    def _looked_up(self, problem: "Problem") -> Overlay:
        from gdstudio.simulation.calculus import calculus_at

        subject = self._subject
        return Overlay(
            calculus_at(problem, self._place()),
            subject.plane,
            subject.colour if self.follows else None,
            self._angle,
            *self._orders,
            self._secant,
            self._critical.marks,
            "f" if subject.is_function else "E",
        )

    def _place(self) -> tuple[float, ...]:
        return self._subject.place if self._point is None else self._point

    @Slot()
    def _on_warm(self) -> None:
        self._is_warm = True
        self._show()

    @Slot(float, float)
    def _on_probed(self, x: float, y: float) -> None:
        plot = self._subject.plot
        if self._subject.problem is None or plot is None:
            return
        across, up = plot.vb.viewPixelSize()
        point = self._subject.point(rounded_within(x, across), rounded_within(y, up))
        self._on_point_probed(point)

    @Slot(object)
    def _on_point_probed(self, point: tuple[float, ...]) -> None:
        problem = self._subject.problem
        if problem is not None and len(point) == len(problem.parameter_names):
            self._action.setChecked(True)
            self.look_at(point)

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

    @Slot(object)
    def _on_hovered(self, place: QPointF | None) -> None:
        self._on_pointed(None if place is None else self._subject.point(place.x(), place.y()))

    @Slot(object)
    def _on_pointed(self, point: tuple[float, ...] | None) -> None:
        if self._overlay is not None and self.panel.has_cards:
            self.panel.cards.taylor.show_pointer(point)


def _looked_at(request: "tuple[Problem, tuple[float, ...]]") -> "Calculus":
    from gdstudio.simulation.calculus import calculus_at, differences_at

    problem, point = request
    differences_at(problem, point)
    return calculus_at(problem, point)
