import json

import pytest

from gdstudio.cli import main
from gdstudio.engine.initialization import INITS
from gdstudio.engine.objectives.activations import ACTIVATIONS
from gdstudio.engine.objectives.losses import LOSSES
from gdstudio.engine.optimizers.registry import OPTIMIZERS
from gdstudio.engine.schedules import SCHEDULES
from gdstudio.experiment import load_gallery
from gdstudio.experiment.datasets.registry import GENERATORS


def records(kind, capsys):
    assert main(["list", kind, "--json"]) == 0
    output = capsys.readouterr()
    assert output.err == ""
    assert output.out.isascii()
    return json.loads(output.out)


def table(kind, capsys):
    assert main(["list", kind]) == 0
    return capsys.readouterr().out.splitlines()


def test_that_functions_for_programs_have_every_detail(capsys):
    first = records("functions", capsys)[0]
    assert first["key"] == "two_valleys"
    assert set(first) >= {
        *("key", "name", "expression", "variables", "domain", "start", "minima", "note")
    }
    assert first["minima"][0]["value"] == pytest.approx(-11.2003347)


def test_that_all_of_each_kind_are_listed(capsys):
    def keys(kind):
        return [record["key"] for record in records(kind, capsys)]

    assert keys("functions") == [entry.key for entry in load_gallery()]
    assert keys("optimizers") == list(OPTIMIZERS)
    assert keys("schedules") == list(SCHEDULES)
    assert keys("datasets") == list(GENERATORS)
    assert keys("activations") == list(ACTIVATIONS)
    assert keys("losses") == list(LOSSES)
    assert keys("inits") == list(INITS)


def test_that_optimizers_for_programs_have_conventions_and_hyperparameters(capsys):
    adam = next(each for each in records("optimizers", capsys) if each["key"] == "adam")
    assert adam["label"] == "Adam"
    assert [each["key"] for each in adam["conventions"]] == ["pytorch", "keras"]
    assert adam["conventions"][1]["defaults"]["epsilon"] == 1e-7
    assert adam["conventions"][0]["defaults"]["epsilon"] == 1e-8
    assert any("\\theta" in line for line in adam["conventions"][0]["formula"])
    beta = adam["hyperparameters"][1]
    assert (beta["name"], beta["minimum"], beta["maximum"]) == ("beta1", 0.0, 1.0)
    assert (beta["minimum_excluded"], beta["maximum_excluded"]) == (False, True)
    assert beta["hint"]
    assert "minimum" not in adam["hyperparameters"][-1]  # a switch has no range


def test_that_schedules_for_programs_have_parameters(capsys):
    one_cycle = next(each for each in records("schedules", capsys) if each["key"] == "one_cycle")
    by_name = {each["name"]: each for each in one_cycle["parameters"]}
    assert by_name["max"]["required"]
    assert by_name["max"]["default"] is None
    assert not by_name["pct_start"]["required"]
    assert by_name["pct_start"]["default"] == 0.3


def test_that_datasets_for_programs_have_columns_noise_and_parameters(capsys):
    by_key = {each["key"]: each for each in records("datasets", capsys)}
    spirals, line = by_key["spirals"], by_key["line"]
    assert (spirals["label"], spirals["targets"]) == ("Spirals", "classes")
    assert (spirals["inputs"], spirals["target"]) == (["x", "y"], "class")
    assert [each["name"] for each in spirals["parameters"]] == ["turns", "classes"]
    assert spirals["parameters"][1]["minimum"] == 2
    assert spirals["noise"] > 0
    assert spirals["hint"]
    assert (line["targets"], line["inputs"]) == ("numbers", ["x"])


def test_that_activations_for_programs_have_formulas_and_the_sigmoid_its_slope(capsys):
    by_key = {each["key"]: each for each in records("activations", capsys)}
    assert [each["name"] for each in by_key["sigmoid"]["parameters"]] == ["slope"]
    assert by_key["sigmoid"]["parameters"][0]["default"] == 1.0
    assert by_key["tanh"]["parameters"] == []
    assert "\\tanh" in by_key["tanh"]["formula"]
    assert by_key["tanh"]["derivative"]
    assert by_key["tanh"]["hint"]


def test_that_losses_for_programs_have_formulas_and_targets(capsys):
    by_key = {each["key"]: each for each in records("losses", capsys)}
    assert by_key["mse"]["targets"] == "numbers"
    assert by_key["cross_entropy"]["targets"] == "classes"
    assert all(each["formula"] and each["derivative"] and each["hint"] for each in by_key.values())


def test_that_inits_for_programs_have_distributions_and_parameters(capsys):
    by_key = {each["key"]: each for each in records("inits", capsys)}
    normal = by_key["normal"]["parameters"][0]
    assert (normal["name"], normal["required"]) == ("std", False)
    assert normal["default"] == INITS["normal"].parameters[0].default
    assert by_key["he_normal"]["parameters"] == []
    assert all(each["formula"] and each["hint"] for each in by_key.values())


def test_that_functions_are_listed_for_people(capsys):
    lines = table("functions", capsys)
    assert lines[0].split() == ["Name", "in", "files", "Name"]
    assert lines[1].split() == ["two_valleys", "Two", "valleys"]
    assert lines[2] == "  f(x) = x^4 - 5x^2 - 3x"
    assert lines[3].startswith("  Plain descent stays ")


def test_that_optimizers_are_listed_for_people_with_ranges_and_conventions(capsys):
    lines = table("optimizers", capsys)
    assert "adam       Adam               pytorch, keras" in lines
    position = lines.index("adam       Adam               pytorch, keras")
    assert lines[position + 1] == (
        "  learning_rate 0.001 (0, inf); beta1 0.9 [0, 1); beta2 0.999 [0, 1);"
        " epsilon 1e-08 (keras 1e-07) [0, inf); amsgrad false"
    )


def test_that_schedules_are_listed_for_people(capsys):
    lines = table("schedules", capsys)
    assert "  no parameters" in lines
    assert "  decay 0.01 [0, inf)" in lines
    assert any("max (must be given) (0, inf); " in line for line in lines)


def test_that_datasets_are_listed_for_people_with_their_ranges(capsys):
    lines = table("datasets", capsys)
    assert lines[0].split() == ["Name", "in", "files", "Name", "Inputs", "Targets"]
    position = next(index for index, line in enumerate(lines) if line.startswith("blobs "))
    assert lines[position].split() == ["blobs", "Blobs", "x,", "y", "classes"]
    assert lines[position + 1] == "  noise 0.2 [0, 1e+06]; classes 2 [2, 10]"


def test_that_activations_inits_and_losses_are_listed_for_people(capsys):
    lines = table("activations", capsys)
    assert lines[lines.index("sigmoid      Sigmoid") + 1] == "  slope 1 (0, inf)"
    lines = table("inits", capsys)
    position = next(index for index, line in enumerate(lines) if line.startswith("uniform "))
    assert lines[position + 1] == "  limit 0.5 [0, 1e+06]"
    lines = table("losses", capsys)
    assert lines[0].split() == ["Loss", "Name", "Targets"]
    assert any(line.split()[0] == "huber" and line.endswith("numbers") for line in lines)
