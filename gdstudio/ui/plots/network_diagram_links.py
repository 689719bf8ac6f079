"""The weights of a network as curves between its units: width and colour tell the number."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from gdstudio.ui.colours import Theme
from gdstudio.ui.plots.network_diagram_layout import DiagramLayout
from gdstudio.ui.plots.neuron_colours import diverging_lookup

Float = NDArray[np.float64]

THINNEST, THICKEST = 0.4, 5.6
"""Pixels, between large tiles."""
REACH = 5.0
"""How far from a link the pointer may be."""
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
    shares
        The weight, of the largest that the scale has.
    """

    column: NDArray[np.intp]
    source: NDArray[np.intp]
    target: NDArray[np.intp]
    shares: Float


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
    share = np.concatenate(shares)
    order = np.argsort(np.abs(share), kind="stable")
    column_of, source_of, target_of = (
        np.concatenate(each)[order].astype(np.intp) for each in (columns, sources, targets)
    )
    return Links(column_of, source_of, target_of, share[order])


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
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pens = _pens(layout.tile, theme)
    half = len(pens) // 2
    half_tile = layout.tile / 2
    first = max(0, len(links.shares) - most)
    rows = zip(
        links.column[first:].tolist(),
        links.source[first:].tolist(),
        links.target[first:].tolist(),
        np.nan_to_num(links.shares[first:]).clip(-1.0, 1.0).tolist(),
        strict=True,
    )
    for column, source, target, share in rows:
        if isinstance(focus, Link):
            painter.setOpacity(1.0 if focus == Link(column, source, target) else PALE)
        elif focus is not None:
            is_near = focus in ((column, source), (column + 1, target))
            painter.setOpacity(1.0 if is_near else FAINT)
        left, right = layout.columns[column], layout.columns[column + 1]
        x0, x1 = left.x + half_tile, right.x - half_tile
        y0, y1 = left.tiles[source].center().y(), right.tiles[target].center().y()
        middle = (x0 + x1) / 2
        path = QPainterPath(QPointF(x0, y0))
        path.cubicTo(middle, y0, middle, y1, x1, y1)
        painter.setPen(pens[round(half + share * half)])
        painter.drawPath(path)
    painter.setOpacity(1.0)


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
    t = np.linspace(0.0, 1.0, 65)
    # A cubic with both control points halfway: x(t) and how far y is.
    along = 1.5 * t * (1 - t) ** 2 + 1.5 * t**2 * (1 - t) + t**3
    at = float(np.interp((x - x0) / max(x1 - x0, 1e-9), along, t))
    return 3 * at**2 - 2 * at**3


@lru_cache(maxsize=8)
def _pens(tile: float, theme: Theme) -> tuple[QPen, ...]:
    """Return a pen for each of 65 weights from −1 to 1."""
    lookup = diverging_lookup(theme)
    pens = []
    for share in np.linspace(-1.0, 1.0, 65).tolist():
        # Thin lines are pale enough: their colours begin away from 0.
        strength = math.copysign(0.25 + 0.75 * abs(share), share)
        colour = lookup[round((strength + 1.0) * (len(lookup) - 1) / 2)]
        pen = QPen(QColor(*colour.tolist()), link_width(share, tile))
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pens.append(pen)
    return tuple(pens)
