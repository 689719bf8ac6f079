"""The sentence in the status bar: how the selected run ended, or why there is no picture yet."""

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QWidget

from gdstudio.experiment.model import Experiment
from gdstudio.ui.plots.frame import Frame
from gdstudio.ui.widgets.labels import ElidedLabel

LONG_WAIT_MILLISECONDS = 1500
"""After which a person who sees nothing of an experiment is told why."""


class RunSentence(ElidedLabel):
    """Says what a frame says of the selected run."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "muted", parent)
        self._awaited: Experiment | None = None
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.timeout.connect(self._explain)

    def wait_for(self, experiment: Experiment) -> None:
        """Say that it takes a while if no frame of an experiment is shown soon."""
        self._awaited = experiment
        self._wait.start(LONG_WAIT_MILLISECONDS)

    @Slot()
    def give_up(self) -> None:
        """Wait no more: it cannot be computed, which is said elsewhere."""
        self._wait.stop()
        self.setText("")

    def show_frame(self, frame: Frame) -> None:
        """Say how the selected run ended; nothing while it goes on."""
        if self._awaited is not None and frame.experiment == self._awaited:
            self._awaited = None
            self._wait.stop()
        message = frame.results[frame.selected].message
        label = frame.experiment.runs[frame.selected].label
        self.setText(f"{label}: {message}" if message else "")

    @Slot()
    def _explain(self) -> None:
        self.setText(
            self.tr(
                "Getting ready: at its first use on a computer the engine is compiled, which takes"
                " some seconds."
            )
        )
