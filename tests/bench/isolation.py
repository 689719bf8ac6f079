"""Measurements in processes of their own: one's caches, settings and windows are not another's."""

import multiprocessing
import os
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

import platformdirs

Result = TypeVar("Result")


def isolated(function: Callable[[], Result]) -> Result:
    """Return what a function of a module returns in the main thread of a new process."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as executor:
        return executor.submit(function).result()


@contextmanager
def untouched_user_folders() -> Iterator[None]:
    """Keep the settings of whoever measures out of it, and the measurements out of those.

    The cache of compiled kernels stays where it is: a program that was used before is measured.
    """
    kept = {name: os.environ.get(name) for name in (*_FOLDERS, "NUMBA_CACHE_DIR")}
    if kept["NUMBA_CACHE_DIR"] is None:
        os.environ["NUMBA_CACHE_DIR"] = platformdirs.user_cache_dir("gdstudio")
    with tempfile.TemporaryDirectory(prefix="gdstudio-bench-") as folder:
        os.environ.update(dict.fromkeys(_FOLDERS, folder))
        try:
            yield
        finally:
            for name, value in kept.items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value


_FOLDERS = ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME")
