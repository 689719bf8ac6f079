"""The slope in a direction of one's choice: largest along the gradient, none across it."""

import math

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from gdstudio.ui.number_text import short_number
from gdstudio.ui.panels.calculus_moment import CalculusMoment
from gdstudio.ui.panels.calculus_words import angle_text, slope_word, vector_text
from gdstudio.ui.plots.overlay import Overlay
from gdstudio.ui.widgets.cosine_strip import CosineStrip
from gdstudio.ui.widgets.folding_section import FoldingSection
from gdstudio.ui.widgets.labels import ElidedLabel
from gdstudio.ui.widgets.number_rows import NumberRows


class DirectionCard(FoldingSection):
    """The directional derivative, the wave of all of them, and three directions that stand out."""

    turned = Signal(float)
    """The angle that a person chooses, in radians."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Direction"), "compass", parent=parent)
        self.numbers = NumberRows((0.55, 0.45))
        self.strip = CosineStrip()
        self._word = ElidedLabel("", "muted")
        self._overlay: Overlay | None = None
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        self._offsets: dict[QPushButton, float] = {}
        for text, tip, offset in (
            (self.tr("Uphill"), self.tr("Along the gradient: steepest"), 0.0),
            (self.tr("Level"), self.tr("Along the contour line: no slope"), 0.5 * math.pi),
            (self.tr("Downhill"), self.tr("Against the gradient: where descent goes"), math.pi),
        ):
            button = QPushButton(text)
            button.setToolTip(tip)
            button.setAccessibleName(text)
            button.setAutoDefault(False)
            button.setProperty("role", "small")
            button.clicked.connect(self._on_button)
            buttons.addWidget(button, 1)
            self._offsets[button] = offset
        for widget in (self.numbers, self.strip, self._word):
            self.add_widget(widget)
        self.content().addLayout(buttons)
        self.strip.turned.connect(self.turned)

    @property
    def word(self) -> str:
        """What the slope means beside the largest one."""
        return self._word.text()

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        """Uphill, level, downhill."""
        return tuple(self._offsets)

    def show_moment(self, moment: CalculusMoment) -> None:
        """Show another point or direction."""
        self._overlay = overlay = moment.overlay
        if not self.is_open or len(overlay.plane) < 2:
            return
        slope = overlay.calculus.directional_derivative(overlay.direction)
        right, up = overlay.plane
        names = moment.names
        plane = "" if len(names) == 2 else f" ({names[right]}, {names[up]})"
        unit = overlay.direction[list(overlay.plane)]
        self.numbers.set_rows(
            (
                (self.tr("direction u") + plane, vector_text(unit)),
                (self.tr("angle"), angle_text(overlay.angle)),
                (
                    self.tr("slope ∇{letter}·u").format(letter=overlay.letter),
                    short_number(slope, 6),
                ),
            )
        )
        self.strip.show_directions(overlay.plane_gradient, overlay.angle, overlay.letter)
        self._word.setText(slope_word(moment.calculus, slope))

    @Slot()
    def _on_button(self) -> None:
        button = self.sender()
        if self._overlay is None or not isinstance(button, QPushButton):
            return
        across, up = self._overlay.plane_gradient
        if across or up:
            turn = math.atan2(up, across) + self._offsets[button]
            self.turned.emit(math.remainder(turn, 2.0 * math.pi))
