"""The parts of which the pictures of a network are made."""

import time

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from studio import rgb

from gdstudio.simulation.neurons import UnitState
from gdstudio.ui.colours import DARK, LIGHT, Theme
from gdstudio.ui.labs.network_job import GentleJob
from gdstudio.ui.plots.histogram import Histogram, counts_of
from gdstudio.ui.plots.layer_strip import LayerStrip, decades_of, power_of_ten
from gdstudio.ui.plots.network_diagram_layout import DiagramLayout, layout_of
from gdstudio.ui.plots.network_diagram_links import (
    Link,
    draw_links,
    link_at,
    link_height,
    link_width,
    links_of,
    nice_scale,
)
from gdstudio.ui.plots.neuron_colours import (
    class_colours,
    class_pixels,
    diverging_colour,
    diverging_lookup,
    diverging_pixels,
)
from gdstudio.ui.plots.neuron_tiles import bias_place, draw_state, put_biases, put_tiles, smoothing

THEMES = [LIGHT, DARK]


def luminance(colour: NDArray[np.float64]) -> float:
    """Return the relative luminance of WCAG 2.1 of an RGB colour from 0 to 255."""
    parts = colour / 255.0
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def empty_image(width: int, height: int) -> QImage:
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor(LIGHT.card))
    return image


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_that_negative_is_orange_and_positive_blue(theme: Theme) -> None:
    negative, positive = (diverging_colour(value, theme) for value in (-1.0, 1.0))
    assert negative.red() > negative.green() > negative.blue()
    assert positive.blue() > positive.green() > positive.red()


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_that_colours_get_farther_from_the_card_with_the_number(theme: Theme) -> None:
    card = luminance(np.array(QColor(theme.card).getRgb()[:3], dtype=float))
    lookup = diverging_lookup(theme)[:, :3].astype(float)
    distances = np.array([abs(luminance(colour) - card) for colour in lookup])
    middle = len(lookup) // 2
    assert (np.diff(distances[middle:]) > -1e-3).all()
    assert (np.diff(distances[: middle + 1]) < 1e-3).all()


def test_that_values_beyond_the_scale_have_its_last_colours_and_nan_none() -> None:
    pixels = diverging_pixels(np.array([-7.0, -1.0, 1.0, 7.0, np.nan]), LIGHT)
    np.testing.assert_array_equal(pixels[0], pixels[1])
    np.testing.assert_array_equal(pixels[2], pixels[3])
    assert pixels[4].tolist() == [0, 0, 0, 0]


def test_that_a_certain_class_has_its_colour_and_doubt_is_between() -> None:
    colours = class_colours(3, LIGHT)
    pixels = class_pixels(np.array([[1.0, 0, 0], [0, 1.0, 0], [0.5, 0.5, 0]]), LIGHT)[:, :3]
    between = (pixels[0].astype(float) + pixels[1]) / 2
    np.testing.assert_allclose(pixels[2], between, atol=1.0)
    for index in (0, 1):
        nearest = np.argmin(np.abs(colours - pixels[index]).sum(axis=1))
        assert nearest == index


@pytest.mark.parametrize(
    ("largest", "scale"), [(0.0, 1.0), (0.7, 1.0), (1.0, 1.0), (1.3, 2.0), (4.0, 5.0), (61.0, 100)]
)
def test_that_the_scale_of_weights_is_round(largest: float, scale: float) -> None:
    assert nice_scale([np.array([[largest, -largest / 2]])]) == pytest.approx(scale)


def test_that_a_diverged_network_has_a_scale() -> None:
    assert nice_scale([np.array([np.inf, np.nan])]) == 1.0


def test_that_links_are_thicker_the_larger_their_weight() -> None:
    widths = [link_width(share, 36.0) for share in (0.0, 0.25, -0.5, 1.0, 3.0)]
    assert widths[:4] == sorted(widths[:4])
    assert widths[0] == pytest.approx(0.4)
    assert widths[2] == pytest.approx(0.4 + 0.5 * 5.2)
    assert widths[3] == widths[4] == pytest.approx(5.6)


def two_by_one() -> DiagramLayout:
    return layout_of((2, 1), 400.0, 300.0, 44.0, 0.0, 0.0)


def test_that_links_have_the_width_and_colour_of_their_weights(qapp: QApplication) -> None:
    layout = two_by_one()
    links = links_of(layout, [np.array([[1.0], [-0.5]])], 1.0)
    image = empty_image(400, 300)
    painter = QPainter(image)
    draw_links(painter, layout, links, LIGHT, 10)
    painter.end()
    pixels = rgb(image).astype(int)
    # Near its first unit a link is level.
    x = int(layout.columns[0].x + layout.tile / 2 + 3)
    card = np.array(QColor(LIGHT.card).getRgb()[:3])
    for unit, weight in ((0, 1.0), (1, -0.5)):
        y = layout.columns[0].tiles[unit].center().y()
        strip = pixels[int(y) - 8 : int(y) + 9, x]
        ink = np.abs(strip - card).sum(axis=1)
        thickness = ink.sum() / ink.max()
        assert thickness == pytest.approx(link_width(weight, layout.tile), abs=0.8)
        middle = strip[np.argmax(ink)]
        is_blue = middle[2] > middle[0]
        assert is_blue == (weight > 0)


def test_that_the_strongest_links_are_drawn_where_not_all_are(qapp: QApplication) -> None:
    layout = two_by_one()
    links = links_of(layout, [np.array([[0.1], [-0.9]])], 1.0)
    image = empty_image(400, 300)
    painter = QPainter(image)
    draw_links(painter, layout, links, LIGHT, 1)
    painter.end()
    x = int(layout.columns[0].x + layout.tile / 2 + 3)
    weak, strong = (int(tile.center().y()) for tile in layout.columns[0].tiles)
    column = rgb(image)[:, x].astype(int)
    assert (column[weak - 6 : weak + 7] == 255).all()
    assert (column[strong - 2 : strong + 3] < 250).any()


@pytest.mark.parametrize("focus", [Link(0, 1, 0), (0, 1)])
def test_that_what_is_looked_at_stands_out(
    qapp: QApplication, focus: Link | tuple[int, int]
) -> None:
    layout = two_by_one()
    links = links_of(layout, [np.array([[1.0], [1.0]])], 1.0)
    image = empty_image(400, 300)
    painter = QPainter(image)
    draw_links(painter, layout, links, LIGHT, 10, focus)
    painter.end()
    x = int(layout.columns[0].x + layout.tile / 2 + 3)
    others, looked_at = (
        rgb(image)[int(tile.center().y()), x].astype(int) for tile in layout.columns[0].tiles
    )
    assert others.min() > 160 > looked_at.min()


def test_that_the_link_under_the_pointer_is_found() -> None:
    layout = layout_of((2, 3, 1), 600.0, 400.0, 44.0, 0.0, 0.0)
    for link in (Link(0, 0, 2), Link(0, 1, 0), Link(1, 1, 0)):
        left, right = layout.columns[link.column], layout.columns[link.column + 1]
        for share in (0.2, 0.8):
            x = left.x + layout.tile / 2 + share * (right.x - left.x - layout.tile)
            assert link_at(layout, QPointF(x, link_height(layout, link, x))) == link
    assert link_at(layout, QPointF(layout.columns[0].x, 10.0)) is None
    # The middle of a link is halfway between its ends.
    x = (layout.columns[0].x + layout.columns[1].x) / 2
    ends = (
        layout.columns[0].tiles[0].center().y(),
        layout.columns[1].tiles[2].center().y(),
    )
    assert link_height(layout, Link(0, 0, 2), x) == pytest.approx(sum(ends) / 2)


@pytest.mark.parametrize(
    "widths", [(2, 8, 8, 1), (2, 16, 16, 16, 1), (784, 128, 10), (2, *[8] * 8, 1)]
)
@pytest.mark.parametrize(("width", "height"), [(360.0, 390.0), (560.0, 420.0), (900.0, 700.0)])
def test_that_nothing_overlaps(widths: tuple[int, ...], width: float, height: float) -> None:
    layout = layout_of(widths, width, height, 44.0, 20.0, 0.0)
    assert [len(column.tiles) + column.hidden for column in layout.columns] == list(widths)
    area = QRectF(0.0, 43.0, max(width, 34.0 * len(widths) + 20.0), height)
    tiles = [tile for column in layout.columns for tile in column.tiles]
    assert all(area.contains(tile) and tile.bottom() <= height for tile in tiles)
    for column in layout.columns:
        for above, below in zip(column.tiles[:-1], column.tiles[1:], strict=True):
            assert below.top() - above.bottom() >= 2.0
        if column.hidden:
            assert column.note_place.bottom() <= height
    for left, right in zip(layout.columns[:-1], layout.columns[1:], strict=True):
        assert right.tiles[0].left() - left.tiles[0].right() >= 8.0


def test_that_a_tile_shows_its_response_with_the_lowest_row_at_the_foot() -> None:
    response = np.array([[[-1.0, 1.0], [0.0, 0.0]]])
    pixels = np.zeros((6, 7, 4), dtype=np.uint8)
    put_tiles(pixels, [QRectF(3.0, 1.0, 2.0, 2.0)], response, 1.0, LIGHT)

    def colour(value: float) -> list[int]:
        return list(diverging_colour(value, LIGHT).getRgb())

    assert pixels[2, 3].tolist() == colour(-1.0)
    assert pixels[2, 4].tolist() == colour(1.0)
    assert pixels[1, 3].tolist() == pixels[1, 4].tolist() == colour(0.0)
    pixels[1:3, 3:5] = 0
    assert not pixels.any()


def test_that_tiles_are_as_smooth_as_a_line_between_the_middles_of_cells() -> None:
    # Four pixels over two cells: their middles are at ¼, ¾, 5/4 and 7/4 of a cell.
    expected = [[1.0, 0.0], [0.75, 0.25], [0.25, 0.75], [0.0, 1.0]]
    np.testing.assert_allclose(smoothing(2, 4), expected, rtol=0, atol=1e-15)


def test_that_tiles_beyond_the_picture_are_cut_off() -> None:
    pixels = np.zeros((4, 4, 4), dtype=np.uint8)
    places = [QRectF(x, y, 3.0, 3.0) for x, y in ((2.0, 2.0), (9.0, 0.0), (-5.0, 0.0))]
    put_tiles(pixels, places, np.ones((3, 2, 2)), 1.0, LIGHT)
    assert pixels[2:, 2:].all(axis=-1).all()
    pixels[2:, 2:] = 0
    assert not pixels.any()


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_that_a_bias_has_the_colour_of_its_share_of_the_scale(ratio: float) -> None:
    tile = QRectF(20.0, 10.0, 30.0, 30.0)
    pixels = np.zeros((round(50 * ratio), round(60 * ratio), 4), dtype=np.uint8)
    put_biases(pixels, [tile], np.array([-0.5]), ratio, LIGHT)
    middle = bias_place(tile).center() * ratio
    found = pixels[int(middle.y()), int(middle.x())].tolist()
    assert found == list(diverging_colour(-0.5, LIGHT).getRgb())


@pytest.mark.parametrize(
    ("state", "colour"), [(UnitState.DEAD, LIGHT.danger), (UnitState.SATURATED, LIGHT.warning)]
)
def test_that_units_that_do_not_learn_are_marked(
    qapp: QApplication, state: UnitState, colour: str
) -> None:
    tile = QRectF(10.0, 20.0, 40.0, 40.0)
    images = []
    for each in (UnitState.ALIVE, state):
        image = empty_image(70, 70)
        painter = QPainter(image)
        draw_state(painter, tile, each, LIGHT)
        painter.end()
        images.append(rgb(image).astype(int))
    assert (images[0] == 255).all()
    wanted = np.array(QColor(colour).getRgb()[:3])
    corner = images[1][12:29, 42:59]
    assert (np.abs(corner - wanted).max(axis=-1) < 12).sum() > 30


def test_that_bars_are_as_high_as_the_logarithms_of_the_norms(qtbot: QtBot) -> None:
    strip = LayerStrip(LIGHT)
    qtbot.addWidget(strip)
    strip.resize(300, 200)
    strip.show_norms(np.array([1e-6, 1e-4, 1e-2]))
    low, high = strip.decades
    heights = np.array([strip.bar(layer).height() for layer in range(3)])
    assert low < -6 <= -2 <= high
    decade = heights[1] - heights[0]
    np.testing.assert_allclose(heights, decade / 2 * (np.array([-6, -4, -2]) - low), rtol=1e-9)
    assert heights[0] > 3.0


def test_that_the_scale_of_norms_only_grows_until_it_is_reset(qtbot: QtBot) -> None:
    strip = LayerStrip(LIGHT)
    qtbot.addWidget(strip)
    strip.show_norms(np.array([1e-8, 0.5]))
    assert strip.decades == (-9, 0)
    strip.show_norms(np.array([0.02, 30.0]))
    assert strip.decades == (-9, 2)
    strip.reset()
    strip.show_norms(np.array([0.02, 30.0]))
    assert strip.decades == (-2, 2)


def test_that_a_norm_of_zero_has_no_bar(qtbot: QtBot) -> None:
    strip = LayerStrip(LIGHT)
    qtbot.addWidget(strip)
    strip.show_norms(np.array([0.0, np.nan, 0.1]))
    assert strip.bar(0).height() == 0.0
    assert not strip.grab().isNull()
    assert decades_of(np.zeros(3)) is None


def test_that_powers_of_ten_are_written_as_people_do() -> None:
    assert [power_of_ten(each) for each in (-12, -2, -1, 0, 1, 3)] == [
        "10⁻¹²",
        "10⁻²",
        "0.1",
        "1",
        "10",
        "10³",
    ]


def test_that_a_histogram_counts_around_zero(qtbot: QtBot) -> None:
    counts = counts_of(np.array([-0.9, 0.0, 0.01, 0.9, 0.95, np.nan]), bins=5)
    assert counts.limit == 1.0
    assert counts.bins.tolist() == [1, 0, 2, 0, 2]
    histogram = Histogram("Weights", LIGHT)
    qtbot.addWidget(histogram)
    histogram.show_values(np.zeros(4))
    assert not histogram.grab().isNull()


def test_that_long_work_rests_and_then_goes_on_with_the_latest_request(qtbot: QtBot) -> None:
    begun: list[int] = []

    def work(request: int) -> int:
        begun.append(request)
        end = time.thread_time() + 0.05
        while request == 0 and time.thread_time() < end:
            pass
        return -request

    job = GentleJob(work)
    found: list[tuple[int, int]] = []
    job.done.connect(lambda request, result: found.append((request, result)))
    for request in range(4):
        job.submit(request)
    qtbot.waitUntil(lambda: len(found) == 1)
    assert begun == [0]
    job.submit(4)
    qtbot.waitUntil(lambda: len(found) == 2)
    assert found == [(0, 0), (4, -4)]
    job.submit(5)
    job.shut_down()
    assert begun[:2] == [0, 4]
