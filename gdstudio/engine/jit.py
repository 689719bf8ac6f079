"""The only caller of numba: kernels that are compiled, or read from the cache, at their first use.

numba takes a few tenths of a second to import. A kernel therefore keeps its plain function until
somebody needs machine code, so that a window can be painted before numba is there.
"""

import hashlib
import os
import pickle
import shutil
import tempfile
from collections.abc import Callable
from functools import cache, cached_property, update_wrapper
from pathlib import Path
from types import FunctionType
from typing import Generic, ParamSpec, TypeVar

import platformdirs

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

_UNREADABLE_CACHE = (EOFError, pickle.UnpicklingError, ImportError, AttributeError)


class Kernel(Generic[Parameters, Result]):
    """A function of arrays and numbers that runs as machine code.

    Parameters
    ----------
    function
        The function. It may call other kernels by their names.
    signature
        Its only signature, in numba's notation: one compilation, one cache entry.
    inline
        Whether kernels that call it take in its code instead of a call.
    """

    def __init__(
        self, function: Callable[Parameters, Result], signature: str, *, inline: bool
    ) -> None:
        update_wrapper(self, function)
        self._function = function
        self._signature = signature
        self._inline = "always" if inline else "never"

    @cached_property
    def compiled(self) -> Callable[Parameters, Result]:
        """The machine code, as an object that other kernels accept as a function pointer."""
        folder = _cache_folder()
        if folder is None:
            return self._compile(use_cache=False)
        try:
            return self._compile(use_cache=True)
        except _UNREADABLE_CACHE:
            # A cut-off cache file (a full disk, a killed process): start the cache anew.
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True, exist_ok=True)
            return self._compile(use_cache=True)

    def __call__(self, *args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        """Run the machine code."""
        return self.compiled(*args, **kwargs)

    def _compile(self, *, use_cache: bool) -> Callable[Parameters, Result]:
        import numba

        compiled: Callable[Parameters, Result] = numba.njit(
            self._signature,
            cache=use_cache,
            nogil=True,
            error_model="numpy",
            inline=self._inline,
        )(self._with_compiled_callees())
        return compiled

    def _with_compiled_callees(self) -> Callable[Parameters, Result]:
        """Return the function with the kernels that it names replaced by their machine code."""
        function = self._function
        if not isinstance(function, FunctionType):
            raise TypeError(f"a kernel is made from a plain function, not from {function!r}")
        names = {
            name: value.compiled if isinstance(value, Kernel) else value
            for name, value in function.__globals__.items()
            if name in function.__code__.co_names or name.startswith("__")
        }
        clone = FunctionType(function.__code__, names, function.__name__)
        update_wrapper(clone, function)
        return clone


def kernel(
    signature: str, *, inline: bool = False
) -> Callable[[Callable[Parameters, Result]], Kernel[Parameters, Result]]:
    """Mark a function as a kernel with one signature in numba's notation."""

    def decorate(function: Callable[Parameters, Result]) -> Kernel[Parameters, Result]:
        return Kernel(function, signature, inline=inline)

    return decorate


@cache
def _cache_folder() -> Path | None:
    """Point numba at a folder that can be written, and return it; None where there is none.

    numba's own choice is the folder of the source files, which an installed program may not
    write. ``NUMBA_CACHE_DIR`` is respected.
    """
    import numba

    chosen = os.environ.get("NUMBA_CACHE_DIR")
    parent = Path(chosen) if chosen else Path(platformdirs.user_cache_dir("gdstudio"))
    # A folder of our own even there: it is wiped when a file in it cannot be read.
    folder = parent / _cache_name(numba.__version__)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError:
        return None
    numba.config.CACHE_DIR = str(folder)
    return folder


def _cache_name(numba_version: str) -> str:
    """Return the name of the folder for these very sources and this numba.

    numba looks at the time stamp of the file in which a kernel stands, not at those of the
    kernels that it calls: without the digest, a changed callee would leave stale machine code.
    """
    digest = hashlib.sha256()
    package = Path(__file__).parents[1]
    for source in sorted([*package.glob("engine/**/*.py"), package / "expression/opcodes.py"]):
        digest.update(source.read_bytes())
    return f"kernels-{digest.hexdigest()[:16]}-numba-{numba_version}"
