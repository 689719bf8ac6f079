"""Data of two inputs in their plane, over what the selected run says there."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from gdstudio.simulation.cells import Interval
from gdstudio.simulation.data_model import DataModel
from gdstudio.ui.colours import Theme
from gdstudio.ui.plots.data_moment import DataMoment, RunFit
from gdstudio.ui.plots.data_plot import FIELD_Z, FITS_Z, DataPlot, with_margin
from gdstudio.ui.plots.data_points import DataPoints
from gdstudio.ui.plots.layer import MovingItem, Projection
from gdstudio.ui.plots.lines import FAR, draw_segments, line_pen
from gdstudio.ui.plots.neuron_colours import class_pixels, diverging_pixels

Float = NDArray[np.float64]

FIELD_CELLS = 48
"""Cells along each side of the coloured plane, which is drawn smoothly."""
FIELD_OPACITY = 0.6
"""So that the rows stand out on it."""


class FieldItem(MovingItem):
    """Colours the plane by what a run says there."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._model: DataModel | None = None
        self._fit: RunFit | None = None
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.update()

    def set_fit(self, model: DataModel, fit: RunFit | None) -> None:
        """Show another run, or none."""
        self._model, self._fit = model, fit
        self.update()

    def draw_over(self, painter: QPainter, projection: Projection) -> None:
        """Draw the colours."""
        if self._model is None or self._fit is None:
            return
        centres = (np.arange(FIELD_CELLS) + 0.5) / FIELD_CELLS
        x = (centres * projection.width - projection.x_shift) / projection.x_scale
        y = (centres * projection.height - projection.y_shift) / projection.y_scale
        inputs = np.stack([np.tile(x, y.size), np.repeat(y, x.size)], axis=1)
        pixels = self._colours(self._model, self._model.answers(self._fit.parameters, inputs))
        image = QImage(
            pixels.data, FIELD_CELLS, FIELD_CELLS, 4 * FIELD_CELLS, QImage.Format.Format_RGBA8888
        )
        painter.setOpacity(1.0 if self._model.has_several_classes else FIELD_OPACITY)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(0.0, 0.0, projection.width, projection.height), image)
        painter.setOpacity(1.0)

    def _colours(self, model: DataModel, answers: Float) -> NDArray[np.uint8]:
        """Return the colours (n, 4) of answers (n, m)."""
        if model.has_several_classes:
            return class_pixels(answers, self._theme)
        return diverging_pixels(2.0 * model.heights(answers) - 1.0, self._theme)


class BoundaryItem(MovingItem):
    """Draws the straight line on which a run finds both classes equally likely."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._model: DataModel | None = None
        self._moment: DataMoment | None = None
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._casing = QColor(theme.plot_background)
        self._casing.setAlpha(215)
        self.update()

    def set_moment(self, model: DataModel, moment: DataMoment) -> None:
        """Show the runs at a step."""
        self._model, self._moment = model, moment
        self.update()

    def draw_over(self, painter: QPainter, projection: Projection) -> None:
        """Draw the lines of all runs, the selected one on top."""
        model, moment = self._model, self._moment
        if model is None or moment is None or not has_boundary(model):
            return
        for fit in moment.from_behind:
            ends = boundary(fit.parameters)
            if ends is not None:
                line = _across(projection, ends)
                draw_segments(painter, line, line_pen(self._casing, 4.4 * projection.unit))
                width = 2.4 if fit is moment.selected else 1.8
                colour = QColor(fit.colour)
                draw_segments(painter, line, line_pen(colour, width * projection.unit))


def _across(projection: Projection, ends: Float) -> Float:
    """Return the part (1, 4) of the line through two points (2, 2) that may be in sight."""
    begin, end = np.column_stack([projection.x(ends[:, 0]), projection.y(ends[:, 1])])
    along = (end - begin) / np.linalg.norm(end - begin)
    # Cut off axis by axis, a long line would turn; from where it is nearest to the middle it needs
    # to go no farther than the layer is large.
    middle = np.array([projection.width, projection.height]) / 2.0
    nearest = begin + along * (along @ (middle - begin))
    reach = float(projection.width + projection.height) * along
    line: Float = np.concatenate([nearest - reach, nearest + reach])[np.newaxis]
    return np.clip(line, -FAR, FAR)


def has_boundary(model: DataModel) -> bool:
    """Return whether two classes are told apart by a straight line."""
    return model.has_classes and model.outputs == 1 and model.problem.degree == 1


def boundary(parameters: Float) -> Float | None:
    """Return two points (2, 2), far apart, of the line w₁x + w₂y + b = 0; None without one."""
    normal, bias = parameters[:2], parameters[2]
    square = float(normal @ normal)
    if not np.isfinite(parameters).all() or square == 0.0:
        return None
    foot = -bias * normal / square
    along = np.array([-normal[1], normal[0]]) / np.sqrt(square)
    reach = 1e3 * (1.0 + float(np.linalg.norm(foot)))
    return np.stack([foot - reach * along, foot + reach * along])


class PlanePlot(DataPlot):
    """Rows in the plane of their two inputs."""

    def __init__(self, theme: Theme, font: QFont) -> None:
        self._field_item = FieldItem(theme)
        self._boundary_item = BoundaryItem(theme)
        super().__init__(theme, font)
        self.add_layer(self._field_item, FIELD_Z)
        self.add_layer(self._boundary_item, FITS_Z)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        super().set_theme(theme)
        self._field_item.set_theme(theme)
        self._boundary_item.set_theme(theme)

    def show_moment(self, moment: DataMoment) -> None:
        """Show the runs at a step."""
        super().show_moment(moment)
        if self._model is not None:
            self._field_item.set_fit(self._model, moment.selected)
            self._boundary_item.set_moment(self._model, moment)

    def points_of(self, model: DataModel) -> DataPoints:
        """Return the two inputs of each row."""
        x, y = np.ascontiguousarray(model.problem.dataset.inputs[:, :2].T)
        return self.shaded(model, x, y, by_target=True)

    def home_of(self, model: DataModel) -> tuple[Interval, Interval]:
        """Return room for all rows."""
        inputs = model.problem.dataset.inputs
        return with_margin(inputs[:, 0], 0.06), with_margin(inputs[:, 1], 0.06)

    def label_axes(self, model: DataModel) -> None:
        """Name the inputs."""
        self.set_axis_label("bottom", self.input_label(model, 0))
        self.set_axis_label("left", self.input_label(model, 1))
