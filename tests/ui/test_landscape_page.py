from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from studio import Studio

from gdstudio.experiment.data_objectives import NetworkObjective
from gdstudio.experiment.model import Experiment
from gdstudio.simulation.files import load
from gdstudio.simulation.outcome import Outcome
from gdstudio.simulation.problem import problem_of
from gdstudio.simulation.simulation import Simulation
from gdstudio.simulation.slice_map import Window
from gdstudio.ui.colours import DARK, LIGHT
from gdstudio.ui.labs.landscape_controls import RESOLUTIONS
from gdstudio.ui.labs.landscape_page import LandscapePage
from gdstudio.ui.labs.landscape_picture import SliceKind
from gdstudio.ui.labs.landscape_words import percent
from gdstudio.ui.labs.network_lab import NetworkLab
from gdstudio.ui.plots.frame import Frame, frame_of
from gdstudio.ui.theme import apply_theme

EXAMPLES = Path(__file__).parents[2] / "resources" / "examples"
TIMEOUT = 10_000


def computed(experiment: Experiment) -> Simulation:
    simulation = Simulation(experiment)
    while not simulation.is_finished:
        simulation.advance(1000)
    return simulation


def frame_at(simulation: Simulation, step: int, selected: int = 0) -> Frame:
    return frame_of(simulation, simulation.results, step, selected=selected)


class Page:
    """A page in a window of its own, with the runs of an example."""

    def __init__(self, qtbot: QtBot, experiment: Experiment) -> None:
        self.qtbot = qtbot
        self.simulation = computed(experiment)
        self.page = LandscapePage(LIGHT)
        qtbot.addWidget(self.page)
        self.page.begin()
        self.page.set_experiment(experiment)
        self.page.resize(650, 460)
        self.page.show()
        qtbot.waitExposed(self.page)

    def show(self, step: int, selected: int = 0) -> Frame:
        frame = frame_at(self.simulation, step, selected)
        self.page.show_frame(frame)
        self.settle(step)
        return frame

    def settle(self, step: int | None = None) -> None:
        self.qtbot.waitUntil(lambda: self._is_settled(step), timeout=TIMEOUT)

    def choose(self, kind: SliceKind) -> None:
        combo = self.page.controls._kind.control()
        row = [each.value for each in SliceKind].index(kind.value)
        combo.setCurrentIndex(row)
        combo.activated.emit(row)
        self.settle()
        assert self.page.job.slice is not None
        assert self.page.job.slice.request.choice.kind is kind

    def _is_settled(self, step: int | None) -> bool:
        page = self.page
        return (
            page.job.is_settled
            and page.plot.map is not None
            and page.plot.map.values.shape[1] == page.controls.choice.columns
            and page.plot.tag is not None
            and (step is None or f"Step {step}:" in page.words()[0])
        )


@pytest.fixture
def open_page(qtbot: QtBot) -> Iterator[Callable[[Experiment], Page]]:
    pages: list[LandscapePage] = []

    def opened(experiment: Experiment) -> Page:
        page = Page(qtbot, experiment)
        pages.append(page.page)
        return page

    yield opened
    for page in pages:
        page.shut_down()


@pytest.fixture
def xor(open_page: Callable[[Experiment], Page]) -> Page:
    return open_page(load(EXAMPLES / "3-xor.gds.json"))


def test_that_the_picture_is_the_loss_over_the_principal_plane(xor: Page) -> None:
    frame = xor.show(400)
    slice_, drawn = xor.page.job.slice, xor.page.plot.map
    assert slice_ is not None
    assert drawn is not None
    problem = problem_of(frame.experiment.objective)
    rows, columns = drawn.values.shape
    (left, right), (low, high) = drawn.request.x_range, drawn.request.y_range
    for row, column in ((0, 0), (rows - 1, 5), (rows // 2, columns - 1)):
        x = left + (column + 0.5) * (right - left) / columns
        y = low + (row + 0.5) * (high - low) / rows
        theta = slice_.plane.base + x * slice_.plane.u + y * slice_.plane.v
        assert drawn.values[row, column] == pytest.approx(problem.loss(theta), rel=1e-12)


def test_that_the_tag_says_the_true_loss_beside_that_of_the_slice(xor: Page) -> None:
    frame = xor.show(60)
    slice_, tag = xor.page.job.slice, xor.page.plot.tag
    assert slice_ is not None
    assert tag is not None
    problem = problem_of(frame.experiment.objective)
    theta = frame.heads[0].parameters
    directions = np.column_stack([slice_.plane.u, slice_.plane.v])
    place = np.linalg.lstsq(directions, theta - slice_.plane.base, rcond=None)[0]
    nearest = slice_.plane.base + directions @ place
    assert tag.place == pytest.approx(tuple(place))
    assert [name for name, _ in tag.lines] == ["True loss", "On the slice"]
    assert float(tag.lines[0][1]) == pytest.approx(problem.loss(theta), rel=1e-3)
    assert float(tag.lines[1][1]) == pytest.approx(problem.loss(nearest), rel=1e-3)
    distance = float(np.linalg.norm(theta - nearest))
    assert f"{distance:.3g} away" in xor.page.words()[0]


def test_that_at_the_end_of_the_path_the_slice_is_the_truth(xor: Page) -> None:
    xor.show(400)
    tag = xor.page.plot.tag
    assert tag is not None
    assert tag.lines[0][1] == tag.lines[1][1]
    assert "passes through this very point" in xor.page.words()[0]


def test_that_the_explained_part_is_that_of_the_singular_values(xor: Page) -> None:
    frame = xor.show(400, selected=1)
    path = frame.results[1].parameters
    squares = np.linalg.svd(path - path[-1], compute_uv=False) ** 2
    shares = squares / squares.sum()
    wanted = f"{percent(shares[0])} + {percent(shares[1])}"
    assert wanted in xor.page.words()[1]


def test_that_a_picture_that_explains_little_says_so(xor: Page) -> None:
    xor.show(400)
    assert xor.page.words()[2] == ""
    xor.choose(SliceKind.WEIGHTS)
    assert "explains little" in xor.page.words()[2]


def test_that_two_weights_have_their_values_as_axes(xor: Page) -> None:
    frame = xor.show(400)
    xor.choose(SliceKind.WEIGHTS)
    field = xor.page.controls._weights[0]
    field.setFocus()
    field.lineEdit().selectAll()
    xor.qtbot.keyClicks(field.lineEdit(), "W2_1_1")
    xor.qtbot.keyClick(field.lineEdit(), Qt.Key.Key_Return)
    xor.settle()
    assert xor.page.controls.choice.weights == (6, 1)
    assert xor.page.plot.getAxis("bottom").labelText == "w2_1_1"
    path = frame.results[0].parameters
    assert np.array_equal(xor.page.plot.coordinates_of(0), path[:, [6, 1]])


def test_that_a_name_that_no_weight_has_gives_way(xor: Page) -> None:
    xor.show(400)
    xor.choose(SliceKind.WEIGHTS)
    field = xor.page.controls._weights[1]
    field.setFocus()
    field.lineEdit().selectAll()
    xor.qtbot.keyClicks(field.lineEdit(), "nothing")
    xor.qtbot.keyClick(field.lineEdit(), Qt.Key.Key_Return)
    assert field.currentText() == "w1_1_2"
    assert xor.page.controls.choice.weights == (0, 1)


def test_that_new_directions_are_other_ones(xor: Page) -> None:
    xor.show(400)
    xor.choose(SliceKind.RANDOM)
    before = xor.page.job.slice
    xor.qtbot.mouseClick(xor.page.controls._shuffle, Qt.MouseButton.LeftButton)
    xor.qtbot.waitUntil(lambda: xor.page.job.slice is not before, timeout=TIMEOUT)
    after = xor.page.job.slice
    assert before is not None
    assert after is not None
    assert not np.array_equal(before.plane.u, after.plane.u)


def test_that_the_slice_at_the_cursor_moves_along(xor: Page) -> None:
    xor.show(400)
    path = xor.page.plot.coordinates_of(0)
    xor.page.controls._at_cursor.click()
    for step in (30, 200):
        frame = xor.show(step)
        xor.qtbot.waitUntil(lambda: "very point" in xor.page.words()[0], timeout=TIMEOUT)
        slice_ = xor.page.job.slice
        assert slice_ is not None
        assert slice_.plane.distance(frame.heads[0].parameters) < 1e-12
        # The paths stay where they are.
        assert slice_.plane.project(frame.results[0].parameters) == pytest.approx(path, abs=1e-9)


def test_that_zooming_computes_what_is_seen(xor: Page) -> None:
    xor.show(400)
    page = xor.page
    assert page.job.slice is not None
    whole = page.job.slice.window
    (left, right), (low, high) = whole.x_range, whole.y_range
    part = Window((left, 0.5 * (left + right)), (low, 0.5 * (low + high)))
    page.plot.set_window(part)
    xor.settle()
    assert page.plot.map is not None
    assert page.plot.map.request.x_range == pytest.approx(part.x_range)
    page.reset_view()
    xor.settle()
    assert page.plot.map.request.y_range == pytest.approx(whole.y_range)


def test_that_the_view_stays_while_the_slice_moves_along(xor: Page) -> None:
    xor.show(400)
    xor.page.controls._at_cursor.click()
    xor.settle()
    part = Window((-1.0, 1.0), (-0.5, 0.5))
    xor.page.plot.set_window(part)
    xor.settle()
    xor.show(150)
    assert xor.page.plot.map is not None
    assert xor.page.plot.map.request.x_range == pytest.approx(part.x_range)
    assert xor.page.plot.window.y_range == pytest.approx(part.y_range)


def test_that_the_paths_are_drawn_up_to_the_cursor(xor: Page) -> None:
    xor.show(100)
    paths = xor.page.plot._path_item._paths
    assert [path.rows for path in paths] == [101, 101, 101]
    xor.page.show_frame(replace(frame_at(xor.simulation, 20), hidden=frozenset({1})))
    assert [path.index for path in xor.page.plot._path_item._paths] == [0, 2]
    assert xor.page.plot._path_item._paths[0].rows == 21


def test_that_another_network_takes_the_place_of_the_first(xor: Page, qtbot: QtBot) -> None:
    xor.show(400)
    before = xor.simulation.experiment
    assert isinstance(before.objective, NetworkObjective)
    layers = (replace(before.objective.layers[0], units=3), *before.objective.layers[1:])
    other = replace(
        before, objective=replace(before.objective, layers=layers), runs=before.runs[:2]
    )
    xor.page.set_experiment(other)
    assert xor.page.plot.map is None
    assert xor.page.words()[0] == ""
    xor.simulation = computed(other)
    xor.show(400)
    assert xor.page.job.slice is not None
    assert xor.page.job.slice.plane.base.size == 13
    assert xor.page.controls._weights[0].count() == 13


def test_that_a_path_of_one_point_has_no_principal_directions(
    open_page: Callable[[Experiment], Page],
) -> None:
    experiment = load(EXAMPLES / "3-xor.gds.json")
    page = open_page(replace(experiment, stop=replace(experiment.stop, max_steps=0)))
    page.page.show_frame(frame_at(page.simulation, 0))
    page.qtbot.waitUntil(lambda: "no directions" in page.page.words()[0], timeout=TIMEOUT)
    page.choose(SliceKind.RANDOM)
    assert "very point" in page.page.words()[0]


def test_that_a_path_that_flew_off_is_shown_as_far_as_it_goes(
    open_page: Callable[[Experiment], Page],
) -> None:
    experiment = load(EXAMPLES / "4-moons.gds.json")
    assert isinstance(experiment.objective, NetworkObjective)
    layers = tuple(replace(each, activation="linear") for each in experiment.objective.layers)
    run = experiment.runs[1]
    wild = replace(
        experiment,
        objective=replace(experiment.objective, layers=layers, loss="mse"),
        runs=(
            replace(run, optimizer=run.optimizer.with_value("learning_rate", 50.0)),
            experiment.runs[2],
        ),
    )
    page = open_page(wild)
    last = page.simulation.results[0].trace.last_step
    assert page.simulation.results[0].outcome is Outcome.DIVERGED
    page.page.show_frame(frame_at(page.simulation, last))
    page.qtbot.waitUntil(
        lambda: page.page.job.is_settled and page.page.job.slice is not None, timeout=TIMEOUT
    )
    page.show(last, selected=1)
    for kind in (SliceKind.RANDOM, SliceKind.WEIGHTS):
        page.choose(kind)


def test_that_cancel_keeps_the_coarse_picture(
    open_page: Callable[[Experiment], Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gdstudio.simulation.landscape.PART_SECONDS", 1e-9)
    monkeypatch.setitem(RESOLUTIONS, "fine", 1024)
    page = open_page(load(EXAMPLES / "4-moons.gds.json"))
    page.show(2000)
    resolution = page.page.controls._resolution.control()
    resolution.activated.emit(2)
    progress = page.page._progress
    page.qtbot.waitUntil(lambda: progress.isVisible() and progress.text() != "", timeout=TIMEOUT)
    assert progress.text().endswith("left")
    page.qtbot.mouseClick(progress.cancel_button(), Qt.MouseButton.LeftButton)
    page.qtbot.waitUntil(progress.isHidden, timeout=TIMEOUT)
    assert page.page.job.is_settled
    assert page.page.plot.map is not None
    assert page.page.plot.map.values.shape[1] < 1024


def test_that_nothing_is_computed_while_nobody_looks(xor: Page) -> None:
    xor.page.hide()
    xor.page.show_frame(frame_at(xor.simulation, 400))
    assert xor.page.job.is_settled
    assert xor.page.job.slice is None
    xor.page.show()
    xor.settle(400)


def test_that_the_pointer_reads_the_loss(xor: Page) -> None:
    xor.show(400)
    place = QPointF(0.0, 0.0)
    with xor.qtbot.waitSignal(xor.page.hovered) as hovered:
        xor.page._canvas.hovered.emit(place)
    loss = xor.page.plot.loss_at(place)
    assert loss == pytest.approx(xor.simulation.results[0].train_losses[-1], rel=0.1)
    assert "loss" in hovered.args[0]
    with xor.qtbot.waitSignal(xor.page.hovered) as gone:
        xor.page._canvas.hovered.emit(None)
    assert gone.args == [""]


def test_that_the_page_fits_the_smallest_centre(xor: Page, qapp: QApplication) -> None:
    xor.show(400)
    for kind in SliceKind:
        xor.choose(kind)
        assert xor.page.minimumSizeHint().width() <= 650
        assert xor.page.minimumSizeHint().height() <= 400
    apply_theme(qapp, DARK)
    xor.page.set_theme(DARK)
    assert xor.page.grab().toImage().pixelColor(20, 200).lightness() < 80


def test_that_the_window_shows_the_landscape_as_the_cursor_moves(
    open_studio: Callable[[Experiment], Studio],
) -> None:
    studio = open_studio(load(EXAMPLES / "3-xor.gds.json"))
    lab = studio.window.centre.lab
    assert isinstance(lab, NetworkLab)
    lab.open_page("landscape")
    page = lab.page
    assert isinstance(page, LandscapePage)
    studio.wait(lambda: page.job.is_settled and page.plot.map is not None)
    slice_ = page.job.slice
    studio.window.player.seek(37)
    studio.wait(lambda: "Step 37:" in page.words()[0])
    assert page.job.slice is slice_
    assert page.plot._path_item._paths[0].rows == 38
    # Another learning rate makes another path, and that another slice.
    run = studio.experiment.runs[0]
    studio.window.document.edit(
        studio.experiment.replace_run(
            0, replace(run, optimizer=run.optimizer.with_value("learning_rate", 0.25))
        ),
        "Learning rate",
    )
    studio.settle()
    studio.wait(lambda: page.job.is_settled and page.job.slice is not slice_)
    assert page.job.slice is not None
    assert page.job.slice.request.results[0].trace.last_step == 400


def test_that_little_is_not_called_nothing_and_much_not_everything() -> None:
    assert percent(0.0) == "0 %"
    assert percent(0.0004) == "< 0.1 %"
    assert percent(0.004) == "0.4 %"
    assert percent(0.92) == "92 %"
    assert percent(0.9996) == "99.9 %"
    assert percent(1.0) == "100 %"
