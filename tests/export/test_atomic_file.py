import os
import stat
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from exported import one_with_infinities, two_runs

from gdstudio.atomic_file import replacing
from gdstudio.export.csv import write_csv
from gdstudio.export.json import write_json
from gdstudio.export.npz import write_npz
from gdstudio.simulation.run import RunResult

Writer = Callable[[Sequence[RunResult], Path], None]
WRITERS: tuple[Writer, ...] = (write_csv, write_json, write_npz)
every_writer = pytest.mark.parametrize("write", WRITERS)


class NoParameters:
    """A run whose parameters are lost."""

    def __init__(self, result: RunResult) -> None:
        self._result = result

    @property
    def parameters(self) -> None:
        raise RuntimeError("lost")

    def __getattr__(self, name: str) -> object:
        return getattr(self._result, name)


@every_writer
def test_that_an_existing_file_is_replaced(write: Writer, tmp_path: Path) -> None:
    path = tmp_path / "out"
    path.write_text("old")
    write(two_runs(), path)
    fresh = tmp_path / "fresh"
    write(two_runs(), fresh)
    assert path.read_bytes() == fresh.read_bytes() != b"old"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["fresh", "out"]


@every_writer
def test_that_a_failure_keeps_the_old_file_and_leaves_nothing(
    write: Writer, tmp_path: Path
) -> None:
    path = tmp_path / "out"
    path.write_text("old")
    broken = NoParameters(one_with_infinities())
    with pytest.raises(RuntimeError, match="lost"):
        write((one_with_infinities(), broken), path)  # type: ignore[arg-type]
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


@every_writer
def test_that_a_folder_in_the_way_is_an_error_and_leaves_nothing(
    write: Writer, tmp_path: Path
) -> None:
    path = tmp_path / "out"
    path.mkdir()
    with pytest.raises(OSError, match="out"):
        write(two_runs(), path)
    assert list(tmp_path.iterdir()) == [path]


@every_writer
def test_that_a_missing_folder_is_an_error(write: Writer, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write(two_runs(), tmp_path / "nowhere" / "out")


@every_writer
def test_that_a_relative_path_is_enough(
    write: Writer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(two_runs(), Path("out"))
    assert (tmp_path / "out").stat().st_size > 0


def test_that_an_interrupt_midway_keeps_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "out"
    path.write_bytes(b"old")

    def write_half() -> None:
        with replacing(path) as file:
            file.write(b"new")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_half()
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_that_the_old_file_stays_until_the_new_one_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "out"
    path.write_bytes(b"old")
    with replacing(path) as file:
        file.write(b"new")
        file.flush()
        assert path.read_bytes() == b"old"
    assert path.read_bytes() == b"new"


def test_that_a_result_is_an_ordinary_file(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_json(two_runs(), tmp_path / "out")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o640
