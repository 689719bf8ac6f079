from collections.abc import Callable

import numpy as np
import pytest
from many_variables import Parameters, Slices
from PySide6.QtWidgets import QApplication
from studio import Studio, count_of, rgb

from gdstudio.experiment.model import Experiment
from gdstudio.simulation.files import shipped_example
from gdstudio.ui.labs.parameters_page import Way

OpenStudio = Callable[[Experiment], Studio]


def test_that_a_file_shows_the_slice_that_is_seen(open_studio: OpenStudio) -> None:
    studio = open_studio(shipped_example("9-five-variables"))
    assert studio.window.centre.figure() is None
    page = Slices(studio).page
    figure = studio.window.centre.figure()
    assert figure.size() == page._canvas.size() * 2
    assert figure.devicePixelRatio() == 2.0
    pixels = rgb(figure)
    assert len(np.unique(pixels.reshape(-1, 3), axis=0)) > 1000
    # Long paths are whole: there is ink just before each marker.
    for run in studio.experiment.runs:
        assert count_of(pixels, run.color) > 500


def test_that_a_file_shows_the_parameters_that_are_seen(open_studio: OpenStudio) -> None:
    studio = open_studio(shipped_example("9-five-variables"))
    Parameters(studio)
    run = studio.experiment.runs[studio.frame.selected]
    assert count_of(rgb(studio.window.centre.figure()), run.color) > 100


@pytest.mark.parametrize("way", list(Way))
def test_that_the_lines_of_parameters_are_drawn_for_the_figure(
    open_studio: OpenStudio, way: Way
) -> None:
    studio = open_studio(shipped_example("9-five-variables"))
    parameters = Parameters(studio)
    if way is Way.STEPS:
        parameters.over_the_steps()
    studio.window.player.to_end()
    parameters.settle()
    figure = rgb(studio.window.centre.figure()).astype(int)
    # What is only enlarged has pixels in fours that are all but the same.
    rows, columns = figure.shape[0] // 2 * 2, figure.shape[1] // 2 * 2
    fours = figure[:rows, :columns].reshape(rows // 2, 2, columns // 2, 2, 3)
    uneven = np.abs(fours - fours[:, :1, :, :1]).max(axis=(1, 3, 4)) > 60
    area = uneven[rows // 8 : 3 * rows // 8]
    assert area.mean() > 0.016
    # The screen goes on as before.
    parameters.settle()
    assert not parameters.plot.is_behind


@pytest.mark.parametrize("key", ["landscape", "backpropagation", "initializations"])
def test_that_each_page_of_a_network_has_a_figure(open_studio: OpenStudio, key: str) -> None:
    studio = open_studio(shipped_example("3-xor"))
    lab = studio.window.centre.lab
    assert studio.window.centre.figure() is None
    lab.open_page(key)
    QApplication.processEvents()
    figure = studio.window.centre.figure()
    assert figure.width() > 400
    assert len(np.unique(rgb(figure).reshape(-1, 3), axis=0)) > 3
