"""What is shown now: the computation, the cursor and the selection make a frame."""

import time

from PySide6.QtCore import QObject, Signal, Slot

from gdstudio.session.player import Player
from gdstudio.session.run_controller import RunController
from gdstudio.session.run_state import RunState
from gdstudio.simulation.run import RunResult
from gdstudio.simulation.simulation import Simulation
from gdstudio.ui.panels.runs_panel import RunsPanel
from gdstudio.ui.plots.frame import Frame, frame_of

PLAYING_SECONDS = 0.1
"""How often new rows are shown while the cursor plays, which may be far behind them."""


class Stage(QObject):
    """Makes a new frame whenever there are new rows, or the cursor or the selection moves.

    Parameters
    ----------
    controller
        Computes.
    player
        Has the cursor; it is told how far the computation is.
    runs_panel
        Knows which runs are hidden and which is selected.
    """

    frame_changed = Signal(object)
    """The new `Frame`."""

    def __init__(
        self, controller: RunController, player: Player, runs_panel: RunsPanel, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._controller, self._player, self._runs_panel = controller, player, runs_panel
        self._simulation: Simulation | None = None
        self._results: tuple[RunResult, ...] = ()
        self._plays_at_first = False
        self._taken = 0.0
        controller.results_changed.connect(self._on_results)
        player.cursor_changed.connect(self._show)
        player.playing_changed.connect(self._show)
        runs_panel.selection_changed.connect(self._show)
        runs_panel.hidden_changed.connect(self._show)

    @property
    def frame(self) -> Frame | None:
        """The frame now; None before the first results."""
        if self._simulation is None:
            return None
        runs = range(len(self._simulation.runs))
        return frame_of(
            self._simulation,
            self._results,
            self._player.cursor,
            exact=not self._player.is_playing,
            hidden=self._runs_panel.hidden.intersection(runs),
            selected=min(self._runs_panel.selected, len(runs) - 1),
        )

    def play_at_first(self) -> None:
        """Play as soon as the first results are there: something moves without a click."""
        self._plays_at_first = True

    @Slot()
    def _on_results(self) -> None:
        simulation = self._controller.simulation
        if simulation is None:
            self._simulation, self._results = None, ()
            return
        # Asked before the results: what is finished now has all its rows in them.
        finished = simulation.is_finished
        results = simulation.results
        if any(result.trace.last_step < 0 for result in results):
            return
        now = time.perf_counter()
        more_will_come = (
            simulation is self._simulation and self._controller.state is RunState.RUNNING
        )
        if more_will_come and self._player.is_playing and now - self._taken < PLAYING_SECONDS:
            return
        self._taken = now
        # The pictures keep to these rows until the next time: longer curves cost more to draw
        # than a moving cursor.
        self._simulation, self._results = simulation, results
        available = max(result.trace.last_step for result in results)
        expected = available if finished else simulation.experiment.stop.max_steps
        cursor = self._player.cursor
        self._player.set_range(available, expected)
        if self._player.cursor == cursor:
            # Else the player has said so, and it is shown already.
            self._show()
        if self._plays_at_first and finished:
            self._plays_at_first = False
            self._player.play()

    @Slot()
    def _show(self) -> None:
        frame = self.frame
        if frame is not None:
            self.frame_changed.emit(frame)
