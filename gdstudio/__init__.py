"""GD Studio: see, step through, compare and understand gradient descent.

The public Python interface. Nothing here imports Qt.

>>> import gdstudio as gd
>>> result = gd.minimize("x^4 - 5x^2 - 3x", start=[2.0], learning_rate=0.01, steps=500)
>>> round(float(result.parameters[-1, 0]), 5)
1.71394
>>> [point.kind.value for point in gd.critical_points("x^4 - 5x^2 - 3x").points]
['minimum', 'minimum', 'maximum']
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gdstudio.interface import *  # noqa: F403


class _Studio(ModuleType):
    """Loads the interface when it is first asked for something.

    The window is seen before the engine is loaded, and each of its modules imports this one.
    """

    def __getattr__(self, name: str) -> object:
        # Python asks whether there is a ``__path__`` and the like before the interface can load.
        if name != "__all__" and name.startswith("__") and name != "__version__":
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        return getattr(import_module("gdstudio.interface"), name)

    def __setattr__(self, name: str, value: object) -> None:
        # To import a part makes it an attribute, and the function of that name counts for more.
        if name != "expression":
            super().__setattr__(name, value)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *import_module("gdstudio.interface").__all__})


sys.modules[__name__].__class__ = _Studio
