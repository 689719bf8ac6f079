from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QOpenGLContext
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from studio import Studio, count_of, rgb
from surface_window import Surface

from gdstudio.experiment.model import Experiment, FunctionObjective
from gdstudio.ui.colours import DARK
from gdstudio.ui.example import ready_example
from gdstudio.ui.labs.function_lab import FunctionLab
from gdstudio.ui.map_colours import map_lookup
from gdstudio.ui.picture_file import experiment_in_picture
from gdstudio.ui.surface3d import photographer
from gdstudio.ui.surface3d.camera import DEFAULT, FRONT, TOP
from gdstudio.ui.surface3d.vertical_scale import HeightMode

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def surface(studio: Studio) -> Surface:
    """The ready example as a surface."""
    made = Surface(studio)
    made.settle()
    return made


def test_that_the_surface_has_the_colours_of_the_map_and_of_the_runs(surface: Surface) -> None:
    pixels = surface.pixels()
    lookup = map_lookup(surface.view._theme)
    middle = QColor(*lookup[150, :3].tolist()).name()
    assert count_of(pixels, middle, 40) > 3000
    for run in surface.studio.experiment.runs:
        assert count_of(pixels, run.color, 20) > 20


def test_that_each_page_has_a_switch_that_says_where_one_is(surface: Surface) -> None:
    lab = surface.lab
    assert {switch.key() for switch in lab._switches.values()} == {"surface"}
    assert lab._switches["surface"].isVisible()
    lab._switches["surface"].chosen.emit("map")
    assert lab.key == "map"
    assert {switch.key() for switch in lab._switches.values()} == {"map"}


def test_that_one_variable_has_no_switch(
    open_studio: Callable[[Experiment], Studio],
) -> None:
    line = FunctionObjective("x^2", ("x",), ((-2.0, 2.0),))
    studio = open_studio(replace(ready_example(), objective=line, start=(1.0,)))
    lab = studio.window.centre.lab
    assert isinstance(lab, FunctionLab)
    lab.open_page("surface")
    assert lab.key == "map"
    assert not lab._switches["map"].isVisible()


def test_that_dragging_turns_the_surface_and_a_double_click_turns_it_back(
    surface: Surface,
) -> None:
    before = surface.pixels()
    surface.mouse.drag([surface.middle, surface.middle + QPointF(60.0, 20.0)])
    camera = surface.view.camera
    assert camera.azimuth < DEFAULT.azimuth
    assert camera.elevation > DEFAULT.elevation
    assert np.abs(surface.pixels().astype(int) - before).mean() > 3.0
    surface.mouse.double_click(surface.middle)
    assert surface.view.camera == DEFAULT
    assert np.abs(surface.pixels().astype(int) - before).mean() < 0.5


def test_that_the_wheel_comes_nearer_and_another_button_moves_the_picture(
    surface: Surface,
) -> None:
    surface.mouse.wheel(surface.middle, 3)
    assert surface.view.camera.zoom > 1.4
    surface.mouse.drag(
        [surface.middle, surface.middle + QPointF(41.0, 0.0)], button=Qt.MouseButton.RightButton
    )
    right, _ = surface.view.camera.shift
    assert right * surface.view.height() == pytest.approx(41.0, abs=2.0)
    surface.studio.window.actions_.reset_view.trigger()
    assert surface.view.camera == DEFAULT


def test_that_shift_with_arrows_turns_it_and_plain_arrows_step(surface: Surface) -> None:
    view, studio = surface.view, surface.studio
    view.setFocus()
    cursor = studio.window.player.cursor
    studio.key(Qt.Key.Key_Right, SHIFT, view)
    assert view.camera.azimuth > DEFAULT.azimuth
    assert studio.window.player.cursor == cursor
    turned = view.camera
    studio.key(Qt.Key.Key_Left, widget=view)
    assert studio.window.player.cursor == cursor - 1
    assert view.camera == turned
    studio.key(Qt.Key.Key_Plus, widget=view)
    assert view.camera.zoom > 1.0


def test_that_named_views_and_the_floor_are_a_click_away(surface: Surface) -> None:
    default, top, front, _ = surface.page.controls.views
    top.click()
    assert surface.view.camera == TOP
    front.click()
    assert surface.view.camera == FRONT
    default.click()
    before = surface.pixels()
    surface.page.controls.floor.click()
    assert np.abs(surface.pixels().astype(int) - before).mean() > 3.0


def test_that_a_scale_of_heights_is_chosen(surface: Surface) -> None:
    controls = surface.page.controls
    assert controls.heights.key() == HeightMode.LOG.value
    controls.heights.chosen.emit(HeightMode.RANK.value)
    surface.studio.wait(lambda: controls.heights.key() == HeightMode.RANK.value)
    mesh = surface.page.mesh
    assert mesh is not None
    # Half of the domain lies in the lower half.
    assert np.median(mesh.heights) == pytest.approx(0.5, abs=0.01)


def test_that_paths_grow_and_shrink_with_the_cursor(surface: Surface) -> None:
    studio, adam = surface.studio, surface.studio.experiment.runs[3]

    def inked(step: int) -> int:
        studio.window.player.seek(step)
        return count_of(surface.pixels(), adam.color, 30)

    early, late, early_again = inked(2), inked(80), inked(2)
    assert late > early + 50
    assert early_again == early
    taken = surface.view.taken
    assert taken is not None
    assert taken.shot.scene.paths[3].head == tuple(studio.frame.heads[3].parameters)


def test_that_the_surface_follows_the_formula_and_the_theme(surface: Surface) -> None:
    before = surface.pixels()
    surface.studio.type_formula("x^2 - y^2")
    assert np.abs(surface.pixels().astype(int) - before).mean() > 3.0
    surface.studio.window.centre.set_theme(DARK)
    pixels = surface.pixels()
    assert count_of(pixels, DARK.map_high, 60) > 20
    assert count_of(pixels, "#ffffff", 4) < 0.1 * pixels[..., 0].size


def test_that_a_function_without_values_says_so(surface: Surface) -> None:
    surface.studio.type_formula("log(-1 - x^2 - y^2)")
    surface.studio.wait(lambda: bool(surface.page._note.text()))
    assert surface.page._note.text() == "The function has no value here."


def test_that_of_many_variables_a_slice_is_shown_and_said(
    open_studio: Callable[[Experiment], Studio],
) -> None:
    bowl = FunctionObjective("a^2 + b^2 + (c - 1)^2", ("a", "b", "c"), 3 * ((-2.0, 2.0),))
    runs = ready_example().runs[:1]
    surface = Surface(
        open_studio(replace(ready_example(), objective=bowl, start=(1.0, 0.5, 1.5), runs=runs))
    )
    surface.studio.window.player.seek(0)
    surface.settle()
    mesh = surface.page.mesh
    assert mesh is not None
    assert mesh.surface.values.min() == pytest.approx(0.25)
    assert "c = 1.5" in surface.page.slice_label.text()
    assert surface.view._names.height == "f(a, b, c)"


def test_that_the_page_stays_whole_in_a_window_that_is_small_hidden_or_torn_apart(
    surface: Surface,
) -> None:
    window = surface.studio.window
    surface.view.resize(1, 1)
    surface.view.resize(0, 0)
    view = surface.view
    surface.lab.open_page("map")
    view.set_camera(TOP)
    surface.lab.open_page("surface")
    window._runs_dock.setFloating(True)
    QApplication.processEvents()
    window._runs_dock.setFloating(False)
    window.resize(window.width() + 40, window.height())
    assert count_of(surface.pixels(), surface.studio.experiment.runs[0].color, 30) > 10


def test_that_the_tangent_plane_at_the_run_is_drawn(surface: Surface) -> None:
    studio = surface.studio
    before = surface.pixels()
    studio.window.actions_.calculus.trigger()
    studio.wait(lambda: studio.window.calculus.overlay is not None)
    overlay = studio.window.calculus.overlay
    assert overlay is not None
    assert surface.lab._overlay is overlay
    surface.page.set_overlay(replace(overlay, first_order=True))
    assert len(surface.view._sheets) == 1
    surface.settle()
    surface.studio.wait(lambda: surface.shown_sheets() == surface.view._sheets)
    surface.page.set_overlay(None)
    assert surface.view._sheets == ()
    studio.window.actions_.calculus.trigger()
    assert np.abs(surface.pixels().astype(int) - before).mean() < 0.5


def test_that_the_figure_is_sharp_and_shows_what_is_seen(surface: Surface) -> None:
    image = surface.page.figure()
    assert image is not None
    assert image.devicePixelRatio() == 2.0
    assert image.width() == 1920
    pixels = rgb(image)
    for run in surface.studio.experiment.runs:
        assert count_of(pixels, run.color, 20) > 200
    # The title stands above, on the colour of the card.
    assert pixels[:80].min() < 60
    assert pixels[0, 0].min() == 255


def test_that_the_figure_is_what_is_saved_and_copied(surface: Surface, tmp_path: Path) -> None:
    surface.studio.window.actions_.copy_picture.trigger()
    copied = QApplication.clipboard().image()
    assert (copied.width(), copied.height() > copied.width() / 2) == (1920, True)
    path = tmp_path / "surface.png"
    assert surface.studio.window._exports.picture_to(path, surface.studio.frame)
    np.testing.assert_array_equal(rgb(QImage(str(path))), rgb(copied))
    assert experiment_in_picture(path) == surface.studio.experiment


def test_that_control_with_a_digit_opens_a_page(studio: Studio) -> None:
    lab = studio.window.centre.lab
    assert isinstance(lab, FunctionLab)
    studio.key(Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert lab.key == "surface"
    studio.key(Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier, studio.window)
    assert lab.key == "map"
    studio.type_formula("x^2")
    assert not studio.window.actions_.surface_page.isEnabled()


def test_that_without_opengl_a_sentence_stands_in_its_place(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    class NoContext(QOpenGLContext):
        def create(self) -> bool:
            return False

    monkeypatch.setattr(photographer, "QOpenGLContext", NoContext)
    surface = Surface(studio)
    studio.wait(lambda: bool(surface.page.sentence))
    assert "OpenGL" in surface.page.sentence
    assert surface.page.figure() is None
    studio.window.player.seek(3)
    surface.lab.open_page("map")
    studio.settle_map()


def test_that_a_part_of_the_studio_can_be_closed_before_its_first_picture(
    qtbot: QtBot, studio: Studio
) -> None:
    Surface(studio)
    studio.window.document.undo_stack.setClean()
    assert studio.window.close()
