from collections.abc import Callable

import pytest
from PySide6.QtCore import QPointF, Qt
from studio import Mouse, Studio
from test_backpropagation_page import START, TWO_TWO_ONE, XOR, assert_laid_out

from gdstudio.experiment.model import Experiment
from gdstudio.simulation.files import FORMAT
from gdstudio.simulation.ledger_steps import Phase
from gdstudio.ui.labs.backpropagation_page import BackpropagationPage
from gdstudio.ui.labs.ledger_layout import Place
from gdstudio.ui.labs.ledger_symbols import number
from gdstudio.ui.labs.network_lab import NetworkLab

OpenStudio = Callable[[Experiment], Studio]


def experiment() -> Experiment:
    objective = {"kind": "network", "layers": TWO_TWO_ONE, "loss": "half_sse", "dataset": XOR}
    return FORMAT.from_json(
        {
            "format": "gdstudio.experiment",
            "version": 1,
            "objective": objective,
            "start": START,
            "stop": {"max_steps": 30, "gradient_tolerance": 0},
            "runs": [{"optimizer": {"method": "gd", "learning_rate": 0.5}}],
        }
    )


@pytest.fixture
def studio(open_studio: OpenStudio) -> Studio:
    studio = open_studio(experiment())
    studio.wait(lambda: page_button(studio).isVisible())
    page_button(studio).click()
    studio.wait(lambda: page_of(studio).choice is not None)
    return studio


def lab_of(studio: Studio) -> NetworkLab:
    lab = studio.window.centre.lab
    assert isinstance(lab, NetworkLab)
    return lab


def page_button(studio: Studio):
    buttons = lab_of(studio)._buttons
    return next(each for each in buttons._group.buttons() if each.text() == "Backpropagation")


def page_of(studio: Studio) -> BackpropagationPage:
    page = lab_of(studio).page
    assert isinstance(page, BackpropagationPage)
    return page


def step_of(studio: Studio) -> tuple[Phase, int]:
    choice = page_of(studio).choice
    assert choice is not None
    return choice.step.phase, choice.step.layer


def test_that_arrows_step_the_ledger_where_it_has_the_focus(studio: Studio) -> None:
    studio.window.player.pause()
    studio.window.player.seek(10)
    diagram = page_of(studio).diagram
    diagram.setFocus()
    studio.key(Qt.Key.Key_Right, widget=diagram)
    assert step_of(studio) == (Phase.FORWARD, 1)
    assert studio.window.player.cursor == 10
    studio.window.setFocus()
    studio.key(Qt.Key.Key_Right, widget=studio.window)
    assert step_of(studio) == (Phase.FORWARD, 1)
    assert studio.window.player.cursor == 11


def test_that_the_ledger_is_of_the_step_that_is_shown(studio: Studio) -> None:
    studio.window.player.pause()
    for step in (0, 7):
        studio.window.player.seek(step)
        studio.wait(lambda step=step: studio.frame.cursor == step)
        weight = studio.frame.heads[0].parameters[0]
        assert page_of(studio).formula_panel.weight_label.text() == f"w₁₁⁽¹⁾ = {number(weight)}"


def test_that_the_status_line_tells_what_is_under_the_pointer(studio: Studio) -> None:
    studio.window.player.pause()
    diagram = page_of(studio).diagram
    layout = diagram.layout_now()
    assert layout is not None
    Mouse(diagram).move(layout.nodes[Place(1, 0)].center())
    entry = studio.frame.problem.loss_and_gradient(studio.frame.heads[0].parameters, [0])[1][8]
    # The derivative by the bias is δ.
    assert f"δ₁⁽²⁾ = {number(entry)}" in studio.read_out
    Mouse(diagram).move(QPointF(1.0, 1.0))
    assert studio.read_out == ""


def test_that_everything_fits_into_the_window_at_its_first_size(studio: Studio) -> None:
    page = page_of(studio)
    studio.window.player.pause()
    for button in page.view_buttons._group.buttons():
        button.click()
        studio.qtbot.wait(1)
        assert_laid_out(page)
