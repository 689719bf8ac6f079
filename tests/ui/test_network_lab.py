from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractButton, QMenu, QPushButton
from pytestqt.qtbot import QtBot
from studio import Mouse, Studio, rgb

from gdstudio.experiment.data_objectives import NetworkObjective
from gdstudio.experiment.model import Experiment
from gdstudio.simulation.decisions import Confusion, LineDecision, PlaneDecision
from gdstudio.simulation.files import FORMAT, shipped_example
from gdstudio.ui.colours import DARK, LIGHT
from gdstudio.ui.labs.diagram_edits import (
    with_activation,
    with_inserted_layer,
    with_units,
)
from gdstudio.ui.labs.diagram_head import LayerHead
from gdstudio.ui.labs.network_lab import NetworkLab
from gdstudio.ui.labs.network_page import NetworkPage
from gdstudio.ui.panels.data_edits import without_layer
from gdstudio.ui.plots.network_diagram_links import Link, link_height
from gdstudio.ui.plots.neuron_colours import diverging_lookup

OpenStudio = Callable[[Experiment], Studio]
Float = NDArray[np.float64]

CORNERS = [[-1.0, -1.0], [-1.0, 1.0], [1.0, -1.0], [1.0, 1.0], [0.6, 0.5], [-0.6, 0.5]]


def network(
    layers: list[dict[str, Any]],
    start: list[float] | None = None,
    *,
    inputs: list[list[float]] = CORNERS,
    targets: list[list[float]] | None = None,
    loss: str = "binary_cross_entropy",
    steps: int = 20,
) -> Experiment:
    return FORMAT.from_json(
        {
            "format": "gdstudio.experiment",
            "version": 1,
            "objective": {
                "kind": "network",
                "layers": layers,
                "loss": loss,
                "dataset": {
                    "inputs": inputs,
                    "targets": targets or [[float(row[0] > 0)] for row in inputs],
                },
            },
            "start": start,
            "stop": {"max_steps": steps, "gradient_tolerance": 0},
            "runs": [{"optimizer": {"method": "gd", "learning_rate": 0.1}}],
        }
    )


def page_of(studio: Studio) -> NetworkPage:
    lab = studio.window.centre.lab
    assert isinstance(lab, NetworkLab)
    page = lab.page
    assert isinstance(page, NetworkPage)
    return page


def settled(studio: Studio, step: int | None = None) -> NetworkPage:
    """Wait until the page shows the experiment at a step."""
    studio.settle()
    if step is not None:
        studio.window.player.seek(step)
    page = page_of(studio)

    def is_shown() -> bool:
        frame, shown, gradient = studio.frame, page.decision.snapshot, page.layers._gradient
        theta = frame.heads[frame.selected].parameters
        return (
            shown is not None
            and gradient is not None
            and shown.request.objective == studio.experiment.objective
            and np.array_equal(shown.request.parameters, theta)
            and np.array_equal(gradient.parameters, theta)
            and shown.request.unit == page.chosen_unit
            and (shown.request.ranges or page.decision.plot.visible_ranges())
            == page.decision.plot.visible_ranges()
        )

    studio.wait(is_shown)
    return page


def head_of(page: NetworkPage, layer: int) -> LayerHead:
    return page.diagram._heads[layer]


def layers_of(studio: Studio) -> list[tuple[int, str]]:
    objective = studio.experiment.objective
    assert isinstance(objective, NetworkObjective)
    return [(layer.units, layer.activation) for layer in objective.layers]


def nearest_diverging(colour: QColor) -> float:
    """Return for which number from −1 to 1 a colour stands."""
    lookup = diverging_lookup(LIGHT)[:, :3].astype(int)
    distance = np.abs(lookup - np.array(colour.getRgb()[:3])).sum(axis=1)
    return float(np.linspace(-1.0, 1.0, len(lookup))[np.argmin(distance)])


def test_that_the_decision_has_the_colours_of_the_probabilities(open_studio: OpenStudio) -> None:
    # The output is 2x: the boundary is the line x = 0, whatever y is.
    studio = open_studio(network([{"units": 1}], [2.0, 0.0, 0.0]))
    page = settled(studio, 0)
    image = page.decision.canvas.grab().toImage()

    def colour_at(x: float, y: float) -> QColor:
        scene = page.decision.plot.vb.mapViewToScene(QPointF(x, y))
        return image.pixelColor(page.decision.canvas.mapFromScene(scene))

    for x in (-0.8, -0.3, 0.3, 0.8):
        probability = 1.0 / (1.0 + np.exp(-2.0 * x))
        value = nearest_diverging(colour_at(x, -0.4))
        assert value == pytest.approx(0.5 * (2.0 * probability - 1.0), abs=0.05)
    place = page.decision.canvas.mapFromScene(
        page.decision.plot.vb.mapViewToScene(QPointF(0.0, -0.4))
    )
    around = rgb(image)[place.y(), place.x() - 6 : place.x() + 7].astype(int).sum(axis=1)
    # A dark line in a light casing.
    assert abs(int(np.argmin(around)) - 6) <= 1
    assert around.min() < 3 * 150 < 3 * 235 < around.max()


def test_that_the_boundary_lies_where_the_output_is_zero(open_studio: OpenStudio) -> None:
    studio = open_studio(network([{"units": 1}], [1.0, -2.0, 0.3]))
    page = settled(studio, 0)
    decision = page.decision.snapshot.decision
    assert isinstance(decision, PlaneDecision)
    line = np.concatenate(decision.boundary)
    assert len(line) > 10
    np.testing.assert_allclose(line @ [1.0, -2.0] + 0.3, 0.0, atol=0.01)


def test_that_wrong_rows_are_ringed(open_studio: OpenStudio) -> None:
    # 1·x + 2·y: wrong wherever y outweighs x.
    studio = open_studio(network([{"units": 1}], [1.0, 2.0, 0.0]))
    page = settled(studio, 0)
    wrong = page.decision.snapshot.answers.is_wrong
    expected = [(x + 2 * y > 0) != (x > 0) for x, y in CORNERS]
    assert wrong.tolist() == expected
    rings = page.decision.plot._rings_item
    np.testing.assert_array_equal(rings._x, np.array(CORNERS)[expected][:, 0])


def test_that_tiles_show_the_responses_of_their_units(open_studio: OpenStudio) -> None:
    # tanh(3x), tanh(3y), and their difference's sign as output.
    start = [3.0, 0.0, 0.0, 3.0, 0.0, 0.0, 1.0, -1.0, 0.0]
    studio = open_studio(network([{"units": 2, "activation": "tanh"}, {"units": 1}], start))
    page = settled(studio, 0)
    image = page.diagram.grab().toImage()
    for unit, direction in ((0, (1, 0)), (1, (0, -1))):
        tile = page.diagram.layout_.columns[1].tiles[unit]
        for sign in (-1, 1):
            place = tile.center() + 0.36 * tile.width() * sign * QPointF(*direction)
            ranges = page.decision.snapshot.probe.ranges[unit]
            reach = (0.5 + sign * 0.36) * (ranges[1] - ranges[0]) + ranges[0]
            value = nearest_diverging(image.pixelColor(place.toPoint()))
            assert value == pytest.approx(np.tanh(3.0 * reach), abs=0.12)


def test_that_the_fitted_curve_is_drawn_over_the_data(open_studio: OpenStudio) -> None:
    inputs = [[x] for x in np.linspace(-2, 2, 9).tolist()]
    targets = [[0.5 * x[0] + 1.0] for x in inputs]
    studio = open_studio(
        network([{"units": 1}], [0.5, 1.0], inputs=inputs, targets=targets, loss="mse")
    )
    page = settled(studio, 0)
    decision = page.decision.snapshot.decision
    assert isinstance(decision, LineDecision)
    np.testing.assert_allclose(decision.values[:, 0], 0.5 * decision.x + 1.0, rtol=1e-12)
    assert decision.x[0] < -2.0
    assert decision.x[-1] > 2.0


def test_that_more_inputs_show_which_class_is_taken_for_which(open_studio: OpenStudio) -> None:
    studio = open_studio(shipped_example("8-iris"))
    page = settled(studio)
    table = page.decision.snapshot.decision
    assert isinstance(table, Confusion)
    assert table.names == ("setosa", "versicolor", "virginica")
    frame = studio.frame
    accuracy = frame.results[frame.selected].train_accuracies[-1]
    assert np.trace(table.counts) / table.counts.sum() == pytest.approx(accuracy)


def test_that_the_norms_are_those_of_central_differences(open_studio: OpenStudio) -> None:
    start = np.random.default_rng(5).normal(size=13).tolist()
    layers = [{"units": 3, "activation": "tanh"}, {"units": 1}]
    page = settled(open_studio(network(layers, start)), 0)

    def loss(theta: Float) -> float:
        x, o = np.array(CORNERS), np.array([[float(row[0] > 0)] for row in CORNERS])
        hidden = np.tanh(x @ theta[:6].reshape(2, 3) + theta[6:9])
        y = hidden @ theta[9:12].reshape(3, 1) + theta[12:]
        return float(np.mean(np.log1p(np.exp(y)) - o * y))

    theta, step = np.array(start), 1e-6
    slopes = np.array(
        [(loss(theta + step * e) - loss(theta - step * e)) / (2 * step) for e in np.eye(13)]
    )
    wanted = [np.linalg.norm(slopes[:9]), np.linalg.norm(slopes[9:])]
    np.testing.assert_allclose(page.layers.strip.norms, wanted, rtol=1e-7)


def test_that_a_vanishing_gradient_is_seen_at_a_glance(open_studio: OpenStudio) -> None:
    heights = {}
    for name in ("6-vanishing-gradient", "7-eight-relu-layers"):
        experiment = shipped_example(name)
        short = replace(experiment, stop=replace(experiment.stop, max_steps=5))
        page = settled(open_studio(short), 0)
        norms = page.layers.strip.norms
        heights[name] = norms[0] / norms.max()
        assert len(norms) == 9
        assert ("vanishes" in page.layers.note.text()) == (name == "6-vanishing-gradient")
    assert heights["6-vanishing-gradient"] < 1e-3 < 1e-2 < heights["7-eight-relu-layers"]


def test_that_units_are_added_and_taken_away_on_the_diagram(open_studio: OpenStudio) -> None:
    studio = open_studio(network([{"units": 3, "activation": "tanh"}, {"units": 1}]))
    page = settled(studio)
    studio.click(head_of(page, 0).more)
    assert layers_of(studio) == [(4, "tanh"), (1, "linear")]
    settled(studio)
    assert len(page.diagram.layout_.columns[1].tiles) == 4
    studio.click(head_of(page, 0).fewer)
    studio.click(head_of(page, 0).fewer)
    assert layers_of(studio)[0] == (2, "tanh")
    assert studio.undo_count == 3
    for _ in range(3):
        studio.window.actions_.undo.trigger()
    assert layers_of(studio)[0] == (3, "tanh")
    settled(studio)
    assert head_of(page, 0).count.text() == "3"


def test_that_a_layer_is_inserted_and_removed_on_the_diagram(open_studio: OpenStudio) -> None:
    studio = open_studio(network([{"units": 3, "activation": "relu"}, {"units": 1}]))
    page = settled(studio)
    studio.click(head_of(page, 1).insert)
    assert layers_of(studio) == [(3, "relu"), (3, "relu"), (1, "linear")]
    settled(studio)
    choose(studio, page, head_of(page, 0).count, "Remove this layer")
    assert layers_of(studio) == [(3, "relu"), (1, "linear")]
    settled(studio)
    studio.window.actions_.undo.trigger()
    assert len(layers_of(studio)) == 3
    settled(studio)


def choose(studio: Studio, page: NetworkPage, button: Any, text: str) -> None:
    """Open the menu of a button and choose in it."""
    studio.click(button)
    menu = next(each for each in page.diagram.findChildren(QMenu) if each.isVisible())
    next(action for action in menu.actions() if action.text() == text).trigger()
    menu.close()


def test_that_an_activation_is_chosen_on_the_diagram(open_studio: OpenStudio) -> None:
    start = np.linspace(-1, 1, 13).tolist()
    studio = open_studio(network([{"units": 3, "activation": "tanh"}, {"units": 1}], start))
    page = settled(studio)
    choose(studio, page, head_of(page, 0).activation, "ReLU")
    assert layers_of(studio)[0] == (3, "relu")
    # As many parameters as before: the start is still one.
    assert list(studio.experiment.start) == start
    settled(studio)


def test_that_a_clicked_unit_is_shown_large_and_clicked_again_no_more(
    open_studio: OpenStudio,
) -> None:
    start = [3.0, 0.0, 0.0, 3.0, 0.0, 0.0, 1.0, -1.0, 0.0]
    studio = open_studio(network([{"units": 2, "activation": "tanh"}, {"units": 1}], start))
    page = settled(studio, 0)
    mouse, tile = Mouse(page.diagram), page.diagram.layout_.columns[1].tiles[1]
    mouse.click(tile.center())
    assert page.chosen_unit == (1, 1)
    settled(studio)
    decision = page.decision.snapshot.decision
    assert isinstance(decision, PlaneDecision)
    low, high = decision.ranges[1]
    rows = decision.shades.shape[0]
    y = low + (np.arange(rows) + 0.5) * (high - low) / rows
    np.testing.assert_allclose(decision.shades[:, 0], np.tanh(3.0 * y), rtol=1e-9)
    assert page.decision._choice.currentText() == "Layer 1 · 2"
    mouse.click(tile.center())
    assert page.chosen_unit is None


def test_that_the_pointer_is_told_of_weights_and_units(open_studio: OpenStudio) -> None:
    start = [3.0, 0.25, 0.0, 3.0, 0.0, 0.5, 1.0, -1.0, 0.0]
    studio = open_studio(network([{"units": 2, "activation": "tanh"}, {"units": 1}], start))
    page = settled(studio, 0)
    layout, mouse = page.diagram.layout_, Mouse(page.diagram)
    link = Link(0, 0, 1)
    x = layout.columns[0].x + layout.tile / 2 + 0.3 * layout.pitch
    mouse.move(QPointF(x, link_height(layout, link, x)))
    assert "w = 0.25" in studio.read_out
    assert "from input" in studio.read_out
    assert "to layer 1, unit 2" in studio.read_out
    mouse.move(layout.columns[1].tiles[1].center())
    assert "Layer 1, unit 2 (Tanh)" in studio.read_out
    assert "b = 0.5" in studio.read_out
    mouse.move(QPointF(2.0, page.diagram.height() - 2.0))
    assert studio.read_out == ""


def test_that_dead_and_saturated_units_are_counted_and_explained(open_studio: OpenStudio) -> None:
    start = [0.0] * 4 + [-1.0, 1.0] + [0.1] * 4 + [9.0, 0.0] + [1.0, 1.0, 0.0]
    layers = [
        {"units": 2, "activation": "relu"},
        {"units": 2, "activation": "tanh"},
        {"units": 1},
    ]
    page = settled(open_studio(network(layers, start)), 0)
    assert page.note.text() == "1 dead, 1 saturated"
    for unit, word in (((1, 0), "Dead"), ((2, 0), "Saturated")):
        page.diagram._set_near(unit)
        assert any(line.startswith(word) for line in page.diagram._lines())


def test_that_the_selected_run_is_shown(open_studio: OpenStudio) -> None:
    experiment = network([{"units": 1}])
    run = experiment.runs[0]
    other = replace(run, label="Other", start=(4.0, 5.0, 6.0))
    studio = open_studio(replace(experiment, runs=(run, other)))
    settled(studio, 0)
    runs = studio.window.runs_panel.list
    runs.setCurrentIndex(runs.runs.index(1))
    page = settled(studio)
    np.testing.assert_array_equal(page.decision.snapshot.request.parameters, [4.0, 5.0, 6.0])


def test_that_playing_shows_frame_after_frame(open_studio: OpenStudio) -> None:
    studio = open_studio(network([{"units": 3, "activation": "tanh"}, {"units": 1}], steps=400))
    page = settled(studio, 0)
    seen: list[Float] = []
    show = page.diagram.show_snapshot
    page.diagram.show_snapshot = lambda shown: (  # type: ignore[method-assign]
        seen.append(shown.request.parameters),
        show(shown),
    )
    studio.window.player.set_speed(200.0)
    studio.window.player.play()
    studio.wait(lambda: len(seen) >= 5)
    studio.window.player.pause()
    assert not np.array_equal(seen[0], seen[-1])
    settled(studio)


def test_that_zooming_computes_the_decision_for_what_is_seen(open_studio: OpenStudio) -> None:
    studio = open_studio(network([{"units": 1}], [2.0, 0.0, 0.0]))
    page = settled(studio, 0)
    page.decision.plot.vb.setRange(xRange=(-0.25, 0.25), yRange=(0.0, 0.5), padding=0.0)
    settled(studio)
    decision = page.decision.snapshot.decision
    assert isinstance(decision, PlaneDecision)
    np.testing.assert_allclose(decision.ranges, ((-0.25, 0.25), (0.0, 0.5)), atol=1e-9)
    studio.window.actions_.reset_view.trigger()
    settled(studio)
    np.testing.assert_allclose(page.decision.snapshot.decision.ranges[0], (-1.16, 1.16))


def test_that_both_themes_have_their_colours(open_studio: OpenStudio) -> None:
    page = settled(open_studio(network([{"units": 1}], [2.0, 0.0, 0.0])), 0)
    page.set_theme(DARK)
    card = np.array(QColor(DARK.card).getRgb()[:3])
    corner = rgb(page.decision.canvas.grab().toImage())[2, 2]
    assert np.abs(corner.astype(int) - card).max() <= 2


@pytest.mark.parametrize("layers", [[{"units": 3, "activation": "elu"}, {"units": 1}]])
def test_that_edits_keep_what_still_fits(layers: list[dict[str, Any]]) -> None:
    start = np.linspace(-1, 1, 13).tolist()
    experiment = network(layers, start)
    assert with_activation(experiment, 0, "tanh").start == experiment.start
    for edited in (
        with_units(experiment, 0, 5),
        with_inserted_layer(experiment, 0),
        without_layer(experiment, 0, None),
    ):
        assert edited.start == ()
        assert edited.objective != experiment.objective
    assert with_units(experiment, 0, 3) == experiment
    assert with_units(experiment, 0, 0).objective.layers[0].units == 1
    assert without_layer(experiment, 1, None) == experiment


def test_that_a_network_that_is_too_large_is_refused_with_a_sentence(qtbot: QtBot) -> None:
    layers = [{"units": 1100, "activation": "relu"}, {"units": 4000, "activation": "relu"}]
    page = NetworkPage(LIGHT)
    qtbot.addWidget(page)
    page.set_experiment(network([*layers, {"units": 1}]))
    with qtbot.assertNotEmitted(page.edited):
        head_of(page, 0).units_wanted.emit(0, 2200)
    assert "weights and biases" in page.note.text()


def test_that_pages_are_made_when_they_are_opened_and_only_the_seen_one_gets_frames(
    open_studio: OpenStudio,
) -> None:
    studio = open_studio(network([{"units": 2, "activation": "tanh"}, {"units": 1}]))
    page = settled(studio, 0)
    lab = studio.window.centre.lab
    assert isinstance(lab, NetworkLab)
    assert list(lab._pages) == ["network"]
    for button in lab._buttons.findChildren(QPushButton)[1:]:
        studio.click(button)
        assert lab.page is not page
        assert lab.page.isVisible()
    assert len(lab._pages) == 4
    studio.window.player.seek(7)
    studio.click(lab._buttons.findChildren(QPushButton)[0])
    assert lab.page is page
    # What it missed is made up for.
    settled(studio)
    assert page._frame is studio.frame


def test_that_edits_reach_a_page_that_is_not_seen(open_studio: OpenStudio) -> None:
    studio = open_studio(network([{"units": 2, "activation": "tanh"}, {"units": 1}]))
    page = settled(studio, 0)
    lab = studio.window.centre.lab
    assert isinstance(lab, NetworkLab)
    lab.open_page("landscape")
    studio.window.document.edit(with_units(studio.experiment, 0, 5), "Units")
    studio.settle()
    lab.open_page("network")
    settled(studio)
    assert len(page.diagram.layout_.columns[1].tiles) == 5


def test_that_the_pointer_is_told_what_the_network_decides(open_studio: OpenStudio) -> None:
    studio = open_studio(network([{"units": 1}], [2.0, 0.0, 0.0]))
    page = settled(studio, 0)
    canvas = page.decision.canvas
    for x in (-0.5, 0.5):
        scene = page.decision.plot.vb.mapViewToScene(QPointF(x, 0.2))
        Mouse(canvas.viewport()).move(QPointF(canvas.mapFromScene(scene)))
        share = 100.0 / (1.0 + np.exp(-2.0 * abs(x)))
        told = studio.read_out.split(f"class {int(x > 0)}: ")[1]
        assert float(told.removesuffix(" %")) == pytest.approx(share, abs=1.5)


def test_that_the_wrong_rows_are_counted(open_studio: OpenStudio) -> None:
    page = settled(open_studio(network([{"units": 1}], [1.0, 2.0, 0.0])), 0)
    wrong = sum((x + 2 * y > 0) != (x > 0) for x, y in CORNERS)
    assert f"{wrong} wrong, ringed" in page.decision.note.text()


@pytest.mark.parametrize("loss", ["mse", "cross_entropy"])
def test_that_a_network_that_diverged_is_shown_all_the_same(
    open_studio: OpenStudio, loss: str
) -> None:
    outputs = 1 if loss == "mse" else 2
    targets = [[1e200 * row[0]] if loss == "mse" else [row[0] > 0] for row in CORNERS]
    layers = [{"units": 3, "activation": "relu"}, {"units": outputs}]
    experiment = network(
        layers,
        [1e200] * (9 + 4 * outputs),
        targets=[[float(each[0])] for each in targets],
        loss=loss,
        steps=3,
    )
    page = settled(open_studio(experiment), 0)
    assert not page.diagram.grab().isNull()
    page.layers._on_chosen("spread")
    assert not page.grab().isNull()


def test_that_heads_are_reached_and_pressed_from_the_keyboard(open_studio: OpenStudio) -> None:
    studio = open_studio(network([{"units": 3, "activation": "tanh"}, {"units": 1}]))
    page = settled(studio)
    more = head_of(page, 0).more
    more.setFocus(Qt.FocusReason.TabFocusReason)
    studio.key(Qt.Key.Key_Space, widget=more)
    assert layers_of(studio)[0] == (4, "tanh")
    assert not studio.window.player.is_playing
    names = [button.accessibleName() for button in page.diagram.findChildren(QAbstractButton)]
    assert "Layer 1: one unit more" in names
    assert all(names)
    settled(studio)


def test_that_other_data_have_no_chosen_unit_of_the_data_before(open_studio: OpenStudio) -> None:
    studio = open_studio(network([{"units": 2, "activation": "tanh"}, {"units": 1}]))
    page = settled(studio)
    page.choose_unit((0, 1))
    settled(studio)
    one = network(
        [{"units": 2, "activation": "tanh"}, {"units": 1}],
        inputs=[[x] for x, _ in CORNERS],
    )
    studio.window.document.edit(one, "Data")
    settled(studio)
    assert page.chosen_unit is None
    assert len(page.diagram.layout_.columns[0].tiles) == 1
