"""Arrows and streamlines of a gradient, drawn so calmly that the map stays light."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from gdstudio.simulation.map_flow import ARROW_PIXELS, ArrowField
from gdstudio.ui.plots.layer import Projection
from gdstudio.ui.plots.line_labels import distances_along, points_at
from gdstudio.ui.plots.lines import draw_segments, line_pen, segments

Float = NDArray[np.float64]

LONGEST, SHORTEST = 0.74 * ARROW_PIXELS, 0.2 * ARROW_PIXELS
POWER = 0.35
"""Of the norm, which decides how long an arrow is: norms differ by a factor of thousands."""
SHAFT, STREAM = 1.15, 1.2
HEAD = 5.0
"""How long the two strokes of an arrow's head are."""
BETWEEN_HEADS = 170.0
SPREAD = np.radians(27.0)


def arrow_segments(field: ArrowField, projection: Projection, *, is_uphill: bool) -> Float:
    """Return the strokes (n, 4) of all arrows in device pixels: shafts, then both sides of heads.

    An arrow stands with its middle on its point and is drawn whole or not at all.
    """
    sign = 1.0 if is_uphill else -1.0
    direction = np.stack(
        [
            sign * field.gradients[:, 0] * projection.x_scale,
            sign * field.gradients[:, 1] * projection.y_scale,
        ],
        axis=1,
    )
    largest = np.abs(direction).max(axis=1, keepdims=True, initial=0.0)
    flows = (largest[:, 0] > 0.0) & np.isfinite(largest[:, 0])
    direction, norms = direction[flows] / largest[flows], field.norms[flows]
    if len(norms) == 0:
        return np.zeros((0, 4))
    unit = direction / np.hypot(direction[:, :1], direction[:, 1:])
    reference = float(np.quantile(norms, 0.95))
    with np.errstate(over="ignore", invalid="ignore"):
        share = np.minimum((norms / reference) ** POWER, 1.0) if reference > 0.0 else norms * 0.0
    length = projection.ratio * (SHORTEST + (LONGEST - SHORTEST) * share)[:, None]
    middle = np.stack(
        [projection.x(field.points[flows, 0]), projection.y(field.points[flows, 1])], axis=1
    )
    tail, tip = middle - 0.5 * length * unit, middle + 0.5 * length * unit
    size = np.array([projection.width, projection.height])
    inside = np.all((np.minimum(tail, tip) >= 1) & (np.maximum(tail, tip) <= size - 1), axis=1)
    tail, tip, unit, length = tail[inside], tip[inside], unit[inside], length[inside]
    head = np.minimum(HEAD * projection.ratio, 0.45 * length)
    sides = [tip - head * _turned(unit, turn) for turn in (SPREAD, -SPREAD)]
    strokes = [(tail, tip), *((side, tip) for side in sides)]
    return np.concatenate([np.concatenate(stroke, axis=1) for stroke in strokes])


def draw_arrows(
    painter: QPainter,
    projection: Projection,
    field: ArrowField,
    ink: QColor,
    *,
    is_uphill: bool,
) -> None:
    """Draw the arrows of a field, uphill or downhill."""
    strokes = arrow_segments(field, projection, is_uphill=is_uphill)
    draw_segments(painter, strokes, line_pen(ink, SHAFT * projection.unit))


def draw_streamlines(
    painter: QPainter, projection: Projection, lines: tuple[Float, ...], ink: QColor
) -> None:
    """Draw lines with a head in their middle, and more on long ones."""
    if not lines:
        return
    # One line with gaps is drawn sooner than many.
    gap = np.full((1, 2), np.nan)
    joined = np.concatenate([part for line in lines for part in (line, gap)])
    seen = np.stack([projection.x(joined[:, 0]), projection.y(joined[:, 1])], axis=1)
    pen = line_pen(ink, STREAM * projection.unit)
    draw_segments(painter, segments(seen[:, 0], seen[:, 1]), pen)
    ends = np.cumsum([len(line) + 1 for line in lines])
    heads = [
        head
        for start, end in zip([0, *ends[:-1].tolist()], ends.tolist(), strict=True)
        for head in _heads(seen[start : end - 1], projection)
    ]
    painter.setPen(Qt.PenStyle.NoPen)
    solid = QColor(ink)
    solid.setAlpha(min(255, ink.alpha() + 70))
    painter.setBrush(solid)
    for head in heads:
        painter.drawPolygon(head)


def head_polygon(tip: Float, unit: Float, length: float) -> QPolygonF:
    """Return a filled arrow head that ends at ``tip`` (2,), in the direction ``unit`` (2,)."""
    back = tip - length * unit
    side = 0.42 * length * np.array([-unit[1], unit[0]])
    corners = (tip, back + side, back + 0.22 * length * unit, back - side)
    return QPolygonF([QPointF(*corner.tolist()) for corner in corners])


def _heads(seen: Float, projection: Projection) -> list[QPolygonF]:
    along = distances_along(seen)
    length = along[-1]
    if not length > 0.0:
        return []
    count = max(1, int(length / (BETWEEN_HEADS * projection.ratio)))
    size = 8.0 * projection.unit
    places = (np.arange(count) + 0.5) * (length / count)
    tips, backs = points_at(seen, along, places), points_at(seen, along, places - 0.5 * size)
    heads = []
    for tip, back in zip(tips, backs, strict=True):
        step = tip - back
        norm = float(np.hypot(*step))
        if norm > 0.0:
            heads.append(head_polygon(tip + 0.4 * size * step / norm, step / norm, size))
    return heads


def _turned(unit: Float, angle: float) -> Float:
    cosine, sine = np.cos(angle), np.sin(angle)
    return np.stack(
        [cosine * unit[:, 0] - sine * unit[:, 1], sine * unit[:, 0] + cosine * unit[:, 1]], axis=1
    )
