"""Loss, gradient norm and learning rate over the steps."""

import math
from typing import Any

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont

from gdstudio.experiment.gallery import entry_for
from gdstudio.simulation.outcome import Outcome
from gdstudio.ui.colours import Theme
from gdstudio.ui.number_text import short_number
from gdstudio.ui.plots.base_plot import BasePlot
from gdstudio.ui.plots.curve_item import CurveItem, RunCurve
from gdstudio.ui.plots.decade_axis import DecadeAxis
from gdstudio.ui.plots.frame import Frame
from gdstudio.ui.plots.prepared_curve import PreparedCurve, finite_bounds
from gdstudio.ui.plots.quantity import Quantity

DECADES = 18.0
"""How far down a logarithmic axis goes at the most."""


LEAP = 1.5
"""How much longer the horizontal axis gets at a time while a run grows."""


class CurveViewBox(pg.ViewBox):
    """Dragging moves the cursor; the wheel zooms along the steps; a double click resets."""

    scrubbed = Signal(float)
    reset_requested = Signal()

    def __init__(self) -> None:
        super().__init__(enableMenu=False, defaultPadding=0.0)
        self.disableAutoRange()
        self.setMouseEnabled(x=True, y=False)

    def mouseDragEvent(self, event: Any, axis: int | None = None) -> None:  # noqa: N802
        """Scrub with the left button, pan with the middle one."""
        if event.button() == Qt.MouseButton.LeftButton and axis is None:
            event.accept()
            self.scrubbed.emit(self.mapSceneToView(event.scenePos()).x())
        else:
            super().mouseDragEvent(event, axis)

    def mouseClickEvent(self, event: Any) -> None:  # noqa: N802 (pyqtgraph's name)
        """Move the cursor with one click, reset with two."""
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
        elif event.double():
            event.accept()
            self.reset_requested.emit()
        else:
            event.accept()
            self.scrubbed.emit(self.mapSceneToView(event.scenePos()).x())


class CurvePlot(BasePlot):
    """One quantity of all runs over the steps, linear or logarithmic."""

    scrubbed = Signal(float)

    def __init__(self, theme: Theme, font: QFont, quantity: Quantity) -> None:
        self._item = CurveItem(theme)
        self._quantity = quantity
        self._is_logarithmic = quantity is not Quantity.LEARNING_RATE
        self._frame: Frame | None = None
        self._follows = True
        self._shift = 0.0
        self._shift_key: object = None
        self._prepared: dict[int, PreparedCurve] = {}
        view_box = CurveViewBox()
        self._axis = DecadeAxis()
        super().__init__(theme, font, view_box, self._axis)
        self.addItem(self._item, ignoreBounds=True)
        self.showGrid(x=True, y=True, alpha=0.22)
        self.getAxis("left").setWidth(52)
        self.getAxis("left").enableAutoSIPrefix(False)
        self.getAxis("bottom").enableAutoSIPrefix(False)
        self.set_axis_label("bottom", "Step")
        view_box.scrubbed.connect(self.scrubbed)
        view_box.reset_requested.connect(self.reset_view)
        view_box.sigRangeChangedManually.connect(self._on_range_chosen)

    @property
    def quantity(self) -> Quantity:
        """What is drawn."""
        return self._quantity

    @property
    def is_logarithmic(self) -> bool:
        """Whether the vertical axis is logarithmic."""
        return self._is_logarithmic

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        super().set_theme(theme)
        self._item.set_theme(theme)

    def set_logarithmic(self, logarithmic: bool) -> None:
        """Choose the vertical scale."""
        self._is_logarithmic = logarithmic
        self._redraw()

    def reset_view(self) -> None:
        """Show all steps again."""
        self._follows = True
        self._redraw()

    def show_frame(self, frame: Frame) -> None:
        """Show all rows of the frame's results, with its cursor."""
        self._frame = frame
        self._redraw()

    def title(self) -> str:
        """Return what the vertical axis shows."""
        if self._quantity is Quantity.LOSS and self._is_logarithmic and self._shift != 0.0:
            return f"Loss above {short_number(self._shift, 4)}"
        return self._quantity.value

    def _on_range_chosen(self) -> None:
        self._follows = False

    def _redraw(self) -> None:
        frame = self._frame
        if frame is None:
            return
        self._shift = self._shift_for(frame)
        self._axis.set_decades(self._is_logarithmic)
        visible = frame.visible_runs()
        # What was prepared for runs that are gone is let go.
        self._prepared = {index: self._prepare(frame, index) for index in visible}
        curves = tuple(
            RunCurve(
                index,
                frame.experiment.runs[index].color,
                self._prepared[index].x,
                self._prepared[index].y,
                self._head(frame, index),
                (
                    frame.experiment.runs[index].color,
                    self._prepared[index].key,
                    self._prepared[index].rows,
                ),
            )
            for index in visible
        )
        if self._follows:
            self._fit(frame)
        self._item.set_curves(curves, float(frame.cursor))

    def _shift_for(self, frame: Frame) -> float:
        if not self._is_logarithmic or self._quantity is not Quantity.LOSS:
            return 0.0
        key = tuple((each.trace.origin, len(each.trace)) for each in frame.results)
        if key != self._shift_key:
            self._shift_key = key
            return loss_offset(frame)
        return self._shift

    def _prepare(self, frame: Frame, index: int) -> PreparedCurve:
        """Return a run's curve: only what came since the last time is computed."""
        trace = frame.results[index].trace
        key = (trace.origin, self._is_logarithmic, self._shift)
        before = self._prepared.get(index)
        if before is None or before.key != key or before.rows > len(trace):
            before = PreparedCurve(key)
        values = {
            Quantity.LOSS: trace.losses,
            Quantity.GRADIENT_NORM: trace.gradient_norms,
            Quantity.LEARNING_RATE: trace.learning_rates,
        }[self._quantity]
        diverged = frame.results[index].outcome is Outcome.DIVERGED
        return before.continued(trace.steps, values, self._height, diverged=diverged)

    def _head(self, frame: Frame, index: int) -> tuple[float, float]:
        head = frame.heads[index]
        value = {
            Quantity.LOSS: head.loss,
            Quantity.GRADIENT_NORM: head.gradient_norm,
            Quantity.LEARNING_RATE: head.learning_rate,
        }[self._quantity]
        return float(head.step), float(self._height(np.array([value]))[0])

    def _height(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        if not self._is_logarithmic:
            return values
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            heights: NDArray[np.float64] = np.log10(values - self._shift)
        return heights

    def _fit(self, frame: Frame) -> None:
        # A run that flies off must not flatten the others: it leaves through the top.
        calm = [each.bounds for each in self._prepared.values() if not each.diverged]
        every = [each.bounds for each in self._prepared.values()]
        found = [each for each in calm if each is not None] or [
            each for each in every if each is not None
        ]
        if not found:
            return
        low, high = min(each[0] for each in found), max(each[1] for each in found)
        if self._is_logarithmic:
            # Below the digits of a float64 there is nothing to see.
            low = max(low, high - DECADES)
        if low == high:
            low, high = low - 0.5, high + 0.5
        margin = 0.06 * (high - low)
        last_step = max(frame.last_step, 1)
        if any(result.outcome is None for result in frame.results):
            # While it grows the range goes in leaps: axes are drawn anew at each change.
            last_step = math.ceil(LEAP ** math.ceil(math.log(last_step, LEAP)))
            grain = 2.0 ** math.ceil(math.log2(max(high - low, 1e-300)) - 3)
            low, high = grain * math.floor(low / grain), grain * math.ceil(high / grain)
        self.vb.setRange(
            xRange=(-0.01 * last_step, 1.01 * last_step),
            yRange=(low - margin, high + margin),
            padding=0.0,
        )


def loss_offset(frame: Frame) -> float:
    """Return what is subtracted from the loss so that its logarithm exists.

    0 where all losses are positive; else the known minimum, or the lowest loss of all runs.
    """
    # What fell without end has no place on a logarithmic scale beside the others.
    kept = [each for each in frame.results if each.outcome is not Outcome.DIVERGED]
    lowest = math.inf
    for result in kept or frame.results:
        bounds = finite_bounds(result.trace.losses)
        lowest = lowest if bounds is None else min(lowest, bounds[0])
    if lowest > 0.0 or not math.isfinite(lowest):
        return 0.0
    entry = entry_for(frame.experiment.objective)
    known = min((each.value for each in entry.minima), default=lowest) if entry else lowest
    return min(lowest, known)
