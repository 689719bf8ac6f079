from dataclasses import replace

import pytest
from experiment_samples import FORMAT, small_file

from gdstudio.experiment import (
    CsvSource,
    Dataset,
    ExperimentError,
    GeneratedSource,
    Initialization,
    InlineSource,
    Layer,
    NetworkObjective,
    RegressionObjective,
)

MOONS = {"name": "moons"}
CSV = {"csv": "iris.csv", "inputs": ["a", "b"], "target": "kind"}
INLINE = {"inputs": [[0, 0], [0, 1], [1, 0]], "targets": [[0], [1], [1]]}
TINY = Dataset(InlineSource(((0.0,),), ((1.0,),)))
HIDDEN = {"units": 2, "activation": "tanh"}
OUTPUT = {"units": 1}


def regression(**changes):
    return {"kind": "regression", "dataset": MOONS, **changes}


def network(**changes):
    return {"kind": "network", "layers": [HIDDEN, OUTPUT], "dataset": MOONS, **changes}


def objective_of(raw):
    return FORMAT.from_json(small_file(objective=raw)).objective


def source_of(dataset):
    return objective_of(regression(dataset=dataset)).dataset.source


def test_that_a_regression_is_linear_with_the_mean_squared_error():
    expected = RegressionObjective(
        Dataset(GeneratedSource("moons", 200, 0.1, ()), 0.0, False, 0),
        model="linear",
        loss="mse",
        degree=1,
        l2=0.0,
    )
    assert objective_of(regression()) == expected


def test_that_each_model_has_its_usual_loss():
    assert objective_of(regression(model="polynomial")).loss == "mse"
    assert objective_of(regression(model="logistic")).loss == "binary_cross_entropy"


def test_that_a_regression_has_what_its_file_states():
    raw = regression(model="polynomial", degree=3, loss="half_sse", l2=0.5, dataset=INLINE)
    objective = objective_of(raw)
    assert (objective.model, objective.degree) == ("polynomial", 3)
    assert (objective.loss, objective.l2) == ("half_sse", 0.5)


@pytest.mark.parametrize("model", ["linear", "logistic"])
def test_that_a_straight_model_may_say_that_its_degree_is_1(model):
    assert objective_of(regression(model=model, degree=1)).degree == 1
    written = FORMAT.to_json(FORMAT.from_json(small_file(objective=regression(model=model))))
    assert "degree" not in written["objective"]


def test_that_a_network_has_glorots_weights_and_the_mean_squared_error():
    expected = NetworkObjective(
        Dataset(GeneratedSource("moons", 200, 0.1, ()), 0.0, False, 0),
        (Layer(2, "tanh", 1.0), Layer(1, "linear", 1.0)),
        loss="mse",
        init=Initialization("glorot_uniform", ()),
        l2=0.0,
    )
    assert objective_of(network()) == expected


def test_that_a_network_has_what_its_file_states():
    raw = network(
        layers=[{"units": 4, "activation": "sigmoid", "slope": 2}, {"units": 3}],
        loss="cross_entropy",
        init={"scheme": "normal", "std": 0.25},
        l2=1e-3,
    )
    objective = objective_of(raw)
    assert objective.layers == (Layer(4, "sigmoid", 2.0), Layer(3, "linear", 1.0))
    assert objective.loss == "cross_entropy"
    assert objective.init == Initialization("normal", (("std", 0.25),))
    assert objective.l2 == 1e-3


def test_that_what_an_initialization_needs_has_its_default():
    init = objective_of(network(init={"scheme": "uniform"})).init
    assert init == Initialization("uniform", (("limit", 0.5),))
    assert objective_of(network(init={})).init == Initialization()


def test_that_a_generator_has_parameters_of_its_own():
    source = source_of({"name": "spirals", "turns": 2, "noise": 0, "samples": 50})
    assert source == GeneratedSource("spirals", 50, 0.0, (("turns", 2.0), ("classes", 2)))


def test_that_the_reading_of_a_csv_file_is_found_out_unless_it_is_stated():
    assert source_of(CSV) == CsvSource("iris.csv", ("a", "b"), "kind", None, None)
    stated = source_of({**CSV, "delimiter": "\t", "header": False})
    assert (stated.delimiter, stated.header) == ("\t", False)


def test_that_inline_rows_are_numbers_and_their_targets_numbers_or_classes():
    assert source_of(INLINE).inputs == ((0.0, 0.0), (0.0, 1.0), (1.0, 0.0))
    assert source_of(INLINE).targets == ((0.0,), (1.0,), (1.0,))
    one_hot = {**INLINE, "targets": [[1, 0], [0, 1], [0, 1]]}
    assert source_of(one_hot).targets == ((1.0, 0.0), (0.0, 1.0), (0.0, 1.0))
    named = {**INLINE, "targets": [["no"], ["yes"], ["yes"]]}
    assert source_of(named).targets == (("no",), ("yes",), ("yes",))


@pytest.mark.parametrize("dataset", [MOONS, CSV, INLINE])
def test_that_all_data_are_split_and_scaled_alike(dataset):
    stated = {**dataset, "test_fraction": 0.25, "standardize": True, "seed": 7}
    read = objective_of(regression(dataset=stated)).dataset
    assert (read.test_fraction, read.standardize, read.seed) == (0.25, True, 7)
    usual = objective_of(regression(dataset=dataset)).dataset
    assert (usual.test_fraction, usual.standardize, usual.seed) == (0.0, False, 0)


@pytest.mark.parametrize("raw", [regression(), network()])
def test_that_a_start_left_out_is_left_to_the_program_and_written_as_null(raw):
    for file in (small_file(objective=raw), small_file(objective=raw, start=None)):
        experiment = FORMAT.from_json(file)
        assert experiment.start == ()
        assert experiment.start_of(experiment.runs[0]) == ()
        assert FORMAT.to_json(experiment)["start"] is None
        assert FORMAT.read(FORMAT.write(experiment)) == experiment


def test_that_a_stated_start_may_be_as_long_as_the_network_wants():
    run = {"optimizer": {"method": "gd"}, "start": [0.5] * 70}
    raw = small_file(objective=network(), start=[1] * 100, runs=[run])
    experiment = FORMAT.from_json(raw)
    assert experiment.start == (1.0,) * 100
    assert experiment.runs[0].start == (0.5,) * 70
    assert FORMAT.read(FORMAT.write(experiment)) == experiment


def test_that_a_function_needs_a_start():
    experiment = replace(FORMAT.from_json(small_file()), start=())
    with pytest.raises(ExperimentError) as caught:
        FORMAT.write(experiment)
    assert caught.value.path == "start"


def test_that_only_functions_are_functions():
    assert FORMAT.from_json(small_file()).function.variables == ("x", "y")
    with pytest.raises(TypeError, match="not a function"):
        _ = FORMAT.from_json(small_file(objective=network())).function


def test_that_a_written_objective_states_every_value():
    def written(raw):
        return FORMAT.to_json(FORMAT.from_json(small_file(objective=raw)))["objective"]

    assert written(regression(model="polynomial")) == {
        "kind": "regression",
        "model": "polynomial",
        "degree": 1,
        "loss": "mse",
        "l2": 0.0,
        "dataset": {
            "name": "moons",
            "samples": 200,
            "noise": 0.1,
            "seed": 0,
            "test_fraction": 0.0,
            "standardize": False,
        },
    }
    assert written(network(layers=[{"units": 2, "activation": "sigmoid"}], dataset=CSV)) == {
        "kind": "network",
        "layers": [{"units": 2, "activation": "sigmoid", "slope": 1.0}],
        "loss": "mse",
        "init": {"scheme": "glorot_uniform"},
        "l2": 0.0,
        "dataset": {
            "csv": "iris.csv",
            "inputs": ["a", "b"],
            "target": "kind",
            "delimiter": None,
            "header": None,
            "seed": 0,
            "test_fraction": 0.0,
            "standardize": False,
        },
    }


REGRESSIONS = [
    ({"kind": "regression"}, "dataset", "missing; expected an object with {kinds}"),
    (
        regression(model="quadratic"),
        "model",
        'expected "linear", "polynomial" or "logistic", got "quadratic"',
    ),
    (regression(degree=2), "degree", "expected 1, got 2"),
    (
        regression(model="polynomial", degree=0),
        "degree",
        "expected an integer from 1 to 64, got 0",
    ),
    (
        regression(model="polynomial", degree=65),
        "degree",
        "expected an integer from 1 to 64, got 65",
    ),
    (
        regression(loss="mes"),
        "loss",
        'expected "mse", "half_sse", "binary_cross_entropy" or "cross_entropy", got "mes"; '
        'did you mean "mse"?',
    ),
    (
        regression(model="logistic", loss="mse"),
        "loss",
        'expected "binary_cross_entropy" or "cross_entropy", got "mse"',
    ),
    (regression(l2=-1), "l2", "expected a number ≥ 0, got -1"),
    (regression(layers=[]), "", 'unknown key "layers"; the keys here are {keys}'),
    (regression(modle="linear"), "", 'unknown key "modle"; did you mean "model"?'),
]

NETWORKS = [
    ({"kind": "network", "dataset": MOONS}, "layers", "missing; expected a list of 1 to 32 items"),
    (network(layers=[]), "layers", "expected a list of 1 to 32 items, got an empty list"),
    (
        network(layers=[OUTPUT] * 33),
        "layers",
        "expected a list of 1 to 32 items, got a list of 33 items",
    ),
    (network(layers=[8, 1]), "layers[0]", "expected an object, got 8"),
    (
        network(layers=[{"activation": "tanh"}]),
        "layers[0].units",
        "missing; expected an integer from 1 to 4096",
    ),
    (
        network(layers=[HIDDEN, {"units": 4097}]),
        "layers[1].units",
        "expected an integer from 1 to 4096, got 4097",
    ),
    (
        network(layers=[{"units": 1, "activation": "tan"}]),
        "layers[0].activation",
        'expected "linear", "sigmoid" or "tanh", got "tan"; did you mean "tanh"?',
    ),
    (
        network(layers=[HIDDEN, {"units": 3, "activation": "softmax"}]),
        "layers[1].activation",
        'softmax comes with the loss "cross_entropy"; give the output layer the activation '
        '"linear"',
    ),
    (
        network(layers=[{"units": 1, "activation": "tanh", "slope": 2}]),
        "layers[0]",
        'unknown key "slope"; the keys here are "units" and "activation"',
    ),
    (
        network(layers=[{"units": 1, "activation": "sigmoid", "slope": 0}]),
        "layers[0].slope",
        "expected a number > 0, got 0",
    ),
    (
        network(layers=[{"units": 4096}, {"units": 4096}]),
        "layers",
        "expected at most 5000000 weights and biases, got 16789504",
    ),
    (
        network(
            layers=[{"units": 4096}], dataset={**CSV, "inputs": [f"x{i}" for i in range(1221)]}
        ),
        "layers",
        "expected at most 5000000 weights and biases, got 5005312",
    ),
    (
        network(loss="half_ssee"),
        "loss",
        'expected "mse", "half_sse", "binary_cross_entropy" or "cross_entropy", got "half_ssee"; '
        'did you mean "half_sse"?',
    ),
    (
        network(init="uniform"),
        "init",
        'expected an object, got "uniform"',
    ),
    (
        network(init={"scheme": "glorot"}),
        "init.scheme",
        'expected "glorot_uniform", "uniform" or "normal", got "glorot"; '
        'did you mean "glorot_uniform"?',
    ),
    (network(init={"scheme": "normal"}), "init.std", "missing; expected a number > 0"),
    (
        network(init={"scheme": "uniform", "std": 1}),
        "init",
        'unknown key "std"; the keys here are "scheme" and "limit"',
    ),
    (network(model="linear"), "", 'unknown key "model"; the keys here are {network_keys}'),
]

TELLING = 'the "name" of a generator, a "csv" file, or "inputs" and "targets"'
DATASETS = [
    ("moons", "", f'expected an object with {TELLING}, got "moons"'),
    ({}, "", f"expected {TELLING}"),
    ({"inputs": [[1]]}, "", f"expected {TELLING}"),
    ({"nam": "moons"}, "", f'expected {TELLING}; did you mean "name"?'),
    ({**MOONS, **CSV}, "", 'expected only one of "name" and "csv"; remove the rest'),
    (
        {**MOONS, **INLINE, **CSV},
        "",
        'expected only one of "name", "csv" and "targets"; remove the rest',
    ),
    # generated
    ({"name": "mons"}, "name", 'expected "moons" or "spirals", got "mons"; did you mean "moons"?'),
    ({**MOONS, "samples": 0}, "samples", "expected an integer from 1 to 1000000, got 0"),
    (
        {**MOONS, "samples": 1_000_001},
        "samples",
        "expected an integer from 1 to 1000000, got 1000001",
    ),
    ({**MOONS, "noise": -0.1}, "noise", "expected a number ≥ 0, got -0.1"),
    (
        {**MOONS, "turns": 2},
        "",
        'unknown key "turns"; the keys here are "name", "samples", "noise", "seed", '
        '"test_fraction" and "standardize"',
    ),
    ({"name": "spirals", "turns": 0}, "turns", "expected a number > 0, got 0"),
    ({"name": "spirals", "classes": 2.5}, "classes", "expected an integer from 2 to 5, got 2.5"),
    # common
    ({**MOONS, "seed": -1}, "seed", "expected an integer from 0 to 9223372036854775807, got -1"),
    ({**CSV, "test_fraction": 1}, "test_fraction", "expected a number ≥ 0 and < 1, got 1"),
    ({**INLINE, "standardize": 1}, "standardize", "expected true or false, got 1"),
    # csv
    ({"csv": "a.csv", "target": "y"}, "inputs", "missing; expected a list of 1 to 10000 items"),
    (
        {"csv": "a.csv", "inputs": ["x"]},
        "target",
        "missing; expected the name of a column of 1 to 1000 characters",
    ),
    (
        {**CSV, "csv": ""},
        "csv",
        "expected the path of a file of 1 to 4096 characters, got an empty text",
    ),
    ({**CSV, "csv": "a\0b"}, "csv", 'expected the path of a file, got "a\\u0000b"'),
    ({**CSV, "inputs": "a"}, "inputs", 'expected a list of 1 to 10000 items, got "a"'),
    ({**CSV, "inputs": []}, "inputs", "expected a list of 1 to 10000 items, got an empty list"),
    ({**CSV, "inputs": ["a", "a"]}, "inputs[1]", '"a" stands in the list twice; remove one'),
    (
        {**CSV, "target": "b"},
        "target",
        'the column "b" is an input already; remove one of the two',
    ),
    ({**CSV, "delimiter": "||"}, "delimiter", 'expected one character such as ",", got "||"'),
    ({**CSV, "delimiter": '"'}, "delimiter", 'expected one character such as ",", got "\\""'),
    ({**CSV, "header": "yes"}, "header", 'expected true or false, got "yes"'),
    ({**CSV, "targets": [[1]]}, "", 'expected only one of "csv" and "targets"; remove the rest'),
    # inline
    ({"targets": [[1]]}, "inputs", "missing; expected a list of 1 to 1000000 items"),
    (
        {**INLINE, "inputs": [[0, 0], [0], [1, 0]]},
        "inputs[1]",
        "expected 2 values, as in the first row, got 1",
    ),
    ({**INLINE, "inputs": [[0], ["x"], [1]]}, "inputs[1][0]", 'expected a number, got "x"'),
    ({**INLINE, "inputs": [[0], [None], [1]]}, "inputs[1][0]", "expected a number, got null"),
    (
        {**INLINE, "inputs": [[0], [float("nan")], [1]]},
        "inputs[1][0]",
        "expected a number, got NaN",
    ),
    ({**INLINE, "inputs": [0, 1, 2]}, "inputs[0]", "expected a list of 1 to 10000 items, got 0"),
    (
        {**INLINE, "targets": [[0], [1]]},
        "targets",
        "expected 3 rows, one for each row of inputs, got 2",
    ),
    (
        {**INLINE, "targets": [[0], [1], [1, 0]]},
        "targets[2]",
        "expected 1 value, as in the first row, got 2",
    ),
    (
        {**INLINE, "targets": [[0], [1], ["a"]]},
        "targets[2][0]",
        'expected a number, as in the first row, got "a"',
    ),
    (
        {**INLINE, "targets": [["a"], ["b"], [2]]},
        "targets[2][0]",
        "expected the name of a class, as in the first row, got 2.0",
    ),
    (
        {**INLINE, "targets": [["a", "b"]] * 3},
        "targets[0]",
        "expected one name of a class, got 2 values",
    ),
    (
        {**INLINE, "targets": [[0], [True], [1]]},
        "targets[1][0]",
        "expected a number or the name of a class, got true",
    ),
    (
        {**INLINE, "targets": [[0], [""], [1]]},
        "targets[1][0]",
        "expected the name of a class of 1 to 200 characters, got an empty text",
    ),
]
WORDS = {
    "kinds": TELLING,
    "keys": '"kind", "model", "degree", "loss", "l2" and "dataset"',
    "network_keys": '"kind", "layers", "loss", "init", "l2" and "dataset"',
}


def refusal(raw):
    with pytest.raises(ExperimentError) as caught:
        objective_of(raw)
    return caught.value.path, caught.value.reason


@pytest.mark.parametrize(("raw", "path", "reason"), REGRESSIONS + NETWORKS)
def test_that_a_refused_objective_says_where_and_what_was_expected(raw, path, reason):
    assert refusal(raw) == (
        f"objective.{path}".removesuffix("."),
        reason.format(**WORDS) if "{" in reason else reason,
    )


@pytest.mark.parametrize(("dataset", "path", "reason"), DATASETS)
def test_that_refused_data_say_where_and_what_was_expected(dataset, path, reason):
    expected = (f"objective.dataset.{path}".removesuffix("."), reason)
    assert refusal(regression(dataset=dataset)) == expected
    assert refusal(network(dataset=dataset)) == expected


@pytest.mark.parametrize(
    ("objective", "path"),
    [
        (RegressionObjective(TINY, degree=3), "objective.degree"),
        (RegressionObjective(TINY, model="logistic"), "objective.loss"),
        (NetworkObjective(TINY, (Layer(1, "tanh", 2.0),)), ""),
        (NetworkObjective(TINY, ()), "objective.layers"),
        (NetworkObjective(TINY, (Layer(1, "tanh"),), init=Initialization("normal")), "std"),
        (
            RegressionObjective(Dataset(InlineSource(((0.0,),), ((1.0,), (2.0,))))),
            "objective.dataset.targets",
        ),
        (RegressionObjective(Dataset(GeneratedSource("spirals"))), "turns"),
    ],
)
def test_that_what_could_not_be_read_is_not_written(objective, path):
    experiment = replace(FORMAT.from_json(small_file()), objective=objective, start=())
    with pytest.raises(ExperimentError) as caught:
        FORMAT.write(experiment)
    assert caught.value.path == path


def test_that_a_long_start_fills_its_lines_and_reads_back_the_same():
    experiment = replace(
        FORMAT.from_json(small_file(objective=network())),
        start=tuple(0.1 * number for number in range(100_000)),
    )
    written = FORMAT.write(experiment)
    assert FORMAT.read(written) == experiment
    assert max(map(len, written.splitlines())) <= 100
    assert len(written) < 2_500_000
