"""The columns of a table: which of them are inputs, what they hold, how they begin."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from gdstudio.experiment.data_objectives import CsvSource
from gdstudio.experiment.datasets.csv_table import CsvColumn, CsvTable
from gdstudio.ui.colours import active_theme

NAME, KIND, FIRST_VALUE = range(3)
SHOWN_VALUES = 20
MOST_LINES = 7
LINE_HEIGHT = 26

_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole


class CsvColumnsModel(QAbstractTableModel):
    """A line for each column of a table: its name with a mark for an input, its kind, its values.

    The table lies on its side: a panel is narrow, and a table may have many columns.
    """

    inputs_chosen = Signal(object)
    """The names of the columns that are to be inputs, in the order of the table."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table: CsvTable | None = None
        self._inputs: frozenset[str] = frozenset()
        self._target = ""

    def show_table(self, table: CsvTable, source: CsvSource) -> None:
        """Show a table and what is made of it."""
        if table is not self._table:
            self.beginResetModel()
            self._table = table
            self.endResetModel()
        chosen = (frozenset(source.inputs), source.target)
        if chosen != (self._inputs, self._target):
            self._inputs, self._target = chosen
            last = self.index(self.rowCount() - 1, KIND)
            self.dataChanged.emit(self.index(0, NAME), last)

    def rowCount(self, parent: _Index | None = None) -> int:  # noqa: ARG002, N802 (Qt's name)
        """Return how many columns the table has."""
        return 0 if self._table is None else len(self._table.columns)

    def columnCount(self, parent: _Index | None = None) -> int:  # noqa: ARG002, N802
        """Return name, kind and the first values."""
        shown = 0 if self._table is None else min(len(self._table.preview), SHOWN_VALUES)
        return FIRST_VALUE + shown

    def headerData(  # noqa: N802 (Qt's name)
        self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> Any:
        """Return what stands above."""
        if orientation is not Qt.Orientation.Horizontal or role != _Role.DisplayRole:
            return None
        if section < FIRST_VALUE:
            return (self.tr("Input"), self.tr("Holds"))[section]
        return self.tr("row {number}").format(number=section - FIRST_VALUE + 1)

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:
        """Return what a cell shows."""
        if self._table is None:
            return None
        column = self._table.columns[index.row()]
        match role:
            case _Role.DisplayRole:
                return self._text(column, index)
            case _Role.CheckStateRole if index.column() == NAME and self._may_be_input(column):
                is_input = column.name in self._inputs
                return Qt.CheckState.Checked if is_input else Qt.CheckState.Unchecked
            case _Role.ToolTipRole:
                return self._explanation(column) or self._text(column, index)
            case _Role.ForegroundRole if index.column() != NAME or not self._may_be_input(column):
                return active_theme().muted_text
        return None

    def setData(self, index: _Index, value: Any, role: int = _Role.EditRole) -> bool:  # noqa: N802
        """Make a column an input, or none."""
        if role != _Role.CheckStateRole or self._table is None:
            return False
        name = self._table.columns[index.row()].name
        is_input = Qt.CheckState(value) is Qt.CheckState.Checked
        inputs = self._inputs | {name} if is_input else self._inputs - {name}
        # It is marked when the experiment says so.
        order = tuple(each for each in self._table.column_names if each in inputs)
        self.inputs_chosen.emit(order)
        return True

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Let columns of numbers be inputs."""
        flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        if self._table is None or index.column() != NAME:
            return flags
        if self._may_be_input(self._table.columns[index.row()]):
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def _text(self, column: CsvColumn, index: _Index) -> str:
        assert self._table is not None  # noqa: S101 - asked only for cells of a table
        if index.column() == NAME:
            return column.name
        if index.column() == KIND:
            return self._kind(column)
        return self._table.preview[index.column() - FIRST_VALUE][index.row()]

    def _kind(self, column: CsvColumn) -> str:
        if column.name == self._target:
            return self.tr("target")
        kind = self.tr("numbers") if column.kind == "number" else self.tr("text")
        gaps = int(column.missing.size)
        return self.tr("{kind}, {count} missing").format(kind=kind, count=gaps) if gaps else kind

    def _may_be_input(self, column: CsvColumn) -> bool:
        return column.kind == "number" and column.name != self._target

    def _explanation(self, column: CsvColumn) -> str:
        if column.name == self._target:
            return self.tr("This column is what the model learns to tell.")
        if column.kind == "text":
            return self.tr("A column of text can be the target, but not an input.")
        if column.missing.size:
            return self.tr("Rows without a value cannot be used: fill them in or remove them.")
        return ""


class CsvColumnsView(QTableView):
    """Shows the columns of a table, not higher than needed."""

    def __init__(self, model: CsvColumnsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setAccessibleName(self.tr("Columns of the table"))
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(LINE_HEIGHT)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setMinimumSectionSize(48)
        model.modelReset.connect(self._fit)

    def _fit(self) -> None:
        self.setColumnWidth(NAME, 132)
        self.setColumnWidth(KIND, 76)
        for column in range(FIRST_VALUE, self.model().columnCount()):
            self.setColumnWidth(column, 72)
        lines = min(self.model().rowCount(), MOST_LINES)
        # A header, the lines and the bar to move sideways.
        self.setFixedHeight(LINE_HEIGHT * lines + 34 + 14)
