"""The picture of a map with all that rests on it, drawn wherever there is time: in any thread."""

from dataclasses import dataclass

from PySide6.QtGui import QFont, QImage, QPainter

from gdstudio.simulation.map_options import Arrows
from gdstudio.simulation.maps import MapRequest, SurfaceMap, surface_map
from gdstudio.ui.colours import Theme
from gdstudio.ui.map_colours import contour_colour, flow_colour
from gdstudio.ui.plots.flow_drawing import draw_arrows, draw_streamlines
from gdstudio.ui.plots.labelled_lines import (
    LabelledLines,
    Obstacles,
    draw_lines,
    labelled_lines,
    write_labels,
)
from gdstudio.ui.plots.layer import Projection
from gdstudio.ui.plots.map_item import area_of, coloured
from gdstudio.ui.transparent_image import transparent_image

NOTHING = Obstacles()


@dataclass(frozen=True, eq=False)
class MapBrush:
    """How a map is drawn.

    Attributes
    ----------
    theme, font
        Its colours, and what labels are written in.
    has_labels
        Whether contour lines get their labels, if they are wanted: on maps that pass they would
        jump about.
    keep_off
        Where no label should lie: paths and signs.
    """

    theme: Theme
    font: QFont
    has_labels: bool = True
    keep_off: Obstacles = NOTHING


@dataclass(frozen=True, eq=False)
class MapTask:
    """A map that is to be drawn.

    Attributes
    ----------
    surface
        The map, if it is known; else it is computed.
    """

    request: MapRequest
    brush: MapBrush
    projection: Projection
    surface: SurfaceMap | None = None


@dataclass(frozen=True, eq=False)
class MapPicture:
    """A map as it was drawn for one view.

    Attributes
    ----------
    lines
        Its contour lines with their labels, in pixels.
    """

    surface: SurfaceMap
    brush: MapBrush
    projection: Projection
    image: QImage
    lines: LabelledLines


def map_picture(task: MapTask) -> MapPicture:
    """Compute a map, if need be, and draw it."""
    return drawn(task.surface or surface_map(task.request), task.brush, task.projection)


def drawn(surface: SurfaceMap, brush: MapBrush, projection: Projection) -> MapPicture:
    """Draw a map: its colours, contour lines, streamlines, arrows."""
    request = surface.request
    assert isinstance(request, MapRequest)  # noqa: S101 (the loss of a model has no layers)
    options, theme = request.options, brush.theme
    lines = labelled_lines(
        surface.contours,
        projection,
        brush.font,
        has_labels=options.labels and brush.has_labels,
        keep_off=brush.keep_off,
    )
    image = transparent_image(projection.width, projection.height)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    colours = coloured(surface.shades, surface.scale, options.shading, theme)
    painter.drawImage(projection.rectangle(area_of(request)), colours)
    draw_lines(painter, lines, contour_colour(options.shading, theme), projection)
    ink = flow_colour(options.shading, theme)
    draw_streamlines(painter, projection, surface.flow.lines, ink)
    if surface.flow.arrows is not None:
        is_uphill = options.arrows is Arrows.GRADIENT
        draw_arrows(painter, projection, surface.flow.arrows, ink, is_uphill=is_uphill)
    write_labels(painter, lines, theme, projection)
    painter.end()
    return MapPicture(surface, brush, projection, image, lines)
