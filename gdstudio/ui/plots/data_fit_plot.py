"""Data of one input with the line or the curve of each run."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QFont, QPainter

from gdstudio.simulation.cells import Interval
from gdstudio.simulation.data_model import DataModel
from gdstudio.ui.colours import Theme
from gdstudio.ui.plots.data_moment import DataMoment, RunFit
from gdstudio.ui.plots.data_plot import FITS_Z, DataPlot, with_margin
from gdstudio.ui.plots.data_points import DataPoints
from gdstudio.ui.plots.layer import MovingItem, Projection
from gdstudio.ui.plots.lines import FAR, draw_segments, line_pen, segments
from gdstudio.ui.plots.markers import draw_marker

Float = NDArray[np.float64]

MOST_RESIDUALS = 200
"""Rows of which the distance to the line is drawn."""
FAINT, STRONG = 80, 230
CURVE_POINTS = 161
MARKER = 5.0
MARKER_STEP = 17.0
"""Pixels between the markers of the runs at the right ends of their lines."""
CASING = 4.4


class FitItem(MovingItem):
    """Draws what each run says of every input, and how far a run is from each row."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._model: DataModel | None = None
        self._moment: DataMoment | None = None
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._ground = QColor(theme.plot_background)
        self._ground.setAlpha(215)
        self._ring = QColor(theme.plot_background)
        self.update()

    def set_model(self, model: DataModel) -> None:
        """Show another model; its runs come with the next moment."""
        self._model, self._moment = model, None
        self.update()

    def set_moment(self, moment: DataMoment) -> None:
        """Show the runs at a step."""
        self._moment = moment
        self.update()

    def draw_over(self, painter: QPainter, projection: Projection) -> None:
        """Draw the distances of the selected run, then all lines, the selected one on top."""
        model, moment = self._model, self._moment
        if model is None or moment is None:
            return
        if moment.selected is not None and not model.has_classes:
            self._draw_residuals(painter, projection, model, moment.selected, moment.batch)
        for fit in moment.from_behind:
            self._draw_fit(painter, projection, model, fit, is_on_top=fit is moment.selected)

    def _draw_residuals(
        self,
        painter: QPainter,
        projection: Projection,
        model: DataModel,
        fit: RunFit,
        batch: NDArray[np.int64],
    ) -> None:
        data, rows = model.problem.dataset, model.problem.rows
        if rows.size > MOST_RESIDUALS:
            rows = batch[:MOST_RESIDUALS]
        answers = model.answers(fit.parameters, data.inputs[rows])[:, 0]
        x = np.round(projection.x(data.inputs[rows, 0])) + 0.5
        y = np.clip(projection.y(data.targets[rows, 0]), -FAR, FAR)
        ends = np.clip(np.nan_to_num(projection.y(answers), nan=FAR), -FAR, FAR)
        lines = np.stack([x, y, x, ends], axis=1)
        in_batch = np.isin(rows, batch)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for chosen, opacity in ((~in_batch, FAINT), (in_batch, STRONG)):
            colour = QColor(fit.colour)
            colour.setAlpha(opacity)
            draw_segments(painter, lines[chosen], line_pen(colour, projection.unit))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def _draw_fit(
        self,
        painter: QPainter,
        projection: Projection,
        model: DataModel,
        fit: RunFit,
        *,
        is_on_top: bool,
    ) -> None:
        is_straight = model.problem.degree == 1 and not model.has_classes
        pixels = np.linspace(0.0, projection.width, 2 if is_straight else CURVE_POINTS)
        inputs = (pixels - projection.x_shift) / projection.x_scale
        heights = projection.y(model.answers(fit.parameters, inputs[:, np.newaxis])[:, 0])
        lines = segments(pixels, heights)
        if is_on_top:
            draw_segments(painter, lines, line_pen(self._ground, CASING * projection.unit))
        width = 2.4 if is_on_top else 1.8
        draw_segments(painter, lines, line_pen(QColor(fit.colour), width * projection.unit))
        place = projection.width - (fit.index + 0.8) * MARKER_STEP * projection.unit
        height = float(np.interp(place, pixels, heights))
        if 0.0 <= height <= projection.height and place > 0.0:
            centre = projection.point(0.0, 0.0)
            centre.setX(place)
            centre.setY(height)
            size = MARKER * projection.unit
            draw_marker(painter, fit.index, centre, size, QColor(fit.colour), self._ring)


class FitPlot(DataPlot):
    """Rows of one input and one target, and the line of each run."""

    def __init__(self, theme: Theme, font: QFont) -> None:
        self._fit_item = FitItem(theme)
        super().__init__(theme, font)
        self.add_layer(self._fit_item, FITS_Z)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        super().set_theme(theme)
        self._fit_item.set_theme(theme)

    def set_model(self, model: DataModel) -> None:
        """Show another model, or other data."""
        super().set_model(model)
        self._fit_item.set_model(model)

    def show_moment(self, moment: DataMoment) -> None:
        """Show the lines at a step."""
        super().show_moment(moment)
        self._fit_item.set_moment(moment)

    def points_of(self, model: DataModel) -> DataPoints:
        """Return input and target of each row."""
        data = model.problem.dataset
        x, y = np.ascontiguousarray(data.inputs[:, 0]), np.ascontiguousarray(data.targets[:, 0])
        return self.shaded(model, x, y, by_target=False)

    def home_of(self, model: DataModel) -> tuple[Interval, Interval]:
        """Return room for all rows."""
        data = model.problem.dataset
        return with_margin(data.inputs[:, 0], 0.06), with_margin(data.targets[:, 0], 0.12)

    def label_axes(self, model: DataModel) -> None:
        """Name input and target."""
        self.set_axis_label("bottom", self.input_label(model, 0))
        self.set_axis_label("left", self.answer_label(model))
