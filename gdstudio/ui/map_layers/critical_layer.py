"""The critical points of a function of two variables, marked on its map."""

from PySide6.QtCore import QObject, Slot

from gdstudio.simulation.critical_points import CriticalPoint, Kind
from gdstudio.ui.critical_finder import CriticalFinder
from gdstudio.ui.number_text import short_number
from gdstudio.ui.plots.surface_plot import SurfacePlot

ASKER = "layer"


class CriticalLayer(QObject):
    """Marks on a plot what a `CriticalFinder` finds, as long as it is to be seen."""

    def __init__(self, plot: SurfacePlot, finder: CriticalFinder, parent: QObject) -> None:
        super().__init__(parent)
        self._plot, self._finder = plot, finder
        self._is_shown = False
        finder.changed.connect(self._mark)

    def show(self, is_shown: bool) -> None:
        """Mark them, or not."""
        self._is_shown = is_shown
        self._finder.set_wanted(ASKER, is_shown)
        self._mark()

    @Slot()
    def _mark(self) -> None:
        found = self._finder.found if self._is_shown else None
        if found is None:
            self._plot.mark_critical(())
            return
        # The gallery's minima are marked already, as known ones.
        self._plot.mark_critical(
            tuple(
                (point, self._words(point, is_lowest=point is found.lowest))
                for point in found.points
                if not point.is_known
            )
        )

    def _words(self, point: CriticalPoint, *, is_lowest: bool) -> str:
        x, y = (short_number(float(each), 6) for each in point.point)
        names = {
            Kind.MINIMUM: self.tr("Minimum"),
            Kind.DEGENERATE_MINIMUM: self.tr("Minimum with a flat direction"),
            Kind.KINK_MINIMUM: self.tr("Minimum in a kink"),
            Kind.SADDLE: self.tr("Saddle"),
            Kind.DEGENERATE_SADDLE: self.tr("Saddle with a flat direction"),
            Kind.MAXIMUM: self.tr("Maximum"),
            Kind.DEGENERATE_MAXIMUM: self.tr("Maximum with a flat direction"),
            Kind.DEGENERATE: self.tr("Degenerate critical point"),
        }
        name = self.tr("Lowest found minimum") if is_lowest else names[point.kind]
        words = self.tr("{name} {value} at ({x}, {y})")
        return words.format(name=name, value=short_number(point.value, 6), x=x, y=y)
