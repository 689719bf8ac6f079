import math
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from gdstudio.experiment.model import FunctionObjective
from gdstudio.simulation.calculus import calculus_at
from gdstudio.simulation.height import HeightScale
from gdstudio.simulation.maps import MapRequest
from gdstudio.simulation.problem import problem_of
from gdstudio.ui.colours import LIGHT
from gdstudio.ui.plots.overlay import Overlay
from gdstudio.ui.surface3d.ascending_curve import ascending_curve
from gdstudio.ui.surface3d.box_lines import Box, Wall
from gdstudio.ui.surface3d.camera import (
    DEFAULT,
    FRONT,
    HALF_HEIGHT,
    SIDE,
    TOP,
    Camera,
    View,
    corners,
)
from gdstudio.ui.surface3d.draped_path import HIDDEN, DrapedPath, draped, in_box
from gdstudio.ui.surface3d.mesh import Mesh, MeshRequest, mesh_of, surface_height
from gdstudio.ui.surface3d.scene import Sheet
from gdstudio.ui.surface3d.sheets import sheets_of
from gdstudio.ui.surface3d.sight import are_hidden
from gdstudio.ui.surface3d.ticks import even_ticks, height_ticks, without_rounding
from gdstudio.ui.surface3d.vertical_scale import HeightMode, fitting_mode, vertical_scale

WIDTH, HEIGHT = 640, 420


def mesh(
    expression: str, low: float = -2.0, high: float = 2.0, mode: HeightMode | None = None
) -> Mesh:
    domain = ((low, high), (low, high))
    objective = FunctionObjective(expression, ("x", "y"), domain)
    return mesh_of(MeshRequest(MapRequest(objective, (0.0, 0.0), 0, 1, *domain, 1, 1), mode))


def test_that_the_heights_of_vertices_are_the_values_of_the_function() -> None:
    made = mesh("x^2 - 3y", mode=HeightMode.LINEAR)
    x, y, z = made.vertices[:, :3].astype(np.float64).T
    values = (2.0 * x) ** 2 - 3.0 * (2.0 * y)
    # From −6 to 10: the lowest is at (0, 2), the highest at (±2, −2).
    expected = HALF_HEIGHT * (2.0 * (values + 6.0) / 16.0 - 1.0)
    assert made.heights.shape == (201, 201)
    np.testing.assert_allclose(z, expected, atol=2e-6)
    assert x.min() == -1.0
    assert x.max() == 1.0


def test_that_vertices_know_how_steep_the_surface_is() -> None:
    made = mesh("x^2 - 3y", mode=HeightMode.LINEAR)
    shape = made.heights.shape
    x = made.vertices[:, 0].reshape(shape).astype(np.float64)
    across, up = (made.vertices[:, field].reshape(shape)[1:-1, 1:-1] for field in (6, 7))
    # z = HALF_HEIGHT (2 (4x² − 6y + 6) / 16 − 1) over the box.
    np.testing.assert_allclose(across, HALF_HEIGHT * x[1:-1, 1:-1], atol=1e-5)
    np.testing.assert_allclose(up, -0.75 * HALF_HEIGHT, atol=1e-5)
    made = mesh("x", mode=HeightMode.LINEAR)
    numbers = made.vertices[:, 4].reshape(shape).astype(np.float64)
    steps = np.diff(numbers[50]) / np.diff(x[50])
    # A line number rises where the function does, by about as much as its neighbours.
    np.testing.assert_allclose(
        made.vertices[:, 8].reshape(shape)[50, 1:-1], 0.5 * (steps[1:] + steps[:-1]), rtol=1e-3
    )
    np.testing.assert_allclose(made.vertices[:, 9], 0.0, atol=1e-6)


def test_that_a_curve_ascends_smoothly_through_its_points() -> None:
    knots, values = np.array([0.0, 0.1, 0.5, 0.6, 1.0]), np.array([0.2, 1.0, 2.0, 3.0, 3.8])
    np.testing.assert_allclose(ascending_curve(knots, knots, values), values, atol=1e-12)
    x = np.linspace(0.0, 1.0, 4001)
    curve = ascending_curve(x, knots, values)
    assert (np.diff(curve) > 0.0).all()
    slopes = np.diff(curve) / np.diff(x)
    # Straight pieces would jump from 8 to 2.5 at once.
    assert np.abs(np.diff(slopes)).max() < 0.5
    # Of points on a line it is that line.
    np.testing.assert_allclose(ascending_curve(x, knots, 3.0 * knots + 1.0), 3.0 * x + 1.0)


def test_that_contour_lines_have_whole_numbers_at_their_levels() -> None:
    made = mesh("x", mode=HeightMode.LINEAR)
    values = made.surface.values.ravel()
    numbers = made.vertices[:, 4]
    levels = [level for level, _ in made.surface.contours]
    for number, level in enumerate(levels, start=1):
        assert np.interp(level, values[:201], numbers[:201]) == pytest.approx(number, abs=1e-2)


def test_that_a_level_surface_has_its_plain_colours() -> None:
    flat = mesh("3 + 0x")
    assert np.all(flat.vertices[:, 5] == 1.0)
    assert np.all(flat.vertices[:, 2] == 0.0)


def test_that_nothing_is_drawn_where_a_function_has_no_value() -> None:
    made = mesh("sqrt(x)")
    corners_of_triangles = made.vertices[made.triangles.ravel(), 0]
    assert corners_of_triangles.min() == pytest.approx(0.0, abs=1e-6)
    assert len(made.triangles) == 2 * 200 * 100
    assert len(made.coarse) == 2 * 100 * 50
    assert len(mesh("log(-1 - x^2)").triangles) == 0


def test_that_walls_are_cut_off_and_the_valley_keeps_its_height() -> None:
    made = mesh("x^2 + y^2 + exp(10(x + y))", mode=HeightMode.LINEAR)
    values = made.surface.values
    assert values.max() > 1e17
    assert made.scale.high < 1e-3 * values.max()
    assert np.nanmax(made.heights) <= 8.0


@pytest.mark.parametrize("mode", list(HeightMode))
def test_that_every_scale_rises_with_the_values_from_0_to_1(mode: HeightMode) -> None:
    values = np.sort(np.random.default_rng(1).normal(0.0, 2.0, 4000))
    heights = vertical_scale(values, mode).height(values)
    assert np.all(np.diff(heights) >= 0.0)
    assert heights[0] == 0.0
    assert heights[-1] == pytest.approx(1.0)


def test_that_a_rank_is_the_share_of_lower_values() -> None:
    values = np.exp(np.linspace(-20.0, 20.0, 4097))
    scale = vertical_scale(values, HeightMode.RANK)
    np.testing.assert_allclose(scale.height(values), np.linspace(0.0, 1.0, 4097), atol=2e-3)


def test_that_log_heights_are_logarithms_above_the_lowest_value() -> None:
    values = np.array([2.0, 2.1, 3.0, 12.0])
    scale = vertical_scale(values, HeightMode.LOG)
    share = (values - 2.0) / 10.0
    expected = np.log1p(scale.bend * share) / math.log1p(scale.bend)
    np.testing.assert_allclose(scale.height(values), expected, rtol=1e-12)


def test_that_a_valley_under_walls_is_shown_by_logarithms_and_a_saddle_plainly() -> None:
    rosenbrock, saddle = mesh("(1 - x)^2 + 100(y - x^2)^2"), mesh("x^2 - y^2")
    assert fitting_mode(rosenbrock.surface.values) is HeightMode.LOG
    assert fitting_mode(saddle.surface.values) is HeightMode.LINEAR


def test_that_heights_between_vertices_are_those_of_the_triangles() -> None:
    heights = np.array([[0.0, 1.0], [2.0, 7.0]])
    x = np.array([-1.0, 1.0, -1.0, 1.0, 0.0, 0.5, 1.5])
    y = np.array([-1.0, -1.0, 1.0, 1.0, 0.0, 0.5, 0.0])
    # From the lower right to the upper left the heights differ less: that parts the cell.
    expected = [0.0, 1.0, 2.0, 7.0, 1.5, 7.0 + 0.25 * (2.0 - 7.0) + 0.25 * (1.0 - 7.0), np.nan]
    np.testing.assert_allclose(surface_height(heights, x, y), expected)
    # Turned by a right angle, it is the other diagonal.
    turned = np.rot90(heights)
    np.testing.assert_allclose(surface_height(turned, y, -x), expected)


def test_that_a_path_lies_on_the_surface_also_between_its_points() -> None:
    made = mesh("sin(3x)cos(2y)", mode=HeightMode.LINEAR)
    points = in_box(made, np.array([-1.8, 1.7, 0.2]), np.array([-1.5, 1.9, -0.4]))
    vertices, numbers = draped(made, points)
    x, y, z = vertices.astype(np.float64).T
    low, high = made.surface.values.min(), made.surface.values.max()
    exact = HALF_HEIGHT * (2.0 * (np.sin(6.0 * x) * np.cos(4.0 * y) - low) / (high - low) - 1.0)
    np.testing.assert_allclose(z, exact, atol=2e-3)
    assert len(vertices) > 100
    assert list(np.unique(numbers)) == [0, 1, 2]
    ends = [int(np.flatnonzero(numbers == number)[-1]) for number in (0, 1, 2)]
    np.testing.assert_allclose(vertices[ends, :2], points, atol=1e-6)


def test_that_a_path_is_hidden_beside_the_domain_and_without_values() -> None:
    made = mesh("sqrt(x)", mode=HeightMode.LINEAR)
    points = in_box(made, np.array([1.0, 3.0, np.nan, -1.0, 1e300]), np.zeros(5))
    vertices, numbers = draped(made, points)
    ends = [int(np.flatnonzero(numbers == number)[-1]) for number in range(5)]
    assert list(vertices[ends, 2] == HIDDEN) == [False, True, True, True, True]


def test_that_a_growing_path_keeps_what_was_drawn_and_shows_the_steps_asked_for() -> None:
    made = mesh("x^2 + y^2")
    angle = np.linspace(0.0, 6.0, 300)
    x, y, steps = np.cos(angle), np.sin(angle), np.arange(300)
    whole, grown = DrapedPath(made, 1e-4), DrapedPath(made, 1e-4)
    assert whole.extend(steps, x, y)
    assert grown.extend(steps[:120], x[:120], y[:120])
    before = grown.vertices.copy()
    assert grown.extend(steps, x, y)
    assert not grown.extend(steps, x, y)
    np.testing.assert_array_equal(grown.vertices[: len(before)], before)
    for path in (whole, grown):
        assert np.all(np.diff(path.steps) >= 0)
        last = path.vertices[path.count_at(150) - 1]
        np.testing.assert_allclose(last[:2], [0.5 * x[150], 0.5 * y[150]], atol=1e-6)


def test_that_the_named_views_look_along_the_axes() -> None:
    for camera, right, up in (
        (TOP, (1.0, 0.0, 0.0), (0.0, 1.0, 0.0)),
        (FRONT, (1.0, 0.0, 0.0), (0.0, 0.0, 1.0)),
        (SIDE, (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    ):
        view = View(camera, WIDTH, HEIGHT)
        middle, across, upward = view.place(0.3 * np.array([(0.0, 0.0, 0.0), right, up]))
        np.testing.assert_allclose(middle, [0.5 * WIDTH, 0.5 * HEIGHT], atol=1e-9)
        assert across[0] > middle[0]
        assert across[1] == pytest.approx(middle[1])
        assert upward[1] < middle[1]
        assert upward[0] == pytest.approx(middle[0])


def test_that_a_point_is_where_similar_triangles_put_it() -> None:
    view = View(FRONT, WIDTH, HEIGHT)
    # At the front the eye is 7 before the middle: a point 1 nearer is seen 7/6 as far out.
    far, near = view.place(np.array([(0.5, 0.0, 0.2), (0.5, -1.0, 0.2)]))
    centre = np.array([0.5 * WIDTH, 0.5 * HEIGHT])
    np.testing.assert_allclose(near - centre, 7.0 / 6.0 * (far - centre))
    assert far[0] - centre[0] == pytest.approx(view.focal_length * 0.5 / 7.0)
    assert centre[1] - far[1] == pytest.approx(view.focal_length * 0.2 / 7.0)


@pytest.mark.parametrize("azimuth", range(0, 360, 24))
def test_that_the_box_fits_into_the_view_from_all_sides(azimuth: int) -> None:
    for size in ((WIDTH, HEIGHT), (HEIGHT, WIDTH), (1300, 700)):
        places = View(Camera(azimuth=azimuth), *size).place(corners())
        assert np.all(places > 0.0)
        assert np.all(places < size)


def test_that_what_is_under_the_pointer_stays_there_while_one_zooms() -> None:
    camera = DEFAULT.moved(0.1, -0.2)
    point = np.array([(0.4, 0.3, 0.1)])
    place = View(camera, WIDTH, HEIGHT).place(point)[0]
    at = ((place[0] - 0.5 * WIDTH) / HEIGHT, (0.5 * HEIGHT - place[1]) / HEIGHT)
    nearer = View(camera.zoomed(1.7, at), WIDTH, HEIGHT).place(point)[0]
    np.testing.assert_allclose(nearer, place, atol=1e-9)


def test_that_the_eye_does_not_turn_over() -> None:
    camera = DEFAULT.turned(400.0, 100.0)
    assert camera.elevation == 90.0
    assert camera.azimuth == pytest.approx(DEFAULT.azimuth + 40.0)


def test_that_walls_stand_behind_the_surface_and_numbers_at_its_outline() -> None:
    box = Box(View(DEFAULT, WIDTH, HEIGHT))
    # The eye is at the right, in front and above.
    assert {(wall.axis, wall.is_upper) for wall in box.far_walls()} == {
        (0, False),
        (1, True),
        (2, False),
    }
    edges = {edge.axis: edge for edge in box.label_edges(0.0)}
    np.testing.assert_allclose(edges[0].ends[:, 1:], [(-1.0, -HALF_HEIGHT)] * 2)
    np.testing.assert_allclose(edges[1].ends[:, ::2], [(1.0, -HALF_HEIGHT)] * 2)
    np.testing.assert_allclose(edges[2].ends[:, :2], [(-1.0, -1.0)] * 2)
    assert edges[0].outward[1] > 0.0
    assert edges[2].outward[0] < 0.0


def test_that_an_axis_seen_from_its_end_has_no_numbers() -> None:
    assert {edge.axis for edge in Box(View(TOP, WIDTH, HEIGHT)).label_edges(60.0)} == {0, 1}
    assert Wall(2, is_upper=False) in Box(View(TOP, WIDTH, HEIGHT)).far_walls()


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (-2.0, 2.0, (-2.0, -1.0, 0.0, 1.0, 2.0)),
        (0.0, 1.0, (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)),
        (-512.0, 512.0, (-400.0, -200.0, 0.0, 200.0, 400.0)),
        (3.0, 3.0, ()),
    ],
)
def test_that_ticks_are_round(low: float, high: float, expected: tuple[float, ...]) -> None:
    assert even_ticks(low, high) == pytest.approx(expected)


def test_that_ticks_of_a_logarithm_are_round_and_stand_at_their_heights() -> None:
    scale = vertical_scale(np.geomspace(1e-3, 2500.0, 500), HeightMode.LOG)
    ticks = height_ticks(scale)
    values = [value for value, _ in ticks]
    assert {10.0, 100.0, 1000.0} <= set(values)
    for value, height in ticks:
        share = (value - scale.low) / (scale.high - scale.low)
        expected = math.log1p(scale.bend * share) / math.log1p(scale.bend)
        assert height == pytest.approx(expected)
    assert np.all(np.diff([height for _, height in ticks]) > 0.1)


def test_that_a_hill_hides_what_is_behind_it() -> None:
    hill = mesh("exp(-4(x^2 + y^2))", mode=HeightMode.LINEAR)

    def hidden(x: float, y: float, camera: Camera) -> bool:
        vertices, _ = draped(hill, in_box(hill, np.array([x]), np.array([y])))
        eye = View(camera, WIDTH, HEIGHT).eye
        return bool(are_hidden(hill, vertices[:1].astype(np.float64), eye)[0])

    low = Camera(azimuth=0.0, elevation=8.0)
    assert hidden(0.0, 1.2, low)
    assert not hidden(0.0, -1.2, low)
    assert not hidden(0.0, 0.0, low)
    assert not hidden(0.0, 1.2, Camera(azimuth=0.0, elevation=80.0))
    assert not hidden(0.0, 0.0, Camera(azimuth=0.0, elevation=-30.0))


def test_that_a_lowest_value_of_almost_0_is_0_at_the_axis() -> None:
    scale = vertical_scale(np.array([4.5e-29, 1.0, 50.0, 2500.0]), HeightMode.LOG)
    assert height_ticks(scale)[0] == (0.0, 0.0)


def overlay_at(expression: str, point: tuple[float, float]) -> Overlay:
    objective = FunctionObjective(expression, ("x", "y"), ((-2.0, 2.0), (-2.0, 2.0)))
    calculus = calculus_at(problem_of(objective), np.array(point))
    return Overlay(calculus, (0, 1), first_order=True, second_order=True)


def test_that_sheets_are_the_tangent_plane_and_the_paraboloid() -> None:
    made = mesh("x^2 + 2y^2 + x^3/3", mode=HeightMode.LINEAR)
    plane, paraboloid = sheets_of(overlay_at("x^2 + 2y^2 + x^3/3", (0.5, -0.25)), made, LIGHT)
    low, high = made.scale.low, made.scale.high

    def values(sheet: Sheet) -> tuple[NDArray[np.float64], ...]:
        x, y, z = sheet.vertices[:, :3].astype(np.float64).T
        return 2.0 * x - 0.5, 2.0 * y + 0.25, low + 0.5 * (z / HALF_HEIGHT + 1.0) * (high - low)

    # f = 0.25 + 0.125 + 1/24, ∇f = (2·½ + ¼, 4·(−¼)), H = diag(2 + 2·½, 4).
    value = 0.25 + 0.125 + 1.0 / 24.0
    dx, dy, heights = values(plane)
    np.testing.assert_allclose(heights, value + 1.25 * dx - dy, atol=1e-5)
    dx, dy, heights = values(paraboloid)
    exact = value + 1.25 * dx - dy + 1.5 * dx**2 + 2.0 * dy**2
    np.testing.assert_allclose(heights, exact, atol=1e-5)


def test_that_there_are_no_sheets_where_nothing_is_asked_for_or_far_away() -> None:
    made = mesh("x^2 + y^2")
    assert sheets_of(None, made, LIGHT) == ()
    assert sheets_of(replace(overlay_at("x^2 + y^2", (9.0, 0.0))), made, LIGHT) == ()
    asked = replace(overlay_at("x^2 + y^2", (1.0, 0.0)), first_order=False, second_order=False)
    assert sheets_of(asked, made, LIGHT) == ()


def test_that_a_sheet_under_the_lowest_value_is_not_seen_on_a_logarithm() -> None:
    made = mesh("x^2 + y^2", mode=HeightMode.LOG)
    plane, _ = sheets_of(overlay_at("x^2 + y^2", (0.5, 0.0)), made, LIGHT)
    x = 2.0 * plane.vertices[plane.triangles.ravel(), 0]
    # The plane is ¼ + (x − ½), which is 0 at ¼.
    assert x.min() >= 0.25


def test_that_a_scale_begins_at_nothing_where_only_rounding_is_above_it() -> None:
    assert without_rounding(HeightScale(4e-29, 2510.0, 9.0)) == HeightScale(0.0, 2510.0, 9.0)
    assert without_rounding(HeightScale(0.01, 2510.0, 9.0)) == HeightScale(0.01, 2510.0, 9.0)
