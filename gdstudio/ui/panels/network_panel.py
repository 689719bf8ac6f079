"""The editor of a network."""

from PySide6.QtWidgets import QWidget

from gdstudio.experiment.model import Experiment
from gdstudio.ui.panels.init_section import InitSection
from gdstudio.ui.panels.layers_section import LayersSection
from gdstudio.ui.panels.training_panel import TrainingPanel


class NetworkPanel(TrainingPanel):
    """Edits a network and its data."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.layers = LayersSection()
        self.init = InitSection()
        super().__init__(self.layers, self.init, parent=parent)

    def set_experiment(self, experiment: Experiment) -> None:
        """Show an experiment."""
        self.init.set_experiment(experiment)
        super().set_experiment(experiment)
