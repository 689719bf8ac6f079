"""How a run is at a step, in a few words."""

from typing import TYPE_CHECKING

from gdstudio.experiment.model import Experiment
from gdstudio.simulation.outcome import Outcome
from gdstudio.ui.number_text import short_number
from gdstudio.ui.panels.run_rows import RunRow
from gdstudio.ui.plots.frame import Frame
from gdstudio.ui.training_text import epoch_text, fit_text

if TYPE_CHECKING:
    from gdstudio.simulation.run import RunResult


def run_rows(
    experiment: Experiment, frame: Frame | None, hidden: frozenset[int]
) -> tuple[RunRow, ...]:
    """Return what the list shows; a frame of another number of runs says nothing of them."""
    runs = experiment.runs
    if frame is not None and len(frame.results) != len(runs):
        frame = None
    return tuple(
        RunRow(
            run.label,
            run.color,
            *(("", "", "") if frame is None else _told(frame, index)),
            is_hidden=index in hidden,
            is_bad=frame is not None and _is_bad(frame, index),
        )
        for index, run in enumerate(runs)
    )


def _told(frame: Frame, index: int) -> tuple[str, str, str]:
    """Return how a run is at the frame's step, its loss, and its sentence."""
    result, head = frame.results[index], frame.heads[index]
    evaluation = frame.evaluation(index)
    if evaluation is None:
        loss = short_number(head.loss, 4)
    else:
        loss = fit_text(evaluation.train_loss, evaluation.train_accuracy)
    return run_state(result, head.step, frame.steps_an_epoch(index)), loss, result.message


def _is_bad(frame: Frame, index: int) -> bool:
    """Return whether a run has flown off at the frame's step."""
    result, head = frame.results[index], frame.heads[index]
    return result.outcome is Outcome.DIVERGED and head.step >= result.trace.last_step


def run_state(result: "RunResult", step: int, steps_an_epoch: int = 1) -> str:
    """Return a few words on how a run is at a step; in epochs where these are longer."""
    last = result.trace.last_step
    if steps_an_epoch > 1:
        epochs = epoch_text(last, steps_an_epoch).removesuffix(".0")
        place, length = f"epoch {epochs}", f"{last} steps · {epochs} epochs"
    else:
        place, length = f"step {last}", f"{last} steps"
    if result.outcome is None:
        return f"running · {place}"
    if step < last:
        # Of epochs there may be a part, which makes it long.
        return f"on its way · {'to' if steps_an_epoch > 1 else 'ends at'} {place}"
    match result.outcome:
        case Outcome.CONVERGED:
            return f"converged at {place}"
        case Outcome.MAX_STEPS:
            return length
        case Outcome.DIVERGED:
            # Runs diverge within an epoch: the step says where.
            return f"diverged at step {last}"
        case Outcome.STOPPED:
            return f"stopped at {place}"
        case _:
            return "failed"
