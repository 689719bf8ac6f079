from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdstudio.experiment.data_objectives import (
    Dataset,
    GeneratedSource,
    InlineSource,
    Layer,
    NetworkObjective,
    RegressionObjective,
)
from gdstudio.experiment.datasets.data import TargetKind
from gdstudio.experiment.datasets.registry import GENERATORS
from gdstudio.experiment.errors import ExperimentError
from gdstudio.experiment.model import Experiment
from gdstudio.simulation.data_facts import facts_of
from gdstudio.simulation.files import FORMAT, example_names, shipped_example
from gdstudio.simulation.problem import problem_of
from gdstudio.simulation.simulation import Simulation
from gdstudio.ui.panels.data_edits import (
    data_objective,
    network_of,
    parameter_count,
    regression_of,
    with_added_layer,
    with_generator,
    with_layer,
    with_layers,
    with_loss,
    with_model,
    with_moved_layer,
    with_source,
    without_layer,
)

LINE = shipped_example("1-line")
CLOUDS = shipped_example("2-two-clouds")
MOONS = shipped_example("4-moons")


def facts(experiment: Experiment):
    return facts_of(data_objective(experiment).dataset.source)


def is_sound(experiment: Experiment) -> bool:
    """Return whether a file can hold the experiment, and it can be trained."""
    Simulation(experiment).advance(3)
    return FORMAT.read(FORMAT.write(experiment)) == experiment


def units(experiment: Experiment) -> list[int]:
    return [layer.units for layer in network_of(experiment).layers]


@pytest.mark.parametrize("name", GENERATORS)
@pytest.mark.parametrize("start", [LINE, CLOUDS, MOONS], ids=["line", "clouds", "moons"])
def test_that_any_experiment_takes_the_data_of_any_generator(start: Experiment, name: str) -> None:
    changed = with_generator(start, name)
    objective = data_objective(changed)
    assert objective.dataset.source.name == name
    is_for_classes = objective.loss in ("binary_cross_entropy", "cross_entropy")
    assert is_for_classes == GENERATORS[name].makes_classes
    assert is_sound(changed)


def test_that_a_generator_keeps_the_number_of_samples_and_the_split() -> None:
    changed = with_generator(MOONS, "circles")
    before, after = data_objective(MOONS).dataset, data_objective(changed).dataset
    assert after.source.samples == before.source.samples
    assert after.test_fraction == before.test_fraction
    assert after.source.parameters == (("factor", 0.5),)


def test_that_a_title_goes_with_its_data() -> None:
    assert MOONS.title
    assert with_generator(MOONS, "xor").title == ""
    source = replace(data_objective(MOONS).dataset.source, noise=0.3)
    assert with_source(MOONS, source, facts_of(source)).title == MOONS.title


def test_that_a_line_becomes_a_logistic_regression_on_classes_and_back() -> None:
    classes = with_generator(LINE, "blobs")
    assert regression_of(classes).model == "logistic"
    assert regression_of(classes).loss == "binary_cross_entropy"
    numbers = with_generator(classes, "sine")
    assert (regression_of(numbers).model, regression_of(numbers).loss) == ("linear", "mse")


def test_that_a_polynomial_stays_one() -> None:
    curve = with_model(LINE, "polynomial", 4, facts(LINE))
    classes = with_generator(curve, "circles")
    assert (regression_of(classes).model, regression_of(classes).degree) == ("polynomial", 4)
    assert regression_of(classes).loss == "binary_cross_entropy"
    assert is_sound(classes)


def test_that_more_classes_bring_their_loss_and_their_units() -> None:
    spirals = with_generator(MOONS, "spirals")
    assert units(spirals)[-1] == 1
    source = data_objective(spirals).dataset.source
    three = replace(source, parameters=(("turns", 2.0), ("classes", 3)))
    changed = with_source(spirals, three, facts_of(three))
    assert data_objective(changed).loss == "cross_entropy"
    assert units(changed)[-1] == 3
    assert is_sound(changed)
    back = with_source(changed, source, facts_of(source))
    # A softmax tells two classes apart as well.
    assert data_objective(back).loss == "cross_entropy"
    assert units(back)[-1] == 2
    assert is_sound(back)


@pytest.mark.parametrize(
    ("loss", "outputs"), [("cross_entropy", 2), ("binary_cross_entropy", 1), ("mse", 1)]
)
def test_that_output_units_follow_from_the_loss(loss: str, outputs: int) -> None:
    changed = with_loss(MOONS, loss, facts(MOONS))
    assert units(changed)[-1] == outputs
    assert is_sound(changed)


def test_that_a_loss_gives_way_that_cannot_take_the_data() -> None:
    sine = with_generator(MOONS, "sine")
    assert facts(sine).losses == ("mse", "half_sse", "half_mse", "mae", "huber")
    assert data_objective(with_loss(sine, "cross_entropy", facts(sine))).loss == "mse"


def test_that_without_facts_loss_and_units_stay() -> None:
    changed = with_loss(MOONS, "cross_entropy", None)
    assert data_objective(changed).loss == "cross_entropy"
    assert units(changed) == units(MOONS)


def test_that_a_start_for_other_parameters_is_dropped() -> None:
    assert LINE.start == (-1.0, -1.0)
    curve = with_model(LINE, "polynomial", 3, facts(LINE))
    assert curve.start == ()
    assert is_sound(curve)
    assert with_loss(LINE, "mae", facts(LINE)).start == LINE.start
    assert with_generator(LINE, "sine").start == LINE.start
    assert with_generator(LINE, "plane").start == ()


def test_that_the_start_of_a_run_is_dropped_with_that_of_the_experiment() -> None:
    runs = tuple(replace(run, start=(0.5, 0.5)) for run in LINE.runs)
    changed = with_generator(replace(LINE, runs=runs), "saddle")
    assert all(run.start is None for run in changed.runs)
    assert is_sound(changed)


def test_that_logistic_regression_takes_the_loss_of_classes() -> None:
    linear = with_model(CLOUDS, "linear", 1, facts(CLOUDS))
    assert regression_of(linear).loss == "mse"
    logistic = with_model(linear, "logistic", 1, facts(linear))
    assert regression_of(logistic).loss == "binary_cross_entropy"
    assert is_sound(linear)
    assert is_sound(logistic)


def test_that_logistic_regression_of_numbers_is_refused_with_a_sentence() -> None:
    with pytest.raises(ExperimentError, match="tells classes apart") as refusal:
        with_model(LINE, "logistic", 1, facts(LINE))
    assert refusal.value.path == "objective.model"


def test_that_a_polynomial_of_too_many_terms_is_refused() -> None:
    plane = with_generator(LINE, "plane")
    # (2 + 64 choose 64) - 1 = 66 · 65 / 2 - 1
    terms = 66 * 65 // 2 - 1
    assert len(problem_of(with_model(plane, "polynomial", 64, None).objective).parameter_names) == (
        terms + 1
    )
    wide = InlineSource(tuple((float(i),) * 20 for i in range(4)), ((1.0,), (2.0,), (3.0,), (4.0,)))
    experiment = with_source(LINE, wide, facts_of(wide))
    with pytest.raises(ExperimentError, match="at most 5000"):
        with_model(experiment, "polynomial", 5, facts(experiment))


def test_that_layers_are_added_removed_and_moved() -> None:
    changed = with_layer(MOONS, 0, Layer(3, "relu"), facts(MOONS))
    assert units(changed) == [3, 8, 1]
    added = with_added_layer(changed, facts(changed))
    assert units(added) == [3, 8, 8, 1]
    moved = with_moved_layer(added, 0, 2, facts(added))
    assert units(moved) == [8, 8, 3, 1]
    assert network_of(moved).layers[2].activation == "relu"
    removed = without_layer(moved, 0, facts(moved))
    assert units(removed) == [8, 3, 1]
    assert all(map(is_sound, (changed, added, moved, removed)))


def test_that_a_layer_does_not_leave_the_hidden_ones() -> None:
    assert with_moved_layer(MOONS, 1, 2, facts(MOONS)) == MOONS
    assert with_moved_layer(MOONS, 0, -1, facts(MOONS)) == MOONS


def test_that_a_network_without_hidden_layers_gets_its_first_one() -> None:
    bare = without_layer(without_layer(MOONS, 0, None), 0, None)
    assert units(bare) == [1]
    assert is_sound(bare)
    assert units(with_added_layer(bare, None)) == [4, 1]


def test_that_there_are_at_most_32_layers() -> None:
    experiment = MOONS
    for _ in range(40):
        experiment = with_added_layer(experiment, facts(experiment))
    assert len(units(experiment)) == 32
    assert is_sound(experiment)


def test_that_a_network_that_is_too_large_is_refused_with_numbers() -> None:
    layers = (Layer(4096, "relu"), Layer(4096, "relu"), Layer(1, "linear"))
    # 2·4096 + 4096, 4096² + 4096, 4096 + 1
    count = 3 * 4096 + 4096 * 4096 + 4096 + 4096 + 1
    with pytest.raises(ExperimentError, match=str(count)):
        with_layers(MOONS, layers, facts(MOONS))


@pytest.mark.parametrize("name", [n for n in example_names() if n[0] not in "129"])
def test_that_the_number_of_parameters_is_that_of_the_problem(name: str) -> None:
    network = network_of(shipped_example(name))
    assert parameter_count(network) == len(problem_of(network).parameter_names)


def test_that_text_targets_take_losses_of_classes_alone() -> None:
    source = InlineSource(((0.0,), (1.0,), (2.0,)), (("a",), ("b",), ("c",)))
    known = facts_of(source)
    assert known.losses == ("cross_entropy",)
    assert known.suits is TargetKind.CLASS
    assert known.outputs_for("cross_entropy") == 3
    changed = with_source(MOONS, source, known)
    assert units(changed)[-1] == 3
    assert is_sound(changed)


def test_that_one_hot_rows_are_classes() -> None:
    source = InlineSource(((0.0,), (1.0,)), ((1.0, 0.0), (0.0, 1.0)))
    assert facts_of(source).suits is TargetKind.CLASS
    assert is_sound(with_source(MOONS, source, facts_of(source)))


EDITS = st.lists(
    st.one_of(
        st.tuples(st.just("data"), st.sampled_from(list(GENERATORS))),
        st.tuples(st.just("loss"), st.sampled_from(["mse", "huber", "cross_entropy"])),
        st.tuples(st.just("add"), st.just(0)),
        st.tuples(st.just("remove"), st.integers(0, 3)),
        st.tuples(st.just("classes"), st.integers(2, 5)),
        st.tuples(st.just("model"), st.sampled_from(["linear", "polynomial", "logistic"])),
    ),
    max_size=6,
)


@settings(max_examples=40, deadline=None)
@given(start=st.sampled_from([LINE, CLOUDS, MOONS]), edits=EDITS)
def test_that_any_way_through_the_edits_ends_at_something_that_trains(
    start: Experiment, edits: list[tuple[str, object]]
) -> None:
    experiment = start
    for edit, value in edits:
        experiment = edited(experiment, edit, value)
    assert FORMAT.read(FORMAT.write(experiment)) == experiment
    Simulation(experiment)


def edited(experiment: Experiment, edit: str, value: object) -> Experiment:
    objective, known = data_objective(experiment), facts(experiment)
    try:
        match edit, objective:
            case "data", _:
                return with_generator(experiment, str(value))
            case "loss", _:
                return with_loss(experiment, str(value), known)
            case "classes", _ if any(
                name == "classes" for name, _ in objective.dataset.source.parameters
            ):
                parameters = dict(objective.dataset.source.parameters) | {"classes": value}
                source = replace(objective.dataset.source, parameters=tuple(parameters.items()))
                return with_source(experiment, source, facts_of(source))
            case "add", NetworkObjective():
                return with_added_layer(experiment, known)
            case "remove", NetworkObjective() if int(value) < len(objective.layers) - 1:
                return without_layer(experiment, int(value), known)
            case "model", RegressionObjective():
                return with_model(experiment, str(value), 3, known)
    except ExperimentError:
        pass
    return experiment


def test_that_an_unknown_file_has_no_facts() -> None:
    dataset = Dataset(GeneratedSource("moons"))
    assert facts_of(dataset.source) is not None
    broken = InlineSource(((0.0,),), ((float("nan"),),))
    assert facts_of(broken) is None
