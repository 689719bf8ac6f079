"""The 1-D picture: the curve, the iterates on it, the tangent at the cursor."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from gdstudio.experiment.model import Experiment
from gdstudio.simulation.maps import CurveRequest, FunctionCurve
from gdstudio.simulation.problem import problem_of
from gdstudio.simulation.run import Row
from gdstudio.simulation.trace import TraceView
from gdstudio.ui.colours import Theme
from gdstudio.ui.plots.frame import Frame
from gdstudio.ui.plots.layer import LayerItem, MovingItem, Projection
from gdstudio.ui.plots.lines import draw_segments, line_pen, segments
from gdstudio.ui.plots.picture_plot import PicturePlot
from gdstudio.ui.plots.pictured import pictured

FUNCTION_Z, TANGENT_Z = 0, 10
MARGIN = 0.08
"""Air above and below the curve, as a share of its height."""
TANGENT_PIXELS = 90.0
"""Half the length of the tangent line."""


class FunctionItem(LayerItem):
    """The graph of a function of one variable."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._curve: FunctionCurve | None = None
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._colour = QColor(theme.text)
        self.invalidate()

    def set_curve(self, curve: FunctionCurve | None) -> None:
        """Show a curve, or nothing."""
        self._curve = curve
        self.invalidate()

    def draw(self, painters: list[QPainter], projection: Projection) -> None:
        """Draw the curve."""
        if self._curve is not None:
            painters[0].setRenderHint(QPainter.RenderHint.Antialiasing)
            lines = segments(projection.x(self._curve.x), projection.y(self._curve.values))
            draw_segments(painters[0], lines, line_pen(self._colour, 2.0 * projection.unit))


class TangentItem(MovingItem):
    """The tangent at the cursor: its slope is what the next step follows."""

    def __init__(self) -> None:
        super().__init__()
        self._tangent: tuple[float, float, float, QColor] | None = None

    def set_tangent(self, tangent: tuple[float, float, float, QColor] | None) -> None:
        """Show the tangent at (x, value) with a slope in a colour, or none."""
        self._tangent = tangent
        self.update()

    def draw_over(self, painter: QPainter, projection: Projection) -> None:
        """Draw the tangent with a length in pixels, whatever the scales of the axes."""
        if self._tangent is None or not all(np.isfinite(self._tangent[:3])):
            return
        x, value, slope, colour = self._tangent
        run, rise = projection.x_scale, slope * projection.y_scale
        length = float(np.hypot(run, rise))
        if length == 0.0 or not np.isfinite(length):
            return
        reach = TANGENT_PIXELS * projection.unit / length
        centre = projection.point(x, value)
        half = QPointF(run * reach, rise * reach)
        painter.setPen(QPen(colour, 1.6 * projection.unit))
        painter.drawLine(centre - half, centre + half)


class LinePlot(PicturePlot):
    """A function of one variable."""

    def __init__(self, theme: Theme, font: QFont) -> None:
        self._function_item = FunctionItem(theme)
        self._tangent_item = TangentItem()
        self._fits_height = True
        super().__init__(theme, font)
        self.showGrid(x=True, y=True, alpha=0.22)
        self.add_layer(self._function_item, FUNCTION_Z)
        self.add_layer(self._tangent_item, TANGENT_Z)
        self.vb.sigRangeChangedManually.connect(self._on_range_chosen)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        super().set_theme(theme)
        self._function_item.set_theme(theme)

    def set_experiment(self, experiment: Experiment) -> None:
        """Show another experiment's axis and start."""
        before, self._experiment = self._experiment, experiment
        objective = experiment.function
        name = objective.variables[0]
        self.set_axis_label("bottom", name)
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
        """Show the iterates up to the frame's step, and the tangent of the selected run."""
        super().show_frame(frame)
        selected = frame.selected
        if selected in frame.visible_runs():
            x = float(frame.heads[selected].parameters[0])
            value, gradient = problem_of(frame.experiment.function).loss_and_gradient([x])
            colour = QColor(frame.experiment.runs[selected].color)
            self._tangent_item.set_tangent((x, value, float(gradient[0]), colour))
        else:
            self._tangent_item.set_tangent(None)

    def path_columns(self, trace: TraceView) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the parameter and the loss of the rows."""
        return trace.parameters[:, 0], trace.losses

    def head_point(self, head: Row) -> tuple[float, float]:
        """Return the parameter and the loss of one row."""
        return float(head.parameters[0]), head.loss

    def _on_range_chosen(self) -> None:
        self._fits_height = False
