import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdstudio.ui.widgets.number_scale import NumberScale, may_become_number, read_number

RATE = NumberScale("log", 0.0, math.inf, 1e-5, 10.0, exclusive_minimum=True)
DECAY = NumberScale("one_minus_log", 0.0, 1.0, 0.0, 0.9999, exclusive_maximum=True)
PLAIN = NumberScale("linear", -5.0, 5.0, -5.0, 5.0, step=0.1)
WEIGHT_DECAY = NumberScale("log", 0.0, 1.0, 1e-6, 1.0)
BATCH = NumberScale("log", 1, 1000, 1, 1000, integer=True)
SCALES = [RATE, DECAY, PLAIN, WEIGHT_DECAY, BATCH]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.01, "0.01"),
        (1e-8, "1e-8"),
        (1e6, "1e6"),
        (100000.0, "100000"),
        (0.123456789012345, "0.123457"),
        (1.0, "1"),
        (-0.5, "-0.5"),
        (0.0, "0"),
        (2.5e-10, "2.5e-10"),
    ],
)
def test_that_numbers_are_written_with_six_digits(value: float, text: str) -> None:
    assert RATE.text(value) == text


def test_that_a_decay_close_to_one_does_not_read_as_one() -> None:
    assert DECAY.text(0.99999999) == "0.99999999"
    assert DECAY.text(0.9) == "0.9"


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_that_the_full_text_reads_back_exactly(value: float) -> None:
    assert read_number(RATE.full_text(value)) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1e-3", 0.001),
        (" 0,5 ", 0.5),
        ("1/4", 0.25),
        ("2^-7", 2.0**-7),
        ("−3", -3.0),
        (".5", 0.5),
        ("5.", 5.0),
    ],
)
def test_that_a_number_is_read_as_a_person_writes_it(text: str, value: float) -> None:
    assert read_number(text) == value


@pytest.mark.parametrize(
    "text", ["", "abc", "1e", "nan", "inf", "1e999", "1_000", "1/0", "(-1)^0.5", "9^9^9", "0x1"]
)
def test_that_what_is_no_number_is_not_read(text: str) -> None:
    assert read_number(text) is None


@given(st.text(max_size=12))
def test_that_reading_never_fails(text: str) -> None:
    value = read_number(text)
    assert value is None or math.isfinite(value)


@pytest.mark.parametrize("text", ["", "-", "0.", "1e", "1e-", "1/", "2^-", "."])
def test_that_the_beginning_of_a_number_is_not_yet_wrong(text: str) -> None:
    assert may_become_number(text)


@pytest.mark.parametrize("text", ["x", "1e5x", "--", "1.2.3"])
def test_that_a_hopeless_text_is_known_at_once(text: str) -> None:
    assert not may_become_number(text)


def test_that_a_logarithmic_scale_steps_1_2_5_10() -> None:
    value, seen = 0.01, []
    for _ in range(4):
        value = RATE.stepped(value, 1)
        seen.append(value)
    assert seen == [0.02, 0.05, 0.1, 0.2]
    assert RATE.stepped(0.03, -1) == 0.02
    assert RATE.stepped(0.003, 10) == 0.03


def test_that_a_decay_steps_in_its_distance_from_one() -> None:
    assert DECAY.stepped(0.9, 1) == 0.95
    assert DECAY.stepped(0.9, -1) == 0.8
    assert DECAY.stepped(0.9, 10) == 0.99
    assert DECAY.stepped(0.5, -1) == 0.0
    assert DECAY.stepped(0.0, -1) == 0.0


def test_that_linear_steps_leave_no_noise_behind() -> None:
    value = 0.0
    for _ in range(3):
        value = PLAIN.stepped(value, 1)
    assert value == 0.3
    assert PLAIN.stepped(0.123, 1) == 0.2
    assert PLAIN.stepped(5.0, 1) == 5.0


def test_that_a_scale_with_zero_reaches_it() -> None:
    assert WEIGHT_DECAY.value_at(0.0) == 0.0
    assert WEIGHT_DECAY.fraction(0.0) == 0.0
    assert WEIGHT_DECAY.stepped(1e-6, -1) == 0.0
    assert WEIGHT_DECAY.stepped(0.0, 1) == 1e-6


def test_that_whole_numbers_stay_whole() -> None:
    assert BATCH.stepped(1, 1) == 2
    assert BATCH.text(32.0) == "32"
    assert not BATCH.contains(1.5)
    assert all(BATCH.value_at(i / 1000) == round(BATCH.value_at(i / 1000)) for i in range(1001))


def test_that_excluded_bounds_are_refused() -> None:
    assert not RATE.contains(0.0)
    assert not DECAY.contains(1.0)
    assert DECAY.contains(0.0)
    assert not RATE.contains(math.inf)
    assert not RATE.contains(math.nan)


@pytest.mark.parametrize("scale", SCALES)
@given(place=st.floats(0.0, 1.0))
def test_that_every_place_on_the_slider_is_an_accepted_value(
    scale: NumberScale, place: float
) -> None:
    assert scale.contains(scale.value_at(place))


@pytest.mark.parametrize("scale", [RATE, DECAY, PLAIN, WEIGHT_DECAY])
@given(place=st.floats(0.05, 1.0))
def test_that_a_value_lies_where_the_slider_was(scale: NumberScale, place: float) -> None:
    assert scale.fraction(scale.value_at(place)) == pytest.approx(place, abs=0.01)


@pytest.mark.parametrize("scale", SCALES)
@given(place=st.floats(0.0, 1.0), steps=st.integers(-12, 12))
def test_that_no_step_leaves_the_range(scale: NumberScale, place: float, steps: int) -> None:
    assert scale.contains(scale.stepped(scale.value_at(place), steps))


@pytest.mark.parametrize(
    "ranges",
    [
        ("log", 0.0, 1.0, 0.0, 1.0, True),
        ("log", -1.0, 1.0, -1.0, 1.0, False),
        ("one_minus_log", 0.0, 1.0, 0.0, 1.0, False),
        ("linear", 0.0, 1.0, 1.0, 1.0, False),
    ],
)
def test_that_an_impossible_slider_is_refused(ranges: tuple) -> None:
    with pytest.raises(ValueError, match="slider"):
        NumberScale(*ranges)
