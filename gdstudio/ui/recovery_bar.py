"""An offer to restore what a crash left behind; it waits and is in nobody's way."""

from PySide6.QtCore import QDateTime, QLocale, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from gdstudio.session.recovery import RecoveredFile, Recovery


class RecoveryBar(QFrame):
    """Shows one abandoned copy after the other; hidden when there is none."""

    restored = Signal(object)
    """The `RecoveredFile` that a person wants back."""

    def __init__(self, recovery: Recovery, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("RecoveryBar")
        self._recovery = recovery
        self._files: list[RecoveredFile] = []
        self._text = QLabel()
        self._text.setWordWrap(True)
        restore = QPushButton(self.tr("Restore"))
        restore.setProperty("role", "primary")
        discard = QPushButton(self.tr("Discard"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 8, 8)
        layout.setSpacing(8)
        layout.addWidget(self._text, 1)
        layout.addWidget(restore)
        layout.addWidget(discard)
        restore.clicked.connect(self._on_restore)
        discard.clicked.connect(self._on_discard)
        self.hide()

    def look(self) -> None:
        """Look for copies that crashed windows left, and offer the newest."""
        self._files = self._recovery.abandoned()
        self._show_first()

    def _show_first(self) -> None:
        self.setVisible(bool(self._files))
        if self._files:
            file = self._files[0]
            moment = QDateTime.fromSecsSinceEpoch(int(file.saved_at.timestamp()))
            saved_at = QLocale().toString(moment, QLocale.FormatType.ShortFormat)
            self._text.setText(
                self.tr("Unsaved work on “{title}” was kept when GD Studio ended ({time}).").format(
                    title=file.title or self.tr("Untitled"), time=saved_at
                )
            )

    @Slot()
    def _on_restore(self) -> None:
        file = self._files.pop(0)
        self.restored.emit(file)
        self._recovery.discard(file)
        self._show_first()

    @Slot()
    def _on_discard(self) -> None:
        self._recovery.discard(self._files.pop(0))
        self._show_first()
