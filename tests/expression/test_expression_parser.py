import math
import sys

import pytest
from expression_samples import POINTS, SAMPLES, expected
from hypothesis import given, settings
from hypothesis import strategies as st

from gdstudio.expression import ExpressionError, parse
from gdstudio.expression.functions import FUNCTIONS
from gdstudio.expression.limits import MAXIMUM_CHARACTERS, MAXIMUM_NESTING, MAXIMUM_NODES


def refuse(text, variables=None):
    with pytest.raises(ExpressionError) as caught:
        parse(text, variables)
    error = caught.value
    assert 0 <= error.position <= len(text)
    assert error.message == str(error)
    assert error.message[0].isupper() or error.message[0] in "'" or error.message[0].isalpha()
    assert error.message.endswith((".", "?"))
    return error


@pytest.mark.parametrize(("text", "function"), SAMPLES, ids=[text for text, _ in SAMPLES])
def test_that_a_formula_means_what_a_student_means(text, function):
    formula = parse(text, ["x", "y", "z"])
    for point in POINTS:
        value = float(formula.evaluate(dict(zip("xyz", point, strict=True))))
        assert value == pytest.approx(
            expected(function, point), rel=1e-12, abs=1e-14, nan_ok=True
        ), point


@pytest.mark.parametrize("text", [text for text, _ in SAMPLES])
def test_that_variables_left_out_are_found(text):
    point = dict(zip("xyz", (0.3, 0.7, 0.9), strict=True))
    formula = parse(text)
    assert set(formula.variables) <= set("xyz")
    value = float(formula.evaluate(point))
    assert value == pytest.approx(float(parse(text, "xyz").evaluate(point)), nan_ok=True)


@pytest.mark.parametrize(
    ("text", "variables"),
    [
        ("x", ("x",)),
        ("y + x", ("x", "y")),
        ("b + z + a + y + x", ("x", "y", "z", "b", "a")),
        ("zt", ("z", "t")),
        ("w u v", ("w", "u", "v")),
        ("x1 + x2", ("x1", "x2")),
        ("x2 + x1", ("x2", "x1")),
        ("x1x2", ("x1", "x2")),
        ("x_1 x_2", ("x_1", "x_2")),
        ("x1y1", ("x1", "y1")),
        ("2x1", ("x1",)),
        ("x10", ("x10",)),
        ("rate + momentum", ("rate", "momentum")),
        ("ab", ("ab",)),
        ("a b", ("a", "b")),
        ("a(b+1)", ("a", "b")),
        ("a1(b+1)", ("a1", "b")),
        ("xa", ("xa",)),
        ("X Y", ("X", "Y")),
        ("θ^2 + φ", ("θ", "φ")),
        ("θφ", ("θ", "φ")),
        ("θ_1θ_2", ("θ_1", "θ_2")),
        ("αx", ("x", "α")),
        ("alpha", ("alpha",)),
        ("w_out", ("w_out",)),
        ("maximum + absent + logit", ("maximum", "absent", "logit")),
        ("texp(t)", ("t",)),
        ("xt", ("x", "t")),
        ("πr", ("r",)),
        ("E", ("E",)),
        ("2E", ("E",)),
    ],
)
def test_that_free_names_become_variables_in_reading_order(text, variables):
    assert parse(text).variables == variables


@pytest.mark.parametrize(
    ("text", "variables", "values", "result"),
    [
        ("xy", ["x", "y"], {"x": 2, "y": 3}, 6),
        ("xy", ["x", "y", "xy"], {"x": 2, "y": 3, "xy": 50}, 50),
        ("xyx", ["x", "y", "xy"], {"x": 2, "y": 3, "xy": 50}, 100),
        ("xyz", ["x", "xy", "yz"], {"x": 2, "xy": 3, "yz": 5}, 10),
        ("x1", ["x1", "x"], {"x": 2, "x1": 7}, 7),
        ("x1x", ["x1", "x"], {"x": 2, "x1": 7}, 14),
        ("ab", ["a", "b"], {"a": 2, "b": 3}, 6),
        ("rate(x+1)", ["x", "rate"], {"x": 2, "rate": 5}, 15),
        ("ratesin(x)", ["x", "rate"], {"x": 0, "rate": 5}, 0),
        ("xsin(x)", ["x", "xs"], {"x": math.pi / 2, "xs": 9}, math.pi / 2),
        ("xsin(x)", ["x", "xsin"], {"x": 2, "xsin": 9}, 18),
        ("cost", ["cost"], {"cost": 4}, 4),
        ("sin2", ["sin2"], {"sin2": 4}, 4),
        ("epi", ["epi"], {"epi": 4}, 4),
        ("2", ["x"], {"x": 4}, 2),
        ("2e", ["x"], {"x": 4}, 2 * math.e),
        ("2·e3", ["e3"], {"e3": 4}, 8),
        ("θ_max^2", ["θ_max"], {"θ_max": 4}, 16),
    ],
)
def test_that_the_longest_known_name_is_taken_first(text, variables, values, result):
    formula = parse(text, variables)
    assert formula.variables == tuple(variables)
    assert float(formula.evaluate(values)) == pytest.approx(result)


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_that_a_function_needs_brackets(name):
    for text in (f"{name} x", f"{name}x", f"1 + {name}", f"{name}|x|", f"{name}²(x)", f"{name}^2"):
        error = refuse(text)
        assert f"{name}(" in error.message
        assert error.position == text.index(name)


@pytest.mark.parametrize(
    ("text", "position", "words"),
    [
        ("", 0, "Write a formula"),
        ("   ", 0, "Write a formula"),
        ("x +", 2, "missing after '+'"),
        ("x + * y", 4, "missing"),
        ("*x", 0, "cannot begin"),
        (")", 0, "cannot begin"),
        ("²", 0, "cannot begin"),
        ("()", 1, "nothing between"),
        ("x + ()", 5, "nothing between"),
        ("sin()", 4, "nothing between"),
        ("(x", 0, "never closed"),
        ("y + sin(x", 7, "never closed"),
        ("|x", 0, "never closed"),
        ("|(x|)", 4, "missing"),
        ("(|x+1)", 1, "never closed"),
        ("(|x)", 1, "never closed"),
        ("x|y", 1, "never closed"),
        ("|x|y|z|", 4, "two ways"),
        ("|2|x|+1|", 4, "two ways"),
        ("(1+|x|y+z|x|)", 9, "two ways"),
        ("xcosx", 1, "write cos("),
        ("cosxsiny", 0, "write cos("),
        ("2xysin2x", 3, "write sin("),
        ("x)", 1, "closes nothing"),
        ("(x))", 3, "closes nothing"),
        ("||", 1, "missing"),
        ("2 3", 2, "cannot follow"),
        ("x 2", 2, "cannot follow"),
        ("(x+1)2", 5, "cannot follow"),
        ("x²2", 2, "cannot follow"),
        ("1.2.3", 3, "cannot follow"),
        ("0,5x", 1, "point"),
        ("(x,y)", 2, "comma"),
        ("max(x,(y,z))", 8, "comma"),
        ("max(x,)", 6, "missing"),
        ("max(,x)", 4, "missing"),
        ("max(x)", 0, "2 operands or more"),
        ("x + sin(x, y)", 4, "1 operand"),
        ("atan2(x)", 0, "2 operands"),
        ("pow(x, y, z)", 0, "2 operands"),
        ("x²^3", 2, "brackets"),
        ("x² ³", 3, "brackets"),
        ("x^2²³^4", 5, "brackets"),
        ("Sin(x)", 0, "did you mean sin?"),
        ("arcsin(x)", 0, "did you mean asin?"),
        ("x + sine(x)", 4, "did you mean sin"),
        ("sqr(x)", 0, "did you mean sqrt?"),
        ("sgn(x)", 0, "did you mean sign?"),
        ("tg(x)", 0, "did you mean tan?"),
        ("bcd(x)", 0, "bcd·("),
        ("1", 0, "no variable"),
        ("pi + 2", 0, "no variable"),
        ("9^9^9^9", 0, "no variable"),
        ("1e999x", 0, "too large"),
        ("x + 1e309", 4, "too large"),
        ("x" + "⁹" * 400, 1, "too large"),
        ("lambda", 0, "Python"),
        ("x + import", 4, "Python"),
        ("__import__('os')", 0, "'_'"),
        ("x__class__", 1, "'_'"),
        ("x.real", 1, "'.'"),
        ("x._", 1, "'.'"),
        ("_x", 0, "'_'"),
        ("x_", 1, "'_'"),
        ("x[0]", 1, "round brackets"),
        ("{x}", 0, "round brackets"),
        ("x; y", 1, "';'"),
        ("y = x", 2, "equation"),
        ("x!", 1, "factorial"),
        ("x % 2", 2, "'%'"),
        ("x < 2", 2, "min"),
        ("x\\y", 1, "'\\'"),
        ("x\0", 1, "U+0000"),
        ("x + 😀", 4, "😀"),
        ("'x'", 0, "'''"),
        ('"x"', 0, '"'),
        ("x`", 1, "`"),
        ("x#y", 1, "#"),
        ("x@y", 1, "@"),
        ("x:y", 1, ":"),
        ("x~y", 1, "~"),
        ("x&y", 1, "&"),
        ("x//y", 2, "missing"),
        ("lambda: x", 6, "':'"),
        ("x – y", 2, "minus"),
        ("x ⋅ y", 2, "product"),
        ("xⁿ", 1, "power"),
        ("x\u200b", 1, "ZERO WIDTH SPACE"),
        ("x\u202ey", 1, "RIGHT-TO-LEFT OVERRIDE"),
        ("é", 0, "Greek"),
        ("ｘ", 0, "Greek"),
        ("x + ∞", 4, "infinity"),
        ("٣x", 0, "formula"),
        ("x\ud800", 1, "U+D800"),
        ("$x$", 0, "$"),
        ("x?", 1, "?"),
        ("a" * 65, 0, "too long"),
    ],
)
def test_that_a_mistake_is_explained_where_it_is(text, position, words):
    error = refuse(text)
    assert words in error.message
    assert error.position == position


@pytest.mark.parametrize(
    ("text", "position", "words"),
    [
        ("x + q", 4, "Unknown name 'q': the variables are x, y"),
        ("x + xq", 4, "Unknown name 'xq'"),
        ("q(x)", 0, "Unknown name 'q'"),
        ("x2", 0, "write x^2"),
        ("sinx", 0, "write sin("),
        ("foo(x)", 0, "no function 'foo'"),
        ("xfoo(x)", 0, "no function 'xfoo'"),
        ("X", 0, "Unknown name 'X'"),
        ("lambda", 0, "Unknown name 'lambda'"),
    ],
)
def test_that_other_names_than_the_variables_are_refused(text, position, words):
    error = refuse(text, ["x", "y"])
    assert words in error.message
    assert error.position == position


@pytest.mark.parametrize(
    "variables",
    [
        [],
        [f"x{index}" for index in range(65)],
        ["x", "x"],
        ["sin"],
        ["pi"],
        ["π"],
        ["e"],
        ["pow"],
        [""],
        ["1x"],
        ["x y"],
        ["_x"],
        ["x_"],
        ["x__y"],
        ["x\n"],
        ["é"],
        ["x²"],
        ["lambda"],
        ["a" * 65],
    ],
)
def test_that_names_which_cannot_be_variables_are_refused(variables):
    assert refuse("1", variables).position == 0


def test_that_64_variables_are_accepted_and_65_are_not():
    names = [f"x{index}" for index in range(65)]
    assert parse("+".join(names[:64])).variables == tuple(names[:64])
    assert parse("1", names[:64]).variables == tuple(names[:64])
    text = "+".join(names)
    assert refuse(text).position == text.index("x64")


def test_that_the_limit_of_characters_is_exact():
    assert parse("x".rjust(MAXIMUM_CHARACTERS)).variables == ("x",)
    assert refuse("x".rjust(MAXIMUM_CHARACTERS + 1)).position == MAXIMUM_CHARACTERS


def test_that_the_limit_of_nodes_is_exact():
    # n variables joined by n - 1 products are 2n - 1 nodes; a minus sign is one more.
    product = "x" * (MAXIMUM_NODES // 2)
    parse(f"-{product}")
    assert "too large" in refuse(f"--{product}").message
    assert "too large" in refuse(f"{product}x").message


NESTS = {
    "brackets": ("(", "x", ")"),
    "bars": ("|", "x", "|"),
    "calls": ("sin(", "x", ")"),
    "minus signs": ("-", "x", ""),
    "roots": ("√", "x", ""),
    "powers": ("x^", "x", ""),
    "negative powers": ("x^-", "x", ""),
    "second operands": ("max(1,", "x", ")"),
    "products": ("2x(", "x", ")"),
    "sums": ("1+2·(", "x", ")"),
}
COSTS = {"negative powers": 2}


@pytest.mark.parametrize("kind", NESTS)
def test_that_the_limit_of_nesting_is_exact(kind):
    opening, middle, closing = NESTS[kind]
    depth = MAXIMUM_NESTING // COSTS.get(kind, 1)
    formula = parse(opening * depth + middle + closing * depth)
    assert formula.tape.result >= 0
    depth += 1
    assert "nested too deeply" in refuse(opening * depth + middle + closing * depth).message


def test_that_signs_in_a_long_sum_do_not_count_as_nesting():
    parse("+".join(["-x^2·y"] * 280))


HOSTILE = {
    "a megabyte of sums": "+x" * 500_000,
    "100 000 brackets": "(" * 100_000,
    "many brackets": "(" * 4_999 + "x" + ")" * 4_999,
    "many bars": "|" * 9_999,
    "many minus signs": "-" * 9_999 + "x",
    "many roots": "√" * 9_999 + "x",
    "many superscripts": "x" + "² " * 4_000,
    "long superscript": "x" + "⁹" * 9_000,
    "tower of powers": "x^" * 4_999 + "x",
    "tower of numbers": "9^" * 4_999 + "9",
    "many calls": "exp(" * 2_400 + "x" + ")" * 390,
    "many operands": f"max({'x,' * 4_000}x)",
    "long product": "x" * 10_000,
    "long name": "a" * 10_000,
    "long name before a bracket": "a" * 9_990 + "(x)",
    "function names in a row": "sin" * 3_333,
    "numbers and names in a row": "1e" * 5_000,
    "long number": "9" * 10_000,
    "points": "." * 10_000,
    "blanks": " " * 10_000,
    "commas": "," * 10_000,
    "closing brackets": ")" * 10_000,
    "unfinished bars": "|x" * 5_000,
    "code": "__import__('os').system('true')",
    "code in a call": "exp(open('/etc/passwd').read())",
    "comprehension": "[x for x in ().__class__.__bases__]",
    "lambda": "(lambda x: x)(1)",
    "statement": "import os; os.remove('x')",
    "format": "{x.__class__}",
    "factorial": "factorial(10^7)",
    "null": "x\0+1",
    "bytes": "".join(map(chr, range(256))),
}


@pytest.mark.timeout(20)
@pytest.mark.parametrize("kind", HOSTILE)
def test_that_hostile_text_is_refused(kind):
    refuse(HOSTILE[kind])
    refuse(HOSTILE[kind], ["q"])


def test_that_a_tower_of_numbers_is_only_a_number():
    assert float(parse("9^9^9^9", ["x"]).evaluate({"x": 0})) == math.inf
    assert float(parse("-9^9^9^9", ["x"]).evaluate({"x": 0})) == -math.inf


def test_that_many_plus_signs_are_one_operand():
    assert parse("+" * 9_999 + "x").variables == ("x",)


def test_that_parsing_takes_no_deep_stack():
    def descend(levels):
        if levels:
            return descend(levels - 1)
        text = "sin(-(√|x^" * 28 + "x" + "|))" * 28
        formula = parse(text)
        return formula.tape, float(formula.evaluate({"x": 0.5}))

    limit = sys.getrecursionlimit()
    depth = 0
    frame = sys._getframe()
    while frame is not None:
        depth += 1
        frame = frame.f_back
    sys.setrecursionlimit(1000)
    try:
        descend(max(0, 960 - depth))
    finally:
        sys.setrecursionlimit(limit)


CHARACTERS = "xyzeπθ012.,+-−*·×÷/^()|√²³⁻¹ _\tsincoqrtlgmaxexpow[=!%'\"\\\0😀"


def attempt(text, variables):
    """Parse, and return the formula or the refusal."""
    try:
        return parse(text, variables)
    except ExpressionError as error:
        return error


def check(text, variables):
    outcome = attempt(text, variables)
    if isinstance(outcome, ExpressionError):
        assert 0 <= outcome.position <= len(text)
        assert outcome.message.endswith((".", "?"))
    else:
        assert outcome.text == text
        assert outcome.tape.variables == outcome.variables
        outcome.evaluate(dict.fromkeys(outcome.variables, 0.5))


@settings(max_examples=500, deadline=None)
@given(st.text(CHARACTERS, max_size=40) | st.text(max_size=40))
def test_that_any_text_is_accepted_or_refused_with_its_position(text):
    check(text, None)
    check(text, ["x", "y"])


WORDS = st.sampled_from(
    ["x", "y", "2", "0.5", "(", ")", "|", "+", "-", "·", "/", "^", "²", "√", "sin(", "max(", ","]
)


@settings(max_examples=500, deadline=None)
@given(st.lists(WORDS, max_size=25).map(" ".join))
def test_that_any_row_of_tokens_is_accepted_or_refused(text):
    check(text, ["x", "y"])


@settings(deadline=None)
@given(st.lists(st.text(max_size=5), max_size=3))
def test_that_any_names_are_accepted_or_refused(names):
    outcome = attempt("1", names)
    if isinstance(outcome, ExpressionError):
        assert outcome.position == 0
    else:
        assert outcome.variables == tuple(names)
