"""The layers of a network: added, removed, moved and edited in place."""

from PySide6.QtCore import QEvent, QSize, Signal, Slot
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from gdstudio.experiment.data_objectives import Layer
from gdstudio.experiment.errors import ExperimentError
from gdstudio.experiment.limits import MOST_LAYERS
from gdstudio.experiment.model import Experiment
from gdstudio.simulation.data_facts import DataFacts, input_count
from gdstudio.ui.icons import icon
from gdstudio.ui.panels.csv_import import as_sentence
from gdstudio.ui.panels.data_edits import (
    network_of,
    parameter_count,
    with_added_layer,
    with_layer,
    with_moved_layer,
    without_layer,
)
from gdstudio.ui.panels.layer_row import LayerRow
from gdstudio.ui.widgets.labels import role_label
from gdstudio.ui.widgets.section import Section


class LayersSection(Section):
    """Edits the layers of a network. Rows are kept: a moved layer is shown in another of them."""

    edited = Signal(object, str, str)
    """The new `Experiment`, what was done, and the key under which edits merge."""
    edit_ended = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Layers"), "layers", parent)
        self._experiment: Experiment | None = None
        self._facts: DataFacts | None = None
        self._kept: list[LayerRow] = []
        self._shown = 0
        self._dragged: int | None = None
        self.content().setSpacing(8)
        self._inputs = role_label("", "muted")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(6)
        self.add = QToolButton()
        self.add.setIconSize(QSize(16, 16))
        self.add.setAutoRaise(True)
        self.add.setToolTip(self.tr("Add a hidden layer before the output"))
        self.add.setAccessibleName(self.tr("Add a layer"))
        self.add.clicked.connect(self._on_add)
        self.add_header_widget(self.add)
        self.output = LayerRow(0, is_output=True)
        self.output.layer_changed.connect(self._on_layer)
        self.output.edit_ended.connect(self.edit_ended)
        self._count = role_label("", "muted")
        self._trouble = role_label("", "error")
        self._trouble.setWordWrap(True)
        self._trouble.hide()
        self.add_widget(self._inputs)
        self.content().addLayout(self._rows)
        self.add_widget(role_label(self.tr("Output layer"), "label"))
        self.add_widget(self.output)
        self.add_widget(self._count)
        self.add_widget(self._trouble)
        self._draw_icons()

    @property
    def rows(self) -> list[LayerRow]:
        """The rows of the hidden layers."""
        return self._kept[: self._shown]

    @property
    def trouble(self) -> str:
        """Why an edit was refused; "" when it was not."""
        return "" if self._trouble.isHidden() else self._trouble.text()

    @property
    def count(self) -> str:
        """How many weights and biases there are, in words."""
        return self._count.text()

    def set_experiment(self, experiment: Experiment, facts: DataFacts | None) -> None:
        """Show the network of an experiment."""
        self._experiment, self._facts = experiment, facts
        network = network_of(experiment)
        *hidden, output = network.layers
        self._show_rows(len(hidden))
        for index, layer in enumerate(hidden):
            self._kept[index].set_layer(index, layer)
        self.output.set_layer(len(hidden), output)
        self.add.setEnabled(len(network.layers) < MOST_LAYERS)
        inputs = input_count(network.dataset.source)
        self._inputs.setText(
            self.tr("1 input") if inputs == 1 else self.tr("{n} inputs").format(n=inputs)
        )
        self._count.setText(
            self.tr("{n} weights and biases").format(n=f"{parameter_count(network):,}")
        )
        self._trouble.hide()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_icons()

    def _draw_icons(self) -> None:
        self.add.setIcon(icon("plus"))

    def _show_rows(self, count: int) -> None:
        while len(self._kept) < count:
            row = LayerRow(len(self._kept), is_output=False)
            row.layer_changed.connect(self._on_layer)
            row.removed.connect(self._on_removed)
            row.moved.connect(self._on_moved)
            row.edit_ended.connect(self._on_row_ended)
            self._kept.append(row)
            self._rows.addWidget(row)
        if count != self._shown:
            for index, row in enumerate(self._kept):
                row.setVisible(index < count)
            self._shown = count

    def _edit(self, experiment: Experiment, text: str, key: str = "") -> None:
        self.edited.emit(experiment, text, f"layers.{key}" if key else "")

    def _refuse(self, error: ExperimentError) -> None:
        self._trouble.setText(as_sentence(error))
        self._trouble.show()

    @Slot(int, object, str)
    def _on_layer(self, index: int, layer: Layer, name: str) -> None:
        if self._experiment is None:
            return
        texts = {"units": self.tr("Change the units"), "slope": self.tr("Change the slope")}
        try:
            changed = with_layer(self._experiment, index, layer, self._facts)
        except ExperimentError as error:
            self._refuse(error)
        else:
            text = texts.get(name, self.tr("Change the activation"))
            self._edit(changed, text, f"{index}.{name}" if name else "")

    @Slot()
    def _on_add(self) -> None:
        if self._experiment is not None:
            try:
                self._edit(with_added_layer(self._experiment, self._facts), self.tr("Add a layer"))
            except ExperimentError as error:
                self._refuse(error)

    @Slot(int)
    def _on_removed(self, index: int) -> None:
        if self._experiment is None:
            return
        try:
            changed = without_layer(self._experiment, index, self._facts)
        except ExperimentError as error:
            # Between a narrow layer's neighbours there may be more weights than through it.
            self._refuse(error)
            return
        had_focus = self.rows[index].remove.hasFocus()
        self._edit(changed, self.tr("Remove a layer"))
        if had_focus:
            rows = self.rows
            (rows[min(index, len(rows) - 1)].remove if rows else self.add).setFocus()

    @Slot(int, int)
    def _on_moved(self, index: int, direction: int) -> None:
        if self._experiment is None:
            return
        # While it is dragged, the layer is in another row than the one that has the pointer.
        source = index if self._dragged is None else self._dragged
        target = source + direction
        if not 0 <= target < self._shown:
            return
        try:
            changed = with_moved_layer(self._experiment, source, target, self._facts)
        except ExperimentError as error:
            self._refuse(error)
            return
        self._dragged = target
        self._edit(changed, self.tr("Move a layer"), "move")

    @Slot()
    def _on_row_ended(self) -> None:
        if self._dragged is not None:
            row, self._dragged = self.rows[self._dragged], None
            if any(each.grip.hasFocus() for each in self.rows):
                row.grip.setFocus()
        self.edit_ended.emit()
