"""The centre for a function: one picture."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gdstudio.experiment.model import Experiment
from gdstudio.ui.colours import Theme
from gdstudio.ui.labs.lab import Lab
from gdstudio.ui.picture_panel import PicturePanel
from gdstudio.ui.plots.frame import Frame


class FunctionLab(Lab):
    """Shows the curve or the surface of a function."""

    def __init__(self, picture: PicturePanel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = picture
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(picture)
        picture.start_moved.connect(self.start_moved)
        picture.start_released.connect(self.start_released)
        picture.hovered.connect(self.hovered)

    def begin(self) -> None:
        """Show the picture, from now on."""
        self._picture.begin()

    def set_experiment(self, experiment: Experiment) -> None:
        """Show another function."""
        self._picture.set_experiment(experiment)

    def show_frame(self, frame: Frame) -> None:
        """Show the runs at a step."""
        self._picture.show_frame(frame)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._picture.set_theme(theme)

    def set_legend_visible(self, visible: bool) -> None:
        """Say under the picture which path is whose, or not."""
        self._picture.set_legend_visible(visible)

    def reset_view(self) -> None:
        """Show the whole domain."""
        self._picture.reset_view()

    def shut_down(self) -> None:
        """Compute no more maps."""
        self._picture.shut_down()
