"""How the learning rate changes from step to step."""

from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gdstudio.engine.schedules import SCHEDULES, ScheduleParameter
from gdstudio.experiment.model import Schedule
from gdstudio.ui.panels.hyperparameter_field import schedule_field
from gdstudio.ui.widgets.choice import Choice
from gdstudio.ui.widgets.choice_field import ChoiceField
from gdstudio.ui.widgets.number_field import NumberField
from gdstudio.ui.widgets.typeset_label import TypesetLabel


class ScheduleEditor(QWidget):
    """Edits a `Schedule` of one kind; who asks for another kind makes another editor."""

    schedule_changed = Signal(object, str)
    """The new `Schedule`, and the key under which edits merge."""
    edit_ended = Signal()

    def __init__(self, schedule: Schedule, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._schedule = schedule
        self._steps, self._rate = 0, 0.0
        self._fields: dict[str, NumberField] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        choice = ChoiceField(
            self.tr("Learning-rate schedule"),
            tuple(Choice(key, each.label) for key, each in SCHEDULES.items()),
            schedule.kind,
            tooltip=self.tr("How the learning rate changes from step to step"),
        )
        choice.value_changed.connect(self._on_kind)
        layout.addWidget(choice)
        if schedule.kind == "constant":
            return
        known = SCHEDULES[schedule.kind]
        layout.addWidget(TypesetLabel(known.formula, known.label, size_factor=1.15))
        for parameter in known.parameters:
            field = schedule_field(parameter, float(schedule.value(parameter.name)))
            field.setObjectName(parameter.name)
            field.value_changed.connect(self._on_value)
            field.editing_finished.connect(self.edit_ended)
            self._fields[parameter.name] = field
            layout.addWidget(field)

    def field(self, name: str) -> NumberField:
        """Return the field of a parameter."""
        return self._fields[name]

    def set_schedule(self, schedule: Schedule, steps: int, rate: float) -> None:
        """Show a schedule of this kind.

        Parameters
        ----------
        steps, rate
            Length and learning rate of the run, with which another kind begins.
        """
        self._schedule, self._steps, self._rate = schedule, steps, rate
        for name, value in schedule.parameters:
            self._fields[name].set_value(float(value))

    @Slot(str)
    def _on_kind(self, kind: str) -> None:
        if kind != self._schedule.kind:
            parameters = SCHEDULES[kind].parameters
            first = tuple((each.name, self._first_value(each)) for each in parameters)
            self.schedule_changed.emit(Schedule(kind, first), "")

    def _first_value(self, parameter: ScheduleParameter) -> float | int:
        """Return a default; lengths are those of the run, the highest rate is the run's."""
        match parameter.name:
            case "total" | "period":
                value = float(self._steps)
            case "max":
                value = self._rate
            case _:
                value = 0.0 if parameter.default is None else parameter.default
        return int(value) if parameter.is_integer else value

    @Slot(float)
    def _on_value(self, value: float) -> None:
        name, schedule = self.sender().objectName(), self._schedule
        is_integer = any(
            each.name == name and each.is_integer for each in SCHEDULES[schedule.kind].parameters
        )
        parameters = dict(schedule.parameters) | {name: int(value) if is_integer else value}
        changed = replace(schedule, parameters=tuple(parameters.items()))
        self.schedule_changed.emit(changed, f"schedule.{name}")
