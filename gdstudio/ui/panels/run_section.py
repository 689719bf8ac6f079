"""How long the runs go on, and with which random numbers."""

from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from gdstudio.experiment.model import Experiment, FunctionObjective
from gdstudio.ui.panels.number_cell import number_cell
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
        grid.addWidget(QLabel(self.tr("Gradient tolerance")), 0, 0)
        grid.addWidget(self.tolerance, 0, 1)
        grid.addWidget(self._seed_label, 1, 0)
        grid.addWidget(self.seed, 1, 1)
        self.add_widget(self.steps)
        self.add_widget(self.noise)
        self.content().addLayout(grid)
        self.steps.value_changed.connect(self._on_steps)
        self.steps.editing_finished.connect(self.edit_ended)
        self.noise.value_changed.connect(self._on_noise)
        self.noise.editing_finished.connect(self.edit_ended)
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
        self.seed.setToolTip(
            self.tr("The same seed gives the same noise again")
            if is_function
            else self.tr("The same seed gives the same initial weights and the same batches again")
        )

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
