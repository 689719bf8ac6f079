import math

import numpy as np
import pytest

from gdstudio.experiment import ExperimentError
from gdstudio.experiment.data_objectives import CsvSource, Dataset, GeneratedSource, InlineSource
from gdstudio.experiment.datasets import TargetKind, load_dataset
from gdstudio.experiment.datasets.encoding import MOST_CLASSES

NUMBERS, PROBABILITY, CLASS = TargetKind


def inline(*targets):
    rows = tuple(each if isinstance(each, tuple) else (each,) for each in targets)
    return InlineSource(tuple((float(i),) for i in range(len(rows))), rows)


def loaded(kind, *targets):
    data = load_dataset(Dataset(inline(*targets)), kind)
    return data.targets.tolist(), data.classes


def refusal(source, kind):
    with pytest.raises(ExperimentError) as caught:
        load_dataset(Dataset(source), kind)
    return caught.value.path.removeprefix("objective.dataset."), caught.value.reason


@pytest.fixture
def table(tmp_path):
    def write(content):
        path = tmp_path / "table.csv"
        path.write_text(content)
        return CsvSource(str(path), ("a",), "t")

    return write


def test_that_a_loss_tells_what_it_takes():
    assert TargetKind.of("cross_entropy") is CLASS
    assert TargetKind.of("binary_cross_entropy") is PROBABILITY
    for loss in ("mse", "half_sse", "half_mse", "mae", "huber"):
        assert TargetKind.of(loss) is NUMBERS


def test_that_text_is_encoded_in_ascending_order():
    one_hot = [[0, 1, 0], [1, 0, 0], [0, 0, 1], [1, 0, 0]]
    assert loaded(CLASS, "b", "a", "c", "a") == (one_hot, ("a", "b", "c"))
    assert loaded(PROBABILITY, "yes", "no", "yes") == ([[1], [0], [1]], ("no", "yes"))
    # By characters, as Python compares.
    assert loaded(CLASS, "ä", "b", "B", "10", "9")[1] == ("10", "9", "B", "b", "ä")


def test_that_numbers_are_classes_in_ascending_order():
    one_hot = [[0, 0, 1], [1, 0, 0], [0, 1, 0]]
    assert loaded(CLASS, 10, -1.5, 9.0) == (one_hot, ("-1.5", "9", "10"))
    assert loaded(CLASS, 1e300, -0.0, 0.0)[1] == ("0", "1e+300")


def test_that_one_hot_rows_stay_as_they_are():
    rows = ((0.0, 1.0, 0.0), (1.0, 0.0, 0.0))
    # The third class exists, though no row has it.
    assert loaded(CLASS, *rows) == ([list(row) for row in rows], ("0", "1", "2"))
    data = load_dataset(Dataset(inline(*rows)), NUMBERS)
    assert data.target_names == ("target 1", "target 2", "target 3")


def test_that_numbers_from_0_to_1_are_probabilities():
    assert loaded(PROBABILITY, 0, 1, 1) == ([[0], [1], [1]], ("0", "1"))
    assert loaded(PROBABILITY, 1, 1) == ([[1], [1]], ("0", "1"))
    assert loaded(PROBABILITY, 0.25, 1) == ([[0.25], [1]], ())
    assert loaded(PROBABILITY, (0.0, 1.0), (1.0, 1.0)) == ([[0, 1], [1, 1]], ())


def test_that_numbers_to_fit_stay_as_they_are():
    assert loaded(NUMBERS, 3, -2.5) == ([[3], [-2.5]], ())
    assert loaded(NUMBERS, (1.0, 2.0), (3.0, 4.0)) == ([[1, 2], [3, 4]], ())


@pytest.mark.parametrize(
    ("kind", "targets", "path", "reason"),
    [
        (
            NUMBERS,
            ("red", "blue"),
            "targets[0]",
            '"red" is not a number, and this loss fits numbers; for classes choose the loss '
            "cross_entropy, or binary_cross_entropy for two",
        ),
        (
            PROBABILITY,
            ("a", "b", "c"),
            "targets",
            'there are 3 classes ("a", "b" and "c"), and binary_cross_entropy tells two apart; '
            "choose the loss cross_entropy",
        ),
        (
            PROBABILITY,
            tuple("abcdef"),
            "targets",
            "there are 6 classes, and binary_cross_entropy tells two apart; choose the loss "
            "cross_entropy",
        ),
        (
            PROBABILITY,
            ("a", "a"),
            "targets",
            'there is 1 class ("a"), and binary_cross_entropy tells two apart',
        ),
        (
            PROBABILITY,
            (0, 1, 2),
            "targets[2]",
            "binary_cross_entropy takes targets from 0 to 1, not 2; choose cross_entropy for "
            "classes, or mse for other numbers",
        ),
        (
            CLASS,
            (7, 7),
            "targets",
            'all targets are the one class "7"; there is nothing to tell apart',
        ),
        (
            CLASS,
            tuple(range(MOST_CLASSES + 1)),
            "targets",
            "there are more than 256 different targets, too many for classes; choose a loss that "
            "fits numbers, such as mse, or another target",
        ),
        (
            CLASS,
            ((0.0, 1.0), (0.5, 0.5)),
            "targets[1]",
            "cross_entropy takes one class a row: expected a 1 and else 0 in each row",
        ),
        (
            CLASS,
            ((0.0, 1.0), (1.0, 1.0)),
            "targets[1]",
            "cross_entropy takes one class a row: expected a 1 and else 0 in each row",
        ),
    ],
)
def test_that_what_a_loss_cannot_take_is_refused(kind, targets, path, reason):
    assert refusal(inline(*targets), kind) == (path, reason)


def test_that_a_refused_cell_is_named_by_line_and_column(table):
    assert refusal(table("a,t\n1,0\n2,5\n"), PROBABILITY) == (
        "target",
        'cannot use "table.csv": line 3, column "t": binary_cross_entropy takes targets from 0 to '
        "1, not 5; choose cross_entropy for classes, or mse for other numbers",
    )
    assert refusal(table("a,t\n1,x\n2,x\n"), CLASS) == (
        "target",
        'cannot use "table.csv": column "t": all targets are the one class "x"; there is nothing '
        "to tell apart",
    )
    assert refusal(table("a,t\n1,x\n2,?\n"), CLASS)[1].startswith(
        'cannot use "table.csv": line 3, column "t": the value is missing'
    )


def test_that_texts_of_numbers_are_classes_too_where_any_class_is_text(table):
    data = load_dataset(Dataset(table("a,t\n1,10\n2,9\n3,3b\n4, 9\n")), CLASS)
    assert data.classes == ("10", "3b", "9")
    assert data.targets.argmax(axis=1).tolist() == [0, 2, 1, 2]


def test_that_generated_classes_suit_the_losses_of_classes():
    two, three = (GeneratedSource("blobs", 9, 0.1, (("classes", k),)) for k in (2, 3))
    data = load_dataset(Dataset(two), PROBABILITY)
    assert (data.targets.shape, data.classes) == ((9, 1), ("0", "1"))
    assert load_dataset(Dataset(two), CLASS).targets.shape == (9, 2)
    assert load_dataset(Dataset(three), CLASS).targets.shape == (9, 3)
    assert refusal(three, PROBABILITY) == (
        "name",
        "there are 3 classes, and binary_cross_entropy tells two apart; choose the loss "
        "cross_entropy",
    )
    # All classes are there, even where the rows are too few.
    single = load_dataset(Dataset(GeneratedSource("moons", 1)), CLASS)
    assert (single.targets.tolist(), single.classes) == ([[1, 0]], ("0", "1"))


@pytest.mark.parametrize("kind", [PROBABILITY, CLASS])
def test_that_generated_numbers_are_not_taken_for_classes(kind):
    assert refusal(GeneratedSource("line", 2), kind) == (
        "name",
        "these targets are numbers to fit, not classes; choose a loss such as mse",
    )


@pytest.mark.parametrize(
    ("inputs", "targets", "path", "reason"),
    [
        ((), (), "inputs", "expected at least one row"),
        (((1.0,),), (), "targets", "expected 1, one for each row of inputs, got 0 rows"),
        (((1.0,), (2.0,)), ((1.0,),), "targets", "expected 2, one for each row of inputs, got 1 "
         "row"),
        (((),), ((1.0,),), "inputs[0]", "expected at least one value"),
        (((1.0,),), ((),), "targets[0]", "expected at least one value"),
        (((1.0, 2.0), (3.0,)), ((1.0,), (2.0,)), "inputs[1]", "expected 2 values as in the first "
         "row, got 1"),
        (((1.0,), (3.0,)), ((1.0,), (2.0, 3.0)), "targets[1]", "expected 1 value as in the first "
         "row, got 2"),
        (((1.0,), (math.inf,)), ((1.0,), (2.0,)), "inputs[1][0]", "expected a finite number, got "
         "Infinity"),
        (((1.0,),), ((math.nan,),), "targets[0][0]", "expected a finite number, got NaN"),
        (((1.0,), (2.0,)), ((1.0,), ("a",)), "targets[1]", "expected text in all rows or in none, "
         'and one text a row, got "a"'),
        (((1.0,),), (("a", "b"),), "targets[0]", "expected text in all rows or in none, and one "
         'text a row, got "a"'),
    ],
)  # fmt: skip
def test_that_inline_data_are_checked(inputs, targets, path, reason):
    assert refusal(InlineSource(inputs, targets), NUMBERS) == (path, reason)


def test_that_inline_columns_have_names():
    for width, names in ((1, ("x",)), (2, ("x", "y")), (3, ("x1", "x2", "x3"))):
        source = InlineSource(((1.0,) * width,), ((2.0,),))
        data = load_dataset(Dataset(source), NUMBERS)
        assert data.input_names == names
        assert data.target_names == ("target",)
        np.testing.assert_array_equal(data.inputs, np.ones((1, width)))
