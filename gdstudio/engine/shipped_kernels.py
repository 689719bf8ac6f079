"""Compiles all kernels ahead of time, for a bundle."""

import importlib
import os
import pkgutil
import shutil
import tempfile
from pathlib import Path
from types import ModuleType

from gdstudio import engine
from gdstudio.engine.jit import Kernel
from gdstudio.engine.kernel_cache import cache_folder, subfolder_for


def ship_kernels(target: Path) -> int:
    """Compile every kernel into a folder, which is made anew; return how many there are.

    It has a folder for each package, named without ``gdstudio.``: numba's own names depend on where
    the program is installed.
    """
    with tempfile.TemporaryDirectory(prefix="gdstudio-kernels-") as passing:
        os.environ["NUMBA_CACHE_DIR"] = passing
        cache_folder.cache_clear()
        kernels = _kernels()
        for each in kernels:
            each.compiled  # noqa: B018 (what compiles it)
        made = cache_folder()
        if made is None:
            raise OSError(f"machine code cannot be kept in {passing}")
        shutil.rmtree(target, ignore_errors=True)
        for package in sorted({each.__module__.rpartition(".")[0] for each in kernels}):
            name = package.removeprefix("gdstudio.")
            if (made / subfolder_for(name)).is_dir():
                shutil.copytree(made / subfolder_for(name), target / name)
    return len(kernels)


def _kernels() -> list[Kernel[..., object]]:
    """Return every kernel of the engine, each once."""
    found: dict[int, Kernel[..., object]] = {}
    for module in _modules():
        for value in vars(module).values():
            if isinstance(value, Kernel):
                found[id(value)] = value
    return list(found.values())


def _modules() -> list[ModuleType]:
    names = pkgutil.walk_packages(engine.__path__, f"{engine.__name__}.")
    return [importlib.import_module(each.name) for each in names]
