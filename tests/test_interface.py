import subprocess
import sys

import pytest

import gdstudio
from gdstudio import interface


def printed(code: str, **variables: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=variables
    )
    return done.stdout.strip()


def test_that_the_package_offers_every_name_of_the_interface() -> None:
    for name in interface.__all__:
        assert getattr(gdstudio, name) is getattr(interface, name)
        assert name in dir(gdstudio)


def test_that_a_star_imports_the_interface_alone() -> None:
    namespace: dict[str, object] = {}
    exec("from gdstudio import *", namespace)
    assert set(namespace) - {"__builtins__"} == set(interface.__all__)


def test_that_an_unknown_name_is_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute 'minimise'"):
        gdstudio.minimise  # type: ignore[attr-defined]  # noqa: B018


def test_that_importing_the_package_loads_nothing_heavy() -> None:
    assert printed("import sys, gdstudio; print('numpy' in sys.modules)") == "False"


@pytest.mark.parametrize(
    "before", ["", "import gdstudio.expression", "from gdstudio.experiment import Experiment"]
)
def test_that_the_function_expression_is_not_hidden_by_the_part_of_that_name(before: str) -> None:
    code = f"{before}\nimport gdstudio\nprint(gdstudio.expression('x^2').minimize)"
    code = code.replace(".minimize", "([3.0])")
    assert float(printed(code)) == 9.0


@pytest.mark.parametrize(
    ("variables", "threads"), [({}, "1"), ({"OPENBLAS_NUM_THREADS": "2"}, "2")]
)
def test_that_the_program_starts_no_threads_for_products_unless_asked(
    variables: dict[str, str], threads: str
) -> None:
    code = """
import os, sys
from gdstudio.cli import main
main(["--version"])
print(os.environ["OPENBLAS_NUM_THREADS"])
"""
    assert printed(code, **variables).splitlines()[-1] == threads
