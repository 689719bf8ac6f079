import pytest
from jsonschema import Draft202012Validator

from gdstudio.experiment import ExperimentError
from gdstudio.experiment.fields import (
    absent,
    array,
    boolean,
    checked,
    choice,
    constant,
    integer,
    keyed,
    nullable,
    number,
    optional,
    record,
    refined,
    required,
    tagged,
    text,
)

PAIR = record({"a": required(integer()), "b": optional(number(), 1.5), "c": absent(boolean())})
EVEN = refined(integer(), lambda value: "expected an even integer" if value % 2 else None)
SHAPE = tagged(
    "kind",
    {
        "dot": record({"kind": optional(constant("dot"), "dot")}),
        "line": record({"kind": required(constant("line")), "length": required(number())}),
    },
    lambda values: values["kind"],
    default="dot",
    refusals={"blob": "blobs are for later"},
)
PLACE = keyed(
    {
        "file": record({"file": required(text(maximum=9)), "x": required(text(maximum=9))}),
        "rows": record({"rows": required(array(number())), "x": required(number())}),
    },
    lambda values: "rows" if "rows" in values else "file",
    'a "file" or "rows"',
)


def refuse_early_end(values, path):
    if values["end"] <= values["begin"]:
        raise ExperimentError(f"{path}.end", "expected an end after the begin")


SPAN = checked(record({"begin": required(number()), "end": required(number())}), refuse_early_end)

ACCEPTED = [
    (number(), 1, 1.0),
    (number(minimum=0, maximum=1), 1, 1.0),
    (integer(), 4.0, 4),
    (boolean(), False, False),
    (text(maximum=3), "äöü", "äöü"),
    (choice(("a", "b")), "b", "b"),
    (constant(1), 1, 1),
    (constant(1), 1.0, 1),
    (nullable(number()), None, None),
    (nullable(number()), 2, 2.0),
    (array(number()), [], ()),
    (array(integer(), 2), [1, 2, 3], (1, 2, 3)),
    (array(integer(), unique=True), [1, 2], (1, 2)),
    (EVEN, 2, 2),
    (PAIR, {"a": 1}, {"a": 1, "b": 1.5, "c": None}),
    (PAIR, {"c": True, "b": 2, "a": 1}, {"a": 1, "b": 2.0, "c": True}),
    (SHAPE, {}, {"kind": "dot"}),
    (SHAPE, {"kind": "line", "length": 2}, {"kind": "line", "length": 2.0}),
    (PLACE, {"file": "a", "x": "b"}, {"file": "a", "x": "b"}),
    (PLACE, {"rows": [1], "x": 2}, {"rows": (1.0,), "x": 2.0}),
    (SPAN, {"begin": 1, "end": 2}, {"begin": 1.0, "end": 2.0}),
]

REFUSED = [
    (number(), True, "", "expected a number, got true"),
    (number(), "1", "", 'expected a number, got "1"'),
    (number(), {1}, "", "expected a number, got a Python set"),
    (number(maximum=2.5), 3, "", "expected a number ≤ 2.5, got 3"),
    (number(exclusive_minimum=0, maximum=1), 0, "", "expected a number > 0 and ≤ 1, got 0"),
    (number(), float("-inf"), "", "expected a number, got -Infinity"),
    (integer(minimum=1, maximum=3), 0, "", "expected an integer from 1 to 3, got 0"),
    (integer(), 1.5, "", "expected an integer, got 1.5"),
    (integer(), float("nan"), "", "expected an integer, got NaN"),
    (integer(), float("inf"), "", "expected an integer, got Infinity"),
    (integer(minimum=0), -(10**50), "", "expected an integer ≥ 0, got a huge integer"),
    (boolean(), None, "", "expected true or false, got null"),
    (
        text("a name", maximum=3),
        "abcd",
        "",
        "expected a name of at most 3 characters, got 4 characters",
    ),
    (text(maximum=9), "\x00", "", 'expected text, got "\\u0000"'),
    (choice(("a",)), 1, "", 'expected "a", got 1'),
    (constant(1), True, "", "expected 1, got true"),
    (array(number()), (1.0,), "", "expected a list, got a Python tuple"),
    (array(number(), 1), [], "", "expected a list of at least 1 item, got an empty list"),
    (array(number(), 0, 1), [1, 2], "", "expected a list of 0 to 1 items, got a list of 2 items"),
    (array(array(number())), [[1], [1, "x"]], "[1][1]", 'expected a number, got "x"'),
    (array(integer(), unique=True), [1, 2, 1], "[2]", "1 stands in the list twice; remove one"),
    (EVEN, 3, "", "expected an even integer"),
    (PAIR, [], "", "expected an object, got an empty list"),
    (PAIR, {}, "a", "missing; expected an integer"),
    (PAIR, {"a": 1, "c": None}, "c", "expected true or false, got null"),
    (PAIR, {"a": 1, "dd": 0}, "", 'unknown key "dd"; the keys here are "a", "b" and "c"'),
    (SHAPE, {"kind": "blob"}, "kind", "blobs are for later"),
    (SHAPE, {"kind": None}, "kind", 'expected "dot" or "line", got null'),
    (SHAPE, {"kind": "line"}, "length", "missing; expected a number"),
    (PLACE, 5, "", 'expected an object with a "file" or "rows", got 5'),
    (PLACE, {"x": 1}, "", 'expected a "file" or "rows"'),
    (PLACE, {"x": 1, "row": []}, "", 'expected a "file" or "rows"; did you mean "rows"?'),
    (
        PLACE,
        {"rows": [], "file": ""},
        "",
        'expected only one of "file" and "rows"; remove the rest',
    ),
    (PLACE, {"rows": [], "x": "b"}, "x", 'expected a number, got "b"'),
    (array(SPAN), [{"begin": 1, "end": 1}], "[0].end", "expected an end after the begin"),
    (SHAPE, {"length": 1}, "", 'unknown key "length"; the keys here are "kind"'),
]


@pytest.mark.parametrize(("field", "value", "result"), ACCEPTED)
def test_that_a_field_reads_what_its_schema_allows_and_writes_it_back(field, value, result):
    read = field.read(value, "")
    assert read == result
    assert type(read) is type(result)
    assert field.read(field.write(read), "") == result
    Draft202012Validator(field.schema()).validate(value)


@pytest.mark.parametrize(("field", "value", "path", "reason"), REFUSED)
def test_that_a_field_refuses_with_a_path_and_a_reason(field, value, path, reason):
    with pytest.raises(ExperimentError) as caught:
        field.read(value, "")
    assert (caught.value.path, caught.value.reason) == (path, reason)


def test_that_a_long_text_is_quoted_in_part():
    with pytest.raises(ExperimentError) as caught:
        number().read("x" * 1000, "a")
    assert str(caught.value) == f'a: expected a number, got "{"x" * 40}…"'


def test_that_many_options_are_not_listed_but_the_nearest():
    colors = choice(("red", "blue", "green"), "a color")
    with pytest.raises(ExperimentError) as caught:
        colors.read("gren", "")
    reason = 'expected a color, got "gren"; the nearest are "green", "red" and "blue"'
    assert caught.value.reason == reason


def test_that_optional_keys_state_their_default_in_the_schema():
    properties = PAIR.schema()["properties"]
    assert properties["b"] == {"type": "number", "default": 1.5}
    assert properties["c"] == {"type": "boolean"}


def test_that_a_record_writes_in_its_own_order_and_leaves_out_what_is_absent():
    assert list(PAIR.write({"c": None, "b": 2.0, "a": 1})) == ["a", "b"]
    with pytest.raises(ExperimentError, match="b: missing"):
        PAIR.write({"a": 1, "c": None})
    with pytest.raises(ExperimentError, match='unknown key "d"'):
        PAIR.write({"a": 1, "b": 1.0, "c": None, "d": 1})
