"""The page of the network lab with its diagram, its decisions, and how its layers learn."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSplitter, QWidget

from gdstudio.experiment.errors import ExperimentError
from gdstudio.experiment.model import Experiment
from gdstudio.simulation.network_snapshot import (
    GradientPicture,
    Snapshot,
    SnapshotRequest,
    Unit,
    gradient_picture,
    snapshot,
)
from gdstudio.simulation.neurons import UnitState
from gdstudio.ui.colours import Theme
from gdstudio.ui.labs.diagram_edits import (
    with_activation,
    with_inserted_layer,
    with_units,
)
from gdstudio.ui.labs.diagram_view import DiagramView
from gdstudio.ui.labs.lab import Lab
from gdstudio.ui.labs.network_decision_card import DecisionCard
from gdstudio.ui.labs.network_job import GentleJob
from gdstudio.ui.labs.network_layers_card import LayersCard
from gdstudio.ui.labs.network_legend import NetworkLegend
from gdstudio.ui.panels.data_edits import network_of, without_layer
from gdstudio.ui.plots.frame import Frame
from gdstudio.ui.widgets.labels import ElidedLabel
from gdstudio.ui.widgets.section import Section


class NetworkPage(Lab):
    """Shows the selected run's network at the cursor."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._experiment: Experiment | None = None
        self._frame: Frame | None = None
        self._unit: Unit | None = None
        self._build(theme)
        # Together: to hand work over to another thread, and back, takes as long as the gradient.
        self._looks = GentleJob(_looked_at, self)
        self._looks.done.connect(self._on_looked)
        self._connect()

    def _build(self, theme: Theme) -> None:
        self.diagram = DiagramView(theme)
        self.legend = NetworkLegend(theme)
        self.note = ElidedLabel("", "muted")
        scroll = QScrollArea()
        scroll.setWidget(self.diagram)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._card = Section(self.tr("Network"), "network")
        self._card.make_compact()
        self._card.add_header_widget(self.note)
        self._card.add_header_widget(self.legend)
        self._card.add_widget(scroll, 1)
        self.decision = DecisionCard(theme)
        self.layers = LayersCard(theme)
        right = QSplitter(Qt.Orientation.Vertical)
        right.addWidget(self.decision)
        right.addWidget(self.layers)
        right.setSizes([300, 150])
        right.setStretchFactor(0, 2)
        right.setStretchFactor(1, 1)
        both = QSplitter(Qt.Orientation.Horizontal)
        both.addWidget(self._card)
        both.addWidget(right)
        both.setSizes([600, 400])
        both.setStretchFactor(0, 3)
        both.setStretchFactor(1, 2)
        for splitter in (right, both):
            splitter.setHandleWidth(8)
            splitter.setChildrenCollapsible(False)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(both)

    def _connect(self) -> None:
        for part in (self.diagram, self.decision, self.layers):
            part.hovered.connect(self.hovered)
        self.diagram.unit_chosen.connect(self.choose_unit)
        self.decision.unit_chosen.connect(self.choose_unit)
        self.decision.view_changed.connect(self._request)
        self.diagram.units_wanted.connect(self._on_units)
        self.diagram.activation_wanted.connect(self._on_activation)
        self.diagram.insertion_wanted.connect(self._on_insertion)
        self.diagram.removal_wanted.connect(self._on_removal)

    @property
    def is_behind(self) -> bool:
        """Whether the network at the last frame is still looked at."""
        return self._looks.is_busy

    def begin(self) -> None:
        """Show pictures, from now on."""

    def set_experiment(self, experiment: Experiment) -> None:
        """Show another experiment."""
        before, self._experiment = self._experiment, experiment
        network = network_of(experiment)
        self._card.set_heading(experiment.title or self.tr("Network"))
        known = None if before is None else network_of(before)
        if known is None or (known.layers, known.dataset) != (network.layers, network.dataset):
            # The same place in another network is another unit.
            self.choose_unit(None)
            self.layers.reset()
        self.diagram.set_layers(network.layers)

    def show_frame(self, frame: Frame) -> None:
        """Show the selected run at a step."""
        self._frame = frame
        self._request()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        for part in (self.diagram, self.legend, self.decision, self.layers):
            part.set_theme(theme)

    def set_legend_visible(self, visible: bool) -> None:
        """Do nothing: one run is shown, and there is no path whose owner one could ask for."""

    def reset_view(self) -> None:
        """Show the decision over all data again."""
        self.decision.plot.reset_view()

    def shut_down(self) -> None:
        """Compute nothing any more."""
        self._looks.shut_down()

    @property
    def chosen_unit(self) -> Unit | None:
        """Column and unit whose response is shown large; None: the outputs are."""
        return self._unit

    @Slot(object)
    def choose_unit(self, unit: Unit | None) -> None:
        """Show the response of a unit large, or the outputs."""
        self._unit = unit
        self.diagram.set_chosen(unit)
        self.decision.set_chosen(unit)
        self.layers.set_layer(None if unit is None or unit[0] == 0 else unit[0] - 1)
        self._request()

    @Slot()
    def _request(self) -> None:
        frame, experiment = self._frame, self._experiment
        if (
            frame is None
            or experiment is None
            or frame.experiment.objective != experiment.objective
        ):
            return
        objective, theta = network_of(experiment), frame.heads[frame.selected].parameters
        ranges = self.decision.plot.visible_ranges() if self._is_known() else None
        self._looks.submit(SnapshotRequest(objective, theta, self._unit, ranges))

    def _is_known(self) -> bool:
        """Return whether the picture of the decision already has the data of the experiment."""
        shown = self.decision.snapshot
        return (
            shown is not None
            and self._experiment is not None
            and shown.request.objective.dataset == network_of(self._experiment).dataset
        )

    @Slot(object, object)
    def _on_looked(
        self, request: SnapshotRequest, found: tuple[Snapshot, GradientPicture] | None
    ) -> None:
        if found is None or not self._is_current(request):
            return
        network, gradient = found
        self.diagram.show_snapshot(network)
        self.decision.show_snapshot(network)
        self.legend.set_limit(self.diagram.scale)
        self._say_states(network)
        self.diagram.show_gradient(gradient)
        self.layers.show_gradient(gradient)

    def _is_current(self, request: SnapshotRequest) -> bool:
        return self._experiment is not None and request.objective == self._experiment.objective

    def _say_states(self, found: Snapshot) -> None:
        states = [state for layer in found.states for state in layer.states]
        dead, saturated = (states.count(each) for each in (UnitState.DEAD, UnitState.SATURATED))
        parts = []
        if dead:
            parts.append(self.tr("{0} dead").format(dead))
        if saturated:
            parts.append(self.tr("{0} saturated").format(saturated))
        self.note.setText(", ".join(parts))

    @Slot(int, int)
    def _on_units(self, layer: int, units: int) -> None:
        self._edit(
            lambda experiment: with_units(experiment, layer, units),
            self.tr("Units of layer {0}").format(layer + 1),
        )

    @Slot(int, str)
    def _on_activation(self, layer: int, activation: str) -> None:
        self._edit(
            lambda experiment: with_activation(experiment, layer, activation),
            self.tr("Activation of layer {0}").format(layer + 1),
        )

    @Slot(int)
    def _on_insertion(self, index: int) -> None:
        self._edit(
            lambda experiment: with_inserted_layer(experiment, index), self.tr("Insert a layer")
        )

    @Slot(int)
    def _on_removal(self, index: int) -> None:
        self._edit(
            lambda experiment: without_layer(experiment, index, None),
            self.tr("Remove layer {0}").format(index + 1),
        )

    def _edit(self, change: Callable[[Experiment], Experiment], text: str) -> None:
        if self._experiment is None:
            return
        try:
            edited = change(self._experiment)
        except ExperimentError as refusal:
            self.note.setText(refusal.reason)
        else:
            self.edited.emit(edited, text, "")


def _looked_at(request: SnapshotRequest) -> tuple[Snapshot, GradientPicture] | None:
    try:
        return snapshot(request), gradient_picture(request.objective, request.parameters)
    except ExperimentError:
        # Its data went away; the computation says so when it begins anew.
        return None
