"""Maps of a loss in the background: a coarse one at once, then all of it, part by part."""

import math
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from gdstudio.session.latest_job import LatestJob
from gdstudio.simulation.maps import (
    LossRequest,
    LossRows,
    SurfaceMap,
    loss_surface,
    more_loss_rows,
    no_loss_rows,
)

QUICK = 2e6
"""Passes of a row of the data through the model that nobody notices: 20 milliseconds."""
MOST = 5e8
"""Passes that somebody who looks at the picture waits for: five seconds."""
PART_SECONDS = 0.05
Within = Callable[[LossRequest, float], LossRequest]
"""Returns a request with at most so many passes."""
FEWEST_CELLS = 8


class LossJob(QObject):
    """Computes the latest request; between two parts a newer one takes its place.

    Parameters
    ----------
    within
        Makes requests that take too long coarser.
    """

    done = Signal(object)
    """A `SurfaceMap` of the latest request; a coarse one may come first."""

    def __init__(self, parent: QObject | None = None, within: Within | None = None) -> None:
        super().__init__(parent)
        self._within = within or coarser
        self._request: LossRequest | None = None
        self._stages: tuple[LossRequest, ...] = ()
        self._job = LatestJob(_next_part, self)
        self._job.done.connect(self._on_part)

    @property
    def is_busy(self) -> bool:
        """Whether a finer map than the last one is on its way."""
        return bool(self._stages)

    def submit(self, request: LossRequest, *, only_quick: bool = False) -> None:
        """Ask for a map. Where ``only_quick``, it is coarse if the whole one takes long."""
        stages = stages_of(request, QUICK if only_quick else MOST, self._within)
        if request != self._request or (self._stages or stages)[-1] != stages[-1]:
            self._request, self._stages = request, stages
            self._job.submit(no_loss_rows(stages[0]))

    def shut_down(self) -> None:
        """Compute nothing any more."""
        self._stages = ()
        self._job.shut_down()

    @Slot(object, object)
    def _on_part(self, _: LossRows, result: LossRows | SurfaceMap) -> None:
        if not self._stages or result.request != self._stages[0]:
            # It was overtaken.
            return
        if isinstance(result, LossRows):
            self._job.submit(result)
            return
        self._stages = self._stages[1:]
        if self._stages:
            self._job.submit(no_loss_rows(self._stages[0]))
        self.done.emit(result)


def coarser(request: LossRequest, most: float) -> LossRequest:
    """Return a request for the same rectangle with at most so many passes."""
    passes = request.columns * request.rows * request.problem.rows.size
    if passes <= most:
        return request
    share = math.sqrt(most / passes)
    columns, rows = (
        max(FEWEST_CELLS, int(share * cells)) for cells in (request.columns, request.rows)
    )
    return replace(request, columns=columns, rows=rows)


def stages_of(
    request: LossRequest, most: float, within: Within = coarser
) -> tuple[LossRequest, ...]:
    """Return the requests that are computed for one, coarse to fine, none above ``most`` passes."""
    finest = within(request, most)
    quick = within(request, min(most, QUICK))
    return (finest,) if quick == finest else (quick, finest)


def _next_part(known: LossRows) -> LossRows | SurfaceMap:
    more = more_loss_rows(known, PART_SECONDS)
    return loss_surface(more) if more.is_complete else more
