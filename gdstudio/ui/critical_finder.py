"""The critical points of the function that is open: found in the background, once, for all."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from gdstudio.experiment.gallery import entry_for
from gdstudio.experiment.model import Experiment, FunctionObjective
from gdstudio.session.cancellable_job import CancellableJob, Task
from gdstudio.ui.plots.pictured import pictured

if TYPE_CHECKING:
    from gdstudio.simulation.critical_points import CriticalPoints


class CriticalFinder(QObject):
    """Looks for critical points while anybody wants to know them."""

    changed = Signal()
    """There are others, or none any more."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._objective: FunctionObjective | None = None
        self._asked: FunctionObjective | None = None
        self._found: CriticalPoints | None = None
        self._wanted_by: frozenset[str] = frozenset()
        self._job = CancellableJob(_search, self)
        self._job.done.connect(self._on_done)

    @property
    def found(self) -> "CriticalPoints | None":
        """The critical points; None until they are found."""
        return self._found

    def set_experiment(self, experiment: Experiment) -> None:
        """Look into another function."""
        objective = experiment.objective
        now = pictured(objective) if isinstance(objective, FunctionObjective) else None
        if now == self._objective:
            return
        self._objective, self._asked = now, None
        self._job.cancel()
        if self._found is not None:
            self._found = None
            self.changed.emit()
        self._look()

    def set_wanted(self, by: str, wanted: bool) -> None:
        """Look for them as long as anybody wants them."""
        self._wanted_by = self._wanted_by | {by} if wanted else self._wanted_by - {by}
        self._look()

    def shut_down(self) -> None:
        """Look no more."""
        self._job.shut_down()

    def _look(self) -> None:
        if self._wanted_by and self._objective is not None and self._asked != self._objective:
            self._asked = self._objective
            self._job.submit(self._objective)

    @Slot(object, object)
    def _on_done(self, objective: FunctionObjective, found: "CriticalPoints") -> None:
        if objective == self._objective:
            self._found = found
            self.changed.emit()


def _search(objective: FunctionObjective, task: Task) -> "CriticalPoints":
    from gdstudio.simulation.critical_points import critical_points
    from gdstudio.simulation.problem import problem_of

    entry = entry_for(objective)
    known = () if entry is None else entry.minima
    return critical_points(
        problem_of(objective),
        objective.domain,
        known=known,
        should_stop=lambda: task.is_cancelled,
    )
