import math
from collections.abc import Mapping

import numpy as np
import pytest
from reference_methods import FUNCTIONS, RULES, Function, Memory, reference_path

import gdstudio as gd
from gdstudio.engine.optimizers.optimizer import Convention, Hyperparameter, Optimizer
from gdstudio.engine.optimizers.registry import OPTIMIZERS

STEPS = 200

CHOICES: Mapping[str, tuple[dict[str, float], ...]] = {
    "gd": ({},),
    "momentum": (
        {},
        {"momentum": 0.0},
        {"momentum": 0.5, "dampening": 0.3},
        {"dampening": 1.0},
    ),
    "nesterov": ({}, {"momentum": 0.0}, {"momentum": 0.7}),
    "adagrad": ({}, {"epsilon": 1e-3}, {"epsilon": 0.5}),
    "rmsprop": (
        {},
        {"rho": 0.9, "epsilon": 1e-3},
        {"rho": 0.9, "epsilon": 1e-2, "momentum": 0.5},
        {"rho": 0.9, "epsilon": 1.0, "centered": True},
        {"rho": 0.5, "epsilon": 2.0, "centered": True, "momentum": 0.6},
    ),
    "adam": (
        {},
        {"beta1": 0.5, "beta2": 0.9, "epsilon": 1e-3},
        {"amsgrad": True, "beta2": 0.8},
        {"beta1": 0.0, "beta2": 0.0, "epsilon": 0.1},
    ),
}

CASES = [
    pytest.param(method, convention, choice, id=f"{method}-{convention}-{number}")
    for method, convention in RULES
    for number, choice in enumerate(CHOICES[method])
]


def conventions() -> list[tuple[Optimizer, Convention]]:
    return [(method, each) for method in OPTIMIZERS.values() for each in method.conventions]


def values_of(method: str, convention: str | None, choice: dict[str, float]) -> dict[str, float]:
    optimizer = OPTIMIZERS[method]
    chosen = optimizer.convention(convention)
    defaults = {each.name: chosen.default_of(each) for each in optimizer.hyperparameters}
    return {**defaults, **choice}


def rate_of(method: str, function: Function) -> float:
    # A method that divides by the gradient's size jitters about a minimum, and there rounding
    # grows from step to step: stay on the slope.
    return 0.002 if method in ("adagrad", "rmsprop", "adam") else function.rate


def assert_same_path(
    method: str,
    convention: str | None,
    choice: dict[str, float],
    function: Function,
    rate: float,
    **common: float | None,
) -> None:
    result = gd.minimize(
        function.text,
        start=function.start,
        method=method,
        convention=convention,
        learning_rate=rate,
        steps=STEPS,
        **choice,  # type: ignore[arg-type]
        **common,
    )
    hyperparameters = values_of(method, convention, choice)
    expected = list(
        reference_path(
            method,
            convention,
            hyperparameters,
            function,
            [rate] * STEPS,
            **common,  # type: ignore[arg-type]
        )
    )
    path = np.array([theta for theta, _ in expected])
    norms = np.array([norm for _, norm in expected])
    losses = np.array([function.value(theta) for theta, _ in expected])
    assert np.isfinite(path).all()
    assert result.steps.tolist() == list(range(STEPS + 1))
    for got, wanted in (
        (result.parameters, path),
        (result.losses, losses),
        (result.gradient_norms, norms),
    ):
        np.testing.assert_allclose(got, wanted, rtol=1e-12, atol=1e-12 * np.abs(wanted).max())


@pytest.mark.parametrize(("method", "convention", "choice"), CASES)
@pytest.mark.parametrize("name", FUNCTIONS)
def test_that_a_method_does_what_its_formula_says(
    method: str, convention: str | None, choice: dict[str, float], name: str
) -> None:
    function = FUNCTIONS[name]
    rate = rate_of(method, function)
    for factor in (1.0, 0.3):
        assert_same_path(method, convention, choice, function, factor * rate)


@pytest.mark.parametrize(("method", "convention", "choice"), CASES)
def test_that_an_update_rule_follows_given_gradients(
    method: str, convention: str | None, choice: dict[str, float]
) -> None:
    values = values_of(method, convention, choice)
    rule = OPTIMIZERS[method].convention(convention)
    generator = np.random.default_rng(11)
    gradients = generator.standard_normal((STEPS, 3)) * [1.0, 1e-3, 50.0] + [0.0, 1e-3, -20.0]
    rates = generator.uniform(0.001, 0.1, STEPS)
    theta = np.array([1.0, -2.0, 30.0])
    hyper = np.array([float(value) for value in values.values()][1:])
    slots = np.repeat(np.array(rule.initial_slots).reshape(-1, 1), 3, axis=1)
    expected, memory = theta.tolist(), Memory(3)
    for t in range(1, STEPS + 1):
        g, rate = gradients[t - 1], float(rates[t - 1])
        rule.update(theta, g, slots, hyper, rate, t)
        expected = RULES[method, convention](expected, g.tolist(), rate, t, values, memory)
        np.testing.assert_allclose(theta, expected, rtol=1e-12, atol=1e-12)


# A clipped slope is steady: the spread about its mean is then nothing but rounding.
UNCENTRED = [case for case in CASES if "centered" not in case.values[2]]


@pytest.mark.parametrize(("method", "convention", "choice"), UNCENTRED)
def test_that_the_gradient_is_clipped_before_the_decay_is_added(
    method: str, convention: str | None, choice: dict[str, float]
) -> None:
    for name in ("two valleys", "bowl"):
        function = FUNCTIONS[name]
        rate = rate_of(method, function)
        assert_same_path(method, convention, choice, function, rate, weight_decay=0.3)
        assert_same_path(method, convention, choice, function, rate, clip_norm=0.7)
        assert_same_path(
            method, convention, choice, function, rate, clip_norm=0.7, weight_decay=0.3
        )


def test_that_clipping_first_differs_from_decaying_first() -> None:
    # g = 20 is clipped to 1, then 0.5 · 10 is added; the other way round would give 1.
    result = gd.minimize(
        "x^2", start=[10.0], learning_rate=1.0, steps=1, clip_norm=1.0, weight_decay=0.5
    )
    clipped = 20.0 * (1.0 / (20.0 + 1e-6))
    assert result.parameters[1, 0] == pytest.approx(10.0 - (clipped + 5.0), rel=1e-15)
    assert result.gradient_norms[0] == 20.0


def test_that_a_short_gradient_is_not_stretched_by_clipping() -> None:
    result = gd.minimize("x^2", start=[1.0], learning_rate=0.1, steps=1, clip_norm=100.0)
    assert result.parameters[1, 0] == 1.0 - 0.1 * 2.0


@pytest.mark.parametrize("convention", ["keras", "ema"])
def test_that_dampening_is_of_the_pytorch_convention_alone(convention: str) -> None:
    def path(dampening: float) -> np.ndarray:
        return gd.minimize(
            "x^2",
            start=[3.0],
            method="momentum",
            convention=convention,
            dampening=dampening,
            steps=20,
        ).parameters

    np.testing.assert_array_equal(path(0.0), path(0.9))


def test_that_the_default_convention_is_that_of_pytorch() -> None:
    for method in OPTIMIZERS.values():
        first = method.conventions[0]
        assert method.convention(None) is first
        assert first.key == ("pytorch" if len(method.conventions) > 1 else None)


def test_that_an_unknown_convention_is_a_key_error() -> None:
    with pytest.raises(KeyError, match="caffe"):
        OPTIMIZERS["adam"].convention("caffe")


def test_that_centred_rmsprop_survives_a_steady_slope() -> None:
    # s − m² is 0 there but for rounding, which may make it negative.
    result = gd.minimize(
        "0.1x + 0.7y", start=[2.0, 1.0], method="rmsprop", centered=True, steps=5000
    )
    assert np.isfinite(result.parameters).all()


@pytest.mark.parametrize("method", OPTIMIZERS)
def test_that_a_flat_place_is_not_left(method: str) -> None:
    for convention in OPTIMIZERS[method].conventions:
        result = gd.minimize(
            "(x y)^2", start=[0.0, 0.0], method=method, convention=convention.key, steps=50
        )
        np.testing.assert_array_equal(result.parameters, np.zeros((51, 2)))


def test_that_every_method_stands_under_its_own_key() -> None:
    assert list(OPTIMIZERS) == ["gd", "momentum", "nesterov", "adagrad", "rmsprop", "adam"]
    for key, method in OPTIMIZERS.items():
        assert method.key == key
        assert method.label
        assert method.hint.endswith(".")


def test_that_the_learning_rate_comes_first_and_names_are_distinct() -> None:
    for method in OPTIMIZERS.values():
        names = [each.name for each in method.hyperparameters]
        assert names[0] == "learning_rate"
        assert len(set(names)) == len(names)
        keys = [each.key for each in method.conventions]
        assert len(set(keys)) == len(keys)


def is_in_range(hyperparameter: Hyperparameter, value: float) -> bool:
    low, high = hyperparameter.minimum, hyperparameter.maximum
    above = low is None or (value > low if hyperparameter.minimum_excluded else value >= low)
    below = high is None or (value < high if hyperparameter.maximum_excluded else value <= high)
    return above and below and math.isfinite(value)


def test_that_every_default_is_in_range_and_of_its_kind() -> None:
    for method, convention in conventions():
        names = {each.name for each in method.hyperparameters}
        assert set(convention.defaults) <= names
        for each in method.hyperparameters:
            value = convention.default_of(each)
            assert isinstance(value, bool) == each.is_switch
            assert each.is_switch or is_in_range(each, value)


def test_that_defaults_are_those_of_the_frameworks() -> None:
    def defaults(method: str, convention: str | None) -> dict[str, float]:
        return values_of(method, convention, {})

    assert defaults("gd", None) == {"learning_rate": 0.01}
    assert defaults("momentum", "keras") == {
        "learning_rate": 0.01,
        "momentum": 0.9,
        "dampening": 0.0,
    }
    assert defaults("nesterov", "lookahead") == {"learning_rate": 0.01, "momentum": 0.9}
    assert defaults("adagrad", "pytorch") == {"learning_rate": 0.01, "epsilon": 1e-10}
    assert defaults("adagrad", "keras") == {"learning_rate": 0.01, "epsilon": 1e-7}
    shared = {"momentum": 0.0, "centered": False}
    assert defaults("rmsprop", "pytorch") == {
        "learning_rate": 0.01,
        "rho": 0.99,
        "epsilon": 1e-8,
        **shared,
    }
    assert defaults("rmsprop", "keras") == {
        "learning_rate": 0.001,
        "rho": 0.9,
        "epsilon": 1e-7,
        **shared,
    }
    betas = {"learning_rate": 0.001, "beta1": 0.9, "beta2": 0.999, "amsgrad": False}
    assert defaults("adam", "pytorch") == {**betas, "epsilon": 1e-8}
    assert defaults("adam", "keras") == {**betas, "epsilon": 1e-7}


def test_that_every_convention_has_a_formula_and_a_label() -> None:
    for method, convention in conventions():
        assert convention.label
        values = {each.name: convention.default_of(each) for each in method.hyperparameters}
        lines = convention.formula(values)
        assert r"\theta \leftarrow" in lines[-1]


@pytest.mark.parametrize("convention", ["pytorch", "keras"])
def test_that_the_formula_of_rmsprop_is_the_rule_that_is_used(convention: str) -> None:
    formula = OPTIMIZERS["rmsprop"].convention(convention).formula
    plain = formula({"momentum": 0.0, "centered": False})
    heavy = formula({"momentum": 0.5, "centered": False})
    centered = formula({"momentum": 0.0, "centered": True})
    both = formula({"momentum": 0.5, "centered": True})
    assert [len(each) for each in (plain, heavy, centered, both)] == [2, 3, 3, 4]
    assert not any(r"\mu" in line or "a^2" in line for line in plain)
    for lines in (heavy, both):
        assert lines[-2].startswith(r"b \leftarrow \mu b + ")
        # PyTorch multiplies the sum by the rate of now, Keras each of its terms by its own.
        assert (r"\eta" in lines[-1]) == (convention == "pytorch")
        assert (r"\eta" in lines[-2]) == (convention == "keras")
    for lines in (centered, both):
        assert lines[1] == r"a \leftarrow \alpha a + (1 - \alpha)\, g"
        assert any(r"\sqrt{s - a^2" in line for line in lines)


@pytest.mark.parametrize("convention", ["pytorch", "keras"])
def test_that_the_formula_of_adam_is_the_rule_that_is_used(convention: str) -> None:
    formula = OPTIMIZERS["adam"].convention(convention).formula
    plain, largest = formula({"amsgrad": False}), formula({"amsgrad": True})
    assert not any("max" in line for line in plain)
    assert r"v_{max} \leftarrow \max(v_{max}, v)" in largest
    assert "{v_{max}}" in "".join(largest[3:])
    assert "{v}" not in "".join(largest)


def test_that_methods_know_whether_their_steps_grow_with_the_gradient() -> None:
    """A gradient a thousand times as large makes a step of the same size, or it does not."""
    for key, method in OPTIMIZERS.items():
        steps = []
        for scale in (1.0, 1000.0):
            values = {"learning_rate": 0.001}
            result = gd.minimize(f"{scale} x", [0.0], method=key, steps=1, **values)
            steps.append(-result.parameters[1, 0])
        assert method.is_adaptive == (steps[1] < 1.1 * steps[0])


LIMITS = [
    (method.key, convention.key, values)
    for method, convention in conventions()
    if convention.highest_stable is not None
    for values in (
        {},
        *({"momentum": each} for each in (0.0, 0.5, 0.95) if method.key == "momentum"),
    )
]


@pytest.mark.parametrize(("key", "convention", "chosen"), LIMITS)
def test_that_steps_are_stable_below_the_limit_and_not_above(
    key: str, convention: str | None, chosen: Mapping[str, float]
) -> None:
    method = OPTIMIZERS[key]
    rule = method.convention(convention)
    values = {each.name: rule.default_of(each) for each in method.hyperparameters} | chosen
    assert rule.highest_stable is not None
    limit = rule.highest_stable(values) / 3.0
    for factor, grows in ((0.98, False), (1.02, True)):
        options = dict(chosen) | {"learning_rate": factor * limit}
        result = gd.minimize(
            "1.5 x^2", [1.0], method=key, convention=convention, steps=2000, **options
        )
        assert (abs(result.parameters[-1, 0]) > 1.0) == grows


def test_that_dampening_that_leaves_nothing_has_no_limit() -> None:
    limit = OPTIMIZERS["momentum"].convention("pytorch").highest_stable
    assert limit is not None
    assert limit({"momentum": 0.5, "dampening": 0.5}) == 6.0
    assert limit({"momentum": 0.5, "dampening": 1.0}) == math.inf
