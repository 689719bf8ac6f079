"""What the editors of a regression and of a network share: the data, a model of them, a loss."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gdstudio.experiment.model import Experiment
from gdstudio.ui.panels.dataset_section import DatasetSection
from gdstudio.ui.panels.init_section import InitSection
from gdstudio.ui.panels.layers_section import LayersSection
from gdstudio.ui.panels.loss_section import LossSection
from gdstudio.ui.panels.model_section import ModelSection


class TrainingPanel(QWidget):
    """Edits what is trained, and its data.

    Parameters
    ----------
    model
        Stands between the data and the loss, and follows what is known of the data.
    below
        Sections of the model that stand below the loss.
    """

    edited = Signal(object, str, str)
    """The new `Experiment`, what was done, and the key under which edits merge."""
    edit_ended = Signal()
    rows_counted = Signal(int)
    """How many training rows there are."""

    def __init__(
        self,
        model: ModelSection | LayersSection,
        *below: InitSection,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._experiment: Experiment | None = None
        self.dataset = DatasetSection()
        self._model = model
        self.loss = LossSection()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for section in (self.dataset, model, self.loss, *below):
            layout.addWidget(section)
            section.edited.connect(self.edited)
            section.edit_ended.connect(self.edit_ended)
        self.dataset.facts_changed.connect(self._on_facts)
        self.dataset.rows_counted.connect(self.rows_counted)
        self.loss.refused.connect(self.dataset.refuse)

    def set_experiment(self, experiment: Experiment) -> None:
        """Show an experiment."""
        self._experiment = experiment
        self.dataset.set_experiment(experiment)
        self._on_facts()

    def shut_down(self) -> None:
        """Read nothing any more."""
        self.dataset.shut_down()

    @Slot()
    def _on_facts(self) -> None:
        if self._experiment is not None:
            self._model.set_experiment(self._experiment, self.dataset.facts)
            self.loss.set_experiment(self._experiment, self.dataset.facts)
