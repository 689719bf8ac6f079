"""The window's side of the computation: commands out, results in."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QThread, QTimer, Signal, Slot

from gdstudio.experiment.model import Experiment
from gdstudio.session.run_state import RunState
from gdstudio.session.worker import SimulationWorker

if TYPE_CHECKING:
    from gdstudio.simulation.simulation import Simulation

FIRST_PULL_MILLISECONDS, LAST_PULL_MILLISECONDS = 16, 28
"""A short run is shown at once; a long one need not be drawn anew sixty times a second."""
SHUTDOWN_MILLISECONDS = 5000


class RunController(QObject):
    """Owns the worker and its thread.

    Nothing is pushed: while a computation runs, a timer pulls what is valid by now.
    """

    results_changed = Signal()
    """There are new rows; read ``simulation``."""
    state_changed = Signal(object)
    """The new `RunState`."""
    failed = Signal(str)

    _start = Signal(object)
    _pause = Signal()
    _resume = Signal()
    _stop = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state = RunState.IDLE
        self._thread = QThread(self)
        self._thread.setObjectName("simulation")
        self._worker = SimulationWorker()
        self._worker.moveToThread(self._thread)
        self._thread.started.connect(self._worker.prepare)
        self._thread.finished.connect(self._worker.deleteLater)
        self._start.connect(self._worker.start)
        self._pause.connect(self._worker.pause)
        self._resume.connect(self._worker.resume)
        self._stop.connect(self._worker.stop)
        self._worker.state_changed.connect(
            self._on_state_changed, Qt.ConnectionType.QueuedConnection
        )
        self._worker.failed.connect(self.failed, Qt.ConnectionType.QueuedConnection)

        self._pull_timer = QTimer(self)
        self._pull_timer.timeout.connect(self._pull)
        self._thread.start()

    @property
    def simulation(self) -> "Simulation | None":
        """The simulation that the worker has; None before the first."""
        return self._worker.simulation

    def start(self, experiment: Experiment) -> None:
        """Compute an experiment, in place of what was being computed."""
        self._start.emit(experiment)

    def pause(self) -> None:
        """Hold the computation."""
        self._pause.emit()

    def resume(self) -> None:
        """Go on after a pause."""
        self._resume.emit()

    def stop(self) -> None:
        """End the runs where they are."""
        self._stop.emit()

    def shut_down(self) -> None:
        """Stop computing and end the thread; the controller cannot be used afterwards."""
        self._pull_timer.stop()
        self._stop.emit()
        self._thread.quit()
        # A thread that is destroyed while it runs aborts the program: the wait is not optional. A
        # chunk takes milliseconds; only a first compilation can take longer.
        if not self._thread.wait(SHUTDOWN_MILLISECONDS):
            self._thread.wait()

    @Slot()
    def _pull(self) -> None:
        self._pull_timer.setInterval(min(LAST_PULL_MILLISECONDS, self._pull_timer.interval() + 4))
        self.results_changed.emit()

    @Slot(object)
    def _on_state_changed(self, state: RunState) -> None:
        self.state = state
        if state is RunState.RUNNING:
            self._pull_timer.start(FIRST_PULL_MILLISECONDS)
        else:
            self._pull_timer.stop()
        self.results_changed.emit()
        self.state_changed.emit(state)
