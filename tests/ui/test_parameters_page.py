from collections.abc import Callable

import numpy as np
import pytest
from many_variables import Parameters, five_variables, many_variables
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget
from studio import Mouse, Studio, count_of, rgb

from gdstudio.experiment.model import Experiment
from gdstudio.ui.colours import DARK
from gdstudio.ui.labs.parameters_page import Way
from gdstudio.ui.plots.step_colours import step_colours, step_shares

OpenStudio = Callable[[Experiment], Studio]


@pytest.fixture
def parameters(open_studio: OpenStudio) -> Parameters:
    return Parameters(open_studio(five_variables()))


def is_like(one: QColor, other: QColor) -> bool:
    """Return whether two colours differ by no more than smooth edges do."""
    return all(abs(a - b) <= 12 for a, b in zip(one.getRgb(), other.getRgb(), strict=True))


def places_in_pixels(parameters: Parameters, values: np.ndarray, paths: np.ndarray) -> np.ndarray:
    """Return where values (d,) are on axes from the lowest to the highest of paths (n, d)."""
    area = parameters.page.parallel.area()
    low, high = paths.min(axis=0), paths.max(axis=0)
    x = area.left() + np.arange(values.size) * area.width() / (values.size - 1)
    y = area.bottom() - (values - low) / (high - low) * area.height()
    return np.column_stack([x, y])


def test_that_the_current_step_is_a_line_across_all_axes(parameters: Parameters) -> None:
    parameters.studio.window.player.seek(15)
    parameters.settle()
    path = parameters.studio.frame.results[0].parameters
    wanted = places_in_pixels(parameters, path[15], path)
    strands = parameters.page.parallel._strands
    assert strands is not None
    assert parameters.page.parallel.line(strands.place(path[15])) == pytest.approx(wanted)
    colour = QColor(parameters.studio.experiment.runs[0].color)
    # On each axis there is the marker of the run, and a line between each two.
    for place in (*wanted, *(0.5 * (wanted[1:] + wanted[:-1]))):
        assert is_like(parameters.colour_at(QPointF(*place)), colour)


def test_that_lines_have_the_colours_of_their_steps_up_to_the_cursor(
    parameters: Parameters,
) -> None:
    plot = parameters.page.parallel
    parameters.studio.window.player.seek(9)
    parameters.settle()
    # Sixty-one steps are few: each has its line.
    assert plot._strands is not None
    assert plot._strands.steps.tolist() == list(range(61))
    assert sum(plot._drawn) == 10
    assert plot._colours[0] == step_colours(plot._theme, np.array([0.0]))[0]
    assert step_shares(np.array([0, 9, 99]), 99) == pytest.approx([0.0, 0.5, 1.0])
    parameters.studio.window.player.seek(60)
    parameters.settle()
    assert sum(plot._drawn) == 61
    parameters.studio.window.player.seek(3)
    parameters.settle()
    assert sum(plot._drawn) == 4


def test_that_an_earlier_cursor_shows_the_same_whichever_way_it_came(
    parameters: Parameters,
) -> None:
    player, plot = parameters.studio.window.player, parameters.page.parallel
    player.seek(20)
    parameters.settle()
    before = rgb(plot.grab().toImage())
    for step in (60, 0, 20):
        player.seek(step)
        parameters.settle()
    assert np.array_equal(rgb(plot.grab().toImage()), before)


def test_that_all_runs_share_their_axes(parameters: Parameters) -> None:
    parameters.all_runs()
    results = parameters.studio.frame.results
    both = np.concatenate([result.parameters for result in results])
    assert parameters.page.parallel._strands is not None
    assert np.array_equal(parameters.page.parallel._strands.low, both.min(axis=0))
    for index, result in enumerate(results):
        (x, y), *_ = places_in_pixels(parameters, result.parameters[-1], both)
        colour = QColor(parameters.studio.experiment.runs[index].color)
        assert is_like(parameters.colour_at(QPointF(x, y)), colour)
    assert not parameters.page._step_key.isVisible()


def test_that_each_parameter_is_a_curve_over_the_steps(parameters: Parameters) -> None:
    parameters.over_the_steps()
    parameters.studio.window.player.seek(30)
    parameters.settle()
    path = parameters.studio.frame.results[0].parameters
    strips = parameters.page.strips
    colour = QColor(parameters.studio.experiment.runs[0].color)
    height = (strips.height() - 24.0) / 5
    for index in range(5):
        strip = strips.strip(index)
        assert strip.top() == pytest.approx(index * height + 5.0)
        low, high = path[:, index].min(), path[:, index].max()
        for step in (0, 12, 30):
            place = strips.point(index, step, path[step, index])
            assert place.x() == pytest.approx(strip.left() + step / 60 * strip.width())
            share = (path[step, index] - low) / (high - low)
            assert place.y() == pytest.approx(strip.bottom() - share * strip.height())
        place = strips.point(index, 30, path[30, index])
        assert is_like(parameters.colour_at(place), colour)


def test_that_what_lies_beyond_the_cursor_is_faint(parameters: Parameters) -> None:
    parameters.over_the_steps()
    colour = parameters.studio.experiment.runs[0].color
    counts = []
    for step in (0, 30, 60):
        parameters.studio.window.player.seek(step)
        parameters.settle()
        counts.append(count_of(rgb(parameters.plot.grab().toImage()), colour))
    assert counts[0] < counts[1] < counts[2]


def test_that_the_pointer_reads_an_axis(parameters: Parameters) -> None:
    plot = parameters.page.parallel
    place = plot.line(np.full(5, 0.5))[3]
    Mouse(plot).move(QPointF(*place))
    head = parameters.studio.frame.heads[0].parameters
    assert parameters.studio.read_out.startswith(f"u = {head[3]:.5g}"[:7])
    parameters.over_the_steps()
    strip = parameters.page.strips.strip(2)
    Mouse(parameters.page.strips).move(strip.center())
    assert parameters.studio.read_out.startswith("z = ")
    assert parameters.studio.read_out.endswith("at step 30")


@pytest.mark.parametrize("way", list(Way))
def test_that_a_run_that_flew_off_hides_no_other(open_studio: OpenStudio, way: Way) -> None:
    wild = {"label": "Wild", "optimizer": {"method": "gd", "learning_rate": 3.0}}
    calm = {"label": "Calm", "optimizer": {"method": "gd", "learning_rate": 0.01}}
    parameters = Parameters(open_studio(five_variables(runs=[wild, calm])))
    if way is Way.STEPS:
        parameters.over_the_steps()
    parameters.all_runs()
    path = parameters.studio.frame.results[1].parameters
    plot = parameters.page.parallel if way is Way.PARALLEL else parameters.page.strips
    shown = plot._strands if way is Way.PARALLEL else plot._curves
    assert shown.low.tolist() == path.min(axis=0).tolist()
    assert shown.high.tolist() == path.max(axis=0).tolist()


@pytest.mark.parametrize("way", list(Way))
def test_that_64_parameters_are_scrolled_through(open_studio: OpenStudio, way: Way) -> None:
    parameters = Parameters(open_studio(many_variables()))
    parameters.all_runs()
    if way is Way.STEPS:
        parameters.over_the_steps()
    area = parameters.page._stack.currentWidget()
    bars = area.horizontalScrollBar(), area.verticalScrollBar()
    bar = bars[list(Way).index(way)]
    assert bar.maximum() > 0
    area.setFocus()
    key = Qt.Key.Key_Right if way is Way.PARALLEL else Qt.Key.Key_Down
    parameters.studio.key(key, widget=area)
    assert bar.value() > 0
    bar.setValue(bar.maximum())
    parameters.settle()
    if way is Way.PARALLEL:
        last = parameters.page.parallel.line(np.zeros(64))[-1]
    else:
        last = np.array([20.0, parameters.page.strips.strip(63).center().y()])
    assert parameters.plot.visibleRegion().contains(QPoint(*last.astype(int).tolist()))


def test_that_the_page_fits_the_smallest_centre_and_follows_the_theme(
    parameters: Parameters,
) -> None:
    assert parameters.page.minimumSizeHint().width() <= 650
    assert parameters.page.minimumSizeHint().height() <= 400
    parameters.page.set_theme(DARK)
    parameters.settle()
    colours = parameters.page.parallel._colours
    assert colours[-1] == step_colours(DARK, np.array([1.0]))[0]
    for control in (parameters.page._ways, parameters.page._all_runs, parameters.plot):
        assert control.accessibleName() or control.findChildren(QWidget)
