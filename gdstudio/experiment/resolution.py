"""Fields of the whole experiment, and the defaults that depend on more than one key."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from gdstudio.experiment.errors import ExperimentError
from gdstudio.experiment.fields import (
    Field,
    Record,
    Text,
    Values,
    absent,
    array,
    boolean,
    constant,
    converted,
    integer,
    nullable,
    number,
    optional,
    record,
    required,
    structure,
    text,
)
from gdstudio.experiment.fields.wording import at_index, at_key, counted
from gdstudio.experiment.function_fields import SettledFunction
from gdstudio.experiment.gallery import GalleryEntry
from gdstudio.experiment.labels import free_label
from gdstudio.experiment.limits import LARGEST_SEED, MOST_RUNS, MOST_STEPS
from gdstudio.experiment.model import (
    Batch,
    Experiment,
    FunctionObjective,
    Objective,
    Optimizer,
    Run,
    StopRules,
)
from gdstudio.experiment.objective_fields import SettledObjective, objective_field
from gdstudio.experiment.optimizer_fields import optimizer_field
from gdstudio.experiment.palette import free_color
from gdstudio.experiment.vocabulary import Vocabulary

FORMAT: Final = "gdstudio.experiment"


@dataclass(frozen=True, slots=True)
class RunDraft:
    """A run as the file has it: without the defaults that depend on the other runs."""

    label: str | None
    color: str | None
    optimizer: Optimizer
    start: tuple[float, ...] | None
    batch: Batch | None


def experiment_record(
    vocabulary: Vocabulary, gallery: Mapping[str, GalleryEntry], version: int
) -> Record:
    """Return the field of a whole file, in the order in which files are written."""
    start = nullable(array(number(), 1))
    batch = _batch_field()
    run = structure(
        RunDraft,
        {
            "label": absent(text("a line of text", minimum=1, maximum=100)),
            "color": absent(_color_field()),
            "optimizer": required(optimizer_field(vocabulary)),
            "start": optional(start, None),
            "batch": optional(nullable(batch), None),
        },
    )
    return record(
        {
            "format": required(constant(FORMAT)),
            "version": required(constant(version)),
            "title": optional(text("a line of text", maximum=200), ""),
            "objective": required(objective_field(vocabulary, gallery)),
            "start": optional(start, None),
            "batch": optional(batch, Batch()),
            "stop": optional(_stop_field(), StopRules()),
            "evaluation": optional(_evaluation_field(), None),
            "seed": optional(integer(minimum=0, maximum=LARGEST_SEED), 0),
            "runs": required(array(run, 1, MOST_RUNS)),
        }
    )


def resolve(values: Values, vocabulary: Vocabulary) -> Experiment:
    """Return the experiment in `values`, the fields of a file, with every default filled in."""
    settled: SettledObjective = values["objective"]
    drafts: tuple[RunDraft, ...] = values["runs"]
    if isinstance(settled, SettledFunction):
        objective: Objective = settled.function
        usual_start = settled.start
        _check_starts(values["start"], drafts, settled.function.variables)
    else:
        objective, usual_start = settled, ()
    return Experiment(
        objective=objective,
        runs=_complete(drafts, vocabulary),
        title=values["title"],
        start=usual_start if values["start"] is None else values["start"],
        batch=values["batch"],
        stop=values["stop"],
        evaluation_interval=values["evaluation"],
        seed=values["seed"],
    )


def unresolve(experiment: Experiment, version: int) -> Values:
    """Return the fields of the file that states all of `experiment`."""
    objective: SettledObjective
    start: tuple[float, ...] | None = experiment.start
    if isinstance(experiment.objective, FunctionObjective):
        objective = SettledFunction(experiment.objective, experiment.start)
    else:
        objective, start = experiment.objective, experiment.start or None
    return {
        "format": FORMAT,
        "version": version,
        "title": experiment.title,
        "objective": objective,
        "start": start,
        "batch": experiment.batch,
        "stop": experiment.stop,
        "evaluation": experiment.evaluation_interval,
        "seed": experiment.seed,
        "runs": experiment.runs,
    }


def _batch_field() -> Field[Batch]:
    return structure(
        Batch,
        {
            "size": optional(nullable(integer(minimum=1)), None),
            "shuffle": optional(boolean(), True),
        },
    )


def _stop_field() -> Field[StopRules]:
    usual = StopRules()
    return structure(
        StopRules,
        {
            "max_steps": optional(integer(minimum=1, maximum=MOST_STEPS), usual.max_steps),
            "gradient_tolerance": optional(number(minimum=0), usual.gradient_tolerance),
            "loss_tolerance": optional(number(minimum=0), usual.loss_tolerance),
            "divergence_loss": optional(number(exclusive_minimum=0), usual.divergence_loss),
        },
    )


def _evaluation_field() -> Field[int | None]:
    interval = nullable(integer(minimum=1, maximum=MOST_STEPS))
    keys = record({"interval": optional(interval, None)})
    return converted(keys, lambda values: values["interval"], lambda steps: {"interval": steps})


def _color_field() -> Field[str]:
    written = Text('a color such as "#1b9e77"', 7, 7, "^#[0-9a-fA-F]{6}$")
    return converted(written, str.lower, str.lower)


def _check_starts(
    common: tuple[float, ...] | None, drafts: tuple[RunDraft, ...], variables: tuple[str, ...]
) -> None:
    """Refuse a start that is not one number for each variable."""
    _check_start(common, variables, "start")
    for index, draft in enumerate(drafts):
        _check_start(draft.start, variables, at_key(at_index("runs", index), "start"))


def _check_start(start: tuple[float, ...] | None, variables: tuple[str, ...], path: str) -> None:
    if start is not None and len(start) != len(variables):
        wanted = f"{counted(len(variables), 'number')}, one for each variable"
        reason = f"expected {wanted} ({', '.join(variables)}), got {len(start)}"
        raise ExperimentError(path, reason)


def _complete(drafts: tuple[RunDraft, ...], vocabulary: Vocabulary) -> tuple[Run, ...]:
    """Return the runs, with labels and colours that no other run states or was given before."""
    labels = {draft.label for draft in drafts if draft.label is not None}
    colors = {draft.color for draft in drafts if draft.color is not None}
    runs: list[Run] = []
    for index, draft in enumerate(drafts):
        method = vocabulary.methods[draft.optimizer.method]
        label = free_label(method.label, labels) if draft.label is None else draft.label
        color = free_color(index, colors) if draft.color is None else draft.color
        labels.add(label)
        colors.add(color)
        runs.append(Run(label, color, draft.optimizer, draft.start, draft.batch))
    return tuple(runs)
