"""The pictures that lie on each other in the diagram of a network."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QImage, QPainter

from gdstudio.simulation.network_snapshot import Snapshot, Unit
from gdstudio.simulation.neurons import UnitState
from gdstudio.ui.colours import Theme
from gdstudio.ui.plots.network_diagram_layout import DiagramLayout
from gdstudio.ui.plots.network_diagram_links import (
    Link,
    Links,
    draw_links,
    links_of,
    nice_scale,
)
from gdstudio.ui.plots.neuron_tiles import (
    draw_border,
    draw_curve,
    draw_state,
    put_biases,
    put_tiles,
    snapped,
)
from gdstudio.ui.transparent_image import transparent_image

Float = NDArray[np.float64]


class DiagramLayers:
    """Links, responses, and what is marked at the tiles; drawn anew only where it looks different.

    Attributes
    ----------
    scale
        The weight of the thickest and strongest link.
    link_count
        How many links there are between units that are shown.
    """

    def __init__(self) -> None:
        self.scale = 1.0
        self.link_count = 0
        self._size = QSizeF()
        self._ratio = 1.0
        self._links, self._tiles, self._marks = QImage(), QImage(), QImage()
        self._drawn_links: Links | None = None
        self._links_key: object = None
        self._marks_key: object = None

    def set_size(self, size: QSizeF, ratio: float) -> None:
        """Draw in so many pixels, with so many device pixels to each."""
        if (size, ratio) != (self._size, self._ratio):
            self._size, self._ratio = size, ratio
            self._links_key = self._marks_key = None

    def draw(
        self,
        layout: DiagramLayout,
        snapshot: Snapshot,
        theme: Theme,
        most: int,
        near: Unit | Link | None,
        chosen: Unit | None,
    ) -> None:
        """Draw a network.

        Parameters
        ----------
        most
            How many links are drawn: the strongest.
        near
            The unit or link under the pointer.
        chosen
            The unit whose response is shown large.
        """
        parts = snapshot.problem.architecture.layer_parameters(snapshot.request.parameters)
        weights = [each for each, _ in parts]
        self.scale = nice_scale(weights)
        self._draw_links(layout, links_of(layout, weights, self.scale), theme, most, near)
        self._draw_tiles(layout, snapshot, theme, [each for _, each in parts])
        states = tuple(each.states for each in snapshot.states)
        key = (layout, theme, near, chosen, states)
        if key != self._marks_key:
            self._marks_key = key
            self._draw_marks(layout, theme, near, chosen, states)

    def paint(self, painter: QPainter) -> None:
        """Copy the pictures."""
        for layer in (self._links, self._tiles, self._marks):
            painter.drawImage(0, 0, layer)

    def _draw_links(
        self,
        layout: DiagramLayout,
        links: Links,
        theme: Theme,
        most: int,
        near: Unit | Link | None,
    ) -> None:
        self.link_count = len(links.levels)
        key = (layout, theme, most, near)
        before = self._drawn_links
        if key == self._links_key and before is not None and links.looks_like(before):
            return
        self._links_key, self._drawn_links = key, links
        self._links = self._empty()
        painter = QPainter(self._links)
        draw_links(painter, layout, links, theme, most, near)
        painter.end()

    def _draw_tiles(
        self, layout: DiagramLayout, snapshot: Snapshot, theme: Theme, biases: Sequence[Float]
    ) -> None:
        columns, ratio = layout.columns, self._ratio
        shown = [
            tiles[: len(each.tiles)] for each, tiles in zip(columns, snapshot.tiles, strict=True)
        ]
        places = [tile for column in columns for tile in column.tiles]
        width, height = (self._size * ratio).toSize().toTuple()
        pixels = np.zeros((height, width, 4), dtype=np.uint8)
        is_curve = len(snapshot.probe.ranges) == 1
        if not is_curve:
            put_tiles(pixels, places, np.concatenate(shown), ratio, theme)
        shares = np.concatenate(
            [bias[: len(each.tiles)] for each, bias in zip(columns[1:], biases, strict=True)]
        )
        put_biases(pixels, places[len(columns[0].tiles) :], shares / self.scale, ratio, theme)
        form = QImage.Format.Format_RGBA8888_Premultiplied
        # A copy: an image must not point into an array that goes away.
        self._tiles = QImage(pixels.data, width, height, 4 * width, form).copy()
        self._tiles.setDevicePixelRatio(ratio)
        if is_curve:
            painter = QPainter(self._tiles)
            for place, response in zip(places, np.concatenate(shown)[:, 0], strict=True):
                draw_curve(painter, snapped(place, ratio), response, theme)
            painter.end()

    def _draw_marks(
        self,
        layout: DiagramLayout,
        theme: Theme,
        near: Unit | Link | None,
        chosen: Unit | None,
        states: Sequence[Sequence[UnitState]],
    ) -> None:
        self._marks = self._empty()
        painter = QPainter(self._marks)
        for index, column in enumerate(layout.columns):
            for unit, tile in enumerate(column.tiles):
                here, place = (index, unit), snapped(tile, self._ratio)
                draw_border(painter, place, theme, chosen=here == chosen, near=here == near)
                if index:
                    draw_state(painter, place, states[index - 1][unit], theme)
        painter.end()

    def _empty(self) -> QImage:
        size = (self._size * self._ratio).toSize()
        return transparent_image(size.width(), size.height(), self._ratio)
