import json
from contextlib import nullcontext

import pytest
from cli_samples import experiment_file, python

from gdstudio.cli import critical, main

HIMMELBLAU = {"kind": "function", "name": "himmelblau"}
ON_DATA = {"kind": "regression", "dataset": {"name": "line"}}
BARE = """
import sys
sys.modules["PySide6"] = sys.modules["pyqtgraph"] = None
from gdstudio.cli import main
sys.exit(main(sys.argv[1:]))
"""


def shown(path, capsys):
    assert main(["critical", str(path)]) == 0
    output = capsys.readouterr()
    assert output.err == ""
    return output.out.splitlines()


def test_that_the_table_has_kind_place_value_and_eigenvalues(tmp_path, capsys):
    lines = shown(experiment_file(tmp_path), capsys)
    assert lines == [
        "f(x) = x^4 - 5x^2 - 3x",
        "Kind                  x          Value   Eigenvalues",
        "minimum     1.713939436   -11.20033471        25.251",
        "  the lowest found; known from the gallery",
        "minimum    -1.401771248   -1.758421271         13.58",
        "  known from the gallery",
        "maximum   -0.3121681883   0.4587559792       -8.8306",
        "Found 2 minima and 1 maximum in -5 ≤ x ≤ 5.",
    ]


def test_that_two_variables_are_confirmed(tmp_path, capsys):
    lines = shown(experiment_file(tmp_path, objective=HIMMELBLAU, start=[0, 0]), capsys)
    assert lines[-2] == ("Found 4 minima, 4 saddles and 1 maximum in -6 ≤ x ≤ 6, -6 ≤ y ≤ 6.")
    assert lines[-1].startswith("The gradient turns round the edge")
    assert sum(line.startswith("saddle") for line in lines) == 4


def test_that_json_has_every_digit(tmp_path, capsys):
    path = experiment_file(tmp_path, objective=HIMMELBLAU, start=[0, 0])
    assert main(["critical", str(path), "--json"]) == 0
    output = capsys.readouterr().out
    assert output.isascii()
    found = json.loads(output)
    assert found["variables"] == ["x", "y"]
    assert found["domain"] == [[-6, 6], [-6, 6]]
    assert [each["kind"] for each in found["points"]].count("saddle") == 4
    assert found["confirmed"] is True
    assert found["complete"] is True
    three_two = [each for each in found["points"] if each["point"] == [3, 2]]
    assert three_two[0]["known"] is True
    # The closed form of the Hessian there: [[74, 20], [20, 34]].
    assert three_two[0]["eigenvalues"] == pytest.approx([25.71572876, 82.28427125])
    assert sum(each["lowest_found"] for each in found["points"]) == 1


def test_that_kinks_curves_and_flat_parts_are_said(tmp_path, capsys):
    lines = shown(
        experiment_file(tmp_path, objective={"kind": "function", "expression": "|x|"}, start=[2]),
        capsys,
    )
    assert any(line.startswith("minimum in a kink") for line in lines)
    circle = {"kind": "function", "expression": "(x^2 + y^2 - 1)^2"}
    lines = shown(experiment_file(tmp_path, objective=circle, start=[1, 1]), capsys)
    assert any("one of a whole curve" in line for line in lines)
    flat = {"kind": "function", "expression": "floor(x)"}
    lines = shown(experiment_file(tmp_path, objective=flat), capsys)
    assert lines[1].startswith("Found no critical point in")
    assert lines[2].startswith("The function is constant in a part")


def test_that_json_has_no_numbers_in_a_kink(tmp_path, capsys):
    kink = {"kind": "function", "name": "absolute_value"}
    assert main(["critical", str(experiment_file(tmp_path, objective=kink)), "--json"]) == 0
    (only,) = json.loads(capsys.readouterr().out)["points"]
    assert only["eigenvalues"] == [None]
    assert only["gradient_norm"] is None


def test_that_data_are_refused_in_a_sentence(tmp_path, capsys):
    path = experiment_file(tmp_path, objective=ON_DATA, start=None)
    assert main(["critical", str(path)]) == 2
    complaint = capsys.readouterr().err
    assert complaint.count("\n") == 1
    assert "objective: critical points are found of functions alone" in complaint


@pytest.mark.parametrize("arguments", [[], ["none.gds.json"], ["a", "b"], ["--jsn", "a"]])
def test_that_bad_usage_and_bad_files_are_one_line(tmp_path, monkeypatch, capsys, arguments):
    monkeypatch.chdir(tmp_path)
    assert main(["critical", *arguments]) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.count("\n") == 1


def test_that_an_interrupted_search_shows_what_it_has_found(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(critical, "gentle_interrupt", lambda: nullcontext(lambda: True))
    assert main(["critical", str(experiment_file(tmp_path))]) == 1
    output = capsys.readouterr()
    assert "There may be more than these" in output.out
    assert output.err == "gdstudio: interrupted; there may be more critical points than these\n"


def test_that_nobody_promises_all_points_of_many_variables(tmp_path, capsys):
    bowl = {"kind": "function", "name": "bowl_3d"}
    lines = shown(experiment_file(tmp_path, objective=bowl, start=[1, 1, 1]), capsys)
    assert lines[-1] == "Of more than two variables, some may have been missed."


def test_that_no_qt_is_needed(tmp_path):
    done = python(BARE, "critical", experiment_file(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
