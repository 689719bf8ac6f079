"""Help: the keys, and what the program is."""

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QVBoxLayout, QWidget

from gdstudio.ui.actions import Actions
from gdstudio.ui.icons import program_icon
from gdstudio.ui.widgets.labels import role_label
from gdstudio.version import __version__


class Help(QObject):
    """Shows its dialogs beside the window, which stays usable."""

    def __init__(self, window: QWidget, actions: Actions) -> None:
        super().__init__(window)
        self._window, self._actions = window, actions
        actions.shortcuts.triggered.connect(self.show_shortcuts)
        actions.about.triggered.connect(self.show_about)

    @Slot()
    def show_shortcuts(self) -> None:
        """Show all keys."""
        _show_shortcuts(self._window, self._actions)

    @Slot()
    def show_about(self) -> None:
        """Show what the program is."""
        _show_about(self._window)


def _show_shortcuts(parent: QWidget, actions: Actions) -> None:
    dialog = QDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(dialog.tr("Keyboard"))
    grid = QGridLayout(dialog)
    grid.setContentsMargins(24, 20, 24, 20)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(6)
    with_keys = [action for action in actions.all() if not action.shortcut().isEmpty()]
    rows = -(-len(with_keys) // 2)
    for place, action in enumerate(with_keys):
        column, row = divmod(place, rows)
        text = action.text().replace("&", "").rstrip("…")
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        grid.addWidget(QLabel(text), row, 3 * column)
        grid.addWidget(role_label(keys, "label"), row, 3 * column + 1)
    grid.setColumnMinimumWidth(2, 24)
    dialog.show()


def _show_about(parent: QWidget) -> None:
    dialog = QDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(dialog.tr("About GD Studio"))
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(32, 24, 32, 24)
    layout.setSpacing(8)
    picture = QLabel()
    picture.setPixmap(program_icon().pixmap(72, 72))
    picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
    layout.addWidget(picture)
    heading = role_label(f"GD Studio {__version__}", "heading")
    heading.setAlignment(Qt.AlignmentFlag.AlignCenter)
    layout.addWidget(heading)
    text = QLabel(
        dialog.tr(
            "See, step through, compare and understand gradient descent.\n\n"
            "MIT licence. Icons: Lucide (ISC). Font: Inter (SIL OFL)."
        )
    )
    text.setAlignment(Qt.AlignmentFlag.AlignCenter)
    text.setWordWrap(True)
    text.setMinimumWidth(400)
    layout.addWidget(text)
    dialog.show()
