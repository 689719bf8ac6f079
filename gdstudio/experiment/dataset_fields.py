"""Fields for the data of an objective: generated, from a CSV file, or in the experiment itself."""

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

from gdstudio.experiment.data_objectives import CsvSource, Dataset, GeneratedSource, InlineSource
from gdstudio.experiment.errors import ExperimentError
from gdstudio.experiment.fields import (
    PRINTABLE,
    Field,
    Key,
    Values,
    array,
    boolean,
    checked,
    constant,
    converted,
    integer,
    keyed,
    nullable,
    number,
    optional,
    record,
    required,
    tagged,
    text,
)
from gdstudio.experiment.fields.wording import at_key, quoted
from gdstudio.experiment.inline_fields import inline_keys, refuse_uneven_rows
from gdstudio.experiment.limits import LARGEST_SEED, MOST_COLUMNS, MOST_SAMPLES
from gdstudio.experiment.vocabulary import Word, Words
from gdstudio.experiment.word_fields import parameter_keys

S = TypeVar("S", GeneratedSource, CsvSource, InlineSource)

_DEFAULT_SAMPLES: Final = 200
_PATH: Final = r"^[^\u0000\ud800-\udfff]*$"
_LONGEST_PATH: Final = 4096
_LONGEST_COLUMN_NAME: Final = 1000
_DELIMITER: Final = r'^[^"\r\n\u0000\ud800-\udfff]$'
_KINDS: Final = 'the "name" of a generator, a "csv" file, or "inputs" and "targets"'


def dataset_field(generators: Words) -> Field[Dataset]:
    """Return the field of a data set; `generators` are those that it may name."""
    telling = {GeneratedSource: "name", CsvSource: "csv", InlineSource: "targets"}
    branches = {
        "name": _generated(generators),
        "csv": _dataset(_csv_keys(), _decode_csv, _encode_csv, _refuse_target_among_inputs),
        "targets": _dataset(inline_keys(), _decode_inline, _encode_inline, refuse_uneven_rows),
    }
    return keyed(branches, lambda dataset: telling[type(dataset.source)], _KINDS)


def _dataset(
    keys: Mapping[str, Key],
    decode_source: Callable[[Values], S],
    encode_source: Callable[[S], Values],
    check: Callable[[Values, str], None],
) -> Field[Dataset]:
    """Return the field of a data set with its source's keys and those that all have."""
    common = {
        "seed": optional(integer(minimum=0, maximum=LARGEST_SEED), 0),
        "test_fraction": optional(number(minimum=0, exclusive_maximum=1), 0.0),
        "standardize": optional(boolean(), False),
    }

    def decode(values: Values) -> Dataset:
        source = decode_source({name: values[name] for name in keys})
        return Dataset(source, **{name: values[name] for name in common})

    def encode(dataset: Dataset) -> Values:
        source: Any = dataset.source
        return {**encode_source(source), **{name: getattr(dataset, name) for name in common}}

    return converted(checked(record({**keys, **common}), check), decode, encode)


def _generated(generators: Words) -> Field[Dataset]:
    def branch(word: Word) -> Field[Dataset]:
        keys = {
            "name": required(constant(word.key)),
            "samples": optional(integer(minimum=1, maximum=MOST_SAMPLES), _DEFAULT_SAMPLES),
            **parameter_keys(word.parameters),
        }
        return _dataset(keys, _decode_generated, _encode_generated, lambda *_: None)

    def name(dataset: Dataset) -> str:
        return dataset.source.name if isinstance(dataset.source, GeneratedSource) else ""

    return tagged("name", {key: branch(word) for key, word in generators.items()}, name)


def _decode_generated(values: Values) -> GeneratedSource:
    common = {name: values.pop(name) for name in ("name", "samples", "noise")}
    return GeneratedSource(**common, parameters=tuple(values.items()))


def _encode_generated(source: GeneratedSource) -> Values:
    common = {"name": source.name, "samples": source.samples, "noise": source.noise}
    return {**common, **dict(source.parameters)}


def _csv_keys() -> dict[str, Key]:
    path = text("the path of a file", minimum=1, maximum=_LONGEST_PATH, pattern=_PATH)
    column = text(
        "the name of a column", minimum=1, maximum=_LONGEST_COLUMN_NAME, pattern=PRINTABLE
    )
    delimiter = text('one character such as ","', minimum=1, maximum=1, pattern=_DELIMITER)
    return {
        "csv": required(path),
        "inputs": required(array(column, 1, MOST_COLUMNS, unique=True)),
        "target": required(column),
        "delimiter": optional(nullable(delimiter), None),
        "header": optional(nullable(boolean()), None),
    }


def _decode_csv(values: Values) -> CsvSource:
    return CsvSource(values.pop("csv"), **values)


def _encode_csv(source: CsvSource) -> Values:
    return {
        "csv": source.path,
        "inputs": source.inputs,
        "target": source.target,
        "delimiter": source.delimiter,
        "header": source.header,
    }


def _refuse_target_among_inputs(values: Values, path: str) -> None:
    if values["target"] in values["inputs"]:
        reason = f"the column {quoted(values['target'])} is an input already; remove one of the two"
        raise ExperimentError(at_key(path, "target"), reason)


def _decode_inline(values: Values) -> InlineSource:
    return InlineSource(**values)


def _encode_inline(source: InlineSource) -> Values:
    return {"inputs": source.inputs, "targets": source.targets}
