from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from studio import Studio

from gdstudio.experiment.model import Experiment
from gdstudio.simulation.files import FORMAT
from gdstudio.simulation.simulation import Simulation

OpenStudio = Callable[[Experiment], Studio]

FILE: dict[str, Any] = {
    "format": "gdstudio.experiment",
    "version": 1,
    "objective": {"kind": "function", "expression": "x^2 + 3y^2", "gradient_noise": 1.0},
    "start": [4.0, 3.0],
    "stop": {"max_steps": 5000, "gradient_tolerance": 0},
    "runs": [
        {"optimizer": {"method": "momentum", "learning_rate": 0.01}},
        {"optimizer": {"method": "gd", "learning_rate": 0.01}},
    ],
}


@pytest.fixture
def few_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let traces forget most steps."""
    monkeypatch.setattr("gdstudio.simulation.trace.MOST_ROWS", 64)


def test_that_a_step_that_takes_long_to_be_found_is_found_in_the_background(
    open_studio: OpenStudio, few_rows: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    experiment = FORMAT.from_json(FILE)
    studio = open_studio(experiment)
    monkeypatch.setattr("gdstudio.ui.stage.PROMPT", 1e-9)
    studio.window.player.seek(3001)
    # At once a step before it that is recorded.
    first = studio.frame
    assert first.cursor == 3001
    assert all(2900 < head.step < 3001 for head in first.heads)
    studio.wait(lambda: all(head.step == 3001 for head in studio.frame.heads))
    alone = Simulation(experiment)
    alone.advance(5001)
    for head, run in zip(studio.frame.heads, alone.runs, strict=True):
        np.testing.assert_array_equal(head.parameters, run.row(3001).parameters)


def test_that_what_was_found_for_another_step_is_not_shown(
    open_studio: OpenStudio, few_rows: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio = open_studio(FORMAT.from_json(FILE))
    monkeypatch.setattr("gdstudio.ui.stage.PROMPT", 1e-9)
    shown: list[int] = []
    studio.window.stage.frame_changed.connect(lambda frame: shown.append(frame.cursor))
    for step in (3001, 1203, 4007, 2005):
        studio.window.player.seek(step)
    studio.wait(lambda: all(head.step == 2005 for head in studio.frame.heads))
    assert shown == [3001, 1203, 4007, 2005, 2005]
