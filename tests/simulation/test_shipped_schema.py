import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from simulated import ALL_METHODS, experiment

import gdstudio as gd
from gdstudio.assets import asset
from gdstudio.engine.schedules import SCHEDULES
from gdstudio.experiment import load_gallery
from gdstudio.simulation.files import FORMAT
from gdstudio.simulation.vocabulary import VOCABULARY

SHIPPED = json.loads(asset("experiment.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SHIPPED)
GALLERY = [entry.key for entry in load_gallery()]


def file(**changes: Any) -> dict[str, Any]:
    return {
        "format": "gdstudio.experiment",
        "version": 1,
        "objective": {"kind": "function", "expression": "x^2"},
        "runs": [{"optimizer": {"method": "gd"}}],
        **changes,
    }


def test_that_the_shipped_schema_is_that_of_the_code() -> None:
    # To write it anew: python tests/simulation/write_schema.py
    assert json.loads(json.dumps(FORMAT.schema())) == SHIPPED
    assert list(SHIPPED) == list(FORMAT.schema())


def test_that_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SHIPPED)


def test_that_the_smallest_file_is_valid() -> None:
    VALIDATOR.validate(file())


@pytest.mark.parametrize("key", GALLERY)
def test_that_a_function_of_the_gallery_is_valid_by_name_and_written_out(
    key: str, tmp_path: Path
) -> None:
    named = file(objective={"kind": "function", "name": key})
    VALIDATOR.validate(named)
    gd.save(FORMAT.from_json(named), tmp_path / "out.gds.json")
    written = json.loads((tmp_path / "out.gds.json").read_text(encoding="utf-8"))
    VALIDATOR.validate(written)
    assert FORMAT.from_json(written) == FORMAT.from_json(named)


@pytest.mark.parametrize(
    "optimizer", ALL_METHODS, ids=lambda each: "-".join(map(str, each.values()))
)
def test_that_every_method_that_the_program_writes_is_valid(optimizer: dict[str, Any]) -> None:
    VALIDATOR.validate(FORMAT.to_json(experiment("x^2", (1.0,), optimizer, noise=0.5)))


@pytest.mark.parametrize("kind", SCHEDULES)
def test_that_every_schedule_that_the_program_writes_is_valid(kind: str) -> None:
    given = {"one_cycle": {"max": 1, "total": 100}}.get(kind, {})
    optimizer = {"method": "gd", "schedule": {"kind": kind, **given}}
    VALIDATOR.validate(FORMAT.to_json(experiment("x^2", (1.0,), optimizer)))


def data_objectives() -> list[dict[str, Any]]:
    """Return objectives that name every word on data at least once."""
    words, data = VOCABULARY, {"name": "moons"}
    hidden = [{"units": 2, "activation": key} for key in words.activations]
    network = {"kind": "network", "layers": [*hidden, {"units": 1}], "dataset": data}
    return [
        *({**network, "loss": key} for key in words.losses),
        *({**network, "init": {"scheme": key}} for key in words.inits),
        *({**network, "dataset": {"name": key}} for key in words.generators),
        *({"kind": "regression", "model": each, "dataset": data} for each in MODELS),
        *({"kind": "regression", "loss": key, "dataset": data} for key in words.losses),
    ]


MODELS = ("linear", "polynomial", "logistic")


@pytest.mark.parametrize("objective", data_objectives(), ids=str)
def test_that_every_word_on_data_is_valid_short_and_written_out(objective: dict[str, Any]) -> None:
    short = file(objective=objective)
    VALIDATOR.validate(short)
    written = FORMAT.to_json(FORMAT.from_json(short))
    VALIDATOR.validate(written)
    assert FORMAT.from_json(written) == FORMAT.from_json(short)


@pytest.mark.parametrize(
    "wrong",
    [
        {"format": "something else"},
        {"version": 2},
        {"objective": {"kind": "function"}},
        {"objective": {"kind": "function", "name": "nowhere"}},
        {"objective": {"kind": "function", "expression": 5}},
        {"runs": []},
        {"runs": [{}]},
        {"runs": [{"optimizer": {"method": "newton"}}]},
        {"runs": [{"optimizer": {"method": "gd", "momentum": 0.9}}]},
        {"runs": [{"optimizer": {"method": "gd", "learning_rate": 0}}]},
        {"runs": [{"optimizer": {"method": "gd", "learning_rate": "fast"}}]},
        {"runs": [{"optimizer": {"method": "momentum", "momentum": 1}}]},
        {"runs": [{"optimizer": {"method": "adam", "convention": "caffe"}}]},
        {"runs": [{"optimizer": {"method": "gd"}, "color": "red"}]},
        {"stop": {"max_steps": 0}},
        {"stop": {"patience": 3}},
        {"seed": -1},
        {"seed": 1.5},
        {"start": "here"},
        {"surprise": 1},
        {"objective": {"kind": "regression"}},
        {"objective": {"kind": "regression", "dataset": {"name": "nowhere"}}},
        {"objective": {"kind": "regression", "dataset": {"name": "moons", "turns": 2}}},
        {"objective": {"kind": "regression", "degree": 2, "dataset": {"name": "line"}}},
        {"objective": {"kind": "network", "layers": [], "dataset": {"name": "moons"}}},
        {"objective": {"kind": "network", "layers": [{"units": 0}], "dataset": {"name": "moons"}}},
        {"evaluation": {"interval": 0}},
    ],
    ids=str,
)
def test_that_schema_and_program_refuse_the_same(wrong: dict[str, Any]) -> None:
    assert not VALIDATOR.is_valid(file(**wrong))
    with pytest.raises(gd.ExperimentError):
        FORMAT.from_json(file(**wrong))


def test_that_the_schema_knows_every_word() -> None:
    text = json.dumps(SHIPPED)
    words = VOCABULARY
    on_data = (*words.activations, *words.losses, *words.inits, *words.generators, *MODELS)
    for word in (*words.methods, *words.schedules, *GALLERY, *on_data):
        assert f'"{word}"' in text
