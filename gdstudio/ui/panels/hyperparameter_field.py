"""The control that suits a hyperparameter, from what the registry says of it."""

import math

from gdstudio.engine.optimizers.optimizer import Hyperparameter
from gdstudio.engine.schedules import ScheduleParameter
from gdstudio.ui.widgets.number_field import NumberField

UNICODE_SYMBOLS = {
    r"\eta": "η",
    r"\mu": "μ",
    r"\tau": "τ",
    r"\alpha": "α",
    r"\beta_1": "β₁",
    r"\beta_2": "β₂",
    r"\varepsilon": "ε",
    r"\gamma": "γ",
    r"\sigma": "σ",
    r"\eta_{min}": "ηₘᵢₙ",
    r"\eta_{max}": "ηₘₐₓ",
}
LEARNING_RATES = (1e-5, 10.0)
SMALL_NUMBERS = (1e-12, 1.0)
MEMORIES = (0.0, 0.9999)


def symbol_text(latex: str) -> str:
    """Return a symbol as plain text."""
    return UNICODE_SYMBOLS.get(latex, latex)


def hyperparameter_field(hyperparameter: Hyperparameter, value: float) -> NumberField:
    """Return a field for a number.

    A factor below one is divided towards one (0.9, 0.99, 0.999), a share linearly, everything
    else logarithmically.
    """
    minimum = -math.inf if hyperparameter.minimum is None else hyperparameter.minimum
    maximum = math.inf if hyperparameter.maximum is None else hyperparameter.maximum
    label, symbol = hyperparameter.label, symbol_text(hyperparameter.symbol)
    hint = hyperparameter.hint
    if maximum == 1.0 and hyperparameter.maximum_excluded:
        return NumberField(
            label,
            value,
            minimum,
            maximum,
            symbol=symbol,
            tooltip=hint,
            scale="one_minus_log",
            slider_range=MEMORIES,
            exclusive_maximum=True,
        )
    if maximum < math.inf:
        return NumberField(label, value, minimum, maximum, symbol=symbol, tooltip=hint, step=0.05)
    return NumberField(
        label,
        value,
        minimum,
        maximum,
        symbol=symbol,
        tooltip=hint,
        scale="log",
        slider_range=LEARNING_RATES if hyperparameter.minimum_excluded else SMALL_NUMBERS,
        exclusive_minimum=hyperparameter.minimum_excluded,
    )


def schedule_field(parameter: ScheduleParameter, value: float) -> NumberField:
    """Return a field for a number that shapes a schedule."""
    maximum = math.inf if parameter.maximum is None else parameter.maximum
    symbol = symbol_text(parameter.symbol)
    if parameter.maximum is not None:
        return NumberField(parameter.label, value, parameter.minimum, maximum, symbol=symbol)
    counts = parameter.is_integer or parameter.minimum >= 1.0 or value > 10.0
    return NumberField(
        parameter.label,
        value,
        parameter.minimum,
        maximum,
        symbol=symbol,
        scale="log",
        slider_range=(max(1.0, parameter.minimum), 1e5) if counts else (1e-5, 10.0),
        exclusive_minimum=parameter.minimum_excluded,
        integer=parameter.is_integer,
    )
