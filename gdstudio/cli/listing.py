"""``gdstudio list``: what an experiment may name, as a table or as JSON."""

import json
from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Final

from rich.text import Text

from gdstudio.cli.catalogue import KINDS, Record
from gdstudio.cli.consoles import show
from gdstudio.cli.errors import DONE
from gdstudio.cli.noted_table import NotedTable
from gdstudio.cli.streams import write
from gdstudio.experiment.limits import MOST_NOISE

_NOISE_RANGE: Final = MappingProxyType({"minimum": 0, "maximum": MOST_NOISE})


def list_kind(kind: str, *, as_json: bool) -> int:
    """Write a list to stdout and return the exit status.

    Parameters
    ----------
    kind
        One of ``KINDS``.
    as_json
        Whether for a program, with every detail.
    """
    records = KINDS[kind]()
    if as_json:
        # Escaped, it passes through every encoding.
        write(json.dumps(records, indent=2, allow_nan=False) + "\n")
    else:
        show(_TABLES[kind](records))
    return DONE


def _function_table(records: list[Record]) -> NotedTable:
    table = NotedTable("Name in files", "Name")
    for record in records:
        formula = f"f({', '.join(record['variables'])}) = {record['expression']}"
        table.add(_names(record["key"], record["name"]), formula, record["note"])
    return table


def _optimizer_table(records: list[Record]) -> NotedTable:
    table = NotedTable("Method", "Name", "Conventions")
    for record in records:
        conventions = record["conventions"]
        keys = ", ".join(each["key"] for each in conventions if each["key"] is not None)
        hyperparameters = [_hyperparameter(each, conventions) for each in record["hyperparameters"]]
        names = _names(record["key"], record["label"], keys)
        table.add(names, "; ".join(hyperparameters), record["hint"])
    return table


def _schedule_table(records: list[Record]) -> NotedTable:
    table = NotedTable("Kind", "Name")
    for record in records:
        table.add(
            _names(record["key"], record["label"]),
            _parameters(record["parameters"]) or "no parameters",
        )
    return table


def _dataset_table(records: list[Record]) -> NotedTable:
    table = NotedTable("Name in files", "Name", "Inputs", "Targets")
    for record in records:
        parameters = [{"name": "noise", "default": record["noise"], **_NOISE_RANGE}]
        parameters += record["parameters"]
        inputs, targets = ", ".join(record["inputs"]), record["targets"]
        names = _names(record["key"], record["label"], inputs, targets)
        table.add(names, _parameters(parameters), record["hint"])
    return table


def _hinted_table(heading: str, records: list[Record]) -> NotedTable:
    table = NotedTable(heading, "Name")
    for record in records:
        notes = (_parameters(record["parameters"]), record["hint"])
        table.add(_names(record["key"], record["label"]), *filter(None, notes))
    return table


def _loss_table(records: list[Record]) -> NotedTable:
    table = NotedTable("Loss", "Name", "Targets")
    for record in records:
        table.add(_names(record["key"], record["label"], record["targets"]), record["hint"])
    return table


_TABLES: Final[Mapping[str, Callable[[list[Record]], NotedTable]]] = MappingProxyType(
    {
        "functions": _function_table,
        "optimizers": _optimizer_table,
        "schedules": _schedule_table,
        "datasets": _dataset_table,
        "activations": partial(_hinted_table, "Activation"),
        "losses": _loss_table,
        "inits": partial(_hinted_table, "Scheme"),
    }
)


def _names(key: str, *others: str) -> list[Text]:
    return [Text(key, "bold"), *map(Text, others)]


def _parameters(records: list[Record]) -> str:
    """Return parameters as ``turns 2 [0.25, 5]; classes 2 [2, 10]``."""
    return "; ".join(f"{each['name']} {_default(each)} {_range(each)}" for each in records)


def _hyperparameter(record: Record, conventions: list[Record]) -> str:
    """Return a hyperparameter as ``epsilon 1e-08 (keras 1e-07) [0, inf)``."""
    name, usual = record["name"], conventions[0]["defaults"][record["name"]]
    others = [
        f"{each['key']} {_value(each['defaults'][name])}"
        for each in conventions
        if each["defaults"][name] != usual
    ]
    parts = [name, _value(usual), f"({', '.join(others)})" if others else "", _range(record)]
    return " ".join(part for part in parts if part)


def _default(record: Record) -> str:
    return "(must be given)" if record["default"] is None else _value(record["default"])


def _range(record: Record) -> str:
    """Return the range of a number as an interval; nothing for a switch."""
    if "minimum" not in record:
        return ""
    low, high = record["minimum"], record["maximum"]
    opening = "(" if low is None or record.get("minimum_excluded", False) else "["
    closing = ")" if high is None or record.get("maximum_excluded", False) else "]"
    lowest = "-inf" if low is None else _value(low)
    highest = "inf" if high is None else _value(high)
    return f"{opening}{lowest}, {highest}{closing}"


def _value(value: float | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else f"{value:g}"
