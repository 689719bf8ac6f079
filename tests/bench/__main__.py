"""``python -m tests.bench``: measure everything in one run and print one table.

Run it from the top of the source tree, with a display. Nothing is asserted: a floor that is not
met is shown in red, and the exit status is 0.
"""

import argparse
import sys
import traceback
from collections.abc import Callable
from functools import partial

from tests.bench import (
    endurance,
    frames,
    frozen,
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
from tests.bench.figures import Measurement
from tests.bench.isolation import isolated, untouched_user_folders
from tests.bench.machine import machine
from tests.bench.readme import markdown
from tests.bench.report import json_text, print_table

MEASUREMENTS: dict[str, Callable[[], Measurement]] = {
    "recording": recording.measure,
    "keystrokes": keystrokes.measure,
    "frames": frames.measure,
    "responses": responses.measure,
    "zooming": zooming.measure,
    "labs": labs.measure,
    "orbit": orbit.measure,
    "startup": startup.measure,
    "frozen": frozen.measure,
    "grids": grids.measure,
    "training": training.measure,
    "endurance": endurance.measure,
}
WITHOUT_WINDOW = ("recording", "grids", "training")
ONLY_WHEN_ASKED = ("endurance",)
"""What takes too long for a whole run."""


def main() -> int:
    """Measure what is asked for, and print it."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(MEASUREMENTS))
    parser.add_argument(
        "--minutes",
        type=float,
        default=endurance.MINUTES,
        help="how long endurance takes, which is measured only when it is asked for",
    )
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument("--json", action="store_true", help="print JSON in place of the table")
    ways.add_argument(
        "--markdown", action="store_true", help="print the table of the README, one line a figure"
    )
    options = parser.parse_args()
    unknown = set(options.names) - MEASUREMENTS.keys()
    if unknown:
        parser.error(f"there is no {', '.join(sorted(unknown))}")
    names = options.names or [name for name in MEASUREMENTS if name not in ONLY_WHEN_ASKED]
    if not has_display():
        names = [name for name in names if name in WITHOUT_WINDOW]
        print("There is no display: what needs a window is left out.", file=sys.stderr)
    functions = MEASUREMENTS | {"endurance": partial(endurance.measure, options.minutes)}
    facts = machine()
    results = {}
    with untouched_user_folders():
        for name in names:
            print(f"{name} …", file=sys.stderr)
            results[name] = _measured(name, functions[name])
    if options.json:
        print(json_text(facts, [*results.values()]))
    elif options.markdown:
        print(markdown(facts, results))
    else:
        print_table(facts, [*results.values()])
    return 0


def _measured(name: str, measure: Callable[[], Measurement]) -> Measurement:
    """Measure in a process of its own, which may fail without taking the others along."""
    try:
        return isolated(measure)
    except Exception as error:  # noqa: BLE001 (what the others measured is worth keeping)
        traceback.print_exc()
        return Measurement(name, f"Could not be measured: {error}", ())


if __name__ == "__main__":
    sys.exit(main())
