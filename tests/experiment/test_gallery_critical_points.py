from random import Random

import numpy as np
import pytest
from gallery_classics import CLASSICS
from mpmath import mp

from gdstudio.experiment.gallery import GalleryEntry, load_gallery
from gdstudio.simulation.critical_points import Kind, critical_points
from gdstudio.simulation.problem import expression

LOOKED_AT = 12
"""Critical points of each function that are looked at with many digits."""


@pytest.mark.parametrize("entry", load_gallery(), ids=lambda entry: entry.key)
def test_that_each_critical_point_of_the_gallery_is_one_with_forty_digits(
    entry: GalleryEntry,
) -> None:
    function = expression(entry.expression, entry.variables)
    found = critical_points(function, entry.domain, known=entry.minima)
    smooth = [each for each in found.points if each.kind is not Kind.KINK_MINIMUM]
    classic = CLASSICS[entry.key]
    for each in Random(3).sample(smooth, min(len(smooth), LOOKED_AT)):
        with mp.workdps(40):
            place = [mp.mpf(float(number)) for number in each.point]

            def at(*point):
                return classic(mp, *point)

            orders = np.eye(len(place), dtype=int)
            gradient = mp.matrix([mp.diff(at, place, tuple(row)) for row in orders])
            hessian = mp.matrix(
                [[mp.diff(at, place, tuple(row + other)) for other in orders] for row in orders]
            )
            if "degenerate" in each.kind.value:
                assert mp.norm(gradient) < 1e-20
                continue
            # Newton's step is as long as what separates the point from the true one.
            assert mp.norm(mp.lu_solve(hessian, gradient)) <= 1e-10
            signs = [mp.sign(value) for value in mp.eigsy(hessian, eigvals_only=True)]
        wanted = {(1,): Kind.MINIMUM, (-1,): Kind.MAXIMUM}
        assert each.kind is wanted.get(tuple(set(signs)), Kind.SADDLE)


SMOOTH_OF_TWO = [
    entry
    for entry in load_gallery()
    if len(entry.variables) == 2 and entry.key not in ("bukin_6", "eggholder", "levy_13")
]
"""Without those that have kinks, and the one with thousands of ripples."""


@pytest.mark.parametrize("entry", SMOOTH_OF_TWO, ids=lambda entry: entry.key)
def test_that_nothing_of_the_gallery_is_missed_as_the_gradient_at_the_edge_tells(
    entry: GalleryEntry,
) -> None:
    function = expression(entry.expression, entry.variables)
    found = critical_points(function, entry.domain, known=entry.minima)
    assert found.is_confirmed

    # The same by hand: extrema count 1, saddles −1, the monkey's saddle −2.
    counted = sum(
        {Kind.SADDLE: -1, Kind.DEGENERATE_SADDLE: -2}.get(each.kind, 1) for each in found.points
    )
    assert counted == turns_round_the_edge(entry)


def turns_round_the_edge(entry: GalleryEntry) -> int:
    """Return how often the gradient turns, seen at a hundred thousand points of each side."""
    (left, right), (bottom, top) = entry.domain
    times = np.linspace(0.0, 1.0, 100_001)[:-1]
    x, y = left + (right - left) * times, bottom + (top - bottom) * times
    sides = [
        (x, np.full_like(x, bottom)),
        (np.full_like(y, right), y),
        (x[0] + right - x, np.full_like(x, top)),
        (np.full_like(y, left), y[0] + top - y),
    ]
    edge = np.concatenate([np.stack(side, axis=-1) for side in sides])
    gradients = expression(entry.expression, entry.variables).at_points(edge)[1]
    angles = np.arctan2(gradients[:, 1], gradients[:, 0])
    turned = np.diff(np.append(angles, angles[0]))
    return round(float(((turned + np.pi) % (2 * np.pi) - np.pi).sum()) / (2 * np.pi))
