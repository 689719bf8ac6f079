"""The program's icon in the formats of desktops, all drawn from ``icons/gdstudio.svg``."""

import struct
from typing import Final

from identity import ROOT
from PySide6.QtCore import QBuffer, QIODevice, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

SOURCE: Final = ROOT / "resources" / "icons" / "gdstudio.svg"
LINUX_SIDES: Final = (16, 22, 24, 32, 48, 64, 96, 128, 256, 512)
WINDOWS_SIDES: Final = (16, 20, 24, 32, 40, 48, 64, 96, 128, 256)
MACOS_SIDES: Final = {
    b"icp4": 16,
    b"ic11": 32,
    b"ic12": 64,
    b"ic07": 128,
    b"ic13": 256,
    b"ic08": 256,
    b"ic14": 512,
    b"ic09": 512,
    b"ic10": 1024,
}
"""Pixels of each type of picture; some are the double of another, for fine screens."""


def png(side: int) -> bytes:
    """Return the icon as a square PNG file of so many pixels along each side."""
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(str(SOURCE)).render(painter, QRectF(0, 0, side, side))
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


def ico() -> bytes:
    """Return the icon as a Windows file: a directory, then PNG files (Windows Vista and later)."""
    pictures = [(side, png(side)) for side in WINDOWS_SIDES]
    directory = struct.pack("<HHH", 0, 1, len(pictures))
    place = len(directory) + 16 * len(pictures)
    for side, content in pictures:
        size = (side % 256, side % 256)  # 256 is written as 0
        directory += struct.pack("<4B2H2I", *size, 0, 0, 1, 32, len(content), place)
        place += len(content)
    return directory + b"".join(content for _, content in pictures)


def icns() -> bytes:
    """Return the icon as a macOS file: types and lengths, each with a PNG file."""
    parts = []
    for kind, side in MACOS_SIDES.items():
        content = png(side)
        parts.append(kind + struct.pack(">I", 8 + len(content)) + content)
    body = b"".join(parts)
    return b"icns" + struct.pack(">I", 8 + len(body)) + body
