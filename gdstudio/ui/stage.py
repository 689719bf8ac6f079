"""What is shown now: the computation, the cursor and the selection make a frame."""

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from gdstudio.session.latest_job import LatestJob
from gdstudio.session.player import Player
from gdstudio.session.run_controller import RunController
from gdstudio.session.run_state import RunState
from gdstudio.ui.panels.runs_panel import RunsPanel
from gdstudio.ui.plots.frame import Frame, frame_of

if TYPE_CHECKING:
    from gdstudio.simulation.run import RunResult
    from gdstudio.simulation.simulation import Simulation

PLAYING_SECONDS = 0.1
"""How often new rows are shown while the cursor plays, which may be far behind them."""


PROMPT = 0.02
"""Seconds. A step that takes longer to be found again is found in the background."""


@dataclass(frozen=True, eq=False)
class Moment:
    """What a frame is made of; the arguments of ``frame_of``."""

    simulation: "Simulation"
    results: "tuple[RunResult, ...]"
    cursor: int
    exact: bool
    hidden: frozenset[int]
    selected: int

    def frame(self) -> Frame:
        """Return the frame."""
        return frame_of(
            self.simulation,
            self.results,
            self.cursor,
            exact=self.exact,
            hidden=self.hidden,
            selected=self.selected,
        )


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
        self._search = LatestJob(Moment.frame, self)
        self._search.done.connect(self._on_found)
        controller.results_changed.connect(self._on_results)
        player.cursor_changed.connect(self._show)
        player.playing_changed.connect(self._show)
        runs_panel.selection_changed.connect(self._show)
        runs_panel.hidden_changed.connect(self._show)

    @property
    def frame(self) -> Frame | None:
        """The frame now, however long it takes to make; None before the first results."""
        moment = self._moment
        return None if moment is None else moment.frame()

    @property
    def _moment(self) -> Moment | None:
        if self._simulation is None:
            return None
        runs = range(len(self._simulation.runs))
        return Moment(
            self._simulation,
            self._results,
            self._player.cursor,
            not self._player.is_playing,
            self._runs_panel.hidden.intersection(runs),
            min(self._runs_panel.selected, len(runs) - 1),
        )

    def shut_down(self) -> None:
        """Look for no step any more."""
        self._search.shut_down()

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
        moment = self._moment
        if moment is None:
            return
        if moment.exact and _seconds_to(moment) > PROMPT:
            # A recorded step before it is shown at once.
            self._search.submit(moment)
            moment = replace(moment, exact=False)
        self.frame_changed.emit(moment.frame())

    @Slot(object, object)
    def _on_found(self, moment: Moment, frame: Frame) -> None:
        now = self._moment
        if now is not None and _is_same(moment, now):
            self.frame_changed.emit(frame)


def _seconds_to(moment: Moment) -> float:
    return sum(run.seconds_to(moment.cursor) for run in moment.simulation.runs)


def _is_same(one: Moment, other: Moment) -> bool:
    """Return whether two moments show the same."""
    return (
        one.simulation is other.simulation
        and one.results == other.results
        and (one.cursor, one.exact, one.hidden, one.selected)
        == (other.cursor, other.exact, other.hidden, other.selected)
    )
