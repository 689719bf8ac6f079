"""How many rows each step sees: all, one, or a few."""

from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gdstudio.experiment.model import Batch
from gdstudio.simulation.batches import Batches
from gdstudio.ui.widgets.choice import Choice
from gdstudio.ui.widgets.choice_field import ChoiceField
from gdstudio.ui.widgets.labels import role_label
from gdstudio.ui.widgets.number_field import NumberField
from gdstudio.ui.widgets.switch import Switch

COMMON, FULL, MINI, SINGLE = "common", "full", "mini", "single"
FIRST_SIZE = 16
LARGEST_SIZE = 1_000_000


class BatchEditor(QWidget):
    """Edits a `Batch`; of a run it may be None: then that of the experiment holds.

    Parameters
    ----------
    has_common
        Whether there is one of the experiment to fall back on.
    """

    batch_changed = Signal(object, str)
    """The new `Batch` or None, and the key under which edits merge."""
    edit_ended = Signal()

    def __init__(self, *, has_common: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._batch: Batch | None = None
        self._common = Batch()
        self._rows = 0
        self._mini = FIRST_SIZE
        common = Choice(
            COMMON, self.tr("As the experiment"), self.tr("What all runs share, at the left")
        )
        self.kind = ChoiceField(
            self.tr("Rows in a step"),
            (
                *((common,) if has_common else ()),
                Choice(FULL, self.tr("All rows"), self.tr("The true gradient: gradient descent")),
                Choice(MINI, self.tr("A mini-batch"), self.tr("A few rows at a time")),
                Choice(SINGLE, self.tr("One row (SGD)"), self.tr("Stochastic gradient descent")),
            ),
            tooltip=self.tr("On how many rows of the data each gradient is computed")
            if has_common
            else self.tr("For all runs that have no number of their own"),
        )
        self.kind.value_changed.connect(self._on_kind)
        self.size_field = NumberField(
            self.tr("Rows in a mini-batch"),
            float(FIRST_SIZE),
            2.0,
            float(LARGEST_SIZE),
            scale="log",
            slider_range=(2.0, 512.0),
            integer=True,
        )
        self.size_field.value_changed.connect(self._on_size)
        self.size_field.editing_finished.connect(self.edit_ended)
        self.shuffle = Switch(
            self.tr("Shuffle every epoch"),
            True,
            self.tr("Each epoch sees the rows in another order; else always in the same"),
        )
        self.shuffle.toggled.connect(self._on_shuffle)
        self._epochs = role_label("", "muted")
        self._epochs.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for widget in (self.kind, self.size_field, self.shuffle, self._epochs):
            layout.addWidget(widget)

    def set_batch(self, batch: Batch | None, common: Batch, rows: int) -> None:
        """Show a batch.

        Parameters
        ----------
        batch
            That of the run; None: `common` holds.
        common
            That of the experiment.
        rows
            How many training rows there are; 0 where it is not known.
        """
        self._batch, self._common, self._rows = batch, common, rows
        kind = COMMON if batch is None else kind_of_batch(batch)
        self.kind.set_value(kind)
        if batch is not None and batch.size is not None and kind == MINI:
            self._mini = batch.size
            self.size_field.set_value(float(batch.size))
        self.size_field.setVisible(kind == MINI)
        self.shuffle.setVisible(kind in (MINI, SINGLE))
        self.shuffle.setChecked((batch or common).shuffle)
        self._epochs.setText(self._arithmetic(batch or common, rows))
        self._epochs.setVisible(rows > 0)

    @property
    def arithmetic(self) -> str:
        """How many steps make an epoch, in words."""
        return self._epochs.text()

    def _arithmetic(self, batch: Batch, rows: int) -> str:
        batches = Batches(rows, batch, 0)
        if batches.updates == 1:
            return self.tr("All {rows} rows in each step: a step is an epoch.").format(rows=rows)
        size = self.tr("1 row") if batches.size == 1 else self.tr("{n} rows")
        text = self.tr("{size} a step, {steps} steps an epoch.").format(
            size=size.format(n=batches.size), steps=batches.updates
        )
        rest = rows % batches.size
        return f"{text} {self.tr('The last one has {n}.').format(n=rest)}" if rest else text

    def _emit(self, batch: Batch | None, key: str = "") -> None:
        if batch != self._batch:
            self.batch_changed.emit(batch, key)

    @Slot(str)
    def _on_kind(self, kind: str) -> None:
        shuffle = (self._batch or self._common).shuffle
        sizes = {FULL: None, MINI: self._mini, SINGLE: 1}
        self._emit(None if kind == COMMON else Batch(sizes[kind], shuffle))

    @Slot(float)
    def _on_size(self, size: float) -> None:
        if self._batch is not None:
            self._emit(replace(self._batch, size=int(size)), "batch")

    @Slot(bool)
    def _on_shuffle(self, checked: bool) -> None:
        if self._batch is not None:
            self._emit(replace(self._batch, shuffle=checked))


def kind_of_batch(batch: Batch) -> str:
    """Return what a batch is called."""
    if batch.size is None:
        return FULL
    return SINGLE if batch.size == 1 else MINI
