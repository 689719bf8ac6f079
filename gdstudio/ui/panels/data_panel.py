"""The editor of a regression."""

from PySide6.QtWidgets import QWidget

from gdstudio.ui.panels.model_section import ModelSection
from gdstudio.ui.panels.training_panel import TrainingPanel


class DataPanel(TrainingPanel):
    """Edits a regression and its data."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.model = ModelSection()
        super().__init__(self.model, parent=parent)
