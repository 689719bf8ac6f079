"""How long the runs go on, and with which random numbers."""

from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from gdstudio.experiment.limits import MOST_STEPS
from gdstudio.experiment.model import Batch, Experiment, FunctionObjective
from gdstudio.simulation.batches import Batches
from gdstudio.ui.panels.batch_editor import BatchEditor
from gdstudio.ui.panels.number_cell import number_cell
from gdstudio.ui.widgets.labels import role_label
from gdstudio.ui.widgets.number_field import NumberField
from gdstudio.ui.widgets.section import Section


class RunSection(Section):
    """Edits the stop rules and the seed of an experiment, and the noise of a function."""

    edited = Signal(object, str, str)
    """The new `Experiment`, what was done, and the key under which edits merge."""
    edit_ended = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Run"), "flag", parent)
        self._experiment: Experiment | None = None
        self._rows = 0
        self.steps = NumberField(
            self.tr("Steps"),
            500.0,
            1.0,
            1e9,
            scale="log",
            slider_range=(10.0, 1e6),
            integer=True,
            tooltip=self.tr("How many steps each run makes at the most"),
        )
        self.noise = NumberField(
            self.tr("Gradient noise"),
            0.0,
            0.0,
            1e6,
            symbol="σ",
            scale="log",
            slider_range=(1e-3, 100.0),
            tooltip=self.tr(
                "Standard deviation of the noise that is added to each part of the gradient"
            ),
        )
        self._epochs = role_label("", "muted")
        self._epochs.setWordWrap(True)
        self.batch = BatchEditor(has_common=False)
        self.evaluation = number_cell(
            0.0,
            self.tr("Steps from one evaluation to the next"),
            minimum=0.0,
            maximum=float(MOST_STEPS),
            integer=True,
            step=1.0,
        )
        self.evaluation.setToolTip(
            self.tr(
                "After so many steps the loss over all training and test rows is computed; "
                "0: after each epoch"
            )
        )
        self._evaluation_label = QLabel(self.tr("Evaluate every … steps"))
        self.tolerance = number_cell(1e-8, self.tr("Gradient tolerance"), minimum=0.0, step=1e-8)
        self.tolerance.setToolTip(
            self.tr("A run has converged when its gradient is this short; 0 never stops early")
        )
        self.seed = number_cell(
            0.0, self.tr("Seed"), minimum=0.0, maximum=2.0**53, integer=True, step=1.0
        )
        self._seed_label = QLabel(self.tr("Seed"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        for row, (label, cell) in enumerate(
            (
                (self._evaluation_label, self.evaluation),
                (QLabel(self.tr("Gradient tolerance")), self.tolerance),
                (self._seed_label, self.seed),
            )
        ):
            grid.addWidget(label, row, 0)
            grid.addWidget(cell, row, 1)
        self.add_widget(self.steps)
        self.add_widget(self._epochs)
        self.add_widget(self.batch)
        self.add_widget(self.noise)
        self.content().addLayout(grid)
        self.steps.value_changed.connect(self._on_steps)
        self.steps.editing_finished.connect(self.edit_ended)
        self.noise.value_changed.connect(self._on_noise)
        self.noise.editing_finished.connect(self.edit_ended)
        self.batch.batch_changed.connect(self._on_batch)
        self.batch.edit_ended.connect(self.edit_ended)
        self.evaluation.value_changed.connect(self._on_evaluation)
        self.tolerance.value_changed.connect(self._on_tolerance)
        self.seed.value_changed.connect(self._on_seed)

    def set_experiment(self, experiment: Experiment) -> None:
        """Show an experiment."""
        self._experiment = experiment
        self.steps.set_value(float(experiment.stop.max_steps))
        self.tolerance.set_value(experiment.stop.gradient_tolerance)
        self.seed.set_value(float(experiment.seed))
        objective = experiment.objective
        is_function = isinstance(objective, FunctionObjective)
        self.noise.setVisible(is_function)
        if isinstance(objective, FunctionObjective):
            self.noise.set_value(objective.gradient_noise)
        is_random = not isinstance(objective, FunctionObjective) or objective.gradient_noise > 0.0
        self.seed.setVisible(is_random)
        self._seed_label.setVisible(is_random)
        for widget in (self.evaluation, self._evaluation_label):
            widget.setVisible(not is_function)
        self.evaluation.set_value(float(experiment.evaluation_interval or 0))
        self._show_epochs(experiment)
        self.seed.setToolTip(
            self.tr("The same seed gives the same noise again")
            if is_function
            else self.tr("The same seed gives the same initial weights and the same batches again")
        )

    @Slot(int)
    def set_training_rows(self, rows: int) -> None:
        """Say how many rows there are to train on; 0 where it is not known."""
        self._rows = rows
        if self._experiment is not None:
            self._show_epochs(self._experiment)

    @property
    def epochs(self) -> str:
        """How many epochs the steps are, in words; "" for a function."""
        return "" if self._epochs.isHidden() else self._epochs.text()

    def _show_epochs(self, experiment: Experiment) -> None:
        on_data = not isinstance(experiment.objective, FunctionObjective)
        self._epochs.setVisible(on_data and self._rows > 0)
        # It is for the runs that have none of their own.
        is_shared = any(run.batch is None for run in experiment.runs)
        self.batch.setVisible(on_data and is_shared)
        if not on_data:
            return
        self.batch.set_batch(experiment.batch, experiment.batch, self._rows)
        fewest, most = epoch_range(experiment, self._rows)
        if fewest == most:
            text = self.tr("1 epoch") if most == 1.0 else self.tr("{most} epochs")
        else:
            text = self.tr("{fewest} to {most} epochs, as the batches of the runs are")
        self._epochs.setText(text.format(fewest=f"{fewest:.4g}", most=f"{most:.4g}"))

    @Slot(object, str)
    def _on_batch(self, batch: Batch, key: str) -> None:
        if self._experiment is not None:
            changed = replace(self._experiment, batch=batch)
            self.edited.emit(changed, self.tr("Change the batch"), f"common.{key}" if key else "")

    @Slot(float)
    def _on_evaluation(self, value: float) -> None:
        if self._experiment is not None:
            changed = replace(self._experiment, evaluation_interval=int(value) or None)
            self.edited.emit(changed, self.tr("Change the evaluation"), "")

    @Slot(float)
    def _on_steps(self, value: float) -> None:
        if self._experiment is not None:
            stop = replace(self._experiment.stop, max_steps=int(value))
            changed = replace(self._experiment, stop=stop)
            self.edited.emit(changed, self.tr("Change the number of steps"), "steps")

    @Slot(float)
    def _on_noise(self, value: float) -> None:
        if self._experiment is not None:
            objective = replace(self._experiment.function, gradient_noise=value)
            changed = replace(self._experiment, objective=objective)
            self.edited.emit(changed, self.tr("Change the gradient noise"), "noise")

    @Slot(float)
    def _on_tolerance(self, value: float) -> None:
        if self._experiment is not None:
            stop = replace(self._experiment.stop, gradient_tolerance=value)
            changed = replace(self._experiment, stop=stop)
            self.edited.emit(changed, self.tr("Change the gradient tolerance"), "")

    @Slot(float)
    def _on_seed(self, value: float) -> None:
        if self._experiment is not None:
            changed = replace(self._experiment, seed=int(value))
            self.edited.emit(changed, self.tr("Change the seed"), "")


def epoch_range(experiment: Experiment, rows: int) -> tuple[float, float]:
    """Return how many epochs the steps are for the run with the fewest, and with the most."""
    steps = experiment.stop.max_steps
    epochs = [
        steps / Batches(rows, run.batch or experiment.batch, 0).updates for run in experiment.runs
    ]
    return min(epochs), max(epochs)
