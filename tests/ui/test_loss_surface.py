"""The loss of a regression in space: it is what NumPy says, and is handled as a function's is."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from studio import Mouse, Studio, count_of, rgb
from trainings import LINE, training

from gdstudio.experiment.model import Experiment
from gdstudio.simulation.maps import LossRequest
from gdstudio.simulation.problem import DataProblem, problem_of
from gdstudio.ui.colours import DARK
from gdstudio.ui.labs.data_lab import DataLab
from gdstudio.ui.labs.loss_surface import LossSurface, grid_within
from gdstudio.ui.surface3d.camera import TOP
from gdstudio.ui.surface3d.draped_path import in_box
from gdstudio.ui.surface3d.mesh import CELLS, box_height, surface_height

OpenStudio = Callable[[Experiment], Studio]
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
INPUTS, TARGETS = (np.array(LINE["dataset"][name])[:, 0] for name in ("inputs", "targets"))
PARABOLA = LINE | {"model": "polynomial", "degree": 2}


class LossInSpace:
    """The lab of a regression with the surface open, and what a person does with it."""

    def __init__(self, studio: Studio) -> None:
        self.studio = studio
        studio.window.actions_.surface_page.trigger()
        self.settle()

    @property
    def lab(self) -> DataLab:
        lab = self.studio.window.centre.lab
        assert isinstance(lab, DataLab)
        return lab

    @property
    def surface(self) -> LossSurface:
        surface = self.lab.loss.surface
        assert surface is not None
        return surface

    def settle(self) -> None:
        self.studio.settle()
        self.studio.wait(self._is_settled)

    def pixel_of(self, x: float, y: float) -> QPointF:
        taken = self.surface.view.taken
        assert taken is not None
        mesh = taken.shot.scene.mesh
        flat = in_box(mesh, np.array([x]), np.array([y]))
        z = box_height(surface_height(mesh.heights, flat[:, 0], flat[:, 1]))
        ((left, top),) = taken.shot.view.place(np.column_stack([flat, z]))
        return QPointF(left, top)

    def _is_settled(self) -> bool:
        if self.lab.facts is None or self.lab.loss.surface is None or self.lab.loss.is_computing:
            return False
        view = self.surface.view
        taken, mesh = view.taken, self.surface.mesh
        return (
            taken is not None
            and taken.shot.is_fine
            and mesh is not None
            and mesh.request == self.surface._wanted
            and taken.shot.scene.mesh is mesh
            and taken.shot.scene.paths == view._paths
            and taken.shot.scene.paint is view._paint
            and taken.shot.view.camera == view.camera
            and (taken.shot.view.width, taken.shot.view.height) == (view.width(), view.height())
        )


@pytest.fixture
def line(open_studio: OpenStudio) -> LossInSpace:
    """A line through five points, of which the loss is in sight."""
    return LossInSpace(open_studio(training(LINE, (None, 2))))


def mean_squared_error(w: float, b: float) -> float:
    return float(np.mean((w * INPUTS + b - TARGETS) ** 2))


def test_that_the_heights_are_the_mean_squared_error(line: LossInSpace) -> None:
    mesh = line.surface.mesh
    assert mesh is not None
    x = np.linspace(*mesh.x_range, CELLS + 1)
    y = np.linspace(*mesh.y_range, CELLS + 1)
    for row, column in ((0, 0), (0, CELLS), (CELLS, 0), (77, 130)):
        exact = mean_squared_error(x[column], y[row])
        assert mesh.surface.values[row, column] == pytest.approx(exact, rel=1e-12)
    home = line.lab.loss.plot._home
    assert (mesh.x_range, mesh.y_range) == home
    assert line.surface.view._names.height == "E(w, b)"


def test_that_control_with_a_digit_changes_between_map_and_surface(open_studio: OpenStudio) -> None:
    studio = open_studio(training(LINE))
    lab = studio.window.centre.lab
    assert isinstance(lab, DataLab)
    studio.wait(lambda: lab.facts is not None)
    assert studio.window.actions_.surface_page.isEnabled()
    studio.key(Qt.Key.Key_2, CONTROL, studio.window)
    assert lab.loss.switch.key() == "surface"
    studio.key(Qt.Key.Key_1, CONTROL, studio.window)
    assert lab.loss.switch.key() == "map"
    assert lab.loss.canvas.isVisible()
    lab.loss.switch.chosen.emit("surface")
    assert lab.loss.surface is not None
    assert lab.loss.surface.isVisible()


def test_that_paths_start_and_minimum_are_on_it(line: LossInSpace) -> None:
    view = line.surface.view
    line.studio.window.player.seek(7)
    line.settle()
    taken = view.taken
    assert taken is not None
    heads = [tuple(head.parameters.tolist()) for head in line.studio.frame.heads]
    assert [path.head for path in taken.shot.scene.paths] == heads
    start = line.studio.frame.results[0].trace.parameters[0]
    assert view.marks.start == tuple(start.tolist())
    (minimum,) = view.marks.signs
    design = np.column_stack([INPUTS, np.ones_like(INPUTS)])
    best = np.linalg.lstsq(design, TARGETS, rcond=None)[0]
    np.testing.assert_allclose((minimum.pos().x(), minimum.pos().y()), best, atol=1e-9)
    pixels = rgb(view.grab().toImage())
    for run in line.studio.experiment.runs:
        assert count_of(pixels, run.color, 30) > 10


def test_that_the_pointer_reads_the_loss_and_a_click_looks_into_it(line: LossInSpace) -> None:
    line.surface.view.set_camera(TOP)
    line.settle()
    w, b = line.surface.view.marks.signs[0].pos().x(), line.surface.view.marks.signs[0].pos().y()
    w, b = w - 0.1, b + 0.1
    Mouse(line.surface.view).move(line.pixel_of(w, b))
    text = line.studio.read_out
    assert float(text.split("E = ")[1].split(" ")[0]) == pytest.approx(
        mean_squared_error(w, b), rel=1e-4
    )
    Mouse(line.surface.view, SHIFT).click(line.pixel_of(w, b))
    calculus = line.studio.window.calculus
    line.studio.wait(lambda: calculus.overlay is not None)
    overlay = calculus.overlay
    assert overlay is not None
    np.testing.assert_allclose(overlay.calculus.point, (w, b), atol=0.02)
    assert line.surface.view.marks.overlay is overlay
    line.lab.open_page("map")
    line.lab.open_page("surface")
    assert line.surface.view.marks.overlay is overlay


def test_that_more_parameters_are_a_slice_through_the_run(open_studio: OpenStudio) -> None:
    space = LossInSpace(open_studio(training(PARABOLA, (None,), rate=0.01)))
    for step in (0, 30):
        space.studio.window.player.seek(step)
        space.settle()
        mesh = space.surface.mesh
        assert mesh is not None
        theta = space.studio.frame.heads[0].parameters.copy()
        right, up = space.lab.loss.shown
        theta[[right, up]] = mesh.x_range[1], mesh.y_range[0]
        problem = problem_of(space.studio.experiment.objective)
        assert mesh.surface.values[0, -1] == pytest.approx(problem.loss(theta), rel=1e-9)
    # A point of a slice is none of a loss over two parameters: calculus is not asked.
    Mouse(space.surface.view, SHIFT).click(QPointF(space.surface.view.rect().center()))
    assert not space.studio.window.actions_.calculus.isChecked()


def test_that_other_parameters_and_data_are_followed(open_studio: OpenStudio) -> None:
    space = LossInSpace(open_studio(training(PARABOLA, (None,), rate=0.01)))
    choice = space.lab.loss.choice
    choice.right.setCurrentIndex(2)
    choice.right.activated.emit(2)
    space.settle()
    names = space.surface.view._names
    assert names.x == choice.right.currentText()
    mesh = space.surface.mesh
    assert mesh is not None
    assert mesh.request.map.horizontal == 2
    space.studio.window.document.edit(training(LINE, (None,)), "", "")
    space.settle()
    space.studio.wait(lambda: space.surface.view._names.height == "E(w, b)")


def test_that_the_surface_is_what_is_saved_and_follows_the_theme(line: LossInSpace) -> None:
    figure = line.studio.window.centre.figure()
    assert figure is not None
    assert figure.width() == 1920
    for run in line.studio.experiment.runs:
        assert count_of(rgb(figure), run.color, 20) > 100
    line.studio.window.centre.set_theme(DARK)
    line.settle()
    pixels = rgb(line.surface.view.grab().toImage())
    assert count_of(pixels, "#ffffff", 4) < 0.2 * pixels[..., 0].size
    line.lab.open_page("map")
    assert line.studio.window.centre.figure() is None


def test_that_controls_find_room_in_a_narrow_view(line: LossInSpace) -> None:
    controls, view = line.surface.controls, line.surface.view
    for size, is_narrow in ((QSize(300, 300), True), (QSize(640, 400), False)):
        view.resize(size)
        assert controls.menu_button.isVisible() is is_narrow
        assert controls.floor.isVisible() is not is_narrow
        first, last = (
            (controls.menu_button, controls.menu_button)
            if is_narrow
            else (controls.views[0], controls.floor)
        )
        assert controls.heights.geometry().right() < first.mapTo(view, QPoint(0, 0)).x()
        assert last.mapTo(view, last.rect().topRight()).x() < view.width()
    actions = controls.menu_button.menu().actions()
    actions[1].trigger()
    assert view.camera == TOP
    actions[-1].trigger()
    assert view.has_floor
    assert controls.floor.isChecked()


def test_that_a_coarse_surface_reaches_the_same_edges(line: LossInSpace) -> None:
    problem = line.lab.facts.problem if line.lab.facts is not None else None
    assert isinstance(problem, DataProblem)
    whole = LossRequest(problem, (0.0, 0.0), 0, 1, (-1.0, 2.0), (0.0, 4.0), CELLS, CELLS)
    for most, cells in ((1e9, CELLS), (5 * 60.5**2, 58), (1.0, 8)):
        request = grid_within(whole, most)
        assert (request.columns, request.rows) == (cells + 1, cells + 1)
        left, right = request.x_range
        centres = left + (np.arange(cells + 1) + 0.5) * (right - left) / (cells + 1)
        np.testing.assert_allclose(centres[[0, -1]], (-1.0, 2.0), atol=1e-12)


def test_that_dragging_the_start_moves_its_sign(line: LossInSpace) -> None:
    line.studio.window.document.edit(replace(line.studio.experiment, start=(1.0, -1.0)), "", "")
    line.settle()
    assert line.surface.view.marks.start == (1.0, -1.0)
