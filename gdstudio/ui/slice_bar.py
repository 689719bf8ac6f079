"""The row over a slice: which two variables vary, where the others are held, what that is worth."""

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from gdstudio.experiment.model import Experiment
from gdstudio.ui.picture_title import held_text, readings_text
from gdstudio.ui.plots.axes import Axes, Hold, axes_at, first_axes
from gdstudio.ui.plots.frame import Frame
from gdstudio.ui.widgets.choice_field import QuietComboBox
from gdstudio.ui.widgets.colour_bar import ColourBar
from gdstudio.ui.widgets.labels import ElidedLabel
from gdstudio.ui.widgets.parameter_choice import ParameterChoice


class SliceBar(QWidget):
    """Chooses a slice of a function of more than two variables; hidden for others.

    What is chosen belongs to the window, not to the experiment, and other variables begin anew.
    """

    changed = Signal()
    """Other variables are to vary, or the rest is to be held elsewhere."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._variables: tuple[str, ...] = ()
        self.choice = ParameterChoice()
        self._hold = QuietComboBox()
        self._held = ElidedLabel("", "muted")
        self._readings = ElidedLabel("", "muted")
        self.colour_bar = ColourBar()
        """The colours of the slice: there is more room than in the heading."""
        self._fill()
        self._lay_out()
        self.hide()
        self.choice.changed.connect(self.changed)
        self._hold.activated.connect(self._on_hold)

    @property
    def shown(self) -> tuple[int, int]:
        """The indices of the variables that go to the right and up."""
        return self.choice.shown

    @property
    def hold(self) -> Hold:
        """Where the other variables are held."""
        return Hold(self._hold.currentData())

    def held(self) -> str:
        """Return the values of the variables that do not vary."""
        return self._held.text()

    def readings(self) -> str:
        """Return what the function is at the cursor, and what the slice says there."""
        return self._readings.text()

    def set_experiment(self, experiment: Experiment) -> None:
        """Offer the variables of an experiment; those that were chosen stay if they are its own."""
        variables = experiment.function.variables
        self.setVisible(len(variables) > 2)
        if variables != self._variables:
            self._variables = variables
            self.choice.set_names(variables if len(variables) > 2 else ())
            self._hold.setCurrentIndex(0)
            self._held.setText("")
            self._readings.setText("")

    def axes(self, experiment: Experiment, frame: Frame | None) -> Axes:
        """Return the slice that is chosen: without a frame of the experiment, at the start."""
        if len(experiment.start) <= 2:
            return first_axes(experiment)
        if frame is not None and self.hold is Hold.CURSOR:
            return axes_at(frame, self.shown)
        return Axes(*self.shown, experiment.start)

    def show_axes(self, axes: Axes) -> None:
        """Say where the variables are held of the slice that is seen."""
        if len(self._variables) > 2:
            self._held.setText(held_text(self._variables, axes))
            self._held.setToolTip(held_text(self._variables, axes, most=len(axes.others)))

    def show_frame(self, frame: Frame, axes: Axes) -> None:
        """Say what is true at the cursor, and what the slice says."""
        if len(self._variables) > 2:
            self._readings.setText(readings_text(frame, axes))

    def _fill(self) -> None:
        for hold, text, tip in (
            (
                Hold.CURSOR,
                self.tr("Rest at cursor"),
                self.tr("The other variables are held where the selected run is, and move along"),
            ),
            (
                Hold.START,
                self.tr("Rest at start"),
                self.tr("The other variables keep the values of the start"),
            ),
        ):
            self._hold.addItem(text, hold.value)
            self._hold.setItemData(self._hold.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)
        self._hold.setAccessibleName(self.tr("Where the other variables are held"))
        self._hold.setToolTip(self._hold.accessibleName())
        self._hold.setMinimumContentsLength(13)
        self._hold.setIconSize(QSize(0, 0))
        self._hold.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.choice)
        row.addWidget(self._hold)
        row.addStretch(1)
        row.addWidget(self.colour_bar)
        words = QHBoxLayout()
        words.setSpacing(14)
        words.addWidget(self._held)
        words.addWidget(self._readings, 1)
        # Where room is short, the values that are held stay.
        self._readings.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(row)
        layout.addLayout(words)

    @Slot()
    def _on_hold(self) -> None:
        self.changed.emit()
