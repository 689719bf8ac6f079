"""Which model a regression fits: a line, a polynomial, a probability."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from gdstudio.experiment.data_objectives import RegressionObjective
from gdstudio.experiment.errors import ExperimentError
from gdstudio.experiment.limits import HIGHEST_DEGREE
from gdstudio.experiment.model import Experiment
from gdstudio.simulation.data_facts import DataFacts, input_count
from gdstudio.ui.panels.csv_import import as_sentence
from gdstudio.ui.panels.data_edits import regression_of, with_model
from gdstudio.ui.panels.model_formula import model_formula
from gdstudio.ui.widgets.choice import Choice
from gdstudio.ui.widgets.labels import role_label
from gdstudio.ui.widgets.number_field import NumberField
from gdstudio.ui.widgets.section import Section
from gdstudio.ui.widgets.segmented_buttons import SegmentedButtons
from gdstudio.ui.widgets.typeset_label import TypesetLabel

FIRST_DEGREE = 3
SLIDER_DEGREE = 12.0
NARROW = """
SegmentedButtons QPushButton, SegmentedButtons QPushButton:focus { padding: 4px 5px; }
"""
"""Three long words in a narrow panel."""


class ModelSection(Section):
    """Edits the model of a regression."""

    edited = Signal(object, str, str)
    """The new `Experiment`, what was done, and the key under which edits merge."""
    edit_ended = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Model"), "square-function", parent)
        self._experiment: Experiment | None = None
        self._facts: DataFacts | None = None
        self._degree = FIRST_DEGREE
        self.model = SegmentedButtons(
            (
                Choice("linear", self.tr("Linear"), self.tr("A weight for each input, and a bias")),
                Choice("polynomial", self.tr("Polynomial"), self.tr("Products of the inputs too")),
                Choice("logistic", self.tr("Logistic"), self.tr("The probability of a class")),
            )
        )
        self.model.setAccessibleName(self.tr("Model"))
        self.model.setStyleSheet(NARROW)
        self.model.chosen.connect(self._on_model)
        self.degree = NumberField(
            self.tr("Degree"),
            float(FIRST_DEGREE),
            1.0,
            float(HIGHEST_DEGREE),
            slider_range=(1.0, SLIDER_DEGREE),
            step=1.0,
            integer=True,
            tooltip=self.tr("The highest power, counting all inputs of a product"),
        )
        self.degree.value_changed.connect(self._on_degree)
        self.degree.editing_finished.connect(self.edit_ended)
        self._lines = (TypesetLabel(size_factor=1.15), TypesetLabel(size_factor=1.15))
        self._note = role_label("", "muted")
        self._note.setWordWrap(True)
        self._trouble = role_label("", "error")
        self._trouble.setWordWrap(True)
        self._trouble.hide()
        for widget in (self.model, self.degree, *self._lines, self._note, self._trouble):
            self.add_widget(widget)

    @property
    def trouble(self) -> str:
        """Why an edit was refused; "" when it was not."""
        return "" if self._trouble.isHidden() else self._trouble.text()

    def set_experiment(self, experiment: Experiment, facts: DataFacts | None) -> None:
        """Show the model of an experiment."""
        self._experiment, self._facts = experiment, facts
        objective = regression_of(experiment)
        self._trouble.hide()
        self.model.set_key(objective.model)
        is_polynomial = objective.model == "polynomial"
        self.degree.setVisible(is_polynomial)
        if is_polynomial:
            self._degree = objective.degree
            self.degree.set_value(float(objective.degree))
        formula = model_formula(objective)
        for label, latex in zip(self._lines, (*formula, ""), strict=False):
            label.setVisible(bool(latex))
            if latex != label.latex():
                label.set_latex(latex, self._in_words(objective))
        several = input_count(objective.dataset.source) > 1
        self._note.setText(self.tr("The sum takes all products up to the degree."))
        self._note.setVisible(is_polynomial and several)

    def _in_words(self, objective: RegressionObjective) -> str:
        if objective.model == "polynomial":
            return self.tr("Polynomial of degree {degree}").format(degree=objective.degree)
        return self.tr("Weighted sum of the inputs and a bias")

    @Slot(str)
    def _on_model(self, model: str) -> None:
        if self._experiment is not None and model != regression_of(self._experiment).model:
            self._try(model, self._degree, self.tr("Change the model"))

    @Slot(float)
    def _on_degree(self, degree: float) -> None:
        self._try("polynomial", int(degree), self.tr("Change the degree"), "degree")

    def _try(self, model: str, degree: int, text: str, key: str = "") -> None:
        experiment = self._experiment
        if experiment is None:
            return
        try:
            changed = with_model(experiment, model, degree, self._facts)
        except ExperimentError as error:
            self.model.set_key(regression_of(experiment).model)
            self._trouble.setText(as_sentence(error))
            self._trouble.show()
        else:
            self._trouble.hide()
            self.edited.emit(changed, text, key)
