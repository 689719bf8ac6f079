from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pyqtgraph as pg
import pytest
from formulas import experiment
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QColor, qGray
from studio import Studio, count_of, rgb

from gdstudio.experiment.model import Experiment
from gdstudio.ui.colours import LIGHT
from gdstudio.ui.map_colours import map_lookup
from gdstudio.ui.picture_title import figure_title, slice_text
from gdstudio.ui.plots.legend_item import LegendItem
from gdstudio.ui.plots.map_picture import MapTask
from gdstudio.ui.plots.quantity import Part

OpenStudio = Callable[[Experiment], Studio]


def without_paths(studio: Studio) -> Studio:
    """Hide all runs and wait for the map."""
    for index in range(len(studio.experiment.runs)):
        studio.window.runs_panel._toggle_hidden(index)
    studio.settle_map()
    return studio


def rgb_of(colour: QColor) -> NDArray[np.int64]:
    return np.array(colour.getRgb()[:3])


def redrawn(studio: Studio) -> NDArray[np.uint8]:
    """Return the picture when everything was drawn from scratch."""
    path_item = studio.window.picture.plot._path_item
    path_item.invalidate()
    return studio.pixels()


def test_that_the_map_has_the_colours_of_the_values(open_studio: OpenStudio) -> None:
    studio = without_paths(open_studio(experiment("x^2 + 3y^2 + x", [1, 2])))
    surface = studio.window.picture.surface_plot._map_item._map
    assert surface is not None
    lookup = map_lookup(LIGHT)[:, :3].astype(int)
    near = 0
    places = [(x, y) for x in np.linspace(-4.3, 4.6, 9) for y in np.linspace(-4.4, 4.7, 9)]
    for x, y in places:
        at = studio.window.picture.plot.vb.mapSceneToView(
            studio.canvas.mapToScene(studio.place(x, y).toPoint())
        )
        value = at.x() ** 2 + 3 * at.y() ** 2 + at.x()
        expected = lookup[round(float(surface.scale.place(np.array(value))) * 255)]
        near += np.abs(rgb_of(studio.colour_at(x, y)) - expected).max() <= 12
    # Contour lines and the start cover some of the places.
    assert near >= 0.8 * len(places)


def test_that_low_is_dark_and_high_is_light(open_studio: OpenStudio) -> None:
    studio = without_paths(open_studio(experiment("x + y", [1, 2])))
    colours = [studio.colour_at(t, t + 0.05) for t in (-4.5, -2.2, 2.2, 4.5)]
    lightness = [qGray(colour.rgb()) for colour in colours]
    assert lightness == sorted(lightness)
    assert lightness[0] < lightness[-1] - 50


def test_that_there_are_contour_lines(studio: Studio) -> None:
    without_paths(studio)
    surface = studio.window.picture.surface_plot._map_item._map
    assert surface is not None
    assert len(surface.contours) >= 8
    with_lines = studio.pixels()
    item = studio.window.picture.surface_plot._map_item
    item.set_map(replace(surface, contours=()))
    changed = np.count_nonzero((with_lines != studio.pixels()).any(axis=2))
    assert changed > 2000


def test_that_a_function_without_a_value_shows_the_ground(open_studio: OpenStudio) -> None:
    studio = without_paths(open_studio(experiment("sqrt(x) + y^2", [1, 2])))
    assert studio.colour_at(-2.5, 1.3).name() == LIGHT.plot_background
    assert studio.colour_at(2.5, 1.3).name() != LIGHT.plot_background


def test_that_the_path_has_the_colour_of_its_run(studio: Studio) -> None:
    studio.settle_map()
    run, parameters = studio.experiment.runs[1], studio.frame.results[1].trace.parameters
    wanted = rgb_of(QColor(run.color))
    # Where the steps are close to each other no dots with rings are drawn.
    rows = range(150, 195)
    found = [
        np.abs(rgb_of(studio.colour_at(*parameters[row])) - wanted).max() <= 40 for row in rows
    ]
    assert sum(found) > 0


def test_that_hidden_runs_are_not_drawn(studio: Studio) -> None:
    studio.settle_map()
    before = [count_of(studio.pixels(), run.color) for run in studio.experiment.runs]
    assert min(before) > 100
    studio.window.runs_panel._toggle_hidden(0)
    after = [count_of(studio.pixels(), run.color) for run in studio.experiment.runs]
    assert after[0] < 0.05 * before[0]
    assert after[1] > 0.9 * before[1]


@pytest.mark.parametrize(
    ("expression", "start"), [("x^2 + 3y^2", [4.0, 2.0]), ("x^4 - 5x^2 - 3x", [2.4])]
)
def test_that_a_picture_that_grew_is_the_picture_drawn_at_once(
    open_studio: OpenStudio, expression: str, start: list[float]
) -> None:
    studio = open_studio(
        experiment(
            expression,
            start,
            {"method": "gd", "learning_rate": 0.01},
            {"method": "momentum", "learning_rate": 0.005},
        )
    )
    studio.settle_map()
    for step in range(0, 61, 5):
        studio.window.player.seek(step)
        studio.pixels()
    grown = studio.pixels()
    different = (np.abs(grown.astype(int) - redrawn(studio)) > 48).any(axis=2)
    assert np.count_nonzero(different) <= 0.01 * np.count_nonzero(
        (grown != studio.pixels()[0, 0]).any(axis=2)
    )


def test_that_going_back_erases(studio: Studio) -> None:
    studio.settle_map()
    studio.window.player.seek(20)
    before = studio.pixels()
    studio.window.player.seek(150)
    assert (studio.pixels() != before).any()
    studio.window.player.seek(20)
    np.testing.assert_array_equal(studio.pixels(), before)


def test_that_a_theme_and_back_leaves_the_picture_as_it_was(studio: Studio) -> None:
    studio.settle_map()
    plot = studio.window.picture.surface_plot
    studio.wait(lambda: not plot._rest.isActive() and plot._layers.brush.has_labels)
    before = studio.pixels()
    studio.window.actions_.theme_dark.trigger()
    assert (studio.pixels() != before).mean() > 0.5
    studio.window.actions_.theme_light.trigger()
    studio.settle_map()
    # Where a path was drawn piece by piece, the edges of the pieces may differ a little.
    different = (np.abs(studio.pixels().astype(int) - before) > 48).any(axis=2)
    assert np.count_nonzero(different) < 50


def test_that_a_zoomed_picture_is_drawn_anew_and_finer(studio: Studio) -> None:
    studio.settle_map()
    studio.mouse.wheel(studio.place(3.0, 2.0), 10)
    stretched = studio.pixels()
    studio.settle_map()
    assert (studio.pixels() != stretched).any()
    surface = studio.window.picture.surface_plot._map_item._map
    assert surface is not None
    assert surface.request.x_range == tuple(studio.window.picture.plot.vb.viewRange()[0])


def test_that_a_path_far_outside_is_no_trouble(open_studio: OpenStudio) -> None:
    studio = open_studio(
        experiment("x^2 + 3y^2", [4.0, 2.0], {"method": "gd", "learning_rate": 5.0})
    )
    studio.settle_map()
    assert np.abs(studio.frame.results[0].trace.parameters).max() > 1e5
    studio.pixels()
    assert studio.frame.heads[0].step == studio.frame.last_step


# The curves


def curve_pixels(studio: Studio) -> NDArray[np.uint8]:
    """Return what the plot of the loss shows inside its axes."""
    studio.wait(lambda: not studio.window.curves.turns.is_waiting)
    card = studio.window.curves.loss
    canvas = card._canvas
    scene = card.plot.vb.sceneBoundingRect()
    area = QRect(canvas.mapFromScene(scene.topLeft()), canvas.mapFromScene(scene.bottomRight()))
    return rgb(canvas.grab(area.adjusted(2, 2, -2, -2)).toImage())


def column_of(studio: Studio, step: float) -> int:
    card = studio.window.curves.loss
    left = card.plot.vb.sceneBoundingRect().left() + 2.0
    return round(card.plot.vb.mapViewToScene(QPointF(step, 0.0)).x() - left)


def test_that_the_past_of_a_curve_is_opaque_and_its_future_faint(studio: Studio) -> None:
    for index in (0, 2, 3):
        studio.window.runs_panel._toggle_hidden(index)
    colour = studio.experiment.runs[1].color
    whole = count_of(curve_pixels(studio), colour)
    assert whole > 100
    studio.window.player.seek(100)
    pixels = curve_pixels(studio)
    edge = column_of(studio, 100.0)
    past, future = pixels[:, : edge - 8], pixels[:, edge + 8 :]
    assert count_of(past, colour) > 0.3 * whole
    assert count_of(future, colour) == 0
    ink = rgb_of(QColor(colour))
    ground = rgb_of(QColor(LIGHT.plot_background))
    faint = "#{:02x}{:02x}{:02x}".format(*(ground + (0.28 * (ink - ground)).astype(int)))
    assert count_of(future, faint, 12) > 0.2 * whole


@pytest.mark.parametrize("step", [0, 3, 100, 197])
def test_that_curves_are_whole_after_a_seek(studio: Studio, step: int) -> None:
    studio.window.player.seek(step)
    incremental = curve_pixels(studio)
    for card in (studio.window.curves.loss, studio.window.curves.gradient_norm):
        card.plot._item.invalidate()
    fresh = curve_pixels(studio)
    np.testing.assert_array_equal(incremental, fresh)
    ground = rgb_of(QColor(LIGHT.plot_background))
    drawn = (np.abs(fresh.astype(int) - ground).max(axis=2) > 30).any(axis=0)
    # The curve reaches from the first to the last step.
    assert drawn[column_of(studio, 4.0) : column_of(studio, 190.0)].mean() > 0.95


def test_that_a_hidden_run_has_no_curve(studio: Studio) -> None:
    colour = studio.experiment.runs[1].color
    assert count_of(curve_pixels(studio), colour) > 50
    studio.window.runs_panel._toggle_hidden(1)
    assert count_of(curve_pixels(studio), colour) == 0


def test_that_the_scale_of_the_loss_can_be_switched(studio: Studio) -> None:
    card = studio.window.curves.loss
    logarithmic = curve_pixels(studio)
    high = card.plot.vb.viewRange()[1][1]
    assert high < 5.0
    card._scale._group.buttons()[0].click()
    assert not card.plot.is_logarithmic
    losses = [result.trace.losses.max() for result in studio.frame.results]
    assert card.plot.vb.viewRange()[1][1] == pytest.approx(max(losses), rel=0.1)
    assert (curve_pixels(studio) != logarithmic).any()
    card._scale._group.buttons()[1].click()
    np.testing.assert_array_equal(curve_pixels(studio), logarithmic)


def test_that_the_learning_rate_has_a_curve_where_it_changes(studio: Studio) -> None:
    curves = studio.window.curves
    assert not curves.learning_rate.isVisible()
    run = studio.experiment.runs[0]
    schedule = replace(run.optimizer.schedule, kind="exponential", parameters=(("gamma", 0.9),))
    scheduled = replace(run, optimizer=replace(run.optimizer, schedule=schedule))
    studio.window.document.edit(studio.experiment.replace_run(0, scheduled), "Schedule")
    studio.settle()
    # In a window of this size it shares the place of the gradient norm.
    assert not curves.learning_rate.isVisible()
    curves.gradient_norm._tabs._group.buttons()[1].click()
    assert curves.learning_rate.isVisible()
    assert not curves.gradient_norm.isVisible()
    studio.wait(lambda: not curves.turns.is_waiting)
    curve = curves.learning_rate.plot._prepared[0, Part.TRAINING]
    rates = 0.01 * 0.9 ** np.arange(studio.frame.results[0].trace.last_step + 1)
    np.testing.assert_allclose(curve.y, rates * curve.y[0] / 0.01, rtol=1e-12)
    studio.window.document.undo_stack.undo()
    studio.settle()
    assert not curves.learning_rate.isVisible()
    assert curves.gradient_norm.isVisible()


def test_that_negative_losses_are_shown_above_the_lowest(open_studio: OpenStudio) -> None:
    studio = open_studio(experiment("x^2 + y^2 - 5", [2.0, 1.0]))
    card = studio.window.curves.loss
    assert card.plot.title().startswith("Loss above")
    low, high = card.plot.vb.viewRange()[1]
    assert np.isfinite((low, high)).all()
    assert low < high


def test_that_a_constant_function_is_in_sight(open_studio: OpenStudio) -> None:
    studio = open_studio(experiment("x^2", [1]))
    studio.settle_map()
    studio.type_formula("0x + 500")
    studio.settle_map()
    low, high = studio.window.picture.plot.vb.viewRange()[1]
    assert low < 500.0 < high
    assert count_of(studio.pixels(), LIGHT.text) > 200


@pytest.mark.parametrize(("expression", "start"), [("x^2", [1]), ("x^2 + y^2", [1, 2])])
def test_that_noise_leaves_the_picture_as_it_is(
    open_studio: OpenStudio, expression: str, start: list[float]
) -> None:
    studio = open_studio(experiment(expression, start))
    studio.settle_map()
    plot = studio.window.picture.plot
    plot.vb.scaleBy((0.5, 0.5))
    studio.settle_map()
    # A curve fits its height, which asks for it once more.
    studio.qtbot.wait(100)
    seen, maps = plot.vb.viewRange(), []
    studio.window.picture.map_shown.connect(lambda: maps.append(1))
    objective = replace(studio.experiment.objective, gradient_noise=0.5)
    studio.window.document.edit(replace(studio.experiment, objective=objective), "Noise")
    studio.settle_map()
    assert plot.vb.viewRange() == seen
    assert maps == []


def test_that_a_start_outside_the_picture_is_told_of(studio: Studio) -> None:
    picture = studio.window.picture
    assert picture.note() == ""
    x, y = studio.experiment.start
    picture.plot.vb.setRange(xRange=(x + 1.0, x + 2.0), yRange=(y + 1.0, y + 2.0))
    assert picture.note() == "The start lies outside the picture."
    picture.reset_view()
    assert picture.note() == ""


def test_that_a_picture_without_values_says_so(open_studio: OpenStudio) -> None:
    studio = open_studio(experiment("sqrt(-1 - x^2 - y^2)", [1, 1]))
    studio.wait(lambda: studio.window.picture.note() == "The function has no value here.")
    assert not studio.window.picture._colour_bar.isVisible()
    studio.type_formula("x^2 + y^2")
    studio.settle_map()
    assert studio.window.picture.note() == ""
    assert studio.window.picture._colour_bar.isVisible()


def test_that_a_run_that_diverged_is_explained_in_full(open_studio: OpenStudio) -> None:
    steep = {"method": "gd", "learning_rate": 5.0}
    studio = open_studio(experiment("x^2 + y^2", [1, 1], steep))
    message = studio.frame.results[0].message
    assert message
    card = studio.window.runs_panel.step_card
    assert card.trouble() == message
    assert card._trouble.wordWrap()


def test_that_the_titles_of_many_variables_leave_nothing_out_unsaid(
    open_studio: OpenStudio,
) -> None:
    studio = open_studio(experiment("a^2 + b^2 + c^2 + d^2 + u^2 + v^2", [1, 1, 1, 2, 3, 4]))
    title = figure_title(studio.experiment)
    assert title.startswith("f(a, b, …) = ")
    studio.window.player.seek(0)
    studio.settle_map()
    axes = studio.window.picture.axes
    assert axes is not None
    wanted = "Slice at c = 1, d = 2, u = 3, …, where Gradient descent is at step 0"
    assert slice_text(studio.frame, axes) == wanted
    assert studio.window.picture.slice_bar.held() == "c = 1, d = 2, u = 3, …"
    panel = studio.window.function_panel
    assert panel._more_partials.text() == "and 2 more"
    assert panel._more_partials.isVisible()


def test_that_a_legend_cuts_long_names_and_no_number(studio: Studio) -> None:
    runs = tuple(
        replace(run, label=f"A name that is far too long for its column {index}")
        for index, run in enumerate(studio.experiment.runs)
    )
    wordy = replace(studio.frame, experiment=replace(studio.experiment, runs=runs))
    images = []
    for heads in (wordy.heads, tuple(replace(head, loss=0.25) for head in wordy.heads)):
        plot = pg.GraphicsView(useOpenGL=False)
        legend = LegendItem(replace(wordy, heads=heads), LIGHT, plot.font(), 260.0)
        plot.setCentralItem(legend)
        plot.resize(260, 140)
        images.append(rgb(plot.grab().toImage()))
        plot.close()
    # Other numbers are other pixels: they are in sight beside the names.
    assert (images[0] != images[1]).any()


def test_that_a_second_variable_asks_for_one_map_as_large_as_its_room(
    open_studio: OpenStudio,
) -> None:
    studio = open_studio(experiment("x^2", [1.0]))
    picture = studio.window.picture
    drawn: list[MapTask] = []
    picture._maker.map_made.connect(lambda task, _: drawn.append(task))
    edit = studio.window.function_panel.formula_field.edit()
    edit.setFocus()
    edit.end(False)
    # Under a curve stands its derivative, under a map nothing: the map is higher.
    studio.qtbot.keyClicks(edit, "y")
    studio.settle_map()
    (task,) = drawn
    assert task.request == picture.surface_plot.map_request(picture.devicePixelRatioF())
