import subprocess
import sys
import threading

import pytest
from pytestqt.qtbot import QtBot
from studio import TIMEOUT

from gdstudio.experiment.model import Experiment
from gdstudio.session.settings import Settings
from gdstudio.simulation.simulation import Simulation
from gdstudio.ui.example import ready_example
from gdstudio.ui.main_window import MainWindow
from gdstudio.ui.run_sentence import RunSentence

SEEN = """
import sys
from PySide6.QtWidgets import QApplication
from gdstudio.cli import main

run = QApplication.exec

def observed(*_):
    (window,) = (each for each in QApplication.topLevelWidgets() if hasattr(each, "stage"))
    window.first_painted.disconnect(window._begin)
    def seen():
        print("\\n".join(sys.modules))
        window.close()
    window.first_painted.connect(seen)
    return run()

QApplication.exec = observed
sys.exit(main([]))
"""


@pytest.fixture(scope="module")
def loaded() -> frozenset[str]:
    """Return what is imported when the window is seen for the first time."""
    done = subprocess.run(
        [sys.executable, "-c", SEEN], capture_output=True, text=True, check=True, timeout=60
    )
    return frozenset(done.stdout.split())


@pytest.mark.parametrize(
    "package",
    [
        "numba",
        "llvmlite",
        "pyqtgraph",
        "contourpy",
        "gdstudio.export",
        "gdstudio.engine.driver",
        "gdstudio.simulation.problem",
        "gdstudio.simulation.simulation",
        "gdstudio.simulation.maps",
        "gdstudio.simulation.calculus",
        "gdstudio.ui.panels.gallery_popup",
    ],
)
def test_that_the_window_is_seen_before_anything_heavy_is_loaded(
    loaded: frozenset[str], package: str
) -> None:
    assert "gdstudio.ui.main_window" in loaded
    assert package not in loaded


def test_that_few_modules_are_loaded_before_the_window_is_seen(loaded: frozenset[str]) -> None:
    # Each takes a part of a millisecond; there were 620 when the window took too long.
    assert len(loaded) < 570


def test_that_a_person_who_waits_for_the_engine_is_told_why(
    qtbot: QtBot, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gdstudio.ui.run_sentence.LONG_WAIT_MILLISECONDS", 20)
    is_ready = threading.Event()

    def slow(experiment: Experiment) -> Simulation:
        assert is_ready.wait(timeout=10)
        return Simulation(experiment)

    monkeypatch.setattr("gdstudio.simulation.simulation.Simulation", slow)
    window = MainWindow(ready_example(), settings)
    qtbot.addWidget(window)
    window.show()
    sentence = window.statusBar().findChild(RunSentence)
    assert sentence is not None
    try:
        qtbot.waitUntil(lambda: "engine is compiled" in sentence.text(), timeout=TIMEOUT)
    finally:
        is_ready.set()
    qtbot.waitUntil(lambda: window.stage.frame is not None, timeout=TIMEOUT)
    qtbot.waitUntil(lambda: "engine" not in sentence.text(), timeout=TIMEOUT)


def test_that_the_reason_for_a_wait_goes_when_the_computation_fails(
    qtbot: QtBot, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gdstudio.ui.run_sentence.LONG_WAIT_MILLISECONDS", 20)
    is_ready = threading.Event()

    def broken(experiment: Experiment) -> Simulation:
        assert is_ready.wait(timeout=10)
        raise MemoryError

    monkeypatch.setattr("gdstudio.simulation.simulation.Simulation", broken)
    window = MainWindow(ready_example(), settings)
    qtbot.addWidget(window)
    window.show()
    sentence = window.statusBar().findChild(RunSentence)
    assert sentence is not None
    try:
        qtbot.waitUntil(lambda: sentence.text() != "", timeout=TIMEOUT)
    finally:
        is_ready.set()
    qtbot.waitUntil(window.trouble_bar.isVisible, timeout=TIMEOUT)
    assert sentence.text() == ""
