"""Generators of classes in the plane, x and y, within about [-1, 1]."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.experiment.datasets.examples import Floats
from gdstudio.experiment.datasets.generator import (
    CLASSES,
    Generator,
    GeneratorParameter,
    Shape,
    Values,
)

_START_OF_SPIRALS: Final = 0.1  # radius: nearer to the centre the arms would touch

_CLASSES: Final = GeneratorParameter(
    CLASSES, "Classes", 2, 2, 10, "How many classes there are to tell apart."
)


def _moons(
    _random: np.random.Generator, samples: int, _parameters: Values
) -> tuple[Floats, Floats]:
    """Return two interleaving half circles, as ``make_moons`` of scikit-learn does."""
    labels, ranks, sizes = _ranked(samples, 2)
    angle = np.pi * ranks / np.maximum(sizes - 1.0, 1.0)
    upper = labels == 0.0
    x = np.where(upper, np.cos(angle), 1.0 - np.cos(angle))
    y = np.where(upper, np.sin(angle), 0.5 - np.sin(angle))
    return np.column_stack((x, y)), labels


def _circles(
    _random: np.random.Generator, samples: int, parameters: Values
) -> tuple[Floats, Floats]:
    """Return a circle of radius 1 around one of radius `factor`, as ``make_circles`` does."""
    labels, ranks, sizes = _ranked(samples, 2)
    radius = np.where(labels == 0.0, 1.0, parameters["factor"])
    return _polar(radius, 2.0 * np.pi * ranks / sizes), labels


def _blobs(_random: np.random.Generator, samples: int, parameters: Values) -> tuple[Floats, Floats]:
    """Return the centres of the blobs, evenly on the unit circle; all the rest is noise."""
    classes = int(parameters[CLASSES])
    labels, _, _ = _ranked(samples, classes)
    return _polar(np.ones(samples), np.pi / 4.0 + 2.0 * np.pi * labels / classes), labels


def _xor(random: np.random.Generator, samples: int, parameters: Values) -> tuple[Floats, Floats]:
    """Return squares around each of the points (±½, ±½); class 1 where the signs differ."""
    quadrants, _, _ = _ranked(samples, 4)
    # 0: (+, +), 1: (+, -), 2: (-, -), 3: (-, +), so that few samples show both classes.
    signs = np.array([(1.0, 1.0), (1.0, -1.0), (-1.0, -1.0), (-1.0, 1.0)])
    spread = parameters["spread"]
    distances = random.uniform(0.5 - spread, 0.5 + spread, (samples, 2))
    return signs[quadrants.astype(np.intp)] * distances, quadrants % 2.0


def _spirals(
    _random: np.random.Generator, samples: int, parameters: Values
) -> tuple[Floats, Floats]:
    """Return arms r = 0.1 + 0.9t, φ = 2π(turns·t + class/classes) with t in [0, 1]."""
    classes = int(parameters[CLASSES])
    labels, ranks, sizes = _ranked(samples, classes)
    t = ranks / np.maximum(sizes - 1.0, 1.0)
    radius = _START_OF_SPIRALS + (1.0 - _START_OF_SPIRALS) * t
    return _polar(radius, 2.0 * np.pi * (parameters["turns"] * t + labels / classes)), labels


def _checkerboard(
    random: np.random.Generator, samples: int, parameters: Values
) -> tuple[Floats, Floats]:
    """Return points uniform over the squares of [-1, 1]², class 0 at the lower left."""
    side = int(parameters["cells"])
    labels, _, _ = _ranked(samples, 2)
    columns, rows = np.divmod(np.arange(side * side), side)
    colours = (columns + rows) % 2
    chosen: NDArray[np.intp] = np.empty(samples, dtype=np.intp)
    for colour in (0, 1):
        here = labels == colour
        chosen[here] = random.choice(np.flatnonzero(colours == colour), np.count_nonzero(here))
    corners = np.column_stack((columns[chosen], rows[chosen]))
    inputs: Floats = (corners + random.random((samples, 2))) * (2.0 / side) - 1.0
    return inputs, labels


def _ranked(samples: int, classes: int) -> tuple[Floats, Floats, Floats]:
    """Return for each row its class, how many rows of the class come before, and their number.

    The first classes have one row more where the samples cannot be shared equally.
    """
    ranks, labels = np.divmod(np.arange(samples), classes)
    sizes = (samples - labels + classes - 1) // classes
    return labels.astype(np.float64), ranks.astype(np.float64), sizes.astype(np.float64)


def _polar(radius: Floats, angle: Floats) -> Floats:
    return np.column_stack((radius * np.cos(angle), radius * np.sin(angle)))


def _plane_of_classes(
    key: str, hint: str, shape: Shape, noise: float, *parameters: GeneratorParameter
) -> Generator:
    return Generator(
        key, key.capitalize(), hint, shape, True, ("x", "y"), "class", noise, parameters
    )


MOONS: Final = _plane_of_classes(
    "moons", "Two half circles that reach into each other: no line parts them.", _moons, 0.1
)
CIRCLES: Final = _plane_of_classes(
    "circles",
    "One class surrounds the other.",
    _circles,
    0.1,
    GeneratorParameter(
        "factor", "Inner radius", 0.5, 0.0, 1.0, "Radius of the inner circle; the outer has 1."
    ),
)
BLOBS: Final = _plane_of_classes(
    "blobs", "One round cloud for each class: lines are enough.", _blobs, 0.2, _CLASSES
)
XOR: Final = Generator(
    "xor",
    "XOR",
    "Opposite quadrants belong together, so that no single neuron can tell the classes apart.",
    _xor,
    True,
    ("x", "y"),
    "class",
    0.05,
    (
        GeneratorParameter(
            "spread",
            "Spread",
            0.4,
            0.0,
            0.5,
            "Half the width of the square around each of the four points; 0: the points alone.",
        ),
    ),
)
SPIRALS: Final = _plane_of_classes(
    "spirals",
    "Arms wound around each other: hard for a small network.",
    _spirals,
    0.03,
    GeneratorParameter(
        "turns", "Turns", 2.0, 0.25, 5.0, "How often each arm goes around the centre."
    ),
    _CLASSES,
)
CHECKERBOARD: Final = _plane_of_classes(
    "checkerboard",
    "Squares of two colours in turn: many small regions to find.",
    _checkerboard,
    0.02,
    GeneratorParameter("cells", "Squares a side", 4, 2, 10, "How many squares a side has."),
)
