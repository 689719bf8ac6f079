"""The bottom: loss, accuracy, gradient norm and learning rate over the steps."""

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gdstudio.ui.colours import Theme
from gdstudio.ui.curve_card import CurveCard
from gdstudio.ui.plots.frame import Frame
from gdstudio.ui.plots.quantity import Quantity
from gdstudio.ui.turns import Turns
from gdstudio.ui.widgets.choice import Choice

SPACING = 8
READABLE_WIDTH = 290
"""Pixels that a card needs beside others."""


class CurvesPanel(QWidget):
    """Curves over the steps, side by side. Until ``begin`` they are empty cards.

    The loss is always there. Where the others do not fit beside it, they share a place, with tabs.
    """

    scrubbed = Signal(int)
    """The step to which a person drags the cursor."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.loss = CurveCard(theme, self.tr("Loss"), "chart-line", Quantity.LOSS)
        self.accuracy = CurveCard(theme, self.tr("Accuracy"), "check", Quantity.ACCURACY)
        self.gradient_norm = CurveCard(
            theme, self.tr("Gradient norm"), "activity", Quantity.GRADIENT_NORM
        )
        self.learning_rate = CurveCard(
            theme, self.tr("Learning rate"), "gauge", Quantity.LEARNING_RATE
        )
        self._cards = (self.loss, self.accuracy, self.gradient_norm, self.learning_rate)
        self._has_begun = False
        self._begun: set[CurveCard] = set()
        self._frame: Frame | None = None
        self._offered: tuple[CurveCard, ...] = (self.loss, self.gradient_norm)
        self._arrangement: object = None
        # What a person wants to see beside the loss, if there is no room for all.
        self._chosen = self.accuracy
        self.turns = Turns(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING)
        for card in self._cards:
            layout.addWidget(card, 1)
            card.scrubbed.connect(self.scrubbed)
            card.tab_chosen.connect(self._on_tab_chosen)
        self.loss.over_epochs_chosen.connect(self._set_over_epochs)
        self._arrange()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return room for curves that can be read."""
        return QSize(600, 210)

    def begin(self) -> None:
        """Show plots, from now on."""
        self._has_begun = True
        self._begin_visible()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        for card in self._cards:
            card.set_theme(theme)

    def show_frame(self, frame: Frame) -> None:
        """Show the curves; the accuracy of classes, the learning rate only where it changes."""
        self._frame = frame
        self._offer(frame)
        self.turns.show(frame, [card for card in self._cards if card.isVisibleTo(self)])

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Show as many cards as can be read."""
        super().resizeEvent(event)
        self._arrange()

    @Slot(str)
    def _on_tab_chosen(self, key: str) -> None:
        self._chosen = next(card for card in self._cards if card.quantity.name == key)
        self._arrange()
        self._chosen.focus_tabs()
        if self._frame is not None:
            self.show_frame(self._frame)

    @Slot(bool)
    def _set_over_epochs(self, over_epochs: bool) -> None:
        for card in self._cards:
            card.set_over_epochs(over_epochs)

    def _offer(self, frame: Frame) -> None:
        """Let those cards be seen that have something to show."""
        first = frame.evaluation(frame.selected)
        shows_accuracy = first is not None and first.has_accuracy
        changes = any(run.optimizer.schedule.kind != "constant" for run in frame.experiment.runs)
        offered = [self.loss, *([self.accuracy] if shows_accuracy else []), self.gradient_norm]
        self._offered = (*offered, *([self.learning_rate] if changes else []))
        self.loss.offer_epochs(frame.has_batches)
        if not frame.has_batches:
            self._set_over_epochs(False)
        self._arrange()

    def _arrange(self) -> None:
        columns = (self.width() + SPACING) // (READABLE_WIDTH + SPACING)
        others = self._offered[1:]
        fits = len(self._offered) <= max(columns, 2)
        chosen = self._chosen if self._chosen in others else others[0]
        shown = self._offered if fits else (self.loss, chosen)
        if (shown, others, fits) == self._arrangement:
            return
        self._arrangement = (shown, others, fits)
        tabs = tuple(Choice(card.quantity.name, self._tab_text(card)) for card in others)
        # First those that go: all of them together would make the window wider.
        for card in sorted(self._cards, key=shown.__contains__):
            card.set_tabs(tabs if card is chosen and not fits else ())
            card.setVisible(card in shown)
        self._begin_visible()

    def _begin_visible(self) -> None:
        """Give a plot to each card that is seen for the first time."""
        for card in self._cards if self._has_begun else ():
            if not card.isHidden() and card not in self._begun:
                self._begun.add(card)
                card.begin()

    def _tab_text(self, card: CurveCard) -> str:
        match card.quantity:
            case Quantity.ACCURACY:
                return self.tr("Accuracy")
            case Quantity.LEARNING_RATE:
                return self.tr("Rate")
            case _:
                return self.tr("Gradient")
