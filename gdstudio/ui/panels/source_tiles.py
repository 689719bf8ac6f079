"""Where the data come from, as small pictures to choose from."""

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QIcon, QKeyEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QSizePolicy, QToolButton, QWidget

from gdstudio.experiment.datasets.registry import GENERATORS
from gdstudio.ui.colours import active_theme
from gdstudio.ui.icons import icon
from gdstudio.ui.panels.source_pictures import SIZE, source_picture

COLUMNS = 6
CSV = "csv"
AROUND = 10
"""Border and padding of a button, on both sides."""

_WAYS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -COLUMNS,
    Qt.Key.Key_Down: COLUMNS,
}


class SourceTiles(QWidget):
    """A tile for each generator, and one for a file; the arrow keys move among them."""

    chosen = Signal(str)
    """The key of a generator, or ``csv``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._keys = (*GENERATORS, CSV)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(4)
        for number, key in enumerate(self._keys):
            tile = _Tile()
            if key == CSV:
                tile.describe(self.tr("CSV file"), self.tr("Your own data, from a table"))
            else:
                tile.describe(GENERATORS[key].label, GENERATORS[key].hint)
            tile.moved.connect(self._on_moved)
            self._group.addButton(tile, number)
            grid.addWidget(tile, number // COLUMNS, number % COLUMNS)
        self._group.idClicked.connect(self._on_clicked)
        self._undrawn: list[str] = []
        # One picture at a time: together they would hold up the window.
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._draw_next)
        self._dress()

    def set_key(self, key: str | None) -> None:
        """Mark the tile of a source; None: of none of them."""
        if key is None:
            self._group.setExclusive(False)
            for button in self._group.buttons():
                button.setChecked(False)
            self._group.setExclusive(True)
        else:
            self.tile(key).setChecked(True)
        for number, button in enumerate(self._group.buttons()):
            # Tab comes to one of them: the one that is marked, else the first.
            is_stop = button.isChecked() or (key is None and number == 0)
            policy = Qt.FocusPolicy.StrongFocus if is_stop else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(policy)

    def tile(self, key: str) -> QToolButton:
        """Return the tile of a source."""
        tile = self._group.button(self._keys.index(key))
        assert isinstance(tile, QToolButton)  # noqa: S101 - they are made here
        return tile

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()

    def _dress(self) -> None:
        self.tile(CSV).setIcon(icon("file-spreadsheet"))
        self._undrawn = list(GENERATORS)
        self._timer.start()

    @Slot()
    def _draw_next(self) -> None:
        key = self._undrawn.pop(0)
        picture = QPixmap.fromImage(source_picture(key, active_theme()))
        self.tile(key).setIcon(QIcon(picture))
        if not self._undrawn:
            self._timer.stop()

    @Slot(int)
    def _on_clicked(self, number: int) -> None:
        self.chosen.emit(self._keys[number])

    @Slot(int)
    def _on_moved(self, key: int) -> None:
        # Of the tile that has the focus: of a row of its own data there may be none that is marked.
        tile = self.sender()
        here = self._group.id(tile) if isinstance(tile, QToolButton) else 0
        there = here + _WAYS[Qt.Key(key)]
        if 0 <= there < len(self._keys) - 1:
            self._group.button(there).setFocus(Qt.FocusReason.TabFocusReason)
            self._group.button(there).click()
        elif there == len(self._keys) - 1:
            # A file is asked for with Space, not in passing.
            self._group.button(there).setFocus(Qt.FocusReason.TabFocusReason)


class _Tile(QToolButton):
    """A picture that can be chosen."""

    moved = Signal(int)
    """An arrow key, as a number."""

    def __init__(self) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(SIZE + 8)
        self.setMinimumWidth(SIZE)

    def describe(self, name: str, hint: str) -> None:
        self.setAccessibleName(name)
        self.setAccessibleDescription(hint)
        self.setToolTip(f"{name}: {hint}")

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        side = min(SIZE, event.size().width() - AROUND)
        self.setIconSize(QSize(side, side))

    def event(self, event: QEvent) -> bool:
        # The arrows are also the player's.
        if event.type() == QEvent.Type.ShortcutOverride and _is_move(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        if Qt.Key(event.key()) in _WAYS:
            self.moved.emit(int(event.key()))
        else:
            super().keyPressEvent(event)


def _is_move(event: QEvent) -> bool:
    plain = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
    return (
        isinstance(event, QKeyEvent) and Qt.Key(event.key()) in _WAYS and event.modifiers() in plain
    )
