"""Edits of an experiment as pure functions: an experiment in, an experiment out."""

from collections.abc import Mapping
from dataclasses import replace

from gdstudio.engine.optimizers.registry import OPTIMIZERS
from gdstudio.experiment.gallery import GalleryEntry
from gdstudio.experiment.labels import free_label
from gdstudio.experiment.model import Experiment, FunctionObjective, Run
from gdstudio.experiment.palette import free_color
from gdstudio.simulation.vocabulary import VOCABULARY

Interval = tuple[float, float]

NEW_DOMAIN: Interval = (-5.0, 5.0)


def with_formula(
    experiment: Experiment,
    expression: str,
    variables: tuple[str, ...],
    remembered: Mapping[str, tuple[Interval, float]],
) -> Experiment:
    """Return the experiment with another formula.

    A variable keeps its domain and start; one that was there before gets back what it had.

    Parameters
    ----------
    remembered
        Domain and start of variables that the formula had at some time.
    """
    if set(variables) == set(experiment.function.variables):
        # A file may have its own order.
        variables = experiment.function.variables
    known = dict(remembered) | variable_settings(experiment)
    settings = [
        known.get(name, (NEW_DOMAIN, NEW_DOMAIN[0] + 0.7 * (NEW_DOMAIN[1] - NEW_DOMAIN[0])))
        for name in variables
    ]
    same = variables == experiment.function.variables
    return replace(
        experiment,
        objective=replace(
            experiment.function,
            expression=expression,
            variables=variables,
            domain=tuple(domain for domain, _ in settings),
        ),
        start=tuple(start for _, start in settings),
        # A title names the function that it was given for.
        title=experiment.title if expression == experiment.function.expression else "",
        runs=experiment.runs
        if same
        else tuple(replace(run, start=None) for run in experiment.runs),
    )


def variable_settings(experiment: Experiment) -> dict[str, tuple[Interval, float]]:
    """Return the domain and start of each variable."""
    objective = experiment.function
    return {
        name: (domain, start)
        for name, domain, start in zip(
            objective.variables, objective.domain, experiment.start, strict=True
        )
    }


def with_gallery_entry(experiment: Experiment, entry: GalleryEntry) -> Experiment:
    """Return the experiment on a function of the gallery, with learning rates that suit it."""
    return replace(
        experiment,
        title="",
        objective=FunctionObjective(
            entry.expression,
            entry.variables,
            entry.domain,
            experiment.function.gradient_noise,
        ),
        start=entry.start,
        runs=tuple(with_suitable_rate(replace(run, start=None), entry) for run in experiment.runs),
    )


def with_suitable_rate(run: Run, entry: GalleryEntry) -> Run:
    """Return a run with the learning rate that the gallery recommends for its method."""
    is_adaptive = OPTIMIZERS[run.optimizer.method].is_adaptive
    rate = entry.adaptive_learning_rate if is_adaptive else entry.learning_rate
    if run.optimizer.convention == "ema":
        # A moving average of the gradient is 1 − μ times as long as its sum.
        rate /= 1.0 - float(run.optimizer.value("momentum"))
    return replace(run, optimizer=run.optimizer.with_value("learning_rate", rate))


def with_added_run(experiment: Experiment, method: str, entry: GalleryEntry | None) -> Experiment:
    """Return the experiment with one more run, of ``method``."""
    run = Run(
        free_label(OPTIMIZERS[method].label, {each.label for each in experiment.runs}),
        free_color(len(experiment.runs), {each.color for each in experiment.runs}),
        VOCABULARY.optimizer(method),
    )
    if entry is not None:
        run = with_suitable_rate(run, entry)
    return replace(experiment, runs=(*experiment.runs, run))


def with_duplicated_run(experiment: Experiment, index: int) -> Experiment:
    """Return the experiment with a copy of a run right after it."""
    run = experiment.runs[index]
    copy = replace(
        run,
        label=free_label(run.label, {each.label for each in experiment.runs}),
        color=free_color(len(experiment.runs), {each.color for each in experiment.runs}),
    )
    runs = (*experiment.runs[: index + 1], copy, *experiment.runs[index + 1 :])
    return replace(experiment, runs=runs)


def without_run(experiment: Experiment, index: int) -> Experiment:
    """Return the experiment without a run; the last one stays."""
    if len(experiment.runs) == 1:
        return experiment
    return replace(experiment, runs=experiment.runs[:index] + experiment.runs[index + 1 :])


def with_moved_run(experiment: Experiment, source: int, target: int) -> Experiment:
    """Return the experiment with a run at another place in the list."""
    runs = list(experiment.runs)
    runs.insert(target, runs.pop(source))
    return replace(experiment, runs=tuple(runs))


def with_method(run: Run, method: str, convention: str | None) -> Run:
    """Return a run with another method or convention.

    What both have in common stays as it is, unless it is the default of the one before.
    """
    before = run.optimizer
    fresh = VOCABULARY.optimizer(method, convention)
    defaults_before = dict(VOCABULARY.optimizer(before.method, before.convention).hyperparameters)
    values = dict(before.hyperparameters)
    kept = {
        name: values[name]
        for name, _ in fresh.hyperparameters
        if name in values and values[name] != defaults_before[name]
    }
    optimizer = replace(
        before,
        method=method,
        convention=fresh.convention,
        hyperparameters=tuple((dict(fresh.hyperparameters) | kept).items()),
    )
    old_name = OPTIMIZERS[before.method].label
    renamed = method != before.method and run.label.startswith(old_name)
    label = OPTIMIZERS[method].label if renamed else run.label
    return replace(run, label=label, optimizer=optimizer)
