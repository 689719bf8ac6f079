from collections.abc import Callable

import numpy as np
import pytest
from calculus import Calculus, number
from formulas import experiment
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor
from studio import Mouse, Studio, count_of, rgb

from gdstudio.experiment.model import Experiment
from gdstudio.session.settings import Settings
from gdstudio.ui.plots.derivative_plot import DerivativePlot
from gdstudio.ui.plots.line_plot import LinePlot

OpenStudio = Callable[[Experiment], Studio]


def line_plot(studio: Studio) -> LinePlot:
    plot = studio.window.picture.plot
    assert isinstance(plot, LinePlot)
    return plot


def derivative(studio: Studio) -> DerivativePlot:
    plot = studio.window.calculus.derivative.plot
    assert plot is not None
    return plot


@pytest.fixture
def parabola(open_studio: OpenStudio) -> Studio:
    """2x² from 1: the slope is 4 there."""
    studio = open_studio(experiment("2x^2", [1]))
    studio.settle_map()
    studio.window.player.to_start()
    studio.wait(lambda: derivative(studio).curve is not None)
    return studio


def test_that_the_tangent_has_its_slope_beside_it(parabola: Studio) -> None:
    (tangent,) = line_plot(parabola).slope_lines
    assert (tangent.x, tangent.y, tangent.slope) == (1.0, 2.0, 4.0)
    assert tangent.text == "slope 4"


def test_that_the_derivative_below_marks_the_same_slope(parabola: Studio) -> None:
    assert derivative(parabola).slope == 4.0
    parabola.window.player.seek(7)
    # x ← x − 0.02 · 4x.
    assert derivative(parabola).slope == pytest.approx(4.0 * 0.92**7, rel=1e-12)
    curve = derivative(parabola).curve
    assert curve is not None
    assert curve.values == pytest.approx(4.0 * curve.x, abs=1e-9)


def test_that_the_derivative_stands_under_the_same_places(parabola: Studio) -> None:
    canvas = parabola.window.calculus.derivative.canvas
    assert canvas is not None
    parabola.mouse.wheel(parabola.place(0.5, 4.0), 3)
    parabola.settle_map()
    low, high = line_plot(parabola).vb.viewRange()[0]
    parabola.wait(
        lambda: derivative(parabola).vb.viewRange()[0] == pytest.approx([low, high], rel=1e-12)
    )
    for x in (low, 0.5 * (low + high), high):
        above = parabola.canvas.mapToGlobal(parabola.place(x, 0.0)).x()
        scene = derivative(parabola).vb.mapViewToScene(QPointF(x, 0.0))
        assert canvas.mapToGlobal(QPointF(canvas.mapFromScene(scene))).x() == above


def test_that_zooming_the_derivative_zooms_the_curve(parabola: Studio) -> None:
    canvas = parabola.window.calculus.derivative.canvas
    assert canvas is not None
    before = line_plot(parabola).vb.viewRange()[0]
    Mouse(canvas.viewport()).wheel(QPointF(0.5 * canvas.width(), 0.4 * canvas.height()), 3)
    after = line_plot(parabola).vb.viewRange()[0]
    assert after[1] - after[0] < 0.9 * (before[1] - before[0])


def test_that_a_click_on_the_derivative_moves_the_start(parabola: Studio) -> None:
    canvas = parabola.window.calculus.derivative.canvas
    assert canvas is not None
    scene = derivative(parabola).vb.mapViewToScene(QPointF(-2.0, 0.0))
    Mouse(canvas.viewport()).click(QPointF(canvas.mapFromScene(scene)))
    parabola.wait(lambda: parabola.experiment.start[0] == pytest.approx(-2.0, abs=0.03))


def test_that_the_derivative_is_put_away_and_this_is_remembered(
    parabola: Studio, settings: Settings
) -> None:
    canvas = parabola.window.calculus.derivative.canvas
    assert canvas is not None
    assert canvas.isVisible()
    height = parabola.canvas.height()
    parabola.window.actions_.derivative.trigger()
    parabola.wait(lambda: not canvas.isVisible() and parabola.canvas.height() > height)
    assert not settings.shows_derivative
    parabola.window.actions_.derivative.trigger()
    parabola.wait(canvas.isVisible)
    assert settings.shows_derivative


def test_that_the_axis_is_named_once_in_any_font(parabola: Studio) -> None:
    labels = [plot.getAxis("bottom").label for plot in (line_plot(parabola), derivative(parabola))]
    assert [label.isVisible() for label in labels] == [False, True]
    parabola.window.actions_.presentation.trigger()
    parabola.wait(lambda: line_plot(parabola).thickness > 1.0)
    assert [label.isVisible() for label in labels] == [False, True]
    parabola.window.actions_.presentation.trigger()


def test_that_more_variables_have_no_derivative_below(parabola: Studio) -> None:
    canvas = parabola.window.calculus.derivative.canvas
    assert canvas is not None
    parabola.type_formula("x^2 + y^2")
    parabola.settle_map()
    assert not canvas.isVisible()
    assert not parabola.window.actions_.derivative.isEnabled()
    parabola.type_formula("x^3")
    parabola.settle_map()
    parabola.wait(canvas.isVisible)


def test_that_steps_are_stairs_from_the_curve_to_the_curve(open_studio: OpenStudio) -> None:
    studio = open_studio(experiment("x^4 - 5x^2 - 3x", [2.5], 0.03))
    studio.settle_map()
    studio.window.player.seek(4)
    (stairs,) = line_plot(studio)._stairs_item.runs
    expected = [2.5]
    for _ in range(4):
        x = expected[-1]
        expected.append(x - 0.03 * (4.0 * x**3 - 10.0 * x - 3.0))
    assert stairs.x == pytest.approx(expected, rel=1e-12)
    assert stairs.y == pytest.approx([x**4 - 5.0 * x**2 - 3.0 * x for x in expected], rel=1e-12)


def test_that_no_chord_hides_the_curve(open_studio: OpenStudio) -> None:
    studio = open_studio(experiment("x^4 - 5x^2 - 3x", [2.5], 0.03, domain=[[-3, 3]]))
    studio.settle_map()
    studio.window.player.seek(1)
    x = 2.5 - 0.03 * (4.0 * 2.5**3 - 25.0 - 3.0)
    colour = studio.experiment.runs[0].color
    on_chord = 0.8 * 2.5 + 0.2 * x, 0.8 * 0.3125 + 0.2 * (x**4 - 5.0 * x**2 - 3.0 * x)
    area = studio.place(*on_chord).toPoint()
    pixels = studio.pixels()[area.y() - 6 : area.y() + 7, area.x() - 6 : area.x() + 7]
    assert count_of(pixels, colour) == 0
    # Across at the height of the first point, then down to the curve.
    assert is_near(studio.colour_at(0.5 * (2.5 + x), 0.3125), colour)
    assert is_near(studio.colour_at(x, -4.0), colour)


def is_near(colour: QColor, wanted: str) -> bool:
    """Return whether a colour is one with some of the paper in it."""
    paper, ink = np.array([255, 255, 255]), np.array(QColor(wanted).getRgb()[:3])
    seen = np.array(colour.getRgb()[:3])
    return bool(np.abs(seen - (0.18 * paper + 0.82 * ink)).max() < 40)


def test_that_the_panel_says_the_tangent_line(parabola: Studio) -> None:
    calculus = Calculus(parabola)
    parabola.window.player.to_start()
    tangent = calculus.cards.gradient.tangent
    lines = [tangent.text(row, 0).strip() for row in range(3)]
    assert lines == ["T(x) = 2", "+ 4\u2009(x − 1)", "= 4x − 2"]
    assert not calculus.cards.direction.isVisible()
    assert number(calculus.cards.hessian.condition.text(0)) == 4.0
    # |f″| / (1 + f′²)^(3/2) = 4 / 17^(3/2).
    assert number(calculus.cards.hessian.condition.text(1)) == pytest.approx(17.0**1.5 / 4.0, 1e-3)
    assert "upward" in calculus.cards.hessian.word


def test_that_the_secant_has_the_slope_of_the_forward_difference(parabola: Studio) -> None:
    calculus = Calculus(parabola)
    parabola.window.player.to_start()
    assert len(line_plot(parabola).slope_lines) == 1
    calculus.cards.check.set_open(True)
    calculus.cards.check._on_picked(0.5)
    tangent, secant = line_plot(parabola).slope_lines
    assert tangent.slope == 4.0
    # (2 · 1.5² − 2) / 0.5.
    assert secant.slope == pytest.approx(5.0)
    assert secant.dots[1] == pytest.approx((1.5, 4.5))
    assert number(calculus.cards.check.numbers.text(1)) == pytest.approx(5.0)
    calculus.cards.check.secant.click()
    assert len(line_plot(parabola).slope_lines) == 1
    calculus.cards.check.secant.click()
    calculus.cards.check.set_open(False)
    assert len(line_plot(parabola).slope_lines) == 1


def test_that_the_probe_on_a_curve_is_dragged_along_it(parabola: Studio) -> None:
    calculus = Calculus(parabola)
    calculus.type_point("-1")
    parabola.mouse.drag([parabola.place(x, 2.0) for x in (-1.0, -0.5, 0.0, 0.5)])
    assert calculus.point == pytest.approx([0.5], abs=0.03)
    (tangent,) = line_plot(parabola).slope_lines
    assert tangent.slope == pytest.approx(4.0 * calculus.point[0])
    assert derivative(parabola).slope == tangent.slope
    assert parabola.experiment.start == (1.0,)


def test_that_the_parabola_of_a_parabola_is_itself(parabola: Studio) -> None:
    calculus = Calculus(parabola)
    calculus.type_point("0.5")
    calculus.cards.taylor.second.click()
    calculus.cards.critical.marks.click()
    accent = parabola.window.picture.plot.theme.accent
    # Dashes in the accent's colour lie on the curve, far from the point too.
    x = np.linspace(-3.5, -2.0, 200)
    on_curve = [parabola.colour_at(each, 2.0 * each**2).name() == accent for each in x]
    assert 0.2 < np.mean(on_curve) < 0.9


def test_that_critical_points_are_marked_on_the_curve(open_studio: OpenStudio) -> None:
    studio = open_studio(experiment("x^4 - 5x^2 - 3x", [2.5], 0.01))
    calculus = Calculus(studio)
    studio.wait(lambda: calculus.cards.critical.list.count() == 3)
    items = line_plot(studio)._overlay_items
    places = sorted((sign.pos().x(), sign.pos().y()) for sign in items.marks.signs)  # type: ignore[union-attr]
    wanted = [(-1.40177, -1.75842), (-0.31217, 0.45876), (1.71394, -11.20033)]
    assert places == [pytest.approx(each, abs=1e-4) for each in wanted]
    calculus.cards.critical.marks.click()
    assert items.marks.signs == []  # type: ignore[union-attr]


def test_that_the_file_has_the_derivative_that_is_seen(parabola: Studio) -> None:
    def picture() -> np.ndarray:
        return rgb(parabola.window._exports._rendered(parabola.frame))

    with_derivative = picture()
    parabola.window.actions_.derivative.trigger()
    accent = parabola.window.picture.plot.theme.accent
    assert count_of(with_derivative, accent) > count_of(picture(), accent) + 1000


def test_that_the_keys_of_both_are_told(studio: Studio) -> None:
    studio.window.actions_.shortcuts.trigger()
    texts = [
        label.text()
        for dialog in studio.window.findChildren(object)
        if type(dialog).__name__ == "QDialog"
        for label in dialog.findChildren(object)
        if type(label).__name__ == "QLabel"
    ]
    assert {"Calculus", "Ctrl+K", "Derivative", "Ctrl+Shift+D"} <= set(texts)


def test_that_the_first_view_shows_all_of_the_curve(parabola: Studio) -> None:
    (left, right), (low, high) = line_plot(parabola).vb.viewRange()
    (domain,) = parabola.experiment.function.domain
    assert (left, right) == pytest.approx(domain)
    assert low < 0.0 < 2.0 * domain[0] ** 2 < high
    assert line_plot(parabola).vb.width() > 0
    assert parabola.canvas.focusPolicy() == Qt.FocusPolicy.StrongFocus
