"""``gdstudio critical``: where the gradient of a function is 0, as a table or as JSON."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from rich.console import Group, RenderableType
from rich.text import Text

from gdstudio.cli.consoles import show
from gdstudio.cli.errors import DONE, FAILED, CommandError
from gdstudio.cli.interruption import gentle_interrupt
from gdstudio.cli.noted_table import NotedTable
from gdstudio.cli.reading import read_experiment
from gdstudio.cli.streams import complain, write
from gdstudio.experiment import Experiment, ExperimentError
from gdstudio.simulation.critical import critical_points, describe
from gdstudio.simulation.critical_points import CriticalPoint, CriticalPoints, Kind

MOST_NUMBERS: Final = 6
"""Coordinates and eigenvalues in a line of the table; the JSON has all."""

_PLURALS: Final[Mapping[Kind, str]] = MappingProxyType(
    {
        Kind.MINIMUM: "minima",
        Kind.DEGENERATE_MINIMUM: "degenerate minima",
        Kind.KINK_MINIMUM: "minima in a kink",
        Kind.SADDLE: "saddles",
        Kind.DEGENERATE_SADDLE: "degenerate saddles",
        Kind.MAXIMUM: "maxima",
        Kind.DEGENERATE_MAXIMUM: "degenerate maxima",
        Kind.DEGENERATE: "degenerate points",
    }
)


def show_critical_points(file: Path, *, as_json: bool) -> int:
    """Find the critical points of the function in an experiment file, and show them.

    Parameters
    ----------
    file
        The experiment.
    as_json
        Whether for a program, with every digit.

    Returns
    -------
    int
        1 if the search was interrupted; then what was found until then is shown. Otherwise 0.

    Raises
    ------
    CommandError
        The file is no experiment, or one on data.
    """
    experiment = read_experiment(file)
    try:
        with gentle_interrupt() as is_interrupted:
            found = critical_points(experiment, should_stop=is_interrupted)
            was_interrupted = is_interrupted()
    except ExperimentError as error:
        raise CommandError(f"{file}: {error}") from error
    if as_json:
        # Escaped, it passes through every encoding.
        record = describe(experiment.function, found)
        write(json.dumps(record, indent=2, allow_nan=False) + "\n")
    else:
        show(_page(experiment, found))
    if was_interrupted:
        complain("gdstudio: interrupted; there may be more critical points than these")
        return FAILED
    return DONE


def _page(experiment: Experiment, found: CriticalPoints) -> RenderableType:
    function = experiment.function
    heading = f"f({', '.join(function.variables)}) = {function.expression}"
    parts: list[RenderableType] = [Text(heading, "bold")]
    if found.points:
        parts.append(_table(function.variables, found))
    parts += [Text(each, "dim") for each in _sentences(experiment, found)]
    return Group(*parts)


def _table(variables: tuple[str, ...], found: CriticalPoints) -> NotedTable:
    names = [f"{name}>" for name in variables[:MOST_NUMBERS]]
    more = ["…"] if len(variables) > MOST_NUMBERS else []
    table = NotedTable("Kind", *names, *more, "Value>", "Eigenvalues>")
    for each in found.points:
        cells = [Text(each.kind.value, "green" if each.kind.is_minimum else "")]
        cells += [Text(f"{x:.10g}") for x in each.point[:MOST_NUMBERS]]
        cells += [Text("…")] * len(more)
        cells += [Text(f"{each.value:.10g}"), Text(_eigenvalues(each))]
        table.add(cells, *_notes(each, found))
    return table


def _eigenvalues(point: CriticalPoint) -> str:
    if point.kind is Kind.KINK_MINIMUM:
        return "none"
    numbers = [f"{value:.5g}" for value in point.eigenvalues]
    shown = numbers if len(numbers) <= MOST_NUMBERS else [numbers[0], "…", numbers[-1]]
    return ", ".join(shown)


def _notes(point: CriticalPoint, found: CriticalPoints) -> Iterable[str]:
    words = []
    if point is found.lowest:
        words.append("the lowest found")
    if point.is_known:
        words.append("known from the gallery")
    if not point.is_isolated:
        words.append("one of a whole curve of critical points")
    if words:
        yield "; ".join(words)


def _sentences(experiment: Experiment, found: CriticalPoints) -> Iterable[str]:
    function = experiment.function
    where = ", ".join(
        f"{low:g} ≤ {name} ≤ {high:g}"
        for name, (low, high) in zip(function.variables, function.domain, strict=True)
    )
    counts = [
        f"{count} {kind.value if count == 1 else _PLURALS[kind]}"
        for kind, count in found.counts.items()
    ]
    listed = " and ".join([", ".join(counts[:-1]), counts[-1]] if len(counts) > 1 else counts)
    yield f"Found {listed or 'no critical point'} in {where}."
    if found.is_confirmed:
        yield "The gradient turns round the edge of the domain as often as these points say."
    if not found.is_complete:
        yield "There may be more than these: look into a smaller domain."
    elif len(function.variables) > 2:
        yield "Of more than two variables, some may have been missed."
    if found.has_flat_region:
        yield "The function is constant in a part of the domain: all points there are critical."
