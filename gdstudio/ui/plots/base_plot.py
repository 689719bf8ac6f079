"""What all plots share: axes in the theme's colours and fonts."""

import pyqtgraph as pg
from PySide6.QtGui import QColor, QFont

from gdstudio.ui.colours import Theme
from gdstudio.ui.fonts import DEFAULT_POINT_SIZE, numeric_font, scaled_font
from gdstudio.ui.plots.layer import LayerItem
from gdstudio.ui.plots.sign_item import SignItem

AXES = ("left", "bottom", "right", "top")
QUIET_AXES = ("right", "top")
QUIET_WIDTH = 6


class BasePlot(pg.PlotItem):
    """A plot with quiet axes on all four sides.

    Parameters
    ----------
    theme
        Its colours.
    font
        The font of labels; ticks are a little smaller.
    view_box
        The interactive area.
    left
        Another left axis than the usual one.
    """

    def __init__(
        self,
        theme: Theme,
        font: QFont,
        view_box: pg.ViewBox,
        left: pg.AxisItem | None = None,
    ) -> None:
        axes = {} if left is None else {"left": left}
        super().__init__(viewBox=view_box, enableMenu=False, axisItems=axes)
        self.hideButtons()
        self._labels: dict[str, str] = {}
        for side in AXES:
            self.showAxis(side)
            axis = self.getAxis(side)
            axis.setZValue(50)
            # "1e+273" at the ticks of "x (x1e+27)" is no number that anybody reads.
            axis.enableAutoSIPrefix(False)
            # Without this, a label of other width at another zoom makes the picture jump.
            axis.setStyle(tickLength=-4, tickTextOffset=6, autoReduceTextSpace=False)
        for side in QUIET_AXES:
            # Only a line: ticks without length, and a second grid, take as long as seen ones.
            self.getAxis(side).setTicks([])
            self.getAxis(side).setStyle(showValues=False, tickLength=0)
        self.getAxis("right").setWidth(QUIET_WIDTH)
        self.getAxis("top").setHeight(QUIET_WIDTH)
        self.set_font(font)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.theme = theme
        for side in AXES:
            axis = self.getAxis(side)
            axis.setPen(QColor(theme.axis))
            axis.setTickPen(QColor(theme.axis))
            axis.setTextPen(QColor(theme.muted_text))
        self.vb.setBackgroundColor(QColor(theme.plot_background))

    def set_font(self, font: QFont) -> None:
        """Write in a font; lines grow with it, so that a lecture hall sees both."""
        self._font = font
        for side in AXES:
            self.getAxis(side).setStyle(tickFont=numeric_font(scaled_font(font, 0.9)))
        for side in self._labels:
            self._write_label(side)
        for item in self.items:
            if isinstance(item, LayerItem | SignItem):
                item.set_thickness(self.thickness)

    @property
    def thickness(self) -> float:
        """How many times as thick and large as usual lines and signs are."""
        return self._font.pointSizeF() / DEFAULT_POINT_SIZE

    def set_axis_label(self, side: str, text: str) -> None:
        """Name an axis."""
        if text != self._labels.get(side):
            self._labels[side] = text
            self._write_label(side)

    def _write_label(self, side: str) -> None:
        # Without its colour the text would be black, whatever the theme.
        style = {"color": self.theme.muted_text, "font-size": f"{self._font.pointSizeF():g}pt"}
        self.getAxis(side).setLabel(self._labels[side], **style)
