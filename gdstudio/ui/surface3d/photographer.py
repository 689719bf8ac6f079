"""Takes pictures of scenes in a thread of its own: the window never waits for them."""

from PySide6.QtCore import QObject, Qt, QThread, Signal, Slot
from PySide6.QtGui import QOffscreenSurface, QOpenGLContext, QSurfaceFormat

from gdstudio.ui.surface3d.gl import Gl
from gdstudio.ui.surface3d.gl_painter import GlPainter
from gdstudio.ui.surface3d.no_opengl import NoOpenGLError
from gdstudio.ui.surface3d.scene import Shot, Taken


class Photographer(QObject):
    """Takes the latest shot that was asked for; those that were overtaken are dropped."""

    taken = Signal(object)
    """A `Taken`."""
    failed = Signal()
    """There is no OpenGL, now and later."""

    _asked = Signal(object)
    _asked_to_wait = Signal(object)
    _closed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: Shot | None = None
        self._taking: Shot | None = None
        # It belongs to this thread: on some systems it is a window.
        self._surface = QOffscreenSurface(parent=self)
        self._surface.setFormat(surface_format())
        self._surface.create()
        self._thread = QThread(self)
        self._thread.setObjectName("photographer")
        self._darkroom = _Darkroom(self._surface)
        self._darkroom.moveToThread(self._thread)
        self._asked.connect(self._darkroom.take)
        self._asked_to_wait.connect(
            self._darkroom.take_and_keep, Qt.ConnectionType.BlockingQueuedConnection
        )
        self._closed.connect(self._darkroom.close, Qt.ConnectionType.BlockingQueuedConnection)
        self._darkroom.done.connect(self._on_done)
        self._thread.start()

    @property
    def is_behind(self) -> bool:
        """Whether what was asked for is not there yet, not even without its details."""
        return self._waiting is not None or (self._taking is not None and not self._taking.is_fine)

    def ask(self, shot: Shot) -> None:
        """Ask for a picture."""
        if self._taking is not None:
            self._waiting = shot
        elif self._thread.isRunning():
            self._taking = shot
            self._asked.emit(shot)

    def take_now(self, shot: Shot) -> Taken | None:
        """Return a picture, however long it takes; None where there is no OpenGL."""
        if not self._thread.isRunning():
            return None
        self._asked_to_wait.emit(shot)
        return self._darkroom.kept

    def shut_down(self) -> None:
        """Take no more pictures."""
        if self._thread.isRunning():
            self._waiting = None
            self._closed.emit()
            self._thread.quit()
            self._thread.wait()
            self._surface.destroy()

    @Slot(object)
    def _on_done(self, taken: Taken | None) -> None:
        self._taking = None
        waiting, self._waiting = self._waiting, None
        if taken is None:
            self.failed.emit()
            return
        if waiting is not None:
            self.ask(waiting)
        if self._thread.isRunning():
            self.taken.emit(taken)


class _Darkroom(QObject):
    """What lives in the thread: the context of OpenGL, and who draws with it."""

    done = Signal(object)

    def __init__(self, surface: QOffscreenSurface) -> None:
        super().__init__()
        self.kept: Taken | None = None
        self._surface = surface
        self._context: QOpenGLContext | None = None
        self._painter: GlPainter | None = None
        self._is_broken = False

    @Slot(object)
    def take(self, shot: Shot) -> None:
        """Take a picture and hand it over."""
        self.done.emit(self._taken(shot))

    @Slot(object)
    def take_and_keep(self, shot: Shot) -> None:
        """Take a picture and keep it."""
        self.kept = self._taken(shot)

    @Slot()
    def close(self) -> None:
        """Give everything back."""
        self._painter = None
        if self._context is not None:
            self._context.doneCurrent()
            self._context = None

    def _taken(self, shot: Shot) -> Taken | None:
        try:
            if self._painter is None and not self._is_broken:
                self._begin()
            if self._painter is None:
                return None
            return self._painter.take(shot)
        except NoOpenGLError:
            self._painter, self._is_broken = None, True
            return None

    def _begin(self) -> None:
        context = QOpenGLContext()
        context.setFormat(surface_format())
        if not self._surface.isValid() or not context.create():
            raise NoOpenGLError("context")
        version = context.format().majorVersion(), context.format().minorVersion()
        if version < (3, 3) or context.isOpenGLES() or not context.makeCurrent(self._surface):
            raise NoOpenGLError("version")
        self._context = context
        self._painter = GlPainter(Gl(context))


def surface_format() -> QSurfaceFormat:
    """Return the version of OpenGL that every system has had for ten years."""
    surface = QSurfaceFormat()
    surface.setRenderableType(QSurfaceFormat.RenderableType.OpenGL)
    surface.setVersion(3, 3)
    surface.setProfile(QSurfaceFormat.OpenGLContextProfile.CoreProfile)
    return surface
