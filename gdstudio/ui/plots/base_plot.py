"""What all plots share: axes in the theme's colours and fonts."""

import pyqtgraph as pg
from PySide6.QtGui import QColor, QFont

from gdstudio.ui.colours import Theme
from gdstudio.ui.fonts import numeric_font, scaled_font

AXES = ("left", "bottom", "right", "top")


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
    """

    def __init__(self, theme: Theme, font: QFont, view_box: pg.ViewBox) -> None:
        super().__init__(viewBox=view_box, enableMenu=False)
        self.hideButtons()
        self._font = font
        for side in AXES:
            self.showAxis(side)
            axis = self.getAxis(side)
            axis.setZValue(50)
            axis.setStyle(
                tickFont=numeric_font(scaled_font(font, 0.9)), tickLength=-4, tickTextOffset=6
            )
            # Without this, a label of other width at another zoom makes the picture jump.
            axis.setStyle(autoReduceTextSpace=False)
        for side in ("right", "top"):
            self.getAxis(side).setStyle(showValues=False, tickLength=0)
            self.getAxis(side).setHeight(6) if side == "top" else self.getAxis(side).setWidth(6)
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

    def set_axis_label(self, side: str, text: str) -> None:
        """Name an axis."""
        size = self._font.pointSizeF()
        self.getAxis(side).setLabel(text, **{"font-size": f"{size:g}pt"})
