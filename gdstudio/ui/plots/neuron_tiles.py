"""The tile of a unit: its response over the inputs, its bias, and whether it still learns."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

from gdstudio.simulation.neurons import UnitState
from gdstudio.ui.colours import Theme
from gdstudio.ui.plots.neuron_colours import diverging_colour, diverging_pixels

Float = NDArray[np.float64]


def tile_images(responses: Float, theme: Theme) -> list[QImage]:
    """Return responses (units, rows, columns) from −1 to 1 as images; row 0 is the lowest."""
    pixels = np.ascontiguousarray(diverging_pixels(responses[:, ::-1], theme))
    height, width = responses.shape[1:]
    form = QImage.Format.Format_RGBA8888
    # Copies: an image must not point into an array that goes away.
    return [QImage(each.data, width, height, 4 * width, form).copy() for each in pixels]


def draw_image(painter: QPainter, place: QRectF, image: QImage) -> None:
    """Draw a heatmap, or stripes, in a tile."""
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(place, image)


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


def draw_bias(painter: QPainter, tile: QRectF, share: float, theme: Theme) -> None:
    """Draw a bias, as a part of the scale of the weights, at the foot of a tile."""
    place = bias_place(tile)
    painter.setPen(QPen(QColor(theme.muted_text), 0.8))
    painter.setBrush(diverging_colour(share, theme))
    painter.drawRect(place)


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
