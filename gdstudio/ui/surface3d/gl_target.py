"""A picture off the screen that OpenGL draws into, and that is read from there."""

import numpy as np
from PySide6.QtGui import QImage

from gdstudio.ui.surface3d import gl as names
from gdstudio.ui.surface3d.gl import Gl
from gdstudio.ui.surface3d.no_opengl import NoOpenGLError

SAMPLES = 4


class Target:
    """A picture of some size.

    Parameters
    ----------
    is_smooth
        With edges that are averaged over several samples.

    Raises
    ------
    NoOpenGLError
        The driver cannot make one.
    """

    def __init__(self, gl: Gl, width: int, height: int, *, is_smooth: bool) -> None:
        self._gl = gl
        self.size = width, height
        self._buffers: list[int] = []
        self._plain = self._framebuffer(0)
        samples = min(SAMPLES, gl.integer(names.MAX_SAMPLES)) if is_smooth else 0
        self._drawn = self._framebuffer(samples) if samples > 1 else self._plain

    def begin(self) -> None:
        """Draw into it from now on; it is empty."""
        gl = self._gl
        gl.BindFramebuffer(names.FRAMEBUFFER, self._drawn)
        gl.Viewport(0, 0, *self.size)
        gl.DepthMask(1)
        gl.ClearColor(0.0, 0.0, 0.0, 0.0)
        gl.Clear(names.COLOUR_BUFFER | names.DEPTH_BUFFER)

    def image(self) -> QImage:
        """Return what was drawn."""
        gl = self._gl
        width, height = self.size
        if self._drawn != self._plain:
            gl.BindFramebuffer(names.READ_FRAMEBUFFER, self._drawn)
            gl.BindFramebuffer(names.DRAW_FRAMEBUFFER, self._plain)
            whole = (0, 0, width, height)
            gl.BlitFramebuffer(*whole, *whole, names.COLOUR_BUFFER, 0x2600)
        gl.BindFramebuffer(names.FRAMEBUFFER, self._plain)
        pixels = np.empty((height, width, 4), dtype=np.uint8)
        gl.ReadPixels(*(0, 0, width, height), names.RGBA, names.UNSIGNED_BYTE, pixels.ctypes.data)
        kind = QImage.Format.Format_RGBA8888_Premultiplied
        image = QImage(pixels.data, width, height, 4 * width, kind)
        # A copy, in the format that is drawn fastest: the array goes away.
        return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)

    def free(self) -> None:
        """Give the memory back."""
        for framebuffer in {self._plain, self._drawn}:
            self._gl.delete("DeleteFramebuffers", framebuffer)
        for buffer in self._buffers:
            self._gl.delete("DeleteRenderbuffers", buffer)

    def _framebuffer(self, samples: int) -> int:
        gl = self._gl
        number: int = gl.made("GenFramebuffers")
        gl.BindFramebuffer(names.FRAMEBUFFER, number)
        for kind, place in (
            (names.RGBA8, names.COLOUR_ATTACHMENT),
            (names.DEPTH24, names.DEPTH_ATTACHMENT),
        ):
            buffer = gl.made("GenRenderbuffers")
            self._buffers.append(buffer)
            gl.BindRenderbuffer(names.RENDERBUFFER, buffer)
            gl.RenderbufferStorageMultisample(names.RENDERBUFFER, samples, kind, *self.size)
            gl.FramebufferRenderbuffer(names.FRAMEBUFFER, place, names.RENDERBUFFER, buffer)
        if gl.CheckFramebufferStatus(names.FRAMEBUFFER) != names.FRAMEBUFFER_COMPLETE:
            raise NoOpenGLError("framebuffer")
        return number
