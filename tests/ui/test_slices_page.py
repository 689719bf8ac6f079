from collections.abc import Callable

import numpy as np
import pytest
from many_variables import Slices, five, five_variables, many_variables
from PySide6.QtWidgets import QApplication
from studio import Studio

from gdstudio.experiment.model import Experiment
from gdstudio.ui.labs.function_lab import FunctionLab
from gdstudio.ui.labs.landscape_picture import SliceKind
from gdstudio.ui.labs.landscape_words import direction_text, percent

OpenStudio = Callable[[Experiment], Studio]


@pytest.fixture
def slices(open_studio: OpenStudio) -> Slices:
    return Slices(open_studio(five_variables()))


def assert_values(slices: Slices) -> None:
    """Check cells against the function at base + xu + yv."""
    drawn, plane = slices.page.plot.map, slices.slice.plane
    assert drawn is not None
    rows, columns = drawn.values.shape
    (left, right), (low, high) = drawn.request.x_range, drawn.request.y_range
    for row, column in ((0, 0), (rows // 2, 3), (rows - 1, columns - 1)):
        x = left + (column + 0.5) * (right - left) / columns
        y = low + (row + 0.5) * (high - low) / rows
        place = plane.base + x * plane.u + y * plane.v
        assert drawn.values[row, column] == pytest.approx(five(place.tolist()), rel=1e-11)


def test_that_the_directions_are_the_first_singular_vectors(slices: Slices) -> None:
    path = slices.studio.frame.results[0].parameters
    _, values, vectors = np.linalg.svd(path - path[-1], full_matrices=False)
    plane = slices.slice.plane
    assert abs(plane.u @ vectors[0]) == pytest.approx(1.0, abs=1e-9)
    assert abs(plane.v @ vectors[1]) == pytest.approx(1.0, abs=1e-9)
    shares = values**2 / np.sum(values**2)
    assert f"{percent(shares[0])} + {percent(shares[1])}" in slices.page.words()[1]
    label = slices.page.plot.getAxis("bottom").labelText
    assert label == f"First principal direction ({percent(shares[0])})"
    assert_values(slices)


def test_that_directions_are_told_by_their_largest_parts(slices: Slices) -> None:
    u = slices.slice.plane.u
    largest = set(np.argsort(-np.abs(u))[:3].tolist())
    words = slices.page.words()[1].split("→ ")[1].split(",  ↑")[0]
    for index, name in enumerate("xyzuv"):
        assert (f"·{name}" in words) == (index in largest)
        assert index not in largest or f"{abs(u[index]):.2g}·{name}" in words
    assert words.endswith(" …")


def test_that_the_truth_stands_beside_the_slice(slices: Slices) -> None:
    slices.show(12)
    place = slices.studio.frame.heads[0].parameters
    plane, tag = slices.slice.plane, slices.page.plot.tag
    assert tag is not None
    directions = np.column_stack([plane.u, plane.v])
    across = np.linalg.lstsq(directions, place - plane.base, rcond=None)[0]
    nearest = plane.base + directions @ across
    assert tag.place == pytest.approx(tuple(across), abs=1e-12)
    true, seen = (float(number.replace("−", "-")) for _, number in tag.lines)
    assert true == pytest.approx(five(place.tolist()), rel=1e-3)
    assert seen == pytest.approx(five(nearest.tolist()), rel=1e-3)
    assert true != seen


def test_that_at_the_cursor_the_slice_is_the_truth(slices: Slices) -> None:
    slices.page.controls._at_cursor.click()
    slices.show(12)
    slices.studio.wait(lambda: "very point" in slices.page.words()[0])
    tag = slices.page.plot.tag
    assert tag is not None
    assert tag.lines[0][1] == tag.lines[1][1]
    assert_values(slices)


def test_that_random_directions_are_at_a_right_angle(slices: Slices) -> None:
    slices.choose(SliceKind.RANDOM)
    u, v = slices.slice.plane.u, slices.slice.plane.v
    assert [u @ u, v @ v, u @ v] == pytest.approx([1.0, 1.0, 0.0], abs=1e-12)
    assert_values(slices)


def test_that_two_variables_have_their_values_as_axes(slices: Slices) -> None:
    slices.choose(SliceKind.WEIGHTS)
    names = [slices.page.plot.getAxis(side).labelText for side in ("bottom", "left")]
    assert names == ["x", "y"]
    path = slices.studio.frame.results[0].parameters
    assert np.array_equal(slices.page.plot.coordinates_of(0), path[:, :2])
    assert_values(slices)


def test_that_the_page_is_there_for_more_than_two_variables(slices: Slices) -> None:
    studio = slices.studio
    lab = studio.window.centre.lab
    assert isinstance(lab, FunctionLab)
    assert {"slices", "parameters"} <= set(lab.page_keys())
    studio.type_formula("a^2 + b^2")
    studio.settle()
    assert not {"slices", "parameters"} & set(lab.page_keys())
    assert lab.key == "map"
    studio.type_formula("a^2 + b^2 + c^4")
    studio.settle()
    lab.open_page("slices")
    studio.wait(lambda: slices.slice.plane.base.size == 3)


def test_that_64_variables_have_directions_too(open_studio: OpenStudio) -> None:
    slices = Slices(open_studio(many_variables()))
    path = slices.studio.frame.results[0].parameters
    vector = np.linalg.svd(path - path[-1])[2][0]
    assert abs(slices.slice.plane.u @ vector) == pytest.approx(1.0, abs=1e-6)


def test_that_the_page_fits_the_smallest_centre(slices: Slices, qapp: QApplication) -> None:
    for kind in SliceKind:
        slices.choose(kind)
        assert slices.page.minimumSizeHint().width() <= 650
    qapp.processEvents()


def test_that_a_direction_is_written_as_a_sum() -> None:
    names = ("x", "y", "z", "u")
    assert direction_text(names, np.array([-0.5, 0.1, -0.7, 0.5])) == "−0.5·x − 0.7·z + 0.5·u …"
    assert direction_text(names[:3], np.array([0.0, 1.0, 0.0])) == "1·y"
