from dataclasses import replace

import pytest
from experiment_samples import FORMAT, VOCABULARY, function, runs, small_file

from gdstudio.experiment import (
    Batch,
    Experiment,
    ExperimentError,
    FunctionObjective,
    Optimizer,
    Run,
    Schedule,
    StopRules,
    find,
)

KEYS = (
    '"format", "version", "title", "objective", "start", "batch", "stop", "evaluation", "seed" '
    'and "runs"'
)
KINDS = '"function", "regression" or "network"'


def test_that_a_file_that_states_only_what_it_must_gets_every_default():
    assert FORMAT.from_json(small_file()) == Experiment(
        objective=FunctionObjective("x^2 + 3y^2", ("x", "y"), ((-5.0, 5.0), (-5.0, 5.0)), 0.0),
        runs=(
            Run(
                "Gradient descent",
                "#1b9e77",
                Optimizer("gd", None, (("learning_rate", 0.01),), Schedule(), None, 0.0),
            ),
        ),
        title="",
        start=(3.0, -2.0),
        batch=Batch(None, True),
        stop=StopRules(500, 1e-8, 0.0, 1e12),
        evaluation_interval=None,
        seed=0,
    )


def test_that_every_stated_value_is_read():
    experiment = FORMAT.from_json(
        small_file(
            title="Täler",
            objective=function(
                variables=["y", "x"], domain=[[-1, 1], [0, 2.5]], gradient_noise=0.5
            ),
            start=[1, 2],
            batch={"size": 1, "shuffle": False},
            stop={
                "max_steps": 7,
                "gradient_tolerance": 0,
                "loss_tolerance": 1e-3,
                "divergence_loss": 10,
            },
            evaluation={"interval": 20},
            seed=2**63 - 1,
            runs=[
                {
                    "label": "A",
                    "color": "#ABCDEF",
                    "optimizer": {
                        "method": "adam",
                        "convention": "keras",
                        "learning_rate": 1,
                        "amsgrad": True,
                        "schedule": {"kind": "cosine", "period": 100},
                        "clip_norm": 2,
                        "weight_decay": 0.25,
                    },
                    "start": [0, 0],
                    "batch": {"size": 4},
                }
            ],
        )
    )
    adam = Optimizer(
        "adam",
        "keras",
        (("learning_rate", 1.0), ("beta1", 0.9), ("epsilon", 1e-7), ("amsgrad", True)),
        Schedule("cosine", (("period", 100), ("minimum", 0.0))),
        2.0,
        0.25,
    )
    assert experiment == Experiment(
        FunctionObjective("x^2 + 3y^2", ("y", "x"), ((-1.0, 1.0), (0.0, 2.5)), 0.5),
        (Run("A", "#abcdef", adam, (0.0, 0.0), Batch(4, True)),),
        title="Täler",
        start=(1.0, 2.0),
        batch=Batch(1, False),
        stop=StopRules(7, 0.0, 1e-3, 10.0),
        evaluation_interval=20,
        seed=2**63 - 1,
    )
    assert hash(experiment) == hash(FORMAT.read(FORMAT.write(experiment)))


def test_that_the_first_convention_is_the_default():
    (run,) = FORMAT.from_json(small_file(runs=runs({"method": "adam"}))).runs
    assert run.optimizer == VOCABULARY.optimizer("adam")
    assert run.optimizer.convention == "pytorch"


def test_that_a_method_with_its_own_weight_decay_keeps_it_among_its_hyperparameters():
    raw = small_file(runs=runs({"method": "adamw", "weight_decay": 0.5}))
    experiment = FORMAT.from_json(raw)
    optimizer = experiment.runs[0].optimizer
    assert optimizer.value("weight_decay") == 0.5
    assert optimizer.weight_decay == 0.0
    assert FORMAT.to_json(experiment)["runs"][0]["optimizer"] == {
        "method": "adamw",
        "learning_rate": 0.001,
        "weight_decay": 0.5,
        "schedule": {"kind": "constant"},
        "clip_norm": None,
    }


def test_that_null_means_the_default_where_a_value_may_be_absent():
    optimizer = {"method": "gd", "schedule": None, "clip_norm": None}
    raw = small_file(start=None, runs=[{"optimizer": optimizer, "start": None, "batch": None}])
    assert FORMAT.from_json(raw) == FORMAT.from_json(small_file())


def test_that_a_name_brings_the_function_the_domain_and_the_start_of_the_gallery():
    entry = find("rosenbrock")
    raw = small_file(objective={"kind": "function", "name": "rosenbrock"})
    experiment = FORMAT.from_json(raw)
    expected = FunctionObjective(entry.expression, entry.variables, entry.domain)
    assert experiment.objective == expected
    assert experiment.start == entry.start


def test_that_the_start_moves_into_a_stated_domain_that_does_not_contain_the_gallerys():
    objective = {"kind": "function", "name": "rosenbrock", "domain": [[10, 20], [10, 20]]}
    experiment = FORMAT.from_json(small_file(objective=objective))
    assert experiment.objective.domain == ((10.0, 20.0), (10.0, 20.0))
    assert experiment.start == (18.0, 13.0)


def test_that_variables_may_be_stated_that_the_expression_does_not_use():
    raw = small_file(objective=function(expression="x^2", variables=["x", "y"]))
    assert FORMAT.from_json(raw).objective.variables == ("x", "y")


def test_that_whole_numbers_may_be_written_with_a_fraction_or_an_exponent():
    raw = small_file(stop={"max_steps": 1e3}, seed=5.0)
    experiment = FORMAT.from_json(raw)
    assert (experiment.stop.max_steps, experiment.seed) == (1000, 5)
    assert type(experiment.stop.max_steps) is int


def test_that_labels_left_out_are_made_unique_and_keep_clear_of_stated_ones():
    raw = small_file(
        runs=[
            {"optimizer": {"method": "adam"}},
            {"optimizer": {"method": "adam"}},
            {"optimizer": {"method": "gd"}},
            {"optimizer": {"method": "gd"}, "label": "Adam 2"},
        ]
    )
    labels = [run.label for run in FORMAT.from_json(raw).runs]
    assert labels == ["Adam", "Adam 3", "Gradient descent", "Adam 2"]


def test_that_colors_left_out_come_from_the_palette_and_keep_clear_of_stated_ones():
    raw = small_file(runs=[*runs(*[{"method": "gd"}] * 3)])
    raw["runs"][2]["color"] = "#D95F02"
    colors = [run.color for run in FORMAT.from_json(raw).runs]
    assert colors == ["#1b9e77", "#7570b3", "#d95f02"]
    many = FORMAT.from_json(small_file(runs=runs(*[{"method": "gd"}] * 8))).runs
    assert len({run.color for run in many}) == 8


REFUSALS = [
    # the whole file
    ([], "", "expected a JSON object, got an empty list"),
    ("x", "", 'expected a JSON object, got "x"'),
    (None, "", "expected a JSON object, got null"),
    ({}, "format", 'missing; expected "gdstudio.experiment"'),
    (small_file(format="png"), "format", 'expected "gdstudio.experiment", got "png"'),
    ({"format": "gdstudio.experiment"}, "version", "missing; expected an integer ≥ 1"),
    (small_file(version="1"), "version", 'expected an integer ≥ 1, got "1"'),
    (small_file(version=True), "version", "expected an integer ≥ 1, got true"),
    (small_file(version=0), "version", "expected an integer ≥ 1, got 0"),
    (
        small_file(version=7),
        "version",
        "made by a newer GD Studio (file version 7, this program reads up to 1); "
        "update GD Studio to open it",
    ),
    (small_file(sed=1), "", 'unknown key "sed"; did you mean "seed"?'),
    (small_file(zzz=1), "", f'unknown key "zzz"; the keys here are {KEYS}'),
    # title, seed, batch, stop
    (small_file(title=5), "title", "expected a line of text of at most 200 characters, got 5"),
    (
        small_file(title="x" * 201),
        "title",
        "expected a line of text of at most 200 characters, got 201 characters",
    ),
    (small_file(title="a\nb"), "title", 'expected a line of text, got "a\\nb"'),
    (small_file(title="\ud800"), "title", 'expected a line of text, got "\\\\ud800"'),
    (small_file(seed=-1), "seed", "expected an integer from 0 to 9223372036854775807, got -1"),
    (small_file(seed=1.5), "seed", "expected an integer from 0 to 9223372036854775807, got 1.5"),
    (
        small_file(seed=10**5000),
        "seed",
        "expected an integer from 0 to 9223372036854775807, got a huge integer",
    ),
    (small_file(batch=None), "batch", "expected an object, got null"),
    (small_file(batch={"size": 0}), "batch.size", "expected an integer ≥ 1, got 0"),
    (small_file(batch={"shuffle": 1}), "batch.shuffle", "expected true or false, got 1"),
    (
        small_file(stop={"max_steps": 0}),
        "stop.max_steps",
        "expected an integer from 1 to 1000000000, got 0",
    ),
    (
        small_file(stop={"gradient_tolerance": -1}),
        "stop.gradient_tolerance",
        "expected a number ≥ 0, got -1",
    ),
    (
        small_file(stop={"loss_tolerance": float("nan")}),
        "stop.loss_tolerance",
        "expected a number ≥ 0, got NaN",
    ),
    (
        small_file(stop={"divergence_loss": 0}),
        "stop.divergence_loss",
        "expected a number > 0, got 0",
    ),
    (
        small_file(stop={"divergence_loss": 10**400}),
        "stop.divergence_loss",
        "expected a number > 0, got a huge integer",
    ),
    (small_file(evaluation=5), "evaluation", "expected an object, got 5"),
    (
        small_file(evaluation={"interval": 0}),
        "evaluation.interval",
        "expected an integer from 1 to 1000000000, got 0",
    ),
    (
        small_file(evaluation={"intervall": 1}),
        "evaluation",
        'unknown key "intervall"; did you mean "interval"?',
    ),
    # objective
    (small_file(objective="x^2"), "objective", 'expected an object, got "x^2"'),
    (small_file(objective={}), "objective.kind", f"missing; expected {KINDS}"),
    (
        small_file(objective={"kind": "functoin"}),
        "objective.kind",
        f'expected {KINDS}, got "functoin"; did you mean "function"?',
    ),
    (
        small_file(objective={"kind": "function"}),
        "objective",
        'expected an "expression", or a "name" from the gallery',
    ),
    (
        small_file(objective=function(name="rosenbrock")),
        "objective.expression",
        '"name" takes its expression from the gallery; remove one of the two',
    ),
    (
        small_file(objective={"kind": "function", "name": "sphere", "variables": ["x", "y"]}),
        "objective.variables",
        '"name" takes its variables from the gallery; remove one of the two',
    ),
    (
        small_file(objective={"kind": "function", "name": "rosenbrok"}),
        "objective.name",
        "expected the name of a function in the gallery, got "
        '"rosenbrok"; the nearest are "rosenbrock", "rosenbrock_5d" and "griewank"',
    ),
    (
        small_file(objective={"kind": "function", "name": "sphere", "domain": [[0, 1]]}),
        "objective.domain",
        "expected one [low, high] for each variable (x, y), got 1 item",
    ),
    (
        small_file(objective=function(expression="")),
        "objective.expression",
        "expected an expression of 1 to 10000 characters, got an empty text",
    ),
    (
        small_file(objective=function(expression="x + (y")),
        "objective.expression",
        "This bracket is never closed, at character 5",
    ),
    (
        small_file(objective=function(expression="x + snh(y)")),
        "objective.expression",
        "There is no function 'snh'; did you mean sinh? (at character 5)",
    ),
    (
        small_file(objective=function(expression="3")),
        "objective.expression",
        "The formula has no variable; use at least one, such as x, at character 1",
    ),
    (
        small_file(objective=function(variables=["x"])),
        "objective.expression",
        "Unknown name 'y': the variable is x, at character 8",
    ),
    (
        small_file(objective=function(variables=["x", "sin"])),
        "objective.variables[1]",
        "'sin' has a meaning of its own and cannot name a variable.",
    ),
    (
        small_file(objective=function(variables=["x", "x"])),
        "objective.variables[1]",
        '"x" stands in the list twice; remove one',
    ),
    (
        small_file(objective=function(variables=[])),
        "objective.variables",
        "expected a list of 1 to 64 items, got an empty list",
    ),
    (
        small_file(objective=function(variables=None)),
        "objective.variables",
        "expected a list of 1 to 64 items, got null",
    ),
    (
        small_file(objective=function(domain=[[-1, 1]])),
        "objective.domain",
        "expected one [low, high] for each variable (x, y), got 1 item",
    ),
    (
        small_file(objective=function(domain=[[-1, 1], [1, 1]])),
        "objective.domain[1]",
        "expected low < high, got 1.0 and 1.0",
    ),
    (
        small_file(objective=function(domain=[[-1, 1], [-1e308, 1e308]])),
        "objective.domain[1]",
        "expected a narrower interval",
    ),
    (
        small_file(objective=function(domain=[[-1, 1], [-1, float("inf")]])),
        "objective.domain[1][1]",
        "expected a number, got Infinity",
    ),
    (
        small_file(objective=function(domain=[[-1, 1], [-1]])),
        "objective.domain[1]",
        "expected a list of 2 items, got a list of 1 item",
    ),
    (
        small_file(objective=function(gradient_noise=-0.5)),
        "objective.gradient_noise",
        "expected a number ≥ 0, got -0.5",
    ),
    # start
    (small_file(start=2), "start", "expected a list of at least 1 item, got 2"),
    (small_file(start=["1", 2]), "start[0]", 'expected a number, got "1"'),
    (small_file(start=[1, True]), "start[1]", "expected a number, got true"),
    (
        small_file(start=[1]),
        "start",
        "expected 2 numbers, one for each variable (x, y), got 1",
    ),
    (
        small_file(runs=[{"optimizer": {"method": "gd"}, "start": [1, 2, 3]}]),
        "runs[0].start",
        "expected 2 numbers, one for each variable (x, y), got 3",
    ),
    # runs
    (small_file(runs=[]), "runs", "expected a list of 1 to 64 items, got an empty list"),
    (
        small_file(runs=runs(*[{"method": "gd"}] * 65)),
        "runs",
        "expected a list of 1 to 64 items, got a list of 65 items",
    ),
    (small_file(runs={}), "runs", "expected a list of 1 to 64 items, got an object"),
    (small_file(runs=[{}]), "runs[0].optimizer", "missing; expected an object"),
    (
        small_file(runs=[{"optimizer": {"method": "gd"}, "colour": "#000000"}]),
        "runs[0]",
        'unknown key "colour"; did you mean "color"?',
    ),
    (
        small_file(runs=[{"optimizer": {"method": "gd"}, "color": "red"}]),
        "runs[0].color",
        'expected a color such as "#1b9e77", got "red"',
    ),
    (
        small_file(runs=[{"optimizer": {"method": "gd"}, "color": "#12345g"}]),
        "runs[0].color",
        'expected a color such as "#1b9e77", got "#12345g"',
    ),
    (
        small_file(runs=[{"optimizer": {"method": "gd"}, "color": "#12345\n"}]),
        "runs[0].color",
        'expected a color such as "#1b9e77", got "#12345\\n"',
    ),
    (
        small_file(runs=[{"optimizer": {"method": "gd"}, "label": ""}]),
        "runs[0].label",
        "expected a line of text of 1 to 100 characters, got an empty text",
    ),
    # optimizers
    (
        small_file(runs=runs({})),
        "runs[0].optimizer.method",
        'missing; expected "gd", "adam" or "adamw"',
    ),
    (
        small_file(runs=runs({"method": "gd"}, {"method": "adm"})),
        "runs[1].optimizer.method",
        'expected "gd", "adam" or "adamw", got "adm"; did you mean "adam"?',
    ),
    (
        small_file(runs=runs({"method": ["gd"]})),
        "runs[0].optimizer.method",
        'expected "gd", "adam" or "adamw", got a list of 1 item',
    ),
    (
        small_file(runs=runs({"method": "gd"}, {"method": "gd", "learning_rate": "fast"})),
        "runs[1].optimizer.learning_rate",
        'expected a number > 0, got "fast"',
    ),
    (
        small_file(runs=runs({"method": "gd", "learning_rat": 1})),
        "runs[0].optimizer",
        'unknown key "learning_rat"; did you mean "learning_rate"?',
    ),
    (
        small_file(runs=runs({"method": "adam", "beta1": 1})),
        "runs[0].optimizer.beta1",
        "expected a number ≥ 0 and < 1, got 1",
    ),
    (
        small_file(runs=runs({"method": "adam", "amsgrad": 0})),
        "runs[0].optimizer.amsgrad",
        "expected true or false, got 0",
    ),
    (
        small_file(runs=runs({"method": "adam", "convention": "torch"})),
        "runs[0].optimizer.convention",
        'expected "pytorch" or "keras", got "torch"; did you mean "pytorch"?',
    ),
    (
        small_file(runs=runs({"method": "gd", "convention": "pytorch"})),
        "runs[0].optimizer",
        'unknown key "convention"; the keys here are "method", "learning_rate", '
        '"schedule", "clip_norm" and "weight_decay"',
    ),
    (
        small_file(runs=runs({"method": "gd", "clip_norm": 0})),
        "runs[0].optimizer.clip_norm",
        "expected a number > 0, got 0",
    ),
    (
        small_file(runs=runs({"method": "gd", "weight_decay": None})),
        "runs[0].optimizer.weight_decay",
        "expected a number ≥ 0, got null",
    ),
    (
        small_file(runs=runs({"method": "gd", "schedule": "cosine"})),
        "runs[0].optimizer.schedule",
        'expected an object, got "cosine"',
    ),
    (
        small_file(runs=runs({"method": "gd", "schedule": {"kind": "cosine"}})),
        "runs[0].optimizer.schedule.period",
        "missing; expected an integer ≥ 1",
    ),
    (
        small_file(runs=runs({"method": "gd", "schedule": {"kind": "cosin", "period": 5}})),
        "runs[0].optimizer.schedule.kind",
        'expected "constant" or "cosine", got "cosin"; did you mean "cosine"?',
    ),
    ({**small_file(), 5: 1}, "", "expected keys that are text, got 5"),
]


@pytest.mark.parametrize(("raw", "path", "reason"), REFUSALS)
def test_that_a_refusal_says_where_and_what_was_expected(raw, path, reason):
    with pytest.raises(ExperimentError) as caught:
        FORMAT.from_json(raw)
    assert (caught.value.path, caught.value.reason) == (path, reason)
    assert str(caught.value) == (f"{path}: {reason}" if path else reason)


GD = Optimizer("gd", None, (("learning_rate", 0.01),))
SMALL = FORMAT.from_json(small_file())


@pytest.mark.parametrize(
    ("optimizer", "path"),
    [
        (Optimizer("sgd", None, (("learning_rate", 0.01),)), "method"),
        (Optimizer("gd", "keras", (("learning_rate", 0.01),)), ""),
        (Optimizer("gd", None, ()), "learning_rate"),
        (Optimizer("gd", None, (("learning_rate", 0.01), ("beta1", 0.9))), ""),
        (
            Optimizer(
                "adamw", None, VOCABULARY.optimizer("adamw").hyperparameters, weight_decay=1.0
            ),
            "weight_decay",
        ),
        (GD.with_value("learning_rate", -1.0), "runs[0].optimizer.learning_rate"),
        (replace(GD, schedule=Schedule("cosine")), "period"),
        (replace(GD, clip_norm=float("nan")), "runs[0].optimizer.clip_norm"),
    ],
)
def test_that_what_could_not_be_read_is_not_written(optimizer, path):
    experiment = SMALL.replace_run(0, replace(SMALL.runs[0], optimizer=optimizer))
    with pytest.raises(ExperimentError) as caught:
        FORMAT.write(experiment)
    assert caught.value.path == path


def test_that_a_written_file_states_every_value():
    written = FORMAT.to_json(SMALL)
    assert list(written) == [
        "format",
        "version",
        "title",
        "objective",
        "start",
        "batch",
        "stop",
        "evaluation",
        "seed",
        "runs",
    ]
    assert list(written["objective"]) == [
        "kind",
        "expression",
        "variables",
        "domain",
        "gradient_noise",
    ]
    assert list(written["stop"]) == [
        "max_steps",
        "gradient_tolerance",
        "loss_tolerance",
        "divergence_loss",
    ]
    assert list(written["runs"][0]) == ["label", "color", "optimizer", "start", "batch"]
    assert list(written["runs"][0]["optimizer"]) == [
        "method",
        "learning_rate",
        "schedule",
        "clip_norm",
        "weight_decay",
    ]


def test_that_an_injected_gallery_replaces_the_shipped_one():
    own = replace(find("sphere"), key="mine")
    format_ = type(FORMAT)(VOCABULARY, gallery={"mine": own})
    assert format_.from_json(small_file(objective={"kind": "function", "name": "mine"})).start
    with pytest.raises(ExperimentError, match="the nearest is"):
        format_.from_json(small_file(objective={"kind": "function", "name": "sphere"}))
    assert format_.vocabulary is VOCABULARY
