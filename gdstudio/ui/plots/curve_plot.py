"""Loss, gradient norm and learning rate over the steps."""

import math
from dataclasses import dataclass, replace
from enum import Enum
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

DECADES = 18.0
"""How far down a logarithmic axis goes at the most."""


class Quantity(Enum):
    """What is drawn over the steps."""

    LOSS = "Loss"
    GRADIENT_NORM = "Gradient norm"
    LEARNING_RATE = "Learning rate"


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
        self._prepared: dict[int, _Prepared] = {}
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
                    self._prepared[index].x.size,
                ),
            )
            for index in visible
        )
        if self._follows:
            self._fit(frame.last_step)
        self._item.set_curves(curves, float(frame.cursor))

    def _shift_for(self, frame: Frame) -> float:
        if not self._is_logarithmic or self._quantity is not Quantity.LOSS:
            return 0.0
        key = tuple((each.trace.origin, len(each.trace)) for each in frame.results)
        if key != self._shift_key:
            self._shift_key = key
            return loss_offset(frame)
        return self._shift

    def _prepare(self, frame: Frame, index: int) -> "_Prepared":
        """Return a run's curve: only what came since the last time is computed."""
        trace, outcome = frame.results[index].trace, frame.results[index].outcome
        key = (trace.origin, self._is_logarithmic, self._shift)
        before = self._prepared.get(index)
        if before is None or before.key != key or before.x.size > len(trace):
            before = _Prepared(key, _NOTHING, _NOTHING, None, diverged=False)
        values = {
            Quantity.LOSS: trace.losses,
            Quantity.GRADIENT_NORM: trace.gradient_norms,
            Quantity.LEARNING_RATE: trace.learning_rates,
        }[self._quantity]
        diverged = outcome is Outcome.DIVERGED
        done = before.x.size
        if done == len(trace):
            return before if before.diverged == diverged else replace(before, diverged=diverged)
        fresh = self._height(values[done:])
        return _Prepared(
            key,
            np.concatenate([before.x, trace.steps[done:]]),
            np.concatenate([before.y, fresh]),
            _joined(before.bounds, finite_bounds(fresh)),
            diverged,
        )

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

    def _fit(self, last_step: int) -> None:
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
        self.vb.setRange(
            xRange=(-0.01 * last_step, 1.01 * max(last_step, 1)),
            yRange=(low - margin, high + margin),
            padding=0.0,
        )


@dataclass(frozen=True, eq=False)
class _Prepared:
    """A run's curve as it is drawn."""

    key: object
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    bounds: tuple[float, float] | None
    diverged: bool


_NOTHING = np.zeros(0)


def _joined(
    one: tuple[float, float] | None, other: tuple[float, float] | None
) -> tuple[float, float] | None:
    if one is None or other is None:
        return one or other
    return min(one[0], other[0]), max(one[1], other[1])


def finite_bounds(values: NDArray[np.float64]) -> tuple[float, float] | None:
    """Return the lowest and highest finite value, or None where there is none."""
    finite = values[np.isfinite(values)]
    return (float(finite.min()), float(finite.max())) if finite.size else None


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
