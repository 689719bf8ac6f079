import numpy as np
import pytest

from gdstudio.expression import Apply, Number, Variable, evaluate, fold, parse
from gdstudio.expression.functions import FUNCTIONS, add
from gdstudio.expression.tree import count_leaves


def test_that_a_shared_node_is_visited_once():
    node = Variable("x")
    for _ in range(200):
        node = add(node, node)
    visited = []
    fold(node, lambda visited_node, _: visited.append(visited_node))
    assert len(visited) == 201
    assert count_leaves(node) == 2**200


def test_that_operands_are_visited_first_and_in_order():
    root = parse("sin(x) + max(y, 2)").root
    order = []

    def visit(node, operands):
        name = node.function.name if isinstance(node, Apply) else getattr(node, "name", "2")
        order.append(name)
        return name, operands

    fold(root, visit)
    assert order == ["x", "sin", "y", "2", "max", "+"]


def test_that_nodes_are_values_that_cannot_be_changed():
    node = Number(1.0)
    with pytest.raises(AttributeError):
        node.value = 2.0
    assert node != Number(1.0)


def test_that_evaluation_is_over_arrays():
    x, y = np.meshgrid(np.linspace(-1, 1, 5), np.linspace(0, 2, 3))
    formula = parse("x^2 + y")
    np.testing.assert_array_equal(formula.evaluate({"x": x, "y": y}), x**2 + y)
    assert formula.evaluate({"x": 1, "y": 2}).shape == ()
    assert evaluate(Number(3.0), {}).dtype == np.float64


def test_that_evaluation_leaves_its_input_alone():
    x = np.array([1.0, 2.0])
    parse("x").evaluate({"x": x})
    parse("-x + 1").evaluate({"x": x})
    assert x.tolist() == [1.0, 2.0]


def test_that_a_thousand_terms_are_evaluated():
    formula = parse("+".join(["x"] * 1000))
    assert float(formula.evaluate({"x": 2.0})) == 2000


@pytest.mark.parametrize(
    ("text", "value"), [("x/0", np.inf), ("-x/0", -np.inf), ("0/0·x", np.nan), ("ln(-x)", np.nan)]
)
def test_that_evaluation_never_raises(text, value):
    np.testing.assert_equal(float(parse(text).evaluate({"x": 1.0})), value)


def test_that_arity_is_the_number_of_derivatives():
    assert FUNCTIONS["sin"].arity == 1
    assert FUNCTIONS["atan2"].arity == 2
