"""The variables: from where to where the picture goes, and where the runs start."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from gdstudio.experiment.model import Experiment
from gdstudio.ui.fonts import numeric_font
from gdstudio.ui.panels.number_cell import number_cell
from gdstudio.ui.widgets.labels import role_label
from gdstudio.ui.widgets.number_spin_box import NumberSpinBox


class VariablesTable(QWidget):
    """One line a variable: name, lowest and highest value of the picture, start."""

    edited = Signal(object, str, str)
    """The new `Experiment`, what was done, and the key under which edits merge."""
    edit_ended = Signal()
    refused = Signal(str)
    """Why what was typed cannot be; "" when all is well again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._experiment: Experiment | None = None
        self._names: tuple[str, ...] = ()
        self._low: list[NumberSpinBox] = []
        self._high: list[NumberSpinBox] = []
        self._start: list[NumberSpinBox] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        for column in (1, 2, 3):
            self._grid.setColumnStretch(column, 1)

    def set_experiment(self, experiment: Experiment) -> None:
        """Show an experiment."""
        self._experiment = experiment
        if experiment.function.variables != self._names:
            self._rebuild(experiment)
        for index, (low, high) in enumerate(experiment.function.domain):
            self._low[index].set_value(low)
            self._high[index].set_value(high)
            self._start[index].set_value(experiment.start[index])
        self.refused.emit("")

    def _rebuild(self, experiment: Experiment) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._names = experiment.function.variables
        self._low, self._high, self._start = [], [], []
        headings = ("", self.tr("from"), self.tr("to"), self.tr("start"))
        for column, heading in enumerate(headings):
            self._grid.addWidget(role_label(heading, "muted"), 0, column)
        for row, name in enumerate(self._names, start=1):
            label = QLabel(name)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
            font = label.font()
            font.setItalic(True)
            label.setFont(font)
            self._grid.addWidget(label, row, 0)
            low, high = experiment.function.domain[row - 1]
            cells = (
                number_cell(low, self.tr("{name}, from").format(name=name)),
                number_cell(high, self.tr("{name}, to").format(name=name)),
                number_cell(experiment.start[row - 1], self.tr("{name}, start").format(name=name)),
            )
            lists = (self._low, self._high, self._start)
            for column, (cell, into) in enumerate(zip(cells, lists, strict=True), start=1):
                cell.setFont(numeric_font(self.font()))
                cell.setObjectName(f"variables.{name}.{column}")
                self._grid.addWidget(cell, row, column)
                cell.value_changed.connect(self._on_changed)
                cell.value_committed.connect(self.edit_ended)
                into.append(cell)

    @Slot(float)
    def _on_changed(self, _: float) -> None:
        experiment = self._experiment
        if experiment is None:
            return
        domain = tuple(
            (low.value(), high.value()) for low, high in zip(self._low, self._high, strict=True)
        )
        for name, (low, high) in zip(self._names, domain, strict=True):
            if not low < high:
                self.refused.emit(
                    self.tr("{name}: “from” must be less than “to”.").format(name=name)
                )
                return
        self.refused.emit("")
        # Of both: while the domain was refused, a start may have been typed.
        start = tuple(cell.value() for cell in self._start)
        objective = replace(experiment.function, domain=domain)
        moves = domain == experiment.function.domain
        text = self.tr("Move the start") if moves else self.tr("Change the domain")
        changed = replace(experiment, objective=objective, start=start)
        if changed != experiment:
            self.edited.emit(changed, text, self.sender().objectName())
