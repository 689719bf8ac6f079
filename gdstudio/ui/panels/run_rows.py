"""The runs as rows of a list."""

from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtWidgets import QWidget

Index = QModelIndex | QPersistentModelIndex

MIME_TYPE = "application/x-gdstudio-run"
ROW_ROLE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class RunRow:
    """What the list shows of a run."""

    label: str
    colour: str
    state: str
    loss: str
    message: str
    is_hidden: bool
    is_bad: bool


class RunListModel(QAbstractListModel):
    """The runs as rows; edits are signals, so that they go through the undo stack."""

    renamed = Signal(int, str)
    moved = Signal(int, int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows: tuple[RunRow, ...] = ()

    def set_rows(self, rows: tuple[RunRow, ...]) -> None:
        """Show these runs."""
        if rows == self._rows:
            return
        if len(rows) != len(self._rows):
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
        else:
            self._rows = rows
            self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802 (Qt's name)
        """Return how many runs there are."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a role asks for."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return row.label
            case Qt.ItemDataRole.ToolTipRole:
                return f"{row.label}: {row.message or row.state}"
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{row.label}, {row.state}, loss {row.loss}"
            case _ if role == ROW_ROLE:
                return row
        return None

    def setData(  # noqa: N802 (Qt's name)
        self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole
    ) -> bool:
        """Take a new name."""
        text = str(value).strip()
        if role != Qt.ItemDataRole.EditRole or not text:
            return False
        self.renamed.emit(index.row(), text)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let runs be named and dragged."""
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        return (
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemIsEditable
            | Qt.ItemFlag.ItemIsDragEnabled
        )

    def supportedDropActions(self) -> Qt.DropAction:  # noqa: N802 (Qt's name)
        """Let runs be moved."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:  # noqa: N802 (Qt's name)
        """Take runs of this list alone."""
        return [MIME_TYPE]

    def mimeData(self, indexes: object) -> QMimeData:  # noqa: N802 (Qt's name)
        """Carry the row."""
        data = QMimeData()
        if isinstance(indexes, list) and indexes:
            data.setData(MIME_TYPE, QByteArray(str(indexes[0].row()).encode()))
        return data

    def dropMimeData(  # noqa: N802 (Qt's name)
        self,
        data: QMimeData,
        action: Qt.DropAction,
        row: int,
        column: int,  # noqa: ARG002
        parent: Index,
    ) -> bool:
        """Ask for the move; the rows come back through ``set_rows``."""
        if action != Qt.DropAction.MoveAction or not data.hasFormat(MIME_TYPE):
            return False
        source = int(bytes(data.data(MIME_TYPE).data()))
        target = parent.row() if row < 0 else row
        target = len(self._rows) if target < 0 else target
        target -= 1 if target > source else 0
        if target != source:
            self.moved.emit(source, target)
        # False: Qt would remove the source row itself otherwise.
        return False
