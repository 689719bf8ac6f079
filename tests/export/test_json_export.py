import json
import math
from pathlib import Path
from typing import Any

import numpy as np
from exported import one_training, one_with_infinities, two_runs

import gdstudio as gd
from gdstudio.export.json import write_json


def refuse(constant: str) -> None:
    raise AssertionError(f"{constant} is not JSON")


def read(path: Path) -> Any:
    text = path.read_text(encoding="utf-8")
    assert text.endswith("}\n")
    return json.loads(text, parse_constant=refuse)


def test_that_runs_are_whole_and_exact(tmp_path: Path) -> None:
    results = two_runs()
    write_json(results, tmp_path / "out.json")
    document = read(tmp_path / "out.json")
    assert (document["format"], document["version"]) == ("gdstudio.results", 1)
    assert len(document["runs"]) == 2
    for run, result in zip(document["runs"], results, strict=True):
        assert result.outcome is not None
        assert run["label"] == result.label
        assert run["outcome"] == result.outcome.name.lower()
        assert run["message"] == result.message
        assert run["names"] == ["x", "y"]
        for name in ("steps", "parameters", "losses", "gradient_norms", "learning_rates"):
            np.testing.assert_array_equal(np.array(run[name]), getattr(result, name))


def test_that_a_training_has_its_evaluations(tmp_path: Path) -> None:
    result = one_training()
    write_json((result,), tmp_path / "out.json")
    (run,) = read(tmp_path / "out.json")["runs"]
    assert run["names"] == ["w", "b"]
    for name in ("evaluated_steps", "train_losses", "test_losses", "test_accuracies"):
        np.testing.assert_array_equal(np.array(run[name]), getattr(result, name))


def test_that_infinities_are_texts_that_read_back(tmp_path: Path) -> None:
    result = one_with_infinities()
    write_json((result,), tmp_path / "out.json")
    (run,) = read(tmp_path / "out.json")["runs"]
    assert run["losses"] == [5e-324, "Infinity", "-Infinity", "NaN"]
    assert run["parameters"] == [[0.1], ["Infinity"], ["-Infinity"], ["NaN"]]
    np.testing.assert_array_equal([float(each) for each in run["losses"]], result.losses)


def test_that_eleven_runs_are_not_mixed_up(tmp_path: Path) -> None:
    results = [gd.minimize("x^2", [float(i)], steps=1) for i in range(11)]
    write_json(results, tmp_path / "out.json")
    runs = read(tmp_path / "out.json")["runs"]
    assert [run["parameters"][0] for run in runs] == [[float(i)] for i in range(11)]


def test_that_a_run_without_an_outcome_says_so(tmp_path: Path) -> None:
    odd = one_with_infinities()
    going = type(odd)(odd.label, odd.parameter_names, odd.trace, None, "")
    write_json((going,), tmp_path / "out.json")
    (run,) = read(tmp_path / "out.json")["runs"]
    assert run["outcome"] == "running"
    assert math.isclose(run["gradient_norms"][0], 1 / 3, rel_tol=0)
