import math

import numpy as np
import pytest
from numpy.typing import NDArray

from gdstudio.experiment.model import FunctionObjective
from gdstudio.simulation.maps import MapRequest
from gdstudio.ui.surface3d.camera import FRONT, HALF_HEIGHT, SIDE, TOP, Camera, View
from gdstudio.ui.surface3d.draped_path import in_box
from gdstudio.ui.surface3d.mesh import Mesh, MeshRequest, box_height, mesh_of, surface_height
from gdstudio.ui.surface3d.pick import point_under
from gdstudio.ui.surface3d.tangent import along, circle_at, slopes_at
from gdstudio.ui.surface3d.vertical_scale import HeightMode

WIDTH, HEIGHT = 640, 420
USUAL = Camera()
CAMERAS = (USUAL, TOP, Camera(160.0, 30.0), Camera(75.0, 12.0, 3.0, (0.1, -0.2)), Camera(30, -25))
HIMMELBLAU = "(x^2 + y - 11)^2 + (x + y^2 - 7)^2"


def mesh(expression: str, mode: HeightMode = HeightMode.LINEAR, reach: float = 2.0) -> Mesh:
    domain = ((-reach, reach), (-reach, reach))
    objective = FunctionObjective(expression, ("x", "y"), domain)
    return mesh_of(MeshRequest(MapRequest(objective, (0.0, 0.0), 0, 1, *domain, 1, 1), mode))


def view_of(camera: Camera) -> View:
    return View(camera, WIDTH, HEIGHT)


def lying(made: Mesh, places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the points (n, 3) of the box on a surface over places (n, 2) of it."""
    z = box_height(surface_height(made.heights, places[:, 0], places[:, 1]))
    return np.column_stack([places, z])


def is_seen(made: Mesh, point: NDArray[np.float64], eye: NDArray[np.float64]) -> bool:
    """Return whether the way to the eye stays on one side of a surface, looked at closely."""
    way = point + np.linspace(1e-6, 0.6, 4_000)[:, None] * (eye - point)
    above = way[:, 2] - lying(made, way[:, :2])[:, 2]
    above = above[np.isfinite(above)]
    return bool((above > 0.0).all() or (above < 0.0).all())


@pytest.mark.parametrize("camera", CAMERAS)
def test_that_a_ray_goes_to_the_pixel_at_which_a_point_is_seen(camera: Camera) -> None:
    view = view_of(camera)
    points = np.random.default_rng(3).uniform(-1.0, 1.0, (40, 3))
    for point, (x, y) in zip(points, view.place(points), strict=True):
        way = point - view.eye
        ray = view.ray(x, y)
        np.testing.assert_allclose(ray / np.linalg.norm(ray), way / np.linalg.norm(way), atol=1e-12)


@pytest.mark.parametrize("mode", HeightMode)
@pytest.mark.parametrize("camera", CAMERAS)
def test_that_the_point_under_a_pixel_is_the_one_that_is_seen_there(
    mode: HeightMode, camera: Camera
) -> None:
    made, view = mesh(HIMMELBLAU, mode, reach=6.0), view_of(camera)
    points = lying(made, np.random.default_rng(5).uniform(-0.999, 0.999, (24, 2)))
    seen = 0
    for point, (x, y) in zip(points, view.place(points), strict=True):
        found = point_under(made, view, x, y)
        assert found is not None
        np.testing.assert_allclose(view.place(found[None])[0], (x, y), atol=1e-6)
        np.testing.assert_allclose(found, lying(made, found[None, :2])[0], atol=1e-9)
        if is_seen(made, point, view.eye):
            seen += 1
            np.testing.assert_allclose(found, point, atol=1e-9)
        else:
            assert np.linalg.norm(view.eye - found) < np.linalg.norm(view.eye - point)
    assert seen > 5


def test_that_a_plane_is_met_where_the_formula_says() -> None:
    made, view = mesh("x"), view_of(USUAL)
    for x, y in ((320.0, 210.0), (300.0, 200.0), (340.0, 215.0)):
        eye, ray = view.eye, view.ray(x, y)
        # The plane is z = HALF_HEIGHT · x in the box.
        way = (HALF_HEIGHT * eye[0] - eye[2]) / (ray[2] - HALF_HEIGHT * ray[0])
        found = point_under(made, view, x, y)
        assert found is not None
        np.testing.assert_allclose(found, eye + way * ray, atol=1e-9)


def test_that_nothing_is_under_a_pixel_beside_the_surface_or_over_a_hole() -> None:
    assert point_under(mesh("x^2 + y^2"), view_of(USUAL), 2.0, 2.0) is None
    made, view = mesh("sqrt(x^2 + y^2 - 1)"), view_of(TOP)
    ((x, y),) = view.place(np.array([[0.0, 0.0, 0.0]]))
    assert point_under(made, view, x, y) is None
    ((x, y),) = view.place(lying(made, np.array([[0.7, 0.3]])))
    assert point_under(made, view, x, y) is not None


def test_that_what_is_cut_off_is_not_met() -> None:
    wall = mesh("x^2 + exp(-200 (y + 1)^2) * 1e6")
    point = lying(wall, np.array([[0.0, 0.0]]))
    view = view_of(Camera(azimuth=0.0, elevation=75.0))
    ((x, y),) = view.place(point)
    found = point_under(wall, view, x, y)
    assert found is not None
    np.testing.assert_allclose(found, point[0], atol=1e-9)


@pytest.mark.parametrize("camera", [FRONT, SIDE])
def test_that_a_horizontal_look_meets_the_nearest_slope(camera: Camera) -> None:
    made, view = mesh("x^2 + y^2"), view_of(camera)
    found = point_under(made, view, 0.5 * WIDTH, 0.5 * HEIGHT)
    assert found is not None
    toward = 1 if camera is FRONT else 0
    # The near half of the bowl hides the far one: x² + y² = 4 is its middle height.
    assert abs(found[toward]) == pytest.approx(1.0, abs=0.02)


def test_that_slopes_are_those_of_the_surface_as_it_is_drawn() -> None:
    made = mesh("x^2 - 3y")
    point = lying(made, in_box(made, np.array([0.5]), np.array([-1.0])))[0]
    slopes = slopes_at(made, point)
    # The box is 2 wide for 4 units and 2 · HALF_HEIGHT high for the 16 from −6 to 10.
    unit = 2.0 * HALF_HEIGHT / 16.0 * 2.0
    assert slopes == pytest.approx((unit * 2.0 * 0.5, -3.0 * unit), rel=1e-3)


def test_that_a_hole_has_no_slope() -> None:
    made = mesh("sqrt(x)")
    assert slopes_at(made, np.array([-0.5, 0.0, 0.0])) is None


def test_that_directions_and_circles_lie_in_the_plane() -> None:
    slopes, centre = (0.7, -0.4), np.array([0.1, 0.2, -0.3])
    normal = np.array([-slopes[0], -slopes[1], 1.0])
    angles = np.linspace(0.0, 6.0, 7)
    ways = along(slopes, np.cos(angles), np.sin(angles))
    np.testing.assert_allclose(np.linalg.norm(ways, axis=1), 1.0)
    np.testing.assert_allclose(ways @ normal, 0.0, atol=1e-12)
    np.testing.assert_allclose(np.arctan2(ways[:, 1], ways[:, 0]) % math.tau, angles, atol=1e-12)
    circle = circle_at(centre, slopes, 0.25)
    np.testing.assert_allclose((circle - centre) @ normal, 0.0, atol=1e-12)
    np.testing.assert_allclose(np.linalg.norm(circle - centre, axis=1), 0.25)
