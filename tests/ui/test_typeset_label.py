from threading import Event

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gdstudio.ui.colours import DARK, LIGHT
from gdstudio.ui.theme import apply_theme
from gdstudio.ui.widgets import typesetter as typesetting
from gdstudio.ui.widgets.typeset_label import TypesetLabel
from gdstudio.ui.widgets.typesetter import typesetter
from gdstudio.ui.widgets.typesetting import TypesettingProcess, typeset

GRADIENT = r"\nabla f = \frac{\partial f}{\partial x}"
LONG = " + ".join(rf"\alpha_{{{number}}} x^{{{number}}}" for number in range(30))


@pytest.fixture
def label(qtbot: QtBot) -> TypesetLabel:
    label = TypesetLabel()
    qtbot.addWidget(label)
    label.resize(300, 60)
    label.show()
    qtbot.waitExposed(label)
    return label


def wait(qtbot: QtBot, label: TypesetLabel) -> None:
    qtbot.waitUntil(lambda: not label.is_pending())


def inked(label: TypesetLabel) -> int:
    image = label.grab().toImage()
    ground = image.pixelColor(image.width() - 1, 0)
    return sum(
        image.pixelColor(x, y) != ground
        for x in range(image.width())
        for y in range(image.height())
    )


def test_that_a_formula_is_typeset_and_drawn(qtbot: QtBot, label: TypesetLabel) -> None:
    label.set_latex(GRADIENT, "grad f = df/dx")
    wait(qtbot, label)
    assert label.is_typeset()
    assert inked(label) > 200
    assert label.accessibleName() == "grad f = df/dx"
    assert label.sizeHint().width() > 40


@pytest.mark.parametrize("latex", [r"\frac{", "x^", "&", r"\left("])
def test_that_odd_latex_becomes_plain_text(qtbot: QtBot, label: TypesetLabel, latex: str) -> None:
    label.set_latex(latex, "theta - eta g")
    wait(qtbot, label)
    assert not label.is_typeset()
    assert inked(label) > 50


def test_that_the_last_request_wins_and_the_picture_stays_until_then(
    qtbot: QtBot, label: TypesetLabel, monkeypatch: pytest.MonkeyPatch
) -> None:
    label.set_latex(GRADIENT, "first")
    wait(qtbot, label)
    before = label.natural_size()
    gate = Event()
    asked = []

    def slow(_: TypesettingProcess, latex: str) -> str:
        asked.append(latex)
        assert gate.wait(30)
        return typeset(latex)

    monkeypatch.setattr(TypesettingProcess, "typeset", slow)
    for power in range(50, 60):
        label.set_latex(f"x^{{{power}}}", f"x^{power}")
    assert label.is_typeset()
    assert label.natural_size() == before
    gate.set()
    wait(qtbot, label)
    assert label.latex() == "x^{59}"
    assert label.natural_size() != before
    assert asked[-1] == "x^{59}"
    assert len(asked) <= 2


def test_that_a_known_formula_appears_at_once(qtbot: QtBot, label: TypesetLabel) -> None:
    label.set_latex(GRADIENT, "grad f")
    wait(qtbot, label)
    label.set_latex("", "")
    label.set_latex(GRADIENT, "grad f")
    assert not label.is_pending()
    assert label.is_typeset()


def test_that_a_long_formula_shrinks_and_then_fades(qtbot: QtBot, label: TypesetLabel) -> None:
    label.set_latex(LONG, "a long sum")
    wait(qtbot, label)
    assert label.natural_size().width() > 1000
    assert label.toolTip() == "a long sum"
    image = label.grab().toImage()
    ground = image.pixelColor(0, 0)
    assert all(image.pixelColor(299, y) == ground for y in range(image.height()))
    label.resize(round(label.natural_size().width() * 0.8), 60)
    assert label.toolTip() == ""


def test_that_the_formula_wears_the_colour_of_the_text(
    qtbot: QtBot, label: TypesetLabel, qapp: QApplication
) -> None:
    label.set_latex(r"\blacksquare \sum \prod", "sum")
    wait(qtbot, label)
    for theme in (LIGHT, DARK):
        apply_theme(qapp, theme)
        image = label.grab().toImage()
        colours = {
            image.pixelColor(x, y).name()
            for x in range(image.width())
            for y in range(image.height())
        }
        assert QColor(theme.text).name() in colours


def test_that_a_label_may_go_before_its_formula_is_ready(qtbot: QtBot) -> None:
    with qtbot.waitSignal(typesetter().ready, check_params_cb="y^{77}".__eq__):
        label = TypesetLabel("y^{77}", "y^77")
        label.deleteLater()
        del label


def test_that_the_typesetter_goes_on_after_it_was_closed(qtbot: QtBot, label: TypesetLabel) -> None:
    typesetter().close()
    label.set_latex("z^{12}", "z^12")
    wait(qtbot, label)
    assert label.is_typeset()


def test_that_a_killed_process_costs_one_formula(qtbot: QtBot, label: TypesetLabel) -> None:
    label.set_latex("v^{1}", "v")
    wait(qtbot, label)
    process = typesetter()._process
    assert process is not None
    process.kill()
    label.set_latex("v^{2}", "v squared")
    wait(qtbot, label)
    assert not label.is_typeset()
    assert label.plain_text() == "v squared"
    label.set_latex("v^{3}", "v cubed")
    wait(qtbot, label)
    assert label.is_typeset()


def test_that_the_process_ends_with_its_input() -> None:
    process = TypesettingProcess()
    assert "<svg" in process.typeset("x^2")
    assert process.typeset("\\") == process.typeset("\\")
    process.close()
    assert process._process.returncode == 0


def test_that_the_number_of_kept_pictures_is_bounded(
    qtbot: QtBot, label: TypesetLabel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typesetting, "_CACHE_ENTRIES", 3)
    for power in range(5):
        label.set_latex(f"u^{{{power}}}", "u")
        wait(qtbot, label)
    assert typesetter().picture("u^{0}") is None
    assert typesetter().picture("u^{4}")
