import json
import os
import pty
import signal
import subprocess
import sys

import numpy as np
import pytest
from cli_samples import ENDLESS, GD, WILD, environment, experiment_file, gdstudio

from gdstudio.cli import main, run
from gdstudio.simulation.outcome import Outcome
from gdstudio.simulation.simulation import run as really_run


def test_that_the_table_says_how_each_run_ended(tmp_path, capsys):
    path = experiment_file(tmp_path, runs=[GD, WILD], title="Two valleys", start=[2.5])
    assert main(["run", str(path)]) == 0
    title, heading, *lines = capsys.readouterr().out.splitlines()
    assert title == "Two valleys"
    assert heading.split() == ["Run", "Outcome", "Step", "Loss", "Gradient", "norm"]
    assert lines[0].split()[:3] == ["●", "Calm", "converged"]
    assert lines[0].split()[4] == "-11.2003"
    assert lines[1].startswith("  Converged at step ")
    assert lines[2].split()[:4] == ["●", "Wild", "diverged", "2"]
    assert lines[3].startswith("  Diverged at step 2: the loss went from 0.3125 to ")
    assert len(lines) == 4


def test_that_a_run_that_diverged_is_a_result(tmp_path):
    assert main(["run", str(experiment_file(tmp_path, runs=[WILD]))]) == 0


def test_that_labels_are_shown_in_their_colours_on_a_terminal(tmp_path):
    done = gdstudio(
        "run", experiment_file(tmp_path), FORCE_COLOR="1", NO_COLOR="", COLORTERM="truecolor"
    )
    assert "\x1b[38;2;27;158;119m● Calm" in done.stdout


def test_that_a_label_is_never_markup(tmp_path, capsys):
    main(["run", str(experiment_file(tmp_path, runs=[GD | {"label": "[red]a[/red] :smile:"}]))])
    assert "● [red]a[/red] :smile:  " in capsys.readouterr().out


def test_that_lines_in_a_pipe_are_not_wrapped(tmp_path):
    done = gdstudio("run", experiment_file(tmp_path, runs=[WILD], start=[2.5]))
    assert len(done.stdout.splitlines()) == 3
    assert done.stdout.endswith("it is 1.\n")
    assert not any(line.endswith(" ") for line in done.stdout.splitlines())


def test_that_steps_replaces_the_limit_of_the_file(tmp_path):
    path = experiment_file(tmp_path, stop={"max_steps": 10, "gradient_tolerance": 0})
    assert main(["run", str(path), "--steps", "25", "--export", str(tmp_path / "o.npz")]) == 0
    with np.load(tmp_path / "o.npz") as archive:
        assert archive["run0.steps"][-1] == 25
        assert archive["run0.outcome"] == Outcome.MAX_STEPS.name.lower()


@pytest.mark.parametrize("number", ["0", "-3", "1.5", "1e3", "many", "", "1000000001", "1" * 9999])
def test_that_an_impossible_number_of_steps_is_refused(tmp_path, capsys, number):
    assert main(["run", str(experiment_file(tmp_path)), f"--steps={number}"]) == 2
    error = capsys.readouterr().err
    assert "argument --steps: expected a whole number from 1 to 1000000000, got " in error
    assert len(error) < 200


@pytest.mark.parametrize("number", ["1", "1000000000"])
def test_that_the_first_and_the_last_possible_number_of_steps_are_accepted(tmp_path, number):
    path = experiment_file(tmp_path, stop={"gradient_tolerance": 1.0})
    assert main(["run", str(path), "--steps", number, "--quiet"]) == 0


def test_that_quiet_prints_nothing(tmp_path, capfd):
    out = tmp_path / "o.csv"
    assert main(["run", str(experiment_file(tmp_path)), "--quiet", "--export", str(out)]) == 0
    assert capfd.readouterr() == ("", "")
    assert out.exists()


def test_that_quiet_does_not_hide_what_went_wrong(tmp_path, capsys):
    assert main(["run", str(tmp_path / "none.gds.json"), "--quiet"]) == 2
    assert "there is no such file" in capsys.readouterr().err


def test_that_a_bad_file_is_one_line_with_name_and_place(tmp_path):
    path = experiment_file(tmp_path, runs=[{"optimizer": {"method": "gd", "learning_rate": "x"}}])
    done = gdstudio("run", path)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith(
        f"gdstudio: {path}: runs[0].optimizer.learning_rate: expected a number > 0, got "
    )
    assert done.stderr.count("\n") == 1


def stderr_on_a_terminal(*arguments: str) -> bytes:
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "gdstudio", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=theirs,
        env=environment(TERM="xterm"),
    ) as process:
        os.close(theirs)
        seen = b""
        try:
            while piece := os.read(ours, 4096):
                seen += piece
        except OSError:  # Linux's way to say that the other end is closed
            pass
        process.communicate(timeout=60)
        os.close(ours)
        assert process.returncode == 0
    return seen


def test_that_a_progress_bar_is_shown_to_a_person(tmp_path):
    path = str(experiment_file(tmp_path))
    assert b"500/500" in stderr_on_a_terminal("run", path)
    assert stderr_on_a_terminal("run", path, "--quiet") == b""


def test_that_no_progress_bar_is_written_to_a_file(tmp_path):
    assert gdstudio("run", experiment_file(tmp_path), FORCE_COLOR="1").stderr == ""


@pytest.fixture
def default_interrupt():
    previous = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    assert signal.signal(signal.SIGINT, previous) is signal.default_int_handler


def interrupting(times: int):
    """The simulation, during which a person presses Ctrl+C."""

    def simulated(experiment, progress, should_stop):
        def pressed(step):
            for _ in range(times):
                signal.raise_signal(signal.SIGINT)
            progress(step)

        return really_run(experiment, pressed, should_stop)

    return simulated


def test_that_ctrl_c_ends_the_runs_and_exports_what_was_computed(
    tmp_path, monkeypatch, capsys, default_interrupt
):
    monkeypatch.setattr(run, "run", interrupting(1))
    path, out = experiment_file(tmp_path, stop=ENDLESS), tmp_path / "o.json"
    assert main(["run", str(path), "--export", str(out)]) == 1
    result = json.loads(out.read_text())["runs"][0]
    assert result["outcome"] == "stopped"
    assert result["steps"][0] == 0
    assert len(result["steps"]) == len(result["losses"]) > 1000
    assert " stopped " in capsys.readouterr().out


def test_that_a_second_ctrl_c_ends_the_program_and_writes_nothing(
    tmp_path, monkeypatch, default_interrupt
):
    monkeypatch.setattr(run, "run", interrupting(2))
    path, out = experiment_file(tmp_path, stop=ENDLESS), tmp_path / "o.json"
    with pytest.raises(SystemExit) as ended:
        main(["run", str(path), "--export", str(out)])
    assert ended.value.code == 1
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_that_ctrl_c_after_the_last_step_is_no_failure(tmp_path, monkeypatch, default_interrupt):
    monkeypatch.setattr(run, "run", interrupting(1))
    assert main(["run", str(experiment_file(tmp_path)), "--steps", "5"]) == 0


def test_that_a_process_that_ignores_ctrl_c_goes_on_doing_so(tmp_path, monkeypatch):
    previous = signal.signal(signal.SIGINT, signal.SIG_IGN)
    monkeypatch.setattr(run, "run", interrupting(2))
    try:
        assert main(["run", str(experiment_file(tmp_path)), "--steps", "9000"]) == 0
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, previous)
