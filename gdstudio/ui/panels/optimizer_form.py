"""The form of one run's optimizer, made from the registry."""

from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gdstudio.engine.optimizers.registry import OPTIMIZERS
from gdstudio.experiment.model import Batch, Experiment, FunctionObjective, Run, Schedule
from gdstudio.ui.panels.batch_editor import BatchEditor
from gdstudio.ui.panels.edits import with_method
from gdstudio.ui.panels.hyperparameter_field import hyperparameter_field
from gdstudio.ui.panels.schedule_editor import ScheduleEditor
from gdstudio.ui.widgets.choice import Choice
from gdstudio.ui.widgets.choice_field import ChoiceField
from gdstudio.ui.widgets.labels import role_label
from gdstudio.ui.widgets.number_field import NumberField
from gdstudio.ui.widgets.switch import Switch
from gdstudio.ui.widgets.typeset_label import TypesetLabel

Shape = tuple[str, str | None, str, bool]


class OptimizerForm(QWidget):
    """Edits the optimizer of a run: method, convention, hyperparameters, schedule, clipping."""

    run_edited = Signal(object, str, str)
    """The new `Run`, what was done, and the key under which edits merge."""
    edit_ended = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._run: Run | None = None
        self._shape: Shape | None = None
        self._fields: dict[str, NumberField] = {}
        self._switches: dict[str, Switch] = {}
        self._body: QWidget | None = None
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.setSpacing(12)
        self._method = ChoiceField(
            self.tr("Method"),
            tuple(Choice(key, each.label, each.hint) for key, each in OPTIMIZERS.items()),
        )
        self._method.value_changed.connect(self._on_method)
        self._outer.addWidget(self._method)
        self.batch = BatchEditor(has_common=True)
        self.batch.batch_changed.connect(self._on_batch)
        self.batch.edit_ended.connect(self.edit_ended)
        self.batch.hide()
        self._outer.addWidget(self.batch)

    def set_run(self, experiment: Experiment, index: int, rows: int = 0) -> None:
        """Show a run's optimizer.

        Parameters
        ----------
        rows
            How many rows there are to train on; 0 where it is not known.
        """
        run = experiment.runs[index]
        self._run, optimizer = run, run.optimizer
        shape = (
            optimizer.method,
            optimizer.convention,
            optimizer.schedule.kind,
            optimizer.clip_norm is not None,
        )
        if shape != self._shape:
            self._shape = shape
            self._rebuild(run)
        self._show_formula(run)
        self._method.set_value(optimizer.method)
        for name, value in optimizer.hyperparameters:
            if name in self._fields:
                self._fields[name].set_value(float(value))
            else:
                self._switches[name].setChecked(bool(value))
        rate = float(optimizer.value("learning_rate"))
        self.schedule.set_schedule(optimizer.schedule, experiment.stop.max_steps, rate)
        self._weight_decay.set_value(optimizer.weight_decay)
        if optimizer.clip_norm is not None:
            self._clip_norm.set_value(optimizer.clip_norm)
        on_data = not isinstance(experiment.objective, FunctionObjective)
        self.batch.setVisible(on_data)
        if on_data:
            self.batch.set_batch(run.batch, experiment.batch, rows)

    def field(self, name: str) -> NumberField:
        """Return the field of a hyperparameter."""
        return self._fields[name]

    def method_field(self) -> ChoiceField:
        """Return the choice of the method."""
        return self._method

    def convention_field(self) -> ChoiceField | None:
        """Return the choice of the convention; None for a method that all write alike."""
        return self._convention

    def _rebuild(self, run: Run) -> None:
        had_focus = self._body is not None and self._body.isAncestorOf(self.focusWidget())
        if self._body is not None:
            self._body.hide()
            self._body.deleteLater()
        self._body = QWidget()
        layout = QVBoxLayout(self._body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        self._fields, self._switches = {}, {}
        self._add_convention(layout, run)
        self._add_hyperparameters(layout, run)
        self.schedule = ScheduleEditor(run.optimizer.schedule)
        self.schedule.schedule_changed.connect(self._on_schedule)
        self.schedule.edit_ended.connect(self.edit_ended)
        layout.addWidget(self.schedule)
        self._add_gradient_changes(layout, run)
        self._outer.addWidget(self._body)
        if had_focus:
            self._method.setFocus()

    def _add_convention(self, layout: QVBoxLayout, run: Run) -> None:
        method = OPTIMIZERS[run.optimizer.method]
        self._convention: ChoiceField | None = None
        if len(method.conventions) > 1:
            self._convention = ChoiceField(
                self.tr("Convention"),
                tuple(Choice(str(each.key), each.label) for each in method.conventions),
                run.optimizer.convention,
                segmented=True,
                tooltip=self.tr("Textbooks and frameworks write this method differently"),
            )
            self._convention.value_changed.connect(self._on_convention)
            layout.addWidget(self._convention)
        self._formula_layout = QVBoxLayout()
        self._formula_layout.setSpacing(4)
        self._formula_lines: list[TypesetLabel] = []
        layout.addLayout(self._formula_layout)

    def _show_formula(self, run: Run) -> None:
        """Show the rule as it is for the run's values; the fields stay as they are."""
        method = OPTIMIZERS[run.optimizer.method]
        values = dict(run.optimizer.hyperparameters)
        formula = method.convention(run.optimizer.convention).formula(values)
        while len(self._formula_lines) > len(formula):
            label = self._formula_lines.pop()
            self._formula_layout.removeWidget(label)
            label.hide()
            label.deleteLater()
        for label, line in zip(self._formula_lines, formula, strict=False):
            if label.latex() != line:
                label.set_latex(line, method.hint)
        for line in formula[len(self._formula_lines) :]:
            label = TypesetLabel(line, method.hint, size_factor=1.15)
            self._formula_layout.addWidget(label)
            self._formula_lines.append(label)

    def _add_hyperparameters(self, layout: QVBoxLayout, run: Run) -> None:
        method = OPTIMIZERS[run.optimizer.method]
        for hyperparameter in method.hyperparameters:
            name, value = hyperparameter.name, run.optimizer.value(hyperparameter.name)
            if hyperparameter.is_switch:
                switch = Switch(hyperparameter.label, bool(value), hyperparameter.hint)
                switch.setObjectName(name)
                switch.toggled.connect(self._on_switched)
                self._switches[name] = switch
                layout.addWidget(switch)
            else:
                field = hyperparameter_field(hyperparameter, float(value))
                field.setObjectName(name)
                field.value_changed.connect(self._on_value)
                field.editing_finished.connect(self.edit_ended)
                self._fields[name] = field
                layout.addWidget(field)

    def _add_gradient_changes(self, layout: QVBoxLayout, run: Run) -> None:
        layout.addWidget(role_label(self.tr("Before the rule"), "muted"))
        self._clips = Switch(
            self.tr("Clip the gradient"),
            run.optimizer.clip_norm is not None,
            self.tr("Shorten a gradient that is longer than a limit"),
        )
        self._clips.toggled.connect(self._on_clips)
        layout.addWidget(self._clips)
        if run.optimizer.clip_norm is not None:
            self._clip_norm = NumberField(
                self.tr("Longest gradient"),
                run.optimizer.clip_norm,
                0.0,
                float("inf"),
                symbol="c",
                scale="log",
                slider_range=(1e-3, 1e3),
                exclusive_minimum=True,
            )
            self._clip_norm.value_changed.connect(self._on_clip_norm)
            self._clip_norm.editing_finished.connect(self.edit_ended)
            layout.addWidget(self._clip_norm)
        self._weight_decay = NumberField(
            self.tr("Weight decay"),
            run.optimizer.weight_decay,
            0.0,
            float("inf"),
            symbol="λ",
            scale="log",
            slider_range=(1e-5, 10.0),
            tooltip=self.tr("Adds λθ to the gradient: a pull towards 0 (L2)"),
        )
        self._weight_decay.value_changed.connect(self._on_weight_decay)
        self._weight_decay.editing_finished.connect(self.edit_ended)
        layout.addWidget(self._weight_decay)

    def _edit(self, run: Run, text: str, merge_key: str = "") -> None:
        self.run_edited.emit(run, text, merge_key)

    @Slot(str)
    def _on_method(self, key: str) -> None:
        if self._run is not None and key != self._run.optimizer.method:
            self._edit(with_method(self._run, key, None), self.tr("Change the method"))

    @Slot(str)
    def _on_convention(self, key: str) -> None:
        if self._run is not None:
            run = with_method(self._run, self._run.optimizer.method, key)
            self._edit(run, self.tr("Change the convention"))

    @Slot(float)
    def _on_value(self, value: float) -> None:
        name = self.sender().objectName()
        if self._run is not None:
            optimizer = self._run.optimizer.with_value(name, value)
            label = self._fields[name].accessibleName().lower() or name
            self._edit(
                replace(self._run, optimizer=optimizer),
                self.tr("Change the {name}").format(name=label),
                name,
            )

    @Slot(bool)
    def _on_switched(self, checked: bool) -> None:
        name = self.sender().objectName()
        if self._run is not None and self._run.optimizer.value(name) != checked:
            optimizer = self._run.optimizer.with_value(name, checked)
            self._edit(
                replace(self._run, optimizer=optimizer),
                self.tr("Switch {name}").format(name=self._switches[name].text()),
            )

    @Slot(object, str)
    def _on_schedule(self, schedule: Schedule, key: str) -> None:
        if self._run is not None:
            optimizer = replace(self._run.optimizer, schedule=schedule)
            text = self.tr("Change the schedule")
            self._edit(replace(self._run, optimizer=optimizer), text, key)

    @Slot(bool)
    def _on_clips(self, checked: bool) -> None:
        if self._run is not None and checked != (self._run.optimizer.clip_norm is not None):
            optimizer = replace(self._run.optimizer, clip_norm=1.0 if checked else None)
            text = self.tr("Clip the gradient") if checked else self.tr("Do not clip the gradient")
            self._edit(replace(self._run, optimizer=optimizer), text)

    @Slot(float)
    def _on_clip_norm(self, value: float) -> None:
        if self._run is not None:
            optimizer = replace(self._run.optimizer, clip_norm=value)
            text = self.tr("Change the longest gradient")
            self._edit(replace(self._run, optimizer=optimizer), text, "clip_norm")

    @Slot(object, str)
    def _on_batch(self, batch: Batch | None, key: str) -> None:
        if self._run is not None:
            self._edit(replace(self._run, batch=batch), self.tr("Change the batch"), key)

    @Slot(float)
    def _on_weight_decay(self, value: float) -> None:
        if self._run is not None:
            optimizer = replace(self._run.optimizer, weight_decay=value)
            text = self.tr("Change the weight decay")
            self._edit(replace(self._run, optimizer=optimizer), text, "weight_decay")
