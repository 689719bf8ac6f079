"""``gdstudio selftest``: is this installation sound? For each check a line, what it compared."""

from collections.abc import Callable
from typing import Final

from gdstudio.cli.checks import CHECKS, CheckError, window
from gdstudio.cli.errors import DONE, FAILED, CommandError
from gdstudio.cli.streams import one_line, sign, write

_BROKEN: Final = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    ImportError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
)
"""What a broken installation raises: a finding, where another command would end."""


def selftest(*, with_window: bool = False) -> int:
    """Check this installation, print what was compared, and return the exit status."""
    # The window comes first: its application serves for the pictures, too.
    checks = {"Window": window, **CHECKS} if with_window else CHECKS
    failures = sum(not _passes(name, check) for name, check in checks.items())
    write(
        f"{failures} of {len(checks)} checks failed.\n"
        if failures
        else f"All {len(checks)} checks passed.\n"
    )
    return FAILED if failures else DONE


def _passes(name: str, check: Callable[[], str]) -> bool:
    try:
        finding, is_passed = check(), True
    except (CheckError, CommandError) as failure:
        finding, is_passed = str(failure), False
    except _BROKEN as error:
        finding, is_passed = f"{type(error).__name__}: {error}", False
    mark = sign("✓", "ok  ") if is_passed else sign("✗", "FAIL")
    write(f"{mark} {name}: {one_line(finding)}\n")
    return is_passed
