"""The only caller of numba: kernels that are compiled, or read from the cache, at their first use.

numba takes a few tenths of a second to import. A kernel therefore keeps its plain function until
somebody needs machine code, so that a window can be painted before numba is there.
"""

import importlib
import pickle
import shutil
from collections.abc import Callable
from functools import cached_property, update_wrapper
from types import FunctionType
from typing import Any, Generic, ParamSpec, TypeVar

from gdstudio.engine.kernel_cache import cache_folder

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

FUSED = frozenset({"contract"})
"""A kernel may round a product and a sum together."""

REORDERED = frozenset({"contract", "reassoc", "nsz"})
"""A kernel may also add up in any order. NaN and infinity stay what they are."""

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
    liberties
        What the compiler may do to floating-point arithmetic: nothing, ``FUSED`` or ``REORDERED``.

    Raises
    ------
    ValueError
        Another liberty is taken, such as one that makes ``isnan`` answer False.
    """

    def __init__(
        self,
        function: Callable[Parameters, Result],
        signature: str,
        *,
        inline: bool,
        liberties: frozenset[str] = frozenset(),
    ) -> None:
        if not liberties <= REORDERED:
            raise ValueError(f"no kernel may take the liberties {sorted(liberties - REORDERED)}")
        update_wrapper(self, function)
        self._function = function
        self._signature = signature
        self._inline = "always" if inline else "never"
        self._liberties = set(liberties)

    @cached_property
    def compiled(self) -> Callable[Parameters, Result]:
        """The machine code, as an object that other kernels accept as a function pointer."""
        folder = cache_folder()
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

    @cached_property
    def address(self) -> int:
        """Where the machine code is: what a kernel is given that calls it by its address."""
        compiled: Any = self.compiled
        (result,) = compiled.overloads.values()
        address: int = result.library.get_pointer_to_function(result.fndesc.llvm_func_name)
        return address

    def _compile(self, *, use_cache: bool) -> Callable[Parameters, Result]:
        import numba

        compiled: Callable[Parameters, Result] = numba.njit(
            self._signature,
            cache=use_cache,
            nogil=True,
            error_model="numpy",
            inline=self._inline,
            fastmath=self._liberties,
        )(self._with_compiled_callees())
        return compiled

    def _with_compiled_callees(self) -> Callable[Parameters, Result]:
        """Return the function with the kernels that it names replaced by their machine code."""
        function = self._function
        if not isinstance(function, FunctionType):
            raise TypeError(f"a kernel is made from a plain function, not from {function!r}")
        names = {
            name: value.compiled if isinstance(value, Kernel | FunctionAt | Operation) else value
            for name, value in function.__globals__.items()
            if name in function.__code__.co_names or name.startswith("__")
        }
        clone = FunctionType(function.__code__, names, function.__name__)
        update_wrapper(clone, function)
        return clone


class FunctionAt(Generic[Parameters, Result]):
    """Within a kernel, turns the address of another kernel into the function that stands there.

    A kernel can be given a function itself, but to find its machine code takes numba 30 µs a call.
    The address 0 stands for no function, which must not be called.

    Parameters
    ----------
    signature
        Of the function, in numba's notation.
    """

    def __init__(self, signature: str) -> None:
        self._signature = signature

    def __call__(self, address: int) -> Callable[Parameters, Result]:
        """Return the function; outside of machine code there is none."""
        raise TypeError(f"only a kernel can call what is at {address}")

    @cached_property
    def compiled(self) -> Callable[[int], Callable[Parameters, Result]]:
        """What numba puts into the machine code."""
        from numba import types
        from numba.core import cgutils, sigutils
        from numba.extending import intrinsic

        arguments, result = sigutils.normalize_signature(self._signature)
        function = types.FunctionType(result(*arguments))

        def place(context: Any, builder: Any, signature: Any, values: Any) -> Any:
            pointer = cgutils.create_struct_proxy(function)(context, builder)
            address = context.get_value_type(types.voidptr)
            pointer.jit_addr = builder.inttoptr(values[0], address)
            return pointer._getvalue()

        def function_at(_typing: Any, address: Any) -> Any:
            """Return the function at an address."""
            return function(types.intp), place

        compiled: Callable[[int], Callable[Parameters, Result]] = intrinsic(function_at)
        return compiled


def kernel(
    signature: str, *, inline: bool = False, liberties: frozenset[str] = frozenset()
) -> Callable[[Callable[Parameters, Result]], Kernel[Parameters, Result]]:
    """Mark a function as a kernel with one signature in numba's notation (see ``Kernel``)."""

    def decorate(function: Callable[Parameters, Result]) -> Kernel[Parameters, Result]:
        return Kernel(function, signature, inline=inline, liberties=liberties)

    return decorate


class Operation(Generic[Parameters, Result]):
    """What kernels call by name as they call a kernel, but what numba cannot compile from Python.

    Parameters
    ----------
    function
        What the operation means, in Python: run where it is called outside of a kernel.
    module
        The module that has machine code under the same name. It is imported at the first need.
    """

    def __init__(self, function: Callable[Parameters, Result], module: str) -> None:
        update_wrapper(self, function)
        self._function = function
        self._module = module

    @cached_property
    def compiled(self) -> Callable[Parameters, Result]:
        """What numba calls in a kernel."""
        code: Callable[Parameters, Result] = getattr(
            importlib.import_module(self._module), self._function.__name__
        )
        return code

    def __call__(self, *args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        """Do in Python what the machine code does."""
        return self._function(*args, **kwargs)


def operation(
    module: str,
) -> Callable[[Callable[Parameters, Result]], Operation[Parameters, Result]]:
    """Mark a function as the meaning of an operation that ``module`` has machine code for."""

    def decorate(function: Callable[Parameters, Result]) -> Operation[Parameters, Result]:
        return Operation(function, module)

    return decorate
