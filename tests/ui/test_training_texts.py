from collections.abc import Callable

import numpy as np
import pytest
from studio import Studio
from trainings import LINE, NETWORK, training

from gdstudio.experiment.model import Experiment
from gdstudio.ui.panels.run_rows import ROW_ROLE, RunRow
from gdstudio.ui.panels.run_words import run_state
from gdstudio.ui.training_text import epoch_text, percent_text

OpenStudio = Callable[[Experiment], Studio]


@pytest.mark.parametrize(
    ("step", "updates", "text"), [(0, 5, "0.0"), (40, 5, "8.0"), (13, 5, "2.6"), (1000, 7, "142.9")]
)
def test_that_an_epoch_has_one_decimal(step: int, updates: int, text: str) -> None:
    assert epoch_text(step, updates) == text


@pytest.mark.parametrize(
    ("part", "text"),
    [(1.0, "100 %"), (0.973, "97.3 %"), (0.99999, "99.9 %"), (0.0, "0 %"), (1e-6, "0.1 %")],
)
def test_that_only_all_rows_are_a_hundred_percent(part: float, text: str) -> None:
    assert percent_text(part) == text


def rows(studio: Studio) -> list[RunRow]:
    runs = studio.window.runs_panel.list.runs
    return [runs.index(row).data(ROW_ROLE) for row in range(runs.rowCount())]


def test_that_the_list_tells_of_all_training_rows(open_studio: OpenStudio) -> None:
    studio = open_studio(training())
    run = studio.frame.results[0]
    first, second = rows(studio)
    assert first.state == "40 steps · 8 epochs"
    assert second.state == "40 steps"
    loss, accuracy = first.loss.split(" · ")
    assert float(loss) == pytest.approx(run.train_losses[-1], rel=5e-3)
    assert accuracy == f"{100 * run.train_accuracies[-1]:.1f} %"

    studio.window.player.seek(13)
    # The last evaluation before the step 13 is that of the step 10.
    assert rows(studio)[0].state == "on its way · to epoch 8"
    loss, _ = rows(studio)[0].loss.split(" · ")
    assert float(loss) == pytest.approx(run.train_losses[2], rel=5e-3)


def test_that_a_regression_has_a_loss_alone(open_studio: OpenStudio) -> None:
    studio = open_studio(training(LINE, (2,), start=[0.0, 0.0]))
    (row,) = rows(studio)
    assert float(row.loss) == pytest.approx(studio.frame.results[0].train_losses[-1], rel=5e-4)


def test_that_a_part_of_an_epoch_is_told(open_studio: OpenStudio) -> None:
    studio = open_studio(training(steps=42))
    assert run_state(studio.frame.results[0], 42, 5) == "42 steps · 8.4 epochs"


def shown(label) -> bool:
    return not label.isHidden()


def test_that_the_card_tells_of_batch_and_fit(open_studio: OpenStudio) -> None:
    studio = open_studio(training())
    card = studio.window.runs_panel.step_card
    studio.window.player.seek(13)
    frame, run = studio.frame, studio.frame.results[0]
    assert card.heading() == "Step 13 · epoch 2.6"
    expected = frame.batches[0].rows_at(13)
    numbers = frame.problem.dataset.rows[expected] + 1
    assert card._batch.text() == f"Batch of 10: rows {', '.join(map(str, numbers))}"
    assert card._summary.text().startswith("E = ")
    batch_loss, _ = frame.problem.loss_and_gradient(run.parameters[13], expected)
    shown_loss = card._summary.text().split()[2]
    assert float(shown_loss) == pytest.approx(batch_loss, rel=1e-3)
    (name, loss, accuracy), (other, test_loss, _) = card._fit.texts()
    assert (name, other) == ("training", "test")
    assert float(loss) == pytest.approx(run.train_losses[2], rel=1e-3)
    assert float(test_loss) == pytest.approx(run.test_losses[2], rel=1e-3)
    assert accuracy == f"{100 * run.train_accuracies[2]:.1f} %"
    assert not any(shown(label) for label in card._headings)
    # The network has more parameters than a table of five.
    assert not any(shown(cell) for cells in card._cells for cell in cells)


def test_that_the_card_has_a_line_for_each_of_few_parameters(open_studio: OpenStudio) -> None:
    studio = open_studio(training(LINE, (2,), start=[0.5, 0.0]))
    card = studio.window.runs_panel.step_card
    studio.window.player.seek(0)
    rows_seen = studio.frame.batches[0].rows_at(0)
    x = np.array(LINE["dataset"]["inputs"])[rows_seen, 0]
    y = np.array(LINE["dataset"]["targets"])[rows_seen, 0]
    slopes = [np.mean(2 * (0.5 * x - y) * x), np.mean(2 * (0.5 * x - y))]
    texts = [[cell.text().replace("−", "-") for cell in cells] for cells in card._cells[:2]]
    assert [text[0] for text in texts] == ["w", "b"]
    assert [float(text[2]) for text in texts] == pytest.approx(slopes, rel=1e-2)
    assert [float(text[3]) for text in texts] == pytest.approx(
        [-0.1 * slope for slope in slopes], rel=1e-2
    )
    assert card._headings[2].text() == "slope ∇E"


def test_that_all_rows_are_no_batch(open_studio: OpenStudio) -> None:
    studio = open_studio(training(sizes=(None,)))
    card = studio.window.runs_panel.step_card
    studio.window.player.seek(3)
    assert card.heading() == "Step 3"
    assert card._batch.isHidden()


def test_that_a_function_has_no_fit(studio: Studio) -> None:
    card = studio.window.runs_panel.step_card
    assert card._fit.isHidden()
    assert card._batch.isHidden()
    assert card._headings[2].text() == "slope ∇f"


def test_that_the_transport_counts_the_epochs_of_the_selected_run(open_studio: OpenStudio) -> None:
    studio = open_studio(training())
    readout = studio.window.transport.readout
    studio.window.player.seek(13)
    assert readout.accessibleName() == "Step 13 of 40 · epoch 2.6"
    studio.window.runs_panel._on_selected(1)
    assert readout.accessibleName() == "Step 13 of 40"
    bar = studio.window.transport
    for part in (readout, bar.timeline, bar.speed_button):
        assert bar.rect().contains(part.geometry())


def test_that_the_run_of_a_network_is_told_to_screen_readers(open_studio: OpenStudio) -> None:
    studio = open_studio(training(NETWORK, (10,)))
    readout = studio.window.transport.readout
    assert "epoch 8.0" in readout.accessibleName()
