"""A pair of shaders, and buffers on the graphics card."""

import ctypes
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdstudio.ui.surface3d import gl as names
from gdstudio.ui.surface3d.gl import Gl
from gdstudio.ui.surface3d.no_opengl import NoOpenGLError
from gdstudio.ui.surface3d.shaders import VERSION


class Program:
    """Two shaders.

    Raises
    ------
    NoOpenGLError
        The driver does not compile them.
    """

    def __init__(self, gl: Gl, vertex: str, fragment: str) -> None:
        self._gl = gl
        self._number = gl.CreateProgram()
        self._places: dict[str, int] = {}
        for kind, text in ((names.VERTEX_SHADER, vertex), (names.FRAGMENT_SHADER, fragment)):
            shader = gl.CreateShader(kind)
            source = ctypes.c_char_p((VERSION + text).encode())
            gl.ShaderSource(shader, 1, ctypes.addressof(source), None)
            gl.CompileShader(shader)
            self._check(gl.GetShaderiv, shader, names.COMPILE_STATUS)
            gl.AttachShader(self._number, shader)
        gl.LinkProgram(self._number)
        self._check(gl.GetProgramiv, self._number, names.LINK_STATUS)

    def use(self, **values: float | tuple[float, ...] | NDArray[np.float32]) -> None:
        """Draw with it from now on, with values of its uniforms."""
        self._gl.UseProgram(self._number)
        for name, value in values.items():
            place = self._place(name)
            if isinstance(value, np.ndarray):
                self._gl.UniformMatrix4fv(place, 1, 1, value.ctypes.data)
            elif isinstance(value, tuple):
                function = self._gl.Uniform2f if len(value) == 2 else self._gl.Uniform4f
                function(place, *value)
            else:
                self._gl.Uniform1f(place, value)

    def _place(self, name: str) -> int:
        if name not in self._places:
            self._places[name] = self._gl.GetUniformLocation(self._number, name.encode())
        return self._places[name]

    def _check(self, function: Any, number: int, what: int) -> None:
        is_right = ctypes.c_int()
        function(number, what, ctypes.addressof(is_right))
        if not is_right.value:
            raise NoOpenGLError("shaders")


ATTRIBUTES = (3, 3, 4)
"""Numbers of a vertex that a shader takes together, as many as there are."""


class Triangles:
    """Vertices, and which of them are triangles: fine, and coarse."""

    def __init__(self, gl: Gl, vertices: NDArray[np.float32], *parts: NDArray[np.uint32]) -> None:
        self._gl = gl
        self._array = gl.made("GenVertexArrays")
        gl.BindVertexArray(self._array)
        self._buffers = [gl.made("GenBuffers") for _ in range(1 + len(parts))]
        _upload(gl, names.ARRAY_BUFFER, self._buffers[0], vertices)
        first = 0
        for place, numbers in enumerate(ATTRIBUTES):
            if first < vertices.shape[1]:
                _point_to(gl, place, vertices.strides[0], 4 * first, numbers)
            first += numbers
        self._counts = [part.size for part in parts]
        for buffer, part in zip(self._buffers[1:], parts, strict=True):
            _upload(gl, names.ELEMENT_BUFFER, buffer, np.ascontiguousarray(part))

    def draw(self, part: int) -> None:
        """Draw one of the parts."""
        self._gl.BindVertexArray(self._array)
        self._gl.BindBuffer(names.ELEMENT_BUFFER, self._buffers[1 + part])
        self._gl.DrawElements(names.TRIANGLES, self._counts[part], names.UNSIGNED_INT, None)

    def free(self) -> None:
        """Give the buffers back."""
        self._gl.delete("DeleteVertexArrays", self._array)
        for buffer in self._buffers:
            self._gl.delete("DeleteBuffers", buffer)


class Ribbon:
    """Points that are joined by lines as wide as one likes."""

    def __init__(self, gl: Gl) -> None:
        self._gl = gl
        self._array = gl.made("GenVertexArrays")
        self._buffer = gl.made("GenBuffers")

    def upload(self, points: NDArray[np.float32]) -> None:
        """Take points (n, 3)."""
        gl = self._gl
        gl.BindVertexArray(self._array)
        _upload(gl, names.ARRAY_BUFFER, self._buffer, np.ascontiguousarray(points))

    def draw(self, stop: int, start: int = 0) -> None:
        """Draw the lines between the points from one to before another."""
        if stop - start < 2:
            return
        gl = self._gl
        gl.BindVertexArray(self._array)
        gl.BindBuffer(names.ARRAY_BUFFER, self._buffer)
        # Each line is one instance of a quadrangle: from a point to the next one.
        for place in (0, 1):
            _point_to(gl, place, 12, 12 * (start + place))
            gl.VertexAttribDivisor(place, 1)
        gl.DrawArraysInstanced(names.TRIANGLE_STRIP, 0, 4, stop - start - 1)

    def free(self) -> None:
        """Give the buffer back."""
        self._gl.delete("DeleteVertexArrays", self._array)
        self._gl.delete("DeleteBuffers", self._buffer)


def _upload(gl: Gl, kind: int, buffer: int, array: NDArray[Any]) -> None:
    gl.BindBuffer(kind, buffer)
    gl.BufferData(kind, array.nbytes, array.ctypes.data, names.STATIC_DRAW)


def _point_to(gl: Gl, place: int, stride: int, offset: int, numbers: int = 3) -> None:
    gl.EnableVertexAttribArray(place)
    gl.VertexAttribPointer(place, numbers, names.FLOAT, 0, stride, offset)
