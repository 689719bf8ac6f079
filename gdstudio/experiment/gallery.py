"""Famous functions that the program ships, with what is known of them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from gdstudio.assets import asset
from gdstudio.experiment.errors import ExperimentError
from gdstudio.experiment.fields import (
    Field,
    array,
    number,
    record,
    required,
    structure,
    text,
)
from gdstudio.experiment.fields.wording import listed, nearest, quoted
from gdstudio.experiment.model import FunctionObjective, Objective


@dataclass(frozen=True, slots=True)
class KnownMinimum:
    """A place where a function is lowest, at least nearby, and its value there."""

    location: tuple[float, ...]
    value: float


@dataclass(frozen=True, slots=True)
class GalleryEntry:
    """A function of the gallery.

    Attributes
    ----------
    key
        The ``name`` in an experiment file.
    name
        The name that people read.
    expression, variables
        The function.
    domain
        What its picture shows.
    start
        A start from which descent shows something worth seeing.
    minima
        The known minima; empty where there are none or they are not points.
    note
        One sentence for a student: why the function is interesting.
    learning_rate
        Works for plain gradient descent and momentum from `start`.
    adaptive_learning_rate
        Works for the methods that scale each component: Adagrad, RMSprop, Adam.
    """

    key: str
    name: str
    expression: str
    variables: tuple[str, ...]
    domain: tuple[tuple[float, float], ...]
    start: tuple[float, ...]
    minima: tuple[KnownMinimum, ...]
    note: str
    learning_rate: float
    adaptive_learning_rate: float


@cache
def load_gallery() -> tuple[GalleryEntry, ...]:
    """Return the functions of the gallery, in the order in which they are shown."""
    raw = json.loads(asset("gallery.json").read_text(encoding="utf-8"))
    entries = record({"functions": required(array(_entry_field()))})
    return tuple(entries.read(raw, "")["functions"])


def find(key: str) -> GalleryEntry:
    """Return the function `key`; an `ExperimentError` names the nearest when there is none."""
    entries = by_key()
    if key in entries:
        return entries[key]
    names = [quoted(name) for name in nearest(key, entries, count=3, cutoff=0.0)]
    reason = f"the gallery has no function {quoted(key)}; the nearest are {listed(names, 'and')}"
    raise ExperimentError("", reason)


def by_key() -> Mapping[str, GalleryEntry]:
    """Return the functions of the gallery by their keys."""
    return {entry.key: entry for entry in load_gallery()}


def entry_for(objective: Objective) -> GalleryEntry | None:
    """Return the gallery's entry of a function, if it is one of the gallery's."""
    if not isinstance(objective, FunctionObjective):
        return None
    wanted = (objective.expression, objective.variables)
    return next((e for e in load_gallery() if (e.expression, e.variables) == wanted), None)


def _entry_field() -> Field[GalleryEntry]:
    line = text(minimum=1, maximum=300)
    rate = number(exclusive_minimum=0)
    point = array(number(), minimum=1)
    minimum = structure(KnownMinimum, {"location": required(point), "value": required(number())})
    return structure(
        GalleryEntry,
        {
            "key": required(line),
            "name": required(line),
            "expression": required(line),
            "variables": required(array(line, minimum=1)),
            "domain": required(array(array(number(), 2, 2), minimum=1)),
            "start": required(point),
            "minima": required(array(minimum)),
            "note": required(line),
            "learning_rate": required(rate),
            "adaptive_learning_rate": required(rate),
        },
    )
