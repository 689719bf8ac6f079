import errno
import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from experiment_samples import FORMAT, small_file

from gdstudio.experiment import ExperimentError, read_file, write_file
from gdstudio.experiment.decoding import LARGEST_FILE

EXPERIMENT = FORMAT.from_json(small_file(title="Täler"))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "täler.gds.json"


def test_that_a_written_file_reads_back_the_same(path):
    write_file(FORMAT, path, EXPERIMENT)
    assert read_file(FORMAT, path) == EXPERIMENT
    assert path.read_bytes() == FORMAT.write(EXPERIMENT).encode()
    write_file(FORMAT, str(path), replace(EXPERIMENT, seed=1))
    assert read_file(FORMAT, str(path)).seed == 1
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_that_a_refused_experiment_leaves_the_file_as_it_was(path):
    path.write_text("old")
    with pytest.raises(ExperimentError) as caught:
        write_file(FORMAT, path, replace(EXPERIMENT, seed=-1))
    assert caught.value.path == "seed"
    assert path.read_text() == "old"


@pytest.mark.parametrize("step", ["fsync", "replace"])
@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EACCES, "no permission"),
        (errno.EIO, os.strerror(errno.EIO)),
    ],
)
def test_that_a_failed_write_leaves_the_old_file_and_nothing_else(
    path, monkeypatch, step, code, reason
):
    def fail(*_):
        raise OSError(code, os.strerror(code))

    path.write_text("old")
    owner = os if step == "fsync" else Path
    monkeypatch.setattr(owner, step, fail)
    with pytest.raises(ExperimentError) as caught:
        write_file(FORMAT, path, EXPERIMENT)
    assert (caught.value.path, caught.value.reason) == ("", f'cannot save "{path}": {reason}')
    assert path.read_text() == "old"
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_that_an_interrupted_write_leaves_the_old_file_and_nothing_else(path, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    path.write_text("old")
    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_file(FORMAT, path, EXPERIMENT)
    assert path.read_text() == "old"
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_that_a_protected_file_is_not_replaced(path, monkeypatch):
    path.write_text("old")
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(ExperimentError, match="no permission"):
        write_file(FORMAT, path, EXPERIMENT)
    assert path.read_text() == "old"


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions and guarded links")
def test_that_permissions_and_links_are_kept(path):
    path.write_text("old")
    path.chmod(0o640)
    link = path.with_name("link.gds.json")
    link.symlink_to(path)
    write_file(FORMAT, link, EXPERIMENT)
    assert link.is_symlink()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert read_file(FORMAT, path) == EXPERIMENT


def test_that_places_that_cannot_be_used_are_refused_with_a_sentence(tmp_path, path):
    path.write_text("old")
    cases = [
        (read_file, tmp_path / "none.json", "open", "there is no such file"),
        (write_file, tmp_path / "none" / "a.json", "save", "there is no such folder"),
        (write_file, tmp_path, "save", "it is a folder"),
        (read_file, "a\0b", "open", "that is not the name of a file"),
        (write_file, "a\0b", "save", "that is not the name of a file"),
    ]
    if os.name != "nt":
        cases += [
            (read_file, tmp_path, "open", "it is a folder"),
            (read_file, path / "a", "open", "a part of the path is a file, not a folder"),
        ]
    for function, place, verb, reason in cases:
        arguments = (EXPERIMENT,) if function is write_file else ()
        with pytest.raises(ExperimentError) as caught:
            function(FORMAT, place, *arguments)
        assert str(caught.value) == f'cannot {verb} "{place}": {reason}'
        assert caught.value.__cause__ is not caught.value


def test_that_an_unreadable_file_is_refused_with_a_sentence(path, monkeypatch):
    def refuse(*_):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    path.write_text("{}")
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(ExperimentError, match="no permission"):
        read_file(FORMAT, path)


def test_that_a_large_file_is_refused_without_reading_it(path, monkeypatch):
    with path.open("wb") as stream:
        stream.truncate(LARGEST_FILE + 1)
    monkeypatch.setattr("gdstudio.experiment.format.decode", None)
    with pytest.raises(ExperimentError) as caught:
        read_file(FORMAT, path)
    assert str(caught.value) == "the file is larger than 64 MiB, which no experiment is"


def test_that_a_bad_file_says_where_it_is_bad(path):
    path.write_text('{"format": "gdstudio.experiment"}')
    with pytest.raises(ExperimentError) as caught:
        read_file(FORMAT, path)
    assert caught.value.path == "version"
