"""The widget in which the surface is seen."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, QSize, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QImage,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from gdstudio.ui.colours import Theme
from gdstudio.ui.fonts import DEFAULT_POINT_SIZE
from gdstudio.ui.number_text import rounded_within
from gdstudio.ui.plots.critical_signs import critical_sign
from gdstudio.ui.plots.overlay import CriticalMark, Overlay
from gdstudio.ui.plots.path_item import RunPath
from gdstudio.ui.plots.sign_item import SignItem
from gdstudio.ui.surface3d.camera import DEFAULT, Camera, View
from gdstudio.ui.surface3d.marks import Marks, Place
from gdstudio.ui.surface3d.mesh import Mesh
from gdstudio.ui.surface3d.pick import point_under
from gdstudio.ui.surface3d.picture import Names, Picture
from gdstudio.ui.surface3d.scene import Scene, Sheet, Shot, Taken, paint_of
from gdstudio.ui.surface3d.sheets import sheets_of
from gdstudio.ui.surface3d.shutter import Shutter

LEAST_SIDE = 40


class SurfaceCanvas(QWidget):
    """Shows a surface with the paths, and what stands on it, from where one wants."""

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
        self._marks = Marks((0.0, 0.0))
        self._found: tuple[CriticalMark, ...] = ()
        self._sheets: tuple[Sheet, ...] = ()
        self._has_floor = False
        self._taken: Taken | None = None
        self._shutter = Shutter(self._aim, self)
        self._shutter.taken.connect(self._on_taken)
        self._shutter.failed.connect(self.failed)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(LEAST_SIDE, LEAST_SIDE)
        self.setAccessibleName(self.tr("Surface with the paths, in three dimensions"))

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
        return self._shutter.is_behind

    @property
    def marks(self) -> Marks:
        """What stands on the surface."""
        return self._marks

    def set_camera(self, camera: Camera) -> None:
        """Look from elsewhere."""
        if camera != self._camera:
            self._camera = camera
            self._shutter.press()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self._paint = paint_of(theme)
        self._make_sheets()
        self._shutter.press()
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
        self._shutter.press()

    def set_paths(self, paths: tuple[RunPath, ...]) -> None:
        """Show paths."""
        self._paths = paths
        self._shutter.press()

    def set_overlay(self, overlay: Overlay | None) -> None:
        """Show the tangent plane and the paraboloid at a point, or none."""
        before = self._sheets
        self._marks = replace(self._marks, overlay=overlay)
        found = () if overlay is None else overlay.critical
        if found is not self._found:
            self._found = found
            signs = tuple(_sign_of(mark, self.thickness) for mark in found)
            self._marks = replace(self._marks, found=signs)
        self._make_sheets()
        if before or self._sheets:
            self._shutter.press()
        self.update()

    def set_start(self, start: Place) -> None:
        """Show where the runs begin."""
        if start != self._marks.start:
            self._marks = replace(self._marks, start=start)
            self.update()

    def set_signs(self, signs: tuple[SignItem, ...]) -> None:
        """Show signs of the map where they are on the surface."""
        self._marks = replace(self._marks, signs=signs)
        self.update()

    def set_pointed(self, place: Place | None) -> None:
        """Mark what is under the pointer, or nothing."""
        self._marks = replace(self._marks, pointed=place)
        self.update()

    def set_floor(self, has_floor: bool) -> None:
        """Show the map below the surface, or not."""
        self._has_floor = has_floor
        self._shutter.press()

    def reset_view(self) -> None:
        """Look from the usual place."""
        self.set_camera(DEFAULT)

    def shut_down(self) -> None:
        """Draw nothing any more."""
        self._shutter.shut_down()

    def picture(self, width: int, height: int, ratio: float) -> QImage | None:
        """Return the picture as it is seen, with all details; None if there is none."""
        shot = self._shot(width, height, ratio, is_fine=True)
        taken = None if shot is None else self._shutter.take_now(shot)
        if taken is None:
            return None
        image = QImage(QSize(width, height) * ratio, QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(ratio)
        image.fill(QColor(self._theme.card))
        painter = QPainter(image)
        # Nobody points at a file.
        self._picture(taken, replace(self._marks, pointed=None)).paint(painter)
        painter.end()
        return image

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Paint what was taken last; after a change of size, its middle."""
        painter = QPainter(self)
        if self._taken is not None:
            painter.translate(self.corner_of(self._taken))
            self._picture(self._taken, self._marks).paint(painter)
            painter.resetTransform()
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Draw in another size."""
        super().resizeEvent(event)
        self._shutter.press()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """Draw what has changed while it was not seen."""
        super().showEvent(event)
        self._shutter.begin_soon()
        self._shutter.press()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        """Write in the font of the application; lines grow with it."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._shutter.press()

    def place_at(self, pointer: QPointF) -> Place | None:
        """Return where in the domain the surface is that is seen at a place of the widget."""
        taken = self._taken
        if taken is None:
            return None
        place, mesh = pointer - self.corner_of(taken), taken.shot.scene.mesh
        point = point_under(mesh, taken.shot.view, place.x(), place.y())
        if point is None:
            return None
        (x_low, x_high), (y_low, y_high) = mesh.x_range, mesh.y_range
        x, y = 0.5 * (point[:2] + 1.0)
        return float(x_low + x * (x_high - x_low)), float(y_low + y * (y_high - y_low))

    def rounded(self, x: float, y: float) -> Place:
        """Return a place of the domain with no more digits than a pixel is wide."""
        taken = self._taken
        if taken is None:
            return x, y
        mesh, unit = taken.shot.scene.mesh, taken.shot.view.unit
        across, up = (0.5 * (high - low) / unit for low, high in (mesh.x_range, mesh.y_range))
        return rounded_within(x, across), rounded_within(y, up)

    def _picture(self, taken: Taken, marks: Marks) -> Picture:
        return Picture(taken, self._theme, self.font(), self._names, marks)

    def corner_of(self, taken: Taken) -> QPointF:
        """Return where what was taken lies in the widget, which may have another size by now."""
        view = taken.shot.view
        return QPointF(0.5 * (self.width() - view.width), 0.5 * (self.height() - view.height))

    @property
    def thickness(self) -> float:
        """How many times as thick and large as usual lines and signs are."""
        return self.font().pointSizeF() / DEFAULT_POINT_SIZE

    def _shot(self, width: int, height: int, ratio: float, *, is_fine: bool) -> Shot | None:
        if self._mesh is None or min(width, height) < LEAST_SIDE:
            return None
        thickness = self.thickness
        scene = Scene(
            self._mesh, self._paths, self._paint, self._sheets, self._has_floor, thickness
        )
        view = View(self._camera, float(width), float(height), scene.bottom, thickness)
        return Shot(scene, view, ratio, is_fine)

    def _make_sheets(self) -> None:
        known, overlay = self._mesh, self._marks.overlay
        self._sheets = () if known is None else sheets_of(overlay, known, self._theme)

    def _aim(self, share: float, is_fine: bool) -> Shot | None:
        if not self.isVisible():
            return None
        ratio = share * self.devicePixelRatioF()
        return self._shot(self.width(), self.height(), ratio, is_fine=is_fine)

    @Slot(object)
    def _on_taken(self, taken: Taken) -> None:
        self._taken = taken
        self.update()
        self.shown.emit()


def _sign_of(mark: CriticalMark, thickness: float) -> SignItem:
    sign = critical_sign(mark.point, mark.text)
    sign.setPos(float(mark.point.point[0]), float(mark.point.point[1]))
    sign.set_thickness(thickness)
    return sign
