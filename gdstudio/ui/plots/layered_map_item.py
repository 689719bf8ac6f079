"""The map of a function with its layers: labelled contour lines, arrows, streamlines."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QPainter

from gdstudio.simulation.maps import SurfaceMap
from gdstudio.ui.colours import Theme
from gdstudio.ui.plots.labelled_lines import Obstacles
from gdstudio.ui.plots.layer import Projection
from gdstudio.ui.plots.map_item import Heights, MapItem
from gdstudio.ui.plots.map_picture import MapBrush, MapPicture, drawn


class LayeredMapItem(MapItem):
    """Shows the picture of a map, stretched until that of another part comes."""

    def __init__(self, theme: Theme, font: QFont) -> None:
        self._font = font
        self._picture: MapPicture | None = None
        self._has_labels = True
        self._keep_off = Obstacles()
        super().__init__(theme)

    def set_font(self, font: QFont) -> None:
        """Write in a font."""
        self._font = font
        self._forget_picture()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        super().set_theme(theme)
        self._forget_picture()

    def set_map(self, surface: Heights | None) -> None:
        """Show a map, or nothing: it is drawn when it is painted."""
        super().set_map(surface)
        self._has_labels = True
        self._forget_picture()

    def set_picture(self, picture: MapPicture) -> None:
        """Show a map that was drawn elsewhere."""
        super().set_map(picture.surface)
        self._has_labels = picture.brush.has_labels
        self._picture = picture

    @property
    def picture(self) -> MapPicture | None:
        """What is shown, unless it is still to be drawn."""
        return self._picture

    @property
    def brush(self) -> MapBrush:
        """How the map is drawn: in other colours it has no other labels."""
        return MapBrush(self._theme, self._font, self._has_labels, self._keep_off)

    def set_obstacles(self, obstacles: Obstacles) -> None:
        """Place labels elsewhere from the next map on."""
        self._keep_off = obstacles

    def draw(self, painters: list[QPainter], projection: Projection) -> None:
        """Draw the map; that of another view is stretched, which is much faster."""
        if self._picture is None and isinstance(self._map, SurfaceMap):
            self._picture = drawn(self._map, self.brush, projection)
        if self._picture is not None:
            painters[0].setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            before = self._picture.projection
            painters[0].drawImage(_moved(before, projection), self._picture.image)

    def _forget_picture(self) -> None:
        self._picture = None
        self.invalidate()


def _moved(before: Projection, after: Projection) -> QRectF:
    """Return where a picture that was drawn for one view lies in another."""
    across, down = after.x_scale / before.x_scale, after.y_scale / before.y_scale
    return QRectF(
        after.x_shift - before.x_shift * across,
        after.y_shift - before.y_shift * down,
        before.width * across,
        before.height * down,
    )
