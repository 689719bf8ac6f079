import numpy as np
import pytest

from gdstudio.engine.driver import norm, objective_at
from gdstudio.engine.jit import FunctionAt, kernel

PLAIN = "float64(float64, int64)"
plain_at: FunctionAt[[float, int], float] = FunctionAt(PLAIN)


@kernel(PLAIN)
def times(x: float, n: int) -> float:
    return x * n


@kernel(PLAIN)
def power(x: float, n: int) -> float:
    return x**n


@kernel("float64(intp, float64, int64)")
def called(address: int, x: float, n: int) -> float:
    return plain_at(address)(x, n) if address != 0 else -1.0


def test_that_a_kernel_calls_what_stands_at_an_address() -> None:
    assert called(times.address, 3.0, 4) == 12.0
    assert called(power.address, 3.0, 4) == 81.0
    assert called(0, 3.0, 4) == -1.0


def test_that_an_address_stays_the_same() -> None:
    assert times.address == times.address != power.address


def test_that_only_a_kernel_calls_by_address() -> None:
    with pytest.raises(TypeError, match="only a kernel can call what is at 5"):
        objective_at(5)
    assert norm(np.array([3.0, 4.0])) == 5.0
