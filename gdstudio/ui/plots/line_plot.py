"""The 1-D picture: the curve, the iterates on it, the tangent at the cursor."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from gdstudio.experiment.model import Experiment
from gdstudio.simulation.maps import CurveRequest, FunctionCurve
from gdstudio.simulation.problem import problem_of
from gdstudio.ui.colours import Theme
from gdstudio.ui.plots.base_plot import BasePlot
from gdstudio.ui.plots.frame import Frame
from gdstudio.ui.plots.layer import LayerItem, Projection
from gdstudio.ui.plots.lines import draw_segments, line_pen, segments
from gdstudio.ui.plots.path_item import PathItem, RunPath
from gdstudio.ui.plots.start_handle import StartHandle
from gdstudio.ui.plots.surface_plot import path_identity
from gdstudio.ui.plots.view_box import PictureViewBox

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


class TangentItem(LayerItem):
    """The tangent at the cursor: its slope is what the next step follows."""

    layer_count = 0

    def __init__(self) -> None:
        super().__init__()
        self._tangent: tuple[float, float, float, QColor] | None = None

    def set_tangent(self, tangent: tuple[float, float, float, QColor] | None) -> None:
        """Show the tangent at (x, value) with a slope in a colour, or none."""
        self._tangent = tangent
        self.update()

    def draw(self, painters: list[QPainter], projection: Projection) -> None:
        """Draw nothing that lasts."""

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


class LinePlot(BasePlot):
    """A function of one variable."""

    picked = Signal(float, float)
    start_moved = Signal(float, float)
    start_released = Signal()
    map_wanted = Signal()

    def __init__(self, theme: Theme, font: QFont) -> None:
        self._function_item = FunctionItem(theme)
        self._tangent_item = TangentItem()
        self._path_item = PathItem(theme)
        self._start = StartHandle(theme)
        self._experiment: Experiment | None = None
        self._fits_height = True
        view_box = PictureViewBox()
        super().__init__(theme, font, view_box)
        self.showGrid(x=True, y=True, alpha=0.12)
        items: tuple[pg.GraphicsObject, ...] = (
            self._function_item,
            self._tangent_item,
            self._path_item,
            self._start,
        )
        for z, item in enumerate(items):
            item.setZValue(10 * z)
            self.addItem(item, ignoreBounds=True)
        view_box.picked.connect(self.picked)
        view_box.reset_requested.connect(self.reset_view)
        view_box.sigRangeChanged.connect(self._on_range_changed)
        view_box.sigRangeChangedManually.connect(self._on_range_chosen)
        view_box.sigResized.connect(self._on_range_changed)
        self._start.moved.connect(self.start_moved)
        self._start.released.connect(self.start_released)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        super().set_theme(theme)
        self._function_item.set_theme(theme)
        self._path_item.set_theme(theme)
        self._start.set_theme(theme)

    def set_experiment(self, experiment: Experiment) -> None:
        """Show another experiment's axis and start."""
        before, self._experiment = self._experiment, experiment
        objective = experiment.objective
        name = objective.variables[0]
        self.set_axis_label("bottom", name)
        self.set_axis_label("left", f"f({name})")
        value = problem_of(objective).over_grid(
            experiment.start, (0, np.array([experiment.start[0]]))
        )[0, 0]
        self._start.setPos(experiment.start[0], value if np.isfinite(value) else 0.0)
        if before is None or before.objective != objective:
            self.reset_view()

    def set_interactive(self, interactive: bool) -> None:
        """Let a person take hold of the start, or only show it."""
        self._start.set_movable(interactive)

    def reset_view(self) -> None:
        """Show the whole domain, and the whole curve over it."""
        if self._experiment is not None:
            self._fits_height = True
            self.vb.setXRange(*self._experiment.objective.domain[0], padding=0.0)
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
            self._experiment.objective,
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
            if finite.size and finite.max() > finite.min():
                low, high = float(finite.min()), float(finite.max())
                margin = MARGIN * (high - low)
                self.vb.setYRange(low - margin, high + margin, padding=0.0)

    def show_frame(self, frame: Frame) -> None:
        """Show the iterates up to the frame's step, and the tangent of the selected run."""
        paths = []
        for index in frame.visible_runs():
            trace, head = frame.results[index].trace, frame.heads[index]
            paths.append(
                RunPath(
                    index,
                    frame.experiment.runs[index].color,
                    trace.parameters[:, 0],
                    trace.losses,
                    trace.row_at(frame.cursor) + 1,
                    (float(head.parameters[0]), head.loss),
                    path_identity(frame, index),
                )
            )
        self._path_item.set_paths(tuple(paths))
        selected = frame.selected
        if selected in frame.visible_runs():
            x = float(frame.heads[selected].parameters[0])
            value, gradient = problem_of(frame.experiment.objective).loss_and_gradient([x])
            colour = QColor(frame.experiment.runs[selected].color)
            self._tangent_item.set_tangent((x, value, float(gradient[0]), colour))
        else:
            self._tangent_item.set_tangent(None)

    def _on_range_changed(self) -> None:
        self.map_wanted.emit()

    def _on_range_chosen(self) -> None:
        self._fits_height = False
