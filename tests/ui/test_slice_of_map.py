from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from many_variables import NAMES, five, five_variables, many_variables
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot
from studio import Studio

from gdstudio.experiment.model import Experiment
from gdstudio.simulation.maps import SurfaceMap
from gdstudio.ui.colours import LIGHT
from gdstudio.ui.figure_pictures import FunctionPicture, function_picture
from gdstudio.ui.labs.function_pages import MapPage
from gdstudio.ui.labs.lab import MAP
from gdstudio.ui.labs.parameters_page import ParametersPage
from gdstudio.ui.picture_panel import PicturePanel
from gdstudio.ui.picture_title import slice_text
from gdstudio.ui.plots.axes import Axes, Hold, axes_at, first_axes
from gdstudio.ui.plots.frame import frame_of_results
from gdstudio.ui.slice_pace import SlicePace

OpenStudio = Callable[[Experiment], Studio]


@pytest.fixture
def studio(open_studio: OpenStudio) -> Studio:
    return open_studio(five_variables())


def axes_of(studio: Studio) -> Axes:
    axes = studio.window.picture.axes
    assert axes is not None
    return axes


def settled_map(studio: Studio) -> SurfaceMap:
    studio.settle_map()
    surface = studio.window.picture.surface_plot._map_item._map
    assert isinstance(surface, SurfaceMap)
    return surface


def choose(studio: Studio, right: int, up: int) -> None:
    """Choose two variables as a person does, with the keys."""
    choice = studio.window.picture.slice_bar.choice
    for combo, index in ((choice.right, right), (choice.up, up)):
        pick(studio, combo, index)


def pick(studio: Studio, combo: QComboBox, index: int) -> None:
    combo.setFocus()
    for _ in range(combo.count()):
        if combo.currentIndex() == index:
            return
        key = Qt.Key.Key_Down if combo.currentIndex() < index else Qt.Key.Key_Up
        studio.key(key, widget=combo)
    assert combo.currentIndex() == index


def assert_slice(surface: SurfaceMap, right: int, up: int, others: np.ndarray) -> None:
    """Check some cells against the function with the other variables at ``others`` (d,)."""
    request = surface.request
    rows, columns = surface.values.shape
    for row, column in ((0, 0), (rows // 2, columns // 3), (rows - 1, columns - 1)):
        place = others.copy()
        (left, end), (low, high) = request.x_range, request.y_range
        place[right] = left + (column + 0.5) * (end - left) / columns
        place[up] = low + (row + 0.5) * (high - low) / rows
        assert surface.values[row, column] == pytest.approx(five(place), rel=1e-12)


def test_that_the_map_is_the_slice_through_the_run_at_the_cursor(studio: Studio) -> None:
    for step in (60, 7):
        studio.window.player.seek(step)
        assert_slice(settled_map(studio), 0, 1, studio.frame.heads[0].parameters)
        held = studio.frame.heads[0].parameters[2]
        assert studio.window.picture.slice_bar.held().startswith(
            f"z = {held:.3g}".replace("-", "−")
        )


def test_that_the_slice_may_rest_at_the_start(studio: Studio) -> None:
    bar = studio.window.picture.slice_bar
    pick(studio, bar._hold, 1)
    assert bar.hold is Hold.START
    before = settled_map(studio)
    assert_slice(before, 0, 1, np.array([2, 1.5, -1, 3, -2]))
    assert bar.held() == "z = −1, u = 3, v = −2"
    studio.window.player.seek(7)
    assert settled_map(studio) is before


def test_that_other_variables_are_chosen_with_the_keys(studio: Studio) -> None:
    settled_map(studio)
    count = studio.undo_count
    choose(studio, 3, 2)
    surface = settled_map(studio)
    assert (surface.request.horizontal, surface.request.vertical) == (3, 2)
    assert_slice(surface, 3, 2, studio.frame.heads[0].parameters)
    plot = studio.window.picture.surface_plot
    assert plot.getAxis("bottom").labelText == "u"
    assert plot.getAxis("left").labelText == "z"
    assert plot.vb.viewRange() == [[-4.0, 4.0], [-2.0, 2.0]]
    # What is seen is no edit.
    assert studio.undo_count == count
    # Two variables are never the same one: they change places.
    bar = studio.window.picture.slice_bar
    pick(studio, bar.choice.right, 2)
    assert bar.shown == (2, 3)


def test_that_paths_are_projected_on_the_chosen_axes(studio: Studio) -> None:
    choose(studio, 4, 2)
    settled_map(studio)
    for path, result in zip(
        studio.window.picture.surface_plot._path_item._paths, studio.frame.results, strict=True
    ):
        assert np.array_equal(path.x, result.parameters[:, 4])
        assert np.array_equal(path.y, result.parameters[:, 2])
        assert path.head == (path.x[-1], path.y[-1])


def test_that_dragging_the_start_changes_the_two_chosen_variables_only(studio: Studio) -> None:
    choose(studio, 4, 2)
    settled_map(studio)
    studio.mouse.drag([studio.place(*place) for place in ((-2, -1), (-1.5, -0.5), (1.0, 0.5))])
    studio.settle()
    x, y, z, u, v = studio.experiment.start
    assert (x, y, u) == (2, 1.5, 3)
    assert (v, z) == pytest.approx((1.0, 0.5), abs=0.05)


def test_that_the_truth_stands_beside_the_slice(studio: Studio) -> None:
    studio.window.player.seek(20)
    settled_map(studio)
    slow, quick = (head.parameters for head in studio.frame.heads)
    seen = slow.copy()
    seen[:2] = quick[:2]
    first, second = studio.window.picture.slice_bar.readings().split(" · ")
    assert first == f"f = {five(slow):.4g} on this slice"
    assert second == f"Quick {five(quick):.4g}, slice {five(seen):.4g}"


def test_that_the_slice_goes_with_the_selected_run(studio: Studio) -> None:
    studio.window.runs_panel._select(1)
    assert_slice(settled_map(studio), 0, 1, studio.frame.heads[1].parameters)
    assert " · Slow " in studio.window.picture.slice_bar.readings()


def test_that_the_pointer_reads_the_slice(studio: Studio) -> None:
    choose(studio, 3, 2)
    settled_map(studio)
    studio.mouse.move(studio.place(1.0, 0.5))
    place = studio.frame.heads[0].parameters.copy()
    place[3], place[2] = 1.0, 0.5
    assert studio.read_out.startswith("u = ")
    value = float(studio.read_out.split("f = ")[1].split()[0].replace("−", "-"))
    assert value == pytest.approx(five(place), rel=0.05)


def test_that_other_variables_begin_with_the_first_two(studio: Studio) -> None:
    bar = studio.window.picture.slice_bar
    assert bar.isVisible()
    choose(studio, 4, 2)
    studio.type_formula("a^2 + b^2 + c^2 + d^2")
    studio.settle_map()
    assert bar.shown == (0, 1)
    assert axes_of(studio).others == (2, 3)
    studio.type_formula("a^2 + b^2")
    studio.settle_map()
    assert not bar.isVisible()
    assert axes_of(studio) == first_axes(studio.experiment)


def test_that_64_variables_can_be_chosen_from(open_studio: OpenStudio) -> None:
    studio = open_studio(many_variables())
    choose(studio, 3, 2)
    pick(studio, studio.window.picture.slice_bar.choice.right, 63)
    surface = settled_map(studio)
    held = studio.frame.heads[0].parameters
    weights = np.arange(1.0, 65.0)
    rest = float(np.sum((weights * held**2)[[*range(2), *range(3, 63)]]))
    (left, end), (low, high) = surface.request.x_range, surface.request.y_range
    x = left + 0.5 * (end - left) / surface.values.shape[1]
    y = low + 0.5 * (high - low) / surface.values.shape[0]
    assert surface.values[0, 0] == pytest.approx(rest + 64 * x**2 + 3 * y**2, rel=1e-12)


def test_that_a_run_that_flew_off_leaves_the_slice_at_the_start(open_studio: OpenStudio) -> None:
    wild = five_variables(
        runs=[{"optimizer": {"method": "gd", "learning_rate": 1e200}}],
        stop={"max_steps": 5, "divergence_loss": 1e300},
    )
    studio = open_studio(wild)
    studio.settle_map()
    frame = studio.frame
    head = frame.heads[0]
    lost = replace(head, parameters=np.full(5, np.nan))
    assert axes_at(replace(frame, heads=(lost,)), (0, 1)).base == wild.start
    assert axes_of(studio).shown == (0, 1)


def test_that_a_file_has_the_picture_that_the_window_shows_at_first(studio: Studio) -> None:
    shown = settled_map(studio)
    frame = frame_of_results(studio.experiment, studio.frame.results)
    picture = function_picture(frame, LIGHT, QFont(), None)
    assert picture.plot.slice == axes_of(studio)
    held = studio.window.picture.slice_bar.held()
    assert picture.caption == f"Slice at {held}, where Slow is at step 60"
    assert shown.request.base[2:] == picture.plot.slice.held
    start = Axes(0, 1, studio.experiment.start)
    assert slice_text(frame, start) == "Slice through the start, at z = −1, u = 3, v = −2"


def test_that_a_file_has_the_slice_at_a_cursor_that_moved_while_another_page_was_open(
    studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(studio, 3, 2)
    studio.opened("parameters", ParametersPage)
    studio.window.player.seek(9)
    studio.opened(MAP, MapPage)
    told: list[object] = []

    def picture(*values: Any) -> FunctionPicture:
        told.extend(value for value in values if isinstance(value, Axes))
        return function_picture(*values)

    monkeypatch.setattr("gdstudio.ui.figure.function_picture", picture)
    assert studio.window._exports.picture_to(tmp_path / "slice.png", studio.frame)
    assert told == [axes_at(studio.frame, (3, 2))]


def test_that_the_axes_are_told_to_others(studio: Studio) -> None:
    picture: PicturePanel = studio.window.picture
    told: list[Axes] = []
    picture.axes_changed.connect(told.append)
    choose(studio, 2, 1)
    axes = told[-1]
    assert axes == picture.axes
    assert axes.shown == (2, 1)
    assert axes.point(0.25, 0.75)[1:3] == (0.75, 0.25)
    assert [NAMES[index] for index in axes.others] == ["x", "u", "v"]


def test_that_a_slice_that_moves_on_is_seen_now_and_then_and_at_rest(qtbot: QtBot) -> None:
    parent = QObject()
    pace = SlicePace(parent)
    asked = 0

    def ask() -> None:
        nonlocal asked
        asked += 1

    pace.wanted.connect(ask)
    pace.move()
    assert asked == 1
    for _ in range(30):
        pace.move()
        qtbot.wait(10)
    assert 1 < asked < 16
    before = asked
    qtbot.waitUntil(lambda: asked > before)
    qtbot.wait(400)
    after = asked
    assert after <= before + 2
    # One step alone is drawn once.
    pace.move()
    qtbot.wait(400)
    assert asked == after + 1


def test_that_the_same_map_is_asked_for_once(studio: Studio) -> None:
    before = settled_map(studio)
    for _ in range(3):
        studio.window.picture._request_map()
    qtbot = studio.qtbot
    qtbot.wait(100)
    assert settled_map(studio) is before
