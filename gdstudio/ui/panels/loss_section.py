"""What is made small: the loss, with its formula, and the pull of the weights towards 0."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from gdstudio.engine.objectives.losses import LOSSES
from gdstudio.experiment.errors import ExperimentError
from gdstudio.experiment.model import Experiment
from gdstudio.simulation.data_facts import DataFacts
from gdstudio.ui.panels.csv_import import as_sentence
from gdstudio.ui.panels.data_edits import data_objective, is_for_classes, with_l2, with_loss
from gdstudio.ui.widgets.choice import Choice
from gdstudio.ui.widgets.choice_field import ChoiceField
from gdstudio.ui.widgets.labels import role_label
from gdstudio.ui.widgets.number_field import NumberField
from gdstudio.ui.widgets.section import Section
from gdstudio.ui.widgets.typeset_label import TypesetLabel


class LossSection(Section):
    """Edits the loss and the regularization of an experiment on data."""

    edited = Signal(object, str, str)
    """The new `Experiment`, what was done, and the key under which edits merge."""
    edit_ended = Signal()
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Loss"), "target", parent)
        self._experiment: Experiment | None = None
        self._facts: DataFacts | None = None
        self._offered: tuple[str, ...] = ()
        self.loss = ChoiceField("", (), tooltip=self.tr("What the training makes small"))
        self.loss.control().setAccessibleName(self.tr("Loss"))
        self.loss.value_changed.connect(self._on_loss)
        self._formula = TypesetLabel(size_factor=1.1)
        self._note = role_label("", "muted")
        self._note.setWordWrap(True)
        self.l2 = NumberField(
            self.tr("L2 regularization"),
            0.0,
            0.0,
            1e6,
            symbol="λ",
            scale="log",
            slider_range=(1e-6, 1.0),
            tooltip=self.tr("Adds ½λ times the sum of all squared weights (not the biases)"),
        )
        self.l2.value_changed.connect(self._on_l2)
        self.l2.editing_finished.connect(self.edit_ended)
        for widget in (self.loss, self._formula, self._note, self.l2):
            self.add_widget(widget)

    def set_experiment(self, experiment: Experiment, facts: DataFacts | None) -> None:
        """Show the loss of an experiment, and those that its data allow."""
        self._experiment, self._facts = experiment, facts
        objective = data_objective(experiment)
        offered = _offered(experiment, facts)
        if offered != self._offered:
            self._offered = offered
            self.loss.set_choices(
                tuple(Choice(key, LOSSES[key].label, LOSSES[key].hint) for key in offered)
            )
        loss = LOSSES[objective.loss]
        self.loss.set_value(loss.key)
        self.l2.set_value(objective.l2)
        if loss.formula != self._formula.latex():
            self._formula.set_latex(loss.formula, loss.label)
            meaning = self.tr("y: output, o: target, n rows, m outputs.")
            self._note.setText(f"{loss.hint} {meaning}")

    @Slot(str)
    def _on_loss(self, key: str) -> None:
        if self._experiment is None or key == data_objective(self._experiment).loss:
            return
        try:
            changed = with_loss(self._experiment, key, self._facts)
        except ExperimentError as error:
            self.refused.emit(as_sentence(error))
            self.loss.set_value(data_objective(self._experiment).loss)
        else:
            self.edited.emit(changed, self.tr("Change the loss"), "")

    @Slot(float)
    def _on_l2(self, value: float) -> None:
        if self._experiment is not None:
            changed = with_l2(self._experiment, value)
            self.edited.emit(changed, self.tr("Change the regularization"), "l2")


def _offered(experiment: Experiment, facts: DataFacts | None) -> tuple[str, ...]:
    """Return the losses that fit data and model; always the one that there is."""
    objective = data_objective(experiment)
    known = tuple(LOSSES) if facts is None else facts.losses
    if getattr(objective, "model", "") == "logistic":
        known = tuple(loss for loss in known if is_for_classes(loss))
    return tuple(loss for loss in LOSSES if loss in known or loss == objective.loss)
