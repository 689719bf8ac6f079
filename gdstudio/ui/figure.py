"""The picture in a file: the plots of the window, laid out for print at any resolution."""

from dataclasses import dataclass

import pyqtgraph as pg
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from gdstudio.experiment.gallery import entry_for
from gdstudio.experiment.model import Experiment
from gdstudio.simulation.maps import CurveRequest, MapRequest, function_curve, surface_map
from gdstudio.ui.colours import LIGHT, Theme
from gdstudio.ui.fonts import application_font
from gdstudio.ui.picture_title import shortened, slice_text
from gdstudio.ui.plots.curve_plot import CurvePlot
from gdstudio.ui.plots.frame import Frame
from gdstudio.ui.plots.legend_item import LegendItem
from gdstudio.ui.plots.line_plot import LinePlot
from gdstudio.ui.plots.quantity import Quantity
from gdstudio.ui.plots.surface_plot import SurfacePlot

AXIS_WIDTH = 72
CURVE_HEIGHT = 190.0


@dataclass(frozen=True)
class FigureStyle:
    """How a figure is made.

    Attributes
    ----------
    width, height
        In logical pixels: they decide how large text and lines are beside the picture.
    ratio
        Device pixels to a logical pixel: it decides how sharp all of it is.
    x_range, y_range
        What the picture shows; None for the whole domain.
    """

    width: int = 960
    height: int = 900
    ratio: float = 2.0
    theme: Theme = LIGHT
    x_range: tuple[float, float] | None = None
    y_range: tuple[float, float] | None = None


def render_figure(frame: Frame, style: FigureStyle) -> QImage:
    """Return the figure of a frame: title, picture, legend and the curve of the loss."""
    view = pg.GraphicsView(useOpenGL=False)
    view.setBackground(QColor(style.theme.card))
    view.resize(style.width, style.height)
    layout = pg.GraphicsLayout()
    layout.setContentsMargins(16.0, 12.0, 16.0, 12.0)
    layout.setSpacing(8.0)
    view.setCentralItem(layout)

    font = application_font(10.5)
    title = pg.LabelItem(
        figure_title(frame.experiment), size="14pt", color=style.theme.text, bold=True
    )
    layout.addItem(title, row=0, col=0)
    plot = _picture(frame, style, font)
    layout.addItem(plot, row=1, col=0)
    legend = LegendItem(frame, style.theme, font, style.width - 32.0)
    layout.addItem(legend, row=2, col=0)
    curve = CurvePlot(style.theme, font, Quantity.LOSS)
    layout.addItem(curve, row=3, col=0)
    layout.layout.setRowStretchFactor(1, 1)
    curve.show_frame(frame)
    curve.set_axis_label("left", curve.title())
    # A label that is added late finds its axis narrow.
    for each in (plot, curve):
        each.getAxis("left").setWidth(AXIS_WIDTH)
    curve.setMinimumHeight(CURVE_HEIGHT)
    layout.layout.activate()
    layout.resize(float(style.width), float(style.height))
    layout.layout.activate()
    _fill(plot, style)

    size = QSize(style.width, style.height) * style.ratio
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(style.ratio)
    image.fill(QColor(style.theme.card))
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    area = QRectF(0.0, 0.0, style.width, style.height)
    view.scene().prepareForPaint()
    view.scene().render(painter, area, area)
    painter.end()
    view.close()
    view.deleteLater()
    return image


def figure_title(experiment: Experiment) -> str:
    """Return what stands above the figure."""
    entry = entry_for(experiment.objective)
    names = shortened(experiment.function.variables)
    formula = f"f({names}) = {experiment.function.expression}"
    shown = formula if len(formula) <= 70 else ""
    name = experiment.title or (entry.name if entry else "")
    title = f"{name}: {shown}" if name and shown else name or shown or "Gradient descent"
    held = slice_text(experiment)
    return f"{title} · {held}" if held else title


def _picture(frame: Frame, style: FigureStyle, font: QFont) -> SurfacePlot | LinePlot:
    kind = LinePlot if len(frame.experiment.start) == 1 else SurfacePlot
    plot = kind(style.theme, font)
    plot.set_experiment(frame.experiment)
    plot.set_interactive(False)
    plot.show_frame(frame)
    return plot


def _fill(plot: SurfacePlot | LinePlot, style: FigureStyle) -> None:
    """Give the picture the map that fills it, now that its size is known."""
    if style.x_range is not None and style.y_range is not None:
        plot.vb.setRange(xRange=style.x_range, yRange=style.y_range, padding=0.0)
    request = plot.map_request(style.ratio)
    if isinstance(request, MapRequest) and isinstance(plot, SurfacePlot):
        plot.show_map(surface_map(request))
    elif isinstance(request, CurveRequest) and isinstance(plot, LinePlot):
        plot.show_map(function_curve(request))
