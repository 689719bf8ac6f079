from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from studio import Studio

from gdstudio.experiment.model import Experiment
from gdstudio.ui.panels.variables_table import VariablesTable


@pytest.fixture
def table(studio: Studio) -> VariablesTable:
    return studio.window.function_panel.variables_table


def test_that_a_start_typed_while_the_domain_is_refused_is_kept(
    studio: Studio, table: VariablesTable
) -> None:
    high = studio.experiment.objective.domain[0][1]
    studio.type_into(table._lines[0].low, str(high + 1))
    assert studio.undo_count == 0
    studio.type_into(table._lines[1].start, "0.5")
    studio.type_into(table._lines[0].low, "-3")
    assert studio.experiment.objective.domain[0] == (-3.0, high)
    assert studio.experiment.start[1] == 0.5
    assert table._lines[1].start.value() == 0.5


def test_that_each_typed_number_is_a_step_to_undo(studio: Studio, table: VariablesTable) -> None:
    seen: list[Experiment] = [studio.experiment]
    for cell, text in (
        (table._lines[0].start, "0.25"),
        (table._lines[0].start, "0.5"),
        (table._lines[1].start, "0.75"),
        (table._lines[0].low, "-3"),
    ):
        studio.type_into(cell, text)
        seen.append(studio.experiment)
    assert studio.undo_count == 4
    for before in reversed(seen[:-1]):
        studio.window.document.undo_stack.undo()
        assert studio.experiment == before


def test_that_the_line_of_a_variable_goes_and_comes_with_it(
    studio: Studio, table: VariablesTable
) -> None:
    low, high = studio.experiment.function.domain[1]
    cells = [cell for line in table._lines for cell in line.cells]
    studio.type_formula("x^2")
    assert [cell.isVisible() for cell in cells] == [True, True, True, False, False, False]
    studio.type_formula("x^2 + t^2")
    assert all(cell.isVisible() for cell in cells)
    assert table._lines[1].label.text() == "t"
    assert table._lines[1].low.accessibleName() == "t, from"
    studio.type_into(table._lines[1].low, "-7")
    assert studio.experiment.function.domain[1][0] == -7.0
    studio.type_formula("x^2 + y^2")
    assert (table._lines[1].low.value(), table._lines[1].high.value()) == (low, high)


def test_that_tab_goes_along_the_lines_of_new_variables(
    studio: Studio, table: VariablesTable
) -> None:
    first = studio.experiment
    objective = replace(
        first.objective,
        expression="x^2 + y^2 + z^2",
        variables=("x", "y", "z"),
        domain=(*first.objective.domain, (-1.0, 1.0)),
    )
    studio.window.document.edit(replace(first, objective=objective, start=(1.0, 1.0, 1.0)), "")
    studio.settle()
    cells = [cell for line in table._lines for cell in line.cells]
    cells[0].setFocus()
    for cell in cells[1:]:
        studio.key(Qt.Key.Key_Tab, widget=QApplication.focusWidget())
        assert QApplication.focusWidget() is cell
    studio.key(Qt.Key.Key_Tab, widget=QApplication.focusWidget())
    panel = studio.window.problem_panel
    assert panel.isAncestorOf(QApplication.focusWidget())


def test_that_undo_in_a_number_cell_is_that_of_the_document(
    studio: Studio, table: VariablesTable
) -> None:
    before = studio.experiment
    cell = table._lines[0].start
    studio.type_into(cell, "0.25")
    after = studio.experiment
    actions = studio.window.actions_
    studio.qtbot.keySequence(cell, actions.undo.shortcut())
    assert studio.experiment == before
    assert cell.value() == before.start[0]
    # Not the same keys on every platform.
    studio.qtbot.keySequence(cell, actions.redo.shortcut())
    assert studio.experiment == after
    assert cell.value() == 0.25


def test_that_undo_in_the_formula_is_that_of_the_document(studio: Studio) -> None:
    before = studio.experiment
    field = studio.window.function_panel.formula_field
    studio.type_formula("x^2 + 7y^2")
    studio.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier, field.edit())
    assert studio.experiment == before
    assert field.text() == before.objective.expression
