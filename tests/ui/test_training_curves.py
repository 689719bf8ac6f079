from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot
from studio import Studio
from trainings import LINE, training

from gdstudio.experiment.model import Experiment
from gdstudio.simulation.evaluations import EvaluationView
from gdstudio.simulation.run import Row, RunResult
from gdstudio.simulation.trace import TraceView
from gdstudio.ui.colours import LIGHT
from gdstudio.ui.curve_card import CurveCard
from gdstudio.ui.curves_panel import CurvesPanel
from gdstudio.ui.fonts import application_font
from gdstudio.ui.main_window import FIRST_SIZE
from gdstudio.ui.plots import curve_item, prepared_curve
from gdstudio.ui.plots.curve_item import CurveItem, RunCurve
from gdstudio.ui.plots.curve_plot import CurvePlot
from gdstudio.ui.plots.frame import Frame
from gdstudio.ui.plots.layer import Projection
from gdstudio.ui.plots.prepared_curve import Extent, finite_bounds
from gdstudio.ui.plots.quantity import Part, Quantity, series_of

OpenStudio = Callable[[Experiment], Studio]

ROWS = 40


def result(loss: float = 1.0, *, has_test: bool = True, is_class: bool = True) -> RunResult:
    steps = np.arange(ROWS)
    trace = TraceView(
        steps, np.zeros((ROWS, 2)), loss / (1.0 + steps), np.ones(ROWS), np.full(ROWS, 0.1)
    )
    evaluated = steps[::5]
    losses = loss / (1.0 + evaluated)
    nothing = np.full(evaluated.size, np.nan)
    evaluations = EvaluationView(
        evaluated,
        losses,
        1.5 * losses if has_test else nothing,
        evaluated / ROWS if is_class else nothing,
        0.5 * evaluated / ROWS if is_class and has_test else nothing,
    )
    return RunResult("Run", ("w", "b"), trace, None, "", evaluations)


def test_that_the_parts_of_a_loss_are_the_columns_of_the_result() -> None:
    run = result()
    batches, test, training_rows = series_of(Quantity.LOSS, run, 5)
    assert [each.part for each in (batches, test, training_rows)] == [
        Part.BATCHES, Part.TEST, Part.TRAINING
    ]  # fmt: skip
    np.testing.assert_array_equal(batches.values, run.losses)
    np.testing.assert_array_equal(test.values, run.test_losses)
    np.testing.assert_array_equal(training_rows.values, run.train_losses)
    np.testing.assert_array_equal(training_rows.steps, run.evaluated_steps)


@pytest.mark.parametrize(
    ("quantity", "run", "updates", "parts"),
    [
        (Quantity.LOSS, result(has_test=False), 5, [Part.BATCHES, Part.TRAINING]),
        (Quantity.LOSS, result(has_test=False), 1, [Part.TRAINING]),
        (Quantity.ACCURACY, result(), 5, [Part.TEST, Part.TRAINING]),
        (Quantity.ACCURACY, result(is_class=False), 5, []),
        (Quantity.GRADIENT_NORM, result(), 5, [Part.BATCHES]),
        (Quantity.GRADIENT_NORM, result(), 1, [Part.TRAINING]),
        (Quantity.LEARNING_RATE, result(), 5, [Part.TRAINING]),
    ],
)
def test_that_what_a_run_has_not_is_not_drawn(
    quantity: Quantity, run: RunResult, updates: int, parts: list[Part]
) -> None:
    assert [each.part for each in series_of(quantity, run, updates)] == parts


def prepared(card: CurveCard, run: int, part: Part) -> tuple[np.ndarray, np.ndarray]:
    curve = card.plot._prepared[run, part]
    return curve.x, curve.y


def wait_for_curves(studio: Studio) -> CurvesPanel:
    studio.settle()
    return studio.window.curves


def test_that_the_window_draws_the_evaluations_of_the_runs(open_studio: OpenStudio) -> None:
    studio = open_studio(training())
    curves = wait_for_curves(studio)
    for index, run in enumerate(studio.frame.results):
        for part, losses in ((Part.TRAINING, run.train_losses), (Part.TEST, run.test_losses)):
            x, y = prepared(curves.loss, index, part)
            np.testing.assert_array_equal(x, run.evaluated_steps)
            np.testing.assert_allclose(10.0**y, losses, rtol=1e-12)
        x, y = prepared(curves.accuracy, index, Part.TRAINING)
        np.testing.assert_array_equal(y, 100.0 * run.train_accuracies)
    # 45 rows in batches of ten: five steps see them all. The other run sees them in each.
    x, y = prepared(curves.loss, 0, Part.BATCHES)
    np.testing.assert_array_equal(x, studio.frame.results[0].steps)
    np.testing.assert_allclose(10.0**y, studio.frame.results[0].losses, rtol=1e-12)
    assert (1, Part.BATCHES) not in curves.loss.plot._prepared


def button(card: CurveCard, text: str) -> QAbstractButton:
    (found,) = (
        each
        for each in card.findChildren(QAbstractButton)
        if each.text() == text and each.isVisible()
    )
    return found


def test_that_each_run_has_epochs_of_its_own(open_studio: OpenStudio) -> None:
    studio = open_studio(training())
    curves = wait_for_curves(studio)
    studio.window.player.seek(12)
    button(curves.loss, "Epochs").click()
    assert [studio.frame.steps_an_epoch(index) for index in (0, 1)] == [5, 1]
    x, _ = prepared(curves.loss, 0, Part.TRAINING)
    np.testing.assert_array_equal(x, studio.frame.results[0].evaluated_steps / 5.0)
    x, _ = prepared(curves.loss, 1, Part.TRAINING)
    np.testing.assert_array_equal(x, studio.frame.results[1].evaluated_steps)
    assert curves.accuracy.plot.is_over_epochs
    # The cursor is the step 12, which is in the third epoch of one run and the 13th of the other.
    assert curves.loss.plot._item._units == [1.0, 5.0]
    assert curves.loss.plot.step_at(2.4) == 12
    studio.window.runs_panel._on_selected(1)
    assert curves.loss.plot._frame is not None
    button(curves.loss, "Steps").click()
    assert not curves.accuracy.plot.is_over_epochs
    x, _ = prepared(curves.loss, 0, Part.TRAINING)
    np.testing.assert_array_equal(x, studio.frame.results[0].evaluated_steps)


def test_that_a_drag_over_epochs_scrubs_the_selected_run(open_studio: OpenStudio) -> None:
    studio = open_studio(training())
    curves = wait_for_curves(studio)
    button(curves.loss, "Epochs").click()
    curves.loss.plot.scrubbed.emit(4.0)
    assert studio.window.player.cursor == 20


def test_that_full_batches_and_functions_have_no_epochs_to_choose(open_studio: OpenStudio) -> None:
    studio = open_studio(training(LINE, (None,), start=[0.0, 0.0]))
    curves = wait_for_curves(studio)
    assert not curves.loss._axis.isVisible()
    assert not curves.accuracy.isVisible()
    assert curves.gradient_norm.isVisible()


def all_words_are_whole(curves: CurvesPanel) -> bool:
    seen = [card for card in curves._cards if card.isVisible()]
    headings = [card._heading for card in seen if card._heading.isVisible()]
    buttons = [
        (card, each)
        for card in seen
        for each in card.findChildren(QAbstractButton)
        if each.isVisible()
    ]
    return all(heading.shown_text() == heading.text() for heading in headings) and all(
        each.width() >= each.sizeHint().width() and card.rect().contains(place_in(card, each))
        for card, each in buttons
    )


def place_in(card: CurveCard, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(card, QPoint()), widget.size())


@pytest.mark.parametrize("width", [420, 640, 900, 1300])
def test_that_no_heading_is_cut_whatever_the_width(open_studio: OpenStudio, width: int) -> None:
    experiment = training()
    run = experiment.runs[0]
    schedule = replace(run.optimizer.schedule, kind="exponential", parameters=(("gamma", 0.9),))
    scheduled = replace(run, optimizer=replace(run.optimizer, schedule=schedule))
    studio = open_studio(experiment.replace_run(0, scheduled))
    curves = wait_for_curves(studio)
    curves.setParent(None)
    studio.qtbot.addWidget(curves)
    curves.resize(width, 210)
    curves.show()
    studio.qtbot.waitExposed(curves)
    studio.wait(lambda: all_words_are_whole(curves))
    seen = [card for card in curves._cards if card.isVisible()]
    assert len(seen) == (4 if width == 1300 else 2)


def test_that_cards_without_room_share_a_place(open_studio: OpenStudio) -> None:
    studio = open_studio(training())
    curves = wait_for_curves(studio)
    assert curves.accuracy.isVisible()
    assert not curves.gradient_norm.isVisible()
    # Another arrangement asks for no wider window.
    assert studio.window.width() == FIRST_SIZE.width()
    button(curves.accuracy, "Gradient").click()
    studio.wait(lambda: not curves.turns.is_waiting)
    assert curves.gradient_norm.isVisible()
    assert not curves.accuracy.isVisible()
    norms = studio.frame.results[0].gradient_norms
    _, y = prepared(curves.gradient_norm, 0, Part.BATCHES)
    np.testing.assert_allclose(10.0**y, norms, rtol=1e-12)
    button(curves.gradient_norm, "Accuracy").click()
    assert curves.accuracy.isVisible()


def test_that_the_marker_is_at_the_last_evaluation(open_studio: OpenStudio) -> None:
    studio = open_studio(training())
    curves = wait_for_curves(studio)
    studio.window.player.seek(13)
    studio.wait(lambda: not curves.turns.is_waiting)
    heads = {(each.index, each.part): each.head for each in curves.loss.plot._item._curves}
    run = studio.frame.results[0]
    assert heads[0, Part.TRAINING] == pytest.approx((10.0, np.log10(run.train_losses[2])))
    assert heads[0, Part.TEST] is heads[0, Part.BATCHES] is None


def test_that_an_accuracy_that_grows_is_not_shown_beyond_all_rows(qtbot: QtBot) -> None:
    plot = CurvePlot(LIGHT, application_font(), Quantity.ACCURACY)
    plot.show_frame(frame(result()))
    # From 0 to 87.5 % of the rows; the grain of the range is 16 %. The key is at the foot.
    assert plot.vb.viewRange()[1][1] == pytest.approx(96.0 + 0.09 * 96.0)
    steps, train, test, accuracies, test_accuracies = result().evaluations.columns()
    all_rows = np.where(steps < steps[-1], accuracies, 1.0)
    evaluations = EvaluationView(steps, train, test, all_rows, test_accuracies)
    plot.show_frame(frame(replace(result(), evaluations=evaluations)))
    assert plot.vb.viewRange()[1][1] == pytest.approx(109.0)


def test_that_the_range_of_a_run_that_goes_on_does_not_change_with_each_row(qtbot: QtBot) -> None:
    plot = CurvePlot(LIGHT, application_font(), Quantity.LOSS)
    ranges = set()
    for lowest in np.linspace(0.011, 0.0101, 10):
        steps = np.arange(ROWS)
        losses = np.linspace(1.0, lowest, ROWS)
        trace = TraceView(steps, np.zeros((ROWS, 2)), losses, np.ones(ROWS), np.full(ROWS, 0.1))
        plot.show_frame(frame(RunResult("Run", ("w", "b"), trace, None, "")))
        ranges.add(tuple(plot.vb.viewRange()[1]))
    assert len(ranges) == 1


PROJECTION = Projection(300, 120, 0.0, 0.0, 1.0, 1.0, 2.5, 10.0, -30.0, 60.0)


def curves(rows: int, *, is_dense: bool) -> tuple[RunCurve, ...]:
    """Return the beginnings, so many rows, of three curves over 110 steps."""
    every = np.arange(4000 if is_dense else 110) * (110 / 4000 if is_dense else 1.0)
    noise = np.random.default_rng(0).normal(size=every.size)
    values = {
        Part.BATCHES: np.sin(every / 9) + 0.3 * noise,
        Part.TEST: np.sin(every / 9) + 0.2,
        Part.TRAINING: np.sin(every / 9),
    }
    return tuple(
        RunCurve(0, "#1b9e77", part, every[:rows], y[:rows], 1.0, None, part, rows)
        for part, y in values.items()
    )


def drawn(*parts: tuple[RunCurve, ...]) -> np.ndarray:
    """Return the pixels of a layer after curves grew."""
    item = CurveItem(LIGHT)
    layer = QImage(300, 120, QImage.Format.Format_ARGB32_Premultiplied)
    for index, part in enumerate(parts):
        item.set_curves(part, 0.0)
        if index == 0:
            layer.fill(0)
            painter = QPainter(layer)
            item.draw([painter], PROJECTION)
            painter.end()
        item.extend([layer], PROJECTION)
    return np.frombuffer(layer.constBits(), dtype=np.uint8).reshape(120, 300, 4).astype(int)


@pytest.mark.parametrize("is_dense", [False, True])
def test_that_a_curve_that_grew_looks_as_if_it_had_been_there(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, is_dense: bool
) -> None:
    # All with smooth edges, as when nothing moves.
    monkeypatch.setattr(curve_item, "QUICK_POINTS", 1_000_000)
    shares = (0.2, 0.5, 0.52, 0.9, 1.0)
    total = 4000 if is_dense else 110
    grown = drawn(*(curves(round(share * total), is_dense=is_dense) for share in shares))
    at_once = drawn(curves(total, is_dense=is_dense))
    assert at_once.any()
    difference = np.abs(grown - at_once).max(axis=-1)
    # Where points are thinned to columns, the dashes of what came in parts are not quite as long.
    most = 0.012 if is_dense else 0.002
    assert np.count_nonzero(difference > 60) <= most * np.count_nonzero(at_once.any(axis=-1))


def test_that_only_new_columns_of_pixels_are_drawn_again(qtbot: QtBot) -> None:
    item = CurveItem(LIGHT)
    layer = QImage(300, 120, QImage.Format.Format_ARGB32_Premultiplied)
    layer.fill(0)
    painter = QPainter(layer)
    item.set_curves(curves(80, is_dense=False), 0.0)
    item.draw([painter], PROJECTION)
    painter.end()
    layer.fill(0)
    item.set_curves(curves(90, is_dense=False), 0.0)
    item.extend([layer], PROJECTION)
    pixels = np.frombuffer(layer.constBits(), dtype=np.uint8).reshape(120, 300, 4)
    first = int(np.flatnonzero(pixels.any(axis=(0, 2)))[0])
    # Row 79 is at pixel 10 + 2.5 · 79 = 207; a line reaches a little to the left of its points.
    assert 200 <= first <= 208


def test_that_the_noise_of_batches_does_not_decide_what_is_seen(open_studio: OpenStudio) -> None:
    studio = open_studio(training(LINE, (1,), start=[0.0, 0.0]))
    curves = wait_for_curves(studio)
    run = studio.frame.results[0]
    low, high = curves.loss.plot.vb.viewRange()[1]
    logs = np.log10(run.train_losses)
    margin = max(0.06, 9.0 / curves.loss.plot.vb.height()) * (logs.max() - logs.min())
    assert low == pytest.approx(logs.min() - margin)
    # Above there is room for the key, and no more.
    pixel = (high - low) / curves.loss.plot.vb.height()
    assert logs.max() + margin + 15.0 * pixel < high < logs.max() + margin + 30.0 * pixel


def test_that_the_key_of_the_curves_covers_none_of_them(open_studio: OpenStudio) -> None:
    studio = open_studio(training())
    for size in (QSize(1280, 800), QSize(1920, 1080)):
        studio.window.resize(size)
        curves = wait_for_curves(studio)
        studio.settle()
        for card, is_low in ((curves.loss, False), (curves.accuracy, True)):
            plot = card.plot
            heights = np.concatenate(
                [each.y for each in plot._item._curves if each.part is not Part.BATCHES]
            )
            extreme = heights.min() if is_low else heights.max()
            place = plot.vb.mapViewToScene(QPointF(0.0, extreme)).y()
            area = plot.vb.sceneBoundingRect()
            free = area.bottom() - place if is_low else place - area.top()
            assert free >= 20.0, (card.heading(), size)


def test_that_bounds_of_a_column_that_grows_are_looked_for_in_new_rows_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked: list[int] = []

    def counted(values: np.ndarray) -> tuple[float, float] | None:
        looked.append(values.size)
        return finite_bounds(values)

    monkeypatch.setattr(prepared_curve, "finite_bounds", counted)
    values, origin = np.array([3.0, np.nan, -1.0, 7.0, 2.0]), object()
    extent = Extent(origin)
    for rows in (2, 2, 4, 5):
        extent = extent.continued(origin, values[:rows])
    assert looked == [2, 2, 1]
    assert extent.bounds == (-1.0, 7.0)
    assert extent.continued(object(), values[:1]).bounds == (3.0, 3.0)


def frame(*results: RunResult) -> Frame:
    experiment = training(sizes=(10,) * len(results))
    heads = tuple(Row(0, np.zeros(2), 1.0, 1.0, 0.1) for _ in results)
    return Frame(experiment, results, 0, heads)


def test_that_a_curve_of_negative_losses_is_shown_above_the_lowest(qtbot) -> None:
    plot = CurvePlot(LIGHT, application_font(), Quantity.LOSS)
    plot.show_frame(frame(result(), result(-2.0)))
    assert plot.title() == "Loss above −3"
