"""Evaluation straight from the tree: slow, independent of the engine, good for tests."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike

from gdstudio.expression.tree import Node, Number, Values, Variable, fold


def evaluate(root: Node, values: Mapping[str, ArrayLike]) -> Values:
    """Evaluate a tree by IEEE rules; it neither raises nor warns on any numbers.

    Parameters
    ----------
    root
        The tree.
    values
        A number or array for each variable; arrays are broadcast against each other.

    Returns
    -------
    numpy.ndarray
        float64, of the common shape of the values of the variables that occur.
    """

    def visit(node: Node, operands: tuple[Values, ...]) -> Values:
        if isinstance(node, Number):
            return np.asarray(node.value, dtype=np.float64)
        if isinstance(node, Variable):
            return np.asarray(values[node.name], dtype=np.float64)
        return node.function.value(*operands)

    return fold(root, visit)
