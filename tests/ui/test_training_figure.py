from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog
from studio import Studio, count_of, rgb
from trainings import LINE, MOONS, NETWORK, training

import gdstudio as gd
from gdstudio.experiment.model import Experiment
from gdstudio.ui.colours import DARK, LIGHT
from gdstudio.ui.figure import FigureStyle, render_figure
from gdstudio.ui.figure_pictures import best_run, training_pictures
from gdstudio.ui.fonts import application_font
from gdstudio.ui.picture_file import experiment_in_picture, png_bytes
from gdstudio.ui.picture_title import figure_title
from gdstudio.ui.plots.frame import Frame, frame_of_results
from gdstudio.ui.plots.legend_item import LegendItem

SMALL = FigureStyle(ratio=1.0)
LOGISTIC: dict[str, Any] = {"kind": "regression", "model": "logistic", "dataset": MOONS}
SINE = NETWORK | {"loss": "mse", "dataset": {"name": "sine", "samples": 40}}


def frame_of(*arguments: Any, **changes: Any) -> Frame:
    experiment = training(*arguments, **changes)
    return frame_of_results(experiment, gd.run(experiment))


@pytest.mark.parametrize(
    ("objective", "captions"),
    [
        (LINE, ["Loss E(w, b) with the paths", "Data and fit", "Loss", "Gradient norm"]),
        (
            LOGISTIC,
            [
                "Loss E(w1, w2) with the paths, the others held where All rows is",
                "Data and fit",
                "Loss",
                "Accuracy",
            ],
        ),
        (NETWORK, ["Decision of Batches of 10", "Loss", "Accuracy", "Gradient norm"]),
        (SINE, ["Fit of Batches of 10", "Loss", "Gradient norm"]),
    ],
)
def test_that_a_figure_shows_what_the_kind_of_training_asks_for(
    qapp: object, objective: dict[str, Any], captions: list[str]
) -> None:
    sizes = (None, 10) if objective is LOGISTIC else (10,)
    frame = frame_of(objective, sizes, steps=20)
    if objective is LOGISTIC:
        captions[0] = captions[0].replace("All rows", frame.experiment.runs[best_run(frame)].label)
    assert frame.problem is not None
    pictures, curves = training_pictures(frame, frame.problem, LIGHT, application_font())
    assert [each.caption for each in (*pictures, *curves)] == captions


@pytest.mark.parametrize("objective", [LINE, LOGISTIC, NETWORK, SINE])
@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_that_a_figure_has_the_colours_of_its_runs(
    qapp: object, objective: dict[str, Any], theme: Any
) -> None:
    frame = frame_of(objective, (2,), steps=20)
    image = render_figure(frame, FigureStyle(ratio=1.0, theme=theme))
    assert image.width() == SMALL.width
    pixels = rgb(image)
    assert count_of(pixels, frame.experiment.runs[0].color) > 200
    assert count_of(pixels, theme.card) > 0.2 * pixels[..., 0].size
    # The plots reach to the edges: no quarter of the figure is empty.
    height, width = pixels.shape[:2]
    for part in (pixels[: height // 2], pixels[height // 2 :]):
        for quarter in (part[:, : width // 2], part[:, width // 2 :]):
            assert np.unique(quarter.reshape(-1, 3), axis=0).shape[0] > 20


def test_that_the_legend_tells_the_final_losses(qapp: object) -> None:
    frame = frame_of(steps=20)
    legend = LegendItem(frame, LIGHT, application_font(), 900.0)
    run = frame.results[0]
    train, test = legend.text_of(0).split(" · ")
    assert train.startswith("training ")
    loss, accuracy = train.removeprefix("training ").split(", ")
    assert float(loss) == pytest.approx(run.train_losses[-1], rel=1e-3)
    assert float(accuracy.removesuffix(" %")) == pytest.approx(
        100 * run.train_accuracies[-1], abs=0.1
    )
    assert test.startswith("test ")


def test_that_the_best_run_has_the_lowest_training_loss_and_did_not_fly_off(qapp: object) -> None:
    frame = frame_of(LINE, (2, None, 5), steps=20)
    losses = [result.train_losses[-1] for result in frame.results]
    assert best_run(frame) == int(np.argmin(losses))
    hidden = frozenset({best_run(frame)})
    assert best_run(Frame(*_fields(frame), hidden=hidden)) not in hidden


def _fields(frame: Frame) -> tuple[Any, ...]:
    return frame.experiment, frame.results, frame.cursor, frame.heads


@pytest.mark.parametrize(
    ("objective", "title"),
    [
        (LINE, "Linear regression on data of its own"),
        (LOGISTIC, "Logistic regression on moons"),
        (LINE | {"model": "polynomial", "degree": 3}, "Polynomial regression of degree 3 on data"),
        (NETWORK, "Network …-4-1 on moons"),
    ],
)
def test_that_a_figure_without_a_title_says_what_is_trained(
    objective: dict[str, Any], title: str
) -> None:
    assert figure_title(training(objective)).startswith(title)
    assert figure_title(training(objective, title="Mine")) == "Mine"


def test_that_a_picture_finds_its_table_again_wherever_it_is(
    qapp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "points.csv").write_text("x,y\n1,2\n2,4\n3,6\n")
    source = {"csv": "points.csv", "inputs": ["x"], "target": "y"}
    experiment = training({"kind": "regression", "dataset": source}, (None,))
    monkeypatch.chdir(tmp_path)
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    image.fill(0)
    (tmp_path / "sub").mkdir()
    picture = tmp_path / "sub" / "figure.png"
    picture.write_bytes(png_bytes(image, experiment))
    found = experiment_in_picture(picture)
    assert found.objective.dataset.source.path == str(tmp_path / "points.csv")
    assert gd.run(found)[0].train_losses.size > 0


def test_that_the_window_exports_a_training(
    open_studio: Callable[[Experiment], Studio], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio = open_studio(training(steps=20))
    path = tmp_path / "figure.png"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    studio.window.actions_.export_picture.trigger()
    assert experiment_in_picture(path) == studio.experiment
    studio.window.actions_.copy_picture.trigger()
    assert studio.window.statusBar().currentMessage() == "The picture is on the clipboard."
