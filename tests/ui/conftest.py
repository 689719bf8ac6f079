"""What all tests of the window share: the light theme, worn by the one application."""

import pytest
from PySide6.QtWidgets import QApplication

from gdstudio.ui.theme import LIGHT, apply_theme


def pytest_configure(config: pytest.Config) -> None:
    # ziamath 0.13 opens its fonts in a way that Python 3.11 and 3.12 call deprecated.
    config.addinivalue_line("filterwarnings", "ignore:path is deprecated:DeprecationWarning")
    # The offscreen platform says so of every window with a minimum size.
    config.addinivalue_line("qt_log_ignore", "This plugin does not support propagateSizeHints")


@pytest.fixture(autouse=True)
def light_theme(qapp: QApplication) -> None:
    apply_theme(qapp, LIGHT)
