"""The trace of a run as the rows of a table."""

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QColor, QFont

from gdstudio.ui.colours import active_theme
from gdstudio.ui.number_text import grouped
from gdstudio.ui.trace_columns import Column, columns_of_run

if TYPE_CHECKING:
    from gdstudio.simulation.run import RunResult
    from gdstudio.simulation.trace import TraceView

_Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
_ALIGNMENT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class TraceModel(QAbstractTableModel):
    """A virtual table: a cell is made when it is looked at, so that any length is instant."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._trace: TraceView | None = None
        self._kind: tuple[object, ...] = ()
        self._columns: tuple[Column, ...] = ()
        self._current_row = -1

    @property
    def current_row(self) -> int:
        """The row that is marked; −1 when there is none."""
        return self._current_row

    def show_result(self, result: "RunResult | None", steps_an_epoch: int = 1) -> bool:
        """Show a run; return whether it is another one, and not only longer by some rows."""
        trace = result.trace if result is not None else None
        columns = columns_of_run(result, steps_an_epoch) if result is not None else ()
        names = () if result is None else result.parameter_names
        kind = (names, steps_an_epoch, len(columns))
        before = self._trace
        if trace is before and kind == self._kind:
            # Evaluations may have come without rows.
            self._columns = columns
            return False
        longer = (
            trace is not None
            and before is not None
            and trace.origin is before.origin
            and kind == self._kind
            and len(trace) >= len(before)
        )
        if trace is not None and before is not None and longer:
            grows = len(trace) > len(before)
            if grows:
                self.beginInsertRows(QModelIndex(), len(before), len(trace) - 1)
            self._trace, self._columns = trace, columns
            if grows:
                self.endInsertRows()
            return False
        self.beginResetModel()
        self._trace, self._kind, self._columns, self._current_row = trace, kind, columns, -1
        self.endResetModel()
        return True

    def mark_step(self, step: int) -> int:
        """Mark the row of a step, or the last recorded before it, and return it."""
        trace = self._trace
        row = trace.row_at(step) if trace is not None and len(trace) > 0 else -1
        if row != self._current_row:
            before, self._current_row = self._current_row, row
            for each in (before, row):
                if each >= 0:
                    last = self.index(each, self.columnCount() - 1)
                    self.dataChanged.emit(self.index(each, 0), last)
        return row

    def step_of(self, row: int) -> int:
        """Return the step of a row."""
        return int(self._trace.steps[row]) if self._trace is not None else 0

    def headings(self) -> list[str]:
        """Return the names of the columns."""
        return [column.heading for column in self._columns]

    def digits_of(self, column: int) -> int:
        """Return how many digits a column shows; 0: whole numbers."""
        return self._columns[column].digits

    def exact_column(self, column: int, rows: slice) -> list[str]:
        """Return the cells of a column with all their digits."""
        return self._columns[column].exact(rows) if column < len(self._columns) else []

    def rowCount(self, parent: _Index = _NO_INDEX) -> int:  # noqa: N802
        """Return the number of recorded steps."""
        return 0 if parent.isValid() or self._trace is None else len(self._trace)

    def columnCount(self, parent: _Index = _NO_INDEX) -> int:  # noqa: N802
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a cell shows, and all its digits as its tooltip."""
        if not index.isValid():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            column = self._columns[index.column()]
            (exact,) = column.exact(slice(index.row(), index.row() + 1))
            if role == Qt.ItemDataRole.ToolTipRole or not exact:
                return exact
            if column.digits == 0:
                return grouped(int(exact))
            return f"{float(exact):.{column.digits}g}".replace("-", "\u2212")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _ALIGNMENT
        if index.row() == self._current_row:
            if role == Qt.ItemDataRole.BackgroundRole:
                return QColor(active_theme().selection)
            if role == Qt.ItemDataRole.FontRole and index.column() == 0:
                font = QFont()
                font.setWeight(QFont.Weight.DemiBold)
                return font
        return None

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the name of a column."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            headings = self.headings()
            return headings[section] if section < len(headings) else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _ALIGNMENT
        return None
