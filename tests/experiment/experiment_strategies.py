"""Hypothesis strategies for arbitrary valid experiments and for damaged files."""

import copy

from experiment_samples import VOCABULARY
from hypothesis import strategies as st

from gdstudio.experiment import Batch, Experiment, FunctionObjective, Run, Schedule, StopRules
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


@st.composite
def experiments(draw):
    variables = draw(st.sampled_from(list(EXPRESSIONS)))
    points = st.tuples(*[ANY_NUMBER] * len(variables))
    objective = FunctionObjective(
        draw(st.sampled_from(EXPRESSIONS[variables])),
        variables,
        draw(st.tuples(*[intervals()] * len(variables))),
        draw(NOT_NEGATIVE),
    )
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
        start=draw(points),
        batch=draw(BATCHES),
        stop=draw(STOPS),
        evaluation_interval=draw(st.none() | st.integers(1, 10**9)),
        seed=draw(st.integers(0, 2**63 - 1)),
    )


SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-5, 10)
    | st.sampled_from([0.5, -0.5, 1.0, 1e300, 2.0**63])
    | st.sampled_from(["", "x", "gd", "adam", "keras", "cosine", "function", "#ABCDEF", "a\nb"])
)
REPLACEMENTS = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["size", "kind", "method", "period"]), inner, max_size=2)
    ),
    max_leaves=4,
)


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
            parent[draw(st.sampled_from(["name", "beta1", "convention", "z"]))] = draw(SCALARS)
        case _:
            parent.append(draw(REPLACEMENTS))
    return raw
