"""The widget in which the surface is turned."""

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from gdstudio.ui.colours import Theme
from gdstudio.ui.fonts import DEFAULT_POINT_SIZE
from gdstudio.ui.plots.overlay import Overlay
from gdstudio.ui.plots.path_item import RunPath
from gdstudio.ui.surface3d.camera import DEFAULT, Camera, View
from gdstudio.ui.surface3d.mesh import Mesh
from gdstudio.ui.surface3d.photographer import Photographer
from gdstudio.ui.surface3d.picture import Names, Picture
from gdstudio.ui.surface3d.scene import Scene, Sheet, Shot, Taken, paint_of
from gdstudio.ui.surface3d.sheets import sheets_of

REST_MILLISECONDS = 160
REST_FACTOR = 1.5
"""After so long without a change, and so many times as long as they take, details are drawn."""
FINE_SECONDS = 0.1
"""What a picture with all details takes, as long as nothing is known."""
QUICK_SECONDS = 0.018
"""A picture with all details that takes no longer is drawn while it moves, too."""
SLOW_SECONDS, FAST_SECONDS = 0.040, 0.010
"""A moving picture that takes longer is drawn with fewer pixels, until it takes less."""
FEWER = 0.66
"""The share of pixels along each side."""
DEGREES_A_PIXEL = 0.4
KEY_DEGREES, KEY_SHIFT = 5.0, 0.04
NOTCH = 1.15
LEAST_SIDE = 40

_ARROWS = {
    Qt.Key.Key_Left: (-1.0, 0.0),
    Qt.Key.Key_Right: (1.0, 0.0),
    Qt.Key.Key_Up: (0.0, 1.0),
    Qt.Key.Key_Down: (0.0, -1.0),
}


class SurfaceView(QWidget):
    """Shows a surface; a person turns it, comes nearer and moves it."""

    camera_changed = Signal()
    shown = Signal()
    """Another picture is there."""
    failed = Signal()
    """There is no OpenGL."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._paint = paint_of(theme)
        self._camera = DEFAULT
        self._mesh: Mesh | None = None
        self._paths: tuple[RunPath, ...] = ()
        self._names = Names("x", "y", "f")
        self._start = (0.0, 0.0)
        self._overlay: Overlay | None = None
        self._sheets: tuple[Sheet, ...] = ()
        self._has_floor = False
        self._taken: Taken | None = None
        self._fine_seconds = FINE_SECONDS
        self._share = 1.0
        self._grip: QPointF | None = None
        self._photographer: Photographer | None = None
        self._is_closed = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._ask_for_details)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(LEAST_SIDE, LEAST_SIDE)
        self.setAccessibleName(self.tr("Surface with the paths, in three dimensions"))
        self.setAccessibleDescription(
            self.tr("Shift with the arrow keys turns it, plus and minus zoom")
        )
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    @property
    def camera(self) -> Camera:
        """From where it is seen."""
        return self._camera

    @property
    def taken(self) -> Taken | None:
        """What is shown."""
        return self._taken

    @property
    def has_floor(self) -> bool:
        """Whether the map is shown below the surface."""
        return self._has_floor

    @property
    def is_behind(self) -> bool:
        """Whether the picture that was asked for is not shown yet, not even without details."""
        return self._photographer is not None and self._photographer.is_behind

    def set_camera(self, camera: Camera) -> None:
        """Look from elsewhere."""
        if camera != self._camera:
            self._camera = camera
            self._ask()
            self.camera_changed.emit()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self._paint = paint_of(theme)
        self._make_sheets()
        self._ask()
        self.update()

    def set_names(self, names: Names) -> None:
        """Name the axes."""
        if names != self._names:
            self._names = names
            self.update()

    def set_mesh(self, mesh: Mesh) -> None:
        """Show another surface."""
        self._mesh = mesh
        self._make_sheets()
        self._ask()

    def set_paths(self, paths: tuple[RunPath, ...]) -> None:
        """Show paths."""
        self._paths = paths
        self._ask()

    def set_overlay(self, overlay: Overlay | None) -> None:
        """Show the tangent plane and the paraboloid at a point, or none."""
        before, self._overlay = self._sheets, overlay
        self._make_sheets()
        if before or self._sheets:
            self._ask()

    def set_start(self, start: tuple[float, float]) -> None:
        """Show where the runs begin."""
        if start != self._start:
            self._start = start
            self.update()

    def set_floor(self, has_floor: bool) -> None:
        """Show the map below the surface, or not."""
        self._has_floor = has_floor
        self._ask()

    def reset_view(self) -> None:
        """Look from the usual place."""
        self.set_camera(DEFAULT)

    def shut_down(self) -> None:
        """Draw nothing any more."""
        self._is_closed = True
        self._rest.stop()
        if self._photographer is not None:
            self._photographer.shut_down()

    def picture(self, width: int, height: int, ratio: float) -> QImage | None:
        """Return the picture as it is seen, with all details; None if there is none."""
        shot = self._shot(width, height, ratio, is_fine=True)
        photographer = self._photographer
        taken = None if shot is None or photographer is None else photographer.take_now(shot)
        if taken is None:
            return None
        image = QImage(QSize(width, height) * ratio, QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(ratio)
        image.fill(QColor(self._theme.card))
        painter = QPainter(image)
        self._picture(taken).paint(painter)
        painter.end()
        return image

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Paint what was taken last; after a change of size, its middle."""
        painter = QPainter(self)
        if self._taken is not None:
            view = self._taken.shot.view
            painter.translate(
                0.5 * (self.width() - view.width), 0.5 * (self.height() - view.height)
            )
            self._picture(self._taken).paint(painter)
            painter.resetTransform()
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Draw in another size."""
        super().resizeEvent(event)
        self._ask()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """Draw what has changed while it was not seen."""
        super().showEvent(event)
        if self._photographer is None:
            # To load what OpenGL consists of takes a while: the page is seen first.
            QTimer.singleShot(0, self._begin)
        self._ask()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        """Write in the font of the application; lines grow with it."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._ask()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Take hold of the surface."""
        self._grip = event.position()
        self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Turn it; with Shift or another button, move it."""
        if self._grip is None:
            return
        way = event.position() - self._grip
        self._grip = event.position()
        left = event.buttons() == Qt.MouseButton.LeftButton
        if left and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            turned = self._camera.turned(-DEGREES_A_PIXEL * way.x(), DEGREES_A_PIXEL * way.y())
            self.set_camera(turned)
        else:
            height = max(1, self.height())
            self.set_camera(self._camera.moved(way.x() / height, -way.y() / height))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Let it go."""
        self._grip = None
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002, N802
        """Look from the usual place."""
        self.reset_view()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 (Qt's name)
        """Come nearer to what is under the pointer."""
        place, height = event.position(), max(1, self.height())
        at = (
            (place.x() - 0.5 * self.width()) / height,
            (0.5 * self.height() - place.y()) / height,
        )
        self.set_camera(self._camera.zoomed(NOTCH ** (event.angleDelta().y() / 120.0), at))
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Claim the keys that turn the surface, whatever they do in the window."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._camera_after(event) is not None
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Turn it with Shift and the arrows, move it with Control too, zoom with plus and minus."""
        camera = self._camera_after(event)
        if camera is None:
            event.ignore()
        else:
            self.set_camera(camera)

    def _camera_after(self, event: QKeyEvent) -> Camera | None:
        """Return the camera after a key; None for keys of the window."""
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        shift, control = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
        plain = modifiers & ~Qt.KeyboardModifier.KeypadModifier
        if key in _ARROWS:
            right, up = _ARROWS[key]
            if plain == shift:
                return self._camera.turned(KEY_DEGREES * right, KEY_DEGREES * up)
            if plain == shift | control:
                return self._camera.moved(KEY_SHIFT * right, KEY_SHIFT * up)
        if not plain & control:
            if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
                return self._camera.zoomed(NOTCH)
            if key == Qt.Key.Key_Minus:
                return self._camera.zoomed(1.0 / NOTCH)
        return None

    def _picture(self, taken: Taken) -> Picture:
        return Picture(taken, self._theme, self.font(), self._names, self._start)

    def _shot(self, width: int, height: int, ratio: float, *, is_fine: bool) -> Shot | None:
        if self._mesh is None or min(width, height) < LEAST_SIDE:
            return None
        thickness = self.font().pointSizeF() / DEFAULT_POINT_SIZE
        scene = Scene(
            self._mesh, self._paths, self._paint, self._sheets, self._has_floor, thickness
        )
        view = View(self._camera, float(width), float(height), scene.bottom, thickness)
        return Shot(scene, view, ratio, is_fine)

    def _ask(self) -> None:
        """Ask for a picture now, and for its details when nothing changes any more."""
        is_quick = self._fine_seconds < QUICK_SECONDS
        self._ask_for(is_fine=is_quick)
        if not is_quick:
            # Details that take long must not keep the next step waiting.
            self._rest.start(max(REST_MILLISECONDS, round(REST_FACTOR * 1e3 * self._fine_seconds)))

    def _make_sheets(self) -> None:
        known = self._mesh
        self._sheets = () if known is None else sheets_of(self._overlay, known, self._theme)

    @Slot()
    def _begin(self) -> None:
        if self._photographer is None and not self._is_closed:
            self._photographer = Photographer(self)
            self._photographer.taken.connect(self._on_taken)
            self._photographer.failed.connect(self.failed)
            self._ask()

    @Slot()
    def _ask_for_details(self) -> None:
        self._ask_for(is_fine=True)

    def _ask_for(self, *, is_fine: bool) -> None:
        if self.isVisible() and self._photographer is not None:
            size = self.size()
            ratio = self.devicePixelRatioF() * (1.0 if is_fine else self._share)
            shot = self._shot(size.width(), size.height(), ratio, is_fine=is_fine)
            if shot is not None:
                self._photographer.ask(shot)

    @Slot(object)
    def _on_taken(self, taken: Taken) -> None:
        self._taken = taken
        if taken.shot.is_fine:
            self._fine_seconds = taken.seconds
        elif taken.seconds > SLOW_SECONDS:
            self._share = FEWER
        elif taken.seconds < FAST_SECONDS:
            self._share = 1.0
        self.update()
        self.shown.emit()
