from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
from studio import Studio

from gdstudio.experiment.gallery import load_gallery
from gdstudio.ui.colours import DARK
from gdstudio.ui.panels.edits import with_added_run, with_gallery_entry, with_method
from gdstudio.ui.theme import apply_theme


class ShownWindows(QObject):
    """Remembers every widget that appears as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.names.append(type(watched).__name__)
        return False


@pytest.fixture
def shown_windows(qapp: QApplication) -> Iterator[list[str]]:
    watcher = ShownWindows()
    qapp.installEventFilter(watcher)
    yield watcher.names
    qapp.removeEventFilter(watcher)


def test_that_only_the_window_appears_when_it_opens(
    shown_windows: list[str], request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue("studio")
    assert shown_windows == ["MainWindow"]


def test_that_no_part_of_the_form_appears_as_a_window(
    studio: Studio, shown_windows: list[str]
) -> None:
    run = studio.experiment.runs[0]
    for method in ("adam", "rmsprop", "momentum"):
        run = with_method(run, method, None)
        studio.window.document.edit(studio.experiment.replace_run(0, run), "Change the method")
    clipped = replace(run, optimizer=replace(run.optimizer, clip_norm=1.0))
    studio.window.document.edit(studio.experiment.replace_run(0, clipped), "Clip")
    assert shown_windows == []


def test_that_no_part_of_the_panels_appears_as_a_window(
    studio: Studio, shown_windows: list[str]
) -> None:
    for entry in load_gallery():
        changed = with_gallery_entry(studio.experiment, entry)
        studio.window.document.edit(changed, "Choose a function")
    for method in ("adam", "gd"):
        changed = with_added_run(studio.experiment, method, None)
        studio.window.document.edit(changed, "Add a run")
    apply_theme(QApplication.instance(), DARK)
    studio.settle()
    assert shown_windows == []
