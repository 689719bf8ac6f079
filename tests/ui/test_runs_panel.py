from itertools import pairwise

import pytest
from PySide6.QtCore import QModelIndex, QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QColorDialog,
    QLineEdit,
    QWidget,
)
from studio import Mouse, Studio, count_of

from gdstudio.engine.optimizers.registry import OPTIMIZERS
from gdstudio.experiment.model import Experiment
from gdstudio.simulation.outcome import Outcome
from gdstudio.ui.panels.run_list import RunList

ALT = Qt.KeyboardModifier.AltModifier


def labels(studio: Studio) -> list[str]:
    return [run.label for run in studio.experiment.runs]


def listed(studio: Studio) -> RunList:
    return studio.window.runs_panel.list


def select(studio: Studio, row: int) -> None:
    listed(studio).setCurrentIndex(listed(studio).runs.index(row))


def middle_of(studio: Studio, row: int) -> QPointF:
    return QPointF(listed(studio).visualRect(listed(studio).runs.index(row)).center())


def click(studio: Studio, row: int, x: float) -> None:
    place = middle_of(studio, row)
    Mouse(listed(studio).viewport()).click(QPointF(x, place.y()))


def undo_gives(studio: Studio, before: Experiment) -> bool:
    studio.window.document.undo_stack.undo()
    return studio.experiment == before


def shown_loss(text: str) -> float:
    return float(text.rpartition("loss ")[2].replace("\u2212", "-"))


@pytest.fixture
def stable(studio: Studio) -> Studio:
    """A window whose names are looked at with every edit: each is unique and in the list."""

    def look() -> None:
        assert len(set(labels(studio))) == len(labels(studio))
        model = listed(studio).runs
        assert [model.index(row).data() for row in range(model.rowCount())] == labels(studio)
        assert studio.window.runs_panel.selected < len(labels(studio))

    studio.window.document.experiment_changed.connect(look)
    return studio


def test_that_the_list_says_how_each_run_is(studio: Studio) -> None:
    model = listed(studio).runs
    for row, result in enumerate(studio.frame.results):
        text = model.index(row).data(Qt.ItemDataRole.AccessibleTextRole)
        assert text.startswith(f"{result.label}, ")
        ended = "converged at step" if result.outcome is Outcome.CONVERGED else "200 steps"
        assert ended in text
        assert shown_loss(text) == pytest.approx(studio.frame.heads[row].loss, rel=1e-3)


def test_that_the_losses_of_the_list_are_those_at_the_cursor(studio: Studio) -> None:
    studio.window.player.seek(10)
    text = listed(studio).runs.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert shown_loss(text) == pytest.approx(studio.frame.results[0].trace.losses[10], rel=1e-3)


@pytest.mark.parametrize("method", OPTIMIZERS)
def test_that_a_run_is_added_selected_and_undone(stable: Studio, method: str) -> None:
    before = stable.experiment
    menu = stable.window.runs_panel._add_menu
    (action,) = [each for each in menu.actions() if each.data() == method]
    action.trigger()
    assert len(stable.experiment.runs) == 5
    assert stable.experiment.runs[-1].optimizer.method == method
    assert stable.window.runs_panel.selected == 4
    assert stable.window.runs_panel.form.method_field().value() == method
    assert undo_gives(stable, before)


def test_that_a_run_is_duplicated_and_undone(stable: Studio) -> None:
    before = stable.experiment
    select(stable, 1)
    stable.window.actions_.duplicate_run.trigger()
    assert labels(stable) == ["Gradient descent", "Momentum", "Momentum 2", "RMSprop", "Adam"]
    assert stable.window.runs_panel.selected == 2
    assert undo_gives(stable, before)


def test_that_runs_are_removed_but_the_last(stable: Studio) -> None:
    remove = stable.window.actions_.remove_run
    select(stable, 1)
    for left in (3, 2, 1):
        assert remove.isEnabled()
        remove.trigger()
        assert len(stable.experiment.runs) == left
    assert not remove.isEnabled()
    remove.trigger()
    assert len(stable.experiment.runs) == 1
    stable.window.document.undo_stack.undo()
    assert remove.isEnabled()


def test_that_removing_a_run_keeps_its_neighbour_selected(stable: Studio) -> None:
    select(stable, 1)
    stable.window.actions_.remove_run.trigger()
    assert labels(stable) == ["Gradient descent", "RMSprop", "Adam"]
    assert stable.window.runs_panel.selected == 1
    assert stable.window.runs_panel.form.method_field().value() == "rmsprop"


def rename(studio: Studio, row: int, name: str) -> None:
    select(studio, row)
    listed(studio).setFocus()
    studio.qtbot.keyClick(listed(studio), Qt.Key.Key_F2)
    editor = listed(studio).findChild(QLineEdit)
    assert editor is not None
    editor.selectAll()
    studio.qtbot.keyClicks(editor, name)
    studio.qtbot.keyClick(editor, Qt.Key.Key_Return)
    studio.wait(lambda: listed(studio).state() is not QAbstractItemView.State.EditingState)


def test_that_f2_renames_a_run(stable: Studio) -> None:
    before = stable.experiment
    rename(stable, 2, "Slow one")
    assert labels(stable)[2] == "Slow one"
    assert undo_gives(stable, before)


def test_that_a_name_that_is_taken_gets_a_number(stable: Studio) -> None:
    rename(stable, 2, "Adam")
    assert labels(stable)[2] == "Adam 2"


def test_that_an_empty_name_changes_nothing(stable: Studio) -> None:
    before = stable.experiment
    select(stable, 0)
    model = listed(stable).runs
    assert not model.setData(model.index(0), "  ")
    assert stable.experiment == before


def test_that_the_eye_hides_a_run_and_shows_it_again(stable: Studio) -> None:
    stable.settle_map()
    colour = stable.experiment.runs[1].color
    drawn = count_of(stable.pixels(), colour)
    right = listed(stable).viewport().width() - 12.0
    click(stable, 1, right)
    assert stable.window.runs_panel.hidden == {1}
    assert stable.frame.visible_runs() == [0, 2, 3]
    assert count_of(stable.pixels(), colour) < 0.02 * drawn
    click(stable, 1, right)
    assert stable.window.runs_panel.hidden == frozenset()
    # Where a pile of points begins and ends depends on how many rows there were when it was drawn.
    assert count_of(stable.pixels(), colour) == pytest.approx(drawn, rel=0.02)
    assert stable.undo_count == 0


def test_that_the_hide_action_is_about_the_selected_run(stable: Studio) -> None:
    select(stable, 3)
    stable.window.actions_.toggle_run.trigger()
    assert stable.frame.visible_runs() == [0, 1, 2]


def test_that_alt_and_arrows_move_a_run(stable: Studio) -> None:
    before = stable.experiment
    select(stable, 2)
    stable.key(Qt.Key.Key_Up, ALT)
    assert labels(stable) == ["Gradient descent", "RMSprop", "Momentum", "Adam"]
    assert stable.window.runs_panel.selected == 1
    stable.key(Qt.Key.Key_Down, ALT)
    stable.key(Qt.Key.Key_Down, ALT)
    assert labels(stable) == ["Gradient descent", "Momentum", "Adam", "RMSprop"]
    assert stable.window.runs_panel.selected == 3
    stable.key(Qt.Key.Key_Down, ALT)
    assert labels(stable)[3] == "RMSprop"
    for _ in range(3):
        stable.window.document.undo_stack.undo()
    assert stable.experiment == before


@pytest.mark.parametrize(
    ("source", "row", "order"), [(0, 4, [1, 2, 3, 0]), (3, 0, [3, 0, 1, 2]), (1, 3, [0, 2, 1, 3])]
)
def test_that_a_drop_between_rows_moves_a_run(
    stable: Studio, source: int, row: int, order: list[int]
) -> None:
    before = labels(stable)
    model = listed(stable).runs
    data = model.mimeData([model.index(source)])
    assert data.formats() == model.mimeTypes()
    # Qt would remove the row itself if the model said that it took the data.
    assert not model.dropMimeData(data, Qt.DropAction.MoveAction, row, 0, QModelIndex())
    assert labels(stable) == [before[index] for index in order]
    assert stable.window.runs_panel.selected == order.index(source)


def test_that_a_drop_where_it_was_changes_nothing(stable: Studio) -> None:
    model = listed(stable).runs
    data = model.mimeData([model.index(1)])
    for row in (1, 2):
        model.dropMimeData(data, Qt.DropAction.MoveAction, row, 0, QModelIndex())
    assert stable.undo_count == 0


def test_that_a_click_on_the_swatch_changes_the_colour(
    stable: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = stable.experiment
    monkeypatch.setattr(QColorDialog, "getColor", lambda *_: QColor("#0000ff"))
    click(stable, 1, 20.0)
    assert stable.experiment.runs[1].color == "#0000ff"
    stable.settle_map()
    assert count_of(stable.pixels(), "#0000ff") > 50
    assert undo_gives(stable, before)


def test_that_a_colour_dialog_that_is_left_changes_nothing(
    stable: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QColorDialog, "getColor", lambda *_: QColor())
    click(stable, 1, 20.0)
    assert stable.undo_count == 0


def test_that_a_click_selects_a_run_and_shows_its_optimizer(stable: Studio) -> None:
    click(stable, 2, 90.0)
    assert stable.window.runs_panel.selected == 2
    assert stable.frame.selected == 2
    assert stable.window.runs_panel.form.method_field().value() == "rmsprop"
    assert stable.window.runs_panel.form.field("rho").value() == 0.9


def test_that_a_hidden_run_stays_hidden_when_the_learning_rate_changes(stable: Studio) -> None:
    select(stable, 1)
    stable.window.actions_.toggle_run.trigger()
    field = stable.window.runs_panel.form.field("learning_rate")
    stable.qtbot.keyClick(field.slider(), Qt.Key.Key_Right)
    stable.settle()
    assert stable.frame.visible_runs() == [0, 2, 3]


def test_that_there_is_a_limit_to_the_number_of_runs(stable: Studio) -> None:
    duplicate = stable.window.actions_.duplicate_run
    while duplicate.isEnabled():
        duplicate.trigger()
        assert len(stable.experiment.runs) <= 64
    assert len(stable.experiment.runs) == 64
    assert not stable.window.actions_.add_run.isEnabled()


def test_that_a_hidden_run_stays_hidden_when_it_is_moved(studio: Studio) -> None:
    select(studio, 1)
    studio.window.actions_.toggle_run.trigger()
    assert studio.window.runs_panel.hidden == {1}
    studio.key(Qt.Key.Key_Up, ALT)
    assert labels(studio)[0] == "Momentum"
    assert studio.window.runs_panel.hidden == {0}
    studio.settle()
    assert studio.frame.visible_runs() == [1, 2, 3]


def hidden_labels(studio: Studio) -> list[str]:
    return [labels(studio)[index] for index in sorted(studio.window.runs_panel.hidden)]


def test_that_the_same_run_is_hidden_after_every_edit_and_its_undo(studio: Studio) -> None:
    stack = studio.window.document.undo_stack
    select(studio, 2)
    studio.key(Qt.Key.Key_Up, ALT)
    select(studio, labels(studio).index("RMSprop"))
    studio.window.actions_.toggle_run.trigger()
    stack.undo()
    assert labels(studio)[2] == "RMSprop"
    assert hidden_labels(studio) == ["RMSprop"]
    select(studio, 0)
    studio.window.actions_.duplicate_run.trigger()
    assert hidden_labels(studio) == ["RMSprop"]
    studio.window.actions_.remove_run.trigger()
    assert hidden_labels(studio) == ["RMSprop"]
    rename(studio, labels(studio).index("RMSprop"), "Slow one")
    assert hidden_labels(studio) == ["Slow one"]
    stack.undo()
    assert hidden_labels(studio) == ["RMSprop"]
    select(studio, labels(studio).index("RMSprop"))
    studio.window.actions_.remove_run.trigger()
    assert hidden_labels(studio) == []
    stack.undo()
    assert hidden_labels(studio) == ["RMSprop"]


def test_that_another_file_shows_all_its_runs(studio: Studio) -> None:
    studio.window.actions_.toggle_run.trigger()
    assert len(studio.window.runs_panel.hidden) == 1
    studio.window.files.new()
    studio.settle()
    assert studio.window.runs_panel.hidden == frozenset()
    assert studio.frame.hidden == frozenset()


def test_that_a_run_is_on_its_way_until_the_cursor_is_at_its_end(studio: Studio) -> None:
    model = listed(studio).runs
    end = studio.frame.results[0].trace.last_step
    studio.window.player.seek(end - 1)
    text = model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert f"on its way · ends at step {end}" in text
    studio.window.player.seek(end)
    assert "on its way" not in model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)


def test_that_tab_goes_through_the_panel_from_top_to_bottom(studio: Studio) -> None:
    panel = studio.window.runs_panel
    for row in (3, 1):
        # The form of another method is made anew.
        select(studio, row)
    rate = panel.form.field("learning_rate")
    studio.wait(rate.slider().isVisible)
    listed(studio).setFocus()
    seen: list[QWidget] = []
    while (focus := QApplication.focusWidget()) is not None and panel.isAncestorOf(focus):
        seen.append(focus)
        studio.key(Qt.Key.Key_Tab, widget=focus)
        assert len(seen) < 40
    assert seen.index(rate.slider()) + 1 == seen.index(rate.spin_box())
    tops = [each.mapTo(panel, QPoint()).y() + each.height() / 2 for each in seen[1:]]
    assert len(tops) > 6
    assert all(after > before - 8.0 for before, after in pairwise(tops))
