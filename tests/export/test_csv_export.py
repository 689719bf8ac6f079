import csv
import math
import struct
from pathlib import Path

import pytest
from exported import one_with_infinities, two_runs

from gdstudio.export.csv import write_csv
from gdstudio.simulation.run import RunResult


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def bits(value: float) -> bytes:
    return struct.pack("<d", math.nan if math.isnan(value) else value)


def assert_round_trip(results: tuple[RunResult, ...], path: Path) -> None:
    write_csv(results, path)
    header, *lines = rows_of(path)
    names = list(results[0].parameter_names)
    assert header == ["run", "step", "loss", "gradient_norm", "learning_rate", *names]
    assert len(lines) == sum(len(result.steps) for result in results)
    expected = [
        (int(result.steps[row]), result.losses[row], result.gradient_norms[row],
         result.learning_rates[row], *result.parameters[row])
        for result in results
        for row in range(len(result.steps))
    ]  # fmt: skip
    for line, values in zip(lines, expected, strict=True):
        assert int(line[1]) == values[0]
        assert [bits(float(cell)) for cell in line[2:]] == [bits(each) for each in values[1:]]


def test_that_every_number_reads_back_exactly(tmp_path: Path) -> None:
    assert_round_trip(two_runs(), tmp_path / "out.csv")
    assert_round_trip((one_with_infinities(),), tmp_path / "odd.csv")


def test_that_lines_are_utf8_and_end_as_on_unix(tmp_path: Path) -> None:
    write_csv(two_runs(), tmp_path / "out.csv")
    content = (tmp_path / "out.csv").read_bytes()
    assert b"\r" not in content
    assert content.endswith(b"\n")
    assert content.startswith(b"run,step,loss,gradient_norm,learning_rate,x,y\n")
    assert "Läufer, “eins”" in content.decode("utf-8")


def test_that_labels_are_whole_and_never_formulas(tmp_path: Path) -> None:
    write_csv(two_runs(), tmp_path / "out.csv")
    labels = {line[0] for line in rows_of(tmp_path / "out.csv")[1:]}
    assert labels == {"Läufer, “eins”", "'=1+1"}


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t"])
def test_that_a_spreadsheet_takes_no_label_for_a_formula(tmp_path: Path, first: str) -> None:
    odd = one_with_infinities()
    result = RunResult(f"{first}cmd", odd.parameter_names, odd.trace, odd.outcome, odd.message)
    write_csv((result,), tmp_path / "out.csv")
    assert all(line[0] == f"'{first}cmd" for line in rows_of(tmp_path / "out.csv")[1:])


def test_that_no_results_are_a_header(tmp_path: Path) -> None:
    write_csv((), tmp_path / "out.csv")
    assert rows_of(tmp_path / "out.csv") == [
        ["run", "step", "loss", "gradient_norm", "learning_rate"]
    ]


def test_that_runs_of_one_name_are_told_apart(tmp_path: Path) -> None:
    one = two_runs()[0]
    write_csv((one, one), tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(newline="") as file:
        names = {row["run"] for row in csv.DictReader(file)}
    assert len(names) == 2
