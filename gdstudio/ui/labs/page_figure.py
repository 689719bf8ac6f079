"""What a page shows, as the picture for a file."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from PySide6.QtCore import QPoint, QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QRegion
from PySide6.QtWidgets import QGraphicsView, QWidget

from gdstudio.ui.colours import Theme
from gdstudio.ui.plots.path_item import PathItem
from gdstudio.ui.plots.variables_plot import VariablesPlot

RATIO = 2.0
"""Pixels of a figure to one of the screen; lines and letters are drawn anew, not enlarged."""


def page_figure(widget: QWidget, theme: Theme) -> QImage | None:
    """Return a widget as it is seen on its card; None if it is not seen."""
    if not widget.isVisible():
        return None
    size = (widget.size().toSizeF() * RATIO).toSize()
    image = QImage(size, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(RATIO)
    image.fill(theme.card)
    # Of any widget: a view of a scene has another method of this name.
    children = QWidget.RenderFlag.DrawChildren
    with ExitStack() as stack:
        for plot in widget.findChildren(VariablesPlot):
            if plot.isVisible():
                stack.enter_context(plot.drawn_for_figure(RATIO))
        QWidget.render(widget, image, QPoint(0, 0), QRegion(), children)
    painter = QPainter(image)
    for view in [widget, *widget.findChildren(QGraphicsView)]:
        if isinstance(view, QGraphicsView) and view.isVisible():
            # As a widget it would be drawn for the pixels of the screen.
            place = QPointF(view.mapTo(widget, QPoint(0, 0)))
            target = QRectF(place, view.size().toSizeF())
            painter.fillRect(target, QColor(theme.card))
            with _whole_paths(view):
                view.render(painter, target, view.viewport().rect())
    painter.end()
    return image


@contextmanager
def _whole_paths(view: QGraphicsView) -> Iterator[None]:
    """Let long paths be drawn in one paint."""
    paths = [item for item in view.scene().items() if isinstance(item, PathItem)]
    for path in paths:
        path.draws_in_parts = False
    try:
        yield
    finally:
        for path in paths:
            path.draws_in_parts = True
