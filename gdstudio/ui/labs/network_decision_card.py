"""The card with the decision of a network, or with the response of one of its units."""

from PySide6.QtCore import QPointF, QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QWidget

from gdstudio.ui.colours import Theme
from gdstudio.ui.labs.diagram_texts import short_unit_name
from gdstudio.ui.labs.network_snapshot import Snapshot, Unit
from gdstudio.ui.number_text import short_number
from gdstudio.ui.plots.canvas import PlotCanvas
from gdstudio.ui.plots.decision_content import LineDecision, PlaneDecision, Task
from gdstudio.ui.plots.decision_plot import DecisionPlot
from gdstudio.ui.widgets.choice_field import QuietComboBox
from gdstudio.ui.widgets.section import Section

MOST_LISTED = 32
"""Units of a layer that can be chosen by name."""


class DecisionCard(Section):
    """Shows what the outputs make of the inputs, with the data."""

    unit_chosen = Signal(object)
    """Column and unit whose response is to be shown; None: the outputs."""
    view_changed = Signal()
    hovered = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Decision"), "map", parent)
        self.make_compact()
        self._snapshot: Snapshot | None = None
        self._units: list[Unit | None] = [None]
        self._choice = QuietComboBox()
        self._choice.setAccessibleName(self.tr("What is shown"))
        self._choice.setToolTip(self.tr("The outputs, or the response of one unit"))
        self._choice.setMinimumContentsLength(9)
        self._choice.addItem(self.tr("Output"))
        self._choice.activated.connect(self._on_choice)
        self.add_header_widget(self._choice)
        self.plot = DecisionPlot(theme, self.font())
        self.canvas = PlotCanvas(self.plot, self.tr("Decision of the network, with the data"))
        self.canvas.setMinimumHeight(110)
        self.add_widget(self.canvas, 1)
        self.plot.view_changed.connect(self.view_changed)
        self.canvas.hovered.connect(self._on_hovered)

    @property
    def snapshot(self) -> Snapshot | None:
        """What is shown."""
        return self._snapshot

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.canvas.set_theme(theme)

    def set_chosen(self, unit: Unit | None) -> None:
        """Name the unit whose response is shown."""
        with QSignalBlocker(self._choice):
            self._choice.setCurrentIndex(self._units.index(unit) if unit in self._units else -1)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show a network with other parameters."""
        before, self._snapshot = self._snapshot, snapshot
        if before is None or before.problem is not snapshot.problem:
            self.set_heading(
                self.tr("Fit") if snapshot.task is Task.NUMBERS else self.tr("Decision")
            )
            self._list_units(snapshot)
            self.plot.set_problem(snapshot.problem)
        is_response = snapshot.request.unit is not None
        self.plot.show_decision(snapshot.decision, snapshot.answers, is_response)

    def _list_units(self, snapshot: Snapshot) -> None:
        self._units = [None]
        names = [self.tr("Output")]
        # With more than two inputs, a response has no plane over which it could be shown large.
        if snapshot.problem.architecture.inputs <= 2:
            for column, tiles in enumerate(snapshot.tiles):
                for index in range(min(len(tiles), MOST_LISTED)):
                    self._units.append((column, index))
                    names.append(short_unit_name(snapshot, (column, index)))
        with QSignalBlocker(self._choice):
            self._choice.clear()
            self._choice.addItems(names)
            unit = snapshot.request.unit
            self._choice.setCurrentIndex(self._units.index(unit) if unit in self._units else 0)
        self._choice.setVisible(len(names) > 1)
        widest = max(self.fontMetrics().horizontalAdvance(name) for name in names)
        self._choice.view().setMinimumWidth(widest + 40)

    @Slot(int)
    def _on_choice(self, index: int) -> None:
        self.unit_chosen.emit(self._units[index])

    @Slot(object)
    def _on_hovered(self, place: QPointF | None) -> None:
        snapshot = self._snapshot
        if snapshot is None or place is None:
            self.hovered.emit("")
            return
        names = snapshot.problem.dataset.input_names
        match snapshot.decision:
            case PlaneDecision() as plane if snapshot.task is Task.TWO_CLASSES:
                text = self._plane_text(plane, place, names, snapshot)
            case PlaneDecision():
                text = (
                    f"{names[0]} = {short_number(place.x(), 4)}, "
                    f"{names[1]} = {short_number(place.y(), 4)}"
                )
            case LineDecision():
                text = f"{names[0]} = {short_number(place.x(), 4)}"
            case _:
                text = ""
        self.hovered.emit(text)

    def _plane_text(
        self, plane: PlaneDecision, place: QPointF, names: tuple[str, ...], snapshot: Snapshot
    ) -> str:
        where = (
            f"{names[0]} = {short_number(place.x(), 4)}, {names[1]} = {short_number(place.y(), 4)}"
        )
        shade = plane.at(place.x(), place.y())
        if shade is None or snapshot.request.unit is not None:
            return where
        share = self.tr("probability of {0}: {1} %").format(
            snapshot.problem.dataset.classes[1] if snapshot.problem.dataset.classes else "1",
            short_number(50.0 * (shade + 1.0)),
        )
        return f"{where}    {share}"
