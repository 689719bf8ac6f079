"""The list of runs: colour and marker, name, how it went, loss, whether it is shown."""

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from gdstudio.ui.panels.run_delegate import ROW_HEIGHT, RunDelegate
from gdstudio.ui.panels.run_rows import RunListModel, RunRow


class RunList(QListView):
    """The list itself: select, rename (F2), hide, recolour, reorder by dragging."""

    selected = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.runs = RunListModel(self)
        self.delegate = RunDelegate(self)
        self.setModel(self.runs)
        self.setItemDelegate(self.delegate)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Runs"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDropIndicatorShown(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentChanged.connect(self._on_current_changed)

    def show_rows(self, rows: tuple[RunRow, ...], selected: int) -> None:
        """Show runs, one of them selected."""
        grown = len(rows) != self.runs.rowCount()
        self.runs.set_rows(rows)
        if self.currentIndex().row() != selected:
            self.setCurrentIndex(self.runs.index(selected))
        if grown:
            self.updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return room for all runs, six at the most."""
        return QSize(200, ROW_HEIGHT * min(max(self.runs.rowCount(), 1), 6) + 2)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return room for some runs."""
        return QSize(120, ROW_HEIGHT * min(max(self.runs.rowCount(), 1), 4) + 2)

    @Slot(QModelIndex, QModelIndex)
    def _on_current_changed(self, current: QModelIndex, _: QModelIndex) -> None:
        if current.isValid():
            self.selected.emit(current.row())
