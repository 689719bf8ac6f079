"""The 1-D picture: the curve, the steps on it, the tangent at the cursor."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QFont

from gdstudio.experiment.model import Experiment
from gdstudio.simulation.maps import CurveRequest, FunctionCurve
from gdstudio.simulation.problem import problem_of
from gdstudio.simulation.run import Row
from gdstudio.simulation.trace import TraceView
from gdstudio.ui.colours import Theme
from gdstudio.ui.number_text import short_number
from gdstudio.ui.plots.base_plot import QUIET_WIDTH
from gdstudio.ui.plots.frame import Frame
from gdstudio.ui.plots.graph_item import GraphItem
from gdstudio.ui.plots.line_overlay import LineOverlay
from gdstudio.ui.plots.overlay import Overlay
from gdstudio.ui.plots.picture_plot import PicturePlot
from gdstudio.ui.plots.pictured import pictured
from gdstudio.ui.plots.slope_lines import SlopeLine, SlopeLinesItem
from gdstudio.ui.plots.stairs_item import RECENT, Stairs, StairsItem

FUNCTION_Z, SLOPES_Z, STAIRS_Z = 0, 10, 6
MARGIN = 0.08
"""Air above and below the curve, as a share of its height."""
LIFT = 0.75
"""Of the text beside the tangent, in its own heights."""
AXIS_WIDTH = 58.0
"""Pixels at the left: as many as in the plot of the derivative below."""


class LinePlot(PicturePlot):
    """A function of one variable."""

    def __init__(self, theme: Theme, font: QFont) -> None:
        self._function_item = GraphItem(theme.text)
        self._stairs_item = StairsItem()
        self._slopes_item = SlopeLinesItem(theme, font)
        self._fits_height = True
        self._has_plot_below = False
        self._frame: Frame | None = None
        self._overlay: Overlay | None = None
        super().__init__(theme, font)
        # Chords would hide the curve between two steps.
        self._path_item.draws_lines = False
        self.showGrid(x=True, y=True, alpha=0.22)
        self.add_layer(self._function_item, FUNCTION_Z)
        self.add_layer(self._stairs_item, STAIRS_Z)
        self.add_layer(self._slopes_item, SLOPES_Z)
        self.set_font(font)
        self.vb.sigRangeChangedManually.connect(self._on_range_chosen)

    @property
    def slope_lines(self) -> tuple[SlopeLine, ...]:
        """The tangent and the secant that are drawn."""
        return self._slopes_item.lines

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        super().set_theme(theme)
        self._function_item.set_colour(theme.text)
        self._slopes_item.set_theme(theme)
        self._show_slopes()

    def set_font(self, font: QFont) -> None:
        """Write in a font."""
        super().set_font(font)
        self._slopes_item.set_font(font)
        if self._has_plot_below:
            # Another font writes the label again.
            self.getAxis("bottom").showLabel(False)
        self.getAxis("left").setWidth(AXIS_WIDTH * self.thickness)

    def set_plot_below(self, there: bool) -> None:
        """Leave the numbers of the axis to a plot below, or not, and draw a plumb line to it."""
        self._has_plot_below = there
        axis = self.getAxis("bottom")
        axis.setStyle(showValues=not there)
        axis.showLabel(not there)
        axis.setHeight(QUIET_WIDTH if there else None)
        self._show_slopes()

    def set_experiment(self, experiment: Experiment) -> None:
        """Show another experiment's axis and start."""
        before, self._experiment = self._experiment, experiment
        objective = experiment.function
        name = objective.variables[0]
        self.set_axis_label("bottom", name)
        self.getAxis("bottom").showLabel(not self._has_plot_below)
        self.set_axis_label("left", f"f({name})")
        value = problem_of(objective).loss(experiment.start)
        self._start.setPos(experiment.start[0], value if np.isfinite(value) else 0.0)
        if before is None or pictured(before.function) != pictured(objective):
            self.reset_view()

    def reset_view(self) -> None:
        """Show the whole domain, and the whole curve over it."""
        if self._experiment is not None:
            self._fits_height = True
            self.vb.setXRange(*self._experiment.function.domain[0], padding=0.0)
            self.map_wanted.emit()

    def map_request(self, ratio: float = 1.0) -> CurveRequest | None:
        """Return which curve would fill the view at ``ratio`` device pixels to a pixel."""
        if self._experiment is None:
            return None
        low, high = self.vb.viewRange()[0]
        points = int(2 * self.vb.width() * ratio)
        if points < 8 or not high > low:
            return None
        return CurveRequest(
            pictured(self._experiment.function),
            self._experiment.start,
            0,
            (float(low), float(high)),
            points,
        )

    def show_map(self, curve: FunctionCurve | None) -> None:
        """Show a curve."""
        self._function_item.set_curve(curve)
        if curve is not None and self._fits_height:
            finite = curve.values[np.isfinite(curve.values)]
            if finite.size:
                low, high = float(finite.min()), float(finite.max())
                # A constant function has no height of its own.
                margin = MARGIN * (high - low) if low < high else 0.5 * max(1.0, abs(low))
                self.vb.setYRange(low - margin, high + margin, padding=0.0)

    def show_frame(self, frame: Frame) -> None:
        """Show the steps up to the frame's, and the tangent of the selected run."""
        super().show_frame(frame)
        self._frame = frame
        self._stairs_item.set_runs(tuple(_stairs(frame, index) for index in frame.visible_runs()))
        self._show_slopes()

    def set_overlay(self, overlay: Overlay | None) -> None:
        """Show what calculus says about a point: its tangent is then the one that is drawn."""
        super().set_overlay(overlay)
        self._overlay = overlay
        self._show_slopes()

    def make_overlay_items(self) -> LineOverlay:
        """Return what draws an overlay on the curve."""
        return LineOverlay(self)

    def path_columns(self, trace: TraceView) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the parameter and the loss of the rows."""
        return trace.parameters[:, 0], trace.losses

    def head_point(self, head: Row) -> tuple[float, float]:
        """Return the parameter and the loss of one row."""
        return float(head.parameters[0]), head.loss

    def _show_slopes(self) -> None:
        tangent = self._overlay_tangent() if self._overlay is not None else self._run_tangent()
        lines = [] if tangent is None else [tangent]
        if self._overlay is not None and self._overlay.secant is not None:
            lines.append(self._secant(self._overlay, self._overlay.secant))
        self._slopes_item.set_lines(tuple(lines))
        self._slopes_item.set_signs(self._places_of_signs())
        if tangent is None or not self._has_plot_below or not np.isfinite(tangent.y):
            self._slopes_item.set_plumb(None)
        else:
            self._slopes_item.set_plumb((tangent.x, tangent.y))

    def _places_of_signs(self) -> tuple[tuple[float, float], ...]:
        """Return where the start and the runs are."""
        start, frame = self._start.pos(), self._frame
        runs = () if frame is None else frame.visible_runs()
        heads = (self.head_point(frame.heads[index]) for index in runs) if frame else ()
        return ((start.x(), start.y()), *heads)

    def _run_tangent(self) -> SlopeLine | None:
        frame = self._frame
        if frame is None or frame.selected not in frame.visible_runs():
            return None
        x = float(frame.heads[frame.selected].parameters[0])
        problem = frame.problem or problem_of(frame.experiment.function)
        value, gradient = problem.loss_and_gradient([x])
        colour = frame.experiment.runs[frame.selected].color
        return self._tangent(x, value, float(gradient[0]), colour)

    def _overlay_tangent(self) -> SlopeLine | None:
        overlay = self._overlay
        if overlay is None:
            return None
        x, value = overlay.place
        slope = float(overlay.calculus.gradient[0])
        colour = overlay.colour or self.theme.accent
        return self._tangent(x, value, slope, colour, is_whole=overlay.first_order)

    def _tangent(
        self, x: float, value: float, slope: float, colour: str, *, is_whole: bool = False
    ) -> SlopeLine:
        text = self.tr("slope {slope}").format(slope=short_number(slope, 4))
        # Where the curve is not: a curve that bends up lies above its tangent.
        lift = LIFT if self._bends_up_at(x) else -LIFT
        return SlopeLine(x, value, slope, text, colour, is_whole, lift=lift)

    def _bends_up_at(self, x: float) -> bool:
        curve = self._function_item.curve
        if curve is None or not np.isfinite(x):
            return True
        stride = max(1, curve.x.size // 40)
        middle = int(np.clip(np.searchsorted(curve.x, x), stride, curve.x.size - 1 - stride))
        left, here, right = curve.values[[middle - stride, middle, middle + stride]]
        return not left + right < 2.0 * here

    def _secant(self, overlay: Overlay, epsilon: float) -> SlopeLine:
        x, value = overlay.place
        objective = self._experiment.function if self._experiment is not None else None
        ahead = np.nan if objective is None else problem_of(objective).loss([x + epsilon])
        slope = (ahead - value) / epsilon
        text = self.tr("secant {slope}").format(slope=short_number(slope, 4))
        return SlopeLine(
            x,
            value,
            slope,
            text,
            self.theme.warning,
            is_whole=True,
            is_dashed=True,
            side=-1 if slope >= 0.0 else 1,
            dots=((x, value), (x + epsilon, ahead)),
            lift=-LIFT,
            anchor=(x + epsilon, ahead),
        )

    def _on_range_chosen(self) -> None:
        self._fits_height = False


def _stairs(frame: Frame, index: int) -> Stairs:
    """Return the last steps of a run up to the frame's."""
    trace, head = frame.results[index].trace, frame.heads[index]
    last = trace.row_at(frame.cursor) + 1
    first = max(0, last - RECENT)
    x, y = trace.parameters[first:last, 0], trace.losses[first:last]
    if trace.steps[last - 1] != head.step:
        # The step itself fell out of a long trace.
        x, y = np.append(x, head.parameters[0]), np.append(y, head.loss)
    return Stairs(x, y, frame.experiment.runs[index].color)
