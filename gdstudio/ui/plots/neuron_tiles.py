"""The tile of a unit: its response over the inputs, its bias, and whether it still learns."""

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from gdstudio.simulation.neurons import UnitState
from gdstudio.ui.colours import Theme
from gdstudio.ui.plots.neuron_colours import diverging_pixels

Float = NDArray[np.float64]


def snapped(place: QRectF, ratio: float) -> QRectF:
    """Return a place whose corners are corners of device pixels: edges there are sharp."""
    left, top = round(place.left() * ratio), round(place.top() * ratio)
    side = max(1, round(place.width() * ratio))
    return QRectF(left / ratio, top / ratio, side / ratio, side / ratio)


def put_tiles(
    pixels: NDArray[np.uint8],
    places: Sequence[QRectF],
    responses: Float,
    ratio: float,
    theme: Theme,
) -> None:
    """Put responses as heatmaps, or stripes, into a picture.

    All at once with array operations: painted one by one, each costs as much as all together.

    Parameters
    ----------
    pixels
        RGBA (height, width, 4), written.
    places
        Squares of the same size, in logical pixels; what lies outside of the picture is cut off.
    responses
        (tiles, rows, columns) from −1 to 1; row 0 is the lowest.
    ratio
        Device pixels to a logical pixel.
    """
    if not places:
        return
    side = max(1, round(places[0].width() * ratio))
    down, across = (smoothing(cells, side) for cells in responses.shape[1:])
    with np.errstate(invalid="ignore"):
        coloured = diverging_pixels(down @ responses[:, ::-1] @ across.T, theme)
    height, width = pixels.shape[:2]
    for place, tile in zip(places, coloured, strict=True):
        left, top = round(place.left() * ratio), round(place.top() * ratio)
        if 0 <= left < width and 0 <= top < height:
            here = pixels[top : top + side, left : left + side]
            here[:] = tile[: here.shape[0], : here.shape[1]]


@cache
def smoothing(cells: int, pixels: int) -> Float:
    """Return the weights (pixels, cells) with which the middles of cells become those of pixels."""
    places = (np.arange(pixels) + 0.5) * (cells / pixels) - 0.5
    distances = np.abs(places.clip(0.0, cells - 1.0)[:, np.newaxis] - np.arange(cells))
    weights: Float = np.maximum(0.0, 1.0 - distances)
    return weights


def draw_curve(painter: QPainter, place: QRectF, response: Float, theme: Theme) -> None:
    """Draw a response (columns,) to one input, from −1 to 1, as a curve in a tile."""
    painter.fillRect(place, QColor(theme.input))
    middle, half = place.center().y(), 0.44 * place.height()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme.grid), 1.0))
    painter.drawLine(QLineF(place.left(), middle, place.right(), middle))
    x = np.linspace(place.left() + 1.0, place.right() - 1.0, len(response))
    y = middle - half * np.nan_to_num(response).clip(-1.0, 1.0)
    painter.setPen(QPen(QColor(theme.accent), 1.6))
    painter.drawPolyline(QPolygonF(list(map(QPointF, x.tolist(), y.tolist()))))


def draw_border(
    painter: QPainter, place: QRectF, theme: Theme, *, chosen: bool, near: bool
) -> None:
    """Draw the edge of a tile: of one that is chosen, or under the pointer, in the accent."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    colour = QColor(theme.accent if chosen or near else theme.muted_text)
    width = 2.4 if chosen else 1.8 if near else 1.0
    painter.setPen(QPen(colour, width))
    out = width / 2
    painter.drawRoundedRect(place.adjusted(-out, -out, out, out), 2.5, 2.5)


def put_biases(
    pixels: NDArray[np.uint8], tiles: Sequence[QRectF], shares: Float, ratio: float, theme: Theme
) -> None:
    """Put biases (tiles,), as parts of the scale of the weights, at the feet of tiles.

    Parameters
    ----------
    pixels, ratio
        As for ``put_tiles``.
    """
    edge = np.array(QColor(theme.muted_text).getRgb(), dtype=np.uint8)
    thickness = max(1, round(0.8 * ratio))
    for tile, colour in zip(tiles, diverging_pixels(shares, theme), strict=True):
        place = snapped(bias_place(tile), ratio)
        left, top, side = (
            round(ratio * each) for each in (place.left(), place.top(), place.width())
        )
        if left >= 0 and top >= 0:
            pixels[top : top + side, left : left + side] = edge
            inner = slice(thickness, side - thickness)
            pixels[top : top + side, left : left + side][inner, inner] = colour


def bias_place(tile: QRectF) -> QRectF:
    """Return where the bias of a tile is: small, left of its lowest part."""
    side = min(6.0, max(3.5, 0.2 * tile.width()))
    return QRectF(tile.left() - side - 3.0, tile.bottom() - side, side, side)


def draw_state(painter: QPainter, tile: QRectF, state: UnitState, theme: Theme) -> None:
    """Cross out a dead unit; put two bars, as of a ceiling and a floor, on a saturated one."""
    if state is UnitState.ALIVE:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    radius = min(7.0, max(4.5, 0.22 * tile.width()))
    centre = tile.topRight()
    is_dead = state is UnitState.DEAD
    if is_dead:
        veil = QColor(theme.card)
        veil.setAlpha(150)
        painter.fillRect(tile, veil)
    painter.setPen(QPen(QColor(theme.card), 1.4))
    painter.setBrush(QColor(theme.danger if is_dead else theme.warning))
    painter.drawEllipse(centre, radius, radius)
    pen = QPen(QColor(theme.card), max(1.2, 0.26 * radius))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    reach = 0.42 * radius
    if is_dead:
        lines = (QLineF(-reach, -reach, reach, reach), QLineF(-reach, reach, reach, -reach))
    else:
        lines = (QLineF(-reach, -reach, reach, -reach), QLineF(-reach, reach, reach, reach))
    for line in lines:
        painter.drawLine(line.translated(centre))
