"""The functions of OpenGL 3.3 that the view needs, straight from the driver.

Those that take long let other threads of Python go on, which Qt's own bindings do not: a whole
picture takes a tenth of a second where no graphics card helps. The many short ones do not: to get
the interpreter back may take 5 ms each time.
"""

import ctypes
from collections.abc import Callable
from typing import Any

from PySide6.QtGui import QOpenGLContext

from gdstudio.ui.surface3d.no_opengl import NoOpenGLError

COLOUR_BUFFER, DEPTH_BUFFER = 0x4000, 0x100
DEPTH_TEST, BLEND, MULTISAMPLE = 0x0B71, 0x0BE2, 0x809D
TRIANGLES, TRIANGLE_STRIP = 0x4, 0x5
LESS, GREATER = 0x201, 0x204
ONE, ONE_MINUS_SOURCE_ALPHA = 0x1, 0x303
CLOCKWISE = 0x900
FLOAT, UNSIGNED_INT, UNSIGNED_BYTE = 0x1406, 0x1405, 0x1401
RGBA, RGBA8, DEPTH24 = 0x1908, 0x8058, 0x81A6
ARRAY_BUFFER, ELEMENT_BUFFER, STATIC_DRAW = 0x8892, 0x8893, 0x88E4
TEXTURE_2D, LINEAR, CLAMP_TO_EDGE = 0xDE1, 0x2601, 0x812F
MIN_FILTER, MAG_FILTER, WRAP_S, WRAP_T = 0x2801, 0x2800, 0x2802, 0x2803
FRAMEBUFFER, READ_FRAMEBUFFER, DRAW_FRAMEBUFFER = 0x8D40, 0x8CA8, 0x8CA9
RENDERBUFFER, COLOUR_ATTACHMENT, DEPTH_ATTACHMENT = 0x8D41, 0x8CE0, 0x8D00
FRAMEBUFFER_COMPLETE, MAX_SAMPLES, MAX_RENDERBUFFER_SIZE = 0x8CD5, 0x8D57, 0x84E8
VERTEX_SHADER, FRAGMENT_SHADER, COMPILE_STATUS, LINK_STATUS = 0x8B31, 0x8B30, 0x8B81, 0x8B82

_TYPES: dict[str, Any] = {
    "i": ctypes.c_int,
    "u": ctypes.c_uint,
    "f": ctypes.c_float,
    "n": ctypes.c_ssize_t,
    "p": ctypes.c_void_p,
    "b": ctypes.c_ubyte,
    "s": ctypes.c_char_p,
}

_ARGUMENTS = {
    "AttachShader": "uu",
    "BindBuffer": "uu",
    "BindFramebuffer": "uu",
    "BindRenderbuffer": "uu",
    "BindTexture": "uu",
    "BindVertexArray": "u",
    "BlendFunc": "uu",
    "BlitFramebuffer": "iiiiiiiiuu",
    "BufferData": "unpu",
    "CheckFramebufferStatus": "u",
    "Clear": "u",
    "ClearColor": "ffff",
    "CompileShader": "u",
    "CreateProgram": "",
    "CreateShader": "u",
    "DeleteBuffers": "ip",
    "DeleteFramebuffers": "ip",
    "DeleteRenderbuffers": "ip",
    "DeleteVertexArrays": "ip",
    "DepthFunc": "u",
    "DepthMask": "b",
    "Disable": "u",
    "DrawArraysInstanced": "uiii",
    "DrawElements": "uiup",
    "Enable": "u",
    "EnableVertexAttribArray": "u",
    "FramebufferRenderbuffer": "uuuu",
    "FrontFace": "u",
    "GenBuffers": "ip",
    "GenFramebuffers": "ip",
    "GenRenderbuffers": "ip",
    "GenTextures": "ip",
    "GenVertexArrays": "ip",
    "GetIntegerv": "up",
    "GetProgramiv": "uup",
    "GetShaderiv": "uup",
    "GetUniformLocation": "us",
    "LinkProgram": "u",
    "ReadPixels": "iiiiuup",
    "RenderbufferStorageMultisample": "uiuii",
    "ShaderSource": "uipp",
    "TexImage2D": "uiiiiiuup",
    "TexParameteri": "uui",
    "Uniform1f": "if",
    "Uniform2f": "iff",
    "Uniform4f": "iffff",
    "UniformMatrix4fv": "iibp",
    "UseProgram": "u",
    "VertexAttribDivisor": "uu",
    "VertexAttribPointer": "uiubip",
    "Viewport": "iiii",
}
_LONG = ("BlitFramebuffer", "DrawArraysInstanced", "DrawElements", "ReadPixels")
_RESULTS = {
    "CheckFramebufferStatus": ctypes.c_uint,
    "CreateProgram": ctypes.c_uint,
    "CreateShader": ctypes.c_uint,
    "GetUniformLocation": ctypes.c_int,
}


class Gl:
    """Functions by their names without ``gl``, of the context that is current.

    Raises
    ------
    NoOpenGLError
        One of them is not there.
    """

    def __init__(self, context: QOpenGLContext) -> None:
        self._functions: dict[str, Callable[..., Any]] = {}
        for name, letters in _ARGUMENTS.items():
            address = context.getProcAddress(b"gl" + name.encode())
            if not address:
                raise NoOpenGLError(f"gl{name}")
            types = [_TYPES[letter] for letter in letters]
            kind = ctypes.CFUNCTYPE if name in _LONG else ctypes.PYFUNCTYPE
            self._functions[name] = kind(_RESULTS.get(name), *types)(int(address))

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """Return a function."""
        try:
            return self._functions[name]
        except KeyError as error:
            raise AttributeError(name) from error

    def made(self, function: str) -> int:
        """Return the number of one new thing that a function such as ``GenBuffers`` makes."""
        number = ctypes.c_uint()
        self._functions[function](1, ctypes.addressof(number))
        return number.value

    def delete(self, function: str, number: int) -> None:
        """Give one thing back with a function such as ``DeleteBuffers``."""
        self._functions[function](1, ctypes.addressof(ctypes.c_uint(number)))

    def integer(self, what: int) -> int:
        """Return what the driver says of itself."""
        number = ctypes.c_int()
        self._functions["GetIntegerv"](what, ctypes.addressof(number))
        return number.value
