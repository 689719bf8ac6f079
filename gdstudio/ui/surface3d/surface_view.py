"""The surface as a person handles it: it is turned, zoomed and moved, and pointed at."""

from PySide6.QtCore import QEvent, QPointF, Qt, Signal, Slot
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QToolTip, QWidget

from gdstudio.ui.colours import Theme
from gdstudio.ui.surface3d.camera_moves import after_drag, after_key, after_wheel
from gdstudio.ui.surface3d.gesture import Gesture
from gdstudio.ui.surface3d.marks import MarkPainter
from gdstudio.ui.surface3d.surface_canvas import SurfaceCanvas


class SurfaceView(SurfaceCanvas):
    """A drag turns the surface, a click looks into the point under the pointer."""

    pointed = Signal(object)
    """What is under the pointer: two coordinates of the domain, or None beside the surface."""
    probed = Signal(float, float)
    """A click on the surface: where, in the domain."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._pointer: QPointF | None = None
        self._gesture = Gesture(self)
        self._gesture.dragged.connect(self._on_dragged)
        self._gesture.clicked.connect(self._on_clicked)
        self.shown.connect(self._point_again)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleDescription(
            self.tr("Shift with the arrow keys turns it, plus and minus zoom")
        )
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Take hold of the surface."""
        self._gesture.press(event)
        self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Drag it, or point at it."""
        self._gesture.move(event)
        self._point_at(None if self._gesture.is_holding else event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Let it go."""
        self._gesture.release(event)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self._point_at(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002, N802
        """Look from the usual place."""
        self._gesture.forget()
        self.reset_view()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        """Tell that the pointer is gone."""
        super().leaveEvent(event)
        self._point_at(None)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 (Qt's name)
        """Come nearer to what is under the pointer."""
        angle = event.angleDelta().y()
        self.set_camera(after_wheel(self.camera, angle, event.position(), self.size().toSizeF()))
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Claim the keys that turn the surface, whatever they do in the window; tell of signs."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and after_key(self.camera, event) is not None
        ):
            event.accept()
            return True
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self._tip_at(event.pos().toPointF()), self)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Turn it with Shift and the arrows, move it with Control too, zoom with plus and minus."""
        camera = after_key(self.camera, event)
        if camera is None:
            event.ignore()
        else:
            self.set_camera(camera)

    def _tip_at(self, pointer: QPointF) -> str:
        if self.taken is None:
            return ""
        marks = MarkPainter(self.taken, self._theme, self.thickness, self.marks)
        return marks.tip_at(pointer - self.corner_of(self.taken))

    def _point_at(self, pointer: QPointF | None) -> None:
        """Mark what is under the pointer, and tell of it."""
        self._pointer = pointer
        place = None if pointer is None else self.place_at(pointer)
        if place != self.marks.pointed:
            self.set_pointed(place)
            self.pointed.emit(place)

    @Slot(QPointF, bool)
    def _on_dragged(self, way: QPointF, turns: bool) -> None:
        self.set_camera(after_drag(self.camera, way, max(1, self.height()), turns=turns))

    @Slot(QPointF)
    def _on_clicked(self, pointer: QPointF) -> None:
        place = self.place_at(pointer)
        if place is not None:
            self.probed.emit(*place)

    @Slot()
    def _point_again(self) -> None:
        """Follow the surface, which moves below the pointer."""
        self._point_at(self._pointer)
