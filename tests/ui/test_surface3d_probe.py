from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from studio import Mouse, Studio
from surface_window import Surface

from gdstudio.experiment.model import Experiment, FunctionObjective
from gdstudio.ui.colours import LIGHT
from gdstudio.ui.example import ready_example
from gdstudio.ui.main_window import MainWindow
from gdstudio.ui.surface3d.camera import DEFAULT, TOP
from gdstudio.ui.surface3d.marks import MarkPainter
from gdstudio.ui.surface3d.vertical_scale import HeightMode

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def surface(studio: Studio) -> Surface:
    """The ready example as a surface."""
    made = Surface(studio)
    made.settle()
    return made


def has_mode(surface: Surface, mode: HeightMode) -> bool:
    mesh = surface.page.mesh
    return mesh is not None and mesh.scale.mode is mode


def has_critical(window: MainWindow, count: int) -> bool:
    overlay = window.calculus.overlay
    return overlay is not None and len(overlay.critical) == count


def himmelblau(x: float, y: float) -> float:
    return (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2


def test_that_the_status_line_reads_what_is_under_the_pointer(surface: Surface) -> None:
    for mode in (HeightMode.LOG, HeightMode.LINEAR):
        surface.page.controls.mode_chosen.emit(mode)
        surface.studio.wait(partial(has_mode, surface, mode))
        surface.settle()
        surface.mouse.move(surface.pixel_of(0.5, -0.5))
        assert surface.view.marks.pointed == pytest.approx((0.5, -0.5), abs=1e-6)
        text = surface.studio.read_out
        assert text.startswith("x = 0.5, y = −0.5    f = ")
        value = float(text.split("f = ")[1].split(" ")[0])
        assert value == pytest.approx(himmelblau(0.5, -0.5), rel=1e-4)
    surface.mouse.move(QPointF(3.0, surface.view.height() - 3.0))
    assert surface.view.marks.pointed is None
    assert surface.studio.read_out == ""


def test_that_the_pointer_is_marked_and_a_file_has_no_pointer(surface: Surface) -> None:
    without = surface.pixels()
    image = surface.page.figure()
    surface.mouse.move(surface.pixel_of(0.5, -0.5))
    marked = surface.pixels()
    changed = np.argwhere(np.abs(marked.astype(int) - without).max(axis=-1) > 30)
    place = surface.pixel_of(0.5, -0.5)
    assert len(changed) > 20
    assert np.abs(changed - (place.y(), place.x())).max() < 30
    assert surface.page.figure() == image


def test_that_the_reading_follows_the_surface_under_a_pointer_that_rests(
    surface: Surface,
) -> None:
    surface.mouse.move(surface.pixel_of(0.5, -0.5))
    before = surface.studio.read_out
    surface.view.set_camera(TOP)
    surface.settle()
    assert surface.studio.read_out != before
    QApplication.sendEvent(surface.view, QEvent(QEvent.Type.Leave))
    assert surface.studio.read_out == ""


def test_that_a_click_looks_into_the_point_and_a_drag_does_not(surface: Surface) -> None:
    window = surface.studio.window
    place = surface.pixel_of(0.5, -0.5)
    surface.mouse.drag([place, place + QPointF(40.0, 0.0)])
    surface.mouse.drag([place, place + QPointF(2.0, 0.0), place + QPointF(-40.0, 0.0)])
    surface.settle()
    assert window.calculus.overlay is None
    assert surface.studio.undo_count == 0
    camera = surface.view.camera
    surface.mouse.click(surface.pixel_of(0.5, -0.5))
    surface.studio.wait(lambda: window.calculus.overlay is not None)
    assert window.actions_.calculus.isChecked()
    overlay = window.calculus.overlay
    assert overlay is not None
    # What a pointer chooses is no more exact than a pixel.
    np.testing.assert_allclose(overlay.calculus.point, (0.5, -0.5), atol=0.02)
    assert not window.calculus.follows
    assert surface.view.marks.overlay is overlay
    assert surface.view.camera == camera
    # The runs start where they did.
    assert surface.studio.undo_count == 0


def test_that_a_click_with_shift_looks_into_the_point_at_once(surface: Surface) -> None:
    window = surface.studio.window
    Mouse(surface.view, SHIFT).click(surface.pixel_of(-1.0, 1.0))
    assert window.actions_.calculus.isChecked()
    assert not window.calculus.follows


def test_that_a_double_click_resets_the_view_and_probes_nothing(surface: Surface) -> None:
    surface.view.set_camera(TOP)
    surface.settle()
    surface.mouse.double_click(surface.middle)
    assert surface.view.camera == DEFAULT
    surface.studio.qtbot.wait(300)
    assert not surface.studio.window.actions_.calculus.isChecked()


def test_that_the_mark_goes_where_coordinates_are_typed(surface: Surface) -> None:
    window = surface.studio.window
    window.actions_.calculus.trigger()
    surface.studio.wait(lambda: window.calculus.overlay is not None)
    before = surface.pixels()
    window.calculus.look_at((0.0, -3.0))
    after = surface.pixels()
    place = surface.pixel_of(0.0, -3.0)
    box = (
        slice(int(place.y()) - 12, int(place.y()) + 12),
        slice(int(place.x()) - 12, int(place.x()) + 12),
    )
    assert np.abs(after[box].astype(int) - before[box]).max() > 60


def test_that_signs_of_the_map_stand_on_the_surface(surface: Surface) -> None:
    picture = surface.studio.window.picture
    plot = picture.surface_plot
    # The gallery knows four minima.
    assert len(surface.view.marks.signs) == 4
    picture.layers.set_options(replace(picture.layers.options, critical_points=True))
    surface.studio.wait(lambda: len(surface.view.marks.signs) == 9)
    assert surface.view.marks.signs == plot.signs
    surface.settle()
    taken = surface.view.taken
    assert taken is not None
    marks = MarkPainter(taken, LIGHT, 1.0, surface.view.marks)
    # The maximum is at (−0.2708, −0.9230).
    assert marks.tip_at(surface.pixel_of(-0.2708, -0.923)).startswith("Maximum 181.6")
    assert marks.tip_at(QPointF(2.0, 2.0)) == ""
    place = surface.pixel_of(-0.2708, -0.923).toPoint()
    event = QHelpEvent(QHelpEvent.Type.ToolTip, place, surface.view.mapToGlobal(place))
    QApplication.sendEvent(surface.view, event)
    assert QToolTip.text().startswith("Maximum")
    QToolTip.hideText()
    picture.layers.set_options(replace(picture.layers.options, critical_points=False))
    assert len(surface.view.marks.signs) == 4


def test_that_points_that_the_panel_found_are_marked(surface: Surface) -> None:
    window = surface.studio.window
    window.actions_.calculus.trigger()
    surface.studio.wait(lambda: window.calculus.overlay is not None)
    window.calculus.panel.cards.critical.set_open(True)
    surface.studio.wait(lambda: len(surface.view.marks.found) == 9)


def test_that_points_of_one_variable_are_none_of_a_surface(surface: Surface) -> None:
    window = surface.studio.window
    window.actions_.calculus.trigger()
    surface.studio.wait(lambda: window.calculus.overlay is not None)
    window.calculus.panel.cards.critical.set_open(True)
    surface.studio.wait(lambda: len(surface.view.marks.found) == 9)
    view = surface.view
    quartic = FunctionObjective("x^4 - 5x^2 - 3x", ("x",), ((-3.0, 3.0),))
    edited = replace(surface.studio.experiment, objective=quartic, start=(2.0,))
    window.document.edit(edited, "other function")
    surface.studio.wait(lambda: has_critical(window, 3))
    assert view.marks.found == ()


def test_that_in_many_variables_the_point_lies_in_the_slice(
    open_studio: Callable[[Experiment], Studio],
) -> None:
    bowl = FunctionObjective("a^2 + b^2 + (c - 1)^2", ("a", "b", "c"), 3 * ((-2.0, 2.0),))
    runs = ready_example().runs[:1]
    made = replace(ready_example(), objective=bowl, start=(1.0, 0.5, 1.5), runs=runs)
    surface = Surface(open_studio(made))
    surface.studio.window.player.seek(3)
    # From the front the rim hides the ground.
    surface.view.set_camera(TOP)
    surface.settle()
    c = float(surface.studio.frame.heads[0].parameters[2])
    Mouse(surface.view, SHIFT).click(surface.pixel_of(0.5, -0.5))
    window = surface.studio.window
    surface.studio.wait(lambda: window.calculus.overlay is not None)
    overlay = window.calculus.overlay
    assert overlay is not None
    np.testing.assert_allclose(overlay.calculus.point, (0.5, -0.5, c), atol=0.01)
    assert overlay.calculus.point[2] == c
