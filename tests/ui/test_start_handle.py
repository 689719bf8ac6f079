from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPointF
from studio import Studio

from gdstudio.experiment.model import Experiment, FunctionObjective
from gdstudio.ui.example import ready_example

OpenStudio = Callable[[Experiment], Studio]
DOMAINS = [
    ((-5.0, 5.0), (-5.0, 5.0)),
    ((-1e-9, 1e-9), (-1e-9, 1e-9)),
    ((1e6, 1e6 + 1.0), (1e6, 1e6 + 1.0)),
    ((-1e9, 1e9), (-1e-6, 1e-6)),
    ((1e-12, 3e-12), (-1e12, 1e12)),
]


def place_in(domain: tuple[tuple[float, float], ...], share: float) -> tuple[float, ...]:
    return tuple(low + share * (high - low) for low, high in domain)


GRIPS = [QPointF(0.0, 0.0), QPointF(6.0, -6.0), QPointF(-13.0, 2.0), QPointF(3.0, 13.0)]


@pytest.mark.parametrize("domain", DOMAINS, ids=str)
def test_that_the_start_is_dragged_in_any_domain(
    open_studio: OpenStudio, domain: tuple[tuple[float, float], ...]
) -> None:
    objective = FunctionObjective("x^2 + y^2", ("x", "y"), domain)
    start = place_in(domain, 0.3)
    studio = open_studio(replace(ready_example(), objective=objective, start=start, title=""))
    studio.settle_map()
    for grip, there in zip(GRIPS, (0.7, 0.3, 0.7, 0.3), strict=True):
        # Taken beside its middle, which nobody hits, it does not jump.
        begin = studio.place(*studio.experiment.start) + grip
        end = studio.place(*place_in(domain, there)) + grip
        studio.mouse.drag([begin, begin + QPointF(0.0, 20.0), end])
        studio.settle()
        for value, (low, high) in zip(studio.experiment.start, domain, strict=True):
            assert (value - low) / (high - low) == pytest.approx(there, abs=0.02)


def test_that_beside_the_start_nothing_is_taken_hold_of(open_studio: OpenStudio) -> None:
    studio = open_studio(ready_example())
    studio.settle_map()
    before = studio.experiment.start
    for grip in (QPointF(18.0, 0.0), QPointF(0.0, -18.0)):
        place = studio.place(*before) + grip
        studio.mouse.drag([place, place + QPointF(0.0, 30.0)])
        assert studio.experiment.start == before
