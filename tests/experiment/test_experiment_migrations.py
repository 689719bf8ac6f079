import pytest
from experiment_samples import FORMAT, VOCABULARY, small_file

from gdstudio.experiment import ExperimentError, ExperimentFormat
from gdstudio.experiment.migrations import CURRENT_VERSION, MIGRATIONS


def name_to_title(raw):
    return {**{key: value for key, value in raw.items() if key != "name"}, "title": raw["name"]}


def exclaim(raw):
    return {**raw, "title": raw["title"] + "!"}


THIRD = ExperimentFormat(VOCABULARY, version=3, migrations={1: name_to_title, 2: exclaim})


def test_that_older_files_pass_through_every_migration_in_turn():
    assert THIRD.from_json(small_file(version=1, name="A")).title == "A!"
    assert THIRD.from_json(small_file(version=2, title="A")).title == "A!"
    assert THIRD.from_json(small_file(version=3, title="A")).title == "A"


def test_that_reading_an_older_file_does_not_change_its_json():
    raw = small_file(version=1, name="A")
    THIRD.from_json(raw)
    assert raw == small_file(version=1, name="A")


def test_that_files_are_written_in_the_newest_version():
    assert THIRD.to_json(THIRD.from_json(small_file(version=1, name="A")))["version"] == 3


def test_that_a_newer_file_is_refused_by_the_older_program():
    with pytest.raises(ExperimentError, match=r"version 4, .* up to 3\); update GD Studio"):
        THIRD.from_json(small_file(version=4))
    with pytest.raises(ExperimentError, match="newer GD Studio"):
        FORMAT.read(THIRD.write(FORMAT.from_json(small_file())))


def test_that_every_older_version_has_a_migration():
    assert set(MIGRATIONS) == set(range(1, CURRENT_VERSION))
