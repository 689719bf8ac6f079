"""What rich draws, on stdout."""

import io
import os
from typing import Final

from rich.console import Console, RenderableType

from gdstudio.cli.streams import is_terminal, write

_UNLIMITED: Final = 10_000


def show(renderable: RenderableType) -> None:
    """Print something of rich on stdout; lines for a file or a pipe are not wrapped."""
    if is_terminal():
        Console(highlight=False).print(renderable)
        return
    text = io.StringIO()
    width = None if "COLUMNS" in os.environ else _UNLIMITED
    Console(file=text, width=width, highlight=False).print(renderable)
    # Cells are filled up with blanks, which nobody wants in a file.
    write("".join(f"{line.rstrip()}\n" for line in text.getvalue().splitlines()))
