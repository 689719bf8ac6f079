import csv
import errno
import json
import os
import sys

import numpy as np
import pytest
from cli_samples import GD, WILD, experiment_file, fake_app, gdstudio, needs_app

import gdstudio as gd
from gdstudio.cli import exports, main, run
from gdstudio.cli.png import read_png


@pytest.fixture
def never_run(monkeypatch):
    """Fails the test when the experiment is run: a refusal comes before any work."""

    def work(*_):
        pytest.fail("the experiment was run")

    monkeypatch.setattr(run, "run", work)


def exported(path, *outs, **changes):
    arguments = [part for out in outs for part in ("--export", str(out))]
    return main(["run", str(experiment_file(path, **changes)), *arguments])


def refusal(capsys) -> str:
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.count("\n") == 1
    return output.err


def test_that_the_ending_chooses_the_format(tmp_path):
    outs = [tmp_path / name for name in ("a.csv", "b.npz", "c.json", "d.CSV")]
    assert exported(tmp_path, *outs, runs=[GD, WILD]) == 0
    results = gd.run(gd.load(tmp_path / "valleys.gds.json"))
    rows = list(csv.DictReader(outs[0].read_text(encoding="utf-8").splitlines()))
    assert [float(row["loss"]) for row in rows if row["run"] == "Calm"] == [*results[0].losses]
    with np.load(outs[1]) as archive:
        assert np.array_equal(archive["run1.parameters"], results[1].parameters)
    assert json.loads(outs[2].read_text())["runs"][0]["steps"] == results[0].steps.tolist()
    assert outs[3].read_bytes() == outs[0].read_bytes()


def test_that_every_file_that_was_written_is_named(tmp_path, capsys):
    exported(tmp_path, tmp_path / "b.npz", tmp_path / "c.json")
    lines = capsys.readouterr().out.splitlines()
    assert lines[-2:] == [f"Wrote {tmp_path / 'b.npz'}", f"Wrote {tmp_path / 'c.json'}"]


@pytest.mark.parametrize("name", ["o.xyz", "o", "o.npz.", ".npz"])
def test_that_an_unknown_ending_is_refused_with_those_that_are_known(
    tmp_path, capsys, never_run, name
):
    assert exported(tmp_path, tmp_path / name) == 2
    assert "this version writes .csv, .npz, .json and .png" in refusal(capsys)


@pytest.mark.parametrize("ending", [".svg", ".pdf", ".gif", ".mp4", ".py", ".SVG"])
def test_that_a_planned_ending_is_refused_as_planned(tmp_path, capsys, never_run, ending):
    assert exported(tmp_path, tmp_path / f"o{ending}") == 2
    assert (
        f"{ending.lower()} is planned, but this version does not write it;"
        " it writes .csv, .npz, .json and .png"
    ) in refusal(capsys)


def test_that_a_folder_that_does_not_exist_is_refused(tmp_path, capsys, never_run):
    assert exported(tmp_path, tmp_path / "no" / "o.npz") == 2
    assert f'there is no folder "{tmp_path / "no"}"' in refusal(capsys)


def test_that_a_file_in_the_place_of_the_folder_is_refused(tmp_path, capsys, never_run):
    (tmp_path / "file").touch()
    assert exported(tmp_path, tmp_path / "file" / "o.npz") == 2
    assert f'"{tmp_path / "file"}" is not a folder' in refusal(capsys)


def test_that_a_folder_in_the_place_of_the_file_is_refused(tmp_path, capsys, never_run):
    (tmp_path / "o.npz").mkdir()
    assert exported(tmp_path, tmp_path / "o.npz") == 2
    assert "it is a folder" in refusal(capsys)


@pytest.mark.parametrize(
    ("locked", "sentence"),
    [
        ("", "no permission to write in the folder"),
        ("o.npz", "it is write-protected"),
    ],
)
def test_that_what_may_not_be_written_is_refused(
    tmp_path, capsys, never_run, monkeypatch, locked, sentence
):
    out = tmp_path / "o.npz"
    out.touch()
    allowed = os.access
    # Permissions do not bind root, who may run these tests.
    monkeypatch.setattr(
        exports.os,
        "access",
        lambda path, mode: path != tmp_path / locked and allowed(path, mode),
    )
    assert exported(tmp_path, out) == 2
    assert sentence in refusal(capsys)


@pytest.mark.parametrize("link", [None, "symbolic", "hard"])
def test_that_the_experiment_file_is_never_overwritten(tmp_path, capsys, never_run, link):
    path = experiment_file(tmp_path, "e.json")
    out = path if link is None else tmp_path / "link.json"
    if link == "symbolic":
        out.symlink_to(path)
    elif link == "hard":
        out.hardlink_to(path)
    before = path.read_bytes()
    assert main(["run", str(path), "--export", str(out)]) == 2
    assert "it is the experiment file itself" in refusal(capsys)
    assert path.read_bytes() == before


def test_that_the_same_file_twice_is_refused(tmp_path, capsys, never_run):
    first = tmp_path / "o.npz"
    assert exported(tmp_path, first, tmp_path / "b.csv", tmp_path / "." / "x" / ".." / "o.npz") == 2
    assert f'"{first}" is the same file; name each file once' in refusal(capsys)


@pytest.mark.parametrize("name", ["x" * 300 + ".npz", "loop/o.npz"])
def test_that_a_path_that_the_system_refuses_is_one_line(tmp_path, capsys, never_run, name):
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert exported(tmp_path, tmp_path / name) == 2
    assert "cannot export to " in refusal(capsys)


def test_that_a_link_stays_a_link(tmp_path):
    (tmp_path / "real").mkdir()
    link = tmp_path / "o.npz"
    link.symlink_to(tmp_path / "real" / "o.npz")
    assert exported(tmp_path, link) == 0
    assert link.is_symlink()
    assert (tmp_path / "real" / "o.npz").stat().st_size > 0


def test_that_a_full_disk_is_a_sentence_and_the_other_files_are_written(
    tmp_path, capsys, monkeypatch
):
    def full(results, path):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(exports, "write_csv", full)
    assert exported(tmp_path, tmp_path / "o.csv", tmp_path / "o.npz") == 1
    output = capsys.readouterr()
    assert output.err == (
        f'gdstudio: cannot write "{tmp_path / "o.csv"}": No space left on device\n'
    )
    assert " converged " in output.out
    assert output.out.endswith(f"Wrote {tmp_path / 'o.npz'}\n")


def test_that_a_picture_is_drawn_by_the_app(tmp_path, monkeypatch):
    calls = []
    app = fake_app(export_picture=lambda *call: calls.append(call))
    monkeypatch.setitem(sys.modules, "gdstudio.app", app)
    monkeypatch.setattr(exports, "missing_for_pictures", lambda: None)
    assert exported(tmp_path, tmp_path / "o.png") == 0
    [(experiment, results, path)] = calls
    assert experiment == gd.load(tmp_path / "valleys.gds.json")
    assert [result.label for result in results] == ["Calm"]
    assert path == tmp_path / "o.png"


def test_that_a_picture_that_cannot_be_drawn_here_is_refused_before_any_work(
    tmp_path, monkeypatch, capsys, never_run
):
    monkeypatch.setattr(exports, "missing_for_pictures", lambda: "libEGL.so.1 is missing")
    assert exported(tmp_path, tmp_path / "o.png") == 1
    assert refusal(capsys) == "gdstudio: libEGL.so.1 is missing\n"


@needs_app
def test_that_a_picture_is_exported_without_a_display(tmp_path):
    out = tmp_path / "o.png"
    done = gdstudio("run", experiment_file(tmp_path, runs=[GD, WILD]), "--export", out)
    assert (done.returncode, done.stderr) == (0, "")
    picture = read_png(out)
    assert min(picture.width, picture.height) >= 400
    assert picture.has_colours(20)
