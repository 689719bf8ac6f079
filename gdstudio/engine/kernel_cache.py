"""Where the machine code of kernels is kept from one process to the next."""

import atexit
import hashlib
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Final

import platformdirs

PACKAGE: Final = Path(__file__).parents[1]
SHIPPED: Final = PACKAGE / "kernels"
"""What a bundle brings along, a folder for each package: see ``shipped_kernels``."""


@cache
def cache_folder() -> Path | None:
    """Point numba at a folder that can be written, and return it; None where there is none.

    numba's own choice is the folder of the source files, which an installed program may not
    write. ``NUMBA_CACHE_DIR`` is respected. Where the user's own folder cannot be written, a bundle
    keeps what it brings along in a folder that goes away with the process.
    """
    import numba

    name = _cache_name(numba.__version__)
    chosen = os.environ.get("NUMBA_CACHE_DIR")
    parent = Path(chosen) if chosen else Path(platformdirs.user_cache_dir("gdstudio"))
    # A folder of our own even there: it is wiped when a file in it cannot be read.
    folder = _written(parent / name)
    if folder is None and SHIPPED.is_dir():
        passing = Path(tempfile.mkdtemp(prefix="gdstudio-"))
        atexit.register(shutil.rmtree, passing, ignore_errors=True)
        folder = _written(passing / name)
    if folder is not None:
        numba.config.CACHE_DIR = str(folder)
        _take_shipped(folder)
    return folder


def subfolder_for(package: str) -> str:
    """Return the name of numba's folder for the kernels of a package, such as ``engine``."""
    from numba.core.caching import _CacheLocator

    source = PACKAGE.joinpath(*package.split("."), "any.py")
    subfolder: str = _CacheLocator.get_suitable_cache_subpath(str(source))
    return subfolder


def _written(folder: Path) -> Path | None:
    """Return a folder, made if need be; None where nothing can be written into it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError:
        return None
    return folder


def _take_shipped(folder: Path) -> None:
    """Put what the bundle brings along where numba looks for it.

    Machine code for another processor is not taken by numba, which compiles then.
    """
    if not SHIPPED.is_dir():
        return
    for package in SHIPPED.iterdir():
        place = folder / subfolder_for(package.name)
        if place.exists():
            continue
        try:
            # Another window may do the same at this moment: whoever is first has done it.
            with tempfile.TemporaryDirectory(dir=folder) as passing:
                copy = Path(passing) / "copy"
                shutil.copytree(package, copy)
                copy.rename(place)
        except OSError:
            # Without it, kernels are compiled.
            continue


def _cache_name(numba_version: str) -> str:
    """Return the name of the folder for these very sources and this numba.

    numba looks at the time stamp of the file in which a kernel stands, not at those of the
    kernels that it calls: without the digest, a changed callee would leave stale machine code.
    """
    digest = hashlib.sha256()
    for source in sorted([*PACKAGE.glob("engine/**/*.py"), PACKAGE / "expression/opcodes.py"]):
        digest.update(source.read_bytes())
    return f"kernels-{digest.hexdigest()[:16]}-numba-{numba_version}"
