"""The graph of a function of one variable."""

from PySide6.QtGui import QColor, QPainter

from gdstudio.simulation.maps import FunctionCurve
from gdstudio.ui.plots.layer import LayerItem, Projection
from gdstudio.ui.plots.lines import draw_segments, line_pen, segments


class GraphItem(LayerItem):
    """Draws one curve."""

    def __init__(self, colour: str, width: float = 2.0) -> None:
        super().__init__()
        self._curve: FunctionCurve | None = None
        self._colour, self._width = QColor(colour), width

    @property
    def curve(self) -> FunctionCurve | None:
        """The curve that is shown."""
        return self._curve

    def set_colour(self, colour: str) -> None:
        """Draw in a colour."""
        self._colour = QColor(colour)
        self.invalidate()

    def set_curve(self, curve: FunctionCurve | None) -> None:
        """Show a curve, or nothing."""
        self._curve = curve
        self.invalidate()

    def draw(self, painters: list[QPainter], projection: Projection) -> None:
        """Draw the curve."""
        if self._curve is not None:
            painters[0].setRenderHint(QPainter.RenderHint.Antialiasing)
            lines = segments(projection.x(self._curve.x), projection.y(self._curve.values))
            draw_segments(painters[0], lines, line_pen(self._colour, self._width * projection.unit))
