"""Where everything of the diagram of a network is: columns of tiles, from left to right."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

LARGEST_TILE, LEAST_TILE, COMFORTABLE_TILE = 60.0, 13.0, 22.0
GAP = 0.28
"""Between tiles, as a part of a tile."""
LEAST_PITCH = 34.0
"""From column to column: more layers than fit make the diagram wider than its card."""
NOTE_HEIGHT = 18.0
"""Of "+ n more"."""
FOOT = 8.0


@dataclass(frozen=True)
class Column:
    """A layer of the diagram.

    Attributes
    ----------
    x
        Its middle.
    tiles
        One for each unit that is shown.
    hidden
        How many units there is no room for.
    """

    x: float
    tiles: tuple[QRectF, ...]
    hidden: int

    @property
    def note_place(self) -> QRectF:
        """Where it says how many units are hidden."""
        last = self.tiles[-1]
        return QRectF(self.x - 40.0, last.bottom() + 2.0, 80.0, NOTE_HEIGHT)


@dataclass(frozen=True)
class DiagramLayout:
    """The places of all units; column 0 has the inputs.

    Attributes
    ----------
    tile
        The side of a tile.
    pitch
        From column to column.
    """

    columns: tuple[Column, ...]
    tile: float
    pitch: float

    def unit_at(self, place: QPointF) -> tuple[int, int] | None:
        """Return column and unit of the tile, or of the bias at its foot, at a place."""
        for index, column in enumerate(self.columns):
            for unit, tile in enumerate(column.tiles):
                bias = QRectF(tile.left() - 10.0, tile.bottom() - 8.0, 10.0, 10.0)
                if tile.adjusted(-2, -2, 2, 2).contains(place) or bias.contains(place):
                    return index, unit
        return None

    def gap_at(self, x: float) -> int | None:
        """Return between which column and the next one a place is."""
        half = self.tile / 2
        for index, column in enumerate(self.columns[:-1]):
            if column.x + half <= x <= self.columns[index + 1].x - half:
                return index
        return None


def least_width(columns: int, left: float, right: float) -> float:
    """Return how wide a diagram is at least, with labels of these widths on both sides."""
    return left + right + LEAST_PITCH * columns


def layout_of(
    widths: Sequence[int], width: float, height: float, head: float, left: float, right: float
) -> DiagramLayout:
    """Return a layout.

    Parameters
    ----------
    widths
        Units of each column.
    width, height
        Of the whole diagram, in pixels.
    head
        Room above the tiles: for how many units there are, and which activation.
    left, right
        Room for labels beside the first and the last column.
    """
    room = max(height - head - FOOT, 2 * COMFORTABLE_TILE)
    usable = max(width, least_width(len(widths), left, right)) - left - right
    pitch = usable / len(widths)
    most = max(widths)
    tile = min(LARGEST_TILE, 0.56 * pitch, room / (most + GAP * (most - 1)))
    if tile < LEAST_TILE:
        tile = min(COMFORTABLE_TILE, 0.56 * pitch)
    first, last = left + pitch / 2, left + usable - pitch / 2
    # The labels begin at the tiles, not at the edge of their columns.
    spare = (pitch - tile) / 2
    first, last = first - min(spare, left and spare), last + (min(spare, right and spare))
    step = (last - first) / max(1, len(widths) - 1)
    middle = head + room / 2
    columns = tuple(
        _column(first + index * step, units, tile, middle, room)
        for index, units in enumerate(widths)
    )
    return DiagramLayout(columns, tile, step)


def _column(x: float, units: int, tile: float, middle: float, room: float) -> Column:
    step = (1.0 + GAP) * tile
    shown = units
    if units * step - GAP * tile > room + 0.5:
        shown = max(1, int((room - NOTE_HEIGHT + GAP * tile) / step))
    hidden = units - shown
    height = shown * step - GAP * tile + (NOTE_HEIGHT if hidden else 0.0)
    # Few units spread out a little, so that their links are told apart.
    spread = 0.0 if hidden or shown == 1 else min(0.9 * tile, (room - height) / shown * 0.55)
    height += spread * (shown - 1)
    top = middle - height / 2
    tiles = tuple(
        QRectF(x - tile / 2, top + unit * (step + spread), tile, tile) for unit in range(shown)
    )
    return Column(x, tiles, hidden)
