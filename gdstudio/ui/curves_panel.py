"""The bottom: loss and gradient norm over the steps."""

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gdstudio.ui.colours import Theme
from gdstudio.ui.plots.frame import Frame
from gdstudio.ui.plots.quantity import Quantity
from gdstudio.ui.widgets.choice import Choice
from gdstudio.ui.widgets.section import Section
from gdstudio.ui.widgets.segmented_buttons import SegmentedButtons

# The window is seen before the plots are loaded.
if TYPE_CHECKING:
    from gdstudio.ui.plots.canvas import PlotCanvas
    from gdstudio.ui.plots.curve_plot import CurvePlot

LINEAR, LOGARITHMIC = "linear", "log"


class CurveCard(Section):
    """One quantity with the choice between a linear and a logarithmic axis."""

    scrubbed = Signal(int)

    def __init__(
        self, theme: Theme, heading: str, icon_name: str, quantity: Quantity, logarithmic: bool
    ) -> None:
        super().__init__(heading, icon_name)
        self._theme, self._quantity, self._is_logarithmic = theme, quantity, logarithmic
        self._name = heading
        self._canvas: PlotCanvas | None = None
        self._scale = SegmentedButtons(
            (
                Choice(LINEAR, self.tr("Linear"), self.tr("Equal steps are equally high")),
                Choice(LOGARITHMIC, self.tr("Log"), self.tr("Equal factors are equally high")),
            )
        )
        self._scale.setAccessibleName(self.tr("Vertical scale"))
        self._scale.set_key(LOGARITHMIC if logarithmic else LINEAR)
        self._scale.chosen.connect(self._on_scale_chosen)
        self.add_header_widget(self._scale)
        self.make_compact()
        # In the place of the plot.
        self.content().addStretch()

    @cached_property
    def plot(self) -> "CurvePlot":
        """The plot; it is made when it is first needed."""
        from gdstudio.ui.plots.curve_plot import CurvePlot

        plot = CurvePlot(self._theme, self.font(), self._quantity)
        plot.set_logarithmic(self._is_logarithmic)
        plot.scrubbed.connect(self._on_scrubbed)
        return plot

    def begin(self) -> None:
        """Show the plot, from now on."""
        from gdstudio.ui.plots.canvas import PlotCanvas

        self._canvas = PlotCanvas(self.plot, self._name)
        self.content().takeAt(0)
        self.add_widget(self._canvas, 1)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        if self._canvas is not None:
            self._canvas.set_theme(theme)

    def show_frame(self, frame: Frame) -> None:
        """Show the curves with the frame's cursor."""
        self.plot.show_frame(frame)
        self.set_heading(self.tr(self.plot.title()))

    @Slot(str)
    def _on_scale_chosen(self, key: str) -> None:
        self.plot.set_logarithmic(key == LOGARITHMIC)
        self.set_heading(self.tr(self.plot.title()))

    @Slot(float)
    def _on_scrubbed(self, place: float) -> None:
        self.scrubbed.emit(round(place))


class CurvesPanel(QWidget):
    """Curves over the steps, side by side. Until ``begin`` they are empty cards."""

    scrubbed = Signal(int)
    """The step to which a person drags the cursor."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.loss = CurveCard(theme, self.tr("Loss"), "chart-line", Quantity.LOSS, True)
        self.gradient_norm = CurveCard(
            theme, self.tr("Gradient norm"), "activity", Quantity.GRADIENT_NORM, True
        )
        self._theme = theme
        self._cards: list[CurveCard] = []
        self._frame: Frame | None = None
        self._waiting: list[CurveCard] = []
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.timeout.connect(self._show_next)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)
        for card in (self.loss, self.gradient_norm):
            self._add_card(card)

    @cached_property
    def learning_rate(self) -> CurveCard:
        """The curve of the learning rate; it is made when one changes."""
        card = CurveCard(
            self._theme, self.tr("Learning rate"), "gauge", Quantity.LEARNING_RATE, False
        )
        card.hide()
        card.begin()
        self._add_card(card)
        return card

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return room for curves that can be read."""
        return QSize(600, 210)

    def begin(self) -> None:
        """Show plots, from now on."""
        for card in self._cards:
            card.begin()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        for card in self._cards:
            card.set_theme(theme)

    def show_frame(self, frame: Frame) -> None:
        """Show the curves; the learning rate only where it changes.

        Each takes its turn in the event loop: curves of a hundred thousand rows, drawn together
        with the picture, would keep a click waiting.
        """
        self._frame = frame
        changes = any(run.optimizer.schedule.kind != "constant" for run in frame.experiment.runs)
        if changes or len(self._cards) > 2:
            self.learning_rate.setVisible(changes)
        # Who has waited longest comes first, however fast the frames follow each other.
        others = [card for card in self._cards if card not in self._waiting]
        self._waiting = [card for card in (*self._waiting, *others) if card.isVisibleTo(self)]
        self._turn.start()

    @property
    def is_waiting(self) -> bool:
        """Whether a curve shows an older frame than it was given."""
        return bool(self._waiting)

    @Slot()
    def _show_next(self) -> None:
        if self._frame is not None and self._waiting:
            self._waiting.pop(0).show_frame(self._frame)
        if self._waiting:
            self._turn.start()

    def _add_card(self, card: CurveCard) -> None:
        self._cards.append(card)
        self._layout.addWidget(card, 1)
        card.scrubbed.connect(self.scrubbed)
