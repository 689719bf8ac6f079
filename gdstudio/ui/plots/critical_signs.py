"""Signs at critical points: crosses for minima, triangles for maxima, rhombs for saddles."""

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPolygonF

from gdstudio.simulation.critical_points import CriticalPoint, Kind
from gdstudio.ui.plots.sign_item import MinimumSign, SignItem

SIZE = 5.5


class ShapeSign(SignItem):
    """A closed outline of a few corners, in pixels around its point."""

    def __init__(self, corners: tuple[tuple[float, float], ...], tip: str) -> None:
        super().__init__(9.0, tip)
        self._outline = QPolygonF([QPointF(SIZE * x, SIZE * y) for x, y in corners])

    def draw(self, painter: QPainter) -> None:
        """Draw the outline."""
        painter.drawPolygon(self._outline)


class CircleSign(SignItem):
    """A small circle."""

    def __init__(self, tip: str) -> None:
        super().__init__(9.0, tip)

    def draw(self, painter: QPainter) -> None:
        """Draw the circle."""
        painter.drawEllipse(QPointF(0.0, 0.0), 0.75 * SIZE, 0.75 * SIZE)


TRIANGLE = ((0.0, -1.1), (0.95, 0.6), (-0.95, 0.6))
RHOMB = ((0.0, -1.0), (1.0, 0.0), (0.0, 1.0), (-1.0, 0.0))


def critical_sign(point: CriticalPoint, tip: str) -> SignItem:
    """Return the sign of a critical point."""
    if point.kind.is_minimum:
        return MinimumSign(tip)
    match point.kind:
        case Kind.MAXIMUM | Kind.DEGENERATE_MAXIMUM:
            return ShapeSign(TRIANGLE, tip)
        case Kind.SADDLE | Kind.DEGENERATE_SADDLE:
            return ShapeSign(RHOMB, tip)
        case _:
            return CircleSign(tip)
