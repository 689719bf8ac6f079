"""A table whose rows have notes under them, as wide as the screen."""

from collections.abc import Iterable, Sequence

from rich.console import Console, ConsoleOptions, RenderableType
from rich.padding import Padding
from rich.segment import Segment, Segments
from rich.table import Table
from rich.text import Text


class NotedTable:
    """A table; a cell that is too long for the screen is cut, a note is wrapped.

    Parameters
    ----------
    headings
        Of the columns; one that ends in ">" is for numbers, and flush right.
    """

    def __init__(self, *headings: str) -> None:
        self._table = Table(box=None, padding=(0, 3, 0, 0), header_style="bold")
        self._notes: list[Sequence[str]] = []
        for heading in headings:
            self._table.add_column(
                heading.removesuffix(">"),
                justify="right" if heading.endswith(">") else "left",
                no_wrap=True,
            )

    def add(self, cells: Iterable[Text], *notes: str) -> None:
        """Add a row and what stands under it."""
        self._table.add_row(*cells)
        self._notes.append(notes)

    def __rich_console__(
        self, console: Console, options: ConsoleOptions
    ) -> Iterable[RenderableType]:
        # No cell wraps, so that each row is one line.
        header, *rows = console.render_lines(self._table, options, pad=False)
        yield Segments([*header, Segment.line()])
        for row, notes in zip(rows, self._notes, strict=True):
            yield Segments([*row, Segment.line()])
            for note in notes:
                yield Padding(Text(note, "dim"), (0, 0, 0, 2), expand=False)
