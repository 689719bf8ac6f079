"""Light, dark, or as the system is."""

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication

from gdstudio.session.settings import Settings, ThemeChoice
from gdstudio.ui.actions import Actions
from gdstudio.ui.colours import DARK, LIGHT, Theme
from gdstudio.ui.fonts import DEFAULT_POINT_SIZE
from gdstudio.ui.theme import apply_theme, system_theme

ENLARGEMENT = 1.4
"""How much larger text is in a presentation."""


class ThemeSwitch(QObject):
    """Dresses the application and remembers the choice."""

    changed = Signal(object)
    """The new `Theme`."""

    def __init__(self, parent: QObject, actions: Actions, settings: Settings) -> None:
        super().__init__(parent)
        self._settings = settings
        self._choice = settings.theme
        self._factor = 1.0
        self._choices: dict[ThemeChoice, QAction] = {
            "system": actions.theme_system,
            "light": actions.theme_light,
            "dark": actions.theme_dark,
        }
        for action in self._choices.values():
            action.triggered.connect(self._on_chosen)
        self._application().styleHints().colorSchemeChanged.connect(self._on_system_changed)

    def restore(self) -> None:
        """Mark the remembered choice; the application wears it already."""
        self._choices[self._choice].setChecked(True)

    def set_enlarged(self, enlarged: bool) -> None:
        """Enlarge all text, or not."""
        self._factor = ENLARGEMENT if enlarged else 1.0
        self._dress()

    @Slot()
    def _on_chosen(self) -> None:
        for key, action in self._choices.items():
            if action.isChecked() and key != self._choice:
                self._choice = key
                self._settings.theme = key
                self._dress()

    @Slot(Qt.ColorScheme)
    def _on_system_changed(self, _: Qt.ColorScheme) -> None:
        if self._choice == "system":
            self._dress()

    def _dress(self) -> None:
        theme = chosen_theme(self._application(), self._choice)
        apply_theme(self._application(), theme, DEFAULT_POINT_SIZE * self._factor)
        self.changed.emit(theme)

    def _application(self) -> QApplication:
        application = QApplication.instance()
        assert isinstance(application, QApplication)  # noqa: S101 (a window needs one)
        return application


def chosen_theme(application: QApplication, choice: ThemeChoice) -> Theme:
    """Return the theme that a choice means now."""
    if choice == "dark":
        return DARK
    return LIGHT if choice == "light" else system_theme(application)
