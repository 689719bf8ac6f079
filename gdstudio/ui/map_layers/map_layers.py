"""The layers of the map of a function: what a person chose, on the plot that shows it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, Signal

from gdstudio.experiment.model import Experiment
from gdstudio.simulation.map_options import MapOptions
from gdstudio.ui.plots.frame import Frame

# The window is seen before the plots are loaded.
if TYPE_CHECKING:
    from gdstudio.ui.plots.surface_plot import SurfacePlot


class MapLayers(QObject):
    """Knows what is to be seen on the map, and draws what the map itself does not hold."""

    changed = Signal()
    """Another map is wanted."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._options = MapOptions()
        self._plot: SurfacePlot | None = None

    @property
    def options(self) -> MapOptions:
        """What is to be seen."""
        return self._options

    def set_options(self, options: MapOptions) -> None:
        """Show something else."""
        if options != self._options:
            self._options = options
            if self._plot is not None:
                self._plot.set_options(options)
            self.changed.emit()

    def attach(self, plot: "SurfacePlot") -> None:
        """Draw on a plot from now on."""
        self._plot = plot
        plot.set_options(self._options)

    def set_experiment(self, experiment: Experiment) -> None:
        """Draw what belongs to another experiment."""

    def show_frame(self, frame: Frame) -> None:
        """Draw what belongs to the runs at a step."""

    def hover(self, place: QPointF | None) -> None:
        """Draw what belongs to the place under the pointer; None: it is elsewhere."""

    def shut_down(self) -> None:
        """Compute nothing any more."""
