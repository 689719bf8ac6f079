"""``gdstudio run``: an experiment from a file to its results, without a window."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from gdstudio.cli.consoles import show
from gdstudio.cli.errors import DONE, FAILED, CommandError
from gdstudio.cli.exports import Export, checked_exports, write_export
from gdstudio.cli.interruption import gentle_interrupt
from gdstudio.cli.outcome_table import outcome_table
from gdstudio.cli.progress import no_progress_bar, progress_bar
from gdstudio.cli.reading import read_experiment
from gdstudio.cli.streams import complain, is_terminal, one_line, write
from gdstudio.experiment import Experiment, ExperimentError
from gdstudio.simulation.outcome import Outcome
from gdstudio.simulation.run import RunResult
from gdstudio.simulation.simulation import run

_FAILURES: Final = frozenset({Outcome.FAILED, Outcome.STOPPED})


def run_file(
    file: Path, export_paths: Sequence[Path], most_steps: int | None, *, is_quiet: bool
) -> int:
    """Run the experiment in a file, export its results and show how each run ended.

    Ctrl+C ends the runs where they are. What was computed until then is exported and shown, the
    runs' outcome is "stopped" and the exit status 1; a second Ctrl+C ends the program at once.

    Parameters
    ----------
    file
        The experiment.
    export_paths
        The files to write.
    most_steps
        Replaces the experiment's ``stop.max_steps``.
    is_quiet
        Whether to print nothing but what went wrong.

    Returns
    -------
    int
        1 if a run failed or was stopped, or a file could not be written; otherwise 0.

    Raises
    ------
    CommandError
        Something is not as it must be, the data among it; nothing was started.
    """
    experiment = read_experiment(file)
    if most_steps is not None:
        experiment = replace(experiment, stop=replace(experiment.stop, max_steps=most_steps))
    exports = checked_exports(export_paths, file)

    try:
        results = _computed(experiment, is_quiet=is_quiet)
    except ExperimentError as error:
        raise CommandError(f"{file}: {error}") from error

    # The files first: whoever reads the table may leave in the middle of it.
    written = [export for export in exports if _is_written(export, experiment, results)]
    if not is_quiet:
        show(outcome_table(experiment, results))
        for export in written:
            write(f"Wrote {one_line(str(export.path))}\n")
    is_done = len(written) == len(exports) and _FAILURES.isdisjoint(r.outcome for r in results)
    return DONE if is_done else FAILED


def _computed(experiment: Experiment, *, is_quiet: bool) -> tuple[RunResult, ...]:
    bar = (
        progress_bar(experiment.stop.max_steps)
        if is_terminal(error=True) and not is_quiet
        else no_progress_bar()
    )
    with gentle_interrupt() as is_interrupted, bar as show_step:
        return run(experiment, show_step, is_interrupted)


def _is_written(export: Export, experiment: Experiment, results: Sequence[RunResult]) -> bool:
    """Write a file; when that fails, say so, and let the others be written."""
    try:
        write_export(export, experiment, results)
    except CommandError as error:
        complain(f"gdstudio: {error}")
        return False
    return True
