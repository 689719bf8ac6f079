"""What a person does in the window, one act at a time, much faster than a person."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from random import Random

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QMessageBox, QWidget

from gdstudio.experiment.model import Experiment
from gdstudio.session.run_state import RunState
from gdstudio.simulation.map_options import PLAIN, Arrows, MapOptions, Shading
from gdstudio.ui.exports import Exports
from gdstudio.ui.labs.diagram_view import DiagramView
from gdstudio.ui.labs.surface_page import SurfacePage
from gdstudio.ui.main_window import MainWindow
from gdstudio.ui.panels.problem_panel import ProblemPanel
from gdstudio.ui.plots.canvas import PlotCanvas
from gdstudio.ui.widgets.number_field import NumberField
from tests.bench.studio import process_for, wait_until

SECONDS_AN_ACT, SECONDS_A_KEY = 2.0, 0.2
"""How long a person takes for a click or a drag, and for a key."""
STEPS_A_SECOND = 50.0
"""How fast a person plays: the first speed of the program."""
HASTE = 0.02
"""Seconds from one act to the next here."""
PLAYING_SECONDS, PLAYING_SPEED = 0.8, 10_000.0
PATIENCE = 3.0
"""Seconds to wait for what is computed; a person who turns to something else waits no longer."""

LAYERS = (
    MapOptions(shading=Shading.LOG_LOSS, arrows=Arrows.DESCENT, streamlines=True),
    MapOptions(
        shading=Shading.LARGEST_EIGENVALUE,
        level_set=True,
        step_vectors=True,
        critical_points=True,
        equal_aspect=True,
    ),
    PLAIN,
)


class Person:
    """Uses a window, and counts what was done.

    Attributes
    ----------
    acts, keys
        Clicks, drags and the like; keys that were typed.
    frames, steps
        Frames that playing showed, and the steps that they went through.
    """

    def __init__(self, window: MainWindow, folder: Path) -> None:
        self.window, self._folder = window, folder
        self.acts = self.keys = self.frames = self.steps = 0
        self._chance = Random(0)
        window.player.set_loops(True)

    @property
    def hours(self) -> float:
        """How long a person would have taken, with the playing."""
        seconds = SECONDS_AN_ACT * self.acts + SECONDS_A_KEY * self.keys
        return (seconds + self.steps / STEPS_A_SECOND) / 3600.0

    def open(self, experiment: Experiment) -> None:
        """Open an experiment in place of what is open, without saving that."""
        self.window.document.replace(experiment)
        self.window.files.opened.emit()
        self._wait()

    def open_file(self, path: Path) -> None:
        """Open a file, and give up what is open."""
        with answered(QMessageBox.StandardButton.Discard):
            self.window.files.open_path(path)
            self._wait()

    def open_broken_file(self) -> None:
        """Open a file that is none, and read why."""
        path = self._folder / "broken.gds.json"
        path.write_text('{"format": "gdstudio.experiment"}', encoding="utf-8")
        self.open_file(path)

    def save_and_open(self) -> None:
        """Save what is open in a file, and open that."""
        path = self._folder / "saved.gds.json"
        self.window.files.save_path(path)
        self._act()
        self.open_file(path)

    def export(self) -> None:
        """Write the picture and the data."""
        exports, frame = self.window.findChild(Exports), self.window.stage.frame
        if exports is not None and frame is not None:
            exports.picture_to(self._folder / "picture.png", frame)
            self._act()
            exports.data_to(self._folder / "data.npz", frame.results)
            self._act()

    def type_formula(self, text: str) -> None:
        """Type a formula in place of what is there, right or wrong."""
        field = self.window.function_panel.formula_field.edit()
        field.setFocus()
        field.selectAll()
        for character in text:
            QTest.keyClicks(field, character)
            self.keys += 1
            process_for(HASTE)
        QTest.keyClick(field, Qt.Key.Key_Return)
        self._wait()

    def choose_from_gallery(self) -> None:
        """Open the gallery and take one of its functions."""
        self.window.actions_.gallery.trigger()
        self._act()
        gallery = self.window.function_panel.gallery
        items = gallery._visible_items()
        gallery._choose(self._chance.choice(items))
        self._wait()

    def change_learning_rate(self) -> None:
        """Pull the slider of the learning rate, up and down."""
        self._pull(self.window.runs_panel.form.field("learning_rate"))

    def change_something(self) -> None:
        """Pull one of the sliders at the left, a little."""
        panel = self.window.findChild(ProblemPanel)
        fields = [] if panel is None else panel.findChildren(NumberField)
        seen = [field for field in fields if field.isVisible()]
        if seen:
            self._pull(self._chance.choice(seen))

    def change_methods(self) -> None:
        """Take other methods for the selected run, and other conventions of some."""
        form = self.window.runs_panel.form
        for key in ("momentum", "adam", "gd"):
            control = form.method_field().control()
            if isinstance(control, QComboBox):
                row = control.findData(key)
                control.setCurrentIndex(row)
                control.activated.emit(row)
                self._wait()

    def change_runs(self) -> None:
        """Add runs, hide one, move one, take some away."""
        actions, panel = self.window.actions_, self.window.runs_panel
        panel._add_menu.actions()[self._chance.randrange(4)].trigger()
        self._wait()
        for action in (
            *(actions.duplicate_run, actions.toggle_run, actions.move_run_up),
            *(actions.move_run_down, actions.toggle_run, actions.remove_run, actions.remove_run),
        ):
            action.trigger()
            self._wait()

    def undo_and_redo(self, times: int = 8) -> None:
        """Take edits back, and make them again."""
        actions = self.window.actions_
        for action in (actions.undo, actions.redo, actions.undo):
            for _ in range(times):
                if action.isEnabled():
                    action.trigger()
                    self._act()
        self._wait()

    def drag_start(self) -> None:
        """Drag in the middle of the picture, as one drags the start or the picture."""
        for canvas in self._canvases():
            viewport = canvas.viewport()
            places = [
                QPointF((0.35 + 0.02 * i) * viewport.width(), (0.6 - 0.02 * i) * viewport.height())
                for i in range(8)
            ]
            _mouse(viewport, QEvent.Type.MouseMove, places[0])
            _mouse(viewport, QEvent.Type.MouseButtonPress, places[0])
            for place in places:
                _mouse(viewport, QEvent.Type.MouseMove, place, Qt.MouseButton.LeftButton)
                process_for(HASTE)
            _mouse(viewport, QEvent.Type.MouseButtonRelease, places[-1])
            self._wait()

    def click_start(self) -> None:
        """Click where the start should be, and move it with the program's own signal."""
        start = self.window.document.experiment.start
        if len(start) in (1, 2):
            moved = tuple(each + self._chance.uniform(-0.5, 0.5) for each in start)
            self.window.centre.start_moved.emit(moved)
            self.window.centre.start_released.emit()
            self._wait()

    def look_about(self) -> None:
        """Move the pointer over what is seen, zoom in and out, and show everything again."""
        diagrams = self.window.centre.findChildren(DiagramView)
        views: list[QWidget] = [canvas.viewport() for canvas in self._canvases()]
        views += [view for view in diagrams if view.isVisible()]
        for view in views:
            for i in range(6):
                place = QPointF((0.2 + 0.1 * i) * view.width(), (0.3 + 0.05 * i) * view.height())
                _mouse(view, QEvent.Type.MouseMove, place)
                process_for(HASTE)
            for notches in (2, 3, -2, -1):
                _wheel(view, QPointF(0.5 * view.width(), 0.5 * view.height()), notches)
                self._act()
        self.window.actions_.reset_view.trigger()
        self._wait()

    def turn_pages(self, keys: Sequence[str]) -> None:
        """Open pages of a lab one by one, look and play; the first one last."""
        for key in (*keys[1:], keys[0]):
            lab = self.window.centre.lab
            lab.open_page(key)
            self._wait()
            self.play(0.3)
            page = getattr(lab, "page", None)
            if isinstance(page, SurfacePage):
                for _ in range(10):
                    page.view.set_camera(page.view.camera.turned(7.0, 1.0))
                    self._act()
            else:
                self.look_about()
            if key != keys[0]:
                self.export()

    def change_layers(self) -> None:
        """Choose other layers of the map."""
        for options in LAYERS:
            self.window.picture.layers.set_options(options)
            self._wait()
            self.look_about()

    def study_calculus(self) -> None:
        """Open the panel, play, look at a point, close it."""
        action = self.window.actions_.calculus
        action.trigger()
        self._wait()
        self.play(0.3)
        start = self.window.document.experiment.start
        if len(start) <= 2:
            self.window.calculus.look_at(tuple(0.9 * each for each in start))
            self._act()
        action.trigger()
        self._act()

    def read_table(self) -> None:
        """Open the data table, play, close it."""
        self.window.actions_.data_table.trigger()
        self.play(0.3)
        self.window.actions_.data_table.trigger()
        self._act()

    def change_theme(self) -> None:
        """See everything dark, then light."""
        for action in (self.window.actions_.theme_dark, self.window.actions_.theme_light):
            action.trigger()
            self._wait()

    def present(self) -> None:
        """Show the picture alone, larger, and come back."""
        for _ in range(2):
            self.window.actions_.presentation.trigger()
            self._wait()
        self.window.actions_.reset_layout.trigger()
        self._wait()

    def read_help(self) -> None:
        """Open the dialogs of the help menu, and close them."""
        for action in (self.window.actions_.shortcuts, self.window.actions_.about):
            action.trigger()
            process_for(HASTE)
            for dialog in QApplication.topLevelWidgets():
                if dialog.isVisible() and dialog is not self.window:
                    dialog.close()
            self._act()

    def play(self, seconds: float = PLAYING_SECONDS) -> None:
        """Play in a loop, step to and fro, jump."""
        player, before = self.window.player, 0

        def count(cursor: int) -> None:
            nonlocal before
            self.frames += 1
            self.steps += cursor - before if cursor > before else cursor
            before = cursor

        player.to_start()
        player.set_speed(PLAYING_SPEED)
        player.cursor_changed.connect(count)
        player.play()
        process_for(seconds)
        player.pause()
        player.cursor_changed.disconnect(count)
        actions = self.window.actions_
        for action in (actions.step_back, actions.step_forward, actions.to_start, actions.to_end):
            action.trigger()
            self._act()

    def _pull(self, field: NumberField) -> None:
        slider = field.slider()
        first = slider.value()
        for share in (0.02, 0.05, 0.08, 0.0):
            slider.setValue(round(first + share * (slider.maximum() - slider.minimum())))
            process_for(HASTE)
        slider.sliderReleased.emit()
        self._wait()

    def _canvases(self) -> list[PlotCanvas]:
        canvases = self.window.centre.findChildren(PlotCanvas)
        return [canvas for canvas in canvases if canvas.isVisible()][:2]

    def _act(self) -> None:
        self.acts += 1
        process_for(HASTE)

    def _wait(self) -> None:
        """Wait until what was asked for is computed and seen."""
        self._act()
        wait_until(self._is_computed, PATIENCE, must=False)

    def _is_computed(self) -> bool:
        window = self.window
        simulation = window.controller.simulation
        return (
            window.controller.state is RunState.FINISHED
            and simulation is not None
            and simulation.experiment == window.document.experiment
        )


@contextmanager
def answered(answer: QMessageBox.StandardButton) -> Iterator[None]:
    """Answer every question of the program in the place of a person."""
    asked = QMessageBox.exec

    def answer_it(box: QMessageBox) -> QMessageBox.StandardButton:
        box.show()
        process_for(HASTE)
        box.done(answer.value)
        return answer

    QMessageBox.exec = answer_it  # type: ignore[method-assign, assignment]
    try:
        yield
    finally:
        QMessageBox.exec = asked  # type: ignore[method-assign]


def shortened(experiment: Experiment, steps: int) -> Experiment:
    """Return an experiment with no more than so many steps."""
    stop = replace(experiment.stop, max_steps=min(steps, experiment.stop.max_steps))
    return replace(experiment, stop=stop)


def _mouse(
    view: QWidget,
    kind: QEvent.Type,
    place: QPointF,
    held: Qt.MouseButton = Qt.MouseButton.NoButton,
) -> None:
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    button = none if kind is QEvent.Type.MouseMove else left
    buttons = left if kind is QEvent.Type.MouseButtonPress else held
    modifier = Qt.KeyboardModifier.NoModifier
    event = QMouseEvent(kind, place, view.mapToGlobal(place), button, buttons, modifier)
    QApplication.sendEvent(view, event)


def _wheel(view: QWidget, place: QPointF, notches: int) -> None:
    event = QWheelEvent(
        place,
        view.mapToGlobal(place),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, event)


Act = Callable[[Person], None]
