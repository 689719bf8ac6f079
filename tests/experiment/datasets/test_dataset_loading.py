import hashlib
import math
import os
import statistics
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdstudio.assets import asset
from gdstudio.experiment import ExperimentError
from gdstudio.experiment.data_objectives import CsvSource, Dataset, GeneratedSource, InlineSource
from gdstudio.experiment.datasets import (
    GENERATORS,
    Standardization,
    TargetKind,
    load_dataset,
    load_examples,
    prepare,
)
from gdstudio.experiment.datasets.split import split_rows

DIGITS = Path(__file__).parents[2] / "data" / "digits.csv"
PIXELS = tuple(f"pixel {number}" for number in range(1, 65))
MEASURES = ("sepal length", "sepal width", "petal length", "petal width")


@pytest.fixture(scope="module")
def iris():
    path = str(asset("datasets", "iris.csv"))
    return CsvSource(path, MEASURES, "species")


def random(seed=0):
    return np.random.default_rng(seed)


def inline(rows=20, width=2):
    values = random(8).normal(3.0, 5.0, (rows, width)).tolist()
    return InlineSource(tuple(map(tuple, values)), tuple((row[0],) for row in values))


def test_that_training_rows_come_first_and_each_part_is_in_the_order_of_the_source():
    source = inline()
    data = load_dataset(Dataset(source, test_fraction=0.25), TargetKind.NUMBERS)
    assert (data.training_rows, data.test_rows) == (15, 5)
    training, test = data.rows[:15].tolist(), data.rows[15:].tolist()
    assert sorted(training + test) == list(range(20))
    assert (training, test) == (sorted(training), sorted(test))
    np.testing.assert_array_equal(data.inputs, np.array(source.inputs)[data.rows])
    np.testing.assert_array_equal(data.targets, np.array(source.targets)[data.rows])
    assert data.classes == ()
    assert data.standardization is None
    for array in (data.inputs, data.targets):
        assert array.dtype == np.float64
        assert array.flags.c_contiguous
        assert array.flags.writeable


@pytest.mark.parametrize("name", GENERATORS)
def test_that_all_rows_are_there_without_a_test(name):
    dataset = Dataset(GeneratedSource(name, 50))
    data = load_dataset(dataset, TargetKind.NUMBERS)
    assert (data.training_rows, data.test_rows) == (50, 0)
    assert data.rows.tolist() == list(range(50))
    np.testing.assert_array_equal(data.inputs, load_examples(dataset).inputs)
    assert data.inputs.flags.c_contiguous
    assert data.targets.flags.c_contiguous


@given(
    st.lists(st.integers(0, 3), min_size=1, max_size=200),
    st.floats(0, 1, exclude_max=True),
    st.integers(0, 2**32),
)
@settings(deadline=None)
def test_that_each_class_gives_its_share_to_the_test(labels, fraction, seed):
    labels = np.array(labels)
    training, test = split_rows(labels, fraction, random(seed))
    rows = labels.size
    assert sorted([*training, *test]) == list(range(rows))
    assert np.all(np.diff(training) > 0)
    assert np.all(np.diff(test) > 0)
    assert training.size >= 1
    if fraction == 0:
        assert test.size == 0
    elif rows > 1:
        assert test.size == min(max(math.floor(fraction * rows + 0.5), 1), rows - 1)
        for label in set(labels.tolist()):
            of_all = np.count_nonzero(labels == label)
            of_test = np.count_nonzero(labels[test] == label)
            assert abs(of_test - test.size * of_all / rows) < 1


def test_that_each_row_is_as_likely_as_any_other_to_be_held_back():
    labels = np.repeat([0, 1, 2], [10, 7, 3])
    counts, together = np.zeros(20), 0
    for seed in range(4000):
        _, test = split_rows(labels, 0.3, random(seed))
        counts[test] += 1
        together += {0, 1} <= set(test.tolist())
    # Six standard deviations of a binomial count.
    assert np.abs(counts - 1200).max() < 6 * math.sqrt(4000 * 0.3 * 0.7)
    # Three of the ten rows of the first class: a pair has the chance 3·2/(10·9).
    assert abs(together - 4000 / 15) < 6 * math.sqrt(4000 / 15)


def test_that_the_split_does_not_depend_on_how_many_numbers_a_generator_drew():
    kept = [
        load_dataset(Dataset(GeneratedSource(name, 80), 0.25), TargetKind.NUMBERS).rows.tobytes()
        for name in ("line", "plane", "saddle", "sine")
    ]
    assert len(set(kept)) == 1
    other = Dataset(GeneratedSource("line", 80), 0.25, seed=1)
    assert load_dataset(other, TargetKind.NUMBERS).rows.tobytes() not in kept


@pytest.mark.parametrize("fraction", [-0.1, 1.0, math.nan])
def test_that_a_fraction_that_leaves_nothing_to_train_on_is_refused(fraction):
    with pytest.raises(ExperimentError) as caught:
        load_dataset(Dataset(inline(), fraction), TargetKind.NUMBERS)
    assert caught.value.path == "objective.dataset.test_fraction"


def test_that_standardization_is_fitted_on_the_training_rows_alone():
    source = inline(rows=40, width=3)
    data = load_dataset(Dataset(source, 0.25, standardize=True), TargetKind.NUMBERS)
    plain = np.array(source.inputs)[data.rows]
    for column in range(3):
        training = plain[:30, column].tolist()
        mean, deviation = statistics.fmean(training), statistics.pstdev(training)
        assert data.standardization.means[column] == pytest.approx(mean, rel=1e-12)
        assert data.standardization.deviations[column] == pytest.approx(deviation, rel=1e-12)
        expected = (plain[:, column] - mean) / deviation
        np.testing.assert_allclose(data.inputs[:, column], expected, rtol=1e-10)
    assert data.inputs.flags.c_contiguous
    np.testing.assert_allclose(data.standardization.undo(data.inputs), plain, rtol=1e-12)
    # Targets stay as they are.
    np.testing.assert_array_equal(data.targets[:, 0], plain[:, 0])


@given(st.floats(-1e300, 1e300), st.integers(1, 30))
@settings(deadline=None)
def test_that_a_constant_input_is_moved_to_0_and_keeps_its_scale(value, rows):
    source = InlineSource(((value,),) * rows, ((1.0,),) * rows)
    data = load_dataset(Dataset(source, standardize=True), TargetKind.NUMBERS)
    assert data.standardization.deviations.tolist() == [1.0]
    assert data.inputs.tolist() == [[0.0]] * rows


@pytest.mark.parametrize("numbers", [(1e200, -1e200), (1e308, 1.7e308), (1e-200, 2e-200)])
def test_that_numbers_whose_deviation_is_none_are_refused(numbers):
    source = InlineSource(tuple((1.0, each) for each in numbers), ((0.0,), (1.0,)))
    with pytest.raises(ExperimentError) as caught:
        load_dataset(Dataset(source, standardize=True), TargetKind.NUMBERS)
    assert (caught.value.path, caught.value.reason) == (
        "objective.dataset.standardize",
        'the numbers of "y" are too large, or too close together, to be standardized',
    )


def test_that_standardization_is_a_pair_of_inverse_maps():
    found = Standardization(np.array([2.0, -1.0]), np.array([4.0, 0.5]))
    assert found.apply(np.array([[6.0, 0.0]])).tolist() == [[1.0, 2.0]]
    assert found.undo(np.array([[1.0, 2.0]])).tolist() == [[6.0, 0.0]]


def test_that_iris_loads_as_three_classes(iris):
    data = load_dataset(Dataset(iris, 0.2, standardize=True), TargetKind.CLASS)
    assert data.classes == ("setosa", "versicolor", "virginica")
    assert data.target_names == ("species",)
    assert data.input_names == MEASURES
    assert data.inputs.shape == (150, 4)
    assert data.targets.shape == (150, 3)
    # The table has 50 of each, one after the other.
    np.testing.assert_array_equal(data.targets, np.eye(3)[data.rows // 50])
    assert data.targets[:120].sum(axis=0).tolist() == [40, 40, 40]
    assert data.inputs[:120].mean(axis=0) == pytest.approx(0, abs=1e-12)
    assert data.inputs[:120].std(axis=0) == pytest.approx(1)


def test_that_digits_load_as_ten_classes_of_numbers():
    source = CsvSource(str(DIGITS), PIXELS, "digit")
    data = load_dataset(Dataset(source, 0.25, standardize=True), TargetKind.CLASS)
    assert data.classes == tuple("0123456789")
    assert data.targets.shape == (1797, 10)
    assert (data.training_rows, data.test_rows) == (1348, 449)
    # Some pixels at the border are always 0.
    assert np.isfinite(data.inputs).all()
    numbers = load_dataset(Dataset(source), TargetKind.NUMBERS)
    np.testing.assert_array_equal(
        data.targets.argmax(axis=1), numbers.targets[data.rows, 0].astype(int)
    )


def test_that_one_reading_serves_many_descriptions(iris):
    dataset = Dataset(iris, 0.3, standardize=True, seed=4)
    again = prepare(load_examples(Dataset(iris)), dataset, TargetKind.CLASS)
    assert digest(again) == digest(load_dataset(dataset, TargetKind.CLASS))


def digest(data):
    arrays = [data.inputs, data.targets, data.rows]
    if data.standardization:
        arrays += [data.standardization.means, data.standardization.deviations]
    return hashlib.sha256(b"".join(array.tobytes() for array in arrays)).hexdigest()


def all_digests(path):
    sources = [GeneratedSource(name, 101, 0.2) for name in GENERATORS]
    csv = CsvSource(path, MEASURES, "species")
    found = [
        digest(load_dataset(Dataset(each, 0.25, standardize=True, seed=7), TargetKind.NUMBERS))
        for each in sources
    ]
    return [*found, digest(load_dataset(Dataset(csv, 0.25, seed=7), TargetKind.CLASS))]


def test_that_another_process_gets_the_same_data(iris):
    script = (
        f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); "
        "from test_dataset_loading import all_digests; "
        f"print(*all_digests({iris.path!r}))"
    )
    here = all_digests(iris.path)
    assert len(set(here)) == len(here)
    environment = os.environ | {"PYTHONHASHSEED": "12345"}
    found = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env=environment, check=True
    )
    assert found.stdout.split() == here
