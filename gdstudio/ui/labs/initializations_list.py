"""The trainings in a list: what a click in the picture does, for the keyboard."""

import math

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from gdstudio.simulation.spread import Training
from gdstudio.ui.labs.initializations_words import seed_text, training_text
from gdstudio.ui.widgets.choice_field import QuietComboBox

WIDEST = 320


class InitializationsList(QWidget):
    """Offers trainings, the best first, and a button that takes one over."""

    chosen = Signal(int)
    """The index of the training that is looked at."""
    taken = Signal(int)
    """The index of the training whose seed the experiment is to get."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._list = QuietComboBox()
        self._list.setAccessibleName(self.tr("Training"))
        self._list.setToolTip(self.tr("The trainings, the best one first"))
        self._list.setMinimumContentsLength(12)
        self._list.setMaximumWidth(WIDEST)
        self._take = QPushButton(self.tr("Use this seed"))
        self._take.setToolTip(
            self.tr("Give the experiment this seed; a click on a curve or a dot does the same")
        )
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addStretch(1)
        layout.addWidget(self._list, 20)
        layout.addWidget(self._take)
        self._list.activated.connect(self._on_activated)
        self._take.clicked.connect(self._on_taken)
        self.set_trainings((), None)

    def list_box(self) -> QuietComboBox:
        """Return the part in which a training is chosen."""
        return self._list

    def button(self) -> QPushButton:
        """Return the button that takes it over."""
        return self._take

    def set_trainings(self, spread: tuple[Training, ...], shown: int | None) -> None:
        """Offer trainings; ``shown`` is the index of the one to begin with, if any."""
        order = sorted(range(len(spread)), key=lambda index: _height(spread[index]))
        self._list.clear()
        for row, index in enumerate(order):
            self._list.addItem(seed_text(spread[index]), index)
            text = training_text(spread[index])
            self._list.setItemData(row, text, Qt.ItemDataRole.ToolTipRole)
        if shown is not None:
            self._list.setCurrentIndex(order.index(shown))
        self._list.setEnabled(bool(order))
        self._take.setEnabled(bool(order))

    @Slot(int)
    def _on_activated(self, row: int) -> None:
        self.chosen.emit(self._list.itemData(row))

    @Slot()
    def _on_taken(self) -> None:
        index = self._list.currentData()
        if index is not None:
            self.taken.emit(index)


def _height(training: Training) -> float:
    """Return the final loss; what is no number comes last."""
    return math.inf if math.isnan(training.train_loss) else training.train_loss
