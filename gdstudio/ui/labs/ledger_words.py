"""What is said of each step of the ledger: a heading, a sentence, the formula, its numbers."""

import math
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from gdstudio.engine.objectives.activations import ACTIVATIONS
from gdstudio.engine.objectives.architecture import Architecture
from gdstudio.engine.objectives.losses import LOSSES
from gdstudio.simulation.ledger import Ledger
from gdstudio.simulation.ledger_steps import LedgerStep, Phase
from gdstudio.simulation.sample_loss import SampleLoss
from gdstudio.ui.labs.ledger_choice import LedgerChoice, Weight
from gdstudio.ui.labs.ledger_symbols import (
    in_brackets,
    indexed,
    input_symbol,
    joined,
    number,
    sum_of_products,
    vector,
    weight_symbol,
)


@dataclass(frozen=True)
class StepFormula:
    """A formula as LaTeX and as plain text."""

    latex: str
    plain: str


def heading_of(step: LedgerStep) -> str:
    """Return the name of a step."""
    layer = step.layer + 1
    match step.phase:
        case Phase.SAMPLE:
            return _tr("The sample")
        case Phase.FORWARD:
            return _tr("Forward, layer {layer}").format(layer=layer)
        case Phase.LOSS:
            return _tr("The loss")
        case Phase.DELTA:
            return _tr("Back, layer {layer}: δ").format(layer=layer)
        case _:
            return _tr("Layer {layer}: ∂E/∂w").format(layer=layer)


def sentence_of(step: LedgerStep, architecture: Architecture) -> str:
    """Return what happens in a step."""
    is_last = step.layer == len(architecture.layers) - 1
    activation = ACTIVATIONS[architecture.layers[step.layer].activation]
    match step.phase:
        case Phase.SAMPLE:
            return _tr("The inputs x of this sample come in; the target o is what should come out.")
        case Phase.FORWARD:
            return _tr(
                "Each unit adds up what comes in times its weights, and its bias; y = f(z), with"
                " f: {activation}."
            ).format(activation=activation.label)
        case Phase.LOSS:
            return factor_sentence(architecture)
        case Phase.DELTA if is_last:
            return _tr("δ is how the loss changes with z: its slope in y times the slope of f.")
        case Phase.DELTA:
            return _tr(
                "The δ of the next layer come back through the weights; the slope of f is the next"
                " factor."
            )
        case _:
            return _tr("A weight changes z by what comes in through it; a bias by 1.")


def factor_sentence(architecture: Architecture) -> str:
    """Return which factor stands before the sum of a loss, for one sample."""
    label, m = LOSSES[architecture.loss].label, architecture.outputs
    match architecture.loss:
        case "mse" | "mae" | "huber":
            text = _tr(
                "{loss} of one sample: the sum over the m = {m} outputs times 1/(nm) = 1/{m}."
            )
        case "half_sse":
            text = _tr("{loss}: the sum times ½, and never divided by the number of samples.")
        case "half_mse":
            text = _tr("{loss} of one sample: the sum times 1/(2n) = ½.")
        case _:
            text = _tr("{loss} of one sample: the factor 1/n is 1. The outputs are logits.")
    return text.format(loss=label, m=m)


def formula_of(step: LedgerStep, architecture: Architecture) -> StepFormula:
    """Return the formula of a step."""
    activation = ACTIVATIONS[architecture.layers[step.layer].activation]
    loss = LOSSES[architecture.loss]
    match step.phase:
        case Phase.SAMPLE:
            return StepFormula(r"x \;\rightarrow\; y \;\rightarrow\; E(y, o)", "x → y → E(y, o)")
        case Phase.FORWARD:
            total = r"z_j = \sum_i w_{ij}\, x_i + b_j, \quad "
            return StepFormula(total + activation.formula, "z = Σ w x + b,  y = f(z)")
        case Phase.LOSS:
            return StepFormula(loss.formula, "E(y, o)")
        case Phase.DELTA if step.layer == len(architecture.layers) - 1:
            delta = r"\delta_j = \frac{\partial E}{\partial y_j}\, f'(z_j), \quad "
            both = rf"{delta}{loss.derivative}, \quad {activation.derivative}"
            return StepFormula(both, "δ = ∂E/∂y · f′(z)")
        case Phase.DELTA:
            delta = r"\delta_j = f'(z_j) \sum_k w_{jk}\, \delta_k, \quad "
            return StepFormula(delta + activation.derivative, "δ = f′(z) Σ w δ")
        case _:
            penalty = r" + \lambda w_{ij}" if architecture.l2 else ""
            latex = (
                r"\frac{\partial E}{\partial w_{ij}} = x_i\, \delta_j"
                rf"{penalty}, \quad \frac{{\partial E}}{{\partial b_j}} = \delta_j"
            )
            return StepFormula(latex, "∂E/∂w = x δ,  ∂E/∂b = δ")


def numbers_of(ledger: Ledger, choice: LedgerChoice, most: int) -> tuple[str, str]:
    """Return the formula with the numbers of the unit that is explained, in two lines.

    Of sums, at most so many terms are written.
    """
    layer, unit = choice.step.layer, choice.unit
    match choice.step.phase:
        case Phase.SAMPLE:
            return f"x = {vector(ledger.inputs)}", f"o = {vector(ledger.loss.targets)}"
        case Phase.FORWARD:
            return _forward_numbers(ledger, layer, unit, most)
        case Phase.LOSS:
            return _loss_numbers(ledger.loss, layer, unit, most)
        case Phase.DELTA:
            return _delta_numbers(ledger, layer, unit, most)
        case _:
            return _gradient_numbers(ledger, choice)


def _forward_numbers(ledger: Ledger, layer: int, unit: int, most: int) -> tuple[str, str]:
    entry = ledger.forward(layer, unit)
    z, y = indexed("z", layer, unit), indexed("y", layer, unit)
    total = joined([sum_of_products(entry.weights, entry.inputs, most), number(entry.bias)])
    return (
        f"{z} = {total} = {number(entry.pre_activation)}",
        f"{y} = f({number(entry.pre_activation)}) = {number(entry.activation)}",
    )


def _loss_numbers(loss: SampleLoss, layer: int, unit: int, most: int) -> tuple[str, str]:
    texts = [
        _term_text(loss.key, *(float(each) for each in term))
        for term in zip(loss.outputs, loss.targets, loss.terms, strict=True)
        # Of the classes that a sample is not, the terms are 0.
        if loss.key != "cross_entropy" or term[1] != 0.0
    ]
    more = [*texts[:most], "…"] if len(texts) > most else texts
    total = joined(more)
    if loss.factor != 1.0:
        total = f"{number(loss.factor)} · {total if len(texts) == 1 else f'[{total}]'}"
    y, o = float(loss.outputs[unit]), float(loss.targets[unit])
    return (
        f"E = {total} = {number(loss.loss)}",
        f"∂E/∂{indexed('y', layer, unit)} = {_slope_text(loss, unit, y, o)}"
        f"{number(float(loss.derivatives[unit]))}",
    )


def _term_text(key: str, y: float, o: float, term: float) -> str:
    """Return what one output adds to the sum of a loss."""
    error = f"{number(y)} − {in_brackets(o)}"
    match key:
        case "mse" | "half_sse" | "half_mse":
            return f"({error})²"
        case "mae":
            return f"|{error}|"
        case "huber":
            return f"½·({error})²" if abs(y - o) <= 1.0 else f"(|{error}| − ½)"
        case "binary_cross_entropy":
            return f"ln(1 + e^{in_brackets(y)}) − {number(o)}·{in_brackets(y)}"
        case _:
            return f"−ln {number(math.exp(-term / o))}"


def _slope_text(loss: SampleLoss, unit: int, y: float, o: float) -> str:
    """Return how ∂E/∂y comes about, with " = " after it; "" where it is told by the formula."""
    if loss.probabilities is not None:
        return f"p − o = {number(float(loss.probabilities[unit]))} − {in_brackets(o)} = "
    if loss.key in ("mse", "half_sse", "half_mse"):
        factor, error = 2.0 * loss.factor, f"{number(y)} − {in_brackets(o)}"
        return f"{error} = " if factor == 1.0 else f"{number(factor)} · ({error}) = "
    return ""


def _delta_numbers(ledger: Ledger, layer: int, unit: int, most: int) -> tuple[str, str]:
    entry = ledger.delta(layer, unit)
    upstream = f"∂E/∂{indexed('y', layer, unit)}"
    if entry.deltas.size:
        first = (
            f"{upstream} = {sum_of_products(entry.weights, entry.deltas, most)}"
            f" = {number(entry.upstream)}"
        )
    else:
        loss = ledger.loss
        y, o = float(loss.outputs[unit]), float(loss.targets[unit])
        first = f"{upstream} = {_slope_text(loss, unit, y, o)}{number(entry.upstream)}"
    return first, (
        f"{indexed('δ', layer, unit)} = {number(entry.upstream)} · {in_brackets(entry.slope)}"
        f" = {number(entry.delta)}"
    )


def _gradient_numbers(ledger: Ledger, choice: LedgerChoice) -> tuple[str, str]:
    layer, unit = choice.step.layer, choice.unit
    chosen = choice.weight
    source = 0
    if (chosen.layer, chosen.unit) == (layer, unit) and chosen.source is not None:
        source = chosen.source
    weight, bias = ledger.weight(layer, source, unit), ledger.weight(layer, None, unit)
    delta = ledger.delta(layer, unit).delta
    penalty = f" + {in_brackets(weight.penalty)}" if weight.penalty else ""
    incoming = weight.factors[-1].value
    symbol = weight_symbol(Weight(layer, source, unit))
    return (
        f"∂E/∂{symbol} = {input_symbol(layer, source)} · {indexed('δ', layer, unit)} ="
        f" {number(incoming)} · {in_brackets(delta)}{penalty} = {number(weight.derivative)}",
        f"∂E/∂{indexed('b', layer, unit)} = {indexed('δ', layer, unit)}"
        f" = {number(bias.derivative)}",
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("Ledger", text)
