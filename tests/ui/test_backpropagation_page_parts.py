import pytest
from PySide6.QtCore import QRectF

from gdstudio.engine.objectives.activations import ACTIVATIONS
from gdstudio.engine.objectives.architecture import Architecture, Layer
from gdstudio.engine.objectives.losses import LOSSES
from gdstudio.simulation.ledger_steps import LedgerStep, Phase, ledger_steps
from gdstudio.ui.labs.ledger_chain import ChainBox, fitting
from gdstudio.ui.labs.ledger_choice import LedgerChoice, Weight, first_choice, index_of
from gdstudio.ui.labs.ledger_layout import Place, Sizes, layout_of, shown_columns, shown_units
from gdstudio.ui.labs.ledger_symbols import (
    in_brackets,
    indexed,
    input_symbol,
    joined,
    sum_of_products,
    vector,
    weight_symbol,
)
from gdstudio.ui.labs.ledger_words import formula_of
from gdstudio.ui.widgets.typesetting import typeset

SIZES = Sizes(90.0, 32.0, 140.0, 40.0)


def choice(*units: int, inputs: int = 2) -> LedgerChoice:
    return first_choice(Architecture(inputs, tuple(Layer(each) for each in units)))


def test_that_symbols_count_from_one() -> None:
    assert indexed("z", 0, 1) == "z₂⁽¹⁾"
    assert input_symbol(0, 2) == "x₃"
    assert input_symbol(1, 2) == "y₃⁽¹⁾"
    assert weight_symbol(Weight(1, 0, 2)) == "w₁₃⁽²⁾"
    assert weight_symbol(Weight(1, 10, 2)) == "w₁₁,₃⁽²⁾"
    assert weight_symbol(Weight(0, None, 0)) == "b₁⁽¹⁾"


def test_that_sums_are_written_as_people_write_them() -> None:
    assert sum_of_products([0.5, -2.0], [-1.0, 3.0], 4) == "0.5·(−1) − 2·3"
    assert sum_of_products([1.0] * 5, [2.0] * 5, 2) == "1·2 + 1·2 + … (3 more)"
    assert joined(["−1", "−2", "3"]) == "−1 − 2 + 3"
    assert in_brackets(-0.25) == "(−0.25)"
    assert vector([1.0]) == "1"
    assert vector(range(10)) == "(0, 1, 2, 3, 4, 5, 6, 7, …)"


def test_that_a_weight_is_found_in_the_parameter_vector() -> None:
    network = Architecture(3, (Layer(4), Layer(2)))
    for weight, name in (
        (Weight(0, 0, 0), "w1_1_1"),
        (Weight(0, 2, 3), "w1_3_4"),
        (Weight(0, None, 1), "b1_2"),
        (Weight(1, 3, 0), "w2_4_1"),
        (Weight(1, None, 1), "b2_2"),
    ):
        assert network.parameter_names[index_of(weight, network.shapes)] == name


def test_that_steps_end_where_they_end() -> None:
    looked_at = choice(3, 1)
    assert looked_at.at(-5).step == LedgerStep(Phase.SAMPLE, 0)
    assert looked_at.at(99).step == LedgerStep(Phase.GRADIENT, 0)
    assert looked_at.at(3).known == {
        LedgerStep(Phase.SAMPLE, 0),
        LedgerStep(Phase.FORWARD, 0),
        LedgerStep(Phase.FORWARD, 1),
        LedgerStep(Phase.LOSS, 1),
    }


def test_that_a_unit_is_explained_on_the_way_that_one_is_on() -> None:
    looked_at = choice(3, 1)
    assert looked_at.at(0).explaining(1, 0).step == LedgerStep(Phase.FORWARD, 1)
    back = looked_at.at(4).explaining(0, 2)
    assert back.step == LedgerStep(Phase.DELTA, 0)
    assert back.unit == 2


@pytest.mark.parametrize(
    ("count", "room", "chosen", "wanted"),
    [
        (3, 4, {0}, (0, 1, 2)),
        (4, 4, {3}, (0, 1, 2, 3)),
        (9, 4, {0}, (0, 1, 2, None)),
        (9, 4, {7}, (0, None, 7, None)),
        (9, 4, {8}, (0, 1, None, 8)),
        (9, 4, {2}, (0, 1, 2, None)),
        (9, 5, {8}, (0, 1, 2, None, 8)),
        (30, 4, {3, 17}, (None, 3, None, 17)),
    ],
)
def test_that_a_large_layer_shows_its_first_units_and_those_that_are_chosen(
    count: int, room: int, chosen: set[int], wanted: tuple[int | None, ...]
) -> None:
    shown = shown_units(count, room, frozenset(chosen))
    assert shown == wanted
    assert len(shown) <= room


def test_that_the_layers_around_the_current_one_are_shown() -> None:
    # Columns −1 (inputs), 0 … 9 (layers), 10 (loss).
    assert shown_columns(10, 12, 3) == range(-1, 11)
    assert shown_columns(10, 4, 0) == range(-1, 3)
    assert shown_columns(10, 4, 5) == range(3, 7)
    assert shown_columns(10, 4, 9) == range(7, 11)


def test_that_a_network_fills_its_area_and_no_more() -> None:
    area = QRectF(0.0, 0.0, 620.0, 170.0)
    layout = layout_of(((2, 3), (3, 1)), area, SIZES, 0, {})
    assert len(layout.nodes) == 6
    assert layout.nodes[Place(-1, 0)].left() == 0.0
    assert layout.loss.right() == 620.0
    assert all(area.contains(node) for node in layout.nodes.values())
    assert len(layout.edges) == 2 * 3 + 3
    assert not layout.gaps
    assert not layout.cuts


def test_that_boxes_that_do_not_fit_are_multiplied() -> None:
    factors = [ChainBox("×", f"∂{index}", "∂", float(index)) for index in range(1, 10)]
    boxes = (*factors, ChainBox("=", "∂E", "∂w", 362_880.0))
    assert fitting(boxes, 1000.0) == boxes
    shown = fitting(boxes, 500.0)
    assert len(shown) == 5
    product = 1.0
    for box in shown[:-1]:
        product *= box.value
    assert product == 362_880.0
    assert shown[-1] == boxes[-1]


def test_that_every_formula_can_be_typeset() -> None:
    networks = [
        *(Architecture(1, (Layer(2, key), Layer(2, key)), l2=0.1) for key in ACTIVATIONS),
        *(Architecture(1, (Layer(2), Layer(2)), loss) for loss in LOSSES),
    ]
    formulas = {formula_of(step, network).latex for network in networks for step in ledger_steps(2)}
    assert len(formulas) > 30
    assert all(typeset(latex) for latex in formulas)
