"""Where the units of a network are in the ledger's diagram: pure geometry, in pixels."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF

from gdstudio.ui.labs.ledger_choice import Shape, Weight

CUT_WIDTH = 20.0
INPUT_COLUMN = -1
"""The column of the inputs; those of the layers are 0, 1, …, and then comes that of the loss."""


class Place(NamedTuple):
    """A unit, or an input in the column −1."""

    column: int
    unit: int


@dataclass(frozen=True)
class Sizes:
    """Sizes in pixels: of a node, and what is least from one node to the next.

    ``scale`` says how many times as large as usual that is, and text with it.
    """

    node_width: float
    node_height: float
    column_pitch: float
    row_pitch: float
    scale: float = 1.0


@dataclass(frozen=True)
class DiagramLayout:
    """What of a network is shown, and where.

    Attributes
    ----------
    nodes
        The rectangle of each input and unit that is shown.
    loss
        That of the loss, empty where it is not shown.
    gaps
        Where "⋮" stands for units that are not shown.
    cuts
        Where "⋯" stands for layers that are not shown.
    scale
        How many times as large as usual everything is.
    """

    nodes: dict[Place, QRectF]
    loss: QRectF
    gaps: tuple[QPointF, ...]
    cuts: tuple[QPointF, ...]
    scale: float

    @cached_property
    def edges(self) -> list[tuple[Weight, QPointF, QPointF]]:
        """Each weight between units that are shown, and where its line begins and ends."""
        return [
            (Weight(end.column, start.unit, end.unit), *self.edge(start, end))
            for start in self.nodes
            for end in self.nodes
            if end.column == start.column + 1
        ]

    def edge(self, start: Place, end: Place) -> tuple[QPointF, QPointF]:
        """Return where the line from a node to one of the next column begins and ends."""
        a, b = self.nodes[start], self.nodes[end]
        return QPointF(a.right(), a.center().y()), QPointF(b.left(), b.center().y())


def shown_columns(layers: int, room: int, current: int) -> range:
    """Return which of the columns, from that of the inputs to that of the loss, are shown.

    As many as there is room for, with the current layer and those beside it among them.
    """
    total = layers + 2
    count = min(total, max(3, room))
    first = min(max(current - count // 2, INPUT_COLUMN), INPUT_COLUMN + total - count)
    return range(first, first + count)


def shown_units(count: int, room: int, chosen: frozenset[int]) -> tuple[int | None, ...]:
    """Return which units of a layer are shown from top to bottom; None stands for "…".

    All if there is room, else the first ones, and those that are chosen.
    """
    room = max(room, len(chosen) + 1)
    if count <= room:
        return tuple(range(count))
    first = room - 1
    while first > 0 and first + _extra(first, chosen, count) > room:
        first -= 1
    shown = sorted({*range(first), *chosen})
    units: list[int | None] = []
    before = -1
    for unit in shown:
        if unit > before + 1:
            units.append(None)
        units.append(unit)
        before = unit
    if before < count - 1:
        units.append(None)
    while len(units) > room and None in units:
        # What is chosen is seen, even if it is not seen what is left out.
        del units[len(units) - 1 - units[::-1].index(None)]
    return tuple(units)


def _extra(first: int, chosen: frozenset[int], count: int) -> int:
    """Return how many rows the chosen units below the first ones and all gaps take."""
    below = sorted(unit for unit in chosen if unit >= first)
    rows, before = len(below), first - 1
    for unit in (*below, count):
        rows += unit > before + 1
        before = unit
    return rows


def layout_of(
    shape: Shape, area: QRectF, sizes: Sizes, current: int, chosen: dict[int, frozenset[int]]
) -> DiagramLayout:
    """Return the layout of a network.

    Parameters
    ----------
    shape
        The network.
    area
        Where there is room.
    sizes
        How large things are.
    current
        The layer that is explained.
    chosen
        Of each column, what must be seen.
    """
    counts = {INPUT_COLUMN: shape[0][0]} | {n: units for n, (_, units) in enumerate(shape)}
    room = int((area.width() - sizes.node_width) / sizes.column_pitch) + 1
    columns = shown_columns(len(shape), room, current)
    area, cuts = _beside_cuts(area, columns, len(shape))
    pitch = (area.width() - sizes.node_width) / max(1, len(columns) - 1)
    rows = int((area.height() - sizes.node_height) / sizes.row_pitch) + 1
    nodes: dict[Place, QRectF] = {}
    gaps: list[QPointF] = []
    loss = QRectF()
    for number, column in enumerate(columns):
        x = area.left() + sizes.node_width / 2.0 + number * pitch
        if column not in counts:
            loss = _around(QPointF(x, area.center().y()), sizes)
            continue
        units = shown_units(counts[column], rows, chosen.get(column, frozenset()))
        step = min(area.height() / len(units), 2.2 * sizes.row_pitch)
        for row, unit in enumerate(units):
            centre = QPointF(x, area.center().y() + (row - (len(units) - 1) / 2.0) * step)
            if unit is None:
                gaps.append(centre)
            else:
                nodes[Place(column, unit)] = _around(centre, sizes)
    return DiagramLayout(nodes, loss, tuple(gaps), cuts, sizes.scale)


def _beside_cuts(area: QRectF, columns: range, layers: int) -> tuple[QRectF, tuple[QPointF, ...]]:
    """Return what is left of an area beside the signs for columns that are not shown."""
    middle = area.center().y()
    cuts = []
    if columns[0] > INPUT_COLUMN:
        cuts.append(QPointF(area.left() + CUT_WIDTH / 2.0, middle))
        area = area.adjusted(CUT_WIDTH, 0.0, 0.0, 0.0)
    if columns[-1] < layers:
        cuts.append(QPointF(area.right() - CUT_WIDTH / 2.0, middle))
        area = area.adjusted(0.0, 0.0, -CUT_WIDTH, 0.0)
    return area, tuple(cuts)


def _around(centre: QPointF, sizes: Sizes) -> QRectF:
    width, height = sizes.node_width, sizes.node_height
    return QRectF(centre.x() - width / 2.0, centre.y() - height / 2.0, width, height)
