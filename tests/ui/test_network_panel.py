from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QWidget
from studio import Mouse, Studio

from gdstudio.engine.objectives.activations import ACTIVATIONS
from gdstudio.experiment.data_objectives import Layer
from gdstudio.experiment.model import Experiment
from gdstudio.simulation.files import shipped_example
from gdstudio.ui.panels.data_edits import network_of
from gdstudio.ui.panels.network_panel import NetworkPanel
from gdstudio.ui.widgets.number_spin_box import NumberSpinBox


@pytest.fixture
def moons(open_studio: Callable[[Experiment], Studio]) -> Studio:
    return open_studio(shipped_example("4-moons"))


def panel_of(studio: Studio) -> NetworkPanel:
    return studio.window.problem_panel.network


def layers(studio: Studio) -> tuple[Layer, ...]:
    return network_of(studio.experiment).layers


def test_that_the_layers_of_the_network_are_shown(moons: Studio) -> None:
    section = panel_of(moons).layers
    assert [row.units.value() for row in section.rows] == [8.0, 8.0]
    assert [row.activation.value() for row in section.rows] == ["tanh", "tanh"]
    assert section.output.fixed_units.text() == "1 unit"
    # 2·8 + 8, 8·8 + 8, 8 + 1
    assert section.count == "105 weights and biases"


def test_that_typed_units_train_another_network_and_are_one_step_to_undo(moons: Studio) -> None:
    before = moons.experiment
    section = panel_of(moons).layers
    widgets = set(map(id, moons.window.problem_panel.findChildren(QWidget)))
    moons.type_into(section.rows[0].units, "12")
    moons.settle()
    assert layers(moons)[0] == Layer(12, "tanh")
    assert len(moons.frame.heads[0].parameters) == 3 * 12 + 13 * 8 + 9
    assert set(map(id, moons.window.problem_panel.findChildren(QWidget))) == widgets
    assert moons.undo_count == 1
    moons.window.document.undo_stack.undo()
    assert moons.experiment == before
    assert section.rows[0].units.value() == 8.0


def test_that_a_network_that_is_too_large_is_refused_in_place(moons: Studio) -> None:
    section = panel_of(moons).layers
    moons.type_into(section.rows[0].units, "4096")
    moons.window.controller.stop()
    before = moons.experiment
    moons.type_into(section.rows[1].units, "4096")
    assert moons.experiment == before
    assert "at most 5000000 are possible" in section.trouble
    moons.type_into(section.rows[0].units, "8")
    assert section.trouble == ""
    moons.settle()


def test_that_layers_are_added_and_removed(moons: Studio) -> None:
    section = panel_of(moons).layers
    moons.click(section.add)
    assert [layer.units for layer in layers(moons)] == [8, 8, 8, 1]
    assert section.rows[2].isVisible()
    moons.click(section.rows[0].remove)
    moons.click(section.rows[0].remove)
    moons.click(section.rows[0].remove)
    assert layers(moons) == (Layer(1, "linear"),)
    assert section.rows == []
    moons.settle()
    assert moons.undo_count == 4
    for _ in range(4):
        moons.window.document.undo_stack.undo()
    assert [row.units.value() for row in section.rows] == [8.0, 8.0]


def test_that_an_activation_with_a_slope_shows_it(moons: Studio) -> None:
    row = panel_of(moons).layers.rows[0]
    assert not row.slope.isVisible()
    combo_box = row.activation.control()
    combo_box.setFocus()
    keys = list(ACTIVATIONS)
    for _ in range(keys.index("tanh") - keys.index("sigmoid")):
        moons.key(Qt.Key.Key_Up, widget=combo_box)
    assert layers(moons)[0] == Layer(8, "sigmoid")
    assert row.slope.isVisible()
    moons.type_into(row.slope, "2.5")
    assert layers(moons)[0] == Layer(8, "sigmoid", 2.5)
    moons.settle()


def test_that_a_layer_is_moved_with_the_keys(moons: Studio) -> None:
    section = panel_of(moons).layers
    moons.type_into(section.rows[0].units, "3")
    section.rows[0].grip.setFocus()
    moons.key(Qt.Key.Key_Down, widget=section.rows[0].grip)
    assert [layer.units for layer in layers(moons)] == [8, 3, 1]
    assert section.rows[1].grip is moons.window.focusWidget()
    moons.key(Qt.Key.Key_Up, widget=section.rows[1].grip)
    assert [layer.units for layer in layers(moons)] == [3, 8, 1]
    moons.settle()


def test_that_a_layer_is_dragged_over_others_in_one_step(moons: Studio) -> None:
    section = panel_of(moons).layers
    moons.click(section.add)
    moons.type_into(section.rows[0].units, "3")
    before, count = moons.experiment, moons.undo_count
    grip = section.rows[0].grip
    row = section.rows[0].height()
    middle = QPointF(grip.rect().center())
    way = [middle + QPointF(0.0, row * part) for part in (0.0, 0.6, 1.1, 1.7, 2.2)]
    Mouse(grip).drag(way)
    assert [layer.units for layer in layers(moons)] == [8, 8, 3, 1]
    assert moons.undo_count == count + 1
    moons.window.document.undo_stack.undo()
    assert moons.experiment == before
    moons.settle()


def test_that_the_output_follows_the_loss(moons: Studio) -> None:
    panel = panel_of(moons)
    panel.loss.loss.value_changed.emit("cross_entropy")
    assert panel.layers.output.fixed_units.text() == "2 units"
    assert panel.loss._formula.latex().startswith(r"E = -\frac{1}{n}")
    moons.settle()
    assert len(moons.frame.heads[0].parameters) == 105 + 9


def test_that_the_first_weights_are_drawn_as_chosen(moons: Studio) -> None:
    section = panel_of(moons).init
    section.scheme.value_changed.emit("normal")
    assert network_of(moons.experiment).init.parameters == (("std", 0.1),)
    assert section.field("std").isVisible()
    moons.type_into(section.field("std").spin_box(), "3")
    moons.settle()
    moons.window.player.seek(0)
    moons.wait(lambda: moons.frame.cursor == 0)
    weights = np.asarray(moons.frame.heads[0].parameters)
    # 88 normal numbers of deviation 3, and 17 biases of 0.
    assert np.count_nonzero(weights == 0.0) == 17
    assert 2.2 < weights[weights != 0.0].std() < 3.8


def test_that_l2_is_part_of_what_is_trained(moons: Studio) -> None:
    moons.type_into(panel_of(moons).loss.l2.spin_box(), "0.01")
    assert network_of(moons.experiment).l2 == 0.01
    moons.settle()
    assert moons.undo_count == 1


def test_that_the_batch_of_a_run_is_edited_with_its_arithmetic(moons: Studio) -> None:
    batch = moons.window.runs_panel.form.batch
    moons.wait(lambda: batch.arithmetic != "")
    # 150 training rows in batches of 16: nine whole ones and one of 6.
    assert batch.arithmetic == "16 rows a step, 10 steps an epoch. The last one has 6."
    moons.type_into(batch.size_field.spin_box(), "30")
    assert moons.experiment.runs[0].batch.size == 30
    assert batch.arithmetic == "30 rows a step, 5 steps an epoch."
    batch.kind.value_changed.emit("single")
    assert moons.experiment.runs[0].batch.size == 1
    assert batch.arithmetic == "1 row a step, 150 steps an epoch."
    assert not batch.size_field.isVisible()
    batch.kind.value_changed.emit("full")
    assert moons.experiment.runs[0].batch.size is None
    assert batch.arithmetic == "All 150 rows in each step: a step is an epoch."
    batch.kind.value_changed.emit("mini")
    assert moons.experiment.runs[0].batch.size == 30
    moons.click(batch.shuffle)
    assert not moons.experiment.runs[0].batch.shuffle
    batch.kind.value_changed.emit("common")
    assert moons.experiment.runs[0].batch is None
    moons.settle()


def test_that_the_batch_of_the_experiment_is_for_runs_without_their_own(
    open_studio: Callable[[Experiment], Studio],
) -> None:
    studio = open_studio(shipped_example("1-line"))
    section = studio.window.problem_panel.run_section
    studio.wait(lambda: section.epochs != "")
    # 200 steps: of all rows, of 10 of 100 rows, of one row.
    assert section.epochs == "2 to 200 epochs, as the batches of the runs are"
    section.batch.kind.value_changed.emit("mini")
    assert studio.experiment.batch.size == 16
    # 100 rows in batches of 16 are 7 steps.
    assert section.epochs == "2 to 28.57 epochs, as the batches of the runs are"
    studio.settle()


def test_that_steps_between_evaluations_are_optional(moons: Studio) -> None:
    section = moons.window.problem_panel.run_section
    assert section.evaluation.value() == 0.0
    moons.type_into(section.evaluation, "25")
    assert moons.experiment.evaluation_interval == 25
    moons.settle()
    assert moons.frame.results[0].evaluations.steps[1] == 25
    moons.type_into(section.evaluation, "0")
    assert moons.experiment.evaluation_interval is None


def test_that_a_function_has_no_batch(studio: Studio) -> None:
    assert not studio.window.runs_panel.form.batch.isVisible()
    section = studio.window.problem_panel.run_section
    assert not section.batch.isVisible()
    assert not section.evaluation.isVisible()
    assert section.epochs == ""


def test_that_every_control_of_the_panel_has_a_name(moons: Studio) -> None:
    panel = panel_of(moons)
    nameless = [
        type(widget).__name__
        for widget in panel.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not widget.accessibleName()
        and not isinstance(widget.parentWidget(), NumberSpinBox)
    ]
    assert nameless == []
