"""What was measured as a table for a terminal, or as JSON."""

import json
import math
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from rich.console import Console
from rich.table import Table
from rich.text import Text

from tests.bench.figures import Figure, Measurement

PAPER_WIDTH = 110
"""Columns where no terminal says how wide it is."""


def json_text(facts: Mapping[str, str], results: Sequence[Measurement]) -> str:
    """Return everything as JSON; what could not be measured is null."""
    measurements = [asdict(result) for result in results]
    for measurement in measurements:
        for figure in measurement["figures"]:
            figure["value"] = None if math.isnan(figure["value"]) else figure["value"]
    return json.dumps({"machine": facts, "measurements": measurements}, indent=2)


def print_table(facts: Mapping[str, str], results: Sequence[Measurement]) -> None:
    """Print every figure, how it was measured, and on what."""
    console = Console(width=None if sys.stdout.isatty() else PAPER_WIDTH)
    table = Table(title="GD Studio: how fast it is", title_justify="left")
    table.add_column("Figure")
    table.add_column("Value", justify="right")
    table.add_column("Unit")
    table.add_column("Asked", justify="right")
    table.add_column("Met")
    table.add_column("Note", style="dim")
    for result in results:
        table.add_section()
        table.add_row(Text(result.title, style="bold"))
        for figure in result.figures:
            table.add_row(*_cells(figure))
    console.print(table)
    for result in results:
        console.print(Text(f"{result.title}: ", style="bold") + Text(result.method), soft_wrap=True)
    console.print("  ".join(f"{name}: {value}" for name, value in facts.items()), soft_wrap=True)


def number_text(value: float) -> str:
    """Return a number with three digits, a large one whole; a dash for one that is not there."""
    if math.isnan(value):
        return "–"
    return f"{value:,.0f}".replace(",", " ") if abs(value) >= 1000 else f"{value:.3g}"


def asked_text(figure: Figure) -> str:
    """Return what is asked of a figure; "" where nothing is."""
    if figure.floor is None:
        return ""
    return f"{'≥' if figure.higher_is_better else '≤'} {figure.floor:g}"


def _cells(figure: Figure) -> tuple[str | Text, ...]:
    verdict = {None: Text(""), True: Text("yes", "green"), False: Text("no", "red")}
    return (
        f"  {figure.name}",
        number_text(figure.value),
        figure.unit,
        asked_text(figure),
        verdict[figure.is_met],
        figure.note,
    )
