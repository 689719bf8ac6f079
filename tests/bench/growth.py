"""How much a process holds, and whether that grows."""

import ctypes
import gc
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

MEBIBYTE = 1024.0**2


def straight_line(x: Sequence[float], y: Sequence[float]) -> tuple[float, float]:
    """Return the slope of the straight line through points, and its standard error.

    Both are NaN of fewer than two points; of two, the error is.
    """
    if len(x) < 2:
        return float("nan"), float("nan")
    across = np.asarray(x, dtype=np.float64) - np.mean(x)
    up = np.asarray(y, dtype=np.float64) - np.mean(y)
    width = float(across @ across)
    slope = float(across @ up) / width
    if len(x) == 2:
        return slope, float("nan")
    rest = up - slope * across
    return slope, float(np.sqrt(rest @ rest / (len(x) - 2) / width))


def held() -> dict[str, float]:
    """Return what the process holds: mebibytes, and numbers of things that are not memory.

    What the system does not tell is left out: Linux tells the most.
    """
    gc.collect()
    _give_back_free_pages()
    return {**_memory(), **_system_things(), "Python objects": float(len(gc.get_objects()))}


def kinds_of_objects() -> Counter[str]:
    """Return how many objects there are of each type that the garbage collector knows."""
    return Counter(
        f"{type(each).__module__}.{type(each).__qualname__}" for each in gc.get_objects()
    )


def grown(before: Mapping[str, int], after: Mapping[str, int], most: int = 12) -> list[str]:
    """Return the types of which there are more, those that grew most first."""
    more = Counter(after)
    more.subtract(before)
    return [f"{name} +{count}" for name, count in more.most_common(most) if count > 0]


def _memory() -> dict[str, float]:
    memory: dict[str, float] = {}
    rollup = Path("/proc/self/smaps_rollup")
    if rollup.exists():
        wanted = {"Rss": "resident", "Pss": "proportional", "Anonymous": "anonymous"}
        for line in rollup.read_text(encoding="ascii").splitlines():
            name, _, rest = line.partition(":")
            if name in wanted:
                memory[wanted[name]] = float(rest.split()[0]) / 1024.0
    if (allocated := _allocated()) is not None:
        memory["allocated"] = allocated / MEBIBYTE
    return memory


def _system_things() -> dict[str, float]:
    folders = {"threads": Path("/proc/self/task"), "open files": Path("/proc/self/fd")}
    return {
        name: float(len([*folder.iterdir()])) for name, folder in folders.items() if folder.exists()
    }


class _Mallinfo2(ctypes.Structure):
    _fields_ = [
        (name, ctypes.c_size_t)
        for name in (
            *("arena", "ordblks", "smblks", "hblks", "hblkhd"),
            *("usmblks", "fsmblks", "uordblks", "fordblks", "keepcost"),
        )
    ]


def _c_library() -> ctypes.CDLL | None:
    return ctypes.CDLL(None) if sys.platform.startswith("linux") else None


def _allocated() -> int | None:
    """Return the bytes that are allocated from glibc: what fragments leave free is not in it."""
    function = getattr(_c_library(), "mallinfo2", None)
    if function is None:
        return None
    function.restype = _Mallinfo2
    facts = function()
    return int(facts.uordblks + facts.hblkhd)


def _give_back_free_pages() -> None:
    trim = getattr(_c_library(), "malloc_trim", None)
    if trim is not None:
        trim(0)
