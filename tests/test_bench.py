import math

import numpy as np
import pytest

from tests.bench.figures import Figure, Measurement
from tests.bench.growth import grown, held, straight_line
from tests.bench.readme import ROWS, markdown, worst

FACTS = {"CPUs": "2", "Python": "3.12.1"}


def startup(*figures: Figure) -> dict[str, Measurement]:
    return {"startup": Measurement("Start", "Nine starts each.", figures)}


def lines_of(results: dict[str, Measurement]) -> list[str]:
    return markdown(FACTS, results).splitlines()


def test_that_the_table_says_what_was_measured_and_asked_and_whether_it_is_met() -> None:
    lines = lines_of(
        startup(
            Figure("first paint, ours / bare", 1.2345, "×", 1.3),
            Figure("picture after first paint", 1.62, "s", 1.5),
        )
    )
    assert lines == [
        "| | measured | asked | met |",
        "|---|---:|---:|---|",
        "| First paint, against a bare window | 1.23 × | ≤ 1.3 × | yes |",
        "| First picture after first paint | 1.62 s | ≤ 1.5 s | no |",
        "",
        "Measured on: CPUs 2, Python 3.12.1.",
    ]


def test_that_what_is_not_installed_is_said_in_its_row() -> None:
    figure = Figure(
        "2-8-8-1, batch 30, driver / JAX", math.nan, "×", 1.0, True, "JAX is not installed"
    )
    (line,) = lines_of({"training": Measurement("Training", "In turns.", (figure,))})[2:3]
    assert line == "| Training 2-8-8-1, against JAX | JAX is not installed | ≥ 1 × |  |"


def test_that_a_part_that_could_not_be_measured_says_why() -> None:
    results = {"frozen": Measurement("Frozen", "There is no bundle: build one.", ())}
    assert any("not measured: There is no bundle: build one." in line for line in lines_of(results))


def test_that_the_worst_of_several_stands_in_the_table() -> None:
    gaps = [Figure("gap", value, "ms", 50.0) for value in (20.0, 60.0, math.nan)]
    rates = [Figure("rate", value, "1/s", 30.0, True) for value in (40.0, 25.0, 61.0)]
    unknown = [Figure("gap", math.nan, "ms", 50.0)]
    assert worst(gaps).value == 60.0
    assert worst(rates).value == 25.0
    assert math.isnan(worst(unknown).value)


def test_that_the_table_is_short_and_has_no_row_twice() -> None:
    assert len(ROWS) <= 30
    assert len({row.text for row in ROWS}) == len(ROWS)
    assert len({(row.part, row.figures) for row in ROWS}) == len(ROWS)


def test_that_a_straight_line_is_found_with_its_error() -> None:
    x = np.arange(12.0)
    noise = np.array([1.0, -1.0] * 6)
    slope, error = straight_line(x, 3.0 * x - 2.0)
    assert slope == pytest.approx(3.0)
    assert error == pytest.approx(0.0, abs=1e-12)
    # The covariance matrix of a fit by NumPy, scaled by the mean square of the residuals.
    expected, covariance = np.polyfit(x, 3.0 * x + noise, 1, cov=True)
    slope, error = straight_line(x, 3.0 * x + noise)
    assert slope == pytest.approx(expected[0])
    assert error == pytest.approx(np.sqrt(covariance[0, 0]))


def test_that_too_few_points_make_no_line() -> None:
    assert all(map(math.isnan, straight_line([1.0], [2.0])))
    slope, error = straight_line([1.0, 3.0], [2.0, 8.0])
    assert slope == 3.0
    assert math.isnan(error)


def test_that_types_of_which_there_are_more_come_in_order() -> None:
    before, after = {"a": 3, "b": 5, "c": 1}, {"a": 9, "b": 5, "c": 3, "d": 1}
    assert grown(before, after) == ["a +6", "c +2", "d +1"]


def test_that_what_a_process_holds_is_counted() -> None:
    assert held()["Python objects"] > 1000.0
    assert all(value > 0.0 for value in held().values())
