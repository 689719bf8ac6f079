from contextlib import suppress

from experiment_samples import FORMAT, small_file
from experiment_strategies import damaged, experiments
from hypothesis import given, settings
from hypothesis import strategies as st

from gdstudio.experiment import ExperimentError

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)
KEYS = [*small_file(), "start", "batch", "stop", "seed", "title"]


@given(experiments())
def test_that_what_is_written_reads_back_the_same(experiment):
    text = FORMAT.write(experiment)
    assert FORMAT.read(text) == experiment
    assert FORMAT.read(text.encode()) == experiment
    assert FORMAT.write(FORMAT.read(text)) == text
    assert hash(FORMAT.read(text)) == hash(experiment)


@given(JSON)
def test_that_arbitrary_json_raises_no_other_error(value):
    with suppress(ExperimentError):
        FORMAT.from_json(value)


@given(st.sampled_from(KEYS), JSON)
def test_that_an_arbitrary_value_under_any_key_raises_no_other_error(key, value):
    with suppress(ExperimentError):
        FORMAT.from_json(small_file(**{key: value}))


@settings(max_examples=300)
@given(damaged(experiments().map(FORMAT.to_json)))
def test_that_a_damaged_file_is_read_or_refused_but_never_changed(raw):
    before = repr(raw)
    with suppress(ExperimentError):
        experiment = FORMAT.from_json(raw)
        assert FORMAT.read(FORMAT.write(experiment)) == experiment
    assert repr(raw) == before
