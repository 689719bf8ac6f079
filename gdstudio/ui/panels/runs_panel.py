"""The right panel: the runs, and the optimizer of the selected one."""

from dataclasses import dataclass, replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction, QColor
from PySide6.QtWidgets import QColorDialog, QMenu, QToolButton, QVBoxLayout, QWidget

from gdstudio.engine.optimizers.registry import OPTIMIZERS
from gdstudio.experiment.gallery import entry_for
from gdstudio.experiment.labels import free_label
from gdstudio.experiment.model import Experiment, Run
from gdstudio.simulation.outcome import Outcome
from gdstudio.simulation.run import RunResult
from gdstudio.ui.number_text import short_number
from gdstudio.ui.panels.edits import (
    with_added_run,
    with_duplicated_run,
    with_moved_run,
    without_run,
)
from gdstudio.ui.panels.optimizer_form import OptimizerForm
from gdstudio.ui.panels.run_list import RunList, RunRow
from gdstudio.ui.panels.step_card import StepCard
from gdstudio.ui.plots.frame import Frame
from gdstudio.ui.widgets.section import Section

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
        self._hidden: frozenset[int] = frozenset()

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
        if before is not None and len(before.runs) != count:
            self._set_hidden(frozenset())
        self._select(min(self._selected, count - 1))
        self._show_rows()
        self._actions.remove.setEnabled(count > 1)
        self._actions.add.setEnabled(count < MOST_RUNS)
        self._actions.duplicate.setEnabled(count < MOST_RUNS)
        self._actions.move_up.setEnabled(count > 1)
        self._actions.move_down.setEnabled(count > 1)
        self._details.set_heading(experiment.runs[self._selected].label)
        self.form.set_run(experiment, self._selected)

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
        frame = self._frame
        fits = frame is not None and len(frame.results) == len(self._experiment.runs)
        rows = tuple(
            RunRow(
                run.label,
                run.color,
                _state(frame.results[index]) if frame is not None and fits else "",
                short_number(frame.heads[index].loss, 4) if frame is not None and fits else "",
                frame.results[index].message if frame is not None and fits else "",
                index in self._hidden,
                frame is not None and fits and frame.results[index].outcome is Outcome.DIVERGED,
            )
            for index, run in enumerate(self._experiment.runs)
        )
        self.list.show_rows(rows, self._selected)

    def _select(self, index: int) -> None:
        if index != self._selected:
            self._selected = index
            self.selection_changed.emit(index)

    def _set_hidden(self, hidden: frozenset[int]) -> None:
        if hidden != self._hidden:
            self._hidden = hidden
            self.hidden_changed.emit(hidden)
            self._show_rows()

    @Slot(int)
    def _on_selected(self, index: int) -> None:
        self._select(index)
        if self._experiment is not None and index < len(self._experiment.runs):
            self._details.set_heading(self._experiment.runs[index].label)
            self.form.set_run(self._experiment, index)

    @Slot(QAction)
    def _on_add(self, action: QAction) -> None:
        if self._experiment is not None:
            entry = entry_for(self._experiment.objective)
            changed = with_added_run(self._experiment, action.data(), entry)
            self.edited.emit(changed, self.tr("Add a run"), "")
            self._select_in_list(len(changed.runs) - 1)

    @Slot()
    def _on_duplicate(self) -> None:
        if self._experiment is not None:
            changed = with_duplicated_run(self._experiment, self._selected)
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
            order = list(range(len(self._experiment.runs)))
            order.insert(target, order.pop(source))
            self._set_hidden(frozenset(order.index(index) for index in self._hidden))
            changed = with_moved_run(self._experiment, source, target)
            self.edited.emit(changed, self.tr("Move a run"), "")
            self._select_in_list(target)

    @Slot()
    def _on_toggle_visible(self) -> None:
        self._toggle_hidden(self._selected)

    @Slot(int)
    def _toggle_hidden(self, index: int) -> None:
        self._set_hidden(self._hidden ^ {index})

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


def _state(result: RunResult) -> str:
    """Return a few words on how a run is."""
    step = result.trace.last_step
    match result.outcome:
        case None:
            return f"running · step {step}"
        case Outcome.CONVERGED:
            return f"converged at step {step}"
        case Outcome.MAX_STEPS:
            return f"{step} steps"
        case Outcome.DIVERGED:
            return f"diverged at step {step}"
        case Outcome.STOPPED:
            return f"stopped at step {step}"
        case _:
            return "failed"
