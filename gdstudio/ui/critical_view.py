"""The critical points of a function: in their card, and as marks in the picture."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from gdstudio.experiment.model import Experiment, FunctionObjective
from gdstudio.ui.critical_finder import CriticalFinder
from gdstudio.ui.panels.calculus_words import critical_text
from gdstudio.ui.plots.overlay import CriticalMark

# The window is seen before the cards are loaded.
if TYPE_CHECKING:
    from gdstudio.ui.panels.calculus_critical_card import CriticalCard

ASKER = "calculus"
MOST_MARKED = 2
"""Variables up to which critical points lie in the picture itself."""


class CriticalView(QObject):
    """Asks for critical points while their card is seen.

    Parameters
    ----------
    finder
        Finds them, for others too.
    """

    changed = Signal()
    """The marks are others."""

    def __init__(self, finder: CriticalFinder, parent: QObject) -> None:
        super().__init__(parent)
        self._finder = finder
        self._card: CriticalCard | None = None
        self._names: tuple[str, ...] = ()
        self._is_seen = False
        self._has_marks = True
        self._marks: tuple[CriticalMark, ...] = ()
        finder.changed.connect(self._on_found)

    @property
    def marks(self) -> tuple[CriticalMark, ...]:
        """What is marked in the picture."""
        return self._marks

    def set_experiment(self, experiment: Experiment) -> None:
        """Look into another function."""
        objective = experiment.objective
        self._names = objective.variables if isinstance(objective, FunctionObjective) else ()
        self._finder.set_experiment(experiment)

    def set_seen(self, seen: bool) -> None:
        """Ask, or rest: the panel is in sight, or not."""
        self._is_seen = seen
        self._ask()

    def meet(self, card: "CriticalCard") -> None:
        """Fill a card that was just made."""
        self._card = card
        card.folded.connect(self._ask)
        card.marks_wanted.connect(self._on_marks)
        self._fill()
        self._ask()

    @Slot()
    def _ask(self) -> None:
        card = self._card
        self._finder.set_wanted(ASKER, self._is_seen and card is not None and card.is_open)

    @Slot()
    def _on_found(self) -> None:
        self._fill()
        self._mark()

    def _fill(self) -> None:
        found = self._finder.found
        if self._card is not None:
            if found is None:
                self._card.show_searching()
            else:
                self._card.show_found(found, self._names)

    def _mark(self) -> None:
        found = self._finder.found
        is_seen = self._has_marks and len(self._names) <= MOST_MARKED
        points = found.points if found is not None and is_seen else ()
        self._marks = tuple(CriticalMark(each, critical_text(each)) for each in points)
        self.changed.emit()

    @Slot(bool)
    def _on_marks(self, wanted: bool) -> None:
        self._has_marks = wanted
        self._mark()
