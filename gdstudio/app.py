"""The one place where the desktop's objects are wired together."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gdstudio.experiment.model import Experiment
    from gdstudio.simulation.run import RunResult


def run_window(path: Path | None) -> int:
    """Open the window, on an experiment file or on the ready example, until it is closed."""
    from PySide6.QtCore import Qt

    from gdstudio.session.arenas import share_arenas
    from gdstudio.session.garbage import GarbageCollector
    from gdstudio.session.recovery import Recovery
    from gdstudio.session.settings import Settings
    from gdstudio.ui.application import Application
    from gdstudio.ui.example import ready_example
    from gdstudio.ui.icons import program_icon
    from gdstudio.ui.main_window import MainWindow
    from gdstudio.ui.style_sheet import style_sheet
    from gdstudio.ui.theme import apply_colours_and_font
    from gdstudio.ui.theme_switch import chosen_theme
    from gdstudio.ui.widgets.typesetter import typesetter

    Application.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    application = Application(sys.argv[:1])
    application.setApplicationName("GD Studio")
    application.setOrganizationName("gdstudio")
    application.setDesktopFileName("gdstudio")
    application.setWindowIcon(program_icon())
    settings = Settings()
    theme = chosen_theme(application, settings.theme)
    apply_colours_and_font(application, theme)
    # First the window is seen, then its picture is computed, then formulas are typeset.
    typesetter().hold()
    window = MainWindow(ready_example(), settings, Recovery())
    # Once for all: a widget that is put into another is dressed anew each time.
    application.setStyleSheet(style_sheet(theme))
    window.stage.frame_changed.connect(typesetter().release)
    application.file_opened.connect(window.files.open_path)
    if path is None:
        window.stage.play_at_first()
    else:
        window.files.open_path(path)
    window.first_painted.connect(share_arenas)
    window.show()
    GarbageCollector(application)
    return application.exec()


def check_window() -> str:
    """Open the window for some seconds, use it, and return what was seen.

    Nothing of the user's own is read or written.

    Raises
    ------
    WindowTroubleError
        Something did not happen; the message says what.
    """
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QApplication

    from gdstudio.ui import window_check
    from gdstudio.ui.colours import LIGHT
    from gdstudio.ui.theme import apply_theme

    QApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    application = QApplication.instance() or QApplication(sys.argv[:1])
    if isinstance(application, QApplication):
        apply_theme(application, LIGHT)
    return window_check.check_window()


def export_picture(experiment: "Experiment", results: "Sequence[RunResult]", path: Path) -> None:
    """Write the picture of finished runs as PNG; no display is needed.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from gdstudio.export.picture import write_picture
    from gdstudio.ui.colours import LIGHT
    from gdstudio.ui.figure import FigureStyle, render_figure
    from gdstudio.ui.picture_file import png_bytes
    from gdstudio.ui.plots.frame import frame_of_results
    from gdstudio.ui.theme import apply_theme

    application = QApplication.instance() or QApplication(sys.argv[:1])
    if isinstance(application, QApplication):
        apply_theme(application, LIGHT)
    frame = frame_of_results(experiment, tuple(results))
    write_picture(png_bytes(render_figure(frame, FigureStyle()), experiment), path)
