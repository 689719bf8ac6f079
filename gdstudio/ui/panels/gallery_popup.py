"""The gallery: famous functions with small pictures, in a popup."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QIcon, QKeyEvent, QPixmap
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gdstudio.experiment.gallery import GalleryEntry, load_gallery
from gdstudio.session.latest_job import LatestJob
from gdstudio.ui.colours import Theme
from gdstudio.ui.icons import icon
from gdstudio.ui.panels.thumbnails import SIZE, ThumbnailData, thumbnail, thumbnail_data
from gdstudio.ui.widgets.labels import role_label

CELL = QSize(SIZE.width() + 24, SIZE.height() + 46)


class GalleryPopup(QFrame):
    """Lets a person choose a function by its picture; typing searches."""

    chosen = Signal(object)
    """The `GalleryEntry`."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._theme = theme
        self._data: tuple[ThumbnailData, ...] = ()
        self._entries = {entry.key: entry for entry in load_gallery()}
        self._search = QLineEdit()
        self._search.setPlaceholderText(self.tr("Search the gallery"))
        self._search.setClearButtonEnabled(True)
        self._search.setAccessibleName(self.tr("Search the gallery"))
        self._search.textChanged.connect(self._filter)
        self._search.installEventFilter(self)
        self._search.returnPressed.connect(self._choose_first)
        self._list = QListWidget()
        self._list.setViewMode(QListView.ViewMode.IconMode)
        self._list.setResizeMode(QListView.ResizeMode.Adjust)
        self._list.setMovement(QListView.Movement.Static)
        self._list.setUniformItemSizes(True)
        self._list.setWordWrap(True)
        self._list.setIconSize(SIZE)
        self._list.setGridSize(CELL)
        self._list.setStyleSheet(f"QListView {{ icon-size: {SIZE.width()}px {SIZE.height()}px; }}")
        self._list.setMouseTracking(True)
        self._list.setAccessibleName(self.tr("Functions"))
        self._list.itemEntered.connect(self._describe)
        self._list.currentItemChanged.connect(self._describe)
        self._list.itemActivated.connect(self._choose)
        self._list.itemClicked.connect(self._choose)
        self._hint = self.tr("Point at a function to read why it is worth a look.")
        self._note: QLabel = role_label(self._hint, "muted")
        self._note.setWordWrap(True)
        self._note.setMinimumHeight(3 * self.fontMetrics().lineSpacing())
        self._note.setAlignment(Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        layout.addWidget(self._search)
        layout.addWidget(self._list, 1)
        layout.addWidget(self._note)
        for entry in self._entries.values():
            item = QListWidgetItem(entry.name)
            item.setData(Qt.ItemDataRole.UserRole, entry.key)
            item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, entry.note)
            item.setSizeHint(CELL)
            item.setTextAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
            self._list.addItem(item)
        self._job = LatestJob(thumbnail_data, self)
        self._job.done.connect(self._on_thumbnails)

    def open_below(self, anchor: QWidget) -> None:
        """Show the gallery under a button, as large as the screen allows."""
        columns = 5
        scroll_bar = 16
        wanted = QSize(columns * CELL.width() + 24 + scroll_bar, 560)
        corner = anchor.mapToGlobal(QPoint(0, anchor.height() + 4))
        screen = anchor.screen().availableGeometry()
        self.resize(wanted.boundedTo(screen.size() - QSize(40, 40)))
        corner.setX(min(corner.x(), screen.right() - self.width() - 8))
        corner.setY(min(corner.y(), screen.bottom() - self.height() - 8))
        self.move(corner)
        self._search.clear()
        self.show()
        self._search.setFocus()
        if not self._data:
            self._job.submit(load_gallery())

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self._draw_thumbnails()

    def shut_down(self) -> None:
        """Compute no more pictures."""
        self._job.shut_down()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Let keys that mean nothing to the search field move in the list."""
        moves = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            items = self._visible_items()
            if watched is self._search and event.key() in moves and items:
                if self._list.currentItem() in items:
                    QApplication.sendEvent(self._list, event)
                else:
                    self._list.setCurrentItem(items[0])
                return True
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        """Keep the icon of the search field in the theme's colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._search.actions():
            self._search.actions()[0].setIcon(icon("search"))

    @Slot(object, object)
    def _on_thumbnails(self, _: object, data: tuple[ThumbnailData, ...]) -> None:
        self._data = data
        self._draw_thumbnails()

    def _draw_thumbnails(self) -> None:
        for row, data in enumerate(self._data):
            picture = QPixmap.fromImage(thumbnail(data, self._theme))
            self._list.item(row).setIcon(QIcon(picture))

    @Slot(str)
    def _filter(self, text: str) -> None:
        words = text.casefold().split()
        for row in range(self._list.count()):
            item = self._list.item(row)
            entry = self._entry(item)
            everything = f"{entry.name} {entry.key} {entry.expression} {entry.note}".casefold()
            item.setHidden(not all(word in everything for word in words))
        none = not self._visible_items()
        sentence = self.tr("No function matches “{text}”.").format(text=text.strip())
        self._list.setCurrentRow(-1)
        self._note.setText(sentence if none else self._hint)

    @Slot(QListWidgetItem)
    def _describe(self, item: QListWidgetItem | None) -> None:
        self._note.setText(self._hint if item is None else self._entry(item).note)

    @Slot()
    def _choose_first(self) -> None:
        """Choose the marked function, else the first."""
        items = self._visible_items()
        current = self._list.currentItem()
        if items:
            self._choose(current if current in items else items[0])

    def _visible_items(self) -> list[QListWidgetItem]:
        items = [self._list.item(row) for row in range(self._list.count())]
        return [item for item in items if not item.isHidden()]

    @Slot(QListWidgetItem)
    def _choose(self, item: QListWidgetItem) -> None:
        self.hide()
        self.chosen.emit(self._entry(item))

    def _entry(self, item: QListWidgetItem | QModelIndex) -> GalleryEntry:
        key = item.data(Qt.ItemDataRole.UserRole)
        return self._entries[key]
