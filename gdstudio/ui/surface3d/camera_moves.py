"""How keys, drags and the wheel move the camera."""

from PySide6.QtCore import QPointF, QSizeF, Qt
from PySide6.QtGui import QKeyEvent

from gdstudio.ui.surface3d.camera import Camera

DEGREES_A_PIXEL = 0.4
KEY_DEGREES, KEY_SHIFT = 5.0, 0.04
NOTCH = 1.15

_ARROWS = {
    Qt.Key.Key_Left: (-1.0, 0.0),
    Qt.Key.Key_Right: (1.0, 0.0),
    Qt.Key.Key_Up: (0.0, 1.0),
    Qt.Key.Key_Down: (0.0, -1.0),
}


def after_drag(camera: Camera, way: QPointF, height: float, *, turns: bool) -> Camera:
    """Return the camera after a drag along pixels: it turns, or moves a picture so high."""
    if turns:
        return camera.turned(-DEGREES_A_PIXEL * way.x(), DEGREES_A_PIXEL * way.y())
    return camera.moved(way.x() / height, -way.y() / height)


def after_wheel(camera: Camera, angle: float, place: QPointF, size: QSizeF) -> Camera:
    """Return the camera after the wheel turned by an angle (of 120 a notch) over a place."""
    height = max(1.0, size.height())
    at = (place.x() - 0.5 * size.width()) / height, (0.5 * size.height() - place.y()) / height
    return camera.zoomed(NOTCH ** (angle / 120.0), at)


def after_key(camera: Camera, event: QKeyEvent) -> Camera | None:
    """Return the camera after a key; None for keys of the window.

    Shift with the arrows turns it, with Control too it moves; plus and minus zoom.
    """
    key, modifiers = Qt.Key(event.key()), event.modifiers()
    shift, control = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
    plain = modifiers & ~Qt.KeyboardModifier.KeypadModifier
    if key in _ARROWS:
        right, up = _ARROWS[key]
        if plain == shift:
            return camera.turned(KEY_DEGREES * right, KEY_DEGREES * up)
        if plain == shift | control:
            return camera.moved(KEY_SHIFT * right, KEY_SHIFT * up)
    if not plain & control:
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            return camera.zoomed(NOTCH)
        if key == Qt.Key.Key_Minus:
            return camera.zoomed(1.0 / NOTCH)
    return None
