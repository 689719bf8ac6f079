"""The approximations round a point: drawn over the picture, and how far off they are."""

import numpy as np
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from gdstudio.ui.number_text import short_number
from gdstudio.ui.panels.calculus_moment import CalculusMoment
from gdstudio.ui.widgets.folding_section import FoldingSection
from gdstudio.ui.widgets.labels import ElidedLabel
from gdstudio.ui.widgets.number_rows import NumberRows
from gdstudio.ui.widgets.switch import Switch


class TaylorCard(FoldingSection):
    """Two switches, and the errors under the pointer."""

    orders_wanted = Signal(bool, bool)
    """Whether the approximations of first and of second order are to be seen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Taylor"), "spline", parent=parent)
        self.first = Switch(
            self.tr("First order: the tangent"),
            tooltip=self.tr("In the map as dotted contour lines, at the same values"),
        )
        self.second = Switch(
            self.tr("Second order: with curvature"),
            tooltip=self.tr("In the map as dashed contour lines, at the same values"),
        )
        self._caption = ElidedLabel("", "muted")
        self.numbers = NumberRows((0.2, 0.4, 0.4))
        self.numbers.set_headings(("", self.tr("value"), self.tr("error")))
        for widget in (self.first, self.second, self._caption, self.numbers):
            self.add_widget(widget)
        self.first.toggled.connect(self._on_switched)
        self.second.toggled.connect(self._on_switched)
        self._moment: CalculusMoment | None = None
        self._pointer: tuple[float, ...] | None = None

    def show_moment(self, moment: CalculusMoment) -> None:
        """Show another point."""
        self._moment = moment
        self._show_errors()

    def show_pointer(self, pointer: tuple[float, ...] | None) -> None:
        """Show the errors at a point under the pointer; None: it is elsewhere."""
        self._pointer = pointer
        self._show_errors()

    @Slot()
    def _on_switched(self) -> None:
        self.orders_wanted.emit(self.first.isChecked(), self.second.isChecked())

    def _show_errors(self) -> None:
        if self._moment is None or not self.is_open:
            return
        letter = self._moment.overlay.letter
        if self._pointer is None or len(self._pointer) != len(self._moment.names):
            self._caption.setText(self.tr("The errors are told under the pointer."))
            self.numbers.set_rows(((letter, "–", ""), ("T₁", "–", "–"), ("T₂", "–", "–")))
            return
        point, calculus = np.array(self._pointer), self._moment.calculus
        value = self._moment.problem.loss(point)
        self._caption.setText(self.tr("Under the pointer"))
        rows = [(letter, short_number(value, 5), "")]
        for name, approximation in (("T₁", calculus.tangent), ("T₂", calculus.taylor)):
            height = float(approximation(point))
            rows.append((name, short_number(height, 5), short_number(height - value, 3)))
        self.numbers.set_rows(tuple(rows))
