import pytest
from PySide6.QtCore import QPointF, QRectF

from gdstudio.ui.plots.slope_lines import SlopeLine, _placed

ROOM = QRectF(0.0, 0.0, 200.0, 120.0)
SIZE = QRectF(0.0, 0.0, 94.0, 20.0)


@pytest.mark.parametrize("side", [-1, 1])
@pytest.mark.parametrize("distance", [150.0, 50.0, 10.0])
def test_that_a_text_stands_above_its_point_as_far_as_there_is_room(
    side: int, distance: float
) -> None:
    """Given how far the edge is to which it belongs."""
    x = 200.0 - distance if side > 0 else distance
    line = SlopeLine(0.0, 0.0, -side, "secant", "#000000", side=side, lift=-0.75, anchor=(x, 60.0))
    point = QPointF(x, 60.0)
    area = _placed(SIZE, point, point, line, ROOM)
    assert ROOM.contains(area)
    assert not area.contains(point)
    if distance >= 50.0:
        assert area.bottom() < 60.0
        assert side * (area.center().x() - x) >= 0.0


def test_that_a_text_makes_way_for_a_sign_if_there_is_room() -> None:
    left, right = QPointF(20.0, 80.0), QPointF(80.0, 50.0)
    line = SlopeLine(0.0, 0.0, 1.0, "slope 1", "#000000")
    wanted = _placed(SIZE, left, right, line, ROOM)
    elsewhere = _placed(SIZE, left, right, line, ROOM, [wanted])
    assert not elsewhere.intersects(wanted)
    assert ROOM.contains(elsewhere)
    # Everywhere is a sign: it is written where it would be without them.
    assert _placed(SIZE, left, right, line, ROOM, [ROOM]) == wanted
