"""The object that computes, moved to a thread of its own."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from gdstudio.experiment.errors import ExperimentError
from gdstudio.experiment.model import Experiment
from gdstudio.session.run_state import RunEvent, RunState, is_allowed, next_state

if TYPE_CHECKING:
    from gdstudio.simulation.simulation import Simulation

CHUNK_SECONDS = 0.008
"""How long the worker computes before it looks whether somebody wants something else."""


_TROUBLES = (ArithmeticError, LookupError, MemoryError, OSError, ValueError)
"""What may go wrong in a program without mistakes."""


class SimulationWorker(QObject):
    """Steps a simulation in chunks from a zero-interval timer, so that pause and stop arrive.

    Its slots run in its thread. ``simulation`` may be read by any thread: its results are values
    that do not change.
    """

    state_changed = Signal(object)
    """The new `RunState`, with the `Simulation` that it is about in ``simulation``."""
    failed = Signal(str)
    """A computation could not begin or go on; the sentence says why."""

    def __init__(self) -> None:
        super().__init__()
        self.simulation: Simulation | None = None
        self._state = RunState.IDLE
        self._timer: QTimer | None = None

    @Slot()
    def prepare(self) -> None:
        """Make what has to be made in the worker's own thread."""
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._compute_chunk)

    @Slot(object)
    def start(self, experiment: Experiment) -> None:
        """Begin with an experiment, in place of what was going on."""
        # The window is seen before the engine is loaded, and that is done in this thread.
        from gdstudio.simulation.simulation import Simulation

        try:
            self.simulation = Simulation(experiment)
        except Exception as error:  # noqa: BLE001 (told, and raised again if it is a mistake)
            # What was computed before belongs to another experiment.
            self.simulation = None
            self._happens(RunEvent.CLEAR)
            self._tell(error)
        else:
            self._happens(RunEvent.START)

    @Slot()
    def pause(self) -> None:
        """Hold the computation; ``resume`` goes on."""
        self._happens(RunEvent.PAUSE)

    @Slot()
    def resume(self) -> None:
        """Go on after a pause."""
        self._happens(RunEvent.RESUME)

    @Slot()
    def stop(self) -> None:
        """End the runs where they are."""
        if self.simulation is not None and is_allowed(self._state, RunEvent.STOP):
            self.simulation.stop()
            self._happens(RunEvent.STOP)

    @Slot()
    def _compute_chunk(self) -> None:
        simulation = self.simulation
        if simulation is None:
            return
        try:
            simulation.advance_for(CHUNK_SECONDS)
        except Exception as error:  # noqa: BLE001 (told, and raised again if it is a mistake)
            simulation.fail(_sentence(error))
            self._happens(RunEvent.STOP)
            self._tell(error)
            return
        if simulation.is_finished:
            self._happens(RunEvent.END)

    def _tell(self, error: Exception) -> None:
        """Say what went wrong; a mistake in the program is raised again, once all has stopped."""
        self.failed.emit(_sentence(error))
        if not isinstance(error, _TROUBLES):
            raise error

    def _happens(self, event: RunEvent) -> None:
        if not is_allowed(self._state, event):
            return
        self._state = next_state(self._state, event)
        if self._timer is not None:
            if self._state is RunState.RUNNING:
                self._timer.start()
            else:
                self._timer.stop()
        self.state_changed.emit(self._state)


def _sentence(error: Exception) -> str:
    if isinstance(error, ExperimentError):
        return f"This cannot be computed: {error}."
    return f"The computation could not go on: {error}."
