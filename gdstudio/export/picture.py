"""A picture to a file."""

from pathlib import Path

from gdstudio.atomic_file import replacing


def write_picture(content: bytes, path: Path) -> None:
    """Write an encoded picture.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    with replacing(path) as file:
        file.write(content)
