"""Data of many inputs: what the selected run says of each row, over its target."""

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QLineF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from gdstudio.simulation.cells import Interval
from gdstudio.simulation.data_model import DataModel
from gdstudio.ui.colours import Theme
from gdstudio.ui.plots.data_moment import DataMoment
from gdstudio.ui.plots.data_plot import FIELD_Z, DataPlot, with_margin
from gdstudio.ui.plots.data_points import DataPoints
from gdstudio.ui.plots.layer import LayerItem, Projection

SPREAD = 0.3
"""How far rows of one class are spread out sideways: they would hide each other."""
GOLDEN = 0.618_033_988_75
MOST_MOVING = 1_500
"""Dots that are drawn: they move with each step."""


class DiagonalItem(LayerItem):
    """The line on which every row would lie."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._colour = QColor(theme.axis)
        self.invalidate()

    def draw(self, painters: list[QPainter], projection: Projection) -> None:
        """Draw the line."""
        left = -projection.x_shift / projection.x_scale
        right = (projection.width - projection.x_shift) / projection.x_scale
        pen = QPen(self._colour, 1.4 * projection.unit, Qt.PenStyle.DashLine)
        painters[0].setRenderHint(QPainter.RenderHint.Antialiasing)
        painters[0].setPen(pen)
        ends = projection.point(left, left), projection.point(right, right)
        painters[0].drawLine(QLineF(*ends))


class PredictionPlot(DataPlot):
    """What the selected run says, over what is true."""

    def __init__(self, theme: Theme, font: QFont) -> None:
        self._diagonal = DiagonalItem(theme)
        super().__init__(theme, font)
        self.add_layer(self._diagonal, FIELD_Z)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        super().set_theme(theme)
        self._diagonal.set_theme(theme)

    def set_model(self, model: DataModel) -> None:
        """Show another model, or other data."""
        super().set_model(model)
        self._diagonal.setVisible(not model.has_classes)

    def show_moment(self, moment: DataMoment) -> None:
        """Show what the selected run says at a step."""
        self._moment = moment
        if self._model is not None:
            self._points_item.set_points(self.points_of(self._model))
        super().show_moment(moment)

    def points_of(self, model: DataModel) -> DataPoints:
        """Return target and answer of each row; of a class the probability of the right one."""
        data, moment = model.problem.dataset, self._moment
        classes = model.classes()
        if classes is None:
            x = np.ascontiguousarray(data.targets[:, 0])
        else:
            places = (np.arange(classes.size) * GOLDEN) % 1.0
            x = classes + SPREAD * (2.0 * places - 1.0)
        y = np.full(x.size, np.nan)
        if moment is not None and moment.selected is not None:
            answers = model.answers(moment.selected.parameters, data.inputs)
            column = classes if classes is not None and model.outputs > 1 else 0
            y = answers[np.arange(x.size), column]
        return replace(self.shaded(model, x, y, by_target=False), most=MOST_MOVING)

    def home_of(self, model: DataModel) -> tuple[Interval, Interval]:
        """Return room for all targets, upwards too."""
        classes, targets = model.classes(), model.problem.dataset.targets
        if classes is not None:
            return with_margin(np.array([-0.5, classes.max() + 0.5]), 0.0), (-0.06, 1.06)
        room = with_margin(targets[:, 0], 0.1)
        return room, room

    def label_axes(self, model: DataModel) -> None:
        """Name target and answer."""
        name = model.problem.dataset.target_names[0]
        self.set_axis_label("bottom", self.tr("{name} (data)").format(name=name))
        if model.has_classes and model.outputs > 1:
            self.set_axis_label("left", self.tr("probability of the right class"))
        elif model.has_classes:
            self.set_axis_label("left", self.answer_label(model))
        else:
            self.set_axis_label("left", self.tr("{name} (model)").format(name=name))
        ticks = list(enumerate(model.problem.dataset.classes)) if model.has_classes else None
        self.getAxis("bottom").setTicks(None if ticks is None else [ticks])
