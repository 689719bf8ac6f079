"""How the weights of a network are drawn before the training."""

from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from gdstudio.engine.initialization import INITS, InitParameter
from gdstudio.experiment.data_objectives import Initialization
from gdstudio.experiment.model import Experiment
from gdstudio.ui.panels.data_edits import network_of, with_init
from gdstudio.ui.panels.hyperparameter_field import symbol_text
from gdstudio.ui.widgets.choice import Choice
from gdstudio.ui.widgets.choice_field import ChoiceField
from gdstudio.ui.widgets.labels import role_label
from gdstudio.ui.widgets.number_field import NumberField
from gdstudio.ui.widgets.section import Section
from gdstudio.ui.widgets.typeset_label import TypesetLabel


class InitSection(Section):
    """Edits the initialization scheme of a network."""

    edited = Signal(object, str, str)
    """The new `Experiment`, what was done, and the key under which edits merge."""
    edit_ended = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("First weights"), "dices", parent)
        self._experiment: Experiment | None = None
        self.scheme = ChoiceField(
            "",
            tuple(Choice(key, each.label, each.hint) for key, each in INITS.items()),
            tooltip=self.tr("How the weights are drawn before the first step; biases begin with 0"),
        )
        self.scheme.control().setAccessibleName(self.tr("Scheme of the first weights"))
        self.scheme.value_changed.connect(self._on_scheme)
        self._formula = TypesetLabel(size_factor=1.1)
        self._note = role_label("", "muted")
        self._note.setWordWrap(True)
        self.add_widget(self.scheme)
        self._fields: dict[tuple[str, str], NumberField] = {}
        for init in INITS.values():
            for parameter in init.parameters:
                self._fields[init.key, parameter.name] = field = _field(parameter)
                field.setObjectName(parameter.name)
                field.value_changed.connect(self._on_value)
                field.editing_finished.connect(self.edit_ended)
                self.add_widget(field)
        self.add_widget(self._formula)
        self.add_widget(self._note)

    def field(self, name: str) -> NumberField:
        """Return the field of a parameter of the scheme that is shown."""
        return self._fields[self.scheme.value(), name]

    def set_experiment(self, experiment: Experiment) -> None:
        """Show the scheme of an experiment."""
        self._experiment = experiment
        given = network_of(experiment).init
        init = INITS[given.scheme]
        self.scheme.set_value(init.key)
        values = _defaults(init.key) | dict(given.parameters)
        for (scheme, name), field in self._fields.items():
            field.setVisible(scheme == init.key)
            if scheme == init.key:
                field.set_value(float(values[name]))
        if init.formula != self._formula.latex():
            self._formula.set_latex(init.formula, init.label)
            self._note.setText(init.hint)

    @Slot(str)
    def _on_scheme(self, key: str) -> None:
        if self._experiment is not None and key != network_of(self._experiment).init.scheme:
            init = Initialization(key, tuple(_defaults(key).items()))
            self.edited.emit(
                with_init(self._experiment, init), self.tr("Change the first weights"), ""
            )

    @Slot(float)
    def _on_value(self, value: float) -> None:
        if self._experiment is None:
            return
        name = self.sender().objectName()
        init = network_of(self._experiment).init
        values = _defaults(init.scheme) | dict(init.parameters) | {name: value}
        changed = with_init(self._experiment, replace(init, parameters=tuple(values.items())))
        self.edited.emit(changed, self.tr("Change the first weights"), f"init.{name}")


def _defaults(scheme: str) -> dict[str, float]:
    return {each.name: each.default for each in INITS[scheme].parameters}


def _field(parameter: InitParameter) -> NumberField:
    return NumberField(
        parameter.label,
        parameter.default,
        parameter.minimum,
        float("inf") if parameter.maximum is None else parameter.maximum,
        symbol=symbol_text(parameter.symbol),
        scale="log",
        slider_range=(1e-3, 10.0),
        exclusive_minimum=parameter.minimum_excluded,
    )
