import math

import pytest

from gdstudio.ui.number_text import grouped, rounded_within, short_number


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "0"), (999, "999"), (1000, "1 000"), (10_000_000, "10 000 000"), (-1234, "−1 234")],
)
def test_that_thousands_are_told_apart_by_thin_spaces(number: int, text: str) -> None:
    assert grouped(number) == text.replace(" ", "\u2009")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (0.125, "0.125"),
        (1.0, "1"),
        (-2.5, "−2.5"),
        (1234.0, "1230"),
        (99_950.0, "1e5"),
        (12_345_678.0, "1.23e7"),
        (1.25e-4, "0.000125"),
        (1.2e-5, "1.2e−5"),
        (1e300, "1e300"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
        (math.nan, "?"),
    ],
)
def test_that_a_short_number_keeps_three_digits(value: float, text: str) -> None:
    assert short_number(value) == text


@pytest.mark.parametrize(
    ("value", "size", "rounded"),
    [
        (-2.4858384, 0.0217, -2.49),
        (1.23456, 0.01, 1.23),
        (1234.5678, 3.0, 1235.0),
        (1234.5678, 60.0, 1230.0),
        (1.2345e-7, 1e-9, 1.23e-7),
        (0.30000000000000004, 0.05, 0.3),
        (-0.001, 0.5, 0.0),
    ],
)
def test_that_a_number_is_rounded_within_a_size(value: float, size: float, rounded: float) -> None:
    assert rounded_within(value, size) == rounded
    assert abs(rounded_within(value, size) - value) <= size / 2 + 1e-15
