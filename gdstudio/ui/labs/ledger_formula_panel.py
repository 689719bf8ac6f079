"""What a step of the ledger computes: in words, as a formula, in numbers; and the chain rule."""

import math

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from gdstudio.simulation.ledger import Ledger
from gdstudio.simulation.ledger_entries import WeightEntry
from gdstudio.ui.colours import Theme
from gdstudio.ui.fonts import numeric_font, scaled_font
from gdstudio.ui.icons import icon
from gdstudio.ui.labs.ledger_chain import LedgerChain, chain_boxes, path_boxes
from gdstudio.ui.labs.ledger_choice import LedgerChoice
from gdstudio.ui.labs.ledger_symbols import in_brackets, number, weight_symbol
from gdstudio.ui.labs.ledger_words import formula_of, numbers_of, sentence_of
from gdstudio.ui.number_text import short_number
from gdstudio.ui.widgets.labels import ElidedLabel
from gdstudio.ui.widgets.typeset_label import TypesetLabel

FORMULA_LINES = 2.7
"""How high a formula is in lines of text."""
MOST_TERMS = (8, 4, 3, 2, 1)
"""Terms of a sum that are written, from the widest panel to the narrowest."""


class LedgerFormulaPanel(QWidget):
    """Shows the formula of a step with symbols and numbers, and takes one derivative apart."""

    chosen = Signal(object)
    """The new `LedgerChoice`."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ledger: Ledger | None = None
        self._choice: LedgerChoice | None = None
        self._rate = 0.0
        self.sentence = ElidedLabel("", "muted")
        self.formula = TypesetLabel(size_factor=1.15)
        self.numbers = (ElidedLabel(), ElidedLabel())
        self.weight_label = ElidedLabel()
        self.update_label = ElidedLabel()
        self.update_label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.chain = LedgerChain(theme)
        self.previous_button = self._button(self.tr("The weight before"))
        self.next_button = self._button(self.tr("The next weight"))
        self.path_button = self._button(
            self.tr(
                "Multiply along one path from the loss to the weight, through the units that are"
                " explained; the products of all paths add up to the derivative."
            )
        )
        self.path_button.setText(self.tr("Path"))
        self.path_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.path_button.setCheckable(True)
        self.previous_button.clicked.connect(self._on_previous)
        self.next_button.clicked.connect(self._on_next)
        self.path_button.toggled.connect(self._on_path)
        self._lay_out()
        self.set_theme(theme)
        self._dress()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.chain.set_theme(theme)
        self.previous_button.setIcon(icon("chevron-up", theme))
        self.next_button.setIcon(icon("chevron-down", theme))
        self.path_button.setIcon(icon("route", theme))

    def show_ledger(self, ledger: Ledger, choice: LedgerChoice, rate: float) -> None:
        """Show a step; ``rate`` is the learning rate of the update."""
        self._ledger, self._choice, self._rate = ledger, choice, rate
        formula = formula_of(choice.step, ledger.architecture)
        if formula.latex != self.formula.latex():
            self.formula.set_latex(formula.latex, formula.plain)
        self.sentence.setText(sentence_of(choice.step, ledger.architecture))
        self._show_numbers(ledger, choice)
        self._show_weight(ledger, choice)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Write more terms where there is more room."""
        super().resizeEvent(event)
        if self._ledger is not None and self._choice is not None:
            self._show_numbers(self._ledger, self._choice)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        """Follow the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._dress()

    def _show_numbers(self, ledger: Ledger, choice: LedgerChoice) -> None:
        """Write as many terms of sums as there is room for."""
        texts = ("", "")
        for most in MOST_TERMS:
            texts = numbers_of(ledger, choice, most)
            if all(map(self._has_room_for, texts)):
                break
        for label, text in zip(self.numbers, texts, strict=True):
            label.setText(text)

    def _has_room_for(self, text: str) -> bool:
        metrics = self.numbers[0].fontMetrics()
        return metrics.horizontalAdvance(text) <= self.width()

    def _show_weight(self, ledger: Ledger, choice: LedgerChoice) -> None:
        layer, source, unit = choice.weight
        entry = ledger.weight(layer, source, unit)
        above = choice.units[layer + 1 :]
        self.path_button.setEnabled(bool(above))
        boxes = chain_boxes(entry)
        if above and self.path_button.isChecked():
            paths = math.prod(units for _, units in choice.shape[layer + 1 :])
            name = self.tr("1 of {paths} paths").format(paths=short_number(paths))
            along = path_boxes(ledger.path(layer, source, (unit, *above)), name)
            # The only path is all there is.
            boxes = along if paths > 1 else (*along[:-1], *boxes[len(entry.factors) :])
        self.chain.show_boxes(boxes)
        self.weight_label.setText(f"{weight_symbol(choice.weight)} = {number(entry.value)}")
        self.update_label.setText(self._update_text(entry))

    def _update_text(self, entry: WeightEntry) -> str:
        letter = "b" if entry.source is None else "w"
        return (
            f"{letter} ← {letter} − η·∂E/∂{letter} = {number(entry.value)} −"
            f" {number(self._rate)}·{in_brackets(entry.derivative)}"
            f" = {number(entry.updated(self._rate))}"
        )

    @Slot()
    def _on_previous(self) -> None:
        self._move(-1)

    @Slot()
    def _on_next(self) -> None:
        self._move(1)

    @Slot()
    def _on_path(self) -> None:
        if self._ledger is not None and self._choice is not None:
            self._show_weight(self._ledger, self._choice)

    def _move(self, by: int) -> None:
        if self._choice is not None:
            self.chosen.emit(self._choice.next_weight(by))

    def _button(self, tooltip: str) -> QToolButton:
        button = QToolButton()
        button.setAutoRaise(True)
        button.setIconSize(QSize(14, 14))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setToolTip(tooltip)
        button.setAccessibleName(tooltip)
        return button

    def _dress(self) -> None:
        # As high as the highest of them: the diagram above must not move from step to step.
        self.formula.setFixedHeight(round(FORMULA_LINES * self.fontMetrics().height()))
        for label in (*self.numbers, self.update_label):
            label.setFont(numeric_font(self.font()))
        weight = QFont.Weight.DemiBold
        self.weight_label.setFont(numeric_font(scaled_font(self.font(), 1.0, weight)))

    def _lay_out(self) -> None:
        weight = QHBoxLayout()
        weight.setSpacing(4)
        weight.addWidget(self.previous_button)
        weight.addWidget(self.next_button)
        weight.addWidget(self.weight_label)
        weight.addWidget(self.path_button)
        weight.addWidget(self.update_label, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.sentence)
        layout.addWidget(self.formula)
        for label in self.numbers:
            layout.addWidget(label)
        layout.addLayout(weight)
        layout.addWidget(self.chain)
        layout.addStretch()
