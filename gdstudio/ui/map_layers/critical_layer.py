"""The critical points of a function of two variables, found in the background and marked."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Slot

from gdstudio.experiment.gallery import KnownMinimum, entry_for
from gdstudio.experiment.model import Experiment, FunctionObjective
from gdstudio.session.cancellable_job import CancellableJob, Task
from gdstudio.simulation.critical_points import (
    CriticalPoint,
    CriticalPoints,
    Kind,
    critical_points,
)
from gdstudio.simulation.problem import problem_of
from gdstudio.ui.number_text import short_number
from gdstudio.ui.plots.pictured import pictured
from gdstudio.ui.plots.surface_plot import SurfacePlot


@dataclass(frozen=True)
class CriticalRequest:
    """Which function's critical points are wanted, and the minima that are known."""

    objective: FunctionObjective
    known: tuple[KnownMinimum, ...]


class CriticalLayer(QObject):
    """Marks critical points on a plot."""

    def __init__(self, plot: SurfacePlot, parent: QObject) -> None:
        super().__init__(parent)
        self._plot = plot
        self._wanted: CriticalRequest | None = None
        self._job = CancellableJob(_find, self)
        self._job.done.connect(self._on_found)

    def show(self, experiment: Experiment | None) -> None:
        """Mark those of a function of two variables; None, or of more variables: mark none."""
        before = self._wanted
        if experiment is None or len(experiment.start) != 2:
            self._wanted = None
        else:
            entry = entry_for(experiment.objective)
            known = () if entry is None else tuple(entry.minima)
            self._wanted = CriticalRequest(pictured(experiment.function), known)
        if self._wanted == before:
            return
        self._plot.mark_critical(())
        if self._wanted is None:
            self._job.cancel()
        else:
            self._job.submit(self._wanted)

    def shut_down(self) -> None:
        """Look for nothing any more."""
        self._job.shut_down()

    @Slot(object, object)
    def _on_found(self, request: CriticalRequest, found: CriticalPoints) -> None:
        if request == self._wanted:
            lowest = found.lowest
            # The gallery's minima are marked already, as known ones.
            self._plot.mark_critical(
                tuple(
                    (point, self._words(point, is_lowest=point is lowest))
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


def _find(request: CriticalRequest, task: Task) -> CriticalPoints:
    objective = request.objective
    return critical_points(
        problem_of(objective),
        objective.domain,
        known=request.known,
        should_stop=lambda: task.is_cancelled,
    )
