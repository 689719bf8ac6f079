from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from studio import Mouse, Studio

import gdstudio as gd
from gdstudio.experiment.model import Experiment
from gdstudio.simulation.files import load
from gdstudio.simulation.outcome import Outcome
from gdstudio.simulation.simulation import Simulation
from gdstudio.simulation.spread import Training, trainings
from gdstudio.ui.colours import DARK, LIGHT
from gdstudio.ui.labs.initializations_page import InitializationsPage
from gdstudio.ui.labs.initializations_words import finding_text
from gdstudio.ui.labs.network_lab import NetworkLab
from gdstudio.ui.plots.frame import Frame, frame_of
from gdstudio.ui.plots.spread_plot import side_by_side
from gdstudio.ui.theme import apply_theme

EXAMPLES = Path(__file__).parents[2] / "resources" / "examples"
TIMEOUT = 10_000


def frame_for(experiment: Experiment, selected: int = 0) -> Frame:
    simulation = Simulation(experiment)
    simulation.advance(10)
    return frame_of(simulation, simulation.results, 5, selected=selected)


class Page:
    """A page in a window of its own; what it edits comes back as a frame."""

    def __init__(self, qtbot: QtBot, experiment: Experiment, selected: int = 0) -> None:
        self.qtbot = qtbot
        self.experiment = experiment
        self.selected = selected
        self.edits: list[str] = []
        self.page = InitializationsPage(LIGHT)
        qtbot.addWidget(self.page)
        self.page.begin()
        self.page.edited.connect(self._on_edited)
        self.page.resize(650, 460)
        self.page.show()
        qtbot.waitExposed(self.page)
        self.page.show_frame(frame_for(experiment, selected))

    def settle(self) -> None:
        page = self.page
        self.qtbot.waitUntil(
            lambda: page.is_settled and len(page.spread) == round(page._count.value()),
            timeout=TIMEOUT,
        )

    def edit(self, experiment: Experiment) -> None:
        self.experiment = experiment
        self.page.show_frame(frame_for(experiment, self.selected))

    def _on_edited(self, experiment: Experiment, text: str, merge_key: str) -> None:
        assert merge_key == ""
        self.edits.append(text)
        self.edit(experiment)


@pytest.fixture
def open_page(qtbot: QtBot) -> Iterator[Callable[..., Page]]:
    pages: list[InitializationsPage] = []

    def opened(experiment: Experiment, selected: int = 0) -> Page:
        page = Page(qtbot, experiment, selected)
        pages.append(page.page)
        return page

    yield opened
    for page in pages:
        page.shut_down()


@pytest.fixture
def xor(open_page: Callable[..., Page]) -> Page:
    page = open_page(load(EXAMPLES / "3-xor.gds.json"))
    page.settle()
    return page


def test_that_xor_shows_how_many_of_fifty_get_stuck(xor: Page) -> None:
    spread = list(trainings(xor.experiment, 0, 50))
    assert [each.train_loss for each in xor.page.spread] == [each.train_loss for each in spread]
    found = sum(each.train_accuracy == 1.0 for each in spread)
    stuck = sum(each.train_loss > 0.1 for each in spread)
    finding, note = xor.page.words()
    assert finding == (
        f"{found} of 50 found all four points; {stuck} got stuck at a loss above 0.1."
    )
    assert "Final loss" in note


def test_that_another_threshold_counts_others(xor: Page) -> None:
    xor.page._threshold.set_value(0.9)
    xor.page._threshold.value_changed.emit(0.9)
    assert "none got stuck above 0.9" in xor.page.words()[0]


def test_that_a_click_on_a_dot_takes_its_seed_over(xor: Page) -> None:
    ends = xor.page.picture.plots[1]
    index = 7
    ends.vb.picked.emit(*ends.places[index].tolist())
    seed = xor.page.spread[index].seed
    assert xor.edits == [f"Use seed {seed}"]
    assert xor.experiment.seed == seed
    result = gd.run(xor.experiment)[0]
    assert result.train_losses[-1] == xor.page.spread[index].train_loss
    # The spread stays what it was; the training of the experiment stands out.
    xor.settle()
    assert xor.page.spread[0].seed == 1
    assert ends._item._chosen == index


def test_that_a_click_on_a_curve_takes_its_seed_over(xor: Page) -> None:
    curves = xor.page.picture.plots[0]
    spread = xor.page.spread
    worst = max(range(50), key=lambda index: spread[index].losses[60])
    step, height = float(spread[worst].steps[60]), np.log10(spread[worst].losses[60])
    curves.vb.picked.emit(step, height)
    assert xor.experiment.seed == spread[worst].seed
    curves.vb.picked.emit(step, height + 5.0)
    assert len(xor.edits) == 1


def test_that_the_list_and_its_button_do_the_same_by_key(xor: Page) -> None:
    best = min(xor.page.spread, key=lambda each: each.train_loss)
    seeds = xor.page.list.list_box()
    assert seeds.itemText(0).startswith(f"Seed {best.seed}:")
    seeds.setCurrentIndex(0)
    seeds.activated.emit(0)
    assert xor.page.picture.plots[0]._item._chosen == xor.page.spread.index(best)
    xor.page.list.button().setFocus()
    xor.qtbot.keyClick(xor.page.list.button(), Qt.Key.Key_Space)
    assert xor.experiment.seed == best.seed


def test_that_a_seed_replaces_the_start_of_its_run(open_page: Callable[..., Page]) -> None:
    page = open_page(load(EXAMPLES / "3-xor.gds.json"), selected=2)
    page.settle()
    assert page.experiment.runs[2].start is not None
    assert page.page.picture.plots[0]._item._chosen is None
    page.page.list.list_box().setCurrentIndex(3)
    page.page.list.button().click()
    assert page.experiment.runs[2].start is None
    assert page.page.picture.plots[0]._item._chosen is not None


def test_that_an_edit_trains_anew(xor: Page) -> None:
    before = xor.page.spread
    run = xor.experiment.runs[0]
    faster = replace(run, optimizer=run.optimizer.with_value("learning_rate", 0.7))
    xor.edit(xor.experiment.replace_run(0, faster))
    xor.qtbot.waitUntil(lambda: xor.page.spread is not before, timeout=TIMEOUT)
    xor.settle()
    assert (
        xor.page.spread[3].train_loss == gd.run(replace(xor.experiment, seed=4))[0].train_losses[-1]
    )


def test_that_a_name_or_a_colour_trains_nothing(xor: Page) -> None:
    before = xor.page.spread
    xor.edit(
        xor.experiment.replace_run(
            0, replace(xor.experiment.runs[0], label="Another", color="#112233")
        )
    )
    assert xor.page.is_settled
    assert xor.page.spread is before


def test_that_what_takes_long_waits_for_a_person(
    open_page: Callable[..., Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gdstudio.ui.labs.initializations_job.AFFORDABLE", 0.0)
    page = open_page(load(EXAMPLES / "3-xor.gds.json"))
    assert page.page.is_settled
    assert "Retrain" in page.page.words()[1]
    page.page._count.set_value(6)
    page.page._count.value_changed.emit(6)
    assert page.page.is_settled
    page.qtbot.mouseClick(page.page._retrain, Qt.MouseButton.LeftButton)
    page.settle()
    assert len(page.page.spread) == 6
    run = page.experiment.runs[0]
    page.edit(
        page.experiment.replace_run(
            0, replace(run, optimizer=run.optimizer.with_value("learning_rate", 0.7))
        )
    )
    assert page.page.is_settled
    assert "retrain to see" in page.page.words()[1]


def test_that_cancel_keeps_the_trainings_that_are_done(open_page: Callable[..., Page]) -> None:
    experiment = load(EXAMPLES / "4-moons.gds.json")
    long = replace(experiment, stop=replace(experiment.stop, max_steps=50_000))
    page = open_page(long)
    page.page._count.set_value(200)
    page.page.retrain()
    progress = page.page._progress
    page.qtbot.waitUntil(
        lambda: progress.isVisible() and len(page.page.spread) > 1, timeout=TIMEOUT
    )
    page.qtbot.mouseClick(progress.cancel_button(), Qt.MouseButton.LeftButton)
    page.qtbot.waitUntil(lambda: page.page.is_settled, timeout=TIMEOUT)
    assert 1 < len(page.page.spread) < 200
    assert f" of {len(page.page.spread)} " in page.page.words()[0]


def test_that_the_pointer_reads_a_training(xor: Page) -> None:
    ends = xor.page.picture.plots[1]
    with xor.qtbot.waitSignal(xor.page.hovered) as hovered:
        xor.page.picture.canvases[1].hovered.emit(QPointF(*ends.places[4].tolist()))
    training = xor.page.spread[4]
    assert hovered.args[0].startswith(f"Seed {training.seed}: loss")
    assert "accuracy" in hovered.args[0]
    xor.page.picture.canvases[0].hovered.emit(None)
    # The experiment's own seed is the first.
    assert ends._item._chosen == 0


def test_that_the_page_fits_the_smallest_centre(xor: Page, qapp: QApplication) -> None:
    hint = xor.page.minimumSizeHint()
    assert hint.width() <= 650
    assert hint.height() <= 400
    apply_theme(qapp, DARK)
    xor.page.set_theme(DARK)
    assert xor.page.grab().toImage().pixelColor(640, 250).lightness() < 80


def test_that_a_seed_is_taken_over_in_the_window_and_can_be_undone(
    open_studio: Callable[[Experiment], Studio],
) -> None:
    studio = open_studio(load(EXAMPLES / "3-xor.gds.json"))
    lab = studio.window.centre.lab
    assert isinstance(lab, NetworkLab)
    lab.open_page("initializations")
    page = lab.page
    assert isinstance(page, InitializationsPage)
    studio.wait(lambda: page.is_settled and len(page.spread) == 50)
    stuck = next(each for each in page.spread if each.is_stuck(0.1))
    mouse = Mouse(page.picture.canvases[1].viewport())
    ends = page.picture.plots[1]
    place = ends.places[page.spread.index(stuck)].tolist()
    mouse.click(
        QPointF(page.picture.canvases[1].mapFromScene(ends.vb.mapViewToScene(QPointF(*place))))
    )
    studio.wait(lambda: studio.experiment.seed == stuck.seed)
    studio.settle()
    assert studio.frame.results[0].train_losses[-1] == stuck.train_loss
    studio.window.document.undo_stack.undo()
    assert studio.experiment.seed == 1


def training(loss: float, accuracy: float) -> Training:
    steps = np.array([0, 1])
    return Training(
        0, steps, np.array([1.0, loss]), Outcome.MAX_STEPS, 1, loss, np.nan, accuracy, np.nan
    )


def test_that_the_finding_suits_what_is_trained() -> None:
    classes = (training(0.01, 1.0), training(0.3, 0.9), training(np.nan, 0.5))
    assert finding_text(classes, 0.1, 200) == (
        "1 of 3 got every row right; 2 got stuck at a loss above 0.1."
    )
    numbers = (training(0.01, np.nan), training(0.3, np.nan))
    assert finding_text(numbers, 0.1, 200) == (
        "1 of 2 ended at a loss of 0.1 or less; 1 got stuck above it."
    )
    assert finding_text(numbers[:1], 0.1, 200).endswith("none got stuck above 0.1.")


def test_that_equal_ends_stand_side_by_side() -> None:
    places = side_by_side(np.array([0.1, 5.0, 0.2, 0.3]), 1.0, 200.0)
    assert places[:, 1].tolist() == [0.1, 5.0, 0.2, 0.3]
    assert places[0, 0] == places[1, 0]
    assert places[0, 0] < places[2, 0] < places[3, 0]
    crowd = side_by_side(np.zeros(500), 1.0, 200.0)
    assert crowd[:, 0].max() < 200.0
