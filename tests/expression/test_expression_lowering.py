import math

import numpy as np
import pytest
from expression_machine import NAMES, points, run, trees
from expression_samples import POINTS, SAMPLES, expected
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gdstudio.expression import FUNCTIONS, Apply, Opcode, evaluate, fold, lower, parse


def instructions(text, variables=("x", "y")):
    """Return the opcodes of a formula and its constants."""
    tape = parse(text, variables).tape
    return [Opcode(row[0]) for row in tape.instructions], tape.constants.tolist()


@pytest.mark.parametrize(("text", "function"), SAMPLES, ids=[text for text, _ in SAMPLES])
def test_that_a_tape_computes_the_formula(text, function):
    tape = parse(text, ["x", "y", "z"]).tape
    for point in POINTS:
        assert run(tape, point) == pytest.approx(
            expected(function, point), rel=1e-12, abs=1e-14, nan_ok=True
        )


@settings(max_examples=400, deadline=None)
@given(trees(), points())
def test_that_lowering_keeps_the_value(root, point):
    reference = float(evaluate(root, dict(zip(NAMES, point, strict=True))))
    value = run(lower(root, NAMES), point)
    assume(not _differs_in_the_last_bits(root))
    assert value == pytest.approx(reference, rel=1e-12, abs=1e-300, nan_ok=True)


def _differs_in_the_last_bits(root):
    """Tell whether the two may round differently, which functions around it may magnify."""

    def visit(node, operands):
        own = isinstance(node, Apply) and (
            node.function in (FUNCTIONS["sigmoid"], FUNCTIONS["softplus"], FUNCTIONS["pow"])
        )
        return own or any(operands)

    return fold(root, visit)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(["x", "y", "x·y", "2x", "e", "-x"]), st.floats(-70, 70), points())
def test_that_powers_keep_their_value(base, exponent, point):
    for number in (exponent, round(exponent), round(exponent) / 2):
        formula = parse(f"({base})^({number!r})", NAMES)
        reference = float(formula.evaluate(dict(zip(NAMES, point, strict=True))))
        value = run(formula.tape, point)
        assert value == pytest.approx(reference, rel=1e-12, abs=1e-300, nan_ok=True)


@pytest.mark.parametrize(
    ("text", "opcodes", "constants"),
    [
        ("x", [], []),
        ("2", [], [2.0]),
        ("2·3 + 4", [], [10.0]),
        ("sin(0) + x", [Opcode.ADD], [0.0]),
        ("1/0", [], [math.inf]),
        ("x^0", [], [1.0]),
        ("sin(y)^0 + x", [Opcode.ADD], [1.0]),
        ("x^1", [], []),
        ("x^2", [Opcode.SQUARE], []),
        ("x²", [Opcode.SQUARE], []),
        ("x·x", [Opcode.SQUARE], []),
        ("pow(x, 2)", [Opcode.SQUARE], []),
        ("x^(1+1)", [Opcode.SQUARE], []),
        ("x^3", [Opcode.POWER_INTEGER], [3.0]),
        ("x^64", [Opcode.POWER_INTEGER], [64.0]),
        ("x^-64", [Opcode.POWER_INTEGER], [-64.0]),
        ("x^-3", [Opcode.POWER_INTEGER], [-3.0]),
        ("x^-2", [Opcode.SQUARE, Opcode.DIVIDE], [1.0]),
        ("x^-1", [Opcode.DIVIDE], [1.0]),
        ("x^65", [Opcode.POWER_CONSTANT], [65.0]),
        ("x^-65", [Opcode.POWER_CONSTANT], [-65.0]),
        ("x^0.5", [Opcode.POWER_CONSTANT], [0.5]),
        ("x^pi", [Opcode.POWER_CONSTANT], [math.pi]),
        ("x^y", [Opcode.POWER], []),
        ("pow(x, y)", [Opcode.POWER], []),
        ("2^x", [Opcode.POWER], [2.0]),
        ("e^x", [Opcode.EXP], []),
        ("exp(x) + e^x", [Opcode.EXP, Opcode.ADD], []),
        ("2^3", [], [8.0]),
        ("√x", [Opcode.SQRT], []),
        ("-x", [Opcode.NEGATE], []),
        ("-2", [], [-2.0]),
        ("0·x", [Opcode.MULTIPLY], [0.0]),
        ("x - x", [Opcode.SUBTRACT], []),
        ("2x + 2y", [Opcode.MULTIPLY, Opcode.MULTIPLY, Opcode.ADD], [2.0]),
    ],
)
def test_that_the_tape_is_as_short_as_it_can_be(text, opcodes, constants):
    assert instructions(text) == (opcodes, constants)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("sin(x) + sin(x)", 2),
        ("sin(x·y) + cos(y·x)", 4),
        ("(x+y)^2 + (y+x)^2", 3),
        ("(x-y) + (y-x)", 3),
        ("x/y + y/x", 3),
        ("max(x,y) + max(y,x)", 3),
        ("(x^2+1)(x^2+1)", 3),
        ("x^2 + x·x + x**2", 3),
    ],
)
def test_that_common_subexpressions_are_computed_once(text, count):
    assert len(instructions(text)[0]) == count


def test_that_constants_are_told_apart_by_their_bits():
    zeros = instructions("x/(-0) + y/0")[1]
    assert sorted(math.copysign(1, value) for value in zeros) == [-1, 1]
    assert len(instructions("x·(0/0) + y·(0/0)")[1]) == 1
    assert run(parse("1/(-0)", ["x"]).tape, [0.0]) == -math.inf


def test_that_a_tape_is_ready_for_kernels():
    tape = parse("3sin(x) + y^3", ["y", "x", "unused"]).tape
    assert tape.variables == ("y", "x", "unused")
    assert tape.constants.dtype == np.float64
    assert tape.instructions.dtype == np.int64
    assert tape.instructions.flags.c_contiguous
    assert tape.instructions.shape == (4, 3)
    assert parse("x").tape.instructions.shape == (0, 3)
    assert parse("x").tape.constants.shape == (0,)
    assert parse("y", ["x", "y"]).tape.result == 1


@pytest.mark.parametrize("text", ["x^4 - 5x^2 - 3x", "sin(x)cos(y)", "x^65 + max(x, y, 1)"])
def test_that_every_register_is_needed(text):
    tape = parse(text).tape
    used = {tape.result, *tape.instructions[:, 1:].ravel().tolist()}
    first = len(tape.variables)
    count = first + len(tape.constants) + len(tape.instructions)
    assert used >= set(range(first, count))


def test_that_the_tape_of_a_formula_is_made_once():
    formula = parse("x^2")
    assert formula.tape is formula.tape


def test_that_a_sum_of_a_thousand_terms_is_lowered():
    tape = parse("+".join(["x"] * 1000)).tape
    assert run(tape, [0.5]) == 500
