import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gdstudio.session.recovery import Recovery

CRASHING = """
import os, sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from gdstudio.session.recovery import Recovery

application = QCoreApplication([])
recovery = Recovery(Path(sys.argv[1]))
recovery.keep(sys.argv[2], "A title", Path("/home/somebody/experiment.json"))
recovery.save_now()
print("saved", flush=True)
sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def application(qapp: QApplication) -> QApplication:
    return qapp


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "state" / "recovery"


def start_session(folder: Path, text: str) -> subprocess.Popen[str]:
    """Start another process that has unsaved work, and wait until it is kept."""
    process = subprocess.Popen(
        [sys.executable, "-c", CRASHING, str(folder), text],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "saved\n"
    return process


def crash(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


def copies(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.recovery.json"))


def test_that_a_killed_session_leaves_its_work(folder: Path) -> None:
    crash(start_session(folder, '{"é": "∇"}'))
    recovery = Recovery(folder)
    (file,) = recovery.abandoned()
    assert file.text == '{"é": "∇"}'
    assert file.title == "A title"
    assert file.original == Path("/home/somebody/experiment.json")
    assert timedelta(0) <= datetime.now(UTC) - file.saved_at < timedelta(minutes=5)
    recovery.discard(file)
    assert copies(folder) == []
    assert recovery.abandoned() == []
    recovery.close()
    assert list(folder.iterdir()) == []


def test_that_a_living_session_keeps_its_work(folder: Path) -> None:
    process = start_session(folder, "text")
    recovery = Recovery(folder)
    assert recovery.abandoned() == []
    assert len(copies(folder)) == 1
    crash(process)
    assert [file.text for file in recovery.abandoned()] == ["text"]
    recovery.close()


def test_that_only_one_window_takes_what_was_left(folder: Path) -> None:
    crash(start_session(folder, "text"))
    first, second = Recovery(folder), Recovery(folder)
    assert len(first.abandoned()) == 1
    # Asked again, it still has it.
    assert len(first.abandoned()) == 1
    assert second.abandoned() == []
    # Neither taken over nor discarded: it is there for the next.
    first.close()
    assert len(second.abandoned()) == 1
    second.close()


def test_that_the_newest_comes_first(folder: Path) -> None:
    for text in ("old", "new"):
        crash(start_session(folder, text))
    recovery = Recovery(folder)
    assert [file.text for file in recovery.abandoned()] == ["new", "old"]
    recovery.close()


def test_that_two_windows_of_a_process_do_not_take_each_others(folder: Path) -> None:
    first, second = Recovery(folder), Recovery(folder)
    first.keep("first")
    second.keep("second")
    first.save_now()
    second.save_now()
    assert first.abandoned() == second.abandoned() == []
    assert len(copies(folder)) == 2
    first.close()
    second.close()
    assert list(folder.iterdir()) == []


def test_that_work_is_kept_after_a_while_and_once(qtbot: QtBot, folder: Path) -> None:
    recovery = Recovery(folder, delay_milliseconds=20)
    for number in range(5):
        recovery.keep(f"text {number}")
        assert not folder.exists()
    qtbot.waitUntil(lambda: len(copies(folder)) == 1)
    assert json.loads(copies(folder)[0].read_text())["text"] == "text 4"
    recovery.close()


def test_that_editing_without_pause_does_not_put_the_copy_off(qtbot: QtBot, folder: Path) -> None:
    recovery = Recovery(folder, delay_milliseconds=30)

    def edit_and_look() -> bool:
        recovery.keep("text")
        return len(copies(folder)) == 1

    qtbot.waitUntil(edit_and_look)
    recovery.close()


def test_that_saved_work_needs_no_copy(folder: Path) -> None:
    recovery = Recovery(folder)
    recovery.keep("text")
    recovery.save_now()
    assert len(copies(folder)) == 1
    recovery.clear()
    assert copies(folder) == []
    recovery.save_now()
    assert copies(folder) == []
    recovery.keep("more")
    recovery.save_now()
    assert len(copies(folder)) == 1
    recovery.close()


def test_that_a_folder_that_cannot_be_made_is_told_of_once(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    recovery = Recovery(tmp_path / "file" / "recovery")
    assert recovery.abandoned() == []
    recovery.keep("text")
    with qtbot.waitSignal(recovery.trouble) as told:
        recovery.save_now()
    assert "cannot be written" in told.args[0]
    with qtbot.assertNotEmitted(recovery.trouble):
        recovery.keep("text 2")
        recovery.save_now()
    recovery.close()
    assert (tmp_path / "file").read_text() == "not a folder"


def test_that_a_lock_that_cannot_be_had_is_told_of(
    qtbot: QtBot, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("PySide6.QtCore.QLockFile.tryLock", lambda *_: False)
    recovery = Recovery(folder)
    recovery.keep("text")
    with qtbot.waitSignal(recovery.trouble):
        recovery.save_now()
    assert copies(folder) == []


def test_that_work_is_kept_as_soon_as_the_folder_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    recovery = Recovery(tmp_path / "file")
    recovery.keep("text")
    recovery.save_now()
    (tmp_path / "file").unlink()
    recovery.save_now()
    assert len(copies(tmp_path / "file")) == 1
    recovery.close()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"[]",
        b'"text"',
        b"[" * 100_000,
        b'{"format": 1}',
        b'{"format": 2, "saved_at": "2026-01-01", "title": "", "original": null, "text": ""}',
        b'{"format": 1, "saved_at": 5, "title": "", "original": null, "text": ""}',
        b'{"format": 1, "saved_at": "0001-01-01T00:00:00+23:59", "title": "", "original": 5}',
    ],
)
def test_that_a_strange_file_is_left_alone(folder: Path, content: bytes) -> None:
    folder.mkdir(parents=True)
    strange = folder / "strange.recovery.json"
    strange.write_bytes(content)
    (folder / "notes.txt").write_text("mine")
    recovery = Recovery(folder)
    assert recovery.abandoned() == []
    recovery.close()
    assert strange.read_bytes() == content
    assert sorted(path.name for path in folder.iterdir()) == ["notes.txt", "strange.recovery.json"]


def test_that_only_copies_are_ever_discarded(folder: Path, tmp_path: Path) -> None:
    crash(start_session(folder, "text"))
    first, second = Recovery(folder), Recovery(folder)
    (file,) = first.abandoned()
    second.discard(file)
    assert file.path.exists()
    first.discard(file)
    assert not file.path.exists()
