"""What the window has painted, noted from outside: no hook in the product is needed."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from gdstudio.session.run_state import RunState
from gdstudio.simulation.trace import TraceView
from gdstudio.ui.main_window import MainWindow
from gdstudio.ui.plots.layer import LayerItem
from gdstudio.ui.plots.map_item import MapItem
from gdstudio.ui.plots.path_item import PathItem


class Painted:
    """What the picture's last paint has shown."""

    def __init__(self) -> None:
        self.expression = ""
        self.request: object = None
        """Of the map."""
        self.runs: tuple[object, ...] = ()
        self.rows: tuple[int, ...] = ()
        self.count = 0
        """How many times the picture was painted."""

    def shows(self, window: MainWindow, *, at_any_step: bool = False) -> bool:
        """Return whether it was the map of the current formula with its finished runs.

        Parameters
        ----------
        at_any_step
            Whether the paths need not go to the cursor: it may be moving.
        """
        experiment, simulation = window.document.experiment, window.controller.simulation
        if simulation is None or simulation.experiment != experiment:
            return False
        traces = [result.trace for result in simulation.results]
        return (
            simulation.is_finished
            and window.controller.state is RunState.FINISHED
            and self.expression == experiment.objective.expression
            and self.runs == tuple(trace.run for trace in traces)
            and (at_any_step or self.rows == _rows_at(traces, window.player.cursor))
        )


def _rows_at(traces: Sequence[TraceView], cursor: int) -> tuple[int, ...]:
    return tuple(trace.row_at(cursor) + 1 for trace in traces)


@contextmanager
def watched() -> Iterator[Painted]:
    """Take note of what the map and the paths show whenever they are painted."""
    painted = Painted()
    paint = LayerItem.paint

    def noting(self: LayerItem, *arguments: Any) -> None:
        paint(self, *arguments)
        if isinstance(self, MapItem):
            surface = self._map
            painted.request = None if surface is None else surface.request
            painted.expression = "" if surface is None else surface.request.objective.expression
        elif isinstance(self, PathItem):
            # Of a path's identity the third part is the run of its trace.
            painted.runs = tuple(path.identity[2] for path in self._paths)  # type: ignore[index]
            painted.rows = () if self.is_behind() else tuple(path.rows for path in self._paths)
            painted.count += 1

    LayerItem.paint = noting  # type: ignore[method-assign, assignment]
    try:
        yield painted
    finally:
        LayerItem.paint = paint  # type: ignore[method-assign]
