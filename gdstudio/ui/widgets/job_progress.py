"""How far a computation in the background is, how long it takes, and a way to end it."""

import math

from PySide6.QtCore import QSize, QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QToolButton, QWidget

from gdstudio.session.cancellable_job import CancellableJob
from gdstudio.ui.colours import active_theme
from gdstudio.ui.icons import icon
from gdstudio.ui.widgets.labels import role_label

PATIENCE_MILLISECONDS = 350
"""What is done by then needs no bar."""
RESOLUTION = 1000
ESTIMATED_FRACTION, ESTIMATED_SECONDS = 0.02, 2.0
"""How much must be done, or how long it must have taken, before the rest can be estimated."""


class JobProgress(QWidget):
    """Follows a job: a slim bar, the time that is left, Cancel. It is seen while it is needed."""

    cancelled = Signal()

    def __init__(self, job: CancellableJob, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bar = QProgressBar()
        self._bar.setRange(0, RESOLUTION)
        self._bar.setFixedWidth(88)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(name)
        self._left = role_label("", "muted")
        self._cancel = QToolButton()
        self._cancel.setAutoRaise(True)
        self._cancel.setIconSize(QSize(16, 16))
        self._cancel.setToolTip(self.tr("Cancel: keep what is shown"))
        self._cancel.setAccessibleName(self.tr("Cancel"))
        self._cancel.clicked.connect(job.cancel)
        self._cancel.clicked.connect(self.cancelled)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for part in (self._bar, self._left, self._cancel):
            layout.addWidget(part)
        self.setAccessibleName(name)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MILLISECONDS)
        self._patience.timeout.connect(self._appear)
        self.hide()
        job.begun.connect(self._on_begun)
        job.reported.connect(self._on_reported)
        job.ended.connect(self._on_ended)

    def text(self) -> str:
        """Return what is said about the time that is left."""
        return self._left.text()

    def cancel_button(self) -> QToolButton:
        """Return the button that ends the job."""
        return self._cancel

    @Slot()
    def _on_begun(self) -> None:
        self._bar.setValue(0)
        self._left.setText("")
        if self.isHidden() and not self._patience.isActive():
            self._patience.start()

    @Slot()
    def _appear(self) -> None:
        self._cancel.setIcon(icon("x", active_theme().text))
        self.show()

    @Slot(float, float)
    def _on_reported(self, fraction: float, seconds: float) -> None:
        self._bar.setValue(round(RESOLUTION * fraction))
        elapsed = seconds * fraction / (1.0 - fraction) if fraction < 1.0 else 0.0
        is_known = fraction >= ESTIMATED_FRACTION or elapsed >= ESTIMATED_SECONDS
        self._left.setText(self._text(seconds) if is_known and seconds >= 0.0 else "")

    @Slot()
    def _on_ended(self) -> None:
        self._patience.stop()
        self.hide()

    def _text(self, seconds: float) -> str:
        if seconds < 60.0:
            return self.tr("{seconds} s left").format(seconds=math.ceil(seconds))
        return self.tr("{minutes} min left").format(minutes=math.ceil(seconds / 60.0))
