from collections.abc import Callable
from dataclasses import fields, replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QSettings, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication
from studio import Studio, count_of, rgb

from gdstudio.experiment.model import Experiment, FunctionObjective
from gdstudio.session.settings import Settings
from gdstudio.simulation.critical_points import CriticalPoints, Kind, critical_points
from gdstudio.simulation.map_options import PLAIN, Arrows, Levels, MapOptions, Shading
from gdstudio.simulation.maps import MapRequest, surface_map
from gdstudio.ui.colours import DARK, LIGHT, Theme
from gdstudio.ui.example import ready_example
from gdstudio.ui.figure import FigureStyle, render_figure
from gdstudio.ui.fonts import application_font
from gdstudio.ui.map_layers.layers_popup import LayersPopup
from gdstudio.ui.plots.flow_drawing import arrow_segments
from gdstudio.ui.plots.layer import Projection
from gdstudio.ui.plots.layered_map_item import LayeredMapItem
from gdstudio.ui.plots.line_labels import Label
from gdstudio.ui.transparent_image import transparent_image

OpenStudio = Callable[[Experiment], Studio]
EVERYTHING = MapOptions(
    Shading.GRADIENT_NORM,
    Levels.QUANTILE,
    False,
    Arrows.DESCENT,
    *(True for _ in fields(MapOptions)[4:]),
)


def bowl(expression: str = "x^2 + y^2", start: tuple[float, ...] = (1.5, 2.0)) -> Experiment:
    count = len(start)
    names = ("x", "y", "z")[:count]
    objective = FunctionObjective(expression, names, ((-4.0, 4.0),) * count)
    return replace(ready_example(), objective=objective, start=start, title="")


def shown(studio: Studio, options: MapOptions) -> Studio:
    studio.window.picture.layers.set_options(options)
    studio.settle_map()
    return studio


def opened(studio: Studio) -> LayersPopup:
    studio.window.actions_.map_layers.trigger()
    popup = studio.window.picture.layers.popup
    studio.wait(popup.isVisible)
    return popup


def test_that_the_choice_is_remembered(tmp_path) -> None:
    store = str(tmp_path / "some.ini")
    for options in (EVERYTHING, PLAIN, replace(PLAIN, shading=Shading.LOG_LOSS)):
        settings = Settings(QSettings(store, QSettings.Format.IniFormat))
        settings.map_options = options
        settings.sync()
        again = Settings(QSettings(store, QSettings.Format.IniFormat))
        assert again.map_options == options


def test_that_nonsense_in_the_settings_is_the_plain_map(tmp_path) -> None:
    store = QSettings(str(tmp_path / "bad.ini"), QSettings.Format.IniFormat)
    for field in fields(MapOptions):
        store.setValue(f"map/{field.name}", "nonsense")
    assert Settings(store).map_options == PLAIN


def test_that_the_popup_opens_by_a_key_and_is_worked_by_keys(studio: Studio) -> None:
    studio.settle_map()
    studio.key(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    popup = studio.window.picture.layers.popup
    studio.wait(popup.isVisible)
    studio.wait(lambda: popup.shading.control().hasFocus())
    studio.qtbot.keyClick(popup.shading.control(), Qt.Key.Key_Down)
    studio.wait(lambda: studio.window.picture.layers.options.shading is Shading.LOG_LOSS)
    for _ in range(2):
        studio.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert popup.switches["labels"].hasFocus()
    studio.qtbot.keyClick(popup.switches["labels"], Qt.Key.Key_Space)
    assert not studio.window.picture.layers.options.labels
    assert studio.settings.map_options == replace(PLAIN, shading=Shading.LOG_LOSS, labels=False)
    studio.qtbot.keyClick(popup, Qt.Key.Key_Escape)
    studio.wait(lambda: not popup.isVisible())
    studio.settle_map()


def test_that_every_control_has_a_name_and_a_tip(studio: Studio) -> None:
    popup = opened(studio)
    for control in (
        *(field.control() for field in (popup.shading, popup.levels, popup.arrows)),
        *popup.switches.values(),
    ):
        assert control.accessibleName()
        assert control.toolTip()
    popup.close()


def test_that_the_plain_map_is_one_click_away(studio: Studio) -> None:
    shown(studio, EVERYTHING)
    popup = opened(studio)
    assert popup.switches["streamlines"].isChecked()
    popup._plain.click()
    assert studio.window.picture.layers.options == PLAIN
    assert not popup._plain.isEnabled()
    popup.close()
    studio.settle_map()


def test_that_one_variable_has_no_layers(open_studio: OpenStudio) -> None:
    studio = open_studio(bowl("x^2", (1.0,)))
    studio.window.actions_.map_layers.trigger()
    assert studio.window.picture.layers._opened_popup is None


def test_that_the_level_set_goes_through_the_point_and_moves_with_it(
    open_studio: OpenStudio,
) -> None:
    studio = shown(open_studio(bowl()), replace(PLAIN, level_set=True))
    item = studio.window.picture.surface_plot._level_set
    for step in (0, 3, 10):
        studio.window.player.seek(step)
        head = studio.frame.heads[studio.frame.selected]
        (line,) = item.lines
        np.testing.assert_allclose(np.hypot(*line.T), np.hypot(*head.parameters), atol=2e-3)
    assert item.isVisible()
    shown(studio, PLAIN)
    assert item.lines == ()
    assert not item.isVisible()


def test_that_the_parts_of_the_next_step_are_shown(open_studio: OpenStudio) -> None:
    studio = shown(open_studio(bowl()), replace(PLAIN, step_vectors=True))
    item = studio.window.picture.surface_plot._step_vectors
    studio.window.runs_panel._on_selected(1)
    studio.window.player.seek(5)
    assert item.parts is not None
    trace = studio.frame.results[1].trace
    np.testing.assert_allclose(
        sum(part.vector for part in item.parts.parts),
        trace.parameters[6] - trace.parameters[5],
        rtol=1e-9,
    )
    before = studio.pixels()
    shown(studio, PLAIN)
    assert (before != studio.pixels()).any()


def test_that_critical_points_are_marked_and_named(open_studio: OpenStudio) -> None:
    studio = open_studio(bowl("x^3 - 3x + y^2", (0.5, 1.0)))
    shown(studio, replace(PLAIN, critical_points=True))
    layers = studio.window.picture.layers
    studio.wait(lambda: len(layers.critical) == 2)
    (lowest, words), (saddle, saddle_words) = layers.critical
    np.testing.assert_allclose(lowest.point, [1.0, 0.0], atol=1e-10)
    np.testing.assert_allclose(saddle.point, [-1.0, 0.0], atol=1e-10)
    assert saddle.kind is Kind.SADDLE
    assert words.startswith("Lowest found minimum −2 at")
    assert saddle_words.startswith("Saddle 2 at")
    shown(studio, PLAIN)
    assert layers.critical == ()


def test_that_known_minima_are_marked_once(studio: Studio) -> None:
    shown(studio, replace(PLAIN, critical_points=True))
    layers = studio.window.picture.layers
    # Of Himmelblau's nine critical points four are minima that the gallery knows.
    studio.wait(lambda: len(layers.critical) == 5)
    kinds = [point.kind for point, _ in layers.critical]
    assert kinds.count(Kind.SADDLE) == 4
    assert kinds.count(Kind.MAXIMUM) == 1


def test_that_the_pointer_shows_where_the_flow_goes(open_studio: OpenStudio) -> None:
    studio = shown(open_studio(bowl()), replace(PLAIN, streamlines=True))
    item = studio.window.picture.surface_plot._flow_line
    studio.mouse.move(studio.place(-3.0, 2.0))
    studio.wait(lambda: len(item.line) > 2)
    np.testing.assert_allclose(item.line[0], [-3.0, 2.0], atol=0.05)
    np.testing.assert_allclose(item.line[-1], [0.0, 0.0], atol=0.02)
    studio.window.picture.layers.hover(None)
    assert len(item.line) == 0


def test_that_a_unit_is_as_long_up_as_to_the_right(open_studio: OpenStudio) -> None:
    studio = shown(open_studio(bowl()), replace(PLAIN, equal_aspect=True))
    width, height = studio.window.picture.plot.vb.viewPixelSize()
    assert width == pytest.approx(height, rel=1e-6)
    shown(studio, PLAIN)
    assert studio.window.picture.visible_ranges() == ((-4.0, 4.0), (-4.0, 4.0))


def test_that_the_legend_says_what_the_colours_stand_for(open_studio: OpenStudio) -> None:
    studio = shown(open_studio(bowl()), replace(PLAIN, shading=Shading.LARGEST_EIGENVALUE))
    bar = studio.window.picture._colour_bar
    assert bar.caption() == "λ max"
    assert "curves down" in bar.toolTip()
    # Both eigenvalues of x² + y² are 2.
    assert bar.scale().high == pytest.approx(2.0)


PROJECTION = Projection(800, 600, 0.0, 0.0, 1.0, 1.0, 100.0, 400.0, -100.0, 300.0)


def drawn(options: MapOptions, theme: Theme = LIGHT) -> tuple[LayeredMapItem, QImage]:
    request = MapRequest(
        bowl().function, (0.0, 0.0), 0, 1, (-4.0, 4.0), (-3.0, 3.0), 400, 300, options
    )
    item = LayeredMapItem(theme, application_font())
    item.set_map(surface_map(request))
    image = transparent_image(800, 600)
    painter = QPainter(image)
    item.draw([painter], PROJECTION)
    painter.end()
    return item, image


def labels_of(options: MapOptions) -> tuple[Label, ...]:
    picture = drawn(options)[0].picture
    assert picture is not None
    return picture.lines.labels


def test_that_arrows_are_radial_and_none_leaves_the_picture(qapp: QApplication) -> None:
    item, _ = drawn(replace(PLAIN, arrows=Arrows.DESCENT))
    field = item._map.flow.arrows
    strokes = arrow_segments(field, PROJECTION, is_uphill=False)
    assert strokes.min() >= 0.0
    assert strokes[:, [0, 2]].max() <= 800.0
    assert strokes[:, [1, 3]].max() <= 600.0
    shafts = strokes[: len(strokes) // 3]
    to_middle = np.array([400.0, 300.0]) - shafts[:, :2]
    along = shafts[:, 2:] - shafts[:, :2]
    np.testing.assert_allclose(
        to_middle[:, 0] * along[:, 1] - to_middle[:, 1] * along[:, 0], 0.0, atol=1e-6
    )
    assert np.all((to_middle * along).sum(axis=1) > 0.0)
    uphill = arrow_segments(field, PROJECTION, is_uphill=True)[: len(shafts)]
    np.testing.assert_allclose(uphill[:, :2], shafts[:, 2:], atol=1e-9)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_that_arrows_leave_the_map_as_light_as_it_is(qapp: QApplication, theme: Theme) -> None:
    def lightness(options: MapOptions) -> float:
        image = drawn(options, theme)[1].convertToFormat(QImage.Format.Format_Grayscale8)
        return float(np.frombuffer(image.constBits(), dtype=np.uint8).mean())

    plain = lightness(PLAIN)
    assert lightness(replace(PLAIN, arrows=Arrows.DESCENT)) == pytest.approx(plain, rel=0.05)
    assert lightness(replace(PLAIN, streamlines=True)) == pytest.approx(plain, rel=0.05)


def test_that_the_values_on_the_lines_can_be_left_out(qapp: QApplication) -> None:
    assert len(labels_of(PLAIN)) >= 5
    assert labels_of(replace(PLAIN, labels=False)) == ()


def shown_labels(studio: Studio) -> tuple[Label, ...]:
    picture = studio.window.picture.surface_plot._layers.picture
    return () if picture is None else picture.lines.labels


def test_that_passing_maps_get_no_labels_and_one_that_stays_gets_them(
    open_studio: OpenStudio,
) -> None:
    studio = open_studio(bowl())
    studio.wait(lambda: len(shown_labels(studio)) >= 5)
    studio.mouse.wheel(studio.place(0.5, 0.5), 1)
    studio.settle_map()
    assert shown_labels(studio) == ()
    studio.wait(lambda: len(shown_labels(studio)) >= 3)


def test_that_a_map_comes_drawn_for_exactly_what_is_seen(open_studio: OpenStudio) -> None:
    studio = open_studio(bowl())
    item = studio.window.picture.surface_plot._layers
    for _ in range(3):
        studio.mouse.wheel(studio.place(0.7, -0.4), 1)
        studio.settle_map()
        assert item.picture is not None
        studio.canvas.grab()
        assert item.picture.projection == item._projection


def test_that_no_label_lies_under_a_path(open_studio: OpenStudio) -> None:
    studio = open_studio(bowl("x^2 + 8y^2", (-3.0, 2.5)))
    item = studio.window.picture.surface_plot._layers

    def is_clear() -> bool:
        picture = item.picture
        if picture is None or len(picture.lines.labels) < 5:
            return False
        results = studio.frame.results
        seen = [picture.projection.points(result.trace.parameters) for result in results]
        places = np.concatenate(seen)
        ends = np.array([picture.lines.ends(label) for label in picture.lines.labels])
        middles = ends.mean(axis=1)
        gaps = np.hypot(*(middles[:, np.newaxis] - places).transpose(2, 0, 1))
        return bool(gaps.min() > 6.0)

    # The labels make way as soon as the runs are there.
    studio.wait(is_clear)


def test_that_a_map_is_stretched_until_that_of_the_new_part_comes(qapp: QApplication) -> None:
    item, image = drawn(PLAIN)
    stretched = transparent_image(800, 600)
    painter = QPainter(stretched)
    # Twice as large about the middle.
    near = replace(PROJECTION, x_scale=200.0, y_scale=-200.0)
    item.draw([painter], near)
    painter.end()
    for x, y in ((0, 0), (150, 80), (-300, 210)):
        at = QPointF(400 + x, 300 + y).toPoint()
        before = image.pixelColor(QPointF(400 + x / 2, 300 + y / 2).toPoint())
        after = stretched.pixelColor(at)
        assert abs(after.lightness() - before.lightness()) <= 6


def test_that_a_file_shows_the_layers_and_the_legend(open_studio: OpenStudio) -> None:
    studio = shown(open_studio(bowl()), replace(PLAIN, step_vectors=True))
    studio.window.player.seek(4)
    plain = render_figure(studio.frame, FigureStyle(ratio=1.0))
    layered = render_figure(
        studio.frame, FigureStyle(ratio=1.0, options=replace(EVERYTHING, equal_aspect=False))
    )
    assert plain.size() == layered.size()

    before, after = rgb(plain), rgb(layered)
    assert (before != after).any(axis=2).mean() > 0.2
    # The arrow of the gradient, and its place in the key.
    assert count_of(after, "#1f5fbf") > count_of(before, "#1f5fbf") + 50


def test_that_the_panel_lists_critical_points_that_the_layer_found_before(studio: Studio) -> None:
    window = studio.window
    window.picture.layers.set_options(replace(PLAIN, critical_points=True))
    studio.wait(lambda: len(window.picture.layers.critical) == 5)
    window.actions_.calculus.trigger()
    studio.wait(lambda: window.calculus.overlay is not None)
    card = window.calculus.panel.cards.critical
    card.set_open(True)
    # Four minima are known ones, which the picture marks anyway.
    assert card.list.count() == 9
    assert "Looking" not in card.note


def test_that_critical_points_are_looked_for_once_for_all_who_show_them(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    searches: list[object] = []

    def counted(*values: object, **options: object) -> CriticalPoints:
        searches.append(values)
        return critical_points(*values, **options)

    monkeypatch.setattr("gdstudio.simulation.critical_points.critical_points", counted)
    window = studio.window
    window.picture.layers.set_options(replace(PLAIN, critical_points=True))
    window.actions_.calculus.trigger()
    window.calculus.panel.cards.critical.set_open(True)
    studio.wait(lambda: len(window.picture.layers.critical) == 5)
    studio.wait(lambda: window.picture.finder.found is not None)
    QApplication.processEvents()
    assert len(searches) == 1
    window.picture.layers.set_options(PLAIN)
    assert window.picture.layers.critical == ()
