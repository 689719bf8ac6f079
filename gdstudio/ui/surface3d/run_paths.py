"""The paths of the runs over two of their parameters."""

from gdstudio.ui.plots.frame import Frame
from gdstudio.ui.plots.path_item import RunPath


def run_paths(frame: Frame, shown: tuple[int, int]) -> tuple[RunPath, ...]:
    """Return the paths of the runs that are drawn, up to the frame's step."""
    return tuple(_path(frame, index, shown) for index in frame.visible_runs())


def _path(frame: Frame, index: int, shown: tuple[int, int]) -> RunPath:
    trace, colour = frame.results[index].trace, frame.experiment.runs[index].color
    right, up = shown
    head = frame.heads[index].parameters
    return RunPath(
        index,
        colour,
        trace.steps,
        trace.parameters[:, right],
        trace.parameters[:, up],
        trace.row_at(frame.cursor) + 1,
        (float(head[right]), float(head[up])),
        (index, colour, trace.run, shown),
    )
