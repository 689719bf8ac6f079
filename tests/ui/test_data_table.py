import numpy as np
import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication
from pytestqt.qtbot import QtBot

from gdstudio.experiment.model import Experiment, FunctionObjective, Optimizer, Run
from gdstudio.simulation.run import RunResult
from gdstudio.simulation.trace import TraceView
from gdstudio.ui.colours import LIGHT
from gdstudio.ui.data_table import DataTable
from gdstudio.ui.plots.frame import Frame

ROWS = 131_072
COLOURS = ("#1b9e77", "#d95f02")


def new_result(label: str, rows: int = ROWS, stride: int = 1, factor: float = 1.0) -> RunResult:
    steps = np.arange(rows) * stride
    trace = TraceView(
        steps,
        np.stack([steps / 3.0, -steps / 7.0], axis=1) * factor,
        np.exp(-steps / 1e4),
        np.full(rows, 0.1),
        np.full(rows, 0.25),
    )
    return RunResult(label, ("x", "y"), trace, None, "")


def frame_at(cursor: int, *results: RunResult, selected: int = 0) -> Frame:
    optimizer = Optimizer("gd", None, (("learning_rate", 0.25),))
    objective = FunctionObjective("x^2 + y^2", ("x", "y"), ((-1.0, 1.0), (-1.0, 1.0)))
    runs = tuple(
        Run(result.label, colour, optimizer)
        for result, colour in zip(results, COLOURS, strict=False)
    )
    experiment = Experiment(objective, runs, start=(1.0, 1.0))
    return Frame(experiment, results, cursor, (), selected=selected)


@pytest.fixture
def results() -> tuple[RunResult, RunResult]:
    return new_result("Momentum"), new_result("Adam", factor=2.0)


@pytest.fixture
def table(qtbot: QtBot, results) -> DataTable:
    table = DataTable()
    qtbot.addWidget(table)
    table.resize(900, 400)
    table.show_frame(frame_at(70_000, *results))
    table.show()
    qtbot.waitExposed(table)
    return table


def shown(table: DataTable, row: int, column: int, role=Qt.ItemDataRole.DisplayRole):
    return table.view.model().index(row, column).data(role)


def row_is_in_view(table: DataTable, row: int) -> bool:
    place = table.view.visualRect(table.view.model().index(row, 0))
    return table.view.viewport().rect().contains(QPoint(1, place.center().y()))


def select(table: DataTable, top: int, left: int, bottom: int, right: int) -> None:
    model = table.view.model()
    area = QItemSelection(model.index(top, left), model.index(bottom, right))
    flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
    table.view.selectionModel().select(area, flag)


def test_that_the_columns_are_the_traces(table: DataTable) -> None:
    model = table.view.model()
    assert model.rowCount() == ROWS
    headings = [
        model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())
    ]
    assert headings == ["Step", "x", "y", "Loss", "Gradient norm", "Learning rate"]
    assert [shown(table, 10_000, column) for column in range(6)] == [
        "10\u2009000",
        "3333.333333",
        "−1428.571429",
        "0.3678794412",
        "0.1",
        "0.25",
    ]


def test_that_tooltips_have_all_digits(table: DataTable) -> None:
    assert shown(table, 10_000, 1, Qt.ItemDataRole.ToolTipRole) == repr(10_000 / 3.0)


def test_that_the_row_of_the_cursor_is_marked_and_in_view(table: DataTable, results) -> None:
    background = Qt.ItemDataRole.BackgroundRole
    assert shown(table, 70_000, 2, background) == QColor(LIGHT.selection)
    assert row_is_in_view(table, 70_000)
    table.show_frame(frame_at(5, *results))
    assert shown(table, 70_000, 2, background) is None
    assert shown(table, 5, 2, background) == QColor(LIGHT.selection)
    assert row_is_in_view(table, 5)


def test_that_a_step_that_is_not_kept_marks_the_one_before(table: DataTable) -> None:
    table.show_frame(frame_at(1003, new_result("Long", rows=1000, stride=4)))
    assert table.view.model().current_row == 250
    assert shown(table, 250, 0) == "1\u2009000"
    assert "Only some" in table._note.text()


def test_that_moving_the_cursor_changes_two_rows_alone(
    qtbot: QtBot, table: DataTable, results
) -> None:
    model = table.view.model()
    changed: list[int] = []
    model.dataChanged.connect(lambda first, _last: changed.append(first.row()))
    with qtbot.assertNotEmitted(model.modelReset):
        table.show_frame(frame_at(70_001, *results))
    assert changed == [70_000, 70_001]


def test_that_a_growing_trace_adds_rows(qtbot: QtBot, table: DataTable, results) -> None:
    whole = results[0]
    part = RunResult(whole.label, whole.parameter_names, whole.trace.head(100), None, "")
    table.show_frame(frame_at(99, part, results[1]))
    assert table.view.model().rowCount() == 100
    with qtbot.assertNotEmitted(table.view.model().modelReset):
        table.show_frame(frame_at(99, *results))
    assert table.view.model().rowCount() == ROWS


def test_that_a_hidden_table_does_nothing_until_it_is_shown(
    qtbot: QtBot, table: DataTable, results
) -> None:
    table.hide()
    model = table.view.model()
    with qtbot.assertNotEmitted(model.dataChanged), qtbot.assertNotEmitted(model.modelReset):
        table.show_frame(frame_at(3, *results))
    table.show()
    assert model.current_row == 3
    assert row_is_in_view(table, 3)


def test_that_another_run_can_be_chosen(table: DataTable, results) -> None:
    choice = table.run_choice
    assert [choice.itemText(row) for row in range(choice.count())] == ["Momentum", "Adam"]
    assert not choice.itemIcon(0).isNull()
    choice.setCurrentIndex(1)
    assert shown(table, 3, 1) == "2"
    # The choice holds while it plays.
    table.show_frame(frame_at(80_000, *results))
    assert choice.currentIndex() == 1
    table.show_frame(frame_at(80_000, *results, selected=1))
    table.show_frame(frame_at(80_000, *results, selected=0))
    assert choice.currentIndex() == 0


def test_that_a_removed_run_leaves_a_table_of_those_that_remain(table: DataTable, results) -> None:
    table.run_choice.setCurrentIndex(1)
    table.show_frame(frame_at(5, results[0]))
    assert table.run_choice.count() == 1
    assert shown(table, 3, 1) == "1"


def test_that_copied_cells_have_all_digits(qtbot: QtBot, table: DataTable) -> None:
    select(table, 10, 0, 11, 1)
    table.view.setFocus()
    table.copy_selection()
    text = QGuiApplication.clipboard().text()
    assert text == f"10\t{10 / 3.0!r}\n11\t{11 / 3.0!r}\n"


def test_that_cells_can_be_copied_with_their_headings(table: DataTable) -> None:
    select(table, 10, 2, 10, 3)
    table._copy_with_headings()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0] == "y\tLoss"
    assert len(lines) == 2


def test_that_everything_can_be_copied(table: DataTable) -> None:
    table.view.selectAll()
    table.copy_selection()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert len(lines) == ROWS
    assert lines[-1].split("\t")[1] == repr((ROWS - 1) / 3.0)


def test_that_a_click_on_a_row_chooses_its_step(qtbot: QtBot, table: DataTable) -> None:
    model = table.view.model()
    place = table.view.visualRect(model.index(70_002, 1)).center()
    with qtbot.waitSignal(table.step_chosen) as chosen:
        qtbot.mouseClick(table.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen.args == [70_002]


def test_that_a_reader_who_scrolled_away_is_left_alone(
    qtbot: QtBot, table: DataTable, results
) -> None:
    table.activateWindow()
    table.view.setFocus()
    qtbot.waitUntil(table.view.hasFocus)
    table.view.scrollToTop()
    table.show_frame(frame_at(70_500, *results))
    assert row_is_in_view(table, 0)
    table.view.clearFocus()
    table.view.viewport().setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
    table.view.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
    table.show_frame(frame_at(71_000, *results))
    assert row_is_in_view(table, 71_000)


def test_that_an_empty_frame_is_an_empty_table(table: DataTable) -> None:
    table.show_frame(frame_at(0, new_result("New", rows=0)))
    assert table.view.model().rowCount() == 0
    table.copy_selection()
