"""Small pictures of what the generators make."""

from functools import cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from gdstudio.experiment.data_objectives import Dataset, GeneratedSource
from gdstudio.experiment.datasets.loading import load_examples
from gdstudio.experiment.datasets.registry import GENERATORS
from gdstudio.ui.colours import Theme
from gdstudio.ui.plots.neuron_colours import diverging_pixels

SIZE = 32
MARGIN = 2.5
POINTS = 90
RADIUS = 1.25
RATIO = 2
SURFACE_POINTS = 220
STRENGTH = 0.8
"""The colour of a class, of 1 for the highest point of a surface."""


@cache
def source_picture(name: str, theme: Theme) -> QImage:
    """Draw what a generator makes: classes, or heights of a surface, in colours."""
    generator = GENERATORS[name]
    is_surface = not generator.makes_classes and len(generator.input_names) > 1
    # Noise would hide which way a surface goes.
    noise, points = (0.0, SURFACE_POINTS) if is_surface else (generator.noise, POINTS)
    source = GeneratedSource(name, points, noise, tuple(generator.defaults.items()))
    examples = load_examples(Dataset(source))
    targets = np.asarray(examples.targets.values, dtype=np.float64)[:, 0]
    if len(generator.input_names) == 1:
        places = np.column_stack((examples.inputs[:, 0], targets))
        return _scatter(places, _colours(np.full(points, STRENGTH), theme))
    # From -1 to 1; only two classes are made by default.
    low, high = targets.min(), targets.max()
    heights = 2.0 * (targets - low) / (high - low) - 1.0
    strength = STRENGTH if generator.makes_classes else 1.0
    return _scatter(examples.inputs, _colours(strength * heights, theme))


def _colours(values: NDArray[np.float64], theme: Theme) -> list[QColor]:
    return [QColor(*channels) for channels in diverging_pixels(values, theme).tolist()]


def _scatter(places: NDArray[np.float64], colours: list[QColor]) -> QImage:
    low, high = places.min(axis=0), places.max(axis=0)
    room = SIZE - 2.0 * MARGIN
    x, y = ((places - low) / (high - low) * room + MARGIN).T
    size = QSize(SIZE, SIZE) * RATIO
    picture = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    picture.setDevicePixelRatio(RATIO)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    for left, bottom, colour in zip(x.tolist(), y.tolist(), colours, strict=True):
        painter.setBrush(colour)
        painter.drawEllipse(QPointF(left, SIZE - bottom), RADIUS, RADIUS)
    painter.end()
    return picture
