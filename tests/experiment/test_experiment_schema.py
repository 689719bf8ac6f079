import json

import pytest
from experiment_samples import FORMAT, function, runs, small_file
from experiment_strategies import damaged, experiments
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from gdstudio.experiment import ExperimentError

VALIDATOR = Draft202012Validator(FORMAT.schema())

# What only the reader can know: whether formulas are formulas, whether lengths agree, low < high.
BEYOND_SCHEMA = (
    *("objective.expression", "objective.variables", "objective.domain", "objective.layers"),
    *("objective.dataset.inputs[", "objective.dataset.target"),
)


def refusal(raw):
    """Return the reader's error, or None."""
    try:
        FORMAT.from_json(raw)
    except ExperimentError as error:
        return error
    return None


def test_that_the_schema_is_a_schema_and_json():
    Draft202012Validator.check_schema(FORMAT.schema())
    assert json.loads(json.dumps(FORMAT.schema())) == FORMAT.schema()


@given(experiments())
def test_that_written_files_validate(experiment):
    VALIDATOR.validate(json.loads(FORMAT.write(experiment)))


@pytest.mark.parametrize(
    "raw",
    [
        small_file(),
        small_file(objective={"kind": "function", "name": "rosenbrock"}),
        small_file(start=None, seed=3.0),
        small_file(runs=runs({"method": "adam", "convention": "keras"}, {"method": "adam"})),
        small_file(runs=runs({"method": "gd", "schedule": None, "clip_norm": None})),
    ],
)
def test_that_short_files_validate(raw):
    VALIDATOR.validate(raw)
    assert refusal(raw) is None


@pytest.mark.parametrize(
    "raw",
    [
        small_file(version=2),
        small_file(version=True),
        small_file(sed=1),
        small_file(title="a\nb"),
        small_file(title="x" * 201),
        small_file(seed=True),
        small_file(seed=2**64),
        small_file(start=["1", 2]),
        small_file(start=[]),
        small_file(objective={"kind": "network"}),
        small_file(objective={"kind": "function"}),
        small_file(objective={"kind": "function", "name": "nothing"}),
        small_file(objective=function(name="sphere")),
        small_file(objective=function(name="sphere", variables=["x", "y"])),
        small_file(objective={"kind": "function", "name": "sphere", "variables": ["x", "y"]}),
        small_file(objective=function(variables=["x", "x"])),
        small_file(objective=function(domain=[[0, 1, 2], [0, 1]])),
        small_file(runs=[]),
        small_file(runs=[{"optimizer": {"method": "gd"}, "color": "red"}]),
        small_file(runs=runs({"method": "adm"})),
        small_file(runs=runs({"method": "gd", "beta1": 0.5})),
        small_file(runs=runs({"method": "gd", "convention": "pytorch"})),
        small_file(runs=runs({"method": "adam", "convention": "lecture"})),
        small_file(runs=runs({"method": "gd", "schedule": {"kind": "cosine"}})),
        small_file(runs=runs({"method": "gd", "learning_rate": 0})),
    ],
)
def test_that_what_the_reader_refuses_does_not_validate(raw):
    assert refusal(raw) is not None
    assert not VALIDATOR.is_valid(raw)


@settings(max_examples=500)
@given(damaged(experiments().map(FORMAT.to_json)))
def test_that_reader_and_schema_agree_on_damaged_files(raw):
    error = refusal(raw)
    if error is None:
        VALIDATOR.validate(raw)
    elif not error.path.startswith(BEYOND_SCHEMA) and not error.path.endswith("start"):
        assert not VALIDATOR.is_valid(raw), str(error)


def test_that_defaults_are_in_the_schema():
    properties = FORMAT.schema()["properties"]
    assert properties["seed"]["default"] == 0
    assert properties["batch"]["default"] == {"size": None, "shuffle": True}
    assert "default" not in properties["objective"]
