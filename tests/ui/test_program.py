import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from studio import give_up_edits

from gdstudio.session.settings import Settings
from gdstudio.ui.example import ready_example
from gdstudio.ui.main_window import MainWindow

CLOSES_ITSELF = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from gdstudio.ui.main_window import MainWindow

def close(window):
    {act}
    window.document.undo_stack.setClean()
    window.close()

show = MainWindow.showEvent
def showing(window, event):
    show(window, event)
    QTimer.singleShot({delay}, lambda: close(window))
MainWindow.showEvent = showing
from gdstudio.cli import main
sys.exit(main(sys.argv[1:]))
"""

LONG_RUN = (
    "from dataclasses import replace; experiment = window.document.experiment;"
    " stop = replace(experiment.stop, max_steps=10_000_000, gradient_tolerance=0.0);"
    " window.document.edit(replace(experiment, stop=stop), 'Long')"
)


def start_and_close(
    *arguments: str, delay: int = 400, act: str = "pass"
) -> subprocess.CompletedProcess[str]:
    program = CLOSES_ITSELF.format(delay=delay, act=act)
    environment_free = [sys.executable, "-X", "dev", "-W", "ignore", "-c", program, *arguments]
    return subprocess.run(environment_free, capture_output=True, text=True, timeout=60, check=False)


def complaints(result: subprocess.CompletedProcess[str]) -> list[str]:
    """Return what was written to stderr but what the offscreen platform says of every window."""
    return [line for line in result.stderr.splitlines() if "propagateSizeHints" not in line]


@pytest.fixture(autouse=True)
def offscreen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")


@pytest.mark.parametrize("delay", [0, 400])
def test_that_the_program_opens_and_closes_without_a_word(delay: int) -> None:
    result = start_and_close(delay=delay)
    assert complaints(result) == []
    assert result.stdout == ""
    assert result.returncode == 0


def test_that_the_program_closes_in_the_middle_of_a_long_run() -> None:
    result = start_and_close(act=LONG_RUN)
    assert complaints(result) == []
    assert result.returncode == 0


def test_that_the_program_closes_while_a_map_is_computed() -> None:
    act = "window.function_panel.formula_field.text_edited.emit('sin(x^3) cos(y^3) exp(sin(x y))')"
    result = start_and_close(act=act)
    assert complaints(result) == []
    assert result.returncode == 0


@pytest.fixture
def bowl(tmp_path: Path) -> Path:
    path = tmp_path / "bowl.gds.json"
    path.write_text(
        '{"format": "gdstudio.experiment", "version": 1, "objective": {"kind": "function",'
        ' "expression": "x^2"}, "runs": [{"optimizer": {"method": "gd"}}]}',
        encoding="utf-8",
    )
    return path


def test_that_the_program_opens_a_file(bowl: Path) -> None:
    act = "print(window.document.name, window.document.experiment.objective.expression)"
    result = start_and_close(str(bowl), act=act)
    assert complaints(result) == []
    assert result.stdout.split() == ["bowl.gds.json", "x^2"]
    assert result.returncode == 0


def test_that_the_program_opens_a_file_that_the_desktop_gives_it(bowl: Path) -> None:
    act = (
        f"from PySide6.QtGui import QFileOpenEvent; event = QFileOpenEvent({str(bowl)!r});"
        " QApplication.sendEvent(QApplication.instance(), event); print(window.document.name)"
    )
    result = start_and_close(act=act)
    assert complaints(result) == []
    assert result.stdout.split() == ["bowl.gds.json"]
    assert result.returncode == 0


def test_that_windows_leave_no_widgets_behind(
    qtbot: QtBot, settings: Settings, recycled: Callable[[], None]
) -> None:
    counts = []
    for _ in range(4):
        window = MainWindow(ready_example(), settings)
        window.show()
        qtbot.waitUntil(lambda window=window: window.stage.frame is not None)
        give_up_edits(window)
        assert window.close()
        window.deleteLater()
        del window
        recycled()
        counts.append(len(QApplication.allWidgets()))
    # The first makes what all share.
    assert counts[1:] == [counts[1]] * 3


@pytest.fixture
def recycled(qtbot: QtBot) -> Callable[[], None]:
    """Delete what is to be deleted later, and what only refers to itself."""
    import gc

    from PySide6.QtCore import QCoreApplication, QEvent

    def recycle() -> None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        gc.collect()

    return recycle
