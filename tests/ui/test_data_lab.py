"""The data lab in the real window: what is drawn is what the simulation and NumPy say."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor
from studio import Mouse, Studio, count_of, rgb

from gdstudio.experiment.model import Experiment
from gdstudio.simulation.files import FORMAT, load
from gdstudio.simulation.outcome import Outcome
from gdstudio.simulation.simulation import Simulation
from gdstudio.ui.colours import DARK, LIGHT
from gdstudio.ui.labs.data_lab import DataLab
from gdstudio.ui.plots.canvas import PlotCanvas
from gdstudio.ui.plots.data_fit_plot import FitPlot
from gdstudio.ui.plots.data_plane_plot import PlanePlot, boundary
from gdstudio.ui.plots.data_plot import DataPlot
from gdstudio.ui.plots.data_prediction_plot import PredictionPlot

Float = NDArray[np.float64]
OpenStudio = Callable[[Experiment], Studio]

LINE = Path(__file__).parents[2] / "resources" / "examples" / "1-line.gds.json"
MINI_BATCHES = 1


class LabStudio:
    """The window on a regression, and what a person does with its lab."""

    def __init__(self, studio: Studio) -> None:
        self.studio = studio
        lab = studio.window.centre.lab
        assert isinstance(lab, DataLab)
        self.lab = lab
        self.settle()

    def settle(self) -> None:
        """Wait until everything is computed and shown."""
        self.studio.settle()
        self.studio.wait(self._is_shown)

    def seek(self, step: int) -> None:
        self.studio.window.player.seek(step)
        self.settle()

    def select(self, run: int) -> None:
        runs = self.studio.window.runs_panel.list
        runs.setCurrentIndex(runs.model().index(run, 0))
        self.settle()

    def parameters(self, run: int, step: int) -> Float:
        return self.studio.frame.results[run].trace.parameters[step]

    def inputs_and_targets(self) -> tuple[Float, Float]:
        facts = self.lab.facts
        assert facts is not None
        return facts.problem.dataset.inputs, facts.problem.dataset.targets

    def place(self, canvas: PlotCanvas, x: float, y: float) -> QPointF:
        scene = canvas.plot.vb.mapViewToScene(QPointF(x, y))
        return QPointF(canvas.mapFromScene(scene))

    def _is_shown(self) -> bool:
        facts, gradients = self.lab.facts, self.lab.gradients
        return (
            facts is not None
            and facts.objective == self.studio.experiment.objective
            and not self.lab.loss.is_computing
            and self.lab.loss.plot._map_item._map is not None
            and gradients.plot.item.clouds is not None
            and gradients.plot.item.clouds.request == gradients._request
        )


@pytest.fixture
def line(open_studio: OpenStudio) -> LabStudio:
    """The window on the example of a line."""
    return LabStudio(open_studio(load(LINE)))


def regression(**objective: object) -> Experiment:
    """Return an experiment on data; the optimizers are gradient descent on mini-batches."""
    return FORMAT.from_json(
        {
            "format": "gdstudio.experiment",
            "version": 1,
            "objective": {"kind": "regression", **objective},
            "batch": {"size": 7},
            "stop": {"max_steps": 40, "gradient_tolerance": 0},
            "runs": [{"optimizer": {"method": "gd", "learning_rate": rate}} for rate in (0.1, 0.3)],
        }
    )


def map_values(lab: LabStudio) -> tuple[Float, Float, Float]:
    """Return the places (w,), (h,) and the values (h, w) of the map."""
    surface = lab.lab.loss.plot._map_item._map
    assert surface is not None
    request, (rows, columns) = surface.request, surface.values.shape
    (left, right), (bottom, top) = request.x_range, request.y_range
    x = left + (np.arange(columns) + 0.5) * (right - left) / columns
    y = bottom + (np.arange(rows) + 0.5) * (top - bottom) / rows
    return x, y, surface.values


def test_that_the_map_is_the_mean_squared_error_of_the_data(line: LabStudio) -> None:
    x, y, values = map_values(line)
    inputs, targets = line.inputs_and_targets()
    chosen_x, chosen_y = range(0, x.size, 9), range(0, y.size, 11)
    for i in chosen_y:
        for j in chosen_x:
            errors = x[j] * inputs[:, 0] + y[i] - targets[:, 0]
            assert values[i, j] == pytest.approx(np.mean(errors**2), rel=1e-12)


def test_that_the_minimum_of_least_squares_and_all_paths_are_in_the_picture(
    line: LabStudio,
) -> None:
    inputs, targets = line.inputs_and_targets()
    matrix = np.column_stack([inputs[:, 0], np.ones(len(inputs))])
    expected = np.linalg.lstsq(matrix, targets[:, 0], rcond=None)[0]
    (sign,) = line.lab.loss.plot._minima
    assert (sign.pos().x(), sign.pos().y()) == pytest.approx(tuple(expected), rel=1e-10)
    (left, right), (bottom, top) = line.lab.loss.plot.vb.viewRange()
    assert left < sign.pos().x() < right
    assert bottom < sign.pos().y() < top
    assert not line.lab.loss.plot.is_start_outside()
    for result in line.studio.frame.results:
        w, b = result.trace.parameters.T
        assert left < w.min() <= w.max() < right
        assert bottom < b.min() <= b.max() < top


def test_that_each_run_has_its_line_in_its_colour(line: LabStudio) -> None:
    panel = line.studio.window.runs_panel
    for run, step in ((0, 0), (1, 3), (2, 60), (0, 60)):
        line.seek(step)
        for other in range(3):
            is_hidden = other in panel.hidden
            if is_hidden is not (other != run):
                panel._toggle_hidden(other)
        line.settle()
        w, b = line.parameters(run, step)
        image = line.lab.data.canvas.grab().toImage()
        wanted = np.array(QColor(line.studio.experiment.runs[run].color).getRgb()[:3])
        (left, right), _ = line.lab.data.plot.vb.viewRange()
        hits = 0
        places = np.linspace(left, right, 22)[1:-4]
        for x in places:
            place = line.place(line.lab.data.canvas, x, w * x + b).toPoint()
            around = [
                np.abs(np.array(image.pixelColor(place.x(), place.y() + d).getRgb()[:3]) - wanted)
                for d in (-1, 0, 1)
            ]
            hits += min(int(each.max()) for each in around) <= 30
        # Dots of the current batch cover some of it.
        assert hits >= 0.8 * places.size


def test_that_the_rows_of_the_next_batch_are_highlighted(line: LabStudio) -> None:
    simulation = Simulation(line.studio.experiment)
    for run in (1, 2):
        line.select(run)
        for step in (0, 1, 9, 10, 57, 199):
            line.seek(step)
            expected = simulation.runs[run].setup.batches.rows_at(step)
            np.testing.assert_array_equal(line.lab.data.plot._points_item.lit, expected)
        line.seek(200)
        assert line.lab.data.plot._points_item.lit.size == 0
    line.select(0)
    line.seek(5)
    assert line.lab.data.plot._points_item.lit.size == 0
    assert "all 100" in line.lab.data.note()


def test_that_highlighted_rows_have_a_ring_in_the_colour_of_the_run(line: LabStudio) -> None:
    line.select(MINI_BATCHES)
    line.seek(7)
    colour = line.studio.experiment.runs[MINI_BATCHES].color
    item = line.lab.data.plot._points_item
    with_rings = count_of(rgb(line.lab.data.canvas.grab().toImage()), colour)
    item.set_lit(item.lit[:0], QColor(colour))
    without = count_of(rgb(line.lab.data.canvas.grab().toImage()), colour)
    assert with_rings > without + 60


def test_that_dragging_the_start_runs_again(line: LabStudio) -> None:
    canvas = line.lab.loss.canvas
    way = [line.place(canvas, *point) for point in ((-1.0, -1.0), (-0.7, -0.5), (0.0, 0.5))]
    mouse = Mouse(canvas.viewport())
    mouse.drag(way)
    line.settle()
    w, b = line.studio.experiment.start
    across, up = canvas.plot.vb.viewPixelSize()
    assert abs(w) <= 2 * across
    assert abs(b - 0.5) <= 2 * up
    for run in range(3):
        np.testing.assert_array_equal(line.parameters(run, 0), [w, b])
    assert line.studio.undo_count == 1


def test_that_a_start_outside_of_the_picture_is_said(line: LabStudio) -> None:
    note, experiment = line.lab.loss._head.outside, line.studio.experiment
    assert note.isHidden()
    line.studio.window.document.edit(replace(experiment, start=(40.0, 1.0)), "Move the start")
    assert not note.isHidden()
    line.settle()
    line.lab.reset_view()
    assert note.isHidden()


def test_that_a_click_moves_the_start(line: LabStudio) -> None:
    canvas = line.lab.loss.canvas
    Mouse(canvas.viewport()).click(line.place(canvas, 0.0, 1.5))
    line.studio.wait(lambda: line.studio.experiment.start != (-1.0, -1.0))
    assert line.studio.experiment.start == pytest.approx((0.0, 1.5), abs=0.05)


def test_that_a_double_click_shows_everything_again(line: LabStudio) -> None:
    canvas = line.lab.loss.canvas
    before = canvas.plot.vb.viewRange()
    mouse = Mouse(canvas.viewport())
    mouse.wheel(line.place(canvas, 1.0, 1.0), 3)
    assert canvas.plot.vb.viewRange() != before
    mouse.double_click(line.place(canvas, 1.0, 0.5))
    line.settle()
    np.testing.assert_allclose(canvas.plot.vb.viewRange(), before)
    assert line.studio.experiment.start == (-1.0, -1.0)


def test_that_every_part_has_a_name_and_reads_out_what_is_under_the_pointer(
    line: LabStudio,
) -> None:
    inputs, targets = line.inputs_and_targets()
    canvas = line.lab.loss.canvas
    mouse = Mouse(canvas.viewport())
    mouse.move(line.place(canvas, 1.0, 0.25))
    assert line.studio.read_out.startswith("w = ")
    loss = float(line.studio.read_out.split("E = ")[1].split()[0])
    assert loss == pytest.approx(np.mean((inputs[:, 0] + 0.25 - targets[:, 0]) ** 2), rel=0.05)
    mouse = Mouse(line.lab.data.canvas.viewport())
    mouse.move(line.place(line.lab.data.canvas, inputs[4, 0], targets[4, 0]))
    assert line.studio.read_out.startswith("Row ")
    lab = line.lab
    for canvas in (lab.loss.canvas, lab.data.canvas, lab.gradients.canvas):
        assert canvas.accessibleName()
        assert canvas.focusPolicy()
    for choice in (lab.loss.choice.right, lab.loss.choice.up):
        assert choice.accessibleName()


def test_that_the_mean_of_the_cloud_is_the_full_gradient(line: LabStudio) -> None:
    line.select(MINI_BATCHES)
    line.seek(13)
    clouds = line.lab.gradients.plot.item.clouds
    assert clouds is not None
    inputs, targets = line.inputs_and_targets()
    w, b = line.parameters(MINI_BATCHES, 13)
    errors = w * inputs[:, 0] + b - targets[:, 0]
    each = 2.0 * np.stack([errors * inputs[:, 0], errors], axis=1)
    full = each.mean(axis=0)
    np.testing.assert_allclose(clouds.full, full, rtol=1e-12)
    assert [cloud.size for cloud in clouds.clouds] == [1, 10, 100]
    single = np.sqrt(np.square(each - full).sum(axis=1).mean())
    for cloud in clouds.clouds:
        mean = np.average(cloud.gradients, axis=0, weights=cloud.rows)
        np.testing.assert_allclose(mean, full, rtol=1e-11)
        share = (100 - cloud.size) / (cloud.size * 99)
        assert cloud.expected == pytest.approx(single * np.sqrt(share), rel=1e-10)
    assert clouds.clouds[0].spread == pytest.approx(single, rel=1e-12)
    assert clouds.clouds[2].spread == pytest.approx(0.0, abs=1e-12)
    batches = Simulation(line.studio.experiment).runs[MINI_BATCHES].setup.batches
    for number, gradient in enumerate(clouds.clouds[1].gradients):
        rows = batches.rows_at(10 + number)
        np.testing.assert_allclose(gradient, each[rows].mean(axis=0), rtol=1e-11)
    table = line.lab.gradients.table
    assert [row.size for row in table.rows()] == [1, 10, 100]
    assert "10: " in table.accessibleDescription()


@pytest.mark.parametrize(
    ("objective", "kind"),
    [
        ({"model": "polynomial", "degree": 3, "dataset": {"name": "sine", "samples": 40}}, FitPlot),
        (
            {
                "model": "logistic",
                "loss": "binary_cross_entropy",
                "dataset": {"name": "blobs", "samples": 60, "test_fraction": 0.25},
            },
            PlanePlot,
        ),
        (
            {
                "model": "logistic",
                "loss": "cross_entropy",
                "dataset": {"name": "blobs", "samples": 60, "classes": 3, "standardize": True},
            },
            PlanePlot,
        ),
        ({"model": "linear", "dataset": {"name": "plane", "samples": 60}}, PlanePlot),
        (
            {
                "model": "logistic",
                "loss": "binary_cross_entropy",
                "dataset": {
                    "inputs": [[float(x)] for x in range(-9, 10)],
                    "targets": [[float(x > 1)] for x in range(-9, 10)],
                    "standardize": True,
                },
            },
            FitPlot,
        ),
        (
            {
                "model": "linear",
                "loss": "half_sse",
                "l2": 0.1,
                "dataset": {
                    "inputs": [[x, x * x % 7, x * 3 % 5] for x in range(12)],
                    "targets": [[0.1 * x] for x in range(12)],
                    "standardize": True,
                },
            },
            PredictionPlot,
        ),
    ],
)
def test_that_each_kind_of_data_has_its_picture(
    open_studio: OpenStudio, objective: dict[str, object], kind: type[DataPlot]
) -> None:
    lab = LabStudio(open_studio(regression(**objective)))
    lab.seek(0)
    assert isinstance(lab.lab.data.plot, kind)
    assert lab.lab.data.plot._points_item.lit.size == 7
    lab.studio.window._theme_switch.changed.emit(DARK)
    assert count_of(rgb(lab.lab.data.canvas.grab().toImage()), DARK.plot_background) > 100
    lab.studio.window._theme_switch.changed.emit(LIGHT)
    clouds = lab.lab.gradients.plot.item.clouds
    assert clouds is not None
    for cloud in clouds.clouds:
        mean = np.average(cloud.gradients, axis=0, weights=cloud.rows)
        np.testing.assert_allclose(mean, clouds.full, atol=1e-9)


def test_that_a_boundary_is_where_both_classes_are_equally_likely() -> None:
    for parameters in ([2.0, -1.0, 0.5], [0.0, 3.0, -6.0], [1e-3, 2e-3, 1.0]):
        ends = boundary(np.array(parameters))
        assert ends is not None
        for end in ends:
            assert end @ parameters[:2] + parameters[2] == pytest.approx(0.0, abs=1e-9 * 1e3)
    assert boundary(np.zeros(3)) is None
    assert boundary(np.array([np.nan, 1.0, 0.0])) is None


def test_that_a_slice_goes_through_the_selected_run(open_studio: OpenStudio) -> None:
    lab = LabStudio(
        open_studio(regression(model="linear", dataset={"name": "plane", "samples": 50}))
    )
    assert not lab.lab.loss.choice.isHidden()
    for run, step in ((0, 5), (1, 11)):
        lab.select(run)
        lab.seek(step)
        x, y, values = map_values(lab)
        inputs, targets = lab.inputs_and_targets()
        bias = lab.parameters(run, step)[2]
        i, j = y.size // 3, x.size // 4
        errors = x[j] * inputs[:, 0] + y[i] * inputs[:, 1] + bias - targets[:, 0]
        assert values[i, j] == pytest.approx(np.mean(errors**2), rel=1e-12)
        assert str(step) in lab.lab.loss.choice.held()


def test_that_other_parameters_can_be_chosen(open_studio: OpenStudio) -> None:
    lab = LabStudio(
        open_studio(regression(model="linear", dataset={"name": "plane", "samples": 50}))
    )
    lab.seek(8)
    right, up = lab.lab.loss.choice.right, lab.lab.loss.choice.up
    up.setCurrentIndex(2)
    up.activated.emit(2)
    lab.settle()
    assert lab.lab.loss.shown == (0, 2)
    lab.lab.loss.resize(640, 400)
    assert lab.lab.loss.heading() == "Loss E(w1, b)"
    # In a narrow card the axes name them.
    lab.lab.loss.resize(300, 400)
    assert lab.lab.loss.heading() == "Loss"
    path = lab.lab.loss.plot._path_item._paths[0]
    np.testing.assert_array_equal(path.y, lab.studio.frame.results[0].trace.parameters[:, 2])
    # The same one twice is no plane: the other gives way.
    up.setCurrentIndex(0)
    up.activated.emit(0)
    assert right.currentIndex() != up.currentIndex() == 0


def test_that_the_lab_follows_other_data(line: LabStudio) -> None:
    experiment = line.studio.experiment
    objective = experiment.objective
    dataset = replace(objective.dataset, seed=5)
    changed = replace(experiment, objective=replace(objective, dataset=dataset))
    line.studio.window.document.edit(changed, "Other data")
    line.settle()
    inputs, targets = line.inputs_and_targets()
    matrix = np.column_stack([inputs[:, 0], np.ones(len(inputs))])
    expected = np.linalg.lstsq(matrix, targets[:, 0], rcond=None)[0]
    (sign,) = line.lab.loss.plot._minima
    assert (sign.pos().x(), sign.pos().y()) == pytest.approx(tuple(expected), rel=1e-10)
    points = line.lab.data.plot._points_item.points
    assert points is not None
    np.testing.assert_array_equal(points.y, targets[:, 0])


def test_that_a_run_that_flies_off_leaves_the_others_in_sight(line: LabStudio) -> None:
    experiment = line.studio.experiment
    run = experiment.runs[0]
    wild = replace(run, optimizer=run.optimizer.with_value("learning_rate", 9.0))
    line.studio.window.document.edit(experiment.replace_run(0, wild), "Too fast")
    line.settle()
    assert line.studio.frame.results[0].outcome is Outcome.DIVERGED
    line.lab.reset_view()
    line.settle()
    (left, right), (bottom, top) = line.lab.loss.plot.vb.viewRange()
    assert right - left < 20.0
    assert top - bottom < 20.0
    for step in (0, 5, line.studio.frame.last_step):
        line.seek(step)
        assert count_of(rgb(line.lab.data.canvas.grab().toImage()), LIGHT.faint_text) > 50
        line.lab.gradients.canvas.grab()


def test_that_the_view_is_reset_by_the_action(line: LabStudio) -> None:
    canvas = line.lab.data.canvas
    before = canvas.plot.vb.viewRange()
    Mouse(canvas.viewport()).wheel(line.place(canvas, 0.0, 1.0), 4)
    assert canvas.plot.vb.viewRange() != before
    line.studio.window.actions_.reset_view.trigger()
    np.testing.assert_allclose(canvas.plot.vb.viewRange(), before)


def test_that_very_many_rows_are_thinned(open_studio: OpenStudio) -> None:
    lab = LabStudio(
        open_studio(regression(model="linear", dataset={"name": "line", "samples": 20_000}))
    )
    points = lab.lab.data.plot._points_item.points
    assert points is not None
    assert 2_500 < points.drawn().size <= 5_000
    clouds = lab.lab.gradients.plot.item.clouds
    assert clouds is not None
    assert max(len(cloud.gradients) for cloud in clouds.clouds) <= 500


def test_that_the_views_stay_where_they_are_while_the_noise_is_dragged(line: LabStudio) -> None:
    canvas = line.lab.loss.canvas
    Mouse(canvas.viewport()).wheel(line.place(canvas, 1.0, 1.0), 2)
    views = [each.plot.vb.viewRange() for each in (canvas, line.lab.data.canvas)]
    experiment = line.studio.experiment
    dataset = experiment.objective.dataset
    noisier = replace(dataset, source=replace(dataset.source, noise=0.31))
    objective = replace(experiment.objective, dataset=noisier)
    line.studio.window.document.edit(replace(experiment, objective=objective), "Noise")
    line.settle()
    assert [each.plot.vb.viewRange() for each in (canvas, line.lab.data.canvas)] == views
    x, y, values = map_values(line)
    inputs, targets = line.inputs_and_targets()
    errors = x[3] * inputs[:, 0] + y[5] - targets[:, 0]
    assert values[5, 3] == pytest.approx(np.mean(errors**2), rel=1e-12)
