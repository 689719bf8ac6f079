"""The 2-D picture of the loss of a model: heatmap, contour lines, minimum, paths, start."""

from gdstudio.simulation.cells import Interval
from gdstudio.simulation.maps import LossRequest
from gdstudio.simulation.problem import DataProblem
from gdstudio.ui.number_text import short_number
from gdstudio.ui.plots.home_view import resembles
from gdstudio.ui.plots.map_plot import MapPlot


class LossPlot(MapPlot):
    """The loss over two parameters of a model; the others, if any, are held."""

    _problem: DataProblem | None = None
    _home: tuple[Interval, Interval] | None = None

    def set_problem(self, problem: DataProblem, shown: tuple[int, int]) -> None:
        """Show two parameters of a model."""
        self._problem, self.shown = problem, shown
        names = problem.parameter_names
        self.set_axis_label("bottom", names[shown[0]])
        self.set_axis_label("left", names[shown[1]])
        self.clear_minima()

    def set_start(self, start: tuple[float, ...]) -> None:
        """Show where the runs start."""
        self._start.setPos(start[self.shown[0]], start[self.shown[1]])

    def mark_least_squares(self, x: float, y: float, loss: float) -> None:
        """Mark the minimum that is known in closed form."""
        tip = self.tr("The minimum {value} at ({x}, {y}): the least-squares solution")
        numbers = {"value": loss, "x": x, "y": y}
        texts = {name: short_number(value, 5) for name, value in numbers.items()}
        self.mark_minimum(x, y, tip.format(**texts))

    def set_home(self, x_range: Interval, y_range: Interval) -> None:
        """Say what the whole picture is, and show it if it is another one than before."""
        before, self._home = self._home, (x_range, y_range)
        if not resembles(before, self._home):
            self.reset_view()

    def reset_view(self) -> None:
        """Show the whole picture."""
        if self._home is not None:
            self.vb.setRange(xRange=self._home[0], yRange=self._home[1], padding=0.0)

    def map_request(self, base: tuple[float, ...], ratio: float = 1.0) -> LossRequest | None:
        """Return which map would fill the view; None before it is known what the picture is.

        Parameters
        ----------
        base
            Gives the parameters that do not vary.
        ratio
            Device pixels to a pixel.
        """
        raster = self.raster(ratio)
        if self._problem is None or self._home is None or raster is None:
            return None
        return LossRequest(
            self._problem,
            base,
            *self.shown,
            raster.x_range,
            raster.y_range,
            raster.columns,
            raster.rows,
        )

    def whole_request(self, base: tuple[float, ...], cells: int) -> LossRequest | None:
        """Return the request for the whole picture, whatever part of it is seen."""
        if self._problem is None or self._home is None:
            return None
        return LossRequest(self._problem, base, *self.shown, *self._home, cells, cells)
