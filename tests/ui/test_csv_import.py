import os
from itertools import pairwise
from pathlib import Path

import pytest

from gdstudio.experiment.data_objectives import CsvSource, NetworkObjective, RegressionObjective
from gdstudio.experiment.datasets.csv_table import read_csv
from gdstudio.experiment.datasets.data import TargetKind
from gdstudio.simulation.data_facts import facts_of
from gdstudio.simulation.files import FORMAT, shipped_example
from gdstudio.simulation.simulation import run
from gdstudio.ui.panels.csv_import import experiment_of, read_proposal, table_of, with_csv
from gdstudio.ui.panels.data_edits import data_objective, network_of, with_source
from gdstudio.ui.panels.data_overview import overview

IRIS = Path(__file__).parents[2] / "resources" / "datasets" / "iris.csv"
DIGITS = Path(__file__).parents[1] / "data" / "digits.csv"


def written(folder: Path, text: str) -> str:
    path = folder / "table.csv"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_that_the_last_column_is_the_target_and_numbers_are_inputs() -> None:
    proposal = read_proposal(str(IRIS))
    assert proposal.trouble == ""
    assert proposal.source == CsvSource(
        str(IRIS), ("sepal length", "sepal width", "petal length", "petal width"), "species"
    )


def test_that_columns_of_text_and_with_gaps_are_not_proposed(tmp_path: Path) -> None:
    path = written(tmp_path, "name,age,size,kind\nAnn,3,,a\nBob,4,2,b\nCyd,5,3,a\n")
    source = read_proposal(path).source
    assert (source.inputs, source.target) == (("age",), "kind")


def test_that_a_table_without_numbers_is_refused_with_a_sentence(tmp_path: Path) -> None:
    proposal = read_proposal(written(tmp_path, "name,kind\nAnn,a\nBob,b\n"))
    assert proposal.source is None
    assert '"table.csv" has no complete column of numbers' in proposal.trouble
    assert proposal.trouble.endswith(".")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "it is empty"),
        (b"a,b\n1,2\n3\n", "line 3 has 1 value, the header has 2"),
        (b"a,b\n1,\xe4\n", "line 2 holds the byte 0xE4"),
        (b"PK\x03\x04whatever", "Excel workbook"),
        (b'a,b\n1,"2\n', "closing quote"),
    ],
)
def test_that_a_bad_file_gets_its_sentence(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "bad.csv"
    path.write_bytes(content)
    proposal = read_proposal(str(path))
    assert proposal.source is None
    assert said in proposal.trouble
    assert proposal.trouble.startswith('Cannot read "bad.csv"')


def test_that_a_missing_file_gets_its_sentence(tmp_path: Path) -> None:
    assert "there is no such file" in read_proposal(str(tmp_path / "none.csv")).trouble


def test_that_iris_becomes_a_network_that_learns_it() -> None:
    proposal = read_proposal(str(IRIS))
    experiment = experiment_of(proposal.source, proposal.table)
    assert FORMAT.read(FORMAT.write(experiment)) == experiment
    network = network_of(experiment)
    assert network.loss == "cross_entropy"
    assert network.layers[-1].units == 3
    assert (network.dataset.test_fraction, network.dataset.standardize) == (0.25, True)
    for result in run(experiment):
        assert result.evaluations.test_accuracies[-1] >= 0.95


def test_that_digits_are_classes_although_they_are_numbers() -> None:
    proposal = read_proposal(str(DIGITS))
    facts = facts_of(proposal.source, proposal.table)
    assert facts.suits is TargetKind.CLASS
    assert facts.outputs_for("cross_entropy") == 10
    assert facts.inputs == 64
    experiment = experiment_of(proposal.source, proposal.table)
    objective = data_objective(experiment)
    assert isinstance(objective, NetworkObjective)
    assert objective.layers[-1].units == 10
    for result in run(experiment):
        assert result.evaluations.test_accuracies[-1] >= 0.95


def test_that_numbers_become_a_regression_that_does_not_diverge(tmp_path: Path) -> None:
    rows = "\n".join(f"{x},{1000 * x + 3},{x * x - 7 * x}" for x in range(60))
    proposal = read_proposal(written(tmp_path, f"a,b,price\n{rows}\n"))
    experiment = experiment_of(proposal.source, proposal.table)
    assert isinstance(experiment.objective, RegressionObjective)
    assert (experiment.objective.model, experiment.objective.loss) == ("linear", "mse")
    losses = run(experiment)[0].evaluations.train_losses
    assert losses[-1] < losses[0]
    assert all(later <= former * (1 + 1e-12) for former, later in pairwise(losses))


def test_that_yes_and_no_become_a_binary_choice(tmp_path: Path) -> None:
    rows = "\n".join(f"{x},{'yes' if x > 9 else 'no'}" for x in range(20))
    proposal = read_proposal(written(tmp_path, f"x,answer\n{rows}\n"))
    network = network_of(experiment_of(proposal.source, proposal.table))
    assert (network.loss, network.layers[-1].units) == ("binary_cross_entropy", 1)


def test_that_a_file_takes_the_place_of_other_data() -> None:
    moons = shipped_example("4-moons")
    proposal = read_proposal(str(IRIS))
    changed = with_csv(moons, proposal.source, proposal.table)
    assert changed.runs == moons.runs
    assert network_of(changed).layers[:-1] == network_of(moons).layers[:-1]
    assert network_of(changed).layers[-1].units == 3
    assert data_objective(changed).dataset.standardize
    found = overview(changed.objective)
    assert (found.training_rows, found.test_rows, found.classes) == (112, 38, 3)
    assert found.trouble == ""


def test_that_another_target_brings_another_loss() -> None:
    iris = shipped_example("8-iris")
    proposal = read_proposal(str(IRIS))
    source = CsvSource(str(IRIS), ("sepal length", "sepal width", "petal length"), "petal width")
    changed = with_source(iris, source, facts_of(source, proposal.table))
    assert data_objective(changed).loss == "mse"
    assert network_of(changed).layers[-1].units == 1
    assert overview(changed.objective).trouble == ""


def test_that_an_overview_says_what_is_wrong_with_a_cell(tmp_path: Path) -> None:
    path = written(tmp_path, "a,b,c\n1,2,x\n,3,y\n4,5,x\n")
    source = CsvSource(path, ("a", "b"), "c")
    table = read_csv(path)
    changed = with_source(shipped_example("4-moons"), source, facts_of(source, table))
    found = overview(changed.objective)
    assert 'line 3, column "a": the value is missing' in found.trouble
    assert found.table is not None


def test_that_wrong_output_units_are_said_in_words() -> None:
    iris = shipped_example("8-iris")
    wrong = network_of(iris).layers[:1] * 2
    trouble = overview(type(network_of(iris))(network_of(iris).dataset, wrong, "cross_entropy"))
    assert trouble.trouble.startswith("Units of the output layer: expected 3")


def test_that_a_table_is_read_again_when_its_file_has_changed(tmp_path: Path) -> None:
    path = written(tmp_path, "a,b\n1,2\n")
    first = table_of(CsvSource(path, (), ""))
    assert table_of(CsvSource(path, (), "")) is first
    written(tmp_path, "a,b\n1,2\n3,4\n")
    os.utime(path, (1, 1))
    assert table_of(CsvSource(path, (), "")).rows == 2
