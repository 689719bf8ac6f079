from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtWidgets import QFileDialog, QWidget
from studio import Answers, Studio

from gdstudio.experiment.model import Experiment
from gdstudio.simulation.files import example_names, shipped_example
from gdstudio.ui.kinds import Kind
from gdstudio.ui.panels.csv_columns import KIND, NAME
from gdstudio.ui.panels.data_edits import data_objective, regression_of
from gdstudio.ui.panels.data_panel import DataPanel

IRIS = Path(__file__).parents[2] / "resources" / "datasets" / "iris.csv"


@pytest.fixture
def line(open_studio: Callable[[Experiment], Studio]) -> Studio:
    return open_studio(shipped_example("1-line"))


@pytest.fixture
def iris(open_studio: Callable[[Experiment], Studio]) -> Studio:
    studio = open_studio(shipped_example("8-iris"))
    studio.wait(lambda: studio.window.problem_panel.network.dataset.facts is not None)
    return studio


def panel_of(studio: Studio) -> DataPanel:
    return studio.window.problem_panel.data


def test_that_the_data_are_counted(line: Studio) -> None:
    section = panel_of(line).dataset
    line.wait(lambda: section.counts == "100 rows, all to train on")
    line.type_into(section.split.test_fraction.spin_box(), "0.25")
    line.wait(lambda: section.counts == "100 rows: 75 train, 25 test")


def test_that_a_picture_of_data_is_chosen_with_a_click_and_taken_back(line: Studio) -> None:
    before = line.experiment
    section = panel_of(line).dataset
    line.click(section.tiles.tile("circles"))
    objective = regression_of(line.experiment)
    assert objective.dataset.source.name == "circles"
    assert (objective.model, objective.loss) == ("logistic", "binary_cross_entropy")
    assert section.generator.own("factor").isVisible()
    line.settle()
    assert all(not result.message.startswith("Fail") for result in line.frame.results)
    line.window.document.undo_stack.undo()
    assert line.experiment == before
    assert section.tiles.tile("line").isChecked()
    assert section.generator.own("slope").isVisible()


def test_that_generators_come_back_as_they_were_left(line: Studio) -> None:
    section = panel_of(line).dataset
    line.type_into(section.generator.own("slope").spin_box(), "-4")
    source = data_objective(line.experiment).dataset.source
    count = line.undo_count
    line.click(section.tiles.tile("line"))
    assert line.undo_count == count
    line.click(section.tiles.tile("sine"))
    line.click(section.tiles.tile("line"))
    assert data_objective(line.experiment).dataset.source == source


def test_that_arrows_move_among_the_pictures(line: Studio) -> None:
    tiles = panel_of(line).dataset.tiles
    tiles.tile("line").setFocus()
    line.key(Qt.Key.Key_Right, widget=tiles.tile("line"))
    assert data_objective(line.experiment).dataset.source.name == "sine"
    line.key(Qt.Key.Key_Up, widget=tiles.tile("sine"))
    assert data_objective(line.experiment).dataset.source.name == "circles"
    assert line.window.focusWidget() is tiles.tile("circles")


def test_that_dragging_a_number_trains_live_and_undoes_in_one_step(line: Studio) -> None:
    before = line.experiment
    field = panel_of(line).dataset.generator.own("slope")
    slider = field.slider()
    slider.setSliderDown(True)
    for position in (600, 700, 800):
        slider.setSliderPosition(position)
        line.settle()
        assert dict(data_objective(line.experiment).dataset.source.parameters)["slope"] == (
            field.value()
        )
    slider.setSliderDown(False)
    assert line.undo_count == 1
    line.window.document.undo_stack.undo()
    assert line.experiment == before


def test_that_an_edit_of_a_number_makes_no_widgets(line: Studio) -> None:
    window = line.window
    before = set(map(id, window.problem_panel.findChildren(QWidget)))
    line.type_into(panel_of(line).dataset.generator.noise.spin_box(), "0.5")
    line.type_into(panel_of(line).dataset.generator.samples.spin_box(), "50")
    line.settle()
    assert set(map(id, window.problem_panel.findChildren(QWidget))) == before
    assert data_objective(line.experiment).dataset.source.samples == 50


def test_that_the_dice_take_other_rows(line: Studio) -> None:
    line.click(panel_of(line).dataset.split.dice)
    assert data_objective(line.experiment).dataset.seed == 1
    assert line.undo_count == 1


def test_that_a_model_is_chosen_and_its_formula_shown(line: Studio) -> None:
    model = panel_of(line).model
    assert model._lines[0].latex() == "y = w x + b"
    model.model.chosen.emit("polynomial")
    assert regression_of(line.experiment).degree == 3
    assert model._lines[0].latex() == "y = w_1 x + w_{2} x^{2} + w_{3} x^{3} + b"
    line.type_into(model.degree.spin_box(), "5")
    assert regression_of(line.experiment).degree == 5
    line.settle()
    assert len(line.frame.heads[0].parameters) == 6
    model.model.chosen.emit("linear")
    model.model.chosen.emit("polynomial")
    assert regression_of(line.experiment).degree == 5


def test_that_a_model_that_cannot_be_is_refused_in_place(line: Studio) -> None:
    before = line.experiment
    model = panel_of(line).model
    line.click(model.model._group.buttons()[2])
    assert line.experiment == before
    assert model.model.key() == "linear"
    assert "tells classes apart" in model.trouble


def test_that_the_losses_are_those_of_the_data(line: Studio) -> None:
    panel = panel_of(line)
    assert "cross_entropy" not in panel.loss._offered
    line.click(panel.dataset.tiles.tile("blobs"))
    assert panel.loss._offered == ("binary_cross_entropy", "cross_entropy")
    assert panel.loss.loss.value() == "binary_cross_entropy"


def test_that_each_tab_comes_back_as_it_was(line: Studio) -> None:
    panel = line.window.problem_panel
    line.type_into(panel_of(line).dataset.generator.noise.spin_box(), "0.75")
    data = line.experiment
    panel._kind.chosen.emit(Kind.NETWORK.value)
    line.click(panel.network.dataset.tiles.tile("xor"))
    network = line.experiment
    panel._kind.chosen.emit(Kind.DATA.value)
    assert line.experiment == data
    panel._kind.chosen.emit(Kind.NETWORK.value)
    assert line.experiment == network
    line.settle()
    # Of 200 rows of moons 150 are for the training, of the points of the line all 100.
    line.wait(lambda: panel.run_section._rows == 150)
    panel._kind.chosen.emit(Kind.DATA.value)
    assert panel.run_section._rows == 100
    line.settle()


def test_that_a_csv_is_opened_from_the_section(
    line: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    section = panel_of(line).dataset
    chosen = (str(IRIS), "")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_, **__: chosen)
    line.click(section.tiles.tile("csv"))
    line.wait(lambda: section.counts == "150 rows: 112 train, 38 test, 3 classes")
    objective = regression_of(line.experiment)
    assert (objective.model, objective.loss) == ("logistic", "cross_entropy")
    assert objective.dataset.standardize
    assert section.split.standardize.isChecked()
    assert section.csv.target.value() == "species"
    line.settle()
    # Back to generated data and again to the file: nothing is lost.
    line.click(section.tiles.tile("moons"))
    line.click(section.tiles.tile("csv"))
    assert regression_of(line.experiment).dataset.source == objective.dataset.source


def test_that_a_bad_csv_is_explained_in_place_and_changes_nothing(
    line: Studio, tmp_path: Path
) -> None:
    before, section = line.experiment, panel_of(line).dataset
    line.wait(lambda: section.counts != "")
    bad = tmp_path / "bad.csv"
    bad.write_text("a,b\n1,2\n3\n", encoding="utf-8")
    section.read_file(bad)
    line.wait(lambda: "line 3 has 1 value" in section.trouble)
    assert line.experiment == before
    assert section.tiles.tile("line").isChecked()
    line.click(section.split.dice)
    line.wait(lambda: section.trouble == "")


def test_that_columns_are_chosen_in_the_table(iris: Studio) -> None:
    section = iris.window.problem_panel.network.dataset
    model = section.csv.columns
    assert model.rowCount() == 5
    assert model.index(0, KIND).data() == "numbers"
    assert model.index(4, KIND).data() == "target"
    assert model.index(0, KIND + 1).data() == "5.1"
    view = section.csv.view
    view.setFocus()
    view.setCurrentIndex(model.index(1, NAME))
    iris.key(Qt.Key.Key_Space, widget=view)
    source = data_objective(iris.experiment).dataset.source
    assert source.inputs == ("sepal length", "petal length", "petal width")
    assert iris.window.problem_panel.network.layers._inputs.text() == "3 inputs"
    iris.settle()
    iris.window.document.undo_stack.undo()
    state = Qt.CheckState(model.index(1, NAME).data(Qt.ItemDataRole.CheckStateRole))
    assert state is Qt.CheckState.Checked


def test_that_tab_goes_on_to_columns_that_were_read_late(iris: Studio) -> None:
    csv = iris.window.problem_panel.network.dataset.csv
    csv.target.control().setFocus()
    iris.key(Qt.Key.Key_Tab, widget=csv.target.control())
    assert iris.window.focusWidget() is csv.view


def test_that_the_last_input_stays(iris: Studio) -> None:
    section = iris.window.problem_panel.network.dataset
    model = section.csv.columns
    role = Qt.ItemDataRole.CheckStateRole
    for row in range(4):
        model.setData(model.index(row, NAME), Qt.CheckState.Unchecked.value, role)
    assert data_objective(iris.experiment).dataset.source.inputs == ("petal width",)
    assert section.trouble == "A model needs at least one input."


def test_that_another_target_brings_its_loss_and_its_outputs(iris: Studio) -> None:
    panel = iris.window.problem_panel.network
    panel.dataset.csv.target.value_changed.emit("petal width")
    objective = data_objective(iris.experiment)
    assert objective.loss == "mse"
    assert objective.dataset.source.inputs == ("sepal length", "sepal width", "petal length")
    assert panel.layers.output.fixed_units.text() == "1 unit"
    iris.settle()
    panel.dataset.csv.target.value_changed.emit("species")
    assert data_objective(iris.experiment).loss == "cross_entropy"
    assert panel.layers.output.fixed_units.text() == "3 units"


def test_that_a_dropped_csv_becomes_an_experiment(studio: Studio) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(IRIS))])
    path = studio.window.files.dropped_file(data)
    assert path == IRIS
    studio.window.files.open_path(path)
    studio.wait(lambda: studio.experiment.title == "iris")
    studio.settle()
    assert studio.window.problem_panel.network.isVisible()
    assert not studio.window.document.is_modified


def test_that_a_csv_that_cannot_be_opened_is_explained(
    studio: Studio, answers: Answers, tmp_path: Path
) -> None:
    before = studio.experiment
    bad = tmp_path / "bad.csv"
    bad.write_bytes(b"a,b\n1,\xff\n")
    studio.window.files.open_path(bad)
    studio.wait(lambda: answers.texts == ["“bad.csv” cannot be opened"])
    assert "not UTF-8" in answers.reasons[0]
    assert studio.experiment == before


def test_that_a_file_whose_table_is_gone_says_so(studio: Studio, tmp_path: Path) -> None:
    gone = tmp_path / "gone.csv"
    gone.write_bytes(IRIS.read_bytes())
    studio.window.files.open_path(gone)
    studio.wait(lambda: studio.experiment.title == "gone")
    saved = tmp_path / "gone.gds.json"
    assert studio.window.files.save_path(saved)
    gone.unlink()
    studio.window.files.open_path(saved)
    section = studio.window.problem_panel.network.dataset
    studio.wait(lambda: "there is no such file" in section.trouble)
    assert "gone.csv" in section.trouble
    studio.click(section.tiles.tile("moons"))
    studio.settle()
    assert section.trouble == ""


def test_that_the_examples_are_in_the_menu(studio: Studio) -> None:
    menu = studio.window.files._examples
    menu.aboutToShow.emit()
    titles = [action.text() for action in menu.actions()]
    assert len(titles) == len(example_names())
    assert "Two moons" in titles
    menu.triggered.emit(menu.actions()[titles.index("Two moons")])
    assert studio.experiment == shipped_example("4-moons")
    studio.settle()
