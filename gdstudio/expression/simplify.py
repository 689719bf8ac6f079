"""Simplification for display: like terms and factors collected, signs and fractions tidied.

Every subexpression is brought to a sum of products of powers and written back as a tree. Values
are kept to rounding where both are defined; domains are not (x/x becomes 1).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import TypeAlias

import numpy as np

from gdstudio.expression.functions import (
    ADD,
    DIVIDE,
    MULTIPLY,
    NEGATE,
    POWER,
    SUBTRACT,
)
from gdstudio.expression.interning import Interner
from gdstudio.expression.ratio import Ratio
from gdstudio.expression.tree import Apply, Function, Node, Number, Variable, fold

_ONE = Ratio(1.0)
_LARGEST_EXPANDED_POWER = 64
_LARGEST_FOLDED_VALUE = 1e6

_Factors: TypeAlias = Mapping[int, tuple[Node, Ratio]]
"""Base and exponent, by the identity of the base."""


@dataclass(frozen=True, slots=True)
class _Product:
    ratio: Ratio
    factors: _Factors

    @property
    def key(self) -> "_Key":
        return frozenset((base, exponent) for base, (_, exponent) in self.factors.items())


_Key: TypeAlias = frozenset[tuple[int, Ratio]]
_Sum: TypeAlias = Mapping[_Key, _Product]
"""Products that differ in their factors, by those factors; the empty sum is 0."""


def simplify(root: Node) -> Node:
    """Return a tree of the same function that is shorter to read."""
    simplifier = _Simplifier()
    return simplifier.build(fold(root, simplifier.visit))


class _Simplifier:
    def __init__(self) -> None:
        self._nodes = Interner()

    def visit(self, node: Node, operands: tuple[_Sum, ...]) -> _Sum:
        if isinstance(node, Number):
            if node.symbol is not None:
                return self._single(self._nodes.number(node.value, node.symbol))
            return _sum_of(_Product(Ratio(node.value), {}))
        if isinstance(node, Variable):
            return self._single(self._nodes.variable(node.name))
        function = node.function
        if function is NEGATE:
            return _scaled(operands[0], Ratio(-1.0))
        if function is ADD:
            return _added(*operands)
        if function is SUBTRACT:
            return _added(operands[0], _scaled(operands[1], Ratio(-1.0)))
        if function is MULTIPLY:
            return self._multiplied(*operands)
        if function is DIVIDE:
            return self._divided(*operands)
        if function is POWER:
            return self._raised(*operands)
        return self._called(function, operands)

    def _single(self, node: Node, exponent: Ratio = _ONE) -> _Sum:
        return _sum_of(_Product(_ONE, {id(node): (node, exponent)}))

    def _product(self, total: _Sum) -> _Product:
        """Return a sum as one product: itself where it has one term, else as a factor."""
        terms = list(total.values())
        if len(terms) == 1:
            return terms[0]
        node = self.build(total)
        return _Product(_ONE, {id(node): (node, _ONE)})

    def _multiplied(self, left: _Sum, right: _Sum) -> _Sum:
        if not left or not right:
            return {}
        for ratio, other in ((_constant(left), right), (_constant(right), left)):
            if ratio is not None and abs(ratio.numerator) == ratio.denominator:
                return _scaled(other, ratio)
        first, second = self._product(left), self._product(right)
        factors = dict(first.factors)
        for key, (base, exponent) in second.factors.items():
            total = factors[key][1] + exponent if key in factors else exponent
            if total.is_zero:
                del factors[key]
            else:
                factors[key] = (base, total)
        return _sum_of(_Product(first.ratio * second.ratio, factors))

    def _divided(self, left: _Sum, right: _Sum) -> _Sum:
        if not right:
            return self._single(self._apply(DIVIDE, left, right))
        return self._multiplied(left, self._raised(right, _sum_of(_Product(Ratio(-1.0), {}))))

    def _raised(self, base: _Sum, exponent: _Sum) -> _Sum:
        ratio = _constant(exponent)
        if ratio is None or (not base and not ratio.numerator > 0):
            return self._single(self._apply(POWER, base, exponent))
        if ratio.is_zero:
            return _sum_of(_Product(_ONE, {}))
        if ratio.is_one or not base:
            return base
        whole = ratio.as_whole()
        product = self._product(base)
        if whole is None or abs(whole) > _LARGEST_EXPANDED_POWER:
            return self._single(self.build(base), ratio)
        coefficient = product.ratio if whole > 0 else product.ratio.reciprocal()
        factors = {key: (node, power * ratio) for key, (node, power) in product.factors.items()}
        return _sum_of(_Product(coefficient.to_whole_power(abs(whole)), factors))

    def _called(self, function: Function, operands: tuple[_Sum, ...]) -> _Sum:
        nodes = tuple(self.build(operand) for operand in operands)
        numbers = [node.value for node in nodes if isinstance(node, Number)]
        if len(numbers) == len(nodes):
            value = float(function.value(*map(np.float64, numbers)))
            if value.is_integer() and abs(value) <= _LARGEST_FOLDED_VALUE:
                return _sum_of(_Product(Ratio(value), {}))
        return self._single(self._nodes.apply(function, *nodes))

    def _apply(self, function: Function, *operands: _Sum) -> Node:
        return self._nodes.apply(function, *(self.build(operand) for operand in operands))

    def build(self, total: _Sum) -> Node:
        """Write a sum as a tree."""
        result: Node | None = None
        for product in total.values():
            term = self._build_unsigned(product)
            negative = product.ratio.is_negative
            if result is not None:
                result = self._nodes.apply(SUBTRACT if negative else ADD, result, term)
            else:
                result = self._nodes.apply(NEGATE, term) if negative else term
        return self._nodes.number(0.0) if result is None else result

    def _build_unsigned(self, product: _Product) -> Node:
        factors = sorted(product.factors.values(), key=_reading_order)
        above = [self._build_power(base, power) for base, power in factors if power.numerator > 0]
        below = [
            self._build_power(base, -power) for base, power in factors if not power.numerator > 0
        ]
        numerator = self._build_product(abs(product.ratio.numerator), above)
        if product.ratio.denominator == 1 and not below:
            return numerator
        denominator = self._build_product(product.ratio.denominator, below)
        return self._nodes.apply(DIVIDE, numerator, denominator)

    def _build_product(self, coefficient: float, factors: Iterable[Node]) -> Node:
        nodes = list(factors)
        if coefficient != 1 or not nodes:
            nodes.insert(0, self._nodes.number(coefficient))
        return reduce(lambda left, right: self._nodes.apply(MULTIPLY, left, right), nodes)

    def _build_power(self, base: Node, exponent: Ratio) -> Node:
        if exponent.is_one:
            return base
        return self._nodes.apply(POWER, base, self.build(_sum_of(_Product(exponent, {}))))


def _sum_of(product: _Product) -> _Sum:
    return {} if product.ratio.is_zero else {product.key: product}


def _constant(total: _Sum) -> Ratio | None:
    if not total:
        return Ratio(0.0)
    terms = list(total.values())
    return terms[0].ratio if len(terms) == 1 and not terms[0].factors else None


def _scaled(total: _Sum, ratio: Ratio) -> _Sum:
    return {key: _Product(term.ratio * ratio, term.factors) for key, term in total.items()}


def _added(left: _Sum, right: _Sum) -> _Sum:
    terms = dict(left)
    for key, term in right.items():
        ratio = terms[key].ratio + term.ratio if key in terms else term.ratio
        if ratio.is_zero:
            del terms[key]
        else:
            terms[key] = _Product(ratio, term.factors)
    return terms


def _reading_order(factor: tuple[Node, Ratio]) -> tuple[int, str]:
    """Constants first, then variables by name, functions, and sums."""
    base = factor[0]
    if isinstance(base, Number):
        return 0, ""
    if isinstance(base, Variable):
        return 1, base.name
    return (3 if _is_sum(base) else 2), ""


def _is_sum(node: Apply) -> bool:
    return node.function in (ADD, SUBTRACT)
