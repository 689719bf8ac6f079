"""Hypothesis strategies for arbitrary valid experiments and for damaged files."""

import copy

from experiment_samples import VOCABULARY
from hypothesis import strategies as st

from gdstudio.experiment import (
    Batch,
    CsvSource,
    Dataset,
    Experiment,
    FunctionObjective,
    GeneratedSource,
    Initialization,
    InlineSource,
    Layer,
    NetworkObjective,
    RegressionObjective,
    Run,
    Schedule,
    StopRules,
)
from gdstudio.experiment.labels import free_label

ANY_NUMBER = st.floats(allow_nan=False, allow_infinity=False)
NOT_NEGATIVE = ANY_NUMBER.map(abs)
POSITIVE = st.floats(min_value=5e-324, max_value=1.7e308)
LINE = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=20)
EXPRESSIONS = {
    ("x",): ("x^2", "|x| + x²", "x^4 − 5x^2 − 3x"),
    ("x", "y"): ("x^2 + 3y^2", "x y", "max(x, y)·π"),
    ("a1", "b", "θ"): ("a1 + b·θ", "3"),
}
VALUES = {
    "learning_rate": POSITIVE,
    "epsilon": POSITIVE,
    "beta1": st.floats(0, 1, exclude_max=True),
    "amsgrad": st.booleans(),
    "weight_decay": NOT_NEGATIVE,
}
BATCHES = st.builds(Batch, st.none() | st.integers(1, 10**20), st.booleans())
STOPS = st.builds(StopRules, st.integers(1, 10**9), NOT_NEGATIVE, NOT_NEGATIVE, POSITIVE)
SCHEDULES = st.just(Schedule()) | st.builds(
    lambda period, minimum: Schedule("cosine", (("period", period), ("minimum", minimum))),
    st.integers(1, 10**12),
    NOT_NEGATIVE,
)


@st.composite
def intervals(draw):
    low, high = sorted(draw(st.tuples(*[st.floats(-8e307, 8e307)] * 2)))
    return (low, high) if low < high else (0.0, 1.0)


@st.composite
def optimizers(draw):
    method = VOCABULARY.methods[draw(st.sampled_from(list(VOCABULARY.methods)))]
    convention = draw(st.sampled_from(method.conventions or (None,)))
    plain = VOCABULARY.optimizer(method.key, convention)
    values = tuple((name, draw(VALUES[name])) for name, _ in plain.hyperparameters)
    has_own_decay = "weight_decay" in dict(values)
    return type(plain)(
        method.key,
        convention,
        values,
        draw(SCHEDULES),
        draw(st.none() | POSITIVE),
        0.0 if has_own_decay else draw(NOT_NEGATIVE),
    )


SEEDS = st.integers(0, 2**63 - 1)
FRACTIONS = st.floats(0, 1, exclude_max=True)
PRINTABLE = st.characters(exclude_categories=("Cs",))
COLUMNS = st.text(PRINTABLE, min_size=1, max_size=8)
PATHS = st.text(PRINTABLE.filter(lambda letter: letter != "\0"), min_size=1, max_size=20)
PARAMETERS = {
    "moons": st.just(()),
    "spirals": st.builds(
        lambda turns, classes: (("turns", turns), ("classes", classes)), POSITIVE, st.integers(2, 5)
    ),
}


@st.composite
def generated_sources(draw):
    name = draw(st.sampled_from(list(PARAMETERS)))
    samples = draw(st.integers(1, 1_000_000))
    return GeneratedSource(name, samples, draw(NOT_NEGATIVE), draw(PARAMETERS[name]))


@st.composite
def csv_sources(draw):
    *inputs, target = draw(st.lists(COLUMNS, min_size=2, max_size=4, unique=True))
    delimiter = draw(st.sampled_from([None, ",", ";", "\t", "|", " "]))
    return CsvSource(draw(PATHS), tuple(inputs), target, delimiter, draw(st.none() | st.booleans()))


@st.composite
def inline_sources(draw):
    rows = draw(st.integers(1, 4))

    def table(values, columns):
        return st.tuples(*[st.tuples(*[values] * columns)] * rows)

    target = draw(st.just((COLUMNS, 1)) | st.tuples(st.just(ANY_NUMBER), st.integers(1, 3)))
    return InlineSource(draw(table(ANY_NUMBER, draw(st.integers(1, 3)))), draw(table(*target)))


DATASETS = st.builds(
    Dataset,
    generated_sources() | csv_sources() | inline_sources(),
    FRACTIONS,
    st.booleans(),
    SEEDS,
)


@st.composite
def regressions(draw):
    model = draw(st.sampled_from(["linear", "polynomial", "logistic"]))
    losses = list(VOCABULARY.losses) if model != "logistic" else ["binary_cross_entropy"]
    degree = draw(st.integers(1, 64)) if model == "polynomial" else 1
    loss = draw(st.sampled_from(losses))
    return RegressionObjective(draw(DATASETS), model, loss, degree, draw(NOT_NEGATIVE))


@st.composite
def layers(draw):
    activation = draw(st.sampled_from(list(VOCABULARY.activations)))
    slope = draw(POSITIVE) if activation == "sigmoid" else 1.0
    return Layer(draw(st.integers(1, 100)), activation, slope)


INITIALIZATIONS = st.just(Initialization()) | st.builds(
    lambda scheme, value: Initialization(scheme[0], ((scheme[1], value),)),
    st.sampled_from([("uniform", "limit"), ("normal", "std")]),
    POSITIVE,
)
NETWORKS = st.builds(
    NetworkObjective,
    DATASETS,
    st.lists(layers(), min_size=1, max_size=4).map(tuple),
    st.sampled_from(list(VOCABULARY.losses)),
    INITIALIZATIONS,
    NOT_NEGATIVE,
)


@st.composite
def functions(draw):
    variables = draw(st.sampled_from(list(EXPRESSIONS)))
    return FunctionObjective(
        draw(st.sampled_from(EXPRESSIONS[variables])),
        variables,
        draw(st.tuples(*[intervals()] * len(variables))),
        draw(NOT_NEGATIVE),
    )


@st.composite
def experiments(draw):
    objective = draw(functions() | regressions() | NETWORKS)
    if isinstance(objective, FunctionObjective):
        points = st.tuples(*[ANY_NUMBER] * len(objective.variables))
        starts = points
    else:
        points = st.lists(ANY_NUMBER, min_size=1, max_size=5).map(tuple)
        starts = st.just(()) | points
    run = st.builds(
        Run,
        LINE.map(lambda label: free_label(label, {""}).strip(" ") or "run"),
        st.integers(0, 0xFFFFFF).map(lambda color: f"#{color:06x}"),
        optimizers(),
        st.none() | points,
        st.none() | BATCHES,
    )
    return Experiment(
        objective,
        tuple(draw(st.lists(run, min_size=1, max_size=4))),
        title=draw(LINE),
        start=draw(starts),
        batch=draw(BATCHES),
        stop=draw(STOPS),
        evaluation_interval=draw(st.none() | st.integers(1, 10**9)),
        seed=draw(SEEDS),
    )


SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-5, 10)
    | st.sampled_from([0.5, -0.5, 1.0, 1e300, 2.0**63])
    | st.sampled_from(["", "x", "gd", "adam", "keras", "cosine", "function", "#ABCDEF", "a\nb"])
    | st.sampled_from(["network", "logistic", "sigmoid", "cross_entropy", "normal", "moons", ","])
)
REPLACEMENTS = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["size", "kind", "method", "period"]), inner, max_size=2)
    ),
    max_leaves=4,
)

ADDED = ["name", "beta1", "convention", "z", "slope", "degree", "csv", "targets", "limit"]


def places(value, above=()):
    """Return the keys that lead to each value inside `value`."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    found = []
    for key, item in items:
        found.append((*above, key))
        if isinstance(item, dict | list):
            found += places(item, (*above, key))
    return found


@st.composite
def damaged(draw, files):
    """Return a file with one value replaced, removed or added."""
    raw = copy.deepcopy(draw(files))
    *above, last = draw(st.sampled_from(places(raw)))
    parent = raw
    for key in above:
        parent = parent[key]
    match draw(st.sampled_from(["replace", "remove", "add"])):
        case "replace":
            parent[last] = draw(REPLACEMENTS)
        case "remove":
            del parent[last]
        case "add" if isinstance(parent, dict):
            parent[
                draw(
                    st.sampled_from(
                        [
                            "name",
                            "beta1",
                            "convention",
                            "z",
                            "slope",
                            "degree",
                            "csv",
                            "targets",
                            "limit",
                        ]
                    )
                )
            ] = draw(SCALARS)
        case _:
            parent.append(draw(REPLACEMENTS))
    return raw
