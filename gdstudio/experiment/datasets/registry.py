"""All generators, in the order in which they are shown."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from gdstudio.experiment.datasets.class_shapes import (
    BLOBS,
    CHECKERBOARD,
    CIRCLES,
    MOONS,
    SPIRALS,
    XOR,
)
from gdstudio.experiment.datasets.generator import Generator
from gdstudio.experiment.datasets.regression_shapes import LINE, PLANE, POLYNOMIAL, SADDLE, SINE

GENERATORS: Final[Mapping[str, Generator]] = MappingProxyType(
    {
        generator.key: generator
        for generator in (
            MOONS,
            CIRCLES,
            BLOBS,
            XOR,
            SPIRALS,
            CHECKERBOARD,
            LINE,
            SINE,
            POLYNOMIAL,
            PLANE,
            SADDLE,
        )
    }
)
