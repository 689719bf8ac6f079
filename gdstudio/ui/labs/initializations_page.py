"""One training from many initial parameters: what is luck, and what is not."""

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QHideEvent, QImage, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gdstudio.experiment.data_objectives import NetworkObjective
from gdstudio.experiment.model import Experiment
from gdstudio.session.cancellable_job import CancellableJob
from gdstudio.simulation.data_problem import DataProblem
from gdstudio.simulation.spread import Training, with_seed
from gdstudio.ui.colours import Theme
from gdstudio.ui.labs.initializations_job import (
    SpreadRequest,
    essence_of,
    is_affordable,
    train,
)
from gdstudio.ui.labs.initializations_list import InitializationsList
from gdstudio.ui.labs.initializations_picture import InitializationsPicture
from gdstudio.ui.labs.initializations_words import finding_text, range_text, training_text
from gdstudio.ui.labs.lab import Lab
from gdstudio.ui.labs.page_figure import page_figure
from gdstudio.ui.plots.frame import Frame
from gdstudio.ui.widgets.job_progress import JobProgress
from gdstudio.ui.widgets.labels import ElidedLabel, role_label
from gdstudio.ui.widgets.number_scale import NumberScale
from gdstudio.ui.widgets.number_spin_box import NumberSpinBox
from gdstudio.ui.widgets.section import Section

DELAY_MILLISECONDS = 250
"""How long edits are gathered before trainings begin."""
MOST_TRAININGS = 200
USUAL_TRAININGS, TRAININGS_OF_FEW_ROWS, FEW_ROWS = 20, 50, 10
USUAL_THRESHOLD = 0.1


class InitializationsPage(Lab):
    """Trains the selected run again and again, from other initial parameters each time.

    What takes a few seconds begins by itself when the page is seen; what takes longer when a
    person says so. The batches follow from the same seed as the parameters: a seed that is taken
    over shows the very same training.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._frame: Frame | None = None
        self._spread: tuple[Training, ...] = ()
        self._request: SpreadRequest | None = None
        self._tried: object = None
        self._rows = 0
        self._count_is_chosen = False
        self._job = CancellableJob(train, self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY_MILLISECONDS)
        self._timer.timeout.connect(self.retrain)
        self._make_controls()
        self._lay_out()
        self._job.published.connect(self._on_trainings)
        self._job.done.connect(self._on_trainings)
        self._job.ended.connect(self._say)
        self._count.value_changed.connect(self._on_count)
        self._threshold.value_changed.connect(self._on_threshold)
        self._retrain.clicked.connect(self.retrain)
        self.picture.picked.connect(self._on_picked)
        self.picture.pointed.connect(self._on_pointed)
        self.list.chosen.connect(self.picture.set_chosen)
        self.list.taken.connect(self._on_picked)

    @property
    def spread(self) -> tuple[Training, ...]:
        """The trainings that are shown."""
        return self._spread

    @property
    def is_settled(self) -> bool:
        """Whether nothing is trained, nor about to be."""
        return not self._job.is_busy and not self._timer.isActive()

    def begin(self) -> None:
        """Show pictures, from now on."""
        if not self.picture.has_begun:
            self.picture.begin()
            self._refresh()

    def set_experiment(self, experiment: Experiment) -> None:
        """Show another network; its runs come with the frames."""

    def show_frame(self, frame: Frame) -> None:
        """Follow the experiment and the selected run."""
        if isinstance(frame.experiment.objective, NetworkObjective):
            is_new = (
                self._frame is None
                or frame.experiment is not self._frame.experiment
                or frame.selected != self._frame.selected
            )
            self._frame = frame
            if is_new:
                self._refresh()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.picture.set_theme(theme)

    def set_legend_visible(self, visible: bool) -> None:
        """Only one run is shown."""

    @Slot()
    def reset_view(self) -> None:
        """Show all curves again."""
        if self.picture.has_begun:
            self.picture.plots[0].reset_view()

    def figure(self) -> QImage | None:
        """Return the curves and what came of each for a file."""
        return page_figure(self.picture, self._theme)

    def shut_down(self) -> None:
        """Compute nothing any more."""
        self._timer.stop()
        self._job.shut_down()

    @Slot()
    def retrain(self) -> None:
        """Train anew, in the place of what is trained now."""
        frame = self._frame
        if frame is None or not self.picture.has_begun:
            return
        self._timer.stop()
        essence = essence_of(frame.experiment, frame.selected)
        count = round(self._count.value())
        self._tried = (essence, count)
        self._job.submit(SpreadRequest(frame.experiment, frame.selected, count, essence))

    def words(self) -> tuple[str, str]:
        """Return what is said: the finding, and the numbers or what there is to do."""
        return self._finding.text(), self._note.text()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """Train what is seen."""
        super().showEvent(event)
        self._refresh()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 (Qt's name)
        """Begin nothing that is not seen; what was begun goes on."""
        super().hideEvent(event)
        self._timer.stop()

    def _make_controls(self) -> None:
        self._section = Section(self.tr("Initializations"), "shuffle")
        self._progress = JobProgress(self._job, self.tr("Training"))
        self._count = NumberSpinBox(
            NumberScale("linear", 1, MOST_TRAININGS, 1, MOST_TRAININGS, step=1, integer=True),
            USUAL_TRAININGS,
        )
        self._count.setAccessibleName(self.tr("Trainings"))
        self._threshold = NumberSpinBox(
            NumberScale("log", 0.0, 1e300, 1e-6, 1e3, exclusive_minimum=True), USUAL_THRESHOLD
        )
        self._threshold.setAccessibleName(self.tr("Stuck above a loss of"))
        self._retrain = QPushButton(self.tr("Retrain"))
        self._retrain.setProperty("role", "primary")
        self._retrain.setToolTip(
            self.tr(
                "Train the selected run from other initial parameters, with one seed after the"
                " other.\nThe batches follow from the same seed."
            )
        )
        self._finding = ElidedLabel("", "heading")
        self._note = ElidedLabel("", "muted")
        self.picture = InitializationsPicture(self._theme)
        self.list = InitializationsList()

    def _lay_out(self) -> None:
        # Shown before it has a parent, a label would be a window for a moment.
        count, threshold = (
            role_label(text, "label", self._section)
            for text in (self.tr("Trainings"), self.tr("Stuck above a loss of"))
        )
        count.setBuddy(self._count)
        threshold.setBuddy(self._threshold)
        for part in (self._progress, count, self._count, self._retrain):
            self._section.add_header_widget(part)
        choices = QHBoxLayout()
        choices.setSpacing(8)
        choices.addWidget(threshold)
        choices.addWidget(self._threshold)
        choices.addSpacing(8)
        choices.addWidget(self.list, 1)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._finding)
        words.addWidget(self._note)
        content = self._section.content()
        content.setSpacing(8)
        content.addLayout(choices)
        content.addWidget(self.picture, 1)
        content.addLayout(words)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._section)

    def _refresh(self) -> None:
        """Follow the frame: train what is wanted and not yet known, if it takes no time."""
        frame = self._frame
        if frame is None or not self.picture.has_begun or not self.isVisible():
            return
        problem = frame.problem
        if not isinstance(problem, DataProblem):
            return
        self._rows = problem.rows.size
        if not self._count_is_chosen:
            few = self._rows <= FEW_ROWS
            self._count.set_value(TRAININGS_OF_FEW_ROWS if few else USUAL_TRAININGS)
        wanted = (essence_of(frame.experiment, frame.selected), round(self._count.value()))
        if wanted != self._tried and is_affordable(
            frame.experiment, frame.selected, wanted[1], problem
        ):
            self._timer.start()
        self._show()

    def _show(self) -> None:
        """Show the trainings."""
        frame = self._frame
        if frame is None or not self.picture.has_begun:
            return
        colour = frame.experiment.runs[frame.selected].color
        threshold = self._threshold.value()
        self.picture.show_spread(self._spread, colour, threshold, self._request)
        shown = self._index_of(frame)
        self.list.set_trainings(self._spread, shown)
        self.picture.set_chosen(shown)
        self._say()

    @Slot()
    def _say(self) -> None:
        frame = self._frame
        if frame is None:
            return
        if not self._spread or self._request is None:
            self._finding.setText(self.tr("How much of the outcome is luck?"))
            self._note.setText(
                self.tr("Training …")
                if not self.is_settled
                else self.tr("Retrain from other initial parameters to see.")
            )
            return
        self._finding.setText(finding_text(self._spread, self._threshold.value(), self._rows))
        is_old = self._request.essence != essence_of(frame.experiment, frame.selected)
        self._note.setText(
            self.tr("The experiment has changed since then: retrain to see what it does now.")
            if is_old and self.is_settled
            else range_text(self._spread)
        )

    def _index_of(self, frame: Frame) -> int | None:
        """Return which training the experiment itself shows; None if it has its own start."""
        experiment = frame.experiment
        if experiment.start_of(experiment.runs[frame.selected]):
            return None
        seeds = [training.seed for training in self._spread]
        return seeds.index(experiment.seed) if experiment.seed in seeds else None

    @Slot(object, object)
    def _on_trainings(self, request: SpreadRequest, spread: tuple[Training, ...]) -> None:
        self._request, self._spread = request, spread
        self._show()

    @Slot()
    def _on_count(self) -> None:
        self._count_is_chosen = True
        self._refresh()

    @Slot()
    def _on_threshold(self) -> None:
        self._show()

    @Slot(int)
    def _on_picked(self, index: int) -> None:
        """Give the experiment the seed of a training."""
        frame = self._frame
        if frame is not None and index < len(self._spread):
            seed = self._spread[index].seed
            taken = with_seed(frame.experiment, frame.selected, seed)
            self.edited.emit(taken, self.tr("Use seed {seed}").format(seed=seed), "")
            self.edit_ended.emit()

    @Slot(object)
    def _on_pointed(self, index: int | None) -> None:
        """Say what is under the pointer, and let it stand out."""
        if self._frame is None:
            return
        if index is None or index >= len(self._spread):
            self.picture.set_chosen(self._index_of(self._frame))
            self.hovered.emit("")
        else:
            self.picture.set_chosen(index)
            self.hovered.emit(training_text(self._spread[index]))
