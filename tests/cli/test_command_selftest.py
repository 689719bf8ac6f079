import os
from dataclasses import replace

import numpy as np
import pytest
from cli_samples import gdstudio, needs_app

from gdstudio import app
from gdstudio.cli import checks, main, selftest
from gdstudio.cli.checks import CHECKS, CheckError
from gdstudio.simulation.minimize import minimize
from gdstudio.simulation.problem import expression
from gdstudio.simulation.simulation import run
from gdstudio.ui.window_check import WindowTroubleError

NUMERIC = [name for name in CHECKS if name != "Picture"]


@needs_app
def test_that_all_is_well_without_a_display():
    done = gdstudio("selftest")
    lines = done.stdout.splitlines()
    assert lines[-1] == f"All {len(CHECKS)} checks passed."
    assert all(line.startswith("✓ ") for line in lines[:-1])
    assert (done.returncode, done.stderr) == (0, "")


@needs_app
def test_that_it_runs_where_only_ascii_can_be_shown():
    done = gdstudio("selftest", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert all(line.startswith("ok ") for line in done.stdout.splitlines()[:-1])


@pytest.mark.parametrize("name", NUMERIC)
def test_that_each_check_says_what_it_compared(name, capsys, monkeypatch):
    monkeypatch.setattr(selftest, "CHECKS", {name: CHECKS[name]})
    assert main(["selftest"]) == 0
    line, summary = capsys.readouterr().out.splitlines()
    assert line.startswith(f"✓ {name}: ")
    assert any(digit in line for digit in "123456789")
    assert summary == "All 1 checks passed."


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (CheckError("1 is not 2"), "✗ Broken: 1 is not 2"),
        (ImportError("no such library"), "✗ Broken: ImportError: no such library"),
        (ValueError("two\nlines"), r"✗ Broken: ValueError: two\nlines"),
    ],
)
def test_that_a_failure_is_a_line_and_the_other_checks_go_on(monkeypatch, capsys, error, line):
    def broken():
        raise error

    monkeypatch.setattr(selftest, "CHECKS", {"Broken": broken, "Sound": lambda: "1 = 1"})
    assert main(["selftest"]) == 1
    assert capsys.readouterr().out.splitlines() == [line, "✓ Sound: 1 = 1", "1 of 2 checks failed."]


def fails(name: str) -> str:
    with pytest.raises(CheckError) as failure:
        CHECKS[name]()
    return str(failure.value)


def test_that_a_wrong_value_is_found(monkeypatch):
    def off(text, variables):
        exact = expression(text, variables)
        return lambda point: exact(point) + (1e-9 if "tanh" in text else 0.0)

    monkeypatch.setattr(checks, "expression", off)
    assert "tanh" in fails("Formulas")


def test_that_a_wrong_gradient_is_found(monkeypatch):
    class Off:
        def __init__(self, text, variables):
            self.exact = expression(text, variables)

        def __call__(self, point):
            return self.exact(point)

        def gradient(self, point):
            return self.exact.gradient(point) + np.array([0.0, 1e-4])

    monkeypatch.setattr(checks, "expression", Off)
    assert "by differences" in fails("Gradients")


def test_that_a_descent_to_another_place_is_found(monkeypatch):
    monkeypatch.setattr(checks, "minimize", lambda *a, **k: minimize(*a, **k | {"start": [-2.0]}))
    assert fails("Descent").endswith("reaches -1.40177 (-1.75842), not 1.71394 (-11.20033)")


def test_that_a_method_that_climbs_is_found(monkeypatch):
    monkeypatch.setattr(checks, "minimize", lambda *a, **k: minimize("0x + 0y", *a[1:], **k))
    assert fails("Methods").startswith("gd goes from 0.0 to 0.0")


def test_that_a_line_that_is_not_fitted_is_found(monkeypatch):
    monkeypatch.setattr(checks, "_LINE", [(x, y + x) for x, y in checks._LINE])
    assert fails("Training") == (
        "gradient descent fits the line [1.25 1.5 ], and least squares say [2.25 1.5 ]"
    )


def test_that_wrong_slopes_of_a_network_are_found(monkeypatch):
    monkeypatch.setattr(checks, "_central_differences", lambda _, theta: np.full(theta.size, 9.0))
    assert fails("Training").startswith("the slopes of a network differ from central differences")


def test_that_a_run_that_differs_the_second_time_is_found(monkeypatch):
    seeds = iter([1, 2])
    monkeypatch.setattr(checks, "run", lambda each: run(replace(each, seed=next(seeds))))
    assert "differ" in fails("Repetition")


def test_that_an_experiment_that_changes_in_its_file_is_found(monkeypatch):
    other = checks.FORMAT.from_json(checks._SAMPLE | {"seed": 8})
    monkeypatch.setattr(checks, "load", lambda _: other)
    assert "differs" in fails("Experiment file")


def test_that_numbers_that_change_in_their_file_are_found(monkeypatch):
    real = checks.write_export

    def rounded(export, experiment, results):
        for result in results:
            result.losses[...] = np.round(result.losses, 3)
        real(export, experiment, run(experiment))

    monkeypatch.setattr(checks, "write_export", rounded)
    assert fails("Numbers") == "run0.losses read back differs from what was written"


@pytest.fixture
def drawing(monkeypatch):
    """Lets a test decide which bytes the picture has."""

    def decide(content):
        monkeypatch.setattr(checks, "missing_for_pictures", lambda: None)
        monkeypatch.setattr(
            checks, "write_export", lambda export, *_: export.target.write_bytes(content)
        )

    return decide


def test_that_a_file_that_is_no_picture_is_found(drawing):
    drawing(b"")
    assert fails("Picture") == "the PNG cannot be read: it is not a PNG"


def test_that_an_empty_picture_is_found(drawing):
    from test_png_reader import png

    drawing(png(np.zeros((30, 40, 4), np.uint8)))
    assert fails("Picture") == "the PNG, 40 x 30 pixels, has fewer than 64 colours"


def test_that_a_system_that_cannot_draw_is_found(monkeypatch):
    monkeypatch.setattr(checks, "missing_for_pictures", lambda: "libEGL.so.1 is missing")
    assert fails("Picture") == "libEGL.so.1 is missing"


@needs_app
def test_that_the_window_is_opened_used_and_closed(tmp_path):
    where = {name: os.environ[name] for name in ("DISPLAY", "XAUTHORITY") if name in os.environ}
    state = {name: str(tmp_path / name) for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME")}
    done = gdstudio("selftest", "--window", **(where or {"QT_QPA_PLATFORM": "offscreen"}), **state)
    first, *others = done.stdout.splitlines()
    assert first.startswith("✓ Window: the first picture after "), done.stdout
    for deed in ("x^2 + 3y^2 typed", "run to step 200", "one step back", "1920 x", "in 3-D"):
        assert deed in first
    assert others[-1] == f"All {len(CHECKS) + 1} checks passed."
    assert done.returncode == 0
    assert list(tmp_path.iterdir()) == []


def test_that_a_window_that_fails_is_a_line(monkeypatch, capsys):
    def broken():
        raise WindowTroubleError("The window did not close")

    monkeypatch.setattr(checks, "missing_requirement", lambda: None)
    monkeypatch.setattr(app, "check_window", broken)
    monkeypatch.setattr(selftest, "CHECKS", {})
    assert main(["selftest", "--window"]) == 1
    assert capsys.readouterr().out.splitlines()[0] == "✗ Window: The window did not close"


def test_that_a_window_without_a_display_is_a_line(monkeypatch, capsys):
    monkeypatch.setattr(checks, "missing_requirement", lambda: "There is no display")
    monkeypatch.setattr(selftest, "CHECKS", {})
    assert main(["selftest", "--window"]) == 1
    assert capsys.readouterr().out.splitlines()[0] == "✗ Window: There is no display"
