"""The 2-D picture of a function: heatmap, contour lines, known minima, paths, start."""

from dataclasses import replace

from PySide6.QtGui import QFont

from gdstudio.experiment.gallery import entry_for
from gdstudio.experiment.model import Experiment
from gdstudio.simulation.maps import MapRequest
from gdstudio.ui.colours import Theme
from gdstudio.ui.plots.axes import Axes, first_axes
from gdstudio.ui.plots.layered_plot import LayeredPlot
from gdstudio.ui.plots.map_picture import MapTask
from gdstudio.ui.plots.map_plot import CELL
from gdstudio.ui.plots.pictured import pictured


class SurfacePlot(LayeredPlot):
    """A function of two variables, or a slice through one of more, seen from above."""

    def __init__(self, theme: Theme, font: QFont) -> None:
        self._slice: Axes | None = None
        super().__init__(theme, font)

    def set_experiment(self, experiment: Experiment) -> None:
        """Show another experiment's axes, start and known minima."""
        before, self._experiment = self._experiment, experiment
        objective = experiment.function
        if before is None or before.function.variables != objective.variables:
            self._slice = first_axes(experiment)
        self._show_axes()
        if before is None or before.function.domain != objective.domain:
            self.reset_view()
        if before is None or pictured(before.function) != pictured(objective):
            self._show_minima(experiment)

    @property
    def slice(self) -> Axes:
        """Which two variables vary, and where the others are held."""
        assert self._slice is not None  # noqa: S101 (there is an experiment by then)
        return self._slice

    def set_axes(self, axes: Axes) -> None:
        """Show another slice: its map and its paths come with the next ones."""
        before, self._slice = self._slice, axes
        if before is None or before.shown != axes.shown:
            self._show_axes()
            self.reset_view()

    def reset_view(self) -> None:
        """Show the whole domain."""
        if self._experiment is not None:
            x, y = (self._experiment.function.domain[index] for index in self.shown)
            self.vb.setRange(xRange=x, yRange=y, padding=0.0)

    def map_request(self, ratio: float = 1.0) -> MapRequest | None:
        """Return which map would fill the view at ``ratio`` device pixels to a pixel."""
        raster = self.raster(ratio)
        if self._experiment is None or raster is None:
            return None
        return MapRequest(
            pictured(self._experiment.function),
            self.slice.base,
            *self.shown,
            raster.x_range,
            raster.y_range,
            raster.columns,
            raster.rows,
            self.options,
            ratio / CELL,
        )

    def map_task(self, ratio: float = 1.0) -> MapTask | None:
        """Return which map would fill the view, and how it is drawn; labels come when it stays."""
        request, projection = self.map_request(ratio), self._layers.projection(ratio)
        if request is None or projection is None:
            return None
        return MapTask(request, replace(self._layers.brush, has_labels=False), projection)

    def _show_axes(self) -> None:
        if self._experiment is None or self._slice is None:
            return
        self.shown = self._slice.shown
        for side, index in zip(("bottom", "left"), self.shown, strict=True):
            self.set_axis_label(side, self._experiment.function.variables[index])
        x, y = (self._experiment.start[index] for index in self.shown)
        self._start.setPos(x, y)

    def _show_minima(self, experiment: Experiment) -> None:
        self.clear_minima()
        entry = entry_for(experiment.objective)
        for minimum in () if entry is None or len(experiment.start) != 2 else entry.minima:
            x, y = minimum.location
            tip = self.tr("Known minimum {value} at ({x}, {y})").format(
                value=f"{minimum.value:.6g}", x=f"{x:.6g}", y=f"{y:.6g}"
            )
            self.mark_minimum(x, y, tip)
