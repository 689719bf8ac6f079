import struct
import zlib

import numpy as np
import pytest

from gdstudio.cli.png import PngError, read_png

RANDOM = np.random.default_rng(3)
SIGNATURE = b"\x89PNG\r\n\x1a\n"


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def predicted(kind, left, up, corner):
    if kind == 4:
        estimate = left + up - corner
        return min((left, up, corner), key=lambda each: abs(estimate - each))
    return (0, left, up, (left + up) // 2)[kind]


def filtered(pixels: np.ndarray, kind: int) -> bytes:
    height, width, size = pixels.shape
    padded = np.zeros((height + 1, width + 1, size), int)
    padded[1:, 1:] = pixels
    lines = b""
    for y in range(1, height + 1):
        line = [
            (
                padded[y, x, c]
                - predicted(kind, padded[y, x - 1, c], padded[y - 1, x, c], padded[y - 1, x - 1, c])
            )
            % 256
            for x in range(1, width + 1)
            for c in range(size)
        ]
        lines += bytes([kind, *line])
    return lines


def png(pixels: np.ndarray, kind: int = 0, depth: int = 8, lines: bytes | None = None) -> bytes:
    height, width, size = pixels.shape
    header = struct.pack(">IIBBBBB", width, height, depth, {3: 2, 4: 6}[size], 0, 0, 0)
    body = zlib.compress(filtered(pixels, kind) if lines is None else lines)
    half = len(body) // 2
    return (
        SIGNATURE
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", body[:half])
        + chunk(b"IDAT", body[half:])
        + chunk(b"IEND", b"")
    )


@pytest.fixture
def read(tmp_path):
    def write_and_read(content):
        path = tmp_path / "p.png"
        path.write_bytes(content)
        return read_png(path)

    return write_and_read


@pytest.mark.parametrize("kind", range(5))
@pytest.mark.parametrize("size", [3, 4])
def test_that_colours_are_counted_under_every_filter(read, kind, size):
    palette = RANDOM.integers(0, 256, (17, size), np.uint8)
    pixels = palette[np.concatenate([np.arange(17), RANDOM.integers(0, 17, 91)]).reshape(9, 12)]
    picture = read(png(pixels, kind))
    assert (picture.width, picture.height) == (12, 9)
    assert picture.has_colours(17)
    assert not picture.has_colours(18)


def test_that_a_plain_picture_has_one_colour(read):
    picture = read(png(np.full((50, 60, 4), 200, np.uint8), kind=2))
    assert picture.has_colours(1)
    assert not picture.has_colours(2)


WHOLE = png(np.zeros((2, 2, 3), np.uint8))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "it is not a PNG"),
        (b"GIF89a", "it is not a PNG"),
        (WHOLE[:-6], "it is cut off"),
        (SIGNATURE, "it is cut off"),
        (WHOLE.replace(b"IDAT", b"IDAU", 1), "it is damaged"),
        (png(np.zeros((2, 2, 3), np.uint8), depth=16), "its pixels are not plain RGB"),
        (png(np.zeros((2, 2, 3), np.uint8), lines=b"\0\0"), "more or fewer pixels"),
        (png(np.zeros((1, 1, 3), np.uint8), lines=b"\7\0\0\0"), "it is damaged"),
    ],
)
def test_that_what_is_not_a_whole_png_is_refused(read, content, reason):
    with pytest.raises(PngError, match=reason):
        read(content).has_colours(99)
