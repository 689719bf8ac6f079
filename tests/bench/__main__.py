"""``python -m tests.bench``: measure everything in one run and print one table.

Run it from the top of the source tree, with a display. Nothing is asserted: a floor that is not
met is shown in red, and the exit status is 0.
"""

import argparse
import json
import math
import sys
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict
from subprocess import CalledProcessError

from rich.console import Console
from rich.table import Table
from rich.text import Text

from tests.bench import (
    frames,
    grids,
    keystrokes,
    labs,
    orbit,
    recording,
    responses,
    startup,
    training,
    zooming,
)
from tests.bench.display import has_display
from tests.bench.figures import Figure, Measurement
from tests.bench.isolation import isolated, untouched_user_folders
from tests.bench.machine import machine

MEASUREMENTS = {
    "recording": recording.measure,
    "keystrokes": keystrokes.measure,
    "frames": frames.measure,
    "responses": responses.measure,
    "zooming": zooming.measure,
    "labs": labs.measure,
    "orbit": orbit.measure,
    "startup": startup.measure,
    "grids": grids.measure,
    "training": training.measure,
}
WITHOUT_WINDOW = ("recording", "grids", "training")


def main() -> int:
    """Measure what is asked for, and print it."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(MEASUREMENTS))
    parser.add_argument("--json", action="store_true", help="print JSON in place of the table")
    options = parser.parse_args()
    unknown = set(options.names) - MEASUREMENTS.keys()
    if unknown:
        parser.error(f"there is no {', '.join(sorted(unknown))}")
    names = options.names or list(MEASUREMENTS)
    if not has_display():
        names = [name for name in names if name in WITHOUT_WINDOW]
        print("There is no display: what needs a window is left out.", file=sys.stderr)
    facts = machine()
    results = []
    with untouched_user_folders():
        for name in names:
            print(f"{name} …", file=sys.stderr)
            results.append(_measured(name))
    if options.json:
        print(_json(facts, results))
    else:
        _print_table(facts, results)
    return 0


def _measured(name: str) -> Measurement:
    """Measure in a process of its own, which may fail without taking the others along."""
    try:
        return isolated(MEASUREMENTS[name])
    except (BrokenProcessPool, CalledProcessError, TimeoutError) as error:
        return Measurement(name, f"Could not be measured: {error}", ())


def _json(facts: dict[str, str], results: list[Measurement]) -> str:
    measurements = [asdict(result) for result in results]
    for measurement in measurements:
        for figure in measurement["figures"]:
            figure["value"] = None if math.isnan(figure["value"]) else figure["value"]
    return json.dumps({"machine": facts, "measurements": measurements}, indent=2)


def _print_table(facts: dict[str, str], results: list[Measurement]) -> None:
    console = Console(width=None if sys.stdout.isatty() else 110)
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


def _cells(figure: Figure) -> tuple[str | Text, ...]:
    value = "–" if math.isnan(figure.value) else _number(figure.value)
    asked = ""
    if figure.floor is not None:
        asked = f"{'≥' if figure.higher_is_better else '≤'} {figure.floor:g}"
    verdict = {None: Text(""), True: Text("yes", "green"), False: Text("no", "red")}
    return f"  {figure.name}", value, figure.unit, asked, verdict[figure.is_met], figure.note


def _number(value: float) -> str:
    return f"{value:,.0f}".replace(",", " ") if abs(value) >= 1000 else f"{value:.3g}"


if __name__ == "__main__":
    sys.exit(main())
