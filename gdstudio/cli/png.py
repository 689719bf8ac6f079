"""Reads just enough of a PNG to tell whether something is drawn in it, without the drawing code."""

import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"

_BYTES_PER_PIXEL: Final[Mapping[tuple[int, int], int]] = MappingProxyType({(8, 2): 3, (8, 6): 4})
"""For bit depth and colour type: 24-bit RGB and 32-bit RGBA."""


class PngError(ValueError):
    """The file is not a whole PNG of a kind that is read here."""


@dataclass(frozen=True)
class Png:
    """A picture of ``width`` × ``height`` pixels, its rows filtered and compressed."""

    width: int
    height: int
    bytes_per_pixel: int
    compressed: bytes

    def has_colours(self, wanted: int) -> bool:
        """Return whether there are so many colours; reads no further than to know it."""
        colours: set[bytes] = set()
        for row in self._rows():
            size = self.bytes_per_pixel
            colours.update(row[start : start + size] for start in range(0, len(row), size))
            if len(colours) >= wanted:
                return True
        return False

    def _rows(self) -> Iterator[bytes]:
        length = self.width * self.bytes_per_pixel
        try:
            data = zlib.decompress(self.compressed)
        except zlib.error as error:
            raise PngError("it is damaged") from error
        if len(data) != self.height * (length + 1):
            raise PngError("it holds more or fewer pixels than it says")
        above = bytes(length)
        for start in range(0, len(data), length + 1):
            row = _unfiltered(
                data[start], data[start + 1 : start + 1 + length], above, self.bytes_per_pixel
            )
            yield row
            above = row


def read_png(path: Path) -> Png:
    """Return the picture in a file.

    Raises
    ------
    PngError
        It is not a PNG, is cut off or damaged, or has another kind of pixels.
    """
    content = path.read_bytes()
    if not content.startswith(SIGNATURE):
        raise PngError("it is not a PNG")
    chunks = list(_chunks(content))
    if not chunks or chunks[0][0] != b"IHDR" or chunks[-1][0] != b"IEND":
        raise PngError("it is cut off")
    width, height, depth, kind, _, _, interlaced = struct.unpack(">IIBBBBB", chunks[0][1])
    if (depth, kind) not in _BYTES_PER_PIXEL or interlaced:
        raise PngError("its pixels are not plain RGB or RGBA of 8 bits")
    compressed = b"".join(body for name, body in chunks if name == b"IDAT")
    return Png(width, height, _BYTES_PER_PIXEL[depth, kind], compressed)


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    position = len(SIGNATURE)
    while position + 12 <= len(content):
        (length,) = struct.unpack_from(">I", content, position)
        end = position + 8 + length
        name, body = content[position + 4 : position + 8], content[position + 8 : end]
        if content[end : end + 4] != struct.pack(">I", zlib.crc32(name + body)):
            raise PngError("it is damaged")
        yield name, body
        position = end + 4


def _unfiltered(kind: int, row: bytes, above: bytes, size: int) -> bytes:
    """Undo one of the five filters (PNG specification, section 9)."""
    if kind == 0:
        return row
    if kind == 2 and not any(row):
        return above
    predict = _PREDICTORS.get(kind)
    if predict is None:
        raise PngError("it is damaged")
    # `size` zeros stand for the pixel to the left of the first.
    plain, upper = bytearray(size), bytes(size) + above
    for index, byte in enumerate(row):
        plain.append((byte + predict(plain[index], upper[index + size], upper[index])) & 255)
    return bytes(plain[size:])


def _paeth(left: int, up: int, corner: int) -> int:
    estimate = left + up - corner
    return min((left, up, corner), key=lambda each: abs(estimate - each))


_PREDICTORS: Final[Mapping[int, Callable[[int, int, int], int]]] = MappingProxyType(
    {
        1: lambda left, _up, _corner: left,
        2: lambda _left, up, _corner: up,
        3: lambda left, up, _corner: (left + up) // 2,
        4: _paeth,
    }
)
