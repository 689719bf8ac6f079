"""The application of the desktop."""

from pathlib import Path

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication


class Application(QApplication):
    """Hears of files that the desktop gives to the running program, as the Finder of macOS does."""

    file_opened = Signal(object)
    """A file is to be opened; its path."""

    def event(self, event: QEvent) -> bool:
        """Hear what is for the application itself, and for no widget."""
        if isinstance(event, QFileOpenEvent) and event.file():
            self.file_opened.emit(Path(event.file()))
            return True
        return super().event(event)
