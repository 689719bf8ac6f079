import json
from contextlib import suppress

import pytest
from experiment_samples import FORMAT, small_file
from hypothesis import given
from hypothesis import strategies as st

from gdstudio.experiment import ExperimentError
from gdstudio.experiment.decoding import LARGEST_FILE, decode

TEXT = json.dumps(small_file())
EXPERIMENT = FORMAT.from_json(small_file())


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        TEXT.encode(),
        "\ufeff" + TEXT,
        b"\xef\xbb\xbf" + TEXT.encode(),
        json.dumps(small_file(), indent=7).replace("\n", "\r\n"),
    ],
)
def test_that_text_and_bytes_with_and_without_a_byte_order_mark_are_read(text):
    assert FORMAT.read(text) == EXPERIMENT


REFUSALS = [
    ("", "", "the file is empty"),
    (b" \n ", "", "the file is empty"),
    (b"\xff\xfe{\x00", "", "not UTF-8 text (byte 0); save the file in the encoding UTF-8"),
    (
        b'{"title": "\xe4"}',
        "",
        "not UTF-8 text (byte 11); save the file in the encoding UTF-8",
    ),
    (
        '{\n  "format": "x",\n}',
        "",
        'not valid JSON at line 3, column 1: expected a key in double quotes or "}" '
        "(a comma too many?)",
    ),
    (
        '{"a": 1 "b": 2}',
        "",
        "not valid JSON at line 1, column 9: expected a comma or a closing bracket",
    ),
    ('{"a" 1}', "", "not valid JSON at line 1, column 6: expected a colon after the key"),
    (
        '{"a": yes}',
        "",
        "not valid JSON at line 1, column 7: expected a value "
        "(a comma too many, or a text without quotes?)",
    ),
    (
        "{} {}",
        "",
        "not valid JSON at line 1, column 4: remove what follows the end of the experiment",
    ),
    (
        '{"a": "b',
        "",
        "not valid JSON at line 1, column 7: a text begins here whose closing quote is missing",
    ),
    (
        '{"a": "b\nc"}',
        "",
        "not valid JSON at line 1, column 9: write a line break in a text as \\n and a tab as \\t",
    ),
    (
        '{"a": "C:\\data"}',
        "",
        "not valid JSON at line 1, column 10: write a backslash in a text as \\\\",
    ),
    ("[" * 200_000, "", "lists and objects are nested too deeply"),
    ('{"a": 1, "a": 2}', "", 'the key "a" stands here twice; remove one'),
    (
        '{"runs": [{}, {"optimizer": {"rate": 1, "b": 3, "rate": 2}}]}',
        "runs[1].optimizer",
        'the key "rate" stands here twice; remove one',
    ),
    (
        '{"a b": {"": 1, "": 2}}',
        '["a b"]',
        'the key "" stands here twice; remove one',
    ),
    ('{"a": {"b": 1, "b": 2}, "a": 3}', "", 'the key "a" stands here twice; remove one'),
]


@pytest.mark.parametrize(("text", "path", "reason"), REFUSALS)
def test_that_text_that_is_no_json_is_refused_with_its_place(text, path, reason):
    with pytest.raises(ExperimentError) as caught:
        FORMAT.read(text)
    assert (caught.value.path, caught.value.reason) == (path, reason)


@pytest.mark.parametrize(
    ("literal", "found"),
    [
        ("NaN", "NaN"),
        ("Infinity", "Infinity"),
        ("-Infinity", "-Infinity"),
        ("1e999", "Infinity"),
        ("9" * 5000, "Infinity"),
    ],
)
def test_that_numbers_that_are_not_finite_are_refused_where_they_stand(literal, found):
    text = TEXT.replace('{"method": "gd"', '{"method": "gd", "learning_rate": ' + literal)
    with pytest.raises(ExperimentError) as caught:
        FORMAT.read(text)
    assert caught.value.path == "runs[0].optimizer.learning_rate"
    assert caught.value.reason == f"expected a number > 0, got {found}"


@pytest.mark.parametrize("kind", [bytes, str])
def test_that_more_than_64_mib_are_refused_before_parsing(kind):
    # Had it been parsed, it would be empty.
    text = b" " * (LARGEST_FILE + 1)
    with pytest.raises(ExperimentError, match="larger than 64 MiB"):
        FORMAT.read(text if kind is bytes else text.decode())
    with pytest.raises(ExperimentError, match="empty"):
        FORMAT.read(text[:-1])


@given(st.text() | st.binary())
def test_that_arbitrary_text_raises_no_other_error(text):
    with pytest.raises(ExperimentError):
        FORMAT.read(text)


@given(st.integers(0, len(TEXT)), st.text(max_size=3))
def test_that_a_damaged_file_raises_no_other_error(position, inserted):
    for text in (TEXT[:position], TEXT[:position] + inserted + TEXT[position + 1 :]):
        with suppress(ExperimentError):
            FORMAT.read(text)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(JSON)
def test_that_json_is_decoded_as_the_standard_library_does(value):
    text = json.dumps(value)
    assert decode(text) == json.loads(text)
