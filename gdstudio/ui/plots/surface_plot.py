"""The 2-D picture of a function: heatmap, contour lines, known minima, paths, start."""

from gdstudio.experiment.gallery import entry_for
from gdstudio.experiment.model import Experiment
from gdstudio.simulation.maps import MapRequest
from gdstudio.ui.plots.map_plot import CELL, MapPlot
from gdstudio.ui.plots.pictured import pictured


class SurfacePlot(MapPlot):
    """A function of two variables, or a slice through one of more, seen from above."""

    def set_experiment(self, experiment: Experiment) -> None:
        """Show another experiment's axes, start and known minima."""
        before, self._experiment = self._experiment, experiment
        objective = experiment.function
        self.set_axis_label("bottom", objective.variables[0])
        self.set_axis_label("left", objective.variables[1])
        self._start.setPos(experiment.start[0], experiment.start[1])
        if before is None or before.function.domain != objective.domain:
            self.reset_view()
        if before is None or pictured(before.function) != pictured(objective):
            self._show_minima(experiment)

    def reset_view(self) -> None:
        """Show the whole domain."""
        if self._experiment is not None:
            x, y = self._experiment.function.domain[:2]
            self.vb.setRange(xRange=x, yRange=y, padding=0.0)

    def map_request(self, ratio: float = 1.0) -> MapRequest | None:
        """Return which map would fill the view at ``ratio`` device pixels to a pixel."""
        raster = self.raster(ratio)
        if self._experiment is None or raster is None:
            return None
        return MapRequest(
            pictured(self._experiment.function),
            self._experiment.start,
            0,
            1,
            raster.x_range,
            raster.y_range,
            raster.columns,
            raster.rows,
            self.options,
            ratio / CELL,
        )

    def _show_minima(self, experiment: Experiment) -> None:
        self.clear_minima()
        entry = entry_for(experiment.objective)
        for minimum in () if entry is None or len(experiment.start) != 2 else entry.minima:
            x, y = minimum.location
            tip = self.tr("Known minimum {value} at ({x}, {y})").format(
                value=f"{minimum.value:.6g}", x=f"{x:.6g}", y=f"{y:.6g}"
            )
            self.mark_minimum(x, y, tip)
