"""The gradient at a point, and the line or plane that touches the function there."""

from PySide6.QtWidgets import QWidget

from gdstudio.ui.number_text import short_number
from gdstudio.ui.panels.calculus_moment import CalculusMoment
from gdstudio.ui.panels.calculus_words import angle_text, tangent_lines
from gdstudio.ui.widgets.folding_section import FoldingSection
from gdstudio.ui.widgets.labels import ElidedLabel
from gdstudio.ui.widgets.number_rows import NumberRows

SHOWN_PARTIALS = 6


class GradientCard(FoldingSection):
    """Partial derivatives, length and angle of the gradient; the tangent's equation."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Gradient"), "trending-up", parent=parent)
        self.partials = NumberRows((0.4, 0.6))
        self._caption = ElidedLabel("", "muted")
        self.tangent = NumberRows((1.0,))
        for widget in (self.partials, self._caption, self.tangent):
            self.add_widget(widget)

    def show_moment(self, moment: CalculusMoment) -> None:
        """Show another point."""
        if not self.is_open:
            return
        names, calculus = moment.names, moment.calculus
        is_curve, letter = len(names) == 1, moment.overlay.letter
        sign = "d" if is_curve else "∂"
        rows = [
            (f"{sign}{letter}/{sign}{name}", short_number(float(slope), 6))
            for name, slope in zip(names[:SHOWN_PARTIALS], calculus.gradient, strict=False)
        ]
        if not is_curve:
            rows.append(
                (
                    self.tr("length |∇{letter}|").format(letter=letter),
                    short_number(calculus.norm, 6),
                )
            )
        if len(names) == 2:
            rows.append((self.tr("angle"), angle_text(calculus.angle)))
        self.partials.set_rows(tuple(rows))
        self.set_heading(self.tr("Slope") if is_curve else self.tr("Gradient"))
        self._caption.setText(self.tr("Tangent line") if is_curve else self.tr("Tangent plane"))
        self.tangent.set_rows(tuple((line,) for line in tangent_lines(names, calculus)))
