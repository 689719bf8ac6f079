from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from trainings import LINE, NETWORK, training

import gdstudio as gd
from gdstudio.ui.data_table import DataTable
from gdstudio.ui.plots.frame import Frame, frame_of_results
from gdstudio.ui.trace_columns import MOST_PARAMETERS


def frame_of(*arguments: object, **changes: object) -> Frame:
    experiment = training(*arguments, **changes)
    return frame_of_results(experiment, gd.run(experiment))


@pytest.fixture(scope="module")
def frame() -> Frame:
    return frame_of()


@pytest.fixture
def table(qtbot: QtBot, frame: Frame) -> DataTable:
    table = DataTable()
    qtbot.addWidget(table)
    table.resize(640, 200)
    table.show()
    table.show_frame(frame)
    qtbot.waitExposed(table)
    return table


def headings(table: DataTable) -> list[str]:
    return table.view.model().headings()


def column(table: DataTable, heading: str) -> list[str]:
    model = table.view.model()
    return model.exact_column(headings(table).index(heading), slice(0, model.rowCount()))


def test_that_a_training_has_columns_of_its_own(table: DataTable, frame: Frame) -> None:
    names = list(frame.results[0].parameter_names)
    assert headings(table) == [
        "Step",
        "Epoch",
        "Batch loss",
        "Gradient norm",
        "Learning rate",
        "Training loss",
        "Test loss",
        "Training accuracy",
        "Test accuracy",
        *names,
    ]
    table.run_choice.setCurrentIndex(1)
    assert headings(table)[2] == "Loss"


def test_that_the_cells_are_the_numbers_of_the_result(table: DataTable, frame: Frame) -> None:
    run = frame.results[0]
    assert [float(each) for each in column(table, "Batch loss")] == run.losses.tolist()
    assert [float(each) for each in column(table, "Epoch")] == (run.steps / 5.0).tolist()
    last = run.parameter_names[-1]
    assert [float(each) for each in column(table, last)] == run.parameters[:, -1].tolist()


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Training loss", "train_losses"),
        ("Test loss", "test_losses"),
        ("Training accuracy", "train_accuracies"),
        ("Test accuracy", "test_accuracies"),
    ],
)
def test_that_evaluations_stand_at_their_steps_and_nowhere_else(
    table: DataTable, frame: Frame, heading: str, name: str
) -> None:
    run = frame.results[0]
    expected = dict(zip(run.evaluated_steps.tolist(), getattr(run, name).tolist(), strict=True))
    cells = column(table, heading)
    assert {step: float(cell) for step, cell in enumerate(cells) if cell} == expected
    model, place = table.view.model(), headings(table).index(heading)
    assert model.index(3, place).data() == ""
    assert float(model.index(5, place).data()) == pytest.approx(expected[5], rel=1e-6)
    assert model.index(5, place).data(Qt.ItemDataRole.ToolTipRole) == repr(expected[5])


def test_that_a_regression_without_a_test_has_fewer_columns(table: DataTable) -> None:
    table.show_frame(frame_of(LINE, (2,), start=[0.0, 0.0]))
    assert headings(table)[5:] == ["Training loss", "w", "b"]


def test_that_of_many_parameters_the_first_are_shown_and_that_is_said(table: DataTable) -> None:
    layers = [{"units": 30, "activation": "tanh"}, {"units": 1}]
    frame = frame_of(NETWORK | {"layers": layers}, steps=10)
    table.show_frame(frame)
    assert headings(table)[9:] == list(frame.results[0].parameter_names[:MOST_PARAMETERS])
    assert table._note.text() == "The first 64 of 121 parameters; an export has them all."


def test_that_the_headings_are_whole(table: DataTable) -> None:
    header = table.view.horizontalHeader()
    for place, heading in enumerate(headings(table)):
        assert header.sectionSize(place) >= header.fontMetrics().horizontalAdvance(heading) + 8


def test_that_a_training_that_grows_keeps_its_table(
    qtbot: QtBot, table: DataTable, frame: Frame
) -> None:
    run = frame.results[0]
    rows, evaluations = 12, 3
    part = replace(
        run, trace=run.trace.head(rows), evaluations=run.evaluations.head(evaluations), outcome=None
    )
    table.show_frame(replace(frame, results=(part, frame.results[1]), cursor=rows - 1))
    with qtbot.assertNotEmitted(table.view.model().modelReset):
        table.show_frame(frame)
    assert len([cell for cell in column(table, "Training loss") if cell]) == len(run.evaluations)
    assert np.isfinite([float(cell) for cell in column(table, "Gradient norm")]).all()
