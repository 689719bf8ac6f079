"""The weights of a network as curves between its units: width and colour tell the number."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter, QPen

from gdstudio.ui.colours import Theme
from gdstudio.ui.plots.lines import draw_segments, line_pen
from gdstudio.ui.plots.network_diagram_layout import DiagramLayout
from gdstudio.ui.plots.neuron_colours import diverging_lookup
from gdstudio.ui.transparent_image import transparent_image

Float = NDArray[np.float64]

THINNEST, THICKEST = 0.4, 5.6
"""Pixels, between large tiles."""
REACH = 5.0
"""How far from a link the pointer may be."""
LEVELS = 32
"""Weights of one sign that look different."""
PIECES = 20
"""Straight pieces of a curve."""
FAINT, PALE = 0.12, 0.3
"""What is left of links that do not belong to the unit, or are not the link, that is looked at."""


@dataclass(frozen=True)
class Link:
    """A weight from a unit of a column to a unit of the next one."""

    column: int
    source: int
    target: int


@dataclass(frozen=True, eq=False)
class Links:
    """All links that are shown, the weakest first; arrays (n,).

    Attributes
    ----------
    column, source, target
        Of each link.
    levels
        Which pen the weight has: from −LEVELS, the most negative, to LEVELS.
    """

    column: NDArray[np.intp]
    source: NDArray[np.intp]
    target: NDArray[np.intp]
    levels: NDArray[np.intp]

    def looks_like(self, other: "Links") -> bool:
        """Return whether the others would be drawn in the same way."""
        return all(
            np.array_equal(mine, theirs)
            for mine, theirs in (
                (self.levels, other.levels),
                (self.column, other.column),
                (self.source, other.source),
                (self.target, other.target),
            )
        )

    def part(self, chosen: NDArray[np.bool_]) -> "Links":
        """Return the links where a mask (n,) says yes."""
        return Links(
            *(each[chosen] for each in (self.column, self.source, self.target, self.levels))
        )


def nice_scale(weights: Sequence[Float]) -> float:
    """Return a round number that no weight exceeds: it stays while weights change a little."""
    largest = max((float(np.abs(each).max()) for each in weights), default=1.0)
    if not math.isfinite(largest) or largest == 0.0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(largest))
    return next(step * power for step in (1.0, 2.0, 5.0, 10.0) if largest <= step * power * 1.0001)


def links_of(layout: DiagramLayout, weights: Sequence[Float], scale: float) -> Links:
    """Return the links between units that are shown.

    Parameters
    ----------
    weights
        W (fan_in, fan_out) of each layer.
    scale
        The weight of the thickest line.
    """
    columns, sources, targets, shares = [], [], [], []
    for column, matrix in enumerate(weights):
        shown = matrix[: len(layout.columns[column].tiles), : len(layout.columns[column + 1].tiles)]
        source, target = np.indices(shown.shape)
        columns.append(np.full(shown.size, column))
        sources.append(source.ravel())
        targets.append(target.ravel())
        shares.append(shown.ravel() / scale)
    share = np.nan_to_num(np.concatenate(shares)).clip(-1.0, 1.0)
    levels = np.rint(LEVELS * share).astype(np.intp)
    order = np.argsort(np.abs(levels), kind="stable")
    column_of, source_of, target_of = (
        np.concatenate(each)[order].astype(np.intp) for each in (columns, sources, targets)
    )
    return Links(column_of, source_of, target_of, levels[order])


def link_width(share: float, tile: float) -> float:
    """Return the width in pixels of a weight, given as a part of the scale."""
    size = min(1.3, max(0.45, tile / 36.0))
    return (THINNEST + (THICKEST - THINNEST) * min(1.0, abs(share))) * size


def draw_links(
    painter: QPainter,
    layout: DiagramLayout,
    links: Links,
    theme: Theme,
    most: int,
    focus: tuple[int, int] | Link | None = None,
) -> None:
    """Draw the strongest links.

    Parameters
    ----------
    most
        How many are drawn.
    focus
        What is told from the others: the links of a unit of a column, or one link; None: all
        are alike.
    """
    shown = links.part(np.arange(len(links.levels)) >= len(links.levels) - most)
    if focus is None:
        _draw(painter, layout, shown, theme)
        return
    is_near = _is_near(shown, focus)
    far = PALE if isinstance(focus, Link) else FAINT
    device = painter.device()
    veil = transparent_image(device.width(), device.height(), device.devicePixelRatioF())
    on_veil = QPainter(veil)
    _draw(on_veil, layout, shown.part(~is_near), theme)
    on_veil.end()
    painter.setOpacity(far)
    painter.drawImage(0, 0, veil)
    painter.setOpacity(1.0)
    _draw(painter, layout, shown.part(is_near), theme)


def _is_near(links: Links, focus: tuple[int, int] | Link) -> NDArray[np.bool_]:
    """Return which links belong to a unit of a column, or are one link, (n,)."""
    near: NDArray[np.bool_]
    if isinstance(focus, Link):
        ends = (links.source == focus.source) & (links.target == focus.target)
        near = (links.column == focus.column) & ends
    else:
        column, unit = focus
        leaves = (links.column == column) & (links.source == unit)
        near = leaves | ((links.column == column - 1) & (links.target == unit))
    return near


def _draw(painter: QPainter, layout: DiagramLayout, links: Links, theme: Theme) -> None:
    """Draw all links, those with the same pen together: each call of Qt has its price."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pens = _pens(layout.tile, theme)
    lines = _lines(layout, links)
    strengths = np.abs(links.levels)
    for strength in np.unique(strengths):
        for sign in (-1, 1):
            alike = links.levels == sign * strength
            if alike.any():
                pen = pens[LEVELS + sign * int(strength)]
                draw_segments(painter, lines[alike].reshape(-1, 4), pen)


def _lines(layout: DiagramLayout, links: Links) -> Float:
    """Return the curves of links as segments (n, PIECES, 4)."""
    half = layout.tile / 2
    t = np.linspace(0.0, 1.0, PIECES + 1)
    along, risen = _course(t)
    left = np.array([column.x + half for column in layout.columns[:-1]])
    right = np.array([column.x - half for column in layout.columns[1:]])
    heights = [np.array([tile.center().y() for tile in column.tiles]) for column in layout.columns]
    most = max(each.size for each in heights)
    table = np.array([np.pad(each, (0, most - each.size)) for each in heights])
    x0, x1 = left[links.column, np.newaxis], right[links.column, np.newaxis]
    y0 = table[links.column, links.source][:, np.newaxis]
    y1 = table[links.column + 1, links.target][:, np.newaxis]
    x, y = x0 + along * (x1 - x0), y0 + risen * (y1 - y0)
    return np.stack([x[:, :-1], y[:, :-1], x[:, 1:], y[:, 1:]], axis=-1)


def link_height(layout: DiagramLayout, link: Link, x: float) -> float:
    """Return where a link passes at x."""
    left, right = layout.columns[link.column], layout.columns[link.column + 1]
    s = _progress(layout, link.column, x)
    y0, y1 = left.tiles[link.source].center().y(), right.tiles[link.target].center().y()
    return y0 + s * (y1 - y0)


def link_at(layout: DiagramLayout, place: QPointF) -> Link | None:
    """Return the link that passes nearest to a place, if one is near."""
    column = layout.gap_at(place.x())
    if column is None:
        return None
    s = _progress(layout, column, place.x())
    y0, y1 = (
        np.array([tile.center().y() for tile in layout.columns[column + each].tiles])
        for each in (0, 1)
    )
    distances = np.abs(y0[:, np.newaxis] * (1 - s) + y1 * s - place.y())
    source, target = np.unravel_index(np.argmin(distances), distances.shape)
    if distances[source, target] > REACH:
        return None
    return Link(column, int(source), int(target))


def _progress(layout: DiagramLayout, column: int, x: float) -> float:
    """Return how far links have come from their first to their last height at x, from 0 to 1."""
    half = layout.tile / 2
    x0, x1 = layout.columns[column].x + half, layout.columns[column + 1].x - half
    along, risen = _course(np.linspace(0.0, 1.0, 65))
    return float(np.interp((x - x0) / max(x1 - x0, 1e-9), along, risen))


def _course(t: Float) -> tuple[Float, Float]:
    """Return how far a cubic with both control points halfway has come across, and up."""
    return 1.5 * t * (1 - t) ** 2 + 1.5 * t**2 * (1 - t) + t**3, 3 * t**2 - 2 * t**3


@lru_cache(maxsize=8)
def _pens(tile: float, theme: Theme) -> tuple[QPen, ...]:
    """Return a pen for each level of a weight."""
    lookup = diverging_lookup(theme)
    pens = []
    for share in np.linspace(-1.0, 1.0, 2 * LEVELS + 1).tolist():
        # Thin lines are pale enough: their colours begin away from 0.
        strength = math.copysign(0.25 + 0.75 * abs(share), share)
        colour = lookup[round((strength + 1.0) * (len(lookup) - 1) / 2)]
        pens.append(line_pen(QColor(*colour.tolist()), link_width(share, tile)))
    return tuple(pens)
