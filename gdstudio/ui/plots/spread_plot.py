"""The loss curves of many trainings, and a strip with their ends beside."""

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Signal
from PySide6.QtGui import QFont

from gdstudio.simulation.spread import Training, quartiles
from gdstudio.ui.colours import Theme
from gdstudio.ui.plots.base_plot import BasePlot
from gdstudio.ui.plots.decade_axis import DecadeAxis
from gdstudio.ui.plots.spread_items import (
    EndsItem,
    SpreadCurves,
    SpreadEnds,
    SpreadItem,
    ThresholdItem,
)
from gdstudio.ui.plots.view_box import PictureViewBox

Float = NDArray[np.float64]

DECADES = 12.0
"""How far down the axis goes at the most."""
MARGIN = 0.06
GRAIN = 0.1
"""Decades in which the ends of the axis move, so that it does not tremble while curves come."""
REACH = 18.0
"""Pixels from a curve or a dot in which the pointer takes it."""
CELL, STEP = 8.0, 9.0
"""Pixels: ends in cells of this height stand side by side, so far apart."""
EDGE = 12.0
AXIS_WIDTH = 58


class SpreadPlot(BasePlot):
    """Losses over the steps, logarithmic; a click chooses a training."""

    picked = Signal(int)
    """The index of a training."""
    height_changed = Signal()
    """The visible losses changed."""

    def __init__(self, theme: Theme, font: QFont) -> None:
        self._item = SpreadItem(theme)
        self._line = ThresholdItem(theme)
        self._spread: SpreadCurves | None = None
        view_box = PictureViewBox()
        axis = DecadeAxis()
        super().__init__(theme, font, view_box, axis)
        axis.set_decades(True)
        axis.setWidth(AXIS_WIDTH)
        self.showGrid(x=True, y=True, alpha=0.22)
        self.set_axis_label("bottom", self.tr("Step (bold: the median, shaded: the middle half)"))
        self.set_axis_label("left", self.tr("Loss"))
        for item in (self._item, self._line):
            self.addItem(item, ignoreBounds=True)
        view_box.setMouseEnabled(x=True, y=False)
        view_box.picked.connect(self._on_picked)
        view_box.reset_requested.connect(self.reset_view)
        view_box.sigYRangeChanged.connect(self.height_changed)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        super().set_theme(theme)
        self._item.set_theme(theme)
        self._line.set_theme(theme)

    def show_spread(
        self, spread: tuple[Training, ...], colour: str, threshold: float, series: object
    ) -> None:
        """Show trainings.

        Parameters
        ----------
        spread
            The trainings so far.
        colour
            Of their run.
        threshold
            The loss above which one is stuck.
        series
            Equal for spreads of which one is the beginning of the other.
        """
        self._line.set_height(logarithm(threshold) if spread else None)
        self._spread = (
            SpreadCurves(
                spread[0].steps.astype(np.float64),
                logarithms(np.array([each.losses for each in spread])),
                logarithms(np.array(quartiles(list(spread)))),
                colour,
                series,
            )
            if spread
            else None
        )
        self.reset_view()
        self._item.set_spread(self._spread)

    def set_chosen(self, index: int | None) -> None:
        """Let a training stand out, or none."""
        self._item.set_chosen(index)

    def reset_view(self) -> None:
        """Show all curves."""
        spread = self._spread
        if spread is None:
            return
        finite = spread.curves[np.isfinite(spread.curves)]
        if finite.size == 0:
            return
        # What flies off leaves through the top: the start of the worst is high enough.
        started = spread.curves[:, 0][np.isfinite(spread.curves[:, 0])]
        most = float(started.max()) + 0.5 if started.size else float(finite.max())
        high = min(float(finite.max()), most)
        low = max(float(finite.min()), high - DECADES)
        low, high = GRAIN * math.floor(low / GRAIN), GRAIN * math.ceil(high / GRAIN)
        margin = MARGIN * max(high - low, GRAIN)
        last = max(1.0, float(spread.x[-1]))
        self.vb.setRange(
            xRange=(-0.01 * last, 1.01 * last), yRange=(low - margin, high + margin), padding=0.0
        )

    def nearest(self, place: QPointF) -> int | None:
        """Return the training whose curve is near a place, or None."""
        spread = self._spread
        if spread is None:
            return None
        x_pixel, y_pixel = self.vb.viewPixelSize()
        dx = (spread.x - place.x()) / x_pixel
        with np.errstate(invalid="ignore"):
            dy = (spread.curves - place.y()) / y_pixel
            return _index_within(np.min(_between(dx, dy), axis=1))

    def _on_picked(self, x: float, y: float) -> None:
        index = self.nearest(QPointF(x, y))
        if index is not None:
            self.picked.emit(index)


class EndsPlot(BasePlot):
    """The losses at the end of trainings, beside the curves: each a dot, equal ones in a row."""

    picked = Signal(int)

    def __init__(self, theme: Theme, font: QFont, curves: SpreadPlot) -> None:
        self._item = EndsItem(theme)
        self._line = ThresholdItem(theme)
        self._losses: Float = np.zeros(0)
        self._places: Float = np.zeros((0, 2))
        self._colour = "#000000"
        self._threshold = 0.0
        view_box = PictureViewBox()
        axis = DecadeAxis()
        super().__init__(theme, font, view_box, axis)
        axis.set_decades(True)
        axis.setStyle(showValues=False)
        axis.setWidth(6)
        self.getAxis("bottom").setTicks([])
        self.set_axis_label("bottom", self.tr("At the end"))
        for item in (self._line, self._item):
            self.addItem(item, ignoreBounds=True)
        view_box.setMouseEnabled(x=False, y=False)
        view_box.setYLink(curves.vb)
        view_box.picked.connect(self._on_picked)
        view_box.sigResized.connect(self._arrange)
        curves.height_changed.connect(self._arrange)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        super().set_theme(theme)
        self._item.set_theme(theme)
        self._line.set_theme(theme)

    def show_spread(self, spread: tuple[Training, ...], colour: str, threshold: float) -> None:
        """Show trainings: those above the threshold as stuck."""
        self._losses = logarithms(np.array([each.train_loss for each in spread], dtype=np.float64))
        self._colour, self._threshold = colour, threshold
        self._line.set_height(logarithm(threshold) if spread else None)
        self._arrange()

    def set_chosen(self, index: int | None) -> None:
        """Let a training stand out, or none."""
        self._item.set_chosen(index)

    def nearest(self, place: QPointF) -> int | None:
        """Return the training whose dot is near a place, or None."""
        if len(self._places) == 0:
            return None
        pixel = np.array(self.vb.viewPixelSize())
        offsets = (self._places - [place.x(), place.y()]) / pixel
        return _index_within(np.hypot(*offsets.T))

    @property
    def places(self) -> Float:
        """Where the dots are, (trainings, 2)."""
        return self._places

    def _arrange(self) -> None:
        """Place dots of about the same height side by side; one pixel is one unit across."""
        width, height = self.vb.width(), self.vb.height()
        (_, _), (low, high) = self.vb.viewRange()
        self.vb.setXRange(0.0, max(width, 1.0), padding=0.0)
        # What lies above the picture is seen at its edge.
        pixel = (high - low) / max(height, 1.0)
        heights = np.clip(
            np.where(np.isnan(self._losses), np.inf, self._losses),
            low + 0.5 * CELL * pixel,
            high - 0.5 * CELL * pixel,
        )
        self._places = side_by_side(heights, CELL * pixel, width)
        stuck = ~(self._losses <= logarithm(self._threshold))
        self._item.set_ends(SpreadEnds(self._places, stuck, self._colour))

    def _on_picked(self, x: float, y: float) -> None:
        index = self.nearest(QPointF(x, y))
        if index is not None:
            self.picked.emit(index)


def side_by_side(heights: Float, cell: float, width: float) -> Float:
    """Return places (n, 2) of dots at heights (n,): those in one cell stand in a row.

    Parameters
    ----------
    heights, cell
        In the same unit.
    width
        The room for a row; where there are too many dots they come closer.
    """
    places = np.column_stack([np.full(heights.size, EDGE), heights])
    cells = np.floor(heights / cell)
    for each in np.unique(cells):
        row = np.flatnonzero(cells == each)
        step = min(STEP, max(0.0, width - 2 * EDGE) / max(1, row.size - 1))
        places[row, 0] = EDGE + step * np.arange(row.size)
    return places


def logarithm(value: float) -> float:
    """Return the decimal logarithm of a loss; −∞ of 0."""
    return float(logarithms(np.array([value]))[0])


def logarithms(values: Float) -> Float:
    """Return decimal logarithms; NaN of what has none."""
    with np.errstate(divide="ignore", invalid="ignore"):
        heights: Float = np.log10(values)
    return heights


def _between(dx: Float, dy: Float) -> Float:
    """Return the distances (curves, points − 1) of the origin from the lines of curves.

    Parameters
    ----------
    dx, dy
        Offsets (points,) and (curves, points) in pixels.
    """
    if dx.size == 1:
        return np.hypot(dx, dy)
    along, rise = np.diff(dx), np.diff(dy, axis=1)
    squares = np.maximum(along**2 + rise**2, 1e-300)
    place = np.clip(-(dx[:-1] * along + dy[:, :-1] * rise) / squares, 0.0, 1.0)
    distances = np.hypot(dx[:-1] + place * along, dy[:, :-1] + place * rise)
    return np.where(np.isnan(distances), np.inf, distances)


def _index_within(distances: Float) -> int | None:
    index = int(np.argmin(distances))
    return index if distances[index] <= REACH else None
