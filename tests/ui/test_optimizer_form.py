import math
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QPushButton
from pytestqt.qtbot import QtBot

from gdstudio.engine.optimizers.registry import OPTIMIZERS
from gdstudio.engine.schedules import SCHEDULES
from gdstudio.experiment.model import Experiment, Run
from gdstudio.simulation.vocabulary import VOCABULARY
from gdstudio.ui.example import ready_example
from gdstudio.ui.panels.optimizer_form import OptimizerForm
from gdstudio.ui.widgets.choice_field import ChoiceField
from gdstudio.ui.widgets.number_field import NumberField
from gdstudio.ui.widgets.number_spin_box import NumberSpinBox
from gdstudio.ui.widgets.switch import Switch

METHODS = [
    (method.key, convention.key)
    for method in OPTIMIZERS.values()
    for convention in method.conventions
]
STEPS = 200


class Panel:
    """A form whose edits come back to it, as in the window."""

    def __init__(self, form: OptimizerForm, qtbot: QtBot) -> None:
        self.form = form
        self._qtbot = qtbot
        self.experiment: Experiment = ready_example()
        self.edits: list[tuple[Run, str, str]] = []
        form.run_edited.connect(self._on_edited)

    @property
    def run(self) -> Run:
        return self.experiment.runs[0]

    def show(self, run: Run) -> None:
        self.experiment = self.experiment.replace_run(0, run)
        self.form.set_run(self.experiment, 0)

    def wait_for_parts(self) -> None:
        """Wait until parts that were made anew are shown."""
        self._qtbot.waitUntil(lambda: self.form._weight_decay.isVisible())

    def choose(self, label: str, key: str) -> None:
        """Take a choice as a person does: from the list, or with a press of its segment."""
        (field,) = [
            each
            for each in self.form.findChildren(ChoiceField)
            if each.accessibleName() == label and not each.isHidden() and each.isVisible()
        ]
        control = field.control()
        if isinstance(control, QComboBox):
            row = control.findData(key)
            control.setCurrentIndex(row)
            control.activated.emit(row)
        else:
            keys = [choice.key for choice in field._choices]
            control.findChildren(QPushButton)[keys.index(key)].click()
        self.wait_for_parts()

    def visible(self, kind: type) -> list:
        return [each for each in self.form.findChildren(kind) if each.isVisible()]

    def _on_edited(self, run: Run, text: str, merge_key: str) -> None:
        self.edits.append((run, text, merge_key))
        self.show(run)


def enter(qtbot: QtBot, box: NumberSpinBox, text: str) -> None:
    box.selectAll()
    qtbot.keyClicks(box, text)
    qtbot.keyClick(box, Qt.Key.Key_Return)


@pytest.fixture
def panel(qtbot: QtBot) -> Panel:
    form = OptimizerForm()
    qtbot.addWidget(form)
    panel = Panel(form, qtbot)
    panel.show(panel.run)
    form.resize(300, 900)
    form.show()
    qtbot.waitExposed(form)
    return panel


@pytest.fixture
def with_optimizer(panel: Panel) -> Callable[[str, str | None], Panel]:
    def show(method: str, convention: str | None) -> Panel:
        panel.show(replace(panel.run, optimizer=VOCABULARY.optimizer(method, convention)))
        panel.wait_for_parts()
        return panel

    return show


@pytest.mark.parametrize(("method", "convention"), METHODS)
def test_that_the_form_has_what_the_registry_says(
    with_optimizer: Callable[[str, str | None], Panel], method: str, convention: str | None
) -> None:
    panel = with_optimizer(method, convention)
    known = OPTIMIZERS[method]
    names = {each.objectName() for each in panel.visible(NumberField)} - {""}
    assert names == {each.name for each in known.hyperparameters if not each.is_switch}
    switches = {each.objectName() for each in panel.visible(Switch)} - {""}
    assert switches == {each.name for each in known.hyperparameters if each.is_switch}
    for each in known.hyperparameters:
        default = known.convention(convention).default_of(each)
        if each.is_switch:
            (switch,) = [s for s in panel.visible(Switch) if s.objectName() == each.name]
            assert switch.isChecked() is default
            assert switch.text() == each.label
            continue
        field = panel.form.field(each.name)
        assert field.value() == default
        assert field.accessibleName() == each.label
        assert field._scale.minimum == (-math.inf if each.minimum is None else each.minimum)
        assert field._scale.maximum == (math.inf if each.maximum is None else each.maximum)
        assert field._scale.exclusive_minimum is each.minimum_excluded
        assert field._scale.exclusive_maximum is each.maximum_excluded
        assert field.is_valid()
    several = len(known.conventions) > 1
    assert (panel.form.convention_field() is not None) is several
    if several:
        assert panel.form.convention_field().value() == convention


@pytest.mark.parametrize(("method", "convention"), METHODS)
def test_that_each_number_of_the_form_is_edited_by_typing(
    with_optimizer: Callable[[str, str | None], Panel],
    qtbot: QtBot,
    method: str,
    convention: str | None,
) -> None:
    panel = with_optimizer(method, convention)
    for each in OPTIMIZERS[method].hyperparameters:
        if each.is_switch:
            continue
        box = panel.form.field(each.name).spin_box()
        enter(qtbot, box, "0.125")
        assert panel.run.optimizer.value(each.name) == 0.125
        assert panel.form.field(each.name).value() == 0.125
    changed = {name for name, value in panel.run.optimizer.hyperparameters if value == 0.125}
    assert changed == {h.name for h in OPTIMIZERS[method].hyperparameters if not h.is_switch}


def test_that_a_number_out_of_range_is_refused_in_a_sentence(panel: Panel, qtbot: QtBot) -> None:
    field = panel.form.field("learning_rate")
    enter(qtbot, field.spin_box(), "-1")
    assert "greater than 0" in field.sentence()
    assert all(run.optimizer.value("learning_rate") > 0.0 for run, _, _ in panel.edits)


def test_that_another_method_keeps_what_a_person_set(panel: Panel, qtbot: QtBot) -> None:
    panel.choose("Method", "momentum")
    box = panel.form.field("momentum").spin_box()
    enter(qtbot, box, "0.75")
    rate = panel.form.field("learning_rate").spin_box()
    enter(qtbot, rate, "0.037")
    panel.choose("Method", "nesterov")
    assert panel.run.optimizer.method == "nesterov"
    assert panel.run.optimizer.value("momentum") == 0.75
    assert panel.run.optimizer.value("learning_rate") == 0.037
    assert panel.form.field("momentum").value() == 0.75


def test_that_another_method_brings_its_own_defaults(panel: Panel) -> None:
    panel.show(replace(panel.run, optimizer=VOCABULARY.optimizer("gd")))
    panel.wait_for_parts()
    panel.choose("Method", "adam")
    assert panel.run.optimizer == VOCABULARY.optimizer("adam")


def test_that_a_method_names_a_run_that_was_called_by_its_method(panel: Panel) -> None:
    assert panel.run.label == "Gradient descent"
    panel.choose("Method", "adam")
    assert panel.run.label == "Adam"
    panel.show(replace(panel.run, label="Mine"))
    panel.choose("Method", "gd")
    assert panel.run.label == "Mine"


@pytest.mark.parametrize(
    ("method", "convention"),
    [(m, c) for m, c in METHODS if len(OPTIMIZERS[m].conventions) > 1],
)
def test_that_the_convention_can_be_switched(
    with_optimizer: Callable[[str, str | None], Panel], method: str, convention: str
) -> None:
    panel = with_optimizer(method, None)
    panel.choose("Convention", convention)
    assert panel.run.optimizer == VOCABULARY.optimizer(method, convention)


@pytest.mark.parametrize("kind", [key for key in SCHEDULES if key != "constant"])
def test_that_a_schedule_brings_its_fields(panel: Panel, kind: str) -> None:
    before = {each.objectName() for each in panel.visible(NumberField)}
    panel.choose("Learning-rate schedule", kind)
    schedule = panel.run.optimizer.schedule
    assert schedule.kind == kind
    assert [name for name, _ in schedule.parameters] == [p.name for p in SCHEDULES[kind].parameters]
    after = {each.objectName() for each in panel.visible(NumberField)}
    assert after - before == {parameter.name for parameter in SCHEDULES[kind].parameters}
    for name, value in schedule.parameters:
        field = panel.form.schedule.field(name)
        assert field.value() == value
        assert field.is_valid()
    rate = panel.run.optimizer.value("learning_rate")
    parameters = dict(schedule.parameters)
    for length in ("total", "period"):
        assert parameters.get(length, STEPS) == STEPS
    assert parameters.get("max", rate) == rate
    panel.choose("Learning-rate schedule", "constant")
    assert panel.run.optimizer.schedule.kind == "constant"
    assert {each.objectName() for each in panel.visible(NumberField)} == before


def test_that_numbers_of_a_schedule_keep_their_type(panel: Panel, qtbot: QtBot) -> None:
    panel.choose("Learning-rate schedule", "step")
    for name, text in (("step_size", "37"), ("gamma", "0.25")):
        box = panel.form.schedule.field(name).spin_box()
        enter(qtbot, box, text)
    assert dict(panel.run.optimizer.schedule.parameters) == {"step_size": 37, "gamma": 0.25}
    assert type(panel.run.optimizer.schedule.value("step_size")) is int


def test_that_clipping_is_switched_on_and_off(panel: Panel, qtbot: QtBot) -> None:
    (switch,) = [each for each in panel.visible(Switch) if each.text() == "Clip the gradient"]
    qtbot.keyClick(switch, Qt.Key.Key_Space)
    assert panel.run.optimizer.clip_norm == 1.0
    panel.wait_for_parts()
    (field,) = [e for e in panel.visible(NumberField) if e.accessibleName() == "Longest gradient"]
    enter(qtbot, field.spin_box(), "2.5")
    assert panel.run.optimizer.clip_norm == 2.5
    (switch,) = [each for each in panel.visible(Switch) if each.text() == "Clip the gradient"]
    assert switch.isChecked()
    qtbot.keyClick(switch, Qt.Key.Key_Space)
    assert panel.run.optimizer.clip_norm is None


def test_that_weight_decay_is_edited(panel: Panel, qtbot: QtBot) -> None:
    box = panel.form._weight_decay.spin_box()
    enter(qtbot, box, "0.25")
    assert panel.run.optimizer.weight_decay == 0.25
    assert panel.edits[-1][1] == "Change the weight decay"


def test_that_drags_of_one_number_have_one_key_and_others_another(
    panel: Panel, qtbot: QtBot
) -> None:
    panel.choose("Method", "momentum")
    panel.edits.clear()
    for name in ("learning_rate", "momentum"):
        slider = panel.form.field(name).slider()
        qtbot.keyClick(slider, Qt.Key.Key_Right)
        qtbot.keyClick(slider, Qt.Key.Key_Right)
    keys = [key for _, _, key in panel.edits]
    assert keys[0] == keys[1] != keys[2] == keys[3]


def test_that_the_amsgrad_switch_is_edited(panel: Panel, qtbot: QtBot) -> None:
    panel.choose("Method", "adam")
    (switch,) = [each for each in panel.visible(Switch) if each.objectName() == "amsgrad"]
    qtbot.keyClick(switch, Qt.Key.Key_Space)
    assert panel.run.optimizer.value("amsgrad") is True


def test_that_the_focus_stays_in_the_form_when_it_is_made_anew(panel: Panel, qtbot: QtBot) -> None:
    panel.form.activateWindow()
    panel.form.field("learning_rate").setFocus()
    qtbot.waitUntil(lambda: panel.form.focusWidget() is not None)
    panel.choose("Method", "adam")
    focus = panel.form.window().focusWidget()
    assert focus is not None
    assert panel.form.isAncestorOf(focus)


def formula(panel: Panel) -> str:
    """Return the lines of the rule that are shown, from top to bottom."""
    lines = [each for each in panel.form._formula_lines if each.isVisible()]
    return "; ".join(each.latex() for each in sorted(lines, key=lambda each: each.y()))


def test_that_the_formula_is_the_rule_that_is_used(panel: Panel, qtbot: QtBot) -> None:
    panel.choose("Method", "rmsprop")
    plain = formula(panel)
    box = panel.form.field("momentum").spin_box()
    enter(qtbot, box, "0.5")
    qtbot.waitUntil(lambda: r"\mu b" in formula(panel))
    assert panel.form.field("momentum").spin_box() is box
    assert box.isVisible()
    (switch,) = [each for each in panel.visible(Switch) if each.objectName() == "centered"]
    switch.setFocus()
    qtbot.keyClick(switch, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "s - a^2" in formula(panel))
    assert panel.form.window().focusWidget() is switch
    values = dict(panel.run.optimizer.hyperparameters)
    rule = OPTIMIZERS["rmsprop"].convention(panel.run.optimizer.convention)
    assert formula(panel) == "; ".join(rule.formula(values))
    qtbot.keyClick(switch, Qt.Key.Key_Space)
    enter(qtbot, box, "0")
    qtbot.waitUntil(lambda: formula(panel) == plain)


def test_that_a_rule_that_stays_is_not_typeset_anew(panel: Panel, qtbot: QtBot) -> None:
    panel.choose("Method", "adam")
    labels = list(panel.form._formula_lines)
    enter(qtbot, panel.form.field("beta1").spin_box(), "0.5")
    assert panel.form._formula_lines == labels
    assert panel.run.optimizer.value("beta1") == 0.5
