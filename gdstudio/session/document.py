"""The experiment that is open: its file, its edits, undo."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QUndoCommand, QUndoStack

from gdstudio.experiment.model import Experiment
from gdstudio.simulation.files import load, save

MOST_EDITS = 1000
"""How many edits can be undone: more than anybody goes back, and not without end."""


class Document(QObject):
    """Holds the current experiment; every edit makes a new one and can be undone."""

    experiment_changed = Signal(object)
    """The new `Experiment`."""
    state_changed = Signal()
    """The file or the modified mark changed."""

    def __init__(self, experiment: Experiment, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._experiment = experiment
        self._path: Path | None = None
        self._drag = 0
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(MOST_EDITS)
        self.undo_stack.cleanChanged.connect(self.state_changed)

    @property
    def experiment(self) -> Experiment:
        """The current experiment."""
        return self._experiment

    @property
    def path(self) -> Path | None:
        """The file that it was read from or written to; None before."""
        return self._path

    @property
    def is_modified(self) -> bool:
        """Whether there are edits that no file has."""
        return not self.undo_stack.isClean()

    @property
    def name(self) -> str:
        """What the window's title calls it."""
        if self._path is not None:
            return self._path.name
        return self._experiment.title or self.tr("Untitled")

    def edit(self, experiment: Experiment, text: str, merge_key: str = "") -> None:
        """Replace the experiment.

        Parameters
        ----------
        experiment
            The new one; nothing happens when it equals the current one.
        text
            What was done, for the menu: "Undo …".
        merge_key
            Edits with the same key (not "") become one until ``end_merge``: a drag is undone at
            once.
        """
        if experiment != self._experiment:
            key = f"{merge_key}#{self._drag}" if merge_key else ""
            self.undo_stack.push(_Edit(self, self._experiment, experiment, text, key))

    @Slot()
    def end_merge(self) -> None:
        """Let the next edit be one of its own."""
        self._drag += 1

    def open(self, path: Path) -> None:
        """Read an experiment from a file.

        Raises
        ------
        ExperimentError
            It cannot be read; the current experiment stays.
        """
        self.replace(load(path), path)

    def replace(self, experiment: Experiment, path: Path | None = None) -> None:
        """Begin with another experiment, without undo to the one before."""
        self.undo_stack.clear()
        self._path = path
        self._show(experiment)
        self.state_changed.emit()

    def save(self, path: Path) -> None:
        """Write the experiment to a file, which is its file from now on.

        Raises
        ------
        ExperimentError
            It cannot be written; nothing changed.
        """
        save(self._experiment, path)
        self._path = path
        self.undo_stack.setClean()
        self.state_changed.emit()

    def mark_modified(self) -> None:
        """Say that what is shown stands in no file: it was restored after a crash."""
        self.undo_stack.resetClean()
        self.state_changed.emit()

    def _show(self, experiment: Experiment) -> None:
        self._experiment = experiment
        self.experiment_changed.emit(experiment)


class _Edit(QUndoCommand):
    """One edit: the experiment before and after."""

    def __init__(
        self, document: Document, before: Experiment, after: Experiment, text: str, key: str
    ) -> None:
        super().__init__(text)
        self._document, self._before, self._after, self._key = document, before, after, key

    def id(self) -> int:
        return 1 if self._key else -1

    def mergeWith(self, other: QUndoCommand) -> bool:  # noqa: N802 (Qt's name)
        if not isinstance(other, _Edit) or other._key != self._key:
            return False
        self._after = other._after
        if self._after == self._before:
            self.setObsolete(True)
        return True

    def undo(self) -> None:
        self._document._show(self._before)

    def redo(self) -> None:
        self._document._show(self._after)
