"""The editor of a network."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gdstudio.experiment.model import Experiment
from gdstudio.ui.widgets.section import Section


class NetworkPanel(QWidget):
    """Edits a network and its data."""

    edited = Signal(object, str, str)
    """The new `Experiment`, what was done, and the key under which edits merge."""
    edit_ended = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._experiment: Experiment | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(Section(self.tr("Network"), "route"))

    def set_experiment(self, experiment: Experiment) -> None:
        """Show an experiment."""
        self._experiment = experiment
