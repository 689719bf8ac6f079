"""What all pictures of data share: the rows as dots, the batch, where the pointer is."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFont

from gdstudio.simulation.cells import Interval
from gdstudio.simulation.data_model import DataModel
from gdstudio.ui.colours import Theme
from gdstudio.ui.plots.base_plot import BasePlot
from gdstudio.ui.plots.data_moment import DataMoment
from gdstudio.ui.plots.data_points import DataPoints, DataPointsItem
from gdstudio.ui.plots.home_view import View, resembles
from gdstudio.ui.plots.layer import LayerItem
from gdstudio.ui.plots.neuron_colours import class_colours, diverging_colour
from gdstudio.ui.plots.view_box import PictureViewBox

Float = NDArray[np.float64]

FIELD_Z, POINTS_Z, FITS_Z = 0, 10, 20
REACH = 14.0
"""Pixels within which the pointer is at a row."""
SHADES = 12
"""Colours for targets that are numbers."""


class DataPlot(BasePlot):
    """Rows of data with what the runs make of them."""

    def __init__(self, theme: Theme, font: QFont) -> None:
        self._points_item = DataPointsItem(theme)
        self._model: DataModel | None = None
        self._moment: DataMoment | None = None
        self._home: View | None = None
        view_box = PictureViewBox()
        super().__init__(theme, font, view_box)
        self.add_layer(self._points_item, POINTS_Z)
        view_box.reset_requested.connect(self.reset_view)

    def add_layer(self, item: LayerItem, z: int) -> None:
        """Add an item that does not decide what is visible."""
        item.setZValue(z)
        self.addItem(item, ignoreBounds=True)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        super().set_theme(theme)
        self._points_item.set_theme(theme)
        if self._model is not None:
            self._points_item.set_points(self.points_of(self._model))
            self._light_batch()

    def set_model(self, model: DataModel) -> None:
        """Show another model, or other data."""
        self._model, self._moment = model, None
        self._points_item.set_points(self.points_of(model))
        before, self._home = self._home, self.home_of(model)
        self.label_axes(model)
        if not resembles(before, self._home):
            self.reset_view()

    def show_moment(self, moment: DataMoment) -> None:
        """Show the runs at a step."""
        self._moment = moment
        self._light_batch()

    def reset_view(self) -> None:
        """Show all rows."""
        if self._home is not None:
            self.vb.setRange(xRange=self._home[0], yRange=self._home[1], padding=0.0)

    def row_at(self, place: QPointF) -> int | None:
        """Return the row at a place in data coordinates; None where there is none."""
        points = self._points_item.points
        across, up = self.vb.viewPixelSize()
        if points is None or points.x.size == 0 or across == 0.0 or up == 0.0:
            return None
        away = np.hypot((points.x - place.x()) / across, (points.y - place.y()) / up)
        nearest = int(np.argmin(away))
        return nearest if away[nearest] <= REACH else None

    def points_of(self, model: DataModel) -> DataPoints:
        """Return where the rows are."""
        raise NotImplementedError

    def home_of(self, model: DataModel) -> tuple[Interval, Interval]:
        """Return what the whole picture is: left to right, bottom to top."""
        raise NotImplementedError

    def label_axes(self, model: DataModel) -> None:
        """Name the axes."""
        raise NotImplementedError

    def input_label(self, model: DataModel, column: int) -> str:
        """Return the name of an input with its unit."""
        name = model.problem.dataset.input_names[column]
        if not model.is_standardized:
            return name
        text: str = self.tr("{name} (standardized)")
        return text.format(name=name)

    def answer_label(self, model: DataModel) -> str:
        """Return the name of what the model answers."""
        data = model.problem.dataset
        if model.has_classes:
            name = data.classes[1] if len(data.classes) == 2 else data.target_names[0]
            text: str = self.tr("probability of {name}")
            return text.format(name=name)
        return data.target_names[0]

    def shaded(self, model: DataModel, x: Float, y: Float, *, by_target: bool) -> DataPoints:
        """Return the rows at x, y (n,) in the colours of their classes, or of their targets."""
        data = model.problem.dataset
        classes, training = model.classes(), data.training_rows
        if classes is not None:
            rgb = np.rint(class_colours(max(2, len(data.classes)), self.theme)).astype(int)
            colours = tuple(QColor(*each) for each in rgb.tolist())
            return DataPoints(x, y, classes, colours, training)
        if by_target:
            shades = np.rint(model.heights(data.targets) * (SHADES - 1)).astype(np.int64)
            every = np.linspace(-1.0, 1.0, SHADES).tolist()
            colours = tuple(diverging_colour(each, self.theme) for each in every)
            return DataPoints(x, y, shades, colours, training)
        shades = np.zeros(x.size, dtype=np.int64)
        return DataPoints(x, y, shades, (QColor(self.theme.faint_text),), training)

    def _light_batch(self) -> None:
        moment = self._moment
        if moment is not None and moment.selected is not None:
            self._points_item.set_lit(moment.batch, QColor(moment.selected.colour))
        else:
            self._points_item.set_lit(np.zeros(0, dtype=np.int64), QColor())


def with_margin(values: Float, share: float) -> Interval:
    """Return an interval with all finite values and some air."""
    finite = values[np.isfinite(values)]
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)
    margin = share * (high - low) if high > low else 0.5 * max(1.0, abs(low))
    return low - margin, high + margin
