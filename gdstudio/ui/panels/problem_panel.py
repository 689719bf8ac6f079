"""The left panel: what is minimized, and for how long."""

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gdstudio.experiment.model import Experiment
from gdstudio.ui.colours import Theme
from gdstudio.ui.example import ready_example_of
from gdstudio.ui.kinds import Kind, kind_of
from gdstudio.ui.panels.function_panel import FunctionPanel
from gdstudio.ui.panels.run_section import RunSection
from gdstudio.ui.widgets.choice import Choice
from gdstudio.ui.widgets.segmented_buttons import SegmentedButtons
from gdstudio.ui.widgets.tab_order import TabOrder

# An editor is loaded when its kind is open: the window is seen sooner.
if TYPE_CHECKING:
    from gdstudio.ui.panels.data_panel import DataPanel
    from gdstudio.ui.panels.network_panel import NetworkPanel
    from gdstudio.ui.panels.training_panel import TrainingPanel


class ProblemPanel(QWidget):
    """One editor with three tabs: a function, data, a network.

    Each tab comes back as it was left: to look at a network for a moment loses no formula.
    """

    edited = Signal(object, str, str)
    """The new `Experiment`, what was done, and the key under which edits merge."""
    edit_ended = Signal()
    rows_counted = Signal(int)
    """How many rows there are to train on; 0 where the data cannot be used."""

    def __init__(self, theme: Theme, gallery: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._left: dict[Kind, Experiment] = {}
        self._adopted: list[QWidget] = []
        self._on_data: list[TrainingPanel] = []
        self._kind = SegmentedButtons(
            (
                Choice(
                    Kind.FUNCTION.value, self.tr("Function"), self.tr("Minimize a formula of yours")
                ),
                Choice(Kind.DATA.value, self.tr("Data"), self.tr("Fit a line or a curve to data")),
                Choice(Kind.NETWORK.value, self.tr("Network"), self.tr("Train a neural network")),
            )
        )
        self._kind.setAccessibleName(self.tr("Kind of problem"))
        self.function = FunctionPanel(theme, gallery)
        # No stacked widget: that is as high as the highest of its pages.
        self._editors = QVBoxLayout()
        self.run_section = RunSection()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._kind)
        layout.addLayout(self._editors)
        layout.addWidget(self.run_section)
        layout.addStretch(1)
        self._tab_order = TabOrder(self)
        self._kind.chosen.connect(self._on_kind)
        self._adopt(self.function)
        self.run_section.edited.connect(self.edited)
        self.run_section.edit_ended.connect(self.edit_ended)

    @cached_property
    def data(self) -> "DataPanel":
        """The editor of a regression; it is made when one is open."""
        from gdstudio.ui.panels.data_panel import DataPanel

        panel = DataPanel()
        self._adopt_data(panel)
        return panel

    @cached_property
    def network(self) -> "NetworkPanel":
        """The editor of a network; it is made when one is open."""
        from gdstudio.ui.panels.network_panel import NetworkPanel

        panel = NetworkPanel()
        self._adopt_data(panel)
        return panel

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.function.set_theme(theme)

    def set_experiment(self, experiment: Experiment) -> None:
        """Show an experiment in the editor for its kind."""
        kind = kind_of(experiment.objective)
        self._left[kind] = experiment
        self._kind.set_key(kind.value)
        editor = self._editor_of(kind)
        for shown in self._adopted:
            shown.setVisible(shown is editor)
        editor.set_experiment(experiment)
        self.run_section.set_experiment(experiment)
        self._tab_order.update()

    def shut_down(self) -> None:
        """Compute no more pictures."""
        self.function.shut_down()
        for panel in self._on_data:
            panel.shut_down()

    def _editor_of(self, kind: Kind) -> "FunctionPanel | TrainingPanel":
        match kind:
            case Kind.DATA:
                return self.data
            case Kind.NETWORK:
                return self.network
            case _:
                return self.function

    def _adopt(self, editor: "FunctionPanel | TrainingPanel") -> None:
        self._adopted.append(editor)
        self._editors.addWidget(editor)
        editor.edited.connect(self.edited)
        editor.edit_ended.connect(self.edit_ended)

    def _adopt_data(self, panel: "TrainingPanel") -> None:
        self._adopt(panel)
        self._on_data.append(panel)
        panel.rows_counted.connect(self.run_section.set_training_rows)
        panel.rows_counted.connect(self.rows_counted)
        # Columns of a file are shown when it has been read.
        panel.rows_counted.connect(self._on_rows_counted)

    @Slot()
    def _on_rows_counted(self) -> None:
        self._tab_order.update()

    @Slot(str)
    def _on_kind(self, key: str) -> None:
        kind = Kind(key)
        experiment = self._left.get(kind) or ready_example_of(kind)
        self.edited.emit(experiment, self.tr("Turn to another problem"), "")
