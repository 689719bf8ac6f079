import math
import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from formulas import experiment
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from studio import Mouse, Studio

import gdstudio as gd
from gdstudio.cli import main
from gdstudio.experiment.model import Experiment
from gdstudio.export.npz import write_npz
from gdstudio.session.player import DEFAULT_SPEED
from gdstudio.session.run_state import RunState
from gdstudio.simulation.outcome import Outcome
from gdstudio.ui.example import ready_example
from gdstudio.ui.main_window import MainWindow
from gdstudio.ui.plots.line_plot import LinePlot
from gdstudio.ui.plots.surface_plot import SurfacePlot

OpenStudio = Callable[[Experiment], Studio]


def test_that_the_window_opens_on_a_picture_with_four_computed_runs(studio: Studio) -> None:
    assert isinstance(studio.window.picture.plot, SurfacePlot)
    assert len(studio.frame.results) == 4
    assert all(result.outcome is not None for result in studio.frame.results)
    assert studio.frame.cursor == studio.frame.last_step == 200
    studio.settle_map()
    assert len(np.unique(studio.pixels().reshape(-1, 3), axis=0)) > 1000


def test_that_the_keys_reach_the_player_as_soon_as_the_window_is_open(studio: Studio) -> None:
    focus = QApplication.focusWidget()
    assert focus is studio.canvas


def test_that_space_plays_and_pauses(studio: Studio) -> None:
    player = studio.window.player
    studio.key(Qt.Key.Key_Space)
    assert player.is_playing
    studio.wait(lambda: 0 < player.cursor < 200)
    assert studio.frame.cursor == player.cursor
    studio.key(Qt.Key.Key_Space)
    assert not player.is_playing
    held = player.cursor
    with studio.qtbot.assertNotEmitted(player.cursor_changed, wait=60):
        pass
    assert studio.frame.cursor == held


def test_that_the_arrows_step_and_home_and_end_jump(studio: Studio) -> None:
    player = studio.window.player
    studio.key(Qt.Key.Key_Left)
    assert player.cursor == studio.frame.cursor == 199
    studio.key(Qt.Key.Key_Left)
    assert player.cursor == 198
    studio.key(Qt.Key.Key_Right)
    assert player.cursor == 199
    studio.key(Qt.Key.Key_Home)
    assert player.cursor == studio.frame.cursor == 0
    studio.key(Qt.Key.Key_Left)
    assert player.cursor == 0
    studio.key(Qt.Key.Key_End)
    assert player.cursor == 200
    studio.key(Qt.Key.Key_Right)
    assert player.cursor == 200


def test_that_the_brackets_change_the_speed(studio: Studio) -> None:
    player = studio.window.player
    assert player.speed == DEFAULT_SPEED
    studio.key(Qt.Key.Key_BracketRight)
    assert player.speed > DEFAULT_SPEED
    studio.key(Qt.Key.Key_BracketLeft)
    studio.key(Qt.Key.Key_BracketLeft)
    assert player.speed < DEFAULT_SPEED
    assert studio.window.transport.speed_button.text().startswith("20")


def test_that_timeline_and_read_out_follow_the_cursor(studio: Studio) -> None:
    studio.window.player.seek(77)
    assert studio.window.transport.timeline.value() == 77
    assert studio.window.transport.timeline.maximum() == 200
    assert studio.window.transport.readout.text() == "Step 77 of 200"


def test_that_playing_ends_at_the_end(studio: Studio) -> None:
    player = studio.window.player
    player.set_speed(1e4)
    studio.key(Qt.Key.Key_Home)
    studio.key(Qt.Key.Key_Space)
    studio.wait(lambda: not player.is_playing)
    assert player.cursor == studio.frame.cursor == 200


def test_that_a_loop_begins_again(studio: Studio) -> None:
    player = studio.window.player
    studio.key(Qt.Key.Key_L)
    assert player.loops
    player.set_speed(1e3)
    cursors: list[int] = []
    player.cursor_changed.connect(cursors.append)
    studio.key(Qt.Key.Key_Space)
    studio.wait(lambda: sum(after < before for before, after in pairwise(cursors)) >= 2)
    assert player.is_playing
    assert 200 in cursors
    assert 0 in cursors


def test_that_the_window_can_play_as_soon_as_it_is_computed(qtbot: QtBot, settings) -> None:
    window = MainWindow(ready_example(), settings)
    qtbot.addWidget(window)
    window.stage.play_at_first()
    window.show()
    qtbot.waitUntil(lambda: window.player.is_playing)
    qtbot.waitUntil(lambda: 0 < window.player.cursor < 200)


def test_that_a_click_on_a_curve_shows_that_step(studio: Studio) -> None:
    card = studio.window.curves.loss
    canvas = card._canvas
    scene = card.plot.vb.mapViewToScene(QPointF(60.0, card.plot.vb.viewRange()[1][0] + 1.0))
    Mouse(canvas.viewport()).click(QPointF(canvas.mapFromScene(scene)))
    assert abs(studio.window.player.cursor - 60) <= 1
    assert studio.frame.cursor == studio.window.player.cursor


def test_that_dragging_over_a_curve_scrubs(studio: Studio) -> None:
    card = studio.window.curves.gradient_norm
    low = card.plot.vb.viewRange()[1][0] + 1.0
    places = [
        QPointF(card._canvas.mapFromScene(card.plot.vb.mapViewToScene(QPointF(step, low))))
        for step in (20, 60, 100, 140)
    ]
    seen: list[int] = []
    Mouse(card._canvas.viewport()).drag(places, lambda: seen.append(studio.window.player.cursor))
    assert all(abs(found - wanted) <= 1 for found, wanted in zip(seen, (60, 100, 140), strict=True))


# The formula


def test_that_every_valid_text_on_the_way_is_drawn(studio: Studio) -> None:
    drawn: list[str] = []
    studio.window.document.experiment_changed.connect(
        lambda changed: drawn.append(changed.objective.expression)
    )
    studio.type_formula("x^2 + 3y^2")
    assert drawn == ["x", "x^2", "x^2 + 3", "x^2 + 3y", "x^2 + 3y^2"]
    studio.settle_map()
    assert studio.undo_count == 1
    expected = gd.run(studio.experiment)
    np.testing.assert_array_equal(
        studio.frame.results[0].trace.parameters, expected[0].trace.parameters
    )


def test_that_while_a_text_is_no_formula_the_last_good_picture_stays(studio: Studio) -> None:
    studio.type_formula("x^2 + y^2")
    studio.settle_map()
    before, picture = studio.experiment, studio.pixels()
    field = studio.window.function_panel.formula_field
    studio.qtbot.keyClicks(field.edit(), " + (")
    assert field.error()
    assert studio.experiment == before
    place = field.mark_place()
    assert place is not None
    begin, _ = field.edit().span_of(len("x^2 + y^2 + ("))
    assert abs(place - begin) < 12.0
    np.testing.assert_array_equal(studio.pixels(), picture)
    studio.qtbot.keyClicks(field.edit(), "x)")
    assert not field.error()
    assert studio.experiment.objective.expression == "x^2 + y^2 + (x)"


def test_that_a_function_is_typed_without_its_letters_becoming_variables(studio: Studio) -> None:
    drawn: list[tuple[str, ...]] = []
    studio.window.document.experiment_changed.connect(
        lambda changed: drawn.append(changed.objective.variables)
    )
    studio.type_formula("x^2 + sin(y) + exp(x)")
    assert set(drawn) == {("x",), ("x", "y")}
    assert studio.experiment.objective.expression == "x^2 + sin(y) + exp(x)"
    assert not studio.window.function_panel.formula_field.error()


def test_that_return_makes_the_beginning_of_a_function_a_variable(studio: Studio) -> None:
    studio.type_formula("x^2 + s")
    field = studio.window.function_panel.formula_field
    assert "sin(…)" in field.error()
    assert studio.experiment.objective.expression == "x^2"
    studio.qtbot.keyClick(field.edit(), Qt.Key.Key_Return)
    assert not field.error()
    assert studio.experiment.objective.variables == ("x", "s")
    studio.qtbot.keyClicks(field.edit(), " + s^2")
    assert studio.experiment.objective.expression == "x^2 + s + s^2"


@pytest.mark.parametrize(
    ("text", "position"), [("x^2 + * y", 6), ("x + foo(y)", 4), ("(x + y", 0), ("x + y)", 5)]
)
def test_that_the_caret_stands_at_what_is_wrong(studio: Studio, text: str, position: int) -> None:
    studio.type_formula(text)
    field = studio.window.function_panel.formula_field
    assert field.error()
    begin, end = field.edit().span_of(position)
    place = field.mark_place()
    assert place is not None
    assert begin - 1.0 <= place <= end + 1.0


def test_that_an_undo_after_a_mistake_shows_a_formula_without_a_sentence(studio: Studio) -> None:
    field = studio.window.function_panel.formula_field
    before = field.text()
    studio.type_formula("x^2 + y^2 + ")
    assert field.error()
    studio.window.document.undo_stack.undo()
    assert field.text() == before
    assert not field.error()


def test_that_one_variable_is_a_curve_and_two_are_a_map(studio: Studio) -> None:
    studio.window.document.edit(replace(studio.experiment, start=(2.5, -3.5)), "Move the start")
    domain = replace(studio.experiment.objective, domain=((-4.0, 4.0), (-7.0, 8.0)))
    studio.window.document.edit(replace(studio.experiment, objective=domain), "Change the domain")
    studio.type_formula("x^2")
    studio.settle_map()
    assert isinstance(studio.window.picture.plot, LinePlot)
    assert studio.experiment.start == (2.5,)
    assert studio.experiment.objective.domain == ((-4.0, 4.0),)
    studio.type_formula("x^2 + y^2")
    studio.settle_map()
    assert isinstance(studio.window.picture.plot, SurfacePlot)
    assert studio.experiment.start == (2.5, -3.5)
    assert studio.experiment.objective.domain == ((-4.0, 4.0), (-7.0, 8.0))


def test_that_five_variables_are_a_slice(open_studio: OpenStudio) -> None:
    studio = open_studio(experiment("u^2 + v^2 + w^2 + x^2 + y^2", [1, 2, 3, -1, -2]))
    studio.settle_map()
    assert isinstance(studio.window.picture.plot, SurfacePlot)
    variables = studio.experiment.objective.variables
    assert len(variables) == 5
    studio.mouse.move(studio.place(0.5, -0.5))
    # The others are held at the cursor, which is where the run ended.
    rest = sum(value * value for value in studio.frame.heads[0].parameters[2:].tolist())
    assert f"f = {0.5 + rest:.3g}"[:6] in studio.read_out


# The start


def drag_of_the_start(studio: Studio, *way: tuple[float, float]) -> list[QPointF]:
    x, y = studio.experiment.start
    return [studio.place(x, y), *(studio.place(*point) for point in way)]


def test_that_dragging_the_start_runs_live_and_is_one_step_to_undo(studio: Studio) -> None:
    before = studio.experiment
    starts: list[tuple[float, ...]] = []
    shown: list[tuple[float, ...]] = []

    def look() -> None:
        starts.append(studio.experiment.start)
        studio.settle()
        shown.append(tuple(studio.frame.results[0].trace.parameters[0]))

    way = [(0.0, 4.0), (-1.0, 3.0), (-2.0, 1.0), (-3.0, -1.0)]
    studio.mouse.drag(drag_of_the_start(studio, *way), look)
    assert shown == starts
    assert len(set(starts)) == len(way)
    for start, wanted in zip(starts, way, strict=True):
        np.testing.assert_allclose(start, wanted, atol=0.05)
    assert studio.undo_count == 1
    studio.window.document.undo_stack.undo()
    assert studio.experiment == before


def test_that_two_drags_are_two_steps_to_undo(studio: Studio) -> None:
    studio.mouse.drag(drag_of_the_start(studio, (0.0, 4.0), (-1.0, 3.0)))
    studio.settle()
    first = studio.experiment
    studio.mouse.drag(drag_of_the_start(studio, (0.0, 2.0), (1.0, 1.0)))
    assert studio.undo_count == 2
    studio.window.document.undo_stack.undo()
    assert studio.experiment == first


def test_that_a_drag_that_is_taken_beside_the_centre_does_not_jump(studio: Studio) -> None:
    grip = QPointF(6.0, -5.0)
    start = studio.place(*studio.experiment.start)
    studio.mouse.drag([start + grip, start + grip + QPointF(0.0, 40.0)])
    found = studio.place(*studio.experiment.start) - start
    assert abs(found.x()) <= 1.0
    assert abs(found.y() - 40.0) <= 1.0


def test_that_a_dragged_start_has_as_few_digits_as_a_pixel_needs(studio: Studio) -> None:
    studio.mouse.drag(drag_of_the_start(studio, (0.3, 3.3), (-2.4858384, 1.7746)))
    assert all(len(f"{value:.15g}".lstrip("-")) <= 4 for value in studio.experiment.start)


def test_that_a_click_moves_the_start(studio: Studio) -> None:
    studio.mouse.click(studio.place(-2.0, -3.0))
    studio.wait(lambda: studio.undo_count == 1)
    np.testing.assert_allclose(studio.experiment.start, (-2.0, -3.0), atol=0.03)
    studio.settle()
    assert studio.window.document.undo_stack.undoText() == "Move the start"


def test_that_a_double_click_shows_the_domain_and_moves_no_start(studio: Studio) -> None:
    view_box = studio.window.picture.plot.vb
    studio.mouse.wheel(studio.place(0.0, 0.0), 5)
    assert view_box.viewRange()[0] != [-6.0, 6.0]
    studio.mouse.double_click(studio.place(0.5, 0.5))
    np.testing.assert_allclose(view_box.viewRange(), [(-6.0, 6.0), (-6.0, 6.0)], atol=1e-9)
    with studio.qtbot.assertNotEmitted(studio.window.document.experiment_changed, wait=350):
        pass


def test_that_the_wheel_zooms_at_the_pointer(studio: Studio) -> None:
    place = studio.place(3.0, -2.0)
    view_box = studio.window.picture.plot.vb
    before = view_box.viewRange()[0]
    studio.mouse.wheel(place, 3)
    after = view_box.viewRange()[0]
    assert after[1] - after[0] < before[1] - before[0]
    under = view_box.mapSceneToView(studio.canvas.mapToScene(place.toPoint()))
    np.testing.assert_allclose((under.x(), under.y()), (3.0, -2.0), atol=0.05)
    studio.mouse.wheel(place, -3)
    np.testing.assert_allclose(view_box.viewRange()[0], before, atol=1e-9)


def test_that_a_drag_beside_the_start_pans(studio: Studio) -> None:
    view_box = studio.window.picture.plot.vb
    before = view_box.viewRange()
    studio.mouse.drag(
        [studio.place(-3.0, -3.0), studio.place(-2.5, -2.5), studio.place(-1.0, -2.0)]
    )
    (x_low, x_high), (y_low, y_high) = view_box.viewRange()
    np.testing.assert_allclose((x_low, y_low), (before[0][0] - 2.0, before[1][0] - 1.0), atol=0.05)
    np.testing.assert_allclose((x_high - x_low, y_high - y_low), (12.0, 12.0), atol=1e-9)
    assert studio.undo_count == 0


def test_that_hovering_reads_out_value_and_gradient(open_studio: OpenStudio) -> None:
    studio = open_studio(experiment("x^2 + 3y^2", [1, 2]))
    studio.mouse.move(studio.place(2.0, -1.0))
    view_box = studio.window.picture.plot.vb
    at = view_box.mapSceneToView(studio.canvas.mapToScene(studio.place(2.0, -1.0).toPoint()))
    x, y = at.x(), at.y()
    numbers = re.findall(r"-?[\d.]+", studio.read_out.replace("\u2212", "-"))
    expected = (x, y, x * x + 3 * y * y, 2 * x, 6 * y)
    np.testing.assert_allclose([float(number) for number in numbers], expected, rtol=1e-3)
    studio.mouse.move(QPointF(1.0, 1.0))
    assert studio.read_out == ""


def test_that_what_is_read_out_is_of_the_function_that_is_seen(studio: Studio) -> None:
    studio.mouse.move(studio.place(2.0, -1.0))
    assert "f = " in studio.read_out
    studio.type_formula("x^2 + 5y^2")
    assert studio.read_out == ""


def test_that_what_is_read_out_follows_a_slice_that_moves(open_studio: OpenStudio) -> None:
    studio = open_studio(experiment("u^2 + v^2 + w^2 + x^2 + y^2", [1, 2, 3, -1, -2]))
    studio.settle_map()
    studio.window.player.to_start()
    studio.mouse.move(studio.place(0.0, 0.0))
    before = studio.read_out
    studio.window.player.seek(20)
    assert "f = " in studio.read_out
    assert studio.read_out != before


def test_that_a_curve_of_one_variable_has_the_same_mouse(open_studio: OpenStudio) -> None:
    studio = open_studio(experiment("x^2", [2.0], stop={"max_steps": 20}))
    studio.settle_map()
    plot = studio.window.picture.line_plot
    studio.mouse.move(studio.place(-1.5, 1.0))
    assert "f = 2.2" in studio.read_out
    studio.mouse.click(studio.place(-3.0, 5.0))
    studio.wait(lambda: studio.undo_count == 1)
    assert studio.experiment.start == pytest.approx((-3.0,), abs=0.05)
    studio.settle_map()
    handle = plot._start.pos()
    assert handle.y() == pytest.approx(studio.experiment.start[0] ** 2)
    x = studio.experiment.start[0]
    way = [studio.place(x, x * x), studio.place(-2.0, x * x), studio.place(1.0, x * x)]
    studio.mouse.drag(way, studio.settle)
    assert studio.experiment.start == pytest.approx((1.0,), abs=0.05)
    assert studio.undo_count == 2


# Sliders and outcomes


def drag_slider(studio: Studio, name: str, *shares: float) -> None:
    slider = studio.window.runs_panel.form.field(name).slider()
    middle = slider.height() / 2

    def place(share: float) -> QPointF:
        return QPointF(8.0 + share * (slider.width() - 16.0), middle)

    Mouse(slider).drag([place(share) for share in shares], studio.settle)


def test_that_dragging_the_learning_rate_runs_live_and_undoes_in_one_step(studio: Studio) -> None:
    before = studio.experiment
    rates: list[float] = []
    studio.window.document.experiment_changed.connect(
        lambda changed: rates.append(changed.runs[0].optimizer.value("learning_rate"))
    )
    drag_slider(studio, "learning_rate", 0.3, 0.4, 0.5, 0.55)
    assert len(rates) >= 3
    assert rates == sorted(rates)
    assert studio.undo_count == 1
    expected = gd.run(studio.experiment)[0].trace.parameters
    np.testing.assert_array_equal(studio.frame.results[0].trace.parameters, expected)
    studio.window.document.undo_stack.undo()
    assert studio.experiment == before
    field = studio.window.runs_panel.form.field("learning_rate")
    assert field.value() == before.runs[0].optimizer.value("learning_rate")


def test_that_several_drags_are_several_steps_to_undo(studio: Studio) -> None:
    drag_slider(studio, "learning_rate", 0.3, 0.35)
    drag_slider(studio, "learning_rate", 0.35, 0.4, 0.45)
    drag_slider(studio, "learning_rate", 0.45, 0.2)
    assert studio.undo_count == 3


def test_that_a_typed_number_is_one_step_to_undo(studio: Studio) -> None:
    box = studio.window.runs_panel.form.field("learning_rate").spin_box()
    box.setFocus()
    box.selectAll()
    studio.qtbot.keyClicks(box, "0.0125")
    studio.qtbot.keyClick(box, Qt.Key.Key_Return)
    assert studio.experiment.runs[0].optimizer.value("learning_rate") == 0.0125
    assert studio.undo_count == 1
    box.selectAll()
    studio.qtbot.keyClicks(box, "0.02")
    studio.qtbot.keyClick(box, Qt.Key.Key_Return)
    assert studio.undo_count == 2


def test_that_a_diverging_run_is_explained_with_numbers(studio: Studio) -> None:
    run = studio.experiment.runs[0]
    fast = replace(run, optimizer=run.optimizer.with_value("learning_rate", 0.5))
    studio.window.document.edit(studio.experiment.replace_run(0, fast), "Change the learning rate")
    studio.settle()
    result = studio.frame.results[0]
    assert result.outcome is Outcome.DIVERGED
    assert studio.sentence == f"{run.label}: {result.message}"
    assert f"step {result.trace.last_step}" in studio.sentence
    assert "0.5" in studio.sentence
    row = studio.window.runs_panel.list.runs.index(0)
    text = row.data(Qt.ItemDataRole.AccessibleTextRole)
    assert f"diverged at step {result.trace.last_step}" in text


def test_that_the_status_line_is_about_the_selected_run(studio: Studio) -> None:
    listed = studio.window.runs_panel.list
    for index, run in enumerate(studio.experiment.runs):
        listed.setCurrentIndex(listed.runs.index(index))
        assert studio.sentence == f"{run.label}: {studio.frame.results[index].message}"
        assert studio.frame.selected == index


# Exactness


def test_that_stepping_back_and_forward_shows_the_numbers_of_a_fresh_run(studio: Studio) -> None:
    fresh = gd.run(studio.experiment)
    for step in (200, 137, 138, 137, 0, 1, 99, 100, 199):
        studio.window.player.seek(step)
        assert studio.frame.cursor == step
        for head, result in zip(studio.frame.heads, fresh, strict=True):
            row = min(step, result.trace.last_step)
            np.testing.assert_array_equal(head.parameters, result.trace.parameters[row])
            assert head.loss == result.trace.losses[row]
            assert head.gradient_norm == result.trace.gradient_norms[row]


def test_that_thinned_steps_are_exact_too(open_studio: OpenStudio) -> None:
    long = experiment(
        "x^2 + 3y^2",
        [1, 2],
        {"method": "adam", "learning_rate": 1e-4},
        stop={"max_steps": 300_000, "gradient_tolerance": 0},
    )
    studio = open_studio(long)
    assert len(studio.frame.results[0].trace) < 300_000
    for step in (54_321, 199_999, 299_999):
        studio.window.player.seek(step)
        (head,) = studio.frame.heads
        assert head.step == step
        # The last step of a run is always recorded.
        (fresh,) = gd.run(replace(long, stop=replace(long.stop, max_steps=step)))
        np.testing.assert_array_equal(head.parameters, fresh.trace.parameters[-1])


def test_that_the_window_and_the_command_line_write_the_same_bytes(
    studio: Studio, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    studio.type_formula("sin(3x) y^2 + x^2")
    studio.settle()
    ours, theirs, file = (tmp_path / name for name in ("ours.npz", "theirs.npz", "e.gds.json"))
    write_npz(studio.frame.results, ours)
    gd.save(studio.experiment, file)
    assert main(["run", str(file), "--quiet", "--export", str(theirs)]) == 0
    assert ours.read_bytes() == theirs.read_bytes()


# Long runs


def long_experiment() -> Experiment:
    return experiment(
        "x^2 + 3y^2",
        [1, 2],
        {"method": "adam", "learning_rate": 1e-5},
        stop={"max_steps": 10_000_000, "gradient_tolerance": 0},
    )


@pytest.fixture
def busy(studio: Studio) -> Studio:
    """The window in the middle of a run of ten million steps."""
    studio.window.document.replace(long_experiment())
    controller = studio.window.controller
    studio.wait(
        lambda: (
            controller.state is RunState.RUNNING
            and studio.frame.experiment == studio.experiment
            and studio.frame.last_step > 0
        )
    )
    return studio


def test_that_a_long_run_can_be_paused_resumed_and_stopped(busy: Studio) -> None:
    actions, controller = busy.window.actions_, busy.window.controller
    assert actions.pause_computation.isEnabled()
    actions.pause_computation.trigger()
    busy.wait(lambda: controller.state is RunState.PAUSED)
    assert actions.pause_computation.isChecked()
    held = busy.frame.last_step
    assert held < 10_000_000
    actions.pause_computation.trigger()
    busy.wait(lambda: busy.frame.last_step > held)
    assert not actions.pause_computation.isChecked()
    actions.stop_computation.trigger()
    busy.settle()
    (result,) = busy.frame.results
    assert result.outcome is Outcome.STOPPED
    assert busy.sentence == f"Adam: Stopped by you at step {result.trace.last_step}."
    assert not actions.pause_computation.isEnabled()
    assert not actions.stop_computation.isEnabled()
    assert busy.window.player.expected == result.trace.last_step


def test_that_a_person_can_look_around_while_a_long_run_is_computed(busy: Studio) -> None:
    busy.window.player.seek(1000)
    assert busy.frame.cursor == 1000
    assert busy.frame.heads[0].step == 1000
    last = busy.frame.last_step
    busy.wait(lambda: busy.frame.last_step > last)
    assert busy.frame.cursor == 1000
    busy.key(Qt.Key.Key_End)
    busy.wait(lambda: busy.frame.cursor > last)


def test_that_an_edit_during_a_long_run_begins_anew(busy: Studio) -> None:
    short = replace(busy.experiment.stop, max_steps=50)
    busy.window.document.edit(replace(busy.experiment, stop=short), "Change the number of steps")
    busy.settle()
    assert busy.frame.last_step == 50
    assert busy.window.player.expected == 50


def test_that_closing_in_the_middle_of_a_run_ends_the_thread(busy: Studio) -> None:
    thread = busy.window.controller._thread
    busy.window.document.undo_stack.setClean()
    assert busy.window.close()
    assert thread.isFinished()
    assert not busy.window.isVisible()


def test_that_closing_while_a_map_is_computed_is_clean(studio: Studio) -> None:
    studio.type_formula("sin(x^3) cos(y^3) + exp(sin(x y))")
    studio.window.document.undo_stack.setClean()
    assert studio.window.close()


def test_that_the_position_survives_new_results(studio: Studio) -> None:
    studio.window.player.seek(42)
    studio.window.document.edit(replace(studio.experiment, start=(2.0, 2.0)), "Move the start")
    studio.settle()
    assert studio.window.player.cursor == 42
    assert studio.frame.cursor == 42
    expected = gd.run(studio.experiment)[1].trace.parameters[42]
    np.testing.assert_array_equal(studio.frame.heads[1].parameters, expected)


def test_that_a_start_without_a_value_is_explained(open_studio: OpenStudio) -> None:
    studio = open_studio(experiment("log(x) + y^2", [-1.0, 1.0]))
    assert studio.frame.results[0].outcome is Outcome.DIVERGED
    assert math.isnan(studio.frame.heads[0].loss)
    assert "Move the start" in studio.sentence


def test_that_a_half_typed_formula_survives_another_edit(studio: Studio) -> None:
    studio.type_formula("x^2 + y^2")
    field = studio.window.function_panel.formula_field
    studio.qtbot.keyClicks(field.edit(), " + (")
    rate = studio.window.runs_panel.form.field("learning_rate")
    rate.value_changed.emit(0.002)
    assert studio.experiment.runs[0].optimizer.value("learning_rate") == 0.002
    assert field.text() == "x^2 + y^2 + ("
    assert field.error()


def test_that_a_run_that_falls_without_end_leaves_the_curves_of_others_readable(
    studio: Studio,
) -> None:
    studio.type_formula("x^2 - y^2")
    studio.settle()
    axis = studio.window.curves.loss.plot.getAxis("left")
    low, high = studio.window.curves.loss.plot.vb.viewRange()[1]
    (_, ticks), *_ = axis.tickValues(low, high, axis.height())
    assert len(ticks) >= 2
