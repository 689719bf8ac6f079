"""The list of runs: colour and marker, name, how it went, loss, whether it is shown."""

from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QByteArray,
    QEvent,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor, QFont, QMouseEvent, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from gdstudio.ui.colours import active_theme
from gdstudio.ui.fonts import numeric_font, scaled_font
from gdstudio.ui.icons import icon
from gdstudio.ui.plots.markers import draw_marker

Index = QModelIndex | QPersistentModelIndex

ROW_HEIGHT = 46
SWATCH = QRect(10, 0, 22, ROW_HEIGHT)
EYE_WIDTH = 30
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


class RunDelegate(QStyledItemDelegate):
    """Paints a run and takes clicks on its swatch and its eye."""

    eye_clicked = Signal(int)
    swatch_clicked = Signal(int)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002, N802
        """Return the size of a row."""
        return QSize(120, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one run."""
        row: RunRow = index.data(ROW_ROLE)
        theme = active_theme()
        area = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if selected or hovered:
            ground = QPainterPath()
            ground.addRoundedRect(area.adjusted(0, 1, 0, -1), 8.0, 8.0)
            painter.fillPath(ground, QColor(theme.accent_soft if selected else theme.hover))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(theme.accent), 1.5))
            painter.drawRoundedRect(QRectF(area).adjusted(1.0, 2.0, -1.0, -2.0), 7.0, 7.0)
        painter.setOpacity(0.45 if row.is_hidden else 1.0)
        centre = QPointF(area.left() + SWATCH.center().x() + 0.5, area.center().y() + 0.5)
        draw_marker(painter, index.row(), centre, 7.0, QColor(row.colour), QColor(theme.card))

        left, right = area.left() + 42, area.right() - EYE_WIDTH - 4
        top = QRect(left, area.top() + 5, right - left, 18)
        bottom = QRect(left, area.top() + 23, right - left, 17)
        loss_font = numeric_font(option.font)
        painter.setFont(loss_font)
        painter.setPen(QColor(theme.text))
        loss_width = painter.fontMetrics().horizontalAdvance(row.loss)
        painter.drawText(top, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, row.loss)
        name_font = scaled_font(option.font, 1.0, QFont.Weight.Medium)
        painter.setFont(name_font)
        name_area = top.adjusted(0, 0, -loss_width - 8, 0)
        name = painter.fontMetrics().elidedText(
            row.label, Qt.TextElideMode.ElideRight, name_area.width()
        )
        painter.drawText(name_area, Qt.AlignmentFlag.AlignVCenter, name)
        painter.setFont(scaled_font(option.font, 0.9))
        painter.setPen(QColor(theme.danger if row.is_bad else theme.muted_text))
        state = painter.fontMetrics().elidedText(
            row.state, Qt.TextElideMode.ElideRight, bottom.width()
        )
        painter.drawText(bottom, Qt.AlignmentFlag.AlignVCenter, state)
        painter.setOpacity(1.0)
        if row.is_hidden or hovered or selected:
            sign = icon("eye-off" if row.is_hidden else "eye", theme)
            sign.paint(painter, self._eye_area(area).adjusted(7, 0, -7, 0))
        painter.restore()

    def editorEvent(  # noqa: N802 (Qt's name)
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """Take clicks on the swatch and the eye."""
        if event.type() == QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent):
            place = event.position().toPoint()
            if self._eye_area(option.rect).contains(place):
                self.eye_clicked.emit(index.row())
                return True
            if place.x() < option.rect.left() + 36:
                self.swatch_clicked.emit(index.row())
                return True
        return super().editorEvent(event, model, option, index)

    def updateEditorGeometry(  # noqa: N802 (Qt's name)
        self,
        editor: QWidget,
        option: QStyleOptionViewItem,
        index: Index,  # noqa: ARG002
    ) -> None:
        """Put the editor of the name where the name stands."""
        editor.setGeometry(option.rect.adjusted(36, 7, -EYE_WIDTH, -7))

    def createEditor(  # noqa: N802 (Qt's name)
        self,
        parent: QWidget,
        option: QStyleOptionViewItem,  # noqa: ARG002
        index: Index,  # noqa: ARG002
    ) -> QWidget:
        """Return the editor of a name."""
        editor = QLineEdit(parent)
        editor.setMaxLength(100)
        editor.setAccessibleName(self.tr("Name of the run"))
        return editor

    def _eye_area(self, area: QRect) -> QRect:
        return QRect(area.right() - EYE_WIDTH - 1, area.top(), EYE_WIDTH, area.height())


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
