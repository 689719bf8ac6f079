"""All methods, in the order in which they are shown."""

from collections.abc import Mapping
from types import MappingProxyType

from gdstudio.engine.optimizers.adagrad import ADAGRAD
from gdstudio.engine.optimizers.adam import ADAM
from gdstudio.engine.optimizers.gd import GD
from gdstudio.engine.optimizers.momentum import MOMENTUM
from gdstudio.engine.optimizers.nesterov import NESTEROV
from gdstudio.engine.optimizers.optimizer import Optimizer
from gdstudio.engine.optimizers.rmsprop import RMSPROP

OPTIMIZERS: Mapping[str, Optimizer] = MappingProxyType(
    {method.key: method for method in (GD, MOMENTUM, NESTEROV, ADAGRAD, RMSPROP, ADAM)}
)
