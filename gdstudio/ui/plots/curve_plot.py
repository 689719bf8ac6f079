"""Loss, accuracy, gradient norm and learning rate over the steps, or over the epochs."""

import math
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Signal
from PySide6.QtGui import QFont

from gdstudio.experiment.gallery import entry_for
from gdstudio.simulation.outcome import Outcome
from gdstudio.ui.colours import Theme
from gdstudio.ui.number_text import short_number
from gdstudio.ui.plots.base_plot import BasePlot
from gdstudio.ui.plots.curve_item import CurveItem, RunCurve
from gdstudio.ui.plots.curve_key import ROOM, CurveKey
from gdstudio.ui.plots.curve_view_box import CurveViewBox
from gdstudio.ui.plots.decade_axis import DecadeAxis
from gdstudio.ui.plots.frame import Frame
from gdstudio.ui.plots.prepared_curve import Extent, PreparedCurve
from gdstudio.ui.plots.quantity import Part, Quantity, Series, head_of, series_of

DECADES = 18.0
"""How far down a logarithmic axis goes at the most."""
MARGIN = 0.06
"""Air above and below the curves, as a part of their height."""
HALF_LINE, LEAST_HEIGHT = 9.0, 100.0
"""Pixels: half the height of a tick's number, and of a plot of which anything can be seen."""
EVERY_ROW = 100.0
"""The accuracy, in per cent, beyond which there is none."""
LEAP = 1.5
"""How much longer the horizontal axis gets at a time while a run grows."""

Place: TypeAlias = tuple[int, Part]
"""A run, and of which rows its curve is."""
LOGARITHMIC_AT_FIRST = (Quantity.LOSS, Quantity.GRADIENT_NORM)


class CurvePlot(BasePlot):
    """One quantity of all runs over the steps, linear or logarithmic."""

    scrubbed = Signal(float)

    def __init__(self, theme: Theme, font: QFont, quantity: Quantity) -> None:
        self._item = CurveItem(theme)
        self._quantity = quantity
        self._is_logarithmic = quantity in LOGARITHMIC_AT_FIRST
        self._is_over_epochs = False
        self._frame: Frame | None = None
        self._drawn: object = None
        self._follows = True
        self._shift = 0.0
        self._extents: dict[Place, Extent] = {}
        self._prepared: dict[Place, PreparedCurve] = {}
        view_box = CurveViewBox()
        self._axis = DecadeAxis(" %" if quantity is Quantity.ACCURACY else "")
        super().__init__(theme, font, view_box, self._axis)
        self.addItem(self._item, ignoreBounds=True)
        self.showGrid(x=True, y=True, alpha=0.22)
        self.getAxis("left").setWidth(52)
        self.getAxis("left").enableAutoSIPrefix(False)
        self.getAxis("bottom").enableAutoSIPrefix(False)
        self.set_axis_label("bottom", self.tr("Step"))
        view_box.scrubbed.connect(self.scrubbed)
        view_box.reset_requested.connect(self.reset_view)
        view_box.sigRangeChangedManually.connect(self._on_range_chosen)
        view_box.sigResized.connect(self._on_resized)

    @property
    def quantity(self) -> Quantity:
        """What is drawn."""
        return self._quantity

    @property
    def is_logarithmic(self) -> bool:
        """Whether the vertical axis is logarithmic."""
        return self._is_logarithmic

    @property
    def is_over_epochs(self) -> bool:
        """Whether the horizontal axis counts epochs."""
        return self._is_over_epochs

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        super().set_theme(theme)
        self._item.set_theme(theme)

    def set_font(self, font: QFont) -> None:
        """Write in a font."""
        super().set_font(font)
        self._item.set_font(font)

    def set_logarithmic(self, logarithmic: bool) -> None:
        """Choose the vertical scale."""
        self._is_logarithmic = logarithmic
        self._redraw()

    def set_over_epochs(self, over_epochs: bool) -> None:
        """Choose what the horizontal axis counts: the epochs of each run, or its steps."""
        if over_epochs != self._is_over_epochs:
            self._is_over_epochs = over_epochs
            self.set_axis_label("bottom", self.tr("Epoch") if over_epochs else self.tr("Step"))
            self.reset_view()

    def reset_view(self) -> None:
        """Show all steps again."""
        self._follows = True
        self._drawn = None
        self._redraw()

    def show_frame(self, frame: Frame) -> None:
        """Show all rows of the frame's results, with its cursor."""
        self._frame = frame
        self._redraw()

    def step_at(self, place: float) -> int:
        """Return the step at a place of the horizontal axis; of the selected run's epochs."""
        frame = self._frame
        return round(place if frame is None else place * self._unit(frame, frame.selected))

    def title(self) -> str:
        """Return what the vertical axis shows."""
        if self._quantity is Quantity.LOSS and self._is_logarithmic and self._shift != 0.0:
            return f"Loss above {short_number(self._shift, 4)}"
        return self._quantity.value

    def _on_range_chosen(self) -> None:
        self._follows = False

    def _on_resized(self) -> None:
        # The key is as high as it was: it takes another part of the plot.
        if self._follows and self._frame is not None and self._drawn is not None:
            self._fit(self._frame)

    def _redraw(self) -> None:
        frame = self._frame
        if frame is None:
            return
        visible = frame.visible_runs()
        drawn = (frame.results, visible, self._is_logarithmic, self._is_over_epochs)
        if drawn != self._drawn:
            # Not only the cursor moved.
            self._drawn = drawn
            self._axis.set_decades(self._is_logarithmic)
            self._take(frame, visible)
            self._item.set_key(self._key())
            if self._follows:
                self._fit(frame)
        self._item.set_curves(
            tuple(self._curve(frame, *place) for place in self._prepared),
            float(frame.cursor),
            self._unit(frame, frame.selected),
        )

    def _take(self, frame: Frame, visible: list[int]) -> None:
        """Prepare the curves of all rows of the frame's results."""
        every = {
            (index, each.part): each
            for index, result in enumerate(frame.results)
            for each in series_of(self._quantity, result, frame.steps_an_epoch(index))
        }
        self._shift = self._shift_for(frame, every)
        # What was prepared for runs that are gone is let go.
        self._prepared = {
            place: self._prepare(frame, place, series)
            for place, series in every.items()
            if place[0] in visible
        }

    def _curve(self, frame: Frame, index: int, part: Part) -> RunCurve:
        prepared, colour = self._prepared[index, part], frame.experiment.runs[index].color
        # The marker of a run sits on the curve that is not faint.
        leads = part is Part.TRAINING or (index, Part.TRAINING) not in self._prepared
        return RunCurve(
            index,
            colour,
            part,
            prepared.x,
            prepared.y,
            prepared.unit,
            self._head(frame, index) if leads else None,
            (index, part, colour, prepared.key),
            prepared.rows,
        )

    def _unit(self, frame: Frame, index: int) -> float:
        return float(frame.steps_an_epoch(index)) if self._is_over_epochs else 1.0

    def _shift_for(self, frame: Frame, every: dict[Place, Series]) -> float:
        """Return what is subtracted from the loss so that its logarithm exists.

        0 where all losses are positive; else the known minimum, or the lowest loss of all runs.
        """
        if not self._is_logarithmic or self._quantity is not Quantity.LOSS:
            return 0.0
        self._extents = {
            place: self._extents.get(place, Extent(each.origin)).continued(each.origin, each.values)
            for place, each in every.items()
        }
        # What fell without end has no place on a logarithmic scale beside the others.
        lows = {
            place: each.bounds[0]
            for place, each in self._extents.items()
            if each.bounds is not None
        }
        kept = [
            low
            for (index, _), low in lows.items()
            if frame.results[index].outcome is not Outcome.DIVERGED
        ]
        return loss_offset(frame, min(kept or lows.values(), default=math.inf))

    def _prepare(self, frame: Frame, place: Place, series: Series) -> PreparedCurve:
        """Return a run's curve: only what came since the last time is computed."""
        unit = self._unit(frame, place[0])
        key = (series.origin, self._is_logarithmic, self._shift, unit)
        before = self._prepared.get(place)
        if before is None or before.key != key or before.rows > series.steps.size:
            before = PreparedCurve(key, unit)
        diverged = frame.results[place[0]].outcome is Outcome.DIVERGED
        return before.continued(series.steps, series.values, self._height, diverged=diverged)

    def _head(self, frame: Frame, index: int) -> tuple[float, float]:
        step, value = head_of(self._quantity, frame, index)
        return step / self._unit(frame, index), float(self._height(np.array([value]))[0])

    def _height(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        if self._quantity is Quantity.ACCURACY:
            return 100.0 * values
        if not self._is_logarithmic:
            return values
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            heights: NDArray[np.float64] = np.log10(values - self._shift)
        return heights

    def _key(self) -> CurveKey:
        """Return what tells the lines apart, where there are several of a run."""
        if self._quantity not in (Quantity.LOSS, Quantity.ACCURACY):
            return CurveKey()
        names = {
            Part.TRAINING: self.tr("training"),
            Part.TEST: self.tr("test"),
            Part.BATCHES: self.tr("batches"),
        }
        parts = {part for _, part in self._prepared}
        shown = tuple((part, name) for part, name in names.items() if part in parts)
        is_low = self._quantity is Quantity.ACCURACY
        return CurveKey(shown if len(shown) > 1 else (), is_low)

    def _with_room_for_key(self, low: float, high: float) -> tuple[float, float]:
        """Return a range that leaves pixels free above or below another one, if there is a key."""
        key = self._key()
        room, height = ROOM * self.thickness, self.vb.height()
        if not key.entries or height < 3.0 * room:
            return low, high
        extra = (high - low) * room / (height - room)
        return (low - extra, high) if key.is_low else (low, high + extra)

    def _fit(self, frame: Frame) -> None:
        found = self._bounds()
        if not found:
            return
        low, high = min(each[0] for each in found), max(each[1] for each in found)
        if self._is_logarithmic:
            # Below the digits of a float64 there is nothing to see.
            low = max(low, high - DECADES)
        if low == high:
            low, high = low - 0.5, high + 0.5
        places = [
            result.trace.last_step / self._unit(frame, index)
            for index, result in enumerate(frame.results)
        ]
        last = max(places, default=0.0) or 1.0
        if any(result.outcome is None for result in frame.results):
            # While it grows the range goes in leaps: axes are drawn anew at each change.
            last = LEAP ** math.ceil(math.log(last, LEAP))
            grain = 2.0 ** math.ceil(math.log2(max(high - low, 1e-300)) - 3)
            low, high = grain * math.floor(low / grain), grain * math.ceil(high / grain)
            if self._quantity is Quantity.ACCURACY:
                low, high = max(low, 0.0), min(high, EVERY_ROW)
        # A tick at the highest value has room for its number.
        half_line = HALF_LINE * self.thickness / max(self.vb.height(), LEAST_HEIGHT)
        margin = max(MARGIN, half_line) * (high - low)
        low, high = self._with_room_for_key(low - margin, high + margin)
        self.vb.setRange(xRange=(-0.01 * last, 1.01 * last), yRange=(low, high), padding=0.0)

    def _bounds(self) -> list[tuple[float, float]]:
        """Return between which heights the curves that decide what is seen lie."""
        # A run that flies off must not flatten the others: it leaves through the top. The noise of
        # batches leaves where it likes: the loss over all rows says more.
        every = [
            each
            for (_, part), each in self._prepared.items()
            if part is not Part.BATCHES or self._quantity is not Quantity.LOSS
        ]
        for chosen in ([each for each in every if not each.diverged], every):
            found = [each.bounds for each in chosen if each.bounds is not None]
            if found:
                return found
        return []


def loss_offset(frame: Frame, lowest: float) -> float:
    """Return what is subtracted from losses, of which the lowest is given, for their logarithm."""
    if lowest > 0.0 or not math.isfinite(lowest):
        return 0.0
    entry = entry_for(frame.experiment.objective)
    known = min((each.value for each in entry.minima), default=lowest) if entry else lowest
    return min(lowest, known)
