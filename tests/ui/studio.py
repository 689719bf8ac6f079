"""The real window under a test's control: mouse, keys, pixels, and waiting for what is computed."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from gdstudio.experiment.model import Experiment
from gdstudio.session.run_state import RunState
from gdstudio.session.settings import Settings
from gdstudio.ui.labs.function_lab import FunctionLab
from gdstudio.ui.labs.lab import Lab
from gdstudio.ui.labs.network_lab import NetworkLab
from gdstudio.ui.main_window import MainWindow
from gdstudio.ui.plots.canvas import PlotCanvas
from gdstudio.ui.plots.frame import Frame
from gdstudio.ui.turns import Turns
from gdstudio.ui.widgets.number_spin_box import NumberSpinBox

Page = TypeVar("Page", bound=Lab)

LEFT = Qt.MouseButton.LeftButton
TIMEOUT = 10_000


class Mouse:
    """Sends the events of a mouse to a widget, while a modifier is held or none."""

    def __init__(
        self, widget: QWidget, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        self._widget = widget
        self._modifier = modifier
        self._buttons = Qt.MouseButton.NoButton

    def move(self, place: QPointF) -> None:
        self._send(QEvent.Type.MouseMove, place, Qt.MouseButton.NoButton)

    def press(self, place: QPointF, button: Qt.MouseButton = LEFT) -> None:
        self._buttons |= button
        self._send(QEvent.Type.MouseButtonPress, place, button)

    def release(self, place: QPointF, button: Qt.MouseButton = LEFT) -> None:
        self._buttons &= ~button
        self._send(QEvent.Type.MouseButtonRelease, place, button)

    def click(self, place: QPointF) -> None:
        self.move(place)
        self.press(place)
        self.release(place)

    def double_click(self, place: QPointF) -> None:
        self.click(place)
        self._buttons |= LEFT
        self._send(QEvent.Type.MouseButtonDblClick, place, LEFT)
        self.release(place)

    def drag(
        self,
        way: Sequence[QPointF],
        after_each: Callable[[], object] = lambda: None,
        button: Qt.MouseButton = LEFT,
    ) -> None:
        """Press at the first place, move through all others, release at the last."""
        self.move(way[0])
        self.press(way[0], button)
        for place in way[1:]:
            self.move(place)
            after_each()
        self.release(way[-1], button)

    def wheel(self, place: QPointF, notches: float) -> QWheelEvent:
        event = QWheelEvent(
            place,
            self._widget.mapToGlobal(place),
            QPoint(),
            QPoint(0, round(120 * notches)),
            self._buttons,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(self._widget, event)
        return event

    def _send(self, kind: QEvent.Type, place: QPointF, button: Qt.MouseButton) -> None:
        event = QMouseEvent(
            kind,
            place,
            self._widget.mapToGlobal(place),
            button,
            self._buttons,
            self._modifier,
        )
        QApplication.sendEvent(self._widget, event)


class Studio:
    """A window, and what a person does with it.

    Attributes
    ----------
    shown
        The frame that was last given to the pictures.
    """

    def __init__(self, qtbot: QtBot, experiment: Experiment, settings: Settings) -> None:
        self.qtbot = qtbot
        self.settings = settings
        self.shown: Frame | None = None
        self.window = MainWindow(experiment, settings)
        self.window.stage.frame_changed.connect(self._remember)
        qtbot.addWidget(self.window, before_close_func=give_up_edits)
        # Without a window manager nobody else makes it the active one.
        with qtbot.waitActive(self.window, timeout=TIMEOUT):
            self.window.show()
            self.window.activateWindow()
        self.settle()

    @property
    def experiment(self) -> Experiment:
        return self.window.document.experiment

    @property
    def frame(self) -> Frame:
        assert self.shown is not None
        return self.shown

    @property
    def undo_count(self) -> int:
        return self.window.document.undo_stack.index()

    @property
    def canvas(self) -> PlotCanvas:
        return self.window.picture.canvas

    @property
    def mouse(self) -> Mouse:
        """The mouse over the picture."""
        return Mouse(self.canvas.viewport())

    @property
    def sentence(self) -> str:
        """What the status line says."""
        return self.window._sentence.text()

    @property
    def read_out(self) -> str:
        """What the status line says of the place under the pointer."""
        return self.window._read_out.text()

    def wait(self, condition: Callable[[], bool | None]) -> None:
        self.qtbot.waitUntil(condition, timeout=TIMEOUT)

    def settle(self) -> None:
        """Wait until the current experiment is computed and shown."""
        self.wait(self._is_settled)

    def settle_map(self) -> None:
        """Wait until the picture of the function is that of the current view."""
        self.settle()
        self.wait(self._is_map_shown)

    def key(
        self,
        key: Qt.Key,
        modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
        widget: QWidget | None = None,
    ) -> None:
        """Press a key where the focus is, or in a widget."""
        self.qtbot.keyClick(widget or self.canvas, key, modifier)

    def type_formula(self, text: str) -> None:
        """Replace the formula, key by key."""
        edit = self.window.function_panel.formula_field.edit()
        edit.setFocus()
        edit.selectAll()
        self.qtbot.keyClicks(edit, text)

    def type_into(self, cell: NumberSpinBox, text: str) -> None:
        """Replace a number, key by key."""
        cell.setFocus()
        cell.selectAll()
        self.qtbot.keyClicks(cell, text)
        self.qtbot.keyClick(cell, Qt.Key.Key_Return)

    def click(self, widget: QWidget) -> None:
        """Click into the middle of a widget."""
        self.qtbot.mouseClick(widget, LEFT)

    def opened(self, key: str, kind: type[Page]) -> Page:
        """Open a page of the lab, and return it."""
        lab = self.window.centre.lab
        assert isinstance(lab, FunctionLab | NetworkLab)
        lab.open_page(key)
        assert isinstance(lab.page, kind)
        return lab.page

    def place(self, x: float, y: float) -> QPointF:
        """Return where a point of the data is in the viewport of the picture."""
        scene = self.window.picture.plot.vb.mapViewToScene(QPointF(x, y))
        return QPointF(self.canvas.mapFromScene(scene))

    def pixels(self) -> NDArray[np.uint8]:
        """Return the picture as RGB (height, width, 3)."""
        return rgb(self.canvas.grab().toImage())

    def colour_at(self, x: float, y: float) -> QColor:
        """Return the colour of the picture at a point of the data."""
        place = self.place(x, y).toPoint()
        return self.canvas.grab().toImage().pixelColor(place)

    def _remember(self, frame: Frame) -> None:
        self.shown = frame

    def _is_settled(self) -> bool:
        frame = self.shown
        return (
            frame is not None
            and frame.experiment == self.experiment
            and all(result.outcome is not None for result in frame.results)
            and self.window.controller.state is RunState.FINISHED
            and not any(turns.is_waiting for turns in self.window.findChildren(Turns))
        )

    def _is_map_shown(self) -> bool:
        picture = self.window.picture
        wanted = picture.plot.map_request(picture.devicePixelRatioF())
        shown = (
            picture.line_plot._function_item._curve
            if len(self.experiment.start) == 1
            else picture.surface_plot._map_item._map
        )
        if shown is None or wanted is None:
            return False
        # The variables that vary need no base.
        varying = (wanted.horizontal, getattr(wanted, "vertical", 0))
        base = tuple(
            each if index in varying else shown.request.base[index]
            for index, each in enumerate(wanted.base)
        )
        return replace(shown.request, base=base) == wanted


def give_up_edits(window: MainWindow) -> None:
    """Let a window close without a question."""
    window.document.undo_stack.setClean()


def rgb(image: QImage) -> NDArray[np.uint8]:
    """Return an image as RGB (height, width, 3)."""
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), dtype=np.uint8).reshape(image.height(), -1)
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()


def count_of(pixels: NDArray[np.uint8], colour: str, tolerance: int = 24) -> int:
    """Return how many pixels have about a colour."""
    wanted = np.array(QColor(colour).getRgb()[:3], dtype=np.int16)
    distance = np.abs(pixels.astype(np.int16) - wanted).max(axis=-1)
    return int(np.count_nonzero(distance <= tolerance))


class Answers:
    """Answers questions in the place of a person, and remembers them."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.reasons: list[str] = []
        self.answer = QMessageBox.StandardButton.Ok

    def __call__(self, box: QMessageBox) -> QMessageBox.StandardButton:
        self.texts.append(box.text())
        self.reasons.append(box.informativeText())
        return self.answer
