"""The data in a popup: a click chooses the sample."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from gdstudio.simulation.data_problem import DataProblem
from gdstudio.ui.colours import Theme
from gdstudio.ui.labs.ledger_symbols import input_symbol
from gdstudio.ui.plots.neuron_colours import class_colours, diverging_pixels
from gdstudio.ui.widgets.labels import role_label

Float = NDArray[np.float64]

MOST_DOTS = 2000
"""Of more rows, evenly spread ones are drawn; all can be chosen."""
_SIDE = 240
_MARGIN, _RADIUS = 10.0, 4.0


class SamplePopup(QFrame):
    """Shows the data over two inputs, or one input and the target, and the row that is chosen."""

    chosen = Signal(int)
    """A row of the data, from 0."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("SamplePopup")
        self.map = SampleMap(theme)
        self._legend = role_label("", "muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        layout.addWidget(self.map)
        layout.addWidget(self._legend)
        self.map.chosen.connect(self._on_chosen)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.map.set_theme(theme)
        self.setStyleSheet(
            f"#SamplePopup {{ background: {theme.card}; border: 1px solid {theme.input_border};"
            " border-radius: 8px; }"
        )

    def show_data(self, problem: DataProblem, row: int) -> None:
        """Show the data of a problem."""
        self.map.show_data(problem, row)
        up = "o" if problem.architecture.inputs == 1 else input_symbol(0, 1)
        self._legend.setText(
            self.tr("{across} across, {up} up, target as colour").format(
                across=input_symbol(0, 0), up=up
            )
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Go through the rows with the arrows; Return takes the row."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.key() in steps:
            self.map.choose(self.map.row + steps[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.hide()
        else:
            super().keyPressEvent(event)

    def _on_chosen(self, row: int) -> None:
        self.chosen.emit(row)


class SampleMap(QWidget):
    """Dots for the rows of the data; the nearest to a click is chosen."""

    chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._problem: DataProblem | None = None
        self._places: Float = np.empty((0, 2))
        self._dots: QPixmap | None = None
        self.row = 0
        self.setFixedSize(QSize(_SIDE, _SIDE))
        self.setAccessibleName(self.tr("Samples"))

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self._dots = None
        self.update()

    def show_data(self, problem: DataProblem, row: int) -> None:
        """Show the data of a problem, and the row that is chosen."""
        if problem is not self._problem:
            self._problem = problem
            # Of one input and one target, or of two inputs, these are the first columns.
            self._places = _fitted(problem.data[:, :2])
            self._dots = None
        self.row = row
        self.update()

    def place(self, row: int) -> QPointF:
        """Return where a row is."""
        return QPointF(*self._places[row].tolist())

    def choose(self, row: int) -> None:
        """Choose a row; beyond the last one, the first."""
        if len(self._places):
            self.row = row % len(self._places)
            self.update()
            self.chosen.emit(self.row)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Choose the nearest row."""
        if len(self._places):
            click = np.array([event.position().x(), event.position().y()])
            self.choose(int(((self._places - click) ** 2).sum(axis=1).argmin()))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Draw the dots, and a ring around the one that is chosen."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._problem is not None:
            if self._dots is None:
                self._dots = self._drawn_dots(self._problem)
            painter.drawPixmap(0, 0, self._dots)
            painter.setPen(QPen(QColor(self._theme.text), 2.0))
            painter.drawEllipse(self.place(self.row), _RADIUS + 3.0, _RADIUS + 3.0)
        painter.end()

    def _drawn_dots(self, problem: DataProblem) -> QPixmap:
        ratio = self.devicePixelRatioF()
        dots = QPixmap(self.size() * ratio)
        dots.setDevicePixelRatio(ratio)
        dots.fill(QColor(self._theme.card))
        painter = QPainter(dots)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(self._theme.grid))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4.0, 4.0)
        painter.setPen(QPen(QColor(self._theme.card), 1.0))
        colours = _colours_of(problem, self._theme)
        count = len(self._places)
        for row in np.unique(np.linspace(0, count - 1, min(count, MOST_DOTS)).astype(int)).tolist():
            painter.setBrush(QColor(*colours[row].tolist()))
            painter.drawEllipse(self.place(row), _RADIUS, _RADIUS)
        painter.end()
        return dots


def _fitted(points: Float) -> Float:
    """Return points (n, 2) in pixels, with the highest on top."""
    low, high = points.min(axis=0), points.max(axis=0)
    span = np.where(high > low, high - low, 1.0)
    shares = np.where(high > low, (points - low) / span, 0.5)
    shares[:, 1] = 1.0 - shares[:, 1]
    return _MARGIN + shares * (_SIDE - 2.0 * _MARGIN)


def _colours_of(problem: DataProblem, theme: Theme) -> NDArray[np.uint8]:
    """Return the colour (n, 3) of each row: of its class, or of its first target."""
    targets = problem.dataset.targets
    colours: NDArray[np.uint8]
    if targets.shape[1] > 1 and problem.dataset.classes:
        of_classes = class_colours(targets.shape[1], theme)
        colours = np.rint(of_classes[targets.argmax(axis=1)]).astype(np.uint8)
        return colours
    first = targets[:, 0]
    middle, half = (first.max() + first.min()) / 2.0, (first.max() - first.min()) / 2.0
    shares = (first - middle) / half if half > 0.0 else np.ones_like(first)
    colours = diverging_pixels(shares, theme)[:, :3]
    return colours
