"""A progress bar on stderr, for a person who watches."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn


@contextmanager
def progress_bar(total: int) -> Iterator[Callable[[int], None]]:
    """Show a bar until the block ends, and give the function that moves it to a step."""
    columns = (
        TextColumn("Running"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("steps"),
        TimeRemainingColumn(),
    )
    with Progress(
        *columns,
        console=Console(stderr=True),
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    ) as bar:
        task = bar.add_task("", total=total)
        yield lambda step: bar.update(task, completed=step)


@contextmanager
def no_progress_bar() -> Iterator[Callable[[int], None]]:
    """Give a function that shows nothing."""
    yield lambda _: None
