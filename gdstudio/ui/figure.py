"""The picture in a file: the plots of the window, laid out for print at any resolution."""

from collections.abc import Sequence
from dataclasses import dataclass

import pyqtgraph as pg
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from PySide6.QtWidgets import QGraphicsProxyWidget

from gdstudio.simulation.critical_points import CriticalPoint
from gdstudio.simulation.data_problem import DataProblem
from gdstudio.simulation.map_options import PLAIN, MapOptions
from gdstudio.simulation.problem import problem_of
from gdstudio.ui.colours import LIGHT, Theme
from gdstudio.ui.figure_derivative import derivative_picture
from gdstudio.ui.figure_pictures import (
    FunctionPicture,
    Picture,
    curve_picture,
    function_picture,
    training_pictures,
)
from gdstudio.ui.fonts import application_font
from gdstudio.ui.picture_title import figure_title
from gdstudio.ui.plots.axes import Axes
from gdstudio.ui.plots.frame import Frame
from gdstudio.ui.plots.legend_item import LegendItem
from gdstudio.ui.plots.line_plot import LinePlot
from gdstudio.ui.plots.overlay import Overlay
from gdstudio.ui.plots.quantity import Quantity
from gdstudio.ui.plots.surface_plot import SurfacePlot
from gdstudio.ui.widgets.colour_bar import ColourBar

CURVE_HEIGHT, DERIVATIVE_HEIGHT = 190.0, 170.0
TRAINING_HEIGHT = 0.82
"""Two pictures side by side are lower than one."""
MARGIN, SPACING = 16.0, 8.0
CAPTION_HEIGHT = 22.0
COLOUR_BAR_WIDTH = 320


@dataclass(frozen=True)
class FigureStyle:
    """How a figure is made.

    Attributes
    ----------
    width, height
        In logical pixels: they decide how large text and lines are beside the picture. The figure
        of a training is somewhat lower.
    ratio
        Device pixels to a logical pixel: it decides how sharp all of it is.
    x_range, y_range
        What the picture of a function shows; None for the whole domain.
    axes
        Which slice it shows of more than two variables; None: the first two variables, with the
        others where the selected run is.
    options
        What the map of a function shows.
    critical
        The critical points that are marked on it, with what is said of each.
    overlay
        What calculus says about a point, drawn over the picture of a function; None for nothing.
    shows_derivative
        Whether the derivative stands under the curve of a function of one variable.
    """

    width: int = 960
    height: int = 900
    ratio: float = 2.0
    theme: Theme = LIGHT
    x_range: tuple[float, float] | None = None
    y_range: tuple[float, float] | None = None
    axes: Axes | None = None
    options: MapOptions = PLAIN
    critical: tuple[tuple[CriticalPoint, str], ...] = ()
    overlay: Overlay | None = None
    shows_derivative: bool = False


def render_figure(frame: Frame, style: FigureStyle) -> QImage:
    """Return the figure of a frame: title, pictures, legend and curves."""
    font = application_font(10.5)
    pictures, below, curves = _parts(frame, style, font)
    is_training = len(pictures) > 1
    size = QSize(style.width, round(style.height * (TRAINING_HEIGHT if is_training else 1.0)))
    view = pg.GraphicsView(useOpenGL=False)
    view.setBackground(QColor(style.theme.card))
    view.resize(size)
    layout = pg.GraphicsLayout()
    layout.setContentsMargins(MARGIN, 12.0, MARGIN, 12.0)
    layout.setSpacing(SPACING)
    view.setCentralItem(layout)
    columns = max(len(pictures), len(curves))
    title = pg.LabelItem(
        figure_title(frame.experiment), size="14pt", color=style.theme.text, bold=True
    )
    layout.addItem(title, row=0, col=0, colspan=columns)
    is_slice = any(each.caption for each in pictures)
    _add_row(layout, 1, pictures, columns, style, with_captions=is_training or is_slice)
    legend = LegendItem(frame, style.theme, font, style.width - 2.0 * MARGIN)
    for each in below:
        layout.addItem(each.plot, row=3, col=0, colspan=columns)
        each.plot.getAxis("left").setWidth(each.axis_width)
        each.plot.setFixedHeight(DERIVATIVE_HEIGHT)
    for each in pictures:
        if isinstance(each, FunctionPicture) and each.colour_bar is not None:
            _add_colour_bar(layout, each.colour_bar, columns)
    layout.addItem(legend, row=4, col=0, colspan=columns)
    _add_row(layout, 5, curves, columns, style, with_captions=is_training)
    layout.layout.setRowStretchFactor(2, 1)
    for column in range(columns):
        width = (style.width - 2.0 * MARGIN - (columns - 1) * SPACING) / columns
        layout.layout.setColumnFixedWidth(column, width)
    for each in curves:
        each.plot.setFixedHeight(CURVE_HEIGHT)
    layout.layout.activate()
    layout.resize(float(size.width()), float(size.height()))
    layout.layout.activate()
    for each in (*pictures, *below, *curves):
        each.fill(style.ratio)
    return _painted(view, size, style)


def _parts(
    frame: Frame, style: FigureStyle, font: QFont
) -> tuple[tuple[Picture, ...], tuple[Picture, ...], tuple[Picture, ...]]:
    """Return the large pictures, what belongs right below, and the curves."""
    problem = frame.problem or problem_of(frame.experiment.objective)
    if isinstance(problem, DataProblem):
        pictures, curves = training_pictures(frame, problem, style.theme, font)
        return pictures, (), curves
    ranges = None
    if style.x_range is not None and style.y_range is not None:
        ranges = style.x_range, style.y_range
    curve = curve_picture(Quantity.LOSS, frame, style.theme, font)
    curve.plot.set_axis_label("left", curve.caption)
    picture = function_picture(frame, style.theme, font, ranges, style.axes, style.options)
    picture.plot.set_overlay(style.overlay)
    if isinstance(picture.plot, SurfacePlot):
        picture.plot.mark_critical(style.critical)
    below: tuple[Picture, ...] = ()
    if style.shows_derivative and isinstance(picture.plot, LinePlot):
        below = (derivative_picture(frame, picture.plot, style.theme, font),)
    return (picture,), below, (curve,)


def _add_row(
    layout: pg.GraphicsLayout,
    row: int,
    pictures: Sequence[Picture],
    columns: int,
    style: FigureStyle,
    *,
    with_captions: bool,
) -> None:
    """Add pictures side by side, a caption above each; a single one gets all the width."""
    span = columns // len(pictures)
    for place, each in enumerate(pictures):
        column = place * span
        if with_captions:
            caption = pg.LabelItem(each.caption, size="10.5pt", color=style.theme.text)
            caption.setAttr("justify", "left")
            layout.addItem(caption, row=row, col=column, colspan=span)
            caption.setMinimumWidth(0.0)
            layout.layout.setRowFixedHeight(row, CAPTION_HEIGHT)
        layout.addItem(each.plot, row=row + 1, col=column, colspan=span)
        # A label that is added late finds its axis narrow.
        each.plot.getAxis("left").setWidth(each.axis_width)


def _add_colour_bar(layout: pg.GraphicsLayout, bar: ColourBar, columns: int) -> None:
    """Add the legend of the colours right under the map."""
    bar.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
    bar.setFixedWidth(COLOUR_BAR_WIDTH)
    holder = QGraphicsProxyWidget()
    holder.setWidget(bar)
    holder.setContentsMargins(0.0, 0.0, 0.0, 0.0)
    layout.addItem(holder, row=3, col=0, colspan=columns)
    layout.layout.setAlignment(holder, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


def _painted(view: pg.GraphicsView, size: QSize, style: FigureStyle) -> QImage:
    image = QImage(size * style.ratio, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(style.ratio)
    image.fill(QColor(style.theme.card))
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    area = QRectF(0.0, 0.0, size.width(), size.height())
    view.scene().prepareForPaint()
    view.scene().render(painter, area, area)
    painter.end()
    view.close()
    view.deleteLater()
    return image
