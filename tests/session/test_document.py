import gc
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gdstudio.experiment.errors import ExperimentError
from gdstudio.experiment.model import Experiment
from gdstudio.session.document import MOST_EDITS, Document
from gdstudio.simulation.files import FORMAT, load

EXPERIMENT = FORMAT.from_json(
    {
        "format": "gdstudio.experiment",
        "version": 1,
        "title": "Bowl",
        "objective": {"kind": "function", "expression": "x^2 + y^2"},
        "start": [1, 2],
        "runs": [{"optimizer": {"method": "gd"}}],
    }
)


def started_at(*start: float) -> Experiment:
    return replace(EXPERIMENT, start=start)


@pytest.fixture
def document(qapp) -> Document:
    return Document(EXPERIMENT)


def test_that_an_edit_is_shown_and_can_be_undone_and_redone(
    document: Document, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(document.experiment_changed) as shown:
        document.edit(started_at(3, 4), "Move the start")
    assert shown.args == [started_at(3, 4)]
    assert document.undo_stack.undoText() == "Move the start"
    document.undo_stack.undo()
    assert document.experiment == EXPERIMENT
    document.undo_stack.redo()
    assert document.experiment == started_at(3, 4)


def test_that_an_edit_that_changes_nothing_is_none(document: Document, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(document.experiment_changed):
        document.edit(started_at(1, 2), "Move the start")
    assert document.undo_stack.count() == 0
    assert not document.is_modified


def test_that_edits_with_one_key_are_one_step_until_the_merge_ends(document: Document) -> None:
    for place in range(3, 10):
        document.edit(started_at(place, 0), "Move the start", "start")
    document.end_merge()
    for place in range(20, 30):
        document.edit(started_at(place, 0), "Move the start", "start")
    assert document.undo_stack.count() == 2
    document.undo_stack.undo()
    assert document.experiment == started_at(9, 0)
    document.undo_stack.undo()
    assert document.experiment == EXPERIMENT


def test_that_edits_with_different_keys_or_none_stay_apart(document: Document) -> None:
    document.edit(started_at(3, 0), "Move the start", "start")
    document.edit(replace(started_at(3, 0), seed=1), "Change the seed", "seed")
    document.edit(replace(started_at(3, 0), seed=2), "Change the seed")
    document.edit(replace(started_at(3, 0), seed=3), "Change the seed")
    assert document.undo_stack.count() == 4


def test_that_a_drag_back_to_where_it_began_leaves_nothing_to_undo(document: Document) -> None:
    document.edit(started_at(3, 0), "Move the start", "start")
    document.edit(EXPERIMENT, "Move the start", "start")
    assert document.experiment == EXPERIMENT
    assert not document.undo_stack.canUndo()
    assert not document.is_modified


def test_that_a_drag_after_an_undo_does_not_change_the_step_before(document: Document) -> None:
    document.edit(started_at(3, 0), "Move the start", "start")
    document.edit(replace(started_at(3, 0), seed=1), "Change the seed")
    document.undo_stack.undo()
    document.end_merge()
    document.edit(started_at(4, 0), "Move the start", "start")
    document.undo_stack.undo()
    assert document.experiment == started_at(3, 0)


def test_that_saving_names_the_document_and_takes_the_modified_mark_away(
    document: Document, tmp_path: Path, qtbot: QtBot
) -> None:
    document.edit(started_at(3, 4), "Move the start")
    assert document.is_modified
    path = tmp_path / "bowl.gds.json"
    with qtbot.waitSignal(document.state_changed):
        document.save(path)
    assert not document.is_modified
    assert document.name == "bowl.gds.json"
    assert document.path == path
    assert load(path) == started_at(3, 4)


def test_that_undoing_past_the_saved_state_is_a_modification(
    document: Document, tmp_path: Path
) -> None:
    document.edit(started_at(3, 4), "Move the start")
    document.save(tmp_path / "bowl.gds.json")
    document.undo_stack.undo()
    assert document.is_modified
    document.undo_stack.redo()
    assert not document.is_modified


def test_that_a_drag_after_saving_is_a_step_of_its_own(document: Document, tmp_path: Path) -> None:
    document.edit(started_at(3, 4), "Move the start", "start")
    document.save(tmp_path / "bowl.gds.json")
    document.edit(started_at(5, 6), "Move the start", "start")
    assert document.is_modified
    document.undo_stack.undo()
    assert document.experiment == started_at(3, 4)
    assert not document.is_modified


def test_that_opening_begins_anew(document: Document, tmp_path: Path) -> None:
    path = tmp_path / "other.gds.json"
    Document(started_at(7, 8)).save(path)
    document.edit(started_at(3, 4), "Move the start")
    document.open(path)
    assert document.experiment == started_at(7, 8)
    assert not document.is_modified
    assert not document.undo_stack.canUndo()
    assert document.path == path


def test_that_a_file_that_cannot_be_opened_changes_nothing(
    document: Document, tmp_path: Path, qtbot: QtBot
) -> None:
    bad = tmp_path / "bad.gds.json"
    bad.write_text('{"format": "gdstudio.experiment", "version": 1}', encoding="utf-8")
    document.edit(started_at(3, 4), "Move the start")
    with (
        qtbot.assertNotEmitted(document.experiment_changed),
        pytest.raises(ExperimentError, match="objective"),
    ):
        document.open(bad)
    assert document.experiment == started_at(3, 4)
    assert document.path is None
    assert document.undo_stack.canUndo()


def test_that_a_file_that_cannot_be_written_leaves_the_document_modified(
    document: Document, tmp_path: Path
) -> None:
    document.edit(started_at(3, 4), "Move the start")
    with pytest.raises(ExperimentError):
        document.save(tmp_path / "nowhere" / "bowl.gds.json")
    assert document.is_modified
    assert document.path is None


def test_that_a_restored_document_is_modified(document: Document) -> None:
    document.replace(started_at(3, 4))
    document.mark_modified()
    assert document.is_modified


@pytest.mark.parametrize(("title", "name"), [("Bowl", "Bowl"), ("", "Untitled")])
def test_that_a_document_without_a_file_is_called_by_its_title(qapp, title: str, name: str) -> None:
    assert Document(replace(EXPERIMENT, title=title)).name == name


def test_that_edits_of_long_ago_are_let_go(document: Document) -> None:
    document.edit(started_at(-7.0, -7.0), "Move")
    for number in range(MOST_EDITS + 1):
        document.edit(started_at(float(number), 1.0), "Move")
    assert document.undo_stack.count() == MOST_EDITS
    assert document.is_modified
    assert not any(
        isinstance(each, Experiment) and each.start == (-7.0, -7.0) for each in gc.get_objects()
    )
