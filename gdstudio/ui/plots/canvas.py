"""The widget in which a plot is shown."""

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QWidget

from gdstudio.ui.colours import Theme
from gdstudio.ui.plots.base_plot import AXES, BasePlot


class PlotCanvas(pg.GraphicsView):
    """Shows one plot on the colour of its card."""

    hovered = Signal(object)
    """Where the pointer is in the plot, in data coordinates (QPointF), or None outside."""

    def __init__(self, plot: BasePlot, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, useOpenGL=False)
        self._plot = plot
        self.setCentralItem(plot)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setAntialiasing(True)
        # The card behind it, with its round corners, need not be painted with each frame.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        for side in AXES:
            # Ticks and grids are drawn when they change, not with each frame: 2 ms an axis.
            axis = plot.getAxis(side)
            axis.setCacheMode(axis.CacheMode.DeviceCoordinateCache)
        self.set_theme(plot.theme)

    @property
    def plot(self) -> BasePlot:
        """The plot that is shown."""
        return self._plot

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.setBackground(QColor(theme.card))
        self._plot.set_theme(theme)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        """Write in the font of the application."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._plot.set_font(self.font())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Leave all keys to the window: pyqtgraph would pan with the arrows."""
        event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Tell where the pointer is."""
        super().mouseMoveEvent(event)
        scene_place = self.mapToScene(event.position().toPoint())
        if self._plot.vb.sceneBoundingRect().contains(scene_place):
            place: QPointF | None = self._plot.vb.mapSceneToView(scene_place)
        else:
            place = None
        self.hovered.emit(place)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        """Tell that the pointer is gone."""
        super().leaveEvent(event)
        self.hovered.emit(None)
