"""Which rows are for the test, whether inputs are standardized, and the seed of the data."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QSize, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from gdstudio.experiment.data_objectives import Dataset
from gdstudio.experiment.limits import LARGEST_SEED
from gdstudio.ui.icons import icon
from gdstudio.ui.panels.number_cell import number_cell
from gdstudio.ui.widgets.labels import role_label
from gdstudio.ui.widgets.number_field import NumberField
from gdstudio.ui.widgets.switch import Switch

LARGEST_FRACTION = 0.9
"""Of the slider; any part below all can be typed."""


class SplitFields(QWidget):
    """Edits what a `Dataset` has beside its source."""

    dataset_changed = Signal(object, str, str)
    """The new `Dataset`, what was done, and the key under which edits merge."""
    edit_ended = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dataset: Dataset | None = None
        self.test_fraction = NumberField(
            self.tr("Held back for the test"),
            0.25,
            0.0,
            1.0,
            slider_range=(0.0, LARGEST_FRACTION),
            exclusive_maximum=True,
            step=0.05,
            tooltip=self.tr(
                "The part of the rows that are never trained on: they tell how well others are met"
            ),
        )
        self.standardize = Switch(
            self.tr("Standardize the inputs"),
            False,
            self.tr(
                "Brings each input to mean 0 and standard deviation 1, as fitted on the training "
                "rows: steps then fit all directions"
            ),
        )
        self._note = role_label(
            self.tr("Each input has mean 0 and deviation 1 over the training rows."), "muted"
        )
        self._note.setWordWrap(True)
        self.seed = number_cell(
            0.0, self.tr("Seed of the data"), minimum=0.0, maximum=2.0**53, integer=True, step=1.0
        )
        self.seed.setToolTip(self.tr("The same seed makes and splits the same rows again"))
        self.dice = QToolButton()
        self.dice.setIconSize(QSize(16, 16))
        self.dice.setToolTip(self.tr("Other rows: take the next seed"))
        self.dice.setAccessibleName(self.tr("Other rows"))
        self._lay_out()
        self._draw_icons()
        self.test_fraction.value_changed.connect(self._on_test_fraction)
        self.test_fraction.editing_finished.connect(self.edit_ended)
        self.standardize.toggled.connect(self._on_standardize)
        self.seed.value_changed.connect(self._on_seed)
        self.seed.value_committed.connect(self.edit_ended)
        self.dice.clicked.connect(self._on_dice)

    def _lay_out(self) -> None:
        seed = QHBoxLayout()
        seed.setSpacing(4)
        seed.addWidget(role_label(self.tr("Seed"), "label"), 1)
        seed.addWidget(self.dice)
        seed.addWidget(self.seed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.test_fraction)
        layout.addWidget(self.standardize)
        layout.addWidget(self._note)
        layout.addLayout(seed)

    def set_dataset(self, dataset: Dataset) -> None:
        """Show a data set."""
        self._dataset = dataset
        self.test_fraction.set_value(dataset.test_fraction)
        self.standardize.setChecked(dataset.standardize)
        self._note.setVisible(dataset.standardize)
        self.seed.set_value(float(dataset.seed))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_icons()

    def _draw_icons(self) -> None:
        self.dice.setIcon(icon("dices"))

    def _emit(self, dataset: Dataset, text: str, key: str = "") -> None:
        if dataset != self._dataset:
            self.dataset_changed.emit(dataset, text, key)

    @Slot(float)
    def _on_test_fraction(self, value: float) -> None:
        if self._dataset is not None:
            changed = replace(self._dataset, test_fraction=value)
            self._emit(changed, self.tr("Hold rows back"), "test_fraction")

    @Slot(bool)
    def _on_standardize(self, checked: bool) -> None:
        if self._dataset is not None:
            text = self.tr("Standardize the inputs")
            changed = replace(self._dataset, standardize=checked)
            self._emit(changed, text if checked else self.tr("Take the inputs as they are"))

    @Slot(float)
    def _on_seed(self, value: float) -> None:
        if self._dataset is not None:
            changed = replace(self._dataset, seed=int(value))
            self._emit(changed, self.tr("Change the seed of the data"), "seed")

    @Slot()
    def _on_dice(self) -> None:
        if self._dataset is not None:
            seed = self._dataset.seed + 1 if self._dataset.seed < LARGEST_SEED else 0
            self._emit(replace(self._dataset, seed=seed), self.tr("Take other rows"))
