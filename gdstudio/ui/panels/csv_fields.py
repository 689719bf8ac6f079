"""The file of a data set: its name, its columns, which of them are used."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gdstudio.experiment.data_objectives import CsvSource
from gdstudio.experiment.datasets.csv_table import CsvTable
from gdstudio.ui.panels.csv_columns import CsvColumnsModel, CsvColumnsView
from gdstudio.ui.widgets.choice import Choice
from gdstudio.ui.widgets.choice_field import ChoiceField
from gdstudio.ui.widgets.labels import ElidedLabel


class CsvFields(QWidget):
    """Edits a `CsvSource`: what its file holds is shown when it has been read."""

    source_changed = Signal(object)
    """The new `CsvSource`."""
    file_wanted = Signal()
    """A person wants to choose another file."""
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source: CsvSource | None = None
        self._table: CsvTable | None = None
        self._file = ElidedLabel("", "label")
        self.open_button = QPushButton(self.tr("Open a CSV…"))
        self.open_button.setAccessibleName(self.tr("Open a CSV"))
        self.open_button.clicked.connect(self.file_wanted)
        self.target = ChoiceField(
            self.tr("Target"), (), tooltip=self.tr("The column that the model learns to tell")
        )
        self.target.value_changed.connect(self._on_target)
        self.columns = CsvColumnsModel(self)
        self.columns.inputs_chosen.connect(self._on_inputs)
        self.view = CsvColumnsView(self.columns)
        heading = QHBoxLayout()
        heading.addWidget(self._file, 1)
        heading.addWidget(self.open_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(heading)
        layout.addWidget(self.target)
        layout.addWidget(self.view)

    def show_source(self, source: CsvSource, table: CsvTable | None) -> None:
        """Show a source, and the table in its file where it is known."""
        self._source = source
        self._file.setText(Path(source.path).name)
        self.target.setVisible(table is not None)
        self.view.setVisible(table is not None)
        if table is None:
            self._table = None
            return
        if table is not self._table:
            self._table = table
            self.target.set_choices(tuple(Choice(name, name) for name in table.column_names))
        if source.target in table.column_names:
            self.target.set_value(source.target)
        self.columns.show_table(table, source)

    @Slot(str)
    def _on_target(self, name: str) -> None:
        source = self._source
        if source is None or self._table is None or name == source.target:
            return
        # What was the target is an input now, if it can be.
        before = next((each for each in self._table.columns if each.name == source.target), None)
        chosen = set(source.inputs) - {name}
        if before is not None and before.kind == "number":
            chosen.add(before.name)
        inputs = tuple(each for each in self._table.column_names if each in chosen)
        if inputs:
            self.source_changed.emit(replace(source, inputs=inputs, target=name))
        else:
            self.target.set_value(source.target)
            self.refused.emit(
                self.tr("No column of numbers would be left for an input: choose one first.")
            )

    @Slot(object)
    def _on_inputs(self, names: tuple[str, ...]) -> None:
        if self._source is None:
            return
        if names:
            self.source_changed.emit(replace(self._source, inputs=names))
        else:
            self.refused.emit(self.tr("A model needs at least one input."))
