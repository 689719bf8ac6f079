"""The actions of playback, which the menus and the transport bar share."""

from dataclasses import dataclass

from PySide6.QtGui import QAction

from gdstudio.session.player import Player


@dataclass(frozen=True, eq=False)
class TransportActions:
    """What can be done with playback. `loop` is checkable, `play` also pauses."""

    to_start: QAction
    step_back: QAction
    play: QAction
    step_forward: QAction
    to_end: QAction
    loop: QAction
    slower: QAction
    faster: QAction

    def connect_to(self, player: Player) -> None:
        """Let the actions do to `player` what they say."""
        self.to_start.triggered.connect(player.to_start)
        self.step_back.triggered.connect(player.step_back)
        self.play.triggered.connect(player.toggle)
        self.step_forward.triggered.connect(player.step_forward)
        self.to_end.triggered.connect(player.to_end)
        self.slower.triggered.connect(player.slower)
        self.faster.triggered.connect(player.faster)
        self.loop.setCheckable(True)
        self.loop.setChecked(player.loops)
        self.loop.toggled.connect(player.set_loops)
