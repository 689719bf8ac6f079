"""The centre for a regression: the loss over its parameters, its data, the gradients of batches."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from gdstudio.experiment.data_objectives import RegressionObjective
from gdstudio.experiment.model import Experiment
from gdstudio.session.latest_job import LatestJob
from gdstudio.simulation.regression_facts import RegressionFacts, regression_facts
from gdstudio.ui.colours import Theme
from gdstudio.ui.labs.data_card import DataCard
from gdstudio.ui.labs.data_gradient_panel import GradientPanel
from gdstudio.ui.labs.lab import MAP, SURFACE, Lab
from gdstudio.ui.labs.loss_panel import LossPanel
from gdstudio.ui.plots.frame import Frame
from gdstudio.ui.turns import Turns
from gdstudio.ui.widgets.run_legend import RunLegend

# The window is seen before the plots are loaded.
if TYPE_CHECKING:
    from gdstudio.ui.plots.loss_plot import LossPlot
    from gdstudio.ui.plots.overlay import Overlay

GAP = 8
LEAST_WIDTH, LEAST_HEIGHT = 220, 130
HEIGHTS = (52, 48)
"""How data and gradients share the height at first, in percent."""


class DataLab(Lab):
    """Shows a regression: the loss over two parameters beside the data with the fits.

    Below the data stand the gradients of the batches at the cursor.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._experiment: Experiment | None = None
        self._frame: Frame | None = None
        self._facts: RegressionFacts | None = None
        self._has_begun = False
        self.turns = Turns(self)
        self.loss = LossPanel(theme)
        self.data = DataCard(theme)
        self.gradients = GradientPanel(theme)
        self.legend = RunLegend()
        self.legend.hide()
        self._build()
        self.loss.start_moved.connect(self.start_moved)
        self.loss.start_released.connect(self.start_released)
        self.loss.hovered.connect(self.hovered)
        self.loss.pointed.connect(self.pointed)
        self.loss.probed.connect(self.probed)
        self.loss.shown_changed.connect(self._on_shown_changed)
        self.data.hovered.connect(self.hovered)
        self._job = LatestJob(regression_facts, self)
        self._job.done.connect(self._on_facts)

    @property
    def facts(self) -> RegressionFacts | None:
        """What is known of the regression that is shown."""
        return self._facts

    @property
    def is_behind(self) -> bool:
        """Whether pictures have not shown the last frame yet."""
        surface = self.loss.surface
        return self.turns.is_waiting or (surface is not None and surface.view.is_behind)

    def page_keys(self) -> tuple[str, ...]:
        """Return how the loss can be seen."""
        return MAP, SURFACE

    @Slot(str)
    def open_page(self, key: str) -> None:
        """Show the loss from above, or as a surface."""
        self.loss.open_page(key)

    def set_overlay(self, overlay: "Overlay | None") -> None:
        """Show what calculus says about a point of the loss."""
        self.loss.set_overlay(overlay)

    def figure(self) -> QImage | None:
        """Return the figure of the surface, if that is shown."""
        surface, frame = self.loss.surface, self._frame
        return None if surface is None or frame is None else surface.figure(frame)

    def calculus_plot(self) -> "LossPlot | None":
        """Return the plot of the loss, if it has two parameters."""
        facts = self._facts
        if facts is None or len(facts.problem.parameter_names) != len(self.loss.shown):
            return None
        return self.loss.plot

    def begin(self) -> None:
        """Show pictures, from now on."""
        if not self._has_begun:
            self._has_begun = True
            # The other pictures are made with the data: not all in one go.
            self.loss.begin()
            if self._experiment is not None:
                self.set_experiment(self._experiment)
            if self.window().focusWidget() is None:
                self.loss.canvas.setFocus()

    def set_experiment(self, experiment: Experiment) -> None:
        """Show another regression, or another start."""
        self._experiment = experiment
        # What still waits is of the experiment before.
        self.turns.forget()
        if not self._has_begun:
            return
        if self._facts is not None and self._facts.objective == experiment.objective:
            self.loss.set_experiment(experiment)
        else:
            self._job.submit(experiment.objective)

    def show_frame(self, frame: Frame) -> None:
        """Show the runs at a step."""
        self._frame = frame
        facts = self._facts
        if facts is None or facts.objective != frame.experiment.objective:
            return
        self.legend.show_frame(frame)
        self.turns.show(frame, (self.loss, self.data, self.gradients))

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        for part in (self.loss, self.data, self.gradients):
            part.set_theme(theme)

    def set_legend_visible(self, visible: bool) -> None:
        """Say under the pictures which path is whose, or not."""
        self.legend.setVisible(visible)

    def reset_view(self) -> None:
        """Show everything again."""
        for part in (self.loss, self.data, self.gradients):
            part.reset_view()

    def shut_down(self) -> None:
        """Compute nothing any more."""
        self._job.shut_down()
        self.loss.shut_down()
        self.gradients.shut_down()

    def _build(self) -> None:
        right = _splitter(Qt.Orientation.Vertical, self.data, self.gradients)
        right.setSizes([10 * share for share in HEIGHTS])
        whole = _splitter(Qt.Orientation.Horizontal, self.loss, right)
        whole.setSizes([500, 500])
        self.loss.setMinimumWidth(LEAST_WIDTH)
        right.setMinimumWidth(LEAST_WIDTH)
        for part in (self.data, self.gradients):
            part.setMinimumHeight(LEAST_HEIGHT)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(whole, 1)
        layout.addWidget(self.legend)

    @Slot(object, object)
    def _on_facts(self, objective: RegressionObjective, facts: RegressionFacts | None) -> None:
        experiment = self._experiment
        if facts is None or experiment is None or objective != experiment.objective:
            return
        self._facts = facts
        self.loss.set_facts(facts)
        self.loss.set_experiment(experiment)
        self.data.set_facts(facts)
        self.gradients.set_facts(facts, self.loss.shown)
        if self._frame is not None:
            self.show_frame(self._frame)

    @Slot()
    def _on_shown_changed(self) -> None:
        if self._facts is not None:
            self.gradients.set_facts(self._facts, self.loss.shown)


def _splitter(orientation: Qt.Orientation, *parts: QWidget) -> QSplitter:
    splitter = QSplitter(orientation)
    splitter.setHandleWidth(GAP)
    splitter.setChildrenCollapsible(False)
    for place, part in enumerate(parts):
        splitter.addWidget(part)
        splitter.setStretchFactor(place, 1)
    return splitter
