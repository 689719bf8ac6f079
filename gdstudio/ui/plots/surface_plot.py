"""The 2-D picture: heatmap, contour lines, known minima, paths, start."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QFont

from gdstudio.experiment.gallery import entry_for
from gdstudio.experiment.model import Experiment
from gdstudio.simulation.maps import MapRequest, SurfaceMap
from gdstudio.simulation.run import Row
from gdstudio.simulation.trace import TraceView
from gdstudio.ui.colours import Theme
from gdstudio.ui.plots.map_item import MapItem
from gdstudio.ui.plots.picture_plot import PicturePlot
from gdstudio.ui.plots.pictured import pictured
from gdstudio.ui.plots.sign_item import MinimumSign

CELL = 2
"""Pixels to a cell of the map: it is drawn smoothly, and its contour lines are lines."""
MAP_Z, MINIMA_Z = 0, 10


class SurfacePlot(PicturePlot):
    """A function of two variables, or a slice through one of more, seen from above."""

    def __init__(self, theme: Theme, font: QFont) -> None:
        self._map_item = MapItem(theme)
        self._minima: list[MinimumSign] = []
        super().__init__(theme, font)
        self.add_layer(self._map_item, MAP_Z)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        super().set_theme(theme)
        self._map_item.set_theme(theme)

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
        if self._experiment is None:
            return None
        (x_low, x_high), (y_low, y_high) = self.vb.viewRange()
        cells = ratio / CELL
        columns, rows = int(self.vb.width() * cells), int(self.vb.height() * cells)
        if columns < 8 or rows < 8 or not (x_high > x_low and y_high > y_low):
            return None
        return MapRequest(
            pictured(self._experiment.function),
            self._experiment.start,
            0,
            1,
            (float(x_low), float(x_high)),
            (float(y_low), float(y_high)),
            columns,
            rows,
        )

    def show_map(self, surface: SurfaceMap | None) -> None:
        """Show a map."""
        self._map_item.set_map(surface)

    def path_columns(self, trace: TraceView) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the first two parameters of the rows."""
        return trace.parameters[:, 0], trace.parameters[:, 1]

    def head_point(self, head: Row) -> tuple[float, float]:
        """Return the first two parameters of one row."""
        return float(head.parameters[0]), float(head.parameters[1])

    def _show_minima(self, experiment: Experiment) -> None:
        for sign in self._minima:
            self.removeItem(sign)
        entry = entry_for(experiment.objective)
        self._minima = []
        for minimum in () if entry is None or len(experiment.start) != 2 else entry.minima:
            x, y = minimum.location
            sign = MinimumSign(
                self.tr("Known minimum {value} at ({x}, {y})").format(
                    value=f"{minimum.value:.6g}", x=f"{x:.6g}", y=f"{y:.6g}"
                )
            )
            sign.setPos(x, y)
            sign.set_thickness(self.thickness)
            self.add_layer(sign, MINIMA_Z)
            self._minima.append(sign)
