import math
from collections.abc import Callable

import numpy as np
import pytest
from calculus import Calculus, number
from formulas import experiment
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDockWidget, QWidget
from pytestqt.qtbot import QtBot
from studio import TIMEOUT, Mouse, Studio, rgb

from gdstudio.experiment.model import Experiment
from gdstudio.session.run_controller import RunController
from gdstudio.session.settings import Settings
from gdstudio.simulation.calculus import CURVE_EPSILONS
from gdstudio.simulation.files import FORMAT
from gdstudio.ui.main_window import MainWindow
from gdstudio.ui.panels.calculus_cards import CalculusCards
from gdstudio.ui.plots.map_overlay import MapOverlay

OpenStudio = Callable[[Experiment], Studio]

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def calculus(open_studio: OpenStudio) -> Calculus:
    """The panel on x² + y², whose derivatives everybody knows."""
    return Calculus(open_studio(experiment("x^2 + y^2", [2, 3])))


def test_that_the_panel_says_the_tangent_plane_of_a_bowl(calculus: Calculus) -> None:
    calculus.type_point("1", "2")
    lines = [calculus.cards.gradient.tangent.text(row, 0).strip() for row in range(4)]
    assert lines == ["T(x, y) = 5", "+ 2\u2009(x − 1)", "+ 4\u2009(y − 2)", "= 2x + 4y − 5"]


def test_that_the_gradient_has_partials_length_and_angle(calculus: Calculus) -> None:
    calculus.type_point("1", "2")
    rows = dict(calculus.cards.gradient.partials.rows)
    assert number(rows["∂f/∂x"]) == 2.0
    assert number(rows["∂f/∂y"]) == 4.0
    assert number(rows["length |∇f|"]) == pytest.approx(math.sqrt(20.0), rel=1e-5)
    assert number(rows["angle"]) == pytest.approx(math.degrees(math.atan2(4.0, 2.0)), abs=0.1)


def test_that_the_slope_is_largest_along_the_gradient_and_none_across_it(
    calculus: Calculus,
) -> None:
    calculus.type_point("1", "2")
    slopes = {}
    for degrees in range(-180, 180, 5):
        calculus.cards.direction.strip.turned.emit(math.radians(degrees))
        slopes[degrees] = number(calculus.cards.direction.numbers.text(2))
        expected = 2.0 * math.cos(math.radians(degrees)) + 4.0 * math.sin(math.radians(degrees))
        assert slopes[degrees] == pytest.approx(expected, rel=1e-5, abs=1e-12)
    assert max(slopes, key=lambda degrees: slopes[degrees]) == 65
    uphill, level, downhill = calculus.cards.direction.buttons
    uphill.click()
    assert number(calculus.cards.direction.numbers.text(2)) == pytest.approx(math.sqrt(20.0), 1e-5)
    assert "steepest uphill" in calculus.cards.direction.word
    level.click()
    assert abs(number(calculus.cards.direction.numbers.text(2))) < 1e-14
    downhill.click()
    assert number(calculus.cards.direction.numbers.text(2)) == pytest.approx(-math.sqrt(20.0), 1e-5)


def test_that_the_direction_is_dragged_round_the_point_with_the_mouse(calculus: Calculus) -> None:
    calculus.type_point("1", "2")
    studio = calculus.studio
    centre = studio.place(1.0, 2.0)
    way = [calculus.knob(), calculus.knob() + QPointF(0.0, -30.0), centre + QPointF(0.0, -80.0)]
    studio.mouse.drag(way)
    assert calculus.overlay.angle == pytest.approx(0.5 * math.pi, abs=0.02)
    assert number(calculus.cards.direction.numbers.text(2)) == pytest.approx(4.0, abs=0.1)
    assert studio.experiment.start == (2.0, 3.0)


def test_that_the_keys_turn_the_direction(calculus: Calculus) -> None:
    strip = calculus.cards.direction.strip
    strip.setFocus()
    cursor = calculus.studio.frame.cursor
    for _ in range(3):
        calculus.studio.key(Qt.Key.Key_Right, widget=strip)
    assert calculus.overlay.angle == pytest.approx(math.radians(3.0))
    assert calculus.studio.frame.cursor == cursor


def test_that_the_hessian_of_rosenbrock_has_its_closed_form(open_studio: OpenStudio) -> None:
    expression = "(1 - x)^2 + 100(y - x^2)^2"
    calculus = Calculus(open_studio(experiment(expression, [-1, 1], 1e-4)))
    calculus.type_point("1", "1")
    card = calculus.cards.hessian
    assert [[number(cell) for cell in row] for row in card.matrix.cells] == [
        [802.0, -400.0],
        [-400.0, 200.0],
    ]
    # Of (802, −400; −400, 200): the roots of λ² − 1002λ + 400.
    root = math.sqrt(501.0**2 - 400.0)
    assert number(card.eigenvalues.text(0)) == pytest.approx(501.0 + root, rel=1e-3)
    assert number(card.eigenvalues.text(1)) == pytest.approx(501.0 - root, rel=1e-3)
    exact = calculus.overlay.calculus.eigenvalues
    assert exact == pytest.approx([501.0 - root, 501.0 + root], rel=1e-10)
    kappa = (501.0 + root) / (501.0 - root)
    assert number(card.condition.text(0)) == pytest.approx(kappa, rel=1e-3)
    assert "bowl" in card.word


@pytest.mark.parametrize(
    ("expression", "word"),
    [
        ("x^2 - y^2", "saddle"),
        ("-x^2 - 3y^2", "dome"),
        ("x^2 + 0y", "trough"),
        ("x + 2y", "flat"),
    ],
)
def test_that_a_word_says_what_the_curvatures_mean(
    open_studio: OpenStudio, expression: str, word: str
) -> None:
    calculus = Calculus(open_studio(experiment(expression, [1, 1], variables=["x", "y"])))
    assert word in calculus.cards.hessian.word


def test_that_a_click_with_shift_puts_the_probe_and_no_start(studio: Studio) -> None:
    studio.settle_map()
    start, undone = studio.experiment.start, studio.undo_count
    mouse = Mouse(studio.canvas.viewport(), SHIFT)
    mouse.click(studio.place(-2.0, 1.5))
    studio.wait(lambda: studio.window.calculus.overlay is not None)
    overlay = studio.window.calculus.overlay
    assert overlay is not None
    assert overlay.calculus.point == pytest.approx([-2.0, 1.5], abs=0.03)
    assert not studio.window.calculus.follows
    assert (studio.experiment.start, studio.undo_count) == (start, undone)
    assert not studio.window.document.is_modified


def test_that_the_probe_is_dragged_with_the_mouse(calculus: Calculus) -> None:
    studio = calculus.studio
    calculus.type_point("-1", "1")
    way = [studio.place(x, 1.0) for x in (-1.0, -1.5, -2.0, -2.5)]
    places: list[float] = []
    studio.mouse.drag(way, lambda: places.append(calculus.point[0]))
    assert places == sorted(places, reverse=True)
    assert calculus.point == pytest.approx([-2.5, 1.0], abs=0.03)
    assert number(calculus.cards.gradient.partials.text(0)) == pytest.approx(-5.0, abs=0.06)
    assert studio.experiment.start == (2.0, 3.0)
    assert studio.undo_count == 0


def test_that_the_start_can_be_dragged_away_from_the_probe(calculus: Calculus) -> None:
    studio = calculus.studio
    studio.window.player.to_start()
    assert calculus.point == [2.0, 3.0]
    studio.mouse.drag([studio.place(2.0, 3.0), studio.place(2.5, 2.0), studio.place(3.0, 1.0)])
    assert studio.experiment.start == pytest.approx((3.0, 1.0), abs=0.05)
    assert calculus.view.follows


def test_that_the_point_follows_the_selected_run_as_it_plays(calculus: Calculus) -> None:
    studio = calculus.studio
    for step in (0, 7, 33, 60):
        studio.window.player.seek(step)
        # θ ← θ − 0.02 · 2θ, step for step.
        assert calculus.point == pytest.approx([2.0 * 0.96**step, 3.0 * 0.96**step], rel=1e-12)
    studio.window.player.to_start()
    seen: set[float] = set()
    studio.window.stage.frame_changed.connect(lambda _: seen.add(calculus.point[0]))
    studio.window.player.set_speed(200.0)
    studio.window.player.play()
    studio.wait(lambda: not studio.window.player.is_playing)
    assert len(seen) > 5
    assert calculus.point[0] == pytest.approx(2.0 * 0.96**60, rel=1e-12)


def test_that_a_typed_point_stays_while_the_run_goes_on(calculus: Calculus) -> None:
    calculus.type_point("0.5", "-1.5")
    assert not calculus.cards.point.follow.isChecked()
    calculus.studio.window.player.seek(30)
    assert calculus.point == [0.5, -1.5]
    calculus.cards.point.follow.click()
    assert calculus.point == pytest.approx([2.0 * 0.96**30, 3.0 * 0.96**30])
    assert calculus.studio.undo_count == 0


def test_that_what_is_not_typed_keeps_all_its_digits(calculus: Calculus) -> None:
    calculus.studio.window.player.seek(33)
    exact = 3.0 * 0.96**33
    field = calculus.cards.point.fields[0]
    assert calculus.cards.point.fields[1].value() == float(f"{exact:.5g}") != exact
    field.setFocus()
    field.selectAll()
    calculus.studio.qtbot.keyClicks(field, "0.5")
    calculus.studio.qtbot.keyClick(field, Qt.Key.Key_Return)
    assert calculus.point[0] == 0.5
    assert calculus.point[1] == pytest.approx(exact, rel=1e-12)


def test_that_a_hidden_panel_computes_nothing(
    calculus: Calculus, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    monkeypatch.setattr("gdstudio.simulation.calculus.calculus_at", lambda *at: asked.append(at))
    calculus.studio.window.actions_.calculus.trigger()
    assert calculus.view.overlay is None
    for step in range(20):
        calculus.studio.window.player.seek(step)
    calculus.studio.window.calculus.set_experiment(experiment("x^2 - y^2", [1, 1]))
    assert asked == []


def test_that_the_panel_is_made_when_it_is_first_seen(studio: Studio) -> None:
    studio.settle_map()
    assert not studio.window.calculus.panel.has_cards
    assert studio.window.findChildren(CalculusCards) == []


def test_that_the_overlay_goes_with_the_panel(calculus: Calculus) -> None:
    studio = calculus.studio
    shown = studio.pixels()
    studio.window.actions_.calculus.trigger()
    studio.wait(lambda: not calculus.items().probe.isVisible())
    assert not calculus.items().direction.isVisible()
    assert (studio.pixels() != shown).any()


def test_that_behind_the_tab_of_the_runs_nothing_is_drawn(calculus: Calculus) -> None:
    dock = calculus.studio.window.findChild(QDockWidget, "Runs")
    assert dock is not None
    dock.raise_()
    calculus.studio.wait(lambda: calculus.view.overlay is None)
    assert calculus.studio.window.actions_.calculus.isChecked()


def test_that_taylor_lines_lie_where_the_approximations_have_the_levels(
    open_studio: OpenStudio,
) -> None:
    studio = open_studio(experiment("x^3 + x y^2 + 2y", [1, 1], 0.001))
    calculus = Calculus(studio)
    calculus.type_point("1", "0.5")
    before = studio.pixels()
    calculus.cards.taylor.first.click()
    first = studio.pixels()
    calculus.cards.taylor.second.click()
    second = studio.pixels()
    assert (before != first).any(axis=2).sum() > 500
    assert (first != second).any(axis=2).sum() > 500
    # f(1, ½) = 2.25, ∇f = (3 + ¼, 1 + 2), ∇²f = (6, 1; 1, 2).
    x, y = 1.7, -0.4
    dx, dy = x - 1.0, y - 0.5
    overlay = calculus.overlay
    tangent = 2.25 + 3.25 * dx + 3.0 * dy
    bend = 0.5 * (6.0 * dx**2 + 2.0 * dx * dy + 2.0 * dy**2)
    assert overlay.calculus.tangent([x, y]) == pytest.approx(tangent, rel=1e-12)
    assert overlay.calculus.taylor([x, y]) == pytest.approx(tangent + bend, rel=1e-12)


def test_that_the_errors_of_taylor_are_told_under_the_pointer(open_studio: OpenStudio) -> None:
    studio = open_studio(experiment("x^3 + y^2", [1, 1], 0.001))
    calculus = Calculus(studio)
    calculus.type_point("1", "1")
    studio.mouse.move(studio.place(2.0, 1.0))
    at = studio.window.picture.plot.vb.mapSceneToView(
        studio.canvas.mapToScene(studio.place(2.0, 1.0).toPoint())
    )
    rows = calculus.cards.taylor.numbers.rows
    x, y = at.x(), at.y()
    first = 2.0 + 3.0 * (x - 1.0) + 2.0 * (y - 1.0)
    second = first + 3.0 * (x - 1.0) ** 2 + (y - 1.0) ** 2
    value = x**3 + y**2
    assert number(rows[0][1]) == pytest.approx(value, rel=1e-3)
    assert number(rows[1][2]) == pytest.approx(first - value, rel=1e-2)
    assert number(rows[2][2]) == pytest.approx(second - value, rel=1e-2)


def test_that_the_differences_err_as_taylor_says(open_studio: OpenStudio) -> None:
    calculus = Calculus(open_studio(experiment("x^3 + y^2", [1, 1], 0.001)))
    calculus.type_point("1", "1")
    card = calculus.cards.check
    card.set_open(True)
    card._on_picked(0.01)
    # (1 + ε)³ has the forward difference 3 + 3ε + ε² and the central one 3 + ε².
    assert number(card.numbers.text(0)) == pytest.approx(3.0)
    assert number(card.numbers.text(1)) == pytest.approx(3.0301, rel=1e-8)
    assert number(card.numbers.text(2)) == pytest.approx(3.0001, rel=1e-8)
    calculus.studio.wait(lambda: card.plot is not None and card.plot._item._check is not None)
    assert card.plot is not None
    shown = card.plot._item._check
    assert shown is not None
    assert shown.epsilons == pytest.approx(CURVE_EPSILONS)
    errors = shown.central_errors
    lowest = int(np.argmin(errors))
    assert 1e-7 < CURVE_EPSILONS[lowest] < 1e-3
    assert errors[0] > 100.0 * errors[lowest] < errors[-1]


def test_that_the_critical_points_are_listed_with_the_lowest_marked(studio: Studio) -> None:
    calculus = Calculus(studio)
    items = calculus.cards.critical.list
    studio.wait(lambda: items.count() == 9)
    kinds = [items.item(row).text() for row in range(9)]
    assert [kinds.count(each) for each in ("Minimum", "Saddle", "Maximum")] == [4, 4, 1]
    for row in range(9):
        notes = items.item(row).data(Qt.ItemDataRole.AccessibleTextRole)
        assert ("lowest found" in notes) == (kinds[row] == "Minimum")
        assert ("known" in notes) == (kinds[row] == "Minimum")


def test_that_a_click_looks_at_a_critical_point_and_two_start_there(studio: Studio) -> None:
    calculus = Calculus(studio)
    items = calculus.cards.critical.list
    studio.wait(lambda: items.count() == 9)
    row = next(r for r in range(9) if items.item(r).text() == "Maximum")
    items.itemClicked.emit(items.item(row))
    # The known maximum of Himmelblau's function.
    assert calculus.point == pytest.approx([-0.270845, -0.923039], abs=1e-6)
    assert studio.undo_count == 0
    items.itemDoubleClicked.emit(items.item(row))
    assert studio.experiment.start == pytest.approx((-0.270845, -0.923039), abs=1e-6)
    assert studio.undo_count == 1


def test_that_the_runs_can_be_started_at_the_point(calculus: Calculus) -> None:
    calculus.type_point("-1", "0.5")
    calculus.cards.point.start_button.click()
    assert calculus.studio.experiment.start == (-1.0, 0.5)
    assert calculus.studio.undo_count == 1
    calculus.studio.window.document.undo_stack.undo()
    assert calculus.studio.experiment.start == (2.0, 3.0)
    assert calculus.point == [-1.0, 0.5]


def test_that_another_function_is_searched_anew(studio: Studio) -> None:
    calculus = Calculus(studio)
    items = calculus.cards.critical.list
    studio.wait(lambda: items.count() == 9)
    studio.type_formula("(x - 1)^2 + y^2")
    studio.settle()
    studio.wait(lambda: items.count() == 1)
    assert items.item(0).text() == "Minimum"


def test_that_five_variables_have_all_but_a_matrix(open_studio: OpenStudio) -> None:
    names = ["a", "b", "c", "d", "g"]
    studio = open_studio(
        experiment("a^2 + 2b^2 + 3c^2 + 4d^2 + 5g^2", [1, 1, 1, 1, 1], variables=names)
    )
    calculus = Calculus(studio)
    studio.window.player.to_start()
    rows = dict(calculus.cards.gradient.partials.rows)
    assert [number(rows[f"∂f/∂{name}"]) for name in names] == [2.0, 4.0, 6.0, 8.0, 10.0]
    assert not calculus.cards.hessian.matrix.isVisible()
    shown = [number(row[1]) for row in calculus.cards.hessian.eigenvalues.rows]
    assert shown == [10.0, 8.0, 6.0, 4.0, 2.0]


def test_that_large_models_get_a_sentence(calculus: Calculus, open_studio: OpenStudio) -> None:
    studio = calculus.studio
    data = FORMAT.from_json(
        {
            "format": "gdstudio.experiment",
            "version": 1,
            "objective": {
                "kind": "regression",
                "model": "polynomial",
                "degree": 3,
                "dataset": {"name": "line", "samples": 20},
            },
            "runs": [{"optimizer": {"method": "gd", "learning_rate": 0.1}}],
        }
    )
    studio.window.document.edit(data, "Learn from data", "")
    # Whether it has too many parameters is known when its data are read.
    assert not calculus.cards.isVisible()
    assert not calculus.view.panel._about.isVisible()
    studio.wait(calculus.view.panel._about.isVisible)
    assert not calculus.cards.isVisible()
    assert calculus.view.overlay is None
    studio.window.document.undo_stack.undo()
    assert not calculus.view.panel._about.isVisible()
    studio.wait(lambda: calculus.cards.isVisible())


def test_that_the_panel_of_a_function_never_says_what_it_is_for(studio: Studio) -> None:
    panel = studio.window.calculus.panel
    assert not panel._about.isVisibleTo(panel)
    studio.window.actions_.calculus.trigger()
    assert not panel._about.isVisible()
    studio.wait(lambda: panel.has_cards and panel.cards.isVisible())
    assert not panel._about.isVisible()


def test_that_the_point_is_drawn_before_there_are_runs(
    qtbot: QtBot, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RunController, "start", lambda *_: None)
    window = MainWindow(experiment("x^2 + y^2", [2, 3]), settings)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.actions_.calculus.trigger()
    qtbot.waitUntil(lambda: window.calculus.overlay is not None, timeout=TIMEOUT)
    items = window.picture.plot._overlay_items
    assert isinstance(items, MapOverlay)
    assert items.probe.isVisible()
    window.picture.plot.probed.emit(1.0, -1.0)
    assert window.calculus.overlay is not None
    assert window.calculus.overlay.calculus.point == pytest.approx([1.0, -1.0], abs=0.05)


def test_that_a_run_that_flies_off_leaves_the_panel_whole(open_studio: OpenStudio) -> None:
    calculus = Calculus(open_studio(experiment("x^4 + y^4", [2, 3], 5.0)))
    calculus.studio.window.player.to_end()
    assert not calculus.items().probe.isVisible() or max(map(abs, calculus.point)) < 1e12
    calculus.studio.window.player.to_start()
    assert calculus.items().probe.isVisible()


def test_that_every_control_of_the_panel_has_a_name(calculus: Calculus) -> None:
    for widget in calculus.cards.findChildren(QWidget):
        is_reached = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        if is_reached and widget.isVisible() and not widget.objectName().startswith("qt_"):
            assert widget.accessibleName(), widget


def test_that_nothing_is_cut_at_the_width_of_the_panel(calculus: Calculus) -> None:
    area = calculus.studio.window._calculus_dock.widget()
    assert calculus.cards.minimumSizeHint().width() <= area.viewport().width()


def test_that_a_file_shows_the_overlay_only_while_the_panel_does(calculus: Calculus) -> None:
    studio = calculus.studio

    def exported() -> QImage:
        return studio.window._exports._rendered(studio.frame)

    with_overlay = rgb(exported())
    studio.window.actions_.calculus.trigger()
    without = rgb(exported())
    changed = (with_overlay != without).any(axis=2)
    assert 1000 < changed.sum() < 0.2 * changed.size


def test_that_a_loss_of_two_parameters_has_derivatives_too(open_studio: OpenStudio) -> None:
    data = FORMAT.from_json(
        {
            "format": "gdstudio.experiment",
            "version": 1,
            "objective": {
                "kind": "regression",
                "model": "linear",
                "loss": "mse",
                "dataset": {"inputs": [[0.0], [1.0], [2.0]], "targets": [[1.0], [3.0], [5.0]]},
            },
            "start": [0.0, 0.0],
            "stop": {"max_steps": 30},
            "runs": [{"optimizer": {"method": "gd", "learning_rate": 0.05}}],
        }
    )
    studio = open_studio(data)
    studio.window.actions_.calculus.trigger()
    calculus = studio.window.calculus
    studio.window.player.to_start()
    studio.wait(lambda: calculus.overlay is not None and calculus.panel.cards.isVisible())
    cards = calculus.panel.cards
    # E = (1/3)Σ(wx + b − y)² at 0: 35/3, ∂E/∂w = −(2/3)Σxy, ∂E/∂b = −(2/3)Σy.
    assert number(cards.point.value.text(0)) == pytest.approx(35.0 / 3.0, rel=1e-5)
    rows = [number(row[1]) for row in cards.gradient.partials.rows[:2]]
    assert rows == pytest.approx([-26.0 / 3.0, -6.0], rel=1e-5)
    # ∇²E = (2/3)(Σx², Σx; Σx, 3).
    cells = [[number(cell) for cell in row] for row in cards.hessian.matrix.cells]
    assert np.array(cells) == pytest.approx(np.array([[10.0, 6.0], [6.0, 6.0]]) / 3.0, rel=1e-3)
    assert not cards.critical.isVisible()
    items = studio.window.centre.lab.loss.plot._overlay_items
    assert isinstance(items, MapOverlay)
    assert items.probe.isVisible()
    calculus.look_at((2.0, 1.0))
    assert number(cards.gradient.partials.text(2)) < 1e-9
