"""The row under the picture that plays it."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSize, Qt, Slot
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from gdstudio.session.player import Player
from gdstudio.ui.icons import icon
from gdstudio.ui.plots.frame import Frame
from gdstudio.ui.transport.play_button import PlayButton
from gdstudio.ui.transport.speed_button import SpeedButton
from gdstudio.ui.transport.step_readout import Detail, StepReadout
from gdstudio.ui.transport.timeline import Timeline
from gdstudio.ui.transport.transport_actions import TransportActions

__all__ = ["TransportActions", "TransportBar"]

_MARGIN = 8
_GAP = 12
_ICON_SIDE = 18
_BUTTON_SIDE = 32
_COMFORTABLE_TIMELINE = 160


@dataclass(frozen=True)
class _Arrangement:
    """What the bar shows at some width."""

    with_speed_steps: bool
    detail: Detail
    compact_speed: bool
    timeline_width: int


_ARRANGEMENTS = (
    _Arrangement(True, Detail.SENTENCE, False, _COMFORTABLE_TIMELINE),
    _Arrangement(False, Detail.SENTENCE, False, _COMFORTABLE_TIMELINE),
    _Arrangement(False, Detail.SHORT, False, _COMFORTABLE_TIMELINE),
    _Arrangement(False, Detail.SHORT, True, 120),
    _Arrangement(False, Detail.NUMBER, True, 64),
)
"""From the widest to the narrowest."""


class TransportBar(QWidget):
    """Buttons, timeline, read-out, loop and speed of a `Player`, in one row.

    Parameters
    ----------
    actions
        What the buttons do. The bar gives `play` its text and icon; that the actions act on the
        player is up to whoever made them: `TransportActions.connect_to`.
    player
        What is shown.
    """

    def __init__(
        self, actions: TransportActions, player: Player, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._actions = actions
        self._player = player
        self._buttons: list[QToolButton] = []
        self._timeline = Timeline()
        self._readout = StepReadout()
        self._speed = SpeedButton()
        self._play = PlayButton()
        self._play.setDefaultAction(actions.play)
        self._slower = self._button(actions.slower)
        self._faster = self._button(actions.faster)
        self._arrangement: _Arrangement | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Playback"))
        self._lay_out()
        self._connect()
        self._show_range(player.available, player.expected)
        self._show_playing(player.is_playing)
        self._speed.set_speed(player.speed)

    @property
    def timeline(self) -> Timeline:
        """The timeline."""
        return self._timeline

    @property
    def readout(self) -> StepReadout:
        """The read-out of the step."""
        return self._readout

    @property
    def speed_button(self) -> SpeedButton:
        """The button with the speed."""
        return self._speed

    @property
    def play_button(self) -> PlayButton:
        """The button that plays and pauses."""
        return self._play

    def show_frame(self, frame: Frame) -> None:
        """Say the epoch of the selected run, if its epochs have several steps."""
        if self._readout.set_steps_an_epoch(frame.steps_an_epoch(frame.selected)):
            self._arrange()

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return room for everything."""
        return QSize(self._width_of(_ARRANGEMENTS[0]) + 160, self._play.height() + 4)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return the width at which everything that can go has gone."""
        return QSize(self._width_of(_ARRANGEMENTS[-1]), self._play.height() + 4)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Leave out what there is no room for."""
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Follow the theme and the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._show_playing(self._player.is_playing)
        elif event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._arrange()

    def _lay_out(self) -> None:
        actions = self._actions
        layout = QHBoxLayout(self)
        layout.setContentsMargins(_MARGIN, 0, _MARGIN, 0)
        layout.setSpacing(2)
        # The bar says itself how small it may become.
        layout.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)
        for part in (
            self._button(actions.to_start),
            self._button(actions.step_back),
            self._play,
            self._button(actions.step_forward),
            self._button(actions.to_end),
        ):
            layout.addWidget(part)
        layout.addSpacing(_GAP - 4)
        layout.addWidget(self._timeline, 1)
        layout.addSpacing(_GAP - 4)
        layout.addWidget(self._readout)
        layout.addSpacing(_GAP - 4)
        for part in (self._button(actions.loop), self._slower, self._speed, self._faster):
            layout.addWidget(part)

    def _button(self, action: QAction) -> QToolButton:
        button = QToolButton()
        button.setDefaultAction(action)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        button.setIconSize(QSize(_ICON_SIDE, _ICON_SIDE))
        button.setFixedSize(_BUTTON_SIDE, _BUTTON_SIDE)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAccessibleName(action.text().replace("&", ""))
        self._buttons.append(button)
        return button

    def _connect(self) -> None:
        player = self._player
        player.cursor_changed.connect(self._show_cursor)
        player.range_changed.connect(self._show_range)
        player.playing_changed.connect(self._show_playing)
        player.speed_changed.connect(self._speed.set_speed)
        self._timeline.seek_requested.connect(player.seek)
        self._speed.speed_chosen.connect(player.set_speed)

    @Slot(int)
    def _show_cursor(self, cursor: int) -> None:
        self._timeline.set_state(cursor, self._player.available, self._player.expected)
        self._readout.set_state(cursor, self._player.expected)

    @Slot(int, int)
    def _show_range(self, available: int, expected: int) -> None:  # noqa: ARG002
        before = self._readout.sizeHint()
        self._show_cursor(self._player.cursor)
        if self._readout.sizeHint() != before:
            self._arrange()

    @Slot(bool)
    def _show_playing(self, playing: bool) -> None:
        action = self._actions.play
        action.setText(self.tr("Pause") if playing else self.tr("Play"))
        action.setIcon(icon("pause" if playing else "play"))
        self._play.set_playing(playing)
        self._play.setAccessibleName(action.text())

    def _arrange(self) -> None:
        """Take the richest arrangement that fits."""
        fitting = (each for each in _ARRANGEMENTS if self._width_of(each) <= self.width())
        arrangement = next(fitting, _ARRANGEMENTS[-1])
        if arrangement is self._arrangement:
            return
        self._arrangement = arrangement
        self._slower.setVisible(arrangement.with_speed_steps)
        self._faster.setVisible(arrangement.with_speed_steps)
        self._readout.set_detail(arrangement.detail)
        self._speed.set_compact(arrangement.compact_speed)
        self._timeline.setMinimumWidth(min(arrangement.timeline_width, _COMFORTABLE_TIMELINE))

    def _width_of(self, arrangement: _Arrangement) -> int:
        """Return the least width at which an arrangement fits."""
        buttons = len(self._buttons) - (0 if arrangement.with_speed_steps else 2)
        widths = [
            *(_BUTTON_SIDE for _ in range(buttons)),
            self._play.width(),
            arrangement.timeline_width,
            self._readout.width_for(arrangement.detail),
            self._speed.width_for(arrangement.compact_speed),
        ]
        # Two pixels beside each part and around each of the three spaces.
        return sum(widths) + 2 * (len(widths) + 2) + 3 * (_GAP - 4) + 2 * _MARGIN
