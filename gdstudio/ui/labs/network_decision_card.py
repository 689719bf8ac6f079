"""The card with the decision of a network, or with the response of one of its units."""

from PySide6.QtCore import QPointF, QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QWidget

from gdstudio.simulation.decisions import Confusion, Task
from gdstudio.simulation.network_snapshot import Snapshot, Unit
from gdstudio.ui.colours import Theme
from gdstudio.ui.labs.diagram_texts import place_text, short_unit_name
from gdstudio.ui.plots.canvas import PlotCanvas
from gdstudio.ui.plots.decision_plot import DecisionPlot
from gdstudio.ui.widgets.choice_field import QuietComboBox
from gdstudio.ui.widgets.labels import ElidedLabel
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
        self._choice.setMinimumContentsLength(6)
        self._choice.addItem(self.tr("Output"))
        self._choice.activated.connect(self._on_choice)
        self.add_header_widget(self._choice)
        self.plot = DecisionPlot(theme, self.font())
        self.canvas = PlotCanvas(self.plot, self.tr("Decision of the network, with the data"))
        self.canvas.setMinimumHeight(110)
        self.add_widget(self.canvas, 1)
        self.note = ElidedLabel("", "muted")
        self.add_widget(self.note)
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
        self._count_wrong(snapshot)
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
        else:
            self.hovered.emit(place_text(snapshot, place.x(), place.y()))

    def _count_wrong(self, snapshot: Snapshot) -> None:
        """Say which sign is what, and how many rows are wrong."""
        if isinstance(snapshot.decision, Confusion):
            self.note.setText(self.tr("Training rows; a row of the table is a class"))
            return
        parts = [self.tr("● train")]
        if snapshot.problem.dataset.test_rows:
            parts.append(self.tr("○ test"))
        if snapshot.task is not Task.NUMBERS and snapshot.request.unit is None:
            wrong = int(snapshot.answers.is_wrong.sum())
            parts.append(
                self.tr("{0} wrong, ringed").format(wrong) if wrong else self.tr("0 wrong")
            )
        self.note.setText("    ".join(parts))
