"""Arrows and streamlines of a gradient, drawn so calmly that the map stays light."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter, QPolygonF

from gdstudio.simulation.map_flow import ARROW_PIXELS, ArrowField
from gdstudio.simulation.polylines import Polylines, counted
from gdstudio.ui.plots.layer import Projection
from gdstudio.ui.plots.lines import draw_segments, even_pen, line_pen, path_of, segments_of

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
    seen = [projection.points(line) for line in lines]
    draw_segments(painter, segments_of(seen), even_pen(ink, STREAM * projection.unit))
    solid = QColor(ink)
    solid.setAlpha(min(255, ink.alpha() + 70))
    size = 8.0 * projection.unit
    joined = Polylines(np.concatenate(seen), np.cumsum([len(line) for line in seen]))
    heads = _heads(joined, BETWEEN_HEADS * projection.ratio, size)
    painter.fillPath(path_of(list(_arrow_heads(*heads, size))), solid)


def head_polygon(tip: Float, unit: Float, length: float) -> QPolygonF:
    """Return a filled arrow head that ends at ``tip`` (2,), in the direction ``unit`` (2,)."""
    (corners,) = _arrow_heads(tip[np.newaxis], unit[np.newaxis], length)
    return QPolygonF([QPointF(*corner) for corner in corners.tolist()])


def _arrow_heads(tips: Float, units: Float, length: float) -> Float:
    """Return the corners (n, 4, 2) of arrow heads that end at tips (n, 2)."""
    backs = tips - length * units
    sides = 0.42 * length * np.stack([-units[:, 1], units[:, 0]], axis=1)
    return np.stack([tips, backs + sides, backs + 0.22 * length * units, backs - sides], axis=1)


def _heads(lines: Polylines, between: float, size: float) -> tuple[Float, Float]:
    """Return where the heads of lines end, (n, 2), and their directions: each line has one."""
    counts = np.maximum(1, (lines.lengths / between).astype(np.int64))
    which, number = counted(counts)
    places = (number + 0.5) * lines.lengths[which] / counts[which]
    tips = lines.at(which, places)
    ways = tips - lines.at(which, places - 0.5 * size)
    norms = np.hypot(ways[:, 0], ways[:, 1])
    tips, units = tips[norms > 0.0], ways[norms > 0.0] / norms[norms > 0.0, np.newaxis]
    return tips + 0.4 * size * units, units


def _turned(unit: Float, angle: float) -> Float:
    cosine, sine = np.cos(angle), np.sin(angle)
    return np.stack(
        [cosine * unit[:, 0] - sine * unit[:, 1], sine * unit[:, 0] + cosine * unit[:, 1]], axis=1
    )
