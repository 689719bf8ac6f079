import pytest

from gdstudio.ui.panels.typing import begun_function, parse_with


@pytest.mark.parametrize(
    ("text", "variables", "known", "function"),
    [
        ("s", ("s",), ("x",), "sin"),
        ("x + si", ("x", "si"), ("x",), "sin"),
        ("x + sig", ("x", "sig"), ("x",), "sign"),
        ("x + s", ("x", "s"), ("x", "s"), None),
        ("s + x", ("x", "s"), ("x",), None),
        ("x + t", ("x", "t"), ("x",), None),
        ("x + a", ("x", "a"), ("x",), "abs"),
        ("x + k", ("x", "k"), ("x",), None),
    ],
)
def test_that_the_beginning_of_a_function_is_noticed(
    text: str, variables: tuple[str, ...], known: tuple[str, ...], function: str | None
) -> None:
    assert begun_function(text, variables, known) == function


def test_that_declared_names_keep_their_meaning() -> None:
    assert parse_with("xy^2 + 1", ("xy",)).variables == ("xy",)
    assert parse_with("y^2 + x", ("y", "x")).variables == ("y", "x")


def test_that_a_name_that_goes_or_comes_is_read_anew() -> None:
    assert parse_with("x^2", ("x", "y")).variables == ("x",)
    assert parse_with("x^2 + z", ("x", "y")).variables == ("x", "z")
