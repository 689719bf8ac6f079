"""The right panel: the runs, and the optimizer of the selected one."""

from dataclasses import dataclass, replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction, QColor
from PySide6.QtWidgets import QColorDialog, QMenu, QToolButton, QVBoxLayout, QWidget

from gdstudio.engine.optimizers.registry import OPTIMIZERS
from gdstudio.experiment.gallery import entry_for
from gdstudio.experiment.labels import free_label
from gdstudio.experiment.model import Experiment, Run
from gdstudio.ui.panels.edits import (
    with_added_run,
    with_duplicated_run,
    with_moved_run,
    without_run,
)
from gdstudio.ui.panels.optimizer_form import OptimizerForm
from gdstudio.ui.panels.run_list import RunList
from gdstudio.ui.panels.run_words import run_rows
from gdstudio.ui.panels.step_card import StepCard
from gdstudio.ui.plots.frame import Frame
from gdstudio.ui.widgets.section import Section
from gdstudio.ui.widgets.tab_order import TabOrder

MOST_RUNS = 64


@dataclass(frozen=True)
class RunActions:
    """What can be done with runs."""

    add: QAction
    duplicate: QAction
    remove: QAction
    move_up: QAction
    move_down: QAction
    toggle_visible: QAction


class RunsPanel(QWidget):
    """Lists the runs of an experiment and edits them."""

    edited = Signal(object, str, str)
    """The new `Experiment`, what was done, and the key under which edits merge."""
    edit_ended = Signal()
    selection_changed = Signal(int)
    hidden_changed = Signal(object)
    """The indices of hidden runs, a frozenset."""

    def __init__(self, actions: RunActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self._experiment: Experiment | None = None
        self._frame: Frame | None = None
        self._selected = 0
        self._training_rows = 0
        self._hidden: frozenset[int] = frozenset()
        # By name, which is unique: an index means another run after a move, and after its undo.
        self._hidden_labels: frozenset[str] = frozenset()

        self._runs = Section(self.tr("Runs"), "route")
        self.list = RunList()
        self._add_button = self._runs.add_action(actions.add)
        self._add_menu = QMenu(self)
        for key, optimizer in OPTIMIZERS.items():
            action = self._add_menu.addAction(optimizer.label)
            action.setData(key)
            action.setToolTip(optimizer.hint)
        self._add_menu.setToolTipsVisible(True)
        self._add_menu.triggered.connect(self._on_add)
        self._add_button.setMenu(self._add_menu)
        self._add_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        for action in (actions.duplicate, actions.remove):
            self._runs.add_action(action)
        self._runs.add_widget(self.list)

        self._details = Section(self.tr("Optimizer"), "sliders-horizontal")
        self.form = OptimizerForm()
        self._details.add_widget(self.form)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._runs)
        layout.addWidget(self._details)
        self.step_card = StepCard()
        layout.addWidget(self.step_card)
        layout.addStretch(1)
        self._tab_order = TabOrder(self)
        self._connect()

    def _connect(self) -> None:
        self.list.selected.connect(self._on_selected)
        self.list.runs.renamed.connect(self._on_renamed)
        self.list.runs.moved.connect(self._on_moved)
        self.list.delegate.eye_clicked.connect(self._toggle_hidden)
        self.list.delegate.swatch_clicked.connect(self._on_swatch)
        self.form.run_edited.connect(self._on_run_edited)
        self.form.edit_ended.connect(self.edit_ended)
        self._actions.duplicate.triggered.connect(self._on_duplicate)
        self._actions.remove.triggered.connect(self._on_remove)
        self._actions.move_up.triggered.connect(self._on_move_up)
        self._actions.move_down.triggered.connect(self._on_move_down)
        self._actions.toggle_visible.triggered.connect(self._on_toggle_visible)

    @property
    def selected(self) -> int:
        """The index of the selected run."""
        return self._selected

    @property
    def hidden(self) -> frozenset[int]:
        """The indices of runs that are not drawn."""
        return self._hidden

    def set_experiment(self, experiment: Experiment) -> None:
        """Show an experiment."""
        before, self._experiment = self._experiment, experiment
        count = len(experiment.runs)
        if before is not None:
            self._hidden_labels = _followed(self._hidden_labels, before, experiment)
        self._take_hidden()
        self._select(min(self._selected, count - 1))
        self._show_rows()
        self._actions.remove.setEnabled(count > 1)
        self._actions.add.setEnabled(count < MOST_RUNS)
        self._actions.duplicate.setEnabled(count < MOST_RUNS)
        self._actions.move_up.setEnabled(count > 1)
        self._actions.move_down.setEnabled(count > 1)
        self._details.set_heading(experiment.runs[self._selected].label)
        self.form.set_run(experiment, self._selected, self._training_rows)
        self._tab_order.update()

    @Slot(int)
    def set_training_rows(self, rows: int) -> None:
        """Say how many rows there are to train on; 0 where it is not known."""
        self._training_rows = rows
        if self._experiment is not None:
            self.form.set_run(self._experiment, self._selected, rows)

    def show_frame(self, frame: Frame) -> None:
        """Show how the runs are at a step."""
        self._frame = frame
        self._show_rows()
        self.step_card.show_frame(frame)

    @Slot()
    def open_add_menu(self) -> None:
        """Ask for the method of a new run."""
        self._add_button.showMenu()

    def _show_rows(self) -> None:
        if self._experiment is None:
            return
        rows = run_rows(self._experiment, self._frame, self._hidden)
        self.list.show_rows(rows, self._selected)

    def _select(self, index: int) -> None:
        if index != self._selected:
            self._selected = index
            self.selection_changed.emit(index)

    @Slot()
    def show_all(self) -> None:
        """Hide no run."""
        self._set_hidden_labels(frozenset())

    def _set_hidden_labels(self, labels: frozenset[str]) -> None:
        self._hidden_labels = labels
        self._take_hidden()

    def _take_hidden(self) -> None:
        runs = () if self._experiment is None else self._experiment.runs
        hidden = frozenset(i for i, run in enumerate(runs) if run.label in self._hidden_labels)
        if hidden != self._hidden:
            self._hidden = hidden
            self.hidden_changed.emit(hidden)
            self._show_rows()

    @Slot(int)
    def _on_selected(self, index: int) -> None:
        self._select(index)
        if self._experiment is not None and index < len(self._experiment.runs):
            self._details.set_heading(self._experiment.runs[index].label)
            self.form.set_run(self._experiment, index, self._training_rows)
            self._tab_order.update()

    @Slot(QAction)
    def _on_add(self, action: QAction) -> None:
        if self._experiment is not None:
            entry = entry_for(self._experiment.objective)
            changed = with_added_run(self._experiment, action.data(), entry)
            # A run that is gone may have been hidden under the same name.
            self._hidden_labels -= {changed.runs[-1].label}
            self.edited.emit(changed, self.tr("Add a run"), "")
            self._select_in_list(len(changed.runs) - 1)

    @Slot()
    def _on_duplicate(self) -> None:
        if self._experiment is not None:
            changed = with_duplicated_run(self._experiment, self._selected)
            self._hidden_labels -= {changed.runs[self._selected + 1].label}
            self.edited.emit(changed, self.tr("Duplicate a run"), "")
            self._select_in_list(self._selected + 1)

    @Slot()
    def _on_remove(self) -> None:
        if self._experiment is not None:
            changed = without_run(self._experiment, self._selected)
            self.edited.emit(changed, self.tr("Remove a run"), "")

    @Slot()
    def _on_move_up(self) -> None:
        self._on_moved(self._selected, self._selected - 1)

    @Slot()
    def _on_move_down(self) -> None:
        self._on_moved(self._selected, self._selected + 1)

    @Slot(int, int)
    def _on_moved(self, source: int, target: int) -> None:
        if self._experiment is not None and 0 <= target < len(self._experiment.runs):
            changed = with_moved_run(self._experiment, source, target)
            self.edited.emit(changed, self.tr("Move a run"), "")
            self._select_in_list(target)

    @Slot()
    def _on_toggle_visible(self) -> None:
        self._toggle_hidden(self._selected)

    @Slot(int)
    def _toggle_hidden(self, index: int) -> None:
        if self._experiment is not None:
            self._set_hidden_labels(self._hidden_labels ^ {self._experiment.runs[index].label})

    @Slot(int, str)
    def _on_renamed(self, index: int, label: str) -> None:
        if self._experiment is not None and label != self._experiment.runs[index].label:
            used = {run.label for i, run in enumerate(self._experiment.runs) if i != index}
            run = replace(self._experiment.runs[index], label=free_label(label, used))
            changed = self._experiment.replace_run(index, run)
            self.edited.emit(changed, self.tr("Rename a run"), "")

    @Slot(int)
    def _on_swatch(self, index: int) -> None:
        if self._experiment is None:
            return
        run = self._experiment.runs[index]
        colour = QColorDialog.getColor(
            QColor(run.color), self, self.tr("Colour of {name}").format(name=run.label)
        )
        if colour.isValid():
            changed = self._experiment.replace_run(index, replace(run, color=colour.name()))
            self.edited.emit(changed, self.tr("Change a colour"), "")

    @Slot(object, str, str)
    def _on_run_edited(self, run: Run, text: str, merge_key: str) -> None:
        if self._experiment is not None:
            key = f"run{self._selected}.{merge_key}" if merge_key else ""
            self.edited.emit(self._experiment.replace_run(self._selected, run), text, key)

    def _select_in_list(self, index: int) -> None:
        self.list.setCurrentIndex(self.list.runs.index(index))


def _followed(labels: frozenset[str], before: Experiment, after: Experiment) -> frozenset[str]:
    """Return the names under which the named runs go on."""
    if len(before.runs) != len(after.runs):
        return labels
    left = {run.label for run in after.runs}
    known = {run.label for run in before.runs}
    renamed = {
        old.label: new.label
        for old, new in zip(before.runs, after.runs, strict=True)
        if old.label not in left and new.label not in known
    }
    return frozenset(renamed.get(label, label) for label in labels)
