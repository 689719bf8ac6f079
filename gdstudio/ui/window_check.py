"""Uses the window as a person does, from its first picture to its close."""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QEventLoop, QSettings, Qt, QTimer
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from gdstudio.session.run_state import RunState
from gdstudio.session.settings import Settings
from gdstudio.ui.example import ready_example
from gdstudio.ui.exports import Exports
from gdstudio.ui.main_window import MainWindow

PATIENCE: Final = 120.0
"""Seconds for one thing to happen: at the very first start the engine is compiled."""
LOOK_MILLISECONDS: Final = 10
ENOUGH_COLOURS: Final = 64
FORMULA: Final = "x^2 + 3y^2"


class WindowTroubleError(Exception):
    """The window did not do what it should; the message says what."""


def check_window() -> str:
    """Start, type, run, step back, export, do so in 3-D, and close; return what was seen.

    Raises
    ------
    WindowTroubleError
        Something did not happen.
    """
    with tempfile.TemporaryDirectory(prefix="gdstudio-selftest-") as name:
        folder = Path(name)
        store = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
        window = MainWindow(ready_example(), Settings(store))
        began = time.perf_counter()
        try:
            window.show()
            _wait(lambda: _is_computed(window), "The ready example was not computed")
            started = time.perf_counter() - began
            _type_formula(window)
            last = window.player.cursor
            window.actions_.step_back.trigger()
            _expect(window.player.cursor == last - 1, f"One step back from {last} was not shown")
            picture = _export(window, folder / "picture.png")
            in_3d = _try_surface(window, folder / "surface.png", picture)
        finally:
            window.document.undo_stack.setClean()
            window.close()
        _expect(not window.isVisible(), "The window did not close")
    return (
        f"the first picture after {started:.1f} s; {FORMULA} typed, run to step {last}, one step"
        f" back, exported as PNG ({_size(picture)}); {in_3d}; closed"
    )


def _type_formula(window: MainWindow) -> None:
    field = window.function_panel.formula_field.edit()
    field.setFocus()
    field.selectAll()
    for letter in FORMULA:
        _press(field, letter)
    _wait(
        lambda: window.document.experiment.function.expression == FORMULA and _is_computed(window),
        f"{FORMULA} was typed, and nothing was computed",
    )


def _try_surface(window: MainWindow, path: Path, map_picture: QImage) -> str:
    """Show the function in 3-D and write that, or see that it is said why there is none."""
    # The page's own module: it is loaded when the page is open.
    from gdstudio.ui.labs.surface_page import SurfacePage

    window.actions_.surface_page.trigger()
    page = window.findChild(SurfacePage)
    if page is None:
        raise WindowTroubleError("The 3-D page did not open")
    _wait(
        lambda: bool(page.sentence) or (page.view.taken is not None and not page.is_behind),
        "The surface was not drawn",
    )
    if page.sentence:
        return f"in 3-D: {page.sentence}"
    picture = _export(window, path)
    _expect(picture != map_picture, "The picture in 3-D is that of the map")
    return f"in 3-D exported as PNG ({_size(picture)})"


def _export(window: MainWindow, path: Path) -> QImage:
    """Write what is shown, and return the picture that is in the file."""
    exports, frame = window.findChild(Exports), window.stage.frame
    if exports is None or frame is None:
        raise WindowTroubleError("There is nothing to export")
    _expect(exports.picture_to(path, frame), "The picture could not be written")
    picture = QImage(str(path))
    sample = picture.scaled(160, 120)
    colours = {sample.pixel(x, y) for x in range(sample.width()) for y in range(sample.height())}
    _expect(len(colours) >= ENOUGH_COLOURS, f"The picture has {len(colours)} colours")
    return picture


def _size(picture: QImage) -> str:
    return f"{picture.width()} x {picture.height()} pixels"


def _is_computed(window: MainWindow) -> bool:
    frame = window.stage.frame
    return (
        window.controller.state is RunState.FINISHED
        and frame is not None
        and frame.experiment == window.document.experiment
        and all(result.outcome is not None for result in frame.results)
    )


def _press(widget: QWidget, letter: str) -> None:
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
        QApplication.sendEvent(widget, event)


def _wait(condition: Callable[[], bool], otherwise: str) -> None:
    """Let events be handled until something is so."""
    end = time.perf_counter() + PATIENCE
    loop, timer = QEventLoop(), QTimer()

    def look() -> None:
        if condition() or time.perf_counter() > end:
            loop.quit()

    timer.timeout.connect(look)
    timer.start(LOOK_MILLISECONDS)
    loop.exec()
    timer.stop()
    _expect(condition(), f"{otherwise} within {PATIENCE:.0f} s")


def _expect(holds: bool, otherwise: str) -> None:
    if not holds:
        raise WindowTroubleError(otherwise)
