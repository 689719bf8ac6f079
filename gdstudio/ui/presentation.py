"""A presentation: the picture alone on the whole screen, in larger letters."""

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow

from gdstudio.ui.docks import Docks
from gdstudio.ui.theme_switch import ThemeSwitch


class Presentation(QObject):
    """Begins and ends with an action, and ends with Escape."""

    def __init__(
        self, window: QMainWindow, action: QAction, docks: Docks, theme_switch: ThemeSwitch
    ) -> None:
        super().__init__(window)
        self._window, self._docks, self._theme_switch = window, docks, theme_switch
        self._leave = QShortcut(QKeySequence(Qt.Key.Key_Escape), window)
        self._leave.setEnabled(False)
        self._leave.activated.connect(action.toggle)
        action.toggled.connect(self._on_toggled)

    @Slot(bool)
    def _on_toggled(self, on: bool) -> None:
        self._docks.set_presentation(on)
        self._theme_switch.set_enlarged(on)
        self._leave.setEnabled(on)
        # Of a maximised window it leaves that, and nothing else, as it was.
        state = self._window.windowState()
        full = Qt.WindowState.WindowFullScreen
        self._window.setWindowState(state | full if on else state & ~full)
