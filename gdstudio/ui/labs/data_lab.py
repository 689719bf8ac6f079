"""The centre for a regression: its data with the fit, and the loss over its parameters."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gdstudio.experiment.model import Experiment
from gdstudio.ui.colours import Theme
from gdstudio.ui.labs.lab import Lab
from gdstudio.ui.plots.frame import Frame
from gdstudio.ui.widgets.section import Section


class DataLab(Lab):
    """Shows a regression: its data with the fit, and the loss over its parameters."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._section = Section(self.tr("Data"), "route")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._section)

    def begin(self) -> None:
        """Show pictures, from now on."""

    def set_experiment(self, experiment: Experiment) -> None:
        """Show another experiment."""
        self._section.set_heading(experiment.title or self.tr("Data"))

    def show_frame(self, frame: Frame) -> None:
        """Show the runs at a step."""

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme

    def set_legend_visible(self, visible: bool) -> None:
        """Say which path is whose, or not."""

    def reset_view(self) -> None:
        """Show everything again."""

    def shut_down(self) -> None:
        """Compute nothing any more."""
