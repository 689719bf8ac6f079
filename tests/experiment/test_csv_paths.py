import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from experiment_samples import FORMAT, small_file

from gdstudio.experiment import CsvSource, read_file, write_file

OBJECTIVE = {"kind": "regression", "dataset": {"csv": "a.csv", "inputs": ["x"], "target": "y"}}
EXPERIMENT = FORMAT.from_json(small_file(objective=OBJECTIVE))


def path_of(experiment):
    source = experiment.objective.dataset.source
    assert isinstance(source, CsvSource)
    return source.path


def with_path(path):
    dataset = EXPERIMENT.objective.dataset
    source = replace(dataset.source, path=str(path))
    changed = replace(EXPERIMENT.objective, dataset=replace(dataset, source=source))
    return replace(EXPERIMENT, objective=changed)


def stated_in(file):
    return json.loads(file.read_text(encoding="utf-8"))["objective"]["dataset"]["csv"]


def folder_in(parent, name):
    folder = parent / name
    folder.mkdir(parents=True)
    return folder


@pytest.mark.parametrize(
    ("stated", "meant"),
    [
        ("a.csv", "project/a.csv"),
        ("data/a.csv", "project/data/a.csv"),
        ("../a.csv", "a.csv"),
        ("./täler & co.csv", "project/täler & co.csv"),
    ],
)
def test_that_a_path_in_a_file_is_relative_to_the_file(tmp_path, stated, meant):
    folder = folder_in(tmp_path, "project")
    file = folder / "e.gds.json"
    file.write_text(FORMAT.write(with_path(stated)), encoding="utf-8")
    assert path_of(read_file(FORMAT, file)) == str(tmp_path.resolve() / Path(meant))


def test_that_an_absolute_path_in_a_file_stays_as_it_is(tmp_path):
    file, data = tmp_path / "e.gds.json", tmp_path.resolve() / "else" / "a.csv"
    file.write_text(FORMAT.write(with_path(data)), encoding="utf-8")
    assert path_of(read_file(FORMAT, file)) == str(data)


@pytest.mark.parametrize(
    ("place", "stated"),
    [
        ("project", "data/a.csv"),
        ("project/data", "a.csv"),
        ("other/far", "../../project/data/a.csv"),
    ],
)
def test_that_a_saved_experiment_finds_its_data_from_every_folder(tmp_path, place, stated):
    home = tmp_path.resolve()
    folder = home / place
    folder.mkdir(parents=True)
    file = folder / "e.gds.json"
    experiment = with_path(home / "project" / "data" / "a.csv")
    write_file(FORMAT, file, experiment)
    assert stated_in(file) == stated
    assert read_file(FORMAT, file) == experiment


def test_that_a_folder_may_be_moved_as_a_whole(tmp_path):
    home = tmp_path.resolve()
    before = folder_in(home, "before")
    write_file(FORMAT, before / "e.gds.json", with_path(before / "a.csv"))
    before.rename(home / "after")
    assert path_of(read_file(FORMAT, home / "after" / "e.gds.json")) == str(home / "after/a.csv")


def test_that_a_path_in_memory_is_relative_to_the_current_folder(tmp_path, monkeypatch):
    folder = folder_in(tmp_path, "saved")
    monkeypatch.chdir(tmp_path)
    write_file(FORMAT, Path("saved") / "e.gds.json", with_path(Path("data") / "a.csv"))
    assert stated_in(folder / "e.gds.json") == "../data/a.csv"
    read = read_file(FORMAT, Path("saved") / "e.gds.json")
    assert path_of(read) == str(tmp_path.resolve() / "data" / "a.csv")


@pytest.mark.skipif(os.name == "nt", reason="links need a right on Windows")
def test_that_a_linked_file_finds_its_data_where_it_really_is(tmp_path):
    home = tmp_path.resolve()
    real, linked = folder_in(home, "a/real"), folder_in(home, "linked")
    link = linked / "e.gds.json"
    link.symlink_to(real / "e.gds.json")
    experiment = with_path(real / "a.csv")
    write_file(FORMAT, link, experiment)
    assert stated_in(real / "e.gds.json") == "a.csv"
    assert read_file(FORMAT, link) == read_file(FORMAT, real / "e.gds.json") == experiment


def test_that_text_without_a_folder_keeps_its_path():
    assert path_of(FORMAT.read(FORMAT.write(EXPERIMENT))) == "a.csv"


def test_that_the_path_stays_absolute_where_no_relative_one_leads(tmp_path, monkeypatch):
    def refuse(path, start):
        raise ValueError("path is on mount 'C:', start on mount 'D:'")

    monkeypatch.setattr(os.path, "relpath", refuse)
    experiment = with_path(tmp_path / "a.csv")
    write_file(FORMAT, tmp_path / "e.gds.json", experiment)
    assert stated_in(tmp_path / "e.gds.json") == str(tmp_path / "a.csv")


@pytest.mark.parametrize(
    "objective",
    [
        {"kind": "function", "expression": "x^2"},
        {"kind": "regression", "dataset": {"name": "moons"}},
        {"kind": "regression", "dataset": {"inputs": [[1]], "targets": [[2]]}},
    ],
)
def test_that_other_experiments_are_the_same_in_every_folder(tmp_path, objective):
    experiment = FORMAT.from_json(small_file(objective=objective))
    write_file(FORMAT, tmp_path / "e.gds.json", experiment)
    assert read_file(FORMAT, tmp_path / "e.gds.json") == experiment
