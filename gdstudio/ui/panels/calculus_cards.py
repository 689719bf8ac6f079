"""The cards of calculus: all that derivatives say about a function at one point."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gdstudio.ui.colours import Theme
from gdstudio.ui.panels.calculus_check_card import CheckCard
from gdstudio.ui.panels.calculus_critical_card import CriticalCard
from gdstudio.ui.panels.calculus_direction_card import DirectionCard
from gdstudio.ui.panels.calculus_gradient_card import GradientCard
from gdstudio.ui.panels.calculus_hessian_card import HessianCard
from gdstudio.ui.panels.calculus_moment import CalculusMoment
from gdstudio.ui.panels.calculus_point_card import PointCard
from gdstudio.ui.panels.calculus_taylor_card import TaylorCard


class CalculusCards(QWidget):
    """The cards, from the point itself to the critical points of the whole domain."""

    folded = Signal()
    """A card was opened, which shows nothing yet, or folded up."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        self.point = PointCard()
        self.gradient = GradientCard()
        self.direction = DirectionCard()
        self.hessian = HessianCard()
        self.taylor = TaylorCard()
        self.check = CheckCard()
        self.critical = CriticalCard()
        folding = (self.gradient, self.direction, self.hessian, self.taylor)
        self._of_a_point = (self.point, *folding, self.check)
        for card in (*self._of_a_point, self.critical):
            layout.addWidget(card)
        layout.addStretch(1)
        for card in folding:
            card.folded.connect(self.folded)

    def show_moment(self, moment: CalculusMoment) -> None:
        """Show a point."""
        has_directions = len(moment.overlay.plane) > 1
        is_function = moment.overlay.letter == "f"
        if self.critical.isVisibleTo(self) != is_function:
            self.critical.setVisible(is_function)
        if self.direction.isVisibleTo(self) != has_directions:
            self.direction.setVisible(has_directions)
        for card in self._of_a_point:
            card.show_moment(moment)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.check.set_theme(theme)
