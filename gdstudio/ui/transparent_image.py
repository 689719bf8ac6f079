"""Something to draw on that hides nothing yet."""

from PySide6.QtGui import QImage


def transparent_image(width: int, height: int, ratio: float = 1.0) -> QImage:
    """Return an empty image.

    Parameters
    ----------
    width, height
        In device pixels.
    ratio
        Device pixels to a pixel of whoever draws on it.
    """
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(0)
    return image
