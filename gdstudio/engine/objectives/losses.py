"""What a network is trained to make small: the loss E of outputs y and targets o."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

SQUARES, DISTANCES, HUBER, BINARY, SOFTMAX = range(5)


@dataclass(frozen=True)
class Loss:
    """A loss: a number for each sample, added up over the rows of a batch and multiplied.

    Attributes
    ----------
    key, label
        In files; in the window.
    formula, derivative
        E and ∂E/∂y as LaTeX, for n samples and m outputs.
    hint
        One sentence for a student.
    code
        What ``measure`` knows the sum by.
    factor
        What the sum is multiplied by.
    averages_samples, averages_outputs
        Whether it is also divided by n (the rows that are there), by m.
    is_for_classes
        Whether the targets are classes: 0 and 1, or one column of 0 and 1 for each class. The
        outputs are then logits, and an accuracy can be told.
    """

    key: str
    label: str
    formula: str
    derivative: str
    hint: str
    code: int
    factor: float = 1.0
    averages_samples: bool = True
    averages_outputs: bool = False
    is_for_classes: bool = False


LOSSES: Mapping[str, Loss] = MappingProxyType(
    {
        loss.key: loss
        for loss in (
            Loss(
                "mse",
                "Mean squared error",
                r"E = \frac{1}{n m} \sum \sum (y - o)^2",
                r"\frac{\partial E}{\partial y} = \frac{2}{n m}(y - o)",
                "The mean of all squared errors.",
                SQUARES,
                factor=2.0,
                averages_outputs=True,
            ),
            Loss(
                "half_sse",
                "Half the sum of squared errors",
                r"E = \frac{1}{2} \sum \sum (y - o)^2",
                r"\frac{\partial E}{\partial y} = y - o",
                "The lecture's E: a sum, so that larger batches make longer steps.",
                SQUARES,
                averages_samples=False,
            ),
            Loss(
                "half_mse",
                "Half the mean squared error",
                r"E = \frac{1}{2 n} \sum \sum (y - o)^2",
                r"\frac{\partial E}{\partial y} = \frac{1}{n}(y - o)",
                "The squared length of a sample's error, halved; the mean over the samples.",
                SQUARES,
            ),
            Loss(
                "mae",
                "Mean absolute error",
                r"E = \frac{1}{n m} \sum \sum |y - o|",
                r"\frac{\partial E}{\partial y} = \frac{1}{n m}\, sign(y - o)",
                "Outliers pull no harder than others; there is a kink at 0.",
                DISTANCES,
                averages_outputs=True,
            ),
            Loss(
                "huber",
                "Huber",
                r"E = \frac{1}{n m} \sum \sum \frac{1}{2}(y - o)^2 \;(|y - o| \leq 1),"
                r" \; |y - o| - \frac{1}{2} \;(|y - o| > 1)",
                r"\frac{\partial E}{\partial y} = \frac{1}{n m} \min(\max(y - o, -1), 1)",
                "Squares near the target, distances far from it: outliers pull with a bounded"
                " force.",
                HUBER,
                averages_outputs=True,
            ),
            Loss(
                "binary_cross_entropy",
                "Binary cross-entropy",
                r"E = \frac{1}{n} \sum \sum (\ln(1 + e^y) - o\, y)",
                r"\frac{\partial E}{\partial y} = \frac{1}{n}(\frac{1}{1 + e^{-y}} - o)",
                "For yes or no: the outputs are logits, a sigmoid is taken within the loss.",
                BINARY,
                is_for_classes=True,
            ),
            Loss(
                "cross_entropy",
                "Cross-entropy",
                r"E = -\frac{1}{n} \sum \sum o \ln p, \quad p = \frac{e^{y}}{\sum e^{y}}",
                r"\frac{\partial E}{\partial y} = \frac{1}{n}(p - o)",
                "For one out of several classes: the outputs are logits, a softmax is taken within"
                " the loss.",
                SOFTMAX,
                is_for_classes=True,
            ),
        )
    }
)
