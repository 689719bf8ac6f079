from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from studio import Mouse, count_of, rgb

from gdstudio.simulation.files import FORMAT
from gdstudio.simulation.gradient_check import CURVE_EPSILONS, CheckRequest, check_gradient
from gdstudio.simulation.ledger import ledger_of
from gdstudio.simulation.ledger_steps import Phase
from gdstudio.simulation.simulation import Simulation
from gdstudio.ui.colours import DARK, LIGHT, Theme
from gdstudio.ui.labs.backpropagation_page import BackpropagationPage
from gdstudio.ui.labs.ledger_choice import LedgerChoice, Weight
from gdstudio.ui.labs.ledger_layout import Place
from gdstudio.ui.labs.ledger_symbols import number
from gdstudio.ui.plots.frame import Frame, frame_of
from gdstudio.ui.theme import apply_theme

SIZE = (650, 420)
XOR = {"inputs": [[-1, -1], [-1, 1], [1, -1], [1, 1]], "targets": [[0], [1], [1], [0]]}
START = [0.5, -0.25, 0.75, 1.25, 0.1, -0.2, 0.8, -0.6, 0.05]
TWO_TWO_ONE = [{"units": 2, "activation": "sigmoid"}, {"units": 1, "activation": "sigmoid"}]


def frames(
    layers: Sequence[dict[str, Any]] = TWO_TWO_ONE,
    dataset: dict[str, Any] | None = None,
    start: list[float] | None = None,
    **objective: Any,
) -> Callable[[int], Frame]:
    """Return the frames of a training by steps of plain descent with η = 0.5."""
    experiment = FORMAT.from_json(
        {
            "format": "gdstudio.experiment",
            "version": 1,
            "objective": {
                "kind": "network",
                "layers": list(layers),
                "loss": "half_sse",
                "dataset": dataset or XOR,
            }
            | objective,
            "start": START if start is None and dataset is None and not objective else start,
            "stop": {"max_steps": 20, "gradient_tolerance": 0},
            "runs": [{"optimizer": {"method": "gd", "learning_rate": 0.5}}],
        }
    )
    simulation = Simulation(experiment)
    simulation.runs[0].advance(30)
    return lambda step: frame_of(simulation, simulation.results, step)


class Stand:
    """A page in a window, and a person before it."""

    def __init__(self, qtbot: QtBot, theme: Theme, size: tuple[int, int] = SIZE) -> None:
        self.qtbot = qtbot
        self.window = QWidget()
        self.page = BackpropagationPage(theme)
        layout = QVBoxLayout(self.window)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.page)
        self.window.resize(*size)
        qtbot.addWidget(self.window)
        with qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()
        self.page.begin()

    @property
    def choice(self) -> LedgerChoice:
        assert self.page.choice is not None
        return self.page.choice

    @property
    def phase(self) -> tuple[Phase, int]:
        return self.choice.step.phase, self.choice.step.layer

    @property
    def mouse(self) -> Mouse:
        return Mouse(self.page.diagram)

    def key(self, key: Qt.Key, *, shift: bool = False) -> None:
        modifier = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
        self.qtbot.keyClick(self.page.diagram, key, modifier)

    def click(self, button: QWidget) -> None:
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def node(self, column: int, unit: int) -> QPointF:
        layout = self.page.diagram.layout_now()
        assert layout is not None
        return layout.nodes[Place(column, unit)].center()

    def edge(self, layer: int, source: int, unit: int, share: float = 0.15) -> QPointF:
        layout = self.page.diagram.layout_now()
        assert layout is not None
        start, end = layout.edge(Place(layer - 1, source), Place(layer, unit))
        return start + (end - start) * share

    def show_check(self) -> None:
        self.click(self.page.view_buttons._group.button(1))

    def wait_for_check(self, action: Callable[[], object]) -> None:
        """Wait for the curve and for the numbers."""
        count = 0

        def two() -> bool:
            nonlocal count
            count += 1
            return count >= 2

        with self.qtbot.waitSignal(
            self.page.check_panel.checked, timeout=10_000, check_params_cb=two
        ):
            action()


@pytest.fixture
def open_page(qtbot: QtBot) -> Iterator[Callable[..., Stand]]:
    stands: list[Stand] = []

    def open_one(frame: Frame, theme: Theme = LIGHT, size: tuple[int, int] = SIZE) -> Stand:
        stands.append(Stand(qtbot, theme, size))
        stands[-1].page.show_frame(frame)
        return stands[-1]

    yield open_one
    for stand in stands:
        stand.page.shut_down()


@pytest.fixture
def stand(open_page: Callable[..., Stand]) -> Stand:
    return open_page(frames()(3))


def test_that_the_buttons_go_forward_to_the_loss_and_back(stand: Stand) -> None:
    stand.click(stand.page.first_button)
    seen = [stand.phase]
    while stand.page.forward_button.isEnabled():
        stand.click(stand.page.forward_button)
        seen.append(stand.phase)
    assert seen == [
        (Phase.SAMPLE, 0),
        (Phase.FORWARD, 0),
        (Phase.FORWARD, 1),
        (Phase.LOSS, 1),
        (Phase.DELTA, 1),
        (Phase.GRADIENT, 1),
        (Phase.DELTA, 0),
        (Phase.GRADIENT, 0),
    ]
    stand.click(stand.page.back_button)
    assert stand.phase == (Phase.DELTA, 0)
    stand.click(stand.page.last_button)
    assert stand.phase == (Phase.GRADIENT, 0)
    assert not stand.page.last_button.isEnabled()


def test_that_keys_step_and_choose_units_and_weights(stand: Stand) -> None:
    stand.key(Qt.Key.Key_Home)
    stand.key(Qt.Key.Key_Right)
    assert stand.phase == (Phase.FORWARD, 0)
    stand.key(Qt.Key.Key_Down)
    assert stand.choice.unit == 1
    stand.key(Qt.Key.Key_Down)
    assert stand.choice.unit == 0
    for weight in (Weight(0, 1, 0), Weight(0, None, 0), Weight(0, 0, 0)):
        stand.key(Qt.Key.Key_Down, shift=True)
        assert stand.choice.weight == weight
    stand.key(Qt.Key.Key_Up, shift=True)
    assert stand.choice.weight == Weight(0, None, 0)
    stand.key(Qt.Key.Key_End)
    stand.key(Qt.Key.Key_Left)
    assert stand.phase == (Phase.DELTA, 0)


def test_that_a_click_on_a_unit_explains_it(stand: Stand) -> None:
    stand.mouse.click(stand.node(1, 0))
    assert stand.phase == (Phase.FORWARD, 1)
    stand.click(stand.page.last_button)
    stand.mouse.click(stand.node(0, 1))
    assert (stand.phase, stand.choice.unit) == ((Phase.GRADIENT, 0), 1)


def test_that_a_click_on_an_edge_takes_its_derivative_apart(stand: Stand) -> None:
    stand.mouse.click(stand.edge(0, 1, 0))
    assert stand.choice.weight == Weight(0, 1, 0)
    frame = frames()(3)
    theta = frame.heads[0].parameters
    ledger = ledger_of(frame.problem, theta, 0)
    boxes = stand.page.formula_panel.chain.boxes
    assert [(box.numerator, box.denominator) for box in boxes] == [
        ("∂E", "∂y₁⁽¹⁾"),
        ("∂y₁⁽¹⁾", "∂z₁⁽¹⁾"),
        ("∂z₁⁽¹⁾", "∂w₂₁⁽¹⁾"),
        ("∂E", "∂w₂₁⁽¹⁾"),
    ]
    *factors, result = (box.value for box in boxes)
    assert np.prod(factors) == pytest.approx(result)
    gradient = frame.problem.loss_and_gradient(theta, [0])[1]
    # W is stored row by row: from input 2 to unit 1 it is the third.
    assert result == pytest.approx(gradient[2], rel=1e-12)
    update = stand.page.formula_panel.update_label.text()
    assert update.endswith(f"= {number(theta[2] - 0.5 * gradient[2])}")
    assert ledger.weight(0, 1, 0).derivative == result


def test_that_another_sample_goes_through(stand: Stand) -> None:
    before = stand.page.formula_panel.numbers[0].text()
    stand.page.sample_field.stepUp()
    assert stand.page.row == 1
    assert stand.page.formula_panel.numbers[0].text() != before
    stand.page.sample_field.setValue(4)
    stand.page.sample_field.stepUp()
    assert stand.page.row == 0


def test_that_a_sample_is_chosen_on_the_data(stand: Stand) -> None:
    stand.click(stand.page.samples_button)
    samples = stand.page.samples
    stand.qtbot.waitUntil(samples.isVisible)
    # The second row, (−1, 1), is at the top left.
    Mouse(samples.map).click(QPointF(12.0, 14.0))
    assert stand.page.row == 1
    Mouse(samples.map).click(samples.map.place(2))
    assert stand.page.row == 2
    stand.qtbot.keyClick(samples, Qt.Key.Key_Right)
    stand.qtbot.keyClick(samples, Qt.Key.Key_Right)
    assert stand.page.row == 0
    stand.qtbot.keyClick(samples, Qt.Key.Key_Return)
    assert not samples.isVisible()


def test_that_each_step_says_what_it_computes(open_page: Callable[..., Stand]) -> None:
    stand = open_page(frames()(0))
    first, second = stand.page.formula_panel.numbers
    # From the start and the row (−1, −1), by hand.
    z1, z2 = 0.5 * -1 + 0.75 * -1 + 0.1, -0.25 * -1 + 1.25 * -1 - 0.2
    y1, y2 = 1 / (1 + np.exp(-z1)), 1 / (1 + np.exp(-z2))
    y = 1 / (1 + np.exp(-(0.8 * y1 - 0.6 * y2 + 0.05)))
    delta = y * y * (1 - y)
    assert first.text() == "z₁⁽¹⁾ = 0.5·(−1) + 0.75·(−1) + 0.1 = −1.15"
    assert second.text() == f"y₁⁽¹⁾ = f(−1.15) = {y1:.4g}"
    stand.page._go_to(3)
    assert first.text() == f"E = 0.5 · ({y:.4g} − 0)² = {0.5 * y**2:.4g}"
    assert second.text() == f"∂E/∂y₁⁽²⁾ = {y:.4g} − 0 = {y:.4g}"
    stand.page._go_to(4)
    assert second.text() == f"δ₁⁽²⁾ = {y:.4g} · {y * (1 - y):.4g} = {delta:.4g}"
    stand.page._go_to(5)
    assert first.text() == f"∂E/∂w₁₁⁽²⁾ = y₁⁽¹⁾ · δ₁⁽²⁾ = {y1:.4g} · {delta:.4g} = {y1 * delta:.4g}"
    stand.page._go_to(6)
    assert first.text() == f"∂E/∂y₁⁽¹⁾ = 0.8·{delta:.4g} = {0.8 * delta:.4g}"


def test_that_the_factor_of_the_loss_is_said(open_page: Callable[..., Stand]) -> None:
    two = {"inputs": [[0, 1], [1, 0]], "targets": [[0, 1], [1, 0]]}
    layers = [{"units": 2, "activation": "tanh"}]
    stand = open_page(frames(layers, two, loss="mse")(0))
    stand.page._go_to(2)
    assert "m = 2 outputs times 1/(nm) = 1/2" in stand.page.formula_panel.sentence.text()
    assert stand.page.formula_panel.numbers[0].text().startswith("E = 0.5 · [(")


def test_that_a_path_multiplies_to_its_share(open_page: Callable[..., Stand]) -> None:
    layers = [
        *TWO_TWO_ONE[:1],
        {"units": 3, "activation": "tanh"},
        {"units": 1, "activation": "linear"},
    ]
    frame = frames(layers, XOR)(2)
    stand = open_page(frame)
    stand.click(stand.page.formula_panel.path_button)
    ledger = ledger_of(frame.problem, frame.heads[0].parameters, 0)
    total = 0.0
    for unit in range(3):
        stand.page.choose(stand.choice.with_unit(1, unit))
        *factors, share = stand.page.formula_panel.chain.boxes
        assert len(factors) == 7
        assert share.numerator == "1 of 3 paths"
        assert np.prod([box.value for box in factors]) == pytest.approx(share.value)
        total += share.value
    assert total == pytest.approx(ledger.weight(0, 0, 0).derivative)


def test_that_a_penalty_is_added_to_the_product(open_page: Callable[..., Stand]) -> None:
    frame = frames(TWO_TWO_ONE, XOR, START, l2=0.1)(1)
    stand = open_page(frame)
    a, b, c, penalty, result = stand.page.formula_panel.chain.boxes
    assert penalty.sign == "+"
    assert penalty.value == pytest.approx(0.1 * frame.heads[0].parameters[0])
    assert result.value == pytest.approx(a.value * b.value * c.value + penalty.value)
    gradient = frame.problem.loss_and_gradient(frame.heads[0].parameters, [0])[1]
    assert result.value == pytest.approx(gradient[0], rel=1e-12)


def test_that_the_check_compares_the_chosen_weight(stand: Stand) -> None:
    stand.wait_for_check(stand.show_check)
    panel = stand.page.check_panel
    frame = frames()(3)
    theta = frame.heads[0].parameters
    gradient = frame.problem.loss_and_gradient(theta, [0])[1]
    assert float(panel.text("backprop").replace("−", "-")) == pytest.approx(gradient[0], rel=1e-8)
    assert float(panel.text("central").replace("−", "-")) == pytest.approx(gradient[0], rel=1e-7)
    assert float(panel.error_text("central").replace("−", "-")) < 1e-8
    stand.wait_for_check(lambda: stand.mouse.click(stand.edge(1, 1, 0)))
    assert float(panel.text("backprop").replace("−", "-")) == pytest.approx(gradient[7], rel=1e-8)


def test_that_the_step_of_the_check_is_chosen_by_slider_and_click(stand: Stand) -> None:
    stand.wait_for_check(stand.show_check)
    panel = stand.page.check_panel
    assert panel._plot is not None
    assert panel._canvas is not None
    with stand.qtbot.waitSignal(panel.checked, timeout=10_000):
        panel.epsilon_field.slider().setValue(1000)
    assert panel.epsilon == panel._plot.marked == 1.0
    assert float(panel.error_text("forward")) > 0.01
    plot = panel._plot
    place = panel._canvas.mapFromScene(plot.vb.mapViewToScene(QPointF(-8.0, -6.0)))
    with stand.qtbot.waitSignal(panel.checked, timeout=10_000):
        Mouse(panel._canvas.viewport()).click(QPointF(place))
    assert panel.epsilon == pytest.approx(1e-8, rel=0.1)
    assert plot.marked == panel.epsilon


def test_that_the_curve_of_all_weights_is_that_of_the_check(stand: Stand) -> None:
    stand.wait_for_check(stand.show_check)
    panel = stand.page.check_panel
    stand.wait_for_check(lambda: stand.click(panel._scope._group.button(1)))
    frame = frames()(3)
    wanted = check_gradient(
        CheckRequest(
            frame.problem, frame.heads[0].parameters, 0, np.arange(len(START)), CURVE_EPSILONS
        )
    )
    assert panel._plot is not None
    shown = panel._plot._item._check
    assert shown is not None
    np.testing.assert_array_equal(shown.forward_errors, wanted.forward_errors)
    np.testing.assert_array_equal(shown.central_errors, wanted.central_errors)
    assert panel._what.text() == "all 9 derivatives"


def test_that_nothing_is_computed_while_the_page_is_not_seen(stand: Stand) -> None:
    before = stand.page.formula_panel.numbers[0].text()
    stand.window.hide()
    stand.page.show_frame(frames()(15))
    assert stand.page.formula_panel.numbers[0].text() == before
    stand.window.show()
    assert stand.page.formula_panel.numbers[0].text() != before


def test_that_another_network_is_looked_at_from_its_beginning(stand: Stand) -> None:
    stand.page.sample_field.setValue(4)
    stand.page.choose(stand.choice.with_weight(Weight(0, 1, 1)))
    small = {"inputs": [[0.5], [0.25]], "targets": [[1.0], [0.5]]}
    stand.page.show_frame(frames([{"units": 1, "activation": "linear"}], small)(1))
    assert stand.choice.weight == Weight(0, 0, 0)
    assert stand.page.row == 0
    assert stand.page.sample_field.maximum() == 2


def test_that_a_large_network_shows_what_is_chosen(open_page: Callable[..., Stand]) -> None:
    chance = np.random.default_rng(0)
    data = {
        "inputs": chance.normal(size=(3, 40)).tolist(),
        "targets": np.eye(12)[:3].tolist(),
    }
    layers = [{"units": 30, "activation": "relu"}] * 9 + [{"units": 12, "activation": "linear"}]
    stand = open_page(frames(layers, data, loss="half_mse")(1))
    stand.page.choose(stand.choice.with_weight(Weight(4, 17, 23)).explaining(4, 23))
    layout = stand.page.diagram.layout_now()
    assert layout is not None
    assert {Place(3, 17), Place(4, 23), Place(4, 0)} <= layout.nodes.keys()
    assert layout.gaps
    assert len(layout.cuts) == 2
    assert stand.phase == (Phase.FORWARD, 4)
    assert_apart([area.toRect() for area in layout.nodes.values()])


def test_that_a_run_that_diverged_is_shown(open_page: Callable[..., Stand]) -> None:
    frame = frames(TWO_TWO_ONE, XOR, [1e308] * 9, loss="mse")(0)
    stand = open_page(frame)
    stand.page._go_to(7)
    stand.show_check()
    assert stand.page.formula_panel.chain.boxes


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_that_the_page_has_the_colours_of_the_theme(
    qapp: QApplication, open_page: Callable[..., Stand], theme: Theme
) -> None:
    apply_theme(qapp, theme)
    stand = open_page(frames()(3), theme)
    pixels = rgb(stand.page.diagram.grab().toImage())
    for colour in (theme.accent, theme.warning, theme.accent_soft):
        assert count_of(pixels, colour, 8) > 20
    other = LIGHT if theme is DARK else DARK
    apply_theme(qapp, other)
    stand.page.set_theme(other)
    pixels = rgb(stand.page.diagram.grab().toImage())
    assert count_of(pixels, theme.accent_soft, 2) == 0
    assert count_of(pixels, other.accent_soft, 8) > 20


@pytest.mark.parametrize("size", [SIZE, (650, 700), (1290, 740)])
def test_that_nothing_overlaps_and_nothing_is_cut(
    open_page: Callable[..., Stand], size: tuple[int, int]
) -> None:
    stand = open_page(frames()(3), size=size)
    assert (stand.window.width(), stand.window.height()) == size
    for position in range(len(stand.choice.steps)):
        stand.page._go_to(position)
        for view in range(2):
            stand.page.view_buttons._group.button(view).click()
            QApplication.processEvents()
            assert_laid_out(stand.window)


def assert_laid_out(window: QWidget) -> None:
    """Assert that all leaves of the window are within it, apart from each other, wide enough."""
    leaves = [
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisible()
        and not any(child.isVisible() for child in widget.findChildren(QWidget))
        and widget.width() > 0
    ]
    areas = [QRect(leaf.mapTo(window, QPoint(0, 0)), leaf.size()) for leaf in leaves]
    assert all(window.rect().contains(area) for area in areas)
    assert_apart(areas)
    for leaf in leaves:
        if isinstance(leaf, QLabel) and leaf.text():
            width = leaf.fontMetrics().horizontalAdvance(leaf.text())
            assert width <= leaf.width() + 1, leaf.text()


def assert_apart(areas: list[QRect]) -> None:
    for index, area in enumerate(areas):
        assert not any(area.intersects(other) for other in areas[index + 1 :])
