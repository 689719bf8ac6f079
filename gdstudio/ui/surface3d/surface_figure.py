"""The surface in a file: title, picture, legend."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from PySide6.QtWidgets import QWidget

from gdstudio.ui.colours import Theme
from gdstudio.ui.fonts import application_font, scaled_font
from gdstudio.ui.picture_title import figure_title
from gdstudio.ui.plots.frame import Frame
from gdstudio.ui.surface3d.surface_view import SurfaceView
from gdstudio.ui.widgets.run_legend import RunLegend

WIDTH, HEIGHT, RATIO = 960, 700, 2.0
MARGIN, TITLE = 16, 44


def surface_figure(view: SurfaceView, frame: Frame, theme: Theme) -> QImage | None:
    """Return the figure of what a view shows; None if it shows nothing."""
    picture = view.picture(WIDTH, HEIGHT, RATIO)
    if picture is None:
        return None
    legend = RunLegend()
    legend.setFont(application_font(10.5))
    legend.show_frame(frame)
    width = WIDTH - 2 * MARGIN
    legend.resize(width, max(1, legend.heightForWidth(width)))
    size = QSize(WIDTH, TITLE + HEIGHT + legend.height() + MARGIN)
    image = QImage(size * RATIO, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(RATIO)
    image.fill(QColor(theme.card))
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    painter.setPen(QColor(theme.text))
    painter.setFont(scaled_font(application_font(), 1.4, QFont.Weight.DemiBold))
    title = QRect(MARGIN, 0, width, TITLE)
    painter.drawText(title, Qt.AlignmentFlag.AlignCenter, figure_title(frame.experiment))
    painter.drawImage(QPoint(0, TITLE), picture)
    where = QPoint(MARGIN, TITLE + HEIGHT)
    legend.render(painter, where, renderFlags=QWidget.RenderFlag.DrawChildren)
    painter.end()
    legend.deleteLater()
    return image
