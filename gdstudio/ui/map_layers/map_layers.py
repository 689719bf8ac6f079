"""The layers of the map of a function: what a person chose, on the plot that shows it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolButton

from gdstudio.experiment.model import Experiment
from gdstudio.session.settings import Settings
from gdstudio.simulation.map_options import PLAIN, MapOptions
from gdstudio.ui.critical_finder import CriticalFinder
from gdstudio.ui.map_layers.layers_popup import LayersPopup
from gdstudio.ui.widgets.section import Section

# The window is seen before the plots are loaded.
if TYPE_CHECKING:
    from gdstudio.simulation.critical_points import CriticalPoint
    from gdstudio.ui.map_layers.critical_layer import CriticalLayer
    from gdstudio.ui.plots.surface_plot import SurfacePlot


class MapLayers(QObject):
    """Knows what is to be seen on the map, and draws what the map itself does not hold.

    Parameters
    ----------
    card
        In its header is the button that opens the choice.
    finder
        Finds the critical points of the function that is open.
    """

    changed = Signal()
    """Another map is wanted."""

    def __init__(self, card: Section, finder: CriticalFinder) -> None:
        super().__init__(card)
        self._card, self._finder = card, finder
        self._options = PLAIN
        self._settings: Settings | None = None
        self._button: QToolButton | None = None
        self._opened_popup: LayersPopup | None = None
        self._plot: SurfacePlot | None = None
        self._critical: CriticalLayer | None = None
        self._experiment: Experiment | None = None

    @property
    def options(self) -> MapOptions:
        """What is to be seen."""
        return self._options

    @property
    def critical(self) -> "tuple[tuple[CriticalPoint, str], ...]":
        """The critical points that are marked, with what is said of each."""
        return () if self._plot is None else self._plot.critical

    @property
    def popup(self) -> LayersPopup:
        """Where it is chosen; it is made when it is first asked for."""
        if self._opened_popup is None:
            self._opened_popup = LayersPopup(self._options, self._card)
            self._opened_popup.changed.connect(self._on_chosen)
        return self._opened_popup

    def offer(self, action: QAction, settings: Settings) -> None:
        """Let an action open the choice, and remember what was chosen."""
        self._settings = settings
        self._button = self._card.add_action(action)
        action.triggered.connect(self.open)
        self.set_options(settings.map_options)

    def set_options(self, options: MapOptions) -> None:
        """Show something else."""
        if options == self._options:
            return
        self._options = options
        if self._opened_popup is not None:
            self._opened_popup.set_options(options)
        if self._plot is not None:
            self._plot.set_options(options)
        self._find_critical_points()
        self.changed.emit()

    def attach(self, plot: "SurfacePlot") -> None:
        """Draw on a plot from now on."""
        from gdstudio.ui.map_layers.critical_layer import CriticalLayer

        self._plot = plot
        self._critical = CriticalLayer(plot, self._finder, self)
        plot.set_options(self._options)
        self._find_critical_points()

    def set_experiment(self, experiment: Experiment) -> None:
        """Draw what belongs to another experiment."""
        self._experiment = experiment
        if self._button is not None:
            self._button.setEnabled(len(experiment.start) > 1)
        self._find_critical_points()

    def hover(self, place: QPointF | None) -> None:
        """Draw what belongs to the place under the pointer; None: it is elsewhere."""
        if self._plot is not None and self._options.streamlines:
            self._plot.show_flow_from(None if place is None else (place.x(), place.y()))

    @Slot()
    def open(self) -> None:
        """Show what can be chosen."""
        if self._button is not None and self._button.isVisible() and self._button.isEnabled():
            if self._experiment is not None:
                self.popup.set_variables(len(self._experiment.start))
            self.popup.open_below(self._button)

    @Slot(object)
    def _on_chosen(self, options: MapOptions) -> None:
        self.set_options(options)
        if self._settings is not None:
            self._settings.map_options = options

    def _find_critical_points(self) -> None:
        if self._critical is not None and self._experiment is not None:
            is_plane = len(self._experiment.start) == 2
            self._critical.show(self._options.critical_points and is_plane)
