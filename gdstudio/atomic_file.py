"""Files that appear whole or not at all."""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Open a new file that takes the place of ``path`` when the block ends well.

    It lies in the same folder until then, so that no crash and no full disk leaves half a file.
    Through a link, the file that it points to is replaced, not the link.

    Raises
    ------
    OSError
        The folder cannot be written.
    """
    target = path.resolve()
    part = target.with_name(f".{target.name}.{secrets.token_hex(8)}.part")
    try:
        with part.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        with suppress(OSError):  # a new file has no permissions to keep
            shutil.copymode(target, part)
        part.replace(target)
    except BaseException:
        # Also when interrupted: no leftovers.
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise
