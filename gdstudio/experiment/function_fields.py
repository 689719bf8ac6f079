"""The field of a function: reading settles everything that a file may leave out."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from gdstudio.experiment.errors import ExperimentError
from gdstudio.experiment.fields import (
    PRINTABLE,
    Field,
    Json,
    Record,
    Schema,
    Values,
    absent,
    array,
    choice,
    constant,
    number,
    optional,
    record,
    refined,
    required,
    text,
)
from gdstudio.experiment.fields.wording import at_index, at_key, counted, described
from gdstudio.experiment.gallery import GalleryEntry
from gdstudio.experiment.limits import MOST_VARIABLES
from gdstudio.experiment.model import FunctionObjective
from gdstudio.expression import ExpressionError, parse

DEFAULT_INTERVAL: Final = (-5.0, 5.0)

_LONGEST_EXPRESSION: Final = 10_000
_LONGEST_NAME: Final = 64
# Where a function says nothing of its start: off the centre and off the diagonal, since symmetric
# functions are flat there.
_FRACTIONS: Final = (0.8, 0.3)


@dataclass(frozen=True, slots=True)
class SettledFunction:
    """A function as a file gives it, with the start for a file that gives none."""

    function: FunctionObjective
    start: tuple[float, ...]


def function_field(gallery: Mapping[str, GalleryEntry]) -> Field[SettledFunction]:
    """Return the field of a function; `gallery` holds those that have a name."""
    return FunctionField(_function_keys(gallery), gallery)


@dataclass(frozen=True, slots=True)
class FunctionField:
    """A function, by its expression or by its name in the gallery."""

    keys: Record
    gallery: Mapping[str, GalleryEntry]

    @property
    def expected(self) -> str:
        """``an object``."""
        return self.keys.expected

    def read(self, value: object, path: str) -> SettledFunction:
        """Return the function with its variables, its domain and a start."""
        values = self.keys.read(value, path)
        name = values["name"]
        if name is None and values["expression"] is None:
            raise ExperimentError(path, 'expected an "expression", or a "name" from the gallery')
        return _written_out(values, path) if name is None else self._named(values, path)

    def _named(self, values: Values, path: str) -> SettledFunction:
        entry = self.gallery[values["name"]]
        for key in ("expression", "variables"):
            if values[key] is not None:
                reason = f'"name" takes its {key} from the gallery; remove one of the two'
                raise ExperimentError(at_key(path, key), reason)
        domain = values["domain"] or entry.domain
        _check_domain(domain, entry.variables, at_key(path, "domain"))
        inside = all(low <= x <= high for x, (low, high) in zip(entry.start, domain, strict=True))
        function = FunctionObjective(
            entry.expression, entry.variables, domain, values["gradient_noise"]
        )
        return SettledFunction(function, entry.start if inside else sensible_start(domain))

    def write(self, value: SettledFunction) -> Json:
        """Return the function written out, never by name: galleries may change."""
        function = value.function
        return self.keys.write(
            {
                "kind": "function",
                "name": None,
                "expression": function.expression,
                "variables": function.variables,
                "domain": function.domain,
                "gradient_noise": function.gradient_noise,
            }
        )

    def schema(self) -> Schema:
        """Return a schema in which one of ``expression`` and ``name`` stands."""
        return {
            **self.keys.schema(),
            "oneOf": [
                {"required": ["expression"], "not": {"required": ["name"]}},
                {
                    "required": ["name"],
                    "not": {"anyOf": [{"required": ["expression"]}, {"required": ["variables"]}]},
                },
            ],
        }


def sensible_start(domain: tuple[tuple[float, float], ...]) -> tuple[float, ...]:
    """Return a point of the domain that is not its centre and on none of its diagonals."""
    return tuple(
        low + _FRACTIONS[index % len(_FRACTIONS)] * (high - low)
        for index, (low, high) in enumerate(domain)
    )


def _function_keys(gallery: Mapping[str, GalleryEntry]) -> Record:
    names = choice(tuple(gallery), "the name of a function in the gallery")
    expression = text("an expression", minimum=1, maximum=_LONGEST_EXPRESSION, pattern=PRINTABLE)
    variable = text("a name", minimum=1, maximum=_LONGEST_NAME)
    interval = array(number(), 2, 2)
    return record(
        {
            "kind": required(constant("function")),
            "name": absent(names),
            "expression": absent(expression),
            "variables": absent(array(variable, 1, MOST_VARIABLES, unique=True)),
            "domain": absent(array(refined(interval, _misfit), 1, MOST_VARIABLES)),
            "gradient_noise": optional(number(minimum=0), 0.0),
        }
    )


def _written_out(values: Values, path: str) -> SettledFunction:
    variables = _variables(values, path)
    domain = values["domain"] or (DEFAULT_INTERVAL,) * len(variables)
    _check_domain(domain, variables, at_key(path, "domain"))
    function = FunctionObjective(values["expression"], variables, domain, values["gradient_noise"])
    return SettledFunction(function, sensible_start(domain))


def _variables(values: Values, path: str) -> tuple[str, ...]:
    """Return the variables of the expression, which must be valid with the stated ones."""
    stated: tuple[str, ...] | None = values["variables"]
    for index, name in enumerate(stated or ()):
        try:
            parse("0", (name,))
        except ExpressionError as error:
            name_path = at_index(at_key(path, "variables"), index)
            raise ExperimentError(name_path, error.message) from error
    try:
        return tuple(parse(values["expression"], stated).variables)
    except ExpressionError as error:
        raise ExperimentError(at_key(path, "expression"), _located(error)) from error


def _located(error: ExpressionError) -> str:
    """Return the sentence of `error` and its place; people count characters from 1."""
    place = f"at character {error.position + 1}"
    if error.message.endswith("."):
        return f"{error.message[:-1]}, {place}"
    return f"{error.message} ({place})"


def _check_domain(
    domain: tuple[tuple[float, float], ...], variables: tuple[str, ...], path: str
) -> None:
    if len(domain) != len(variables):
        wanted = f"one [low, high] for each variable ({', '.join(variables)})"
        raise ExperimentError(path, f"expected {wanted}, got {counted(len(domain), 'item')}")


def _misfit(interval: tuple[float, ...]) -> str | None:
    low, high = interval
    if not low < high:
        return f"expected low < high, got {described(low)} and {described(high)}"
    # Pictures divide by the width.
    return None if math.isfinite(high - low) else "expected a narrower interval"
