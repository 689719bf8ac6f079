"""What a picture of data shows at a step: each run's model, and the batch of one of them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gdstudio.ui.plots.frame import Frame


@dataclass(frozen=True, eq=False)
class RunFit:
    """The parameters (d,) of a run at a step."""

    index: int
    colour: str
    parameters: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class DataMoment:
    """The runs at a step.

    Attributes
    ----------
    fits
        Of the runs that are drawn, in order.
    selected
        Of the run whose details are shown; None where it is hidden.
    batch
        The rows that its next step sees, int64; none where it sees all of them, or has ended.
    """

    fits: tuple[RunFit, ...]
    selected: RunFit | None
    batch: NDArray[np.int64]

    @property
    def from_behind(self) -> list[RunFit]:
        """The fits as they are drawn: from the last to the first, the selected one on top."""
        others = [fit for fit in reversed(self.fits) if fit is not self.selected]
        return others if self.selected is None else [*others, self.selected]


def moment_of(frame: Frame) -> DataMoment:
    """Return what a frame of a training on data shows of it."""
    fits = {
        index: RunFit(index, frame.experiment.runs[index].color, frame.heads[index].parameters)
        for index in frame.visible_runs()
    }
    batches, head = frame.batches[frame.selected], frame.heads[frame.selected]
    batch = np.zeros(0, dtype=np.int64)
    if batches.updates > 1 and not has_ended(frame):
        batch = batches.rows_at(head.step)
    return DataMoment(tuple(fits.values()), fits.get(frame.selected), batch)


def has_ended(frame: Frame) -> bool:
    """Return whether the selected run makes no further step."""
    result = frame.results[frame.selected]
    step = frame.heads[frame.selected].step
    return result.outcome is not None and step >= result.trace.last_step
