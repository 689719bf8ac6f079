"""What to train, and on which data: immutable, comparable values."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GeneratedSource:
    """A data set that the program makes.

    Attributes
    ----------
    name
        Key of the generator, such as ``moons``.
    samples
        Number of rows.
    noise
        Standard deviation of the normal noise.
    parameters
        Name and value of what this generator alone knows (``turns`` of the spirals), in its order.
    """

    name: str
    samples: int = 200
    noise: float = 0.1
    parameters: tuple[tuple[str, float | int], ...] = ()


@dataclass(frozen=True, slots=True)
class CsvSource:
    """Columns of a file of comma-separated values.

    Attributes
    ----------
    path
        The file: absolute, or relative to the current folder. In an experiment file it is relative
        to that file.
    inputs, target
        Names of columns. A file without a header has the columns ``column 1``, ``column 2``, …
    delimiter
        What separates the values; None: found out.
    header
        Whether the first line has names; None: found out.
    """

    path: str
    inputs: tuple[str, ...]
    target: str
    delimiter: str | None = None
    header: bool | None = None


@dataclass(frozen=True, slots=True)
class InlineSource:
    """Data that stand in the experiment itself: (n, f) inputs and (n, m) targets, row by row.

    A target may be text, the name of a class; then m is 1.
    """

    inputs: tuple[tuple[float, ...], ...]
    targets: tuple[tuple[float | str, ...], ...]


@dataclass(frozen=True, slots=True)
class Dataset:
    """Rows to train on and rows to test with.

    Attributes
    ----------
    source
        Where the rows come from.
    test_fraction
        Which part of the rows is held back for the test, in [0, 1).
    standardize
        Whether each input is brought to mean 0 and standard deviation 1, as fitted on the
        training rows.
    seed
        Of the generator and of the split.
    """

    source: GeneratedSource | CsvSource | InlineSource
    test_fraction: float = 0.0
    standardize: bool = False
    seed: int = 0


@dataclass(frozen=True, slots=True)
class RegressionObjective:
    """A model that is linear in its parameters.

    Attributes
    ----------
    model
        ``linear``, ``polynomial`` or ``logistic``.
    loss
        Key of the loss.
    degree
        Of the polynomial; 1 for the other models.
    l2
        λ of ½λ‖w‖², on weights, not on the bias.
    """

    dataset: Dataset
    model: str = "linear"
    loss: str = "mse"
    degree: int = 1
    l2: float = 0.0


@dataclass(frozen=True, slots=True)
class Layer:
    """A fully connected layer: z = xW + b, y = activation(z).

    Attributes
    ----------
    slope
        λ of the ``sigmoid`` y = 1/(1 + e^(−λz)); 1 for the others.
    """

    units: int
    activation: str
    slope: float = 1.0


@dataclass(frozen=True, slots=True)
class Initialization:
    """How the weights are drawn; biases begin with 0.

    Attributes
    ----------
    scheme
        Key of the scheme, such as ``glorot_uniform``.
    parameters
        Name and value of what the scheme needs: ``limit`` of ``uniform``, ``std`` of ``normal``.
    """

    scheme: str = "glorot_uniform"
    parameters: tuple[tuple[str, float | int], ...] = ()


@dataclass(frozen=True, slots=True)
class NetworkObjective:
    """A feed-forward network.

    Attributes
    ----------
    layers
        From the first hidden layer to the output layer.
    loss
        Key of the loss.
    l2
        λ of ½λ‖W‖², on weights, not on biases.
    """

    dataset: Dataset
    layers: tuple[Layer, ...]
    loss: str = "mse"
    init: Initialization = Initialization()
    l2: float = 0.0
