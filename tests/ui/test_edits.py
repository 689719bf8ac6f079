from dataclasses import replace

import pytest

from gdstudio.engine.optimizers.registry import OPTIMIZERS
from gdstudio.experiment.gallery import GalleryEntry, find, load_gallery
from gdstudio.experiment.model import Experiment
from gdstudio.simulation.files import FORMAT
from gdstudio.simulation.simulation import Simulation
from gdstudio.simulation.vocabulary import VOCABULARY
from gdstudio.ui.example import ready_example
from gdstudio.ui.panels.edits import (
    NEW_DOMAIN,
    variable_settings,
    with_added_run,
    with_duplicated_run,
    with_formula,
    with_gallery_entry,
    with_method,
    with_moved_run,
    with_suitable_rate,
    without_run,
)

EXAMPLE = ready_example()


def is_sound(experiment: Experiment) -> bool:
    """Return whether a file can hold the experiment as it is."""
    return FORMAT.read(FORMAT.write(experiment)) == experiment


def labels(experiment: Experiment) -> list[str]:
    return [run.label for run in experiment.runs]


def test_that_a_formula_keeps_domain_and_start_of_its_variables() -> None:
    changed = with_formula(EXAMPLE, "x^2 - y", ("x", "y"), {})
    assert variable_settings(changed) == variable_settings(EXAMPLE)
    assert changed.objective.expression == "x^2 - y"
    assert is_sound(changed)


def test_that_a_new_variable_gets_a_domain_and_a_start_in_it() -> None:
    changed = with_formula(EXAMPLE, "x^2 + w", ("x", "w"), {})
    domain, start = variable_settings(changed)["w"]
    assert domain == NEW_DOMAIN
    assert domain[0] < start < domain[1]
    assert is_sound(changed)


def test_that_a_variable_that_comes_back_has_what_it_had() -> None:
    remembered = {"y": ((-1.0, 9.0), 7.0), "x": ((0.0, 1.0), 0.5)}
    narrow = with_formula(EXAMPLE, "x^2", ("x",), remembered)
    assert narrow.start == (1.0,)
    wide = with_formula(narrow, "x^2 + y", ("x", "y"), remembered)
    assert wide.objective.domain == ((-6.0, 6.0), (-1.0, 9.0))
    assert wide.start == (1.0, 7.0)


def test_that_the_order_of_the_variables_of_a_file_is_kept() -> None:
    objective = replace(EXAMPLE.objective, variables=("y", "x"))
    own_order = replace(EXAMPLE, objective=objective, start=(3.0, 4.0))
    changed = with_formula(own_order, "x + y", ("x", "y"), {})
    assert changed.objective.variables == ("y", "x")
    assert changed.start == (3.0, 4.0)


def test_that_a_title_goes_with_its_formula() -> None:
    titled = replace(EXAMPLE, title="Valleys")
    assert with_formula(titled, EXAMPLE.objective.expression, ("x", "y"), {}).title == "Valleys"
    assert with_formula(titled, "x y", ("x", "y"), {}).title == ""


def test_that_starts_of_single_runs_go_with_other_variables() -> None:
    own = EXAMPLE.replace_run(0, replace(EXAMPLE.runs[0], start=(0.0, 0.0)))
    assert with_formula(own, "x y", ("x", "y"), {}).runs[0].start == (0.0, 0.0)
    assert with_formula(own, "x", ("x",), {}).runs[0].start is None


@pytest.mark.parametrize("entry", load_gallery(), ids=lambda entry: entry.key)
def test_that_every_function_of_the_gallery_can_be_chosen_and_computed(entry: GalleryEntry) -> None:
    changed = with_gallery_entry(EXAMPLE, entry)
    assert changed.start == entry.start
    assert is_sound(changed)
    for run in changed.runs:
        is_adaptive = OPTIMIZERS[run.optimizer.method].is_adaptive
        rate = entry.adaptive_learning_rate if is_adaptive else entry.learning_rate
        assert run.optimizer.value("learning_rate") == rate
    simulation = Simulation(changed)
    simulation.advance(10)
    assert all(result.trace.last_step >= 0 for result in simulation.results)


def test_that_a_moving_average_gets_a_rate_that_is_as_fast() -> None:
    entry = find("rosenbrock")
    run = replace(EXAMPLE.runs[0], optimizer=VOCABULARY.optimizer("momentum", "ema"))
    changed = with_suitable_rate(run, entry).optimizer
    assert changed.value("learning_rate") == pytest.approx(10.0 * entry.learning_rate)


@pytest.mark.parametrize("method", OPTIMIZERS)
def test_that_added_runs_have_names_and_colours_of_their_own(method: str) -> None:
    experiment = EXAMPLE
    for _ in range(4):
        experiment = with_added_run(experiment, method, None)
    assert len(set(labels(experiment))) == 8
    assert len({run.color for run in experiment.runs}) == 8
    assert experiment.runs[-1].optimizer == VOCABULARY.optimizer(method)
    assert is_sound(experiment)


def test_that_a_copy_stands_after_its_model_and_has_its_own_name() -> None:
    experiment = with_duplicated_run(EXAMPLE, 1)
    assert len(experiment.runs) == 5
    copy, model = experiment.runs[2], experiment.runs[1]
    assert copy.optimizer == model.optimizer
    assert copy.label != model.label
    assert copy.color not in {run.color for run in EXAMPLE.runs}
    assert len(set(labels(with_duplicated_run(experiment, 2)))) == 6


def test_that_the_last_run_cannot_be_removed() -> None:
    experiment = EXAMPLE
    for left in (3, 2, 1, 1):
        experiment = without_run(experiment, 0)
        assert len(experiment.runs) == left
    assert labels(experiment) == ["Adam"]


@pytest.mark.parametrize(
    ("source", "target", "order"),
    [(0, 3, "BCDA"), (3, 0, "DABC"), (1, 2, "ACBD"), (2, 1, "ACBD"), (2, 2, "ABCD")],
)
def test_that_a_run_is_moved_to_a_place(source: int, target: int, order: str) -> None:
    named = replace(
        EXAMPLE,
        runs=tuple(replace(r, label=n) for r, n in zip(EXAMPLE.runs, "ABCD", strict=True)),
    )
    assert "".join(labels(with_moved_run(named, source, target))) == order


def test_that_a_method_keeps_only_what_was_changed() -> None:
    optimizer = VOCABULARY.optimizer("momentum").with_value("momentum", 0.5)
    run = replace(EXAMPLE.runs[0], optimizer=optimizer)
    changed = with_method(run, "nesterov", None).optimizer
    assert changed.value("momentum") == 0.5
    default = VOCABULARY.optimizer("nesterov").value("learning_rate")
    assert changed.value("learning_rate") == default


def test_that_a_method_keeps_schedule_and_clipping() -> None:
    optimizer = replace(VOCABULARY.optimizer("gd"), clip_norm=2.0, weight_decay=0.5)
    changed = with_method(replace(EXAMPLE.runs[0], optimizer=optimizer), "adam", None).optimizer
    assert changed.clip_norm == 2.0
    assert changed.weight_decay == 0.5


@pytest.mark.parametrize("before", OPTIMIZERS)
@pytest.mark.parametrize("after", OPTIMIZERS)
def test_that_any_method_can_follow_any(before: str, after: str) -> None:
    run = replace(EXAMPLE.runs[0], optimizer=VOCABULARY.optimizer(before))
    changed = EXAMPLE.replace_run(0, with_method(run, after, None))
    assert changed.runs[0].optimizer == VOCABULARY.optimizer(after)
    assert is_sound(changed)
