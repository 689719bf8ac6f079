import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gdstudio.experiment.layout import WIDTH, layout

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=30,
)


@given(JSON)
def test_that_what_is_laid_out_reads_back_the_same(value):
    text = layout(value)
    assert json.loads(text) == value
    assert text.endswith("\n")


@given(st.floats(allow_nan=False, allow_infinity=False))
@example(-0.0)
@example(5e-324)
@example(1.7976931348623157e308)
@example(1e23)
@example(123456789012345680.0)
def test_that_floats_read_back_to_the_last_bit(value):
    assert float(json.loads(layout(value))).hex() == value.hex()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.0, "-0.0"),
        (2.0, "2"),
        (0.1, "0.1"),
        (1e-8, "1e-8"),
        (1e12, "1e12"),
        (-2500000.0, "-2500000"),
        (-25000000.0, "-25e6"),
        (1e23, "1e23"),
        (1.5e300, "1.5e300"),
        (2**63 - 1, "9223372036854775807"),
        (True, "true"),
        (None, "null"),
        ("ä\n", '"ä\\n"'),
        ([], "[]"),
        ({}, "{}"),
    ],
)
def test_that_values_are_written_as_short_as_people_write_them(value, text):
    assert layout(value) == text + "\n"


def test_that_what_fits_stands_on_one_line():
    value = {"domain": [[-3, 3], [0, 1.5]], "batch": {"size": None}, "names": ["a" * 60, "b" * 60]}
    assert layout(value) == (
        "{\n"
        '  "domain": [[-3, 3], [0, 1.5]],\n'
        '  "batch": {"size": null},\n'
        '  "names": [\n'
        f'    "{"a" * 60}",\n'
        f'    "{"b" * 60}"\n'
        "  ]\n"
        "}\n"
    )


def test_that_a_long_list_of_numbers_fills_its_lines():
    lines = layout({"start": [0.25] * 100}).splitlines()
    assert max(map(len, lines)) <= WIDTH
    assert len(lines) == 11


def test_that_numbers_that_are_not_finite_are_not_written():
    with pytest.raises(ValueError, match="JSON has no nan"):
        layout([float("nan")])
