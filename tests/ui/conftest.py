"""What all tests of the window share: the light theme, settings of their own, the window."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pyqtgraph as pg
import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot
from studio import Answers, Studio

from gdstudio.experiment.model import Experiment
from gdstudio.session.settings import Settings
from gdstudio.ui.colours import LIGHT
from gdstudio.ui.example import ready_example
from gdstudio.ui.theme import apply_theme


def pytest_configure(config: pytest.Config) -> None:
    # ziamath 0.13 opens its fonts in a way that Python 3.11 and 3.12 call deprecated.
    config.addinivalue_line("filterwarnings", "ignore:path is deprecated:DeprecationWarning")
    # The offscreen platform says so of every window with a minimum size, and of popups.
    for what in ("propagateSizeHints", "raise", "grabbing the keyboard"):
        config.addinivalue_line("qt_log_ignore", f"This plugin does not support {what}")


@pytest.fixture(autouse=True)
def light_theme(qapp: QApplication) -> None:
    apply_theme(qapp, LIGHT)


@pytest.fixture(scope="session", autouse=True)
def every_move() -> Iterator[None]:
    """Let every move of the mouse arrive: pyqtgraph drops those that come too fast."""
    limit = pg.getConfigOption("mouseRateLimit")
    pg.setConfigOption("mouseRateLimit", -1)
    yield
    pg.setConfigOption("mouseRateLimit", limit)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings that nobody else has, of a person who chose the light theme."""
    store = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    settings = Settings(store)
    settings.theme = "light"
    settings.last_folder = tmp_path
    return settings


@pytest.fixture
def open_studio(qtbot: QtBot, settings: Settings) -> Callable[[Experiment], Studio]:
    """Open a window on an experiment."""
    return lambda experiment: Studio(qtbot, experiment, settings)


@pytest.fixture
def studio(open_studio: Callable[[Experiment], Studio]) -> Studio:
    """The window on the ready example, computed and shown."""
    return open_studio(ready_example())


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Answers:
    """Answer every question of the program."""
    answers = Answers()
    monkeypatch.setattr(QMessageBox, "exec", lambda box: answers(box))
    return answers
