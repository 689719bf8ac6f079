"""A card with the curves of one quantity, and the choices in its heading."""

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QToolButton

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
STEPS, EPOCHS = "steps", "epochs"
MOST_NEEDED = 330
"""Pixels that no heading may ask for more than: the window would not get narrower."""
_AIR = 70
"""Pixels of a heading that are neither words nor buttons: icon, margins, spaces."""


class CurveCard(Section):
    """One quantity, with the choice between a linear and a logarithmic axis.

    Where cards share a place, each has tabs instead of its heading; where the card is narrow, the
    choice of the scale is one small button.
    """

    scrubbed = Signal(int)
    tab_chosen = Signal(str)
    over_epochs_chosen = Signal(bool)

    def __init__(self, theme: Theme, heading: str, icon_name: str, quantity: Quantity) -> None:
        super().__init__(heading, icon_name)
        self._theme, self.quantity = theme, quantity
        self._name = heading
        self._is_logarithmic = quantity in (Quantity.LOSS, Quantity.GRADIENT_NORM)
        self._is_over_epochs = False
        self._has_tabs = False
        self._canvas: PlotCanvas | None = None
        self._tabs = SegmentedButtons(())
        self._tabs.setAccessibleName(self.tr("Curve"))
        self._tabs.chosen.connect(self.tab_chosen)
        self._tabs.hide()
        self._header.insertWidget(1, self._tabs)
        self._add_choices()
        self.make_compact()
        # In the place of the plot.
        self.content().addStretch()

    def _add_choices(self) -> None:
        self._axis = SegmentedButtons(
            (
                Choice(STEPS, self.tr("Steps"), self.tr("Show the curves over the steps")),
                Choice(
                    EPOCHS,
                    self.tr("Epochs"),
                    self.tr("Show the curves over the epochs: in one, a run sees each row once"),
                ),
            )
        )
        self._axis.setAccessibleName(self.tr("Horizontal axis"))
        self._axis.chosen.connect(self._on_axis_chosen)
        self._axis.hide()
        tip = self.tr("Equal factors are equally high")
        self._scale = SegmentedButtons(
            (
                Choice(LINEAR, self.tr("Linear"), self.tr("Equal steps are equally high")),
                Choice(LOGARITHMIC, self.tr("Log"), tip),
            )
        )
        self._scale.setAccessibleName(self.tr("Vertical scale"))
        self._scale.chosen.connect(self._on_scale_chosen)
        self._small_scale = QToolButton()
        self._small_scale.setText(self.tr("Log"))
        self._small_scale.setToolTip(tip)
        self._small_scale.setAccessibleName(self.tr("Logarithmic scale"))
        self._small_scale.setCheckable(True)
        self._small_scale.toggled.connect(self._set_logarithmic)
        for each in (self._axis, self._scale, self._small_scale):
            self.add_header_widget(each)
        self._show_scale()

    @cached_property
    def plot(self) -> "CurvePlot":
        """The plot; it is made when it is first needed."""
        from gdstudio.ui.plots.curve_plot import CurvePlot

        plot = CurvePlot(self._theme, self.font(), self.quantity)
        plot.set_logarithmic(self._is_logarithmic)
        plot.set_over_epochs(self._is_over_epochs)
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
        self._show_heading()

    def set_tabs(self, choices: tuple[Choice, ...]) -> None:
        """Offer the cards that share the place of this one; none: show the heading."""
        self._has_tabs = bool(choices)
        self._tabs.set_choices(choices)
        if self._has_tabs:
            self._tabs.set_key(self.quantity.name)
        self._tabs.setVisible(self._has_tabs)
        self._heading.setVisible(not self._has_tabs)
        self._icon.setVisible(not self._has_tabs)
        self._arrange()

    def focus_tabs(self) -> None:
        """Give the focus to the tab of this card."""
        for button in self._tabs.findChildren(QPushButton):
            if button.isChecked():
                button.setFocus()

    def offer_epochs(self, offered: bool) -> None:
        """Let a person choose what the horizontal axis counts, or not."""
        if self._axis.isHidden() == offered:
            self._axis.setVisible(offered)
            self._arrange()

    def set_over_epochs(self, over_epochs: bool) -> None:
        """Count epochs along the horizontal axis, or steps."""
        self._is_over_epochs = over_epochs
        self._axis.set_key(EPOCHS if over_epochs else STEPS)
        if "plot" in self.__dict__:
            self.plot.set_over_epochs(over_epochs)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Leave out what there is no room for."""
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        """Follow the size of what stands in the heading: it changes with font and style."""
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._arrange()
        return handled

    def _arrange(self) -> None:
        """Take the scale that there is room for; an accuracy has none but the linear one."""
        has_scale = self.quantity is not Quantity.ACCURACY
        # As high without the buttons as with them, so that cards side by side are level.
        self._heading.setMinimumHeight(self._scale.sizeHint().height())
        left = self._tabs if self._has_tabs else self._heading
        needed = _AIR + left.sizeHint().width()
        if not self._axis.isHidden():
            needed += self._axis.sizeHint().width()
        wide = needed + self._scale.sizeHint().width() <= self.width()
        self._scale.setVisible(has_scale and wide)
        self._small_scale.setVisible(has_scale and not wide)
        # Narrower than this, words would be cut. A heading that says a number may be.
        least = needed + (self._small_scale.sizeHint().width() if has_scale else 0)
        self.setMinimumWidth(min(least, MOST_NEEDED))

    def _show_heading(self) -> None:
        heading = self.tr(self.plot.title())
        if heading != self.heading():
            self.set_heading(heading)
            self._arrange()

    def _show_scale(self) -> None:
        self._scale.set_key(LOGARITHMIC if self._is_logarithmic else LINEAR)
        self._small_scale.setChecked(self._is_logarithmic)

    @Slot(bool)
    def _set_logarithmic(self, logarithmic: bool) -> None:
        if logarithmic != self._is_logarithmic:
            self._is_logarithmic = logarithmic
            self._show_scale()
            self.plot.set_logarithmic(logarithmic)
            self._show_heading()

    @Slot(str)
    def _on_scale_chosen(self, key: str) -> None:
        self._set_logarithmic(key == LOGARITHMIC)

    @Slot(str)
    def _on_axis_chosen(self, key: str) -> None:
        self.over_epochs_chosen.emit(key == EPOCHS)

    @Slot(float)
    def _on_scrubbed(self, place: float) -> None:
        self.scrubbed.emit(self.plot.step_at(place))
