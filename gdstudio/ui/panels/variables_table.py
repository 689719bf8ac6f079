"""The variables: from where to where the picture goes, and where the runs start."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from gdstudio.experiment.model import Experiment
from gdstudio.ui.fonts import numeric_font
from gdstudio.ui.panels.number_cell import number_cell
from gdstudio.ui.widgets.labels import role_label


class _Line:
    """What stands in one line of the table; it is used again for another variable."""

    def __init__(self) -> None:
        self.label = QLabel()
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        font = self.label.font()
        font.setItalic(True)
        self.label.setFont(font)
        self.low, self.high, self.start = self.cells = tuple(
            number_cell(value, "") for value in (-1.0, 1.0, 0.0)
        )

    def set_name(self, name: str, names: tuple[str, str, str]) -> None:
        """Be the line of a variable; ``names`` are those of its three cells."""
        self.label.setText(name)
        for column, (cell, accessible_name) in enumerate(
            zip(self.cells, names, strict=True), start=1
        ):
            cell.setAccessibleName(accessible_name)
            cell.setObjectName(f"variables.{name}.{column}")

    def set_visible(self, visible: bool) -> None:
        """Show the line, or put it away."""
        for widget in (self.label, *self.cells):
            widget.setVisible(visible)


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
        # A key in the formula may bring a variable or take one away: making cells takes longer
        # than drawing the picture.
        self._kept: list[_Line] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        headings = (self.tr("from"), self.tr("to"), self.tr("start"))
        for column, heading in enumerate(headings, start=1):
            self._grid.setColumnStretch(column, 1)
            self._grid.addWidget(role_label(heading, "muted"), 0, column)

    def set_experiment(self, experiment: Experiment) -> None:
        """Show an experiment."""
        self._experiment = experiment
        if experiment.function.variables != self._names:
            self._show_lines(experiment.function.variables)
        for line, (low, high), start in zip(
            self._lines, experiment.function.domain, experiment.start, strict=True
        ):
            line.low.set_value(low)
            line.high.set_value(high)
            line.start.set_value(start)
        self.refused.emit("")

    @property
    def _lines(self) -> list[_Line]:
        return self._kept[: len(self._names)]

    def _show_lines(self, names: tuple[str, ...]) -> None:
        while len(self._kept) < len(names):
            self._add_line()
        for index in range(len(names), len(self._names)):
            self._kept[index].set_visible(False)
        for index in range(len(self._names), len(names)):
            self._kept[index].set_visible(True)
        self._names = names
        for name, line in zip(names, self._lines, strict=True):
            line.set_name(
                name,
                (
                    self.tr("{name}, from").format(name=name),
                    self.tr("{name}, to").format(name=name),
                    self.tr("{name}, start").format(name=name),
                ),
            )

    def _add_line(self) -> None:
        line = _Line()
        self._kept.append(line)
        row = len(self._kept)
        for column, widget in enumerate((line.label, *line.cells)):
            self._grid.addWidget(widget, row, column)
        for cell in line.cells:
            cell.setFont(numeric_font(self.font()))
            cell.value_changed.connect(self._on_changed)
            cell.value_committed.connect(self.edit_ended)

    @Slot(float)
    def _on_changed(self, _: float) -> None:
        experiment = self._experiment
        if experiment is None:
            return
        domain = tuple((line.low.value(), line.high.value()) for line in self._lines)
        for name, (low, high) in zip(self._names, domain, strict=True):
            if not low < high:
                self.refused.emit(
                    self.tr("{name}: “from” must be less than “to”.").format(name=name)
                )
                return
        self.refused.emit("")
        # Of both: while the domain was refused, a start may have been typed.
        start = tuple(line.start.value() for line in self._lines)
        objective = replace(experiment.function, domain=domain)
        moves = domain == experiment.function.domain
        text = self.tr("Move the start") if moves else self.tr("Change the domain")
        changed = replace(experiment, objective=objective, start=start)
        if changed != experiment:
            self.edited.emit(changed, text, self.sender().objectName())
