import sys

import pytest
from cli_samples import experiment_file, fake_app, gdstudio

import gdstudio as gd
from gdstudio.cli import main, window


@pytest.fixture
def opened(monkeypatch):
    """What the window is asked to open, on a system where it could be."""
    paths = []

    def run_window(path):
        paths.append(path)
        return 7

    monkeypatch.setitem(sys.modules, "gdstudio.app", fake_app(run_window=run_window))
    monkeypatch.setattr(window, "missing_requirement", lambda: None)
    return paths


def test_that_without_arguments_the_window_opens_and_its_status_is_returned(opened):
    assert main([]) == 7
    assert opened == [None]


def test_that_a_file_is_opened_in_the_window(opened, tmp_path):
    path = experiment_file(tmp_path)
    assert main([str(path)]) == 7
    assert opened == [path]


@pytest.mark.parametrize("name", ["./run", "./list", "./selftest"])
def test_that_a_file_named_like_a_command_is_opened(opened, tmp_path, monkeypatch, name):
    experiment_file(tmp_path, name)
    monkeypatch.chdir(tmp_path)
    assert main([name]) == 7
    assert len(opened) == 1


def test_that_a_file_that_does_not_exist_is_refused_before_the_window_opens(opened, capsys):
    assert main(["nowhere.gds.json"]) == 2
    assert opened == []
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err == 'gdstudio: cannot open "nowhere.gds.json": there is no such file\n'


def test_that_a_bad_file_is_refused_with_its_name_and_the_place_before_the_window_opens(
    opened, tmp_path, capsys
):
    path = experiment_file(tmp_path, seed="x")
    assert main([str(path)]) == 2
    assert opened == []
    error = capsys.readouterr().err
    assert error.startswith(f"gdstudio: {path}: seed: expected ")
    assert error.count("\n") == 1


def test_that_what_a_desktop_opens_is_judged_by_the_window(opened, tmp_path, capsys):
    path = experiment_file(tmp_path, seed="x")
    assert main(["--open", str(path)]) == 7
    assert main(["--open"]) == 7
    assert opened == [path, None]
    assert capsys.readouterr().err == ""


def test_that_a_system_without_a_display_gets_a_sentence_and_status_1(tmp_path):
    done = gdstudio(experiment_file(tmp_path))
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == (
        "gdstudio: There is no display for the window; `gdstudio run FILE` works without one\n"
    )


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["a.gds.json", "b.gds.json"], "unrecognized arguments: b.gds.json"),
        (["--frobnicate"], "unrecognized arguments: --frobnicate"),
        (["run"], "required: FILE"),
        (["run", "x", "--steps"], "argument --steps: expected one argument"),
        (["run", "x", "--ste", "5"], "unrecognized arguments: --ste 5"),
        (["list"], "required: WHAT"),
        (["list", "optimisers"], "invalid choice: 'optimisers' (choose from 'functions'"),
        (["selftest", "now"], "unrecognized arguments: now"),
    ],
)
def test_that_bad_usage_is_one_line_on_stderr_and_status_2(arguments, complaint, capsys):
    assert main(arguments) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.startswith("gdstudio: ")
    assert complaint in output.err
    assert output.err.count("\n") == 1


def test_that_bad_usage_points_to_the_help_of_the_command(capsys):
    main(["run"])
    assert "(gdstudio run --help says more)" in capsys.readouterr().err


def test_that_the_version_is_printed(capsys):
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"gdstudio {gd.__version__}\n"


@pytest.mark.parametrize("command", [[], ["run"], ["list"], ["selftest"]])
def test_that_every_command_has_a_help(command, capsys):
    assert main([*command, "--help"]) == 0
    assert capsys.readouterr().out.startswith(f"usage: {' '.join(['gdstudio', *command])}")


def test_that_a_line_break_in_a_name_does_not_break_the_line(capsys):
    assert main(["no\nsuch\x1b[31mfile"]) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "\x1b" not in error
    assert r"no\nsuch\x1b[31mfile" in error


def test_that_ctrl_c_outside_of_a_run_is_one_line_and_status_1(monkeypatch, capsys):
    def interrupted(path):
        raise KeyboardInterrupt

    monkeypatch.setattr(window, "open_window", interrupted)
    assert main([]) == 1
    assert capsys.readouterr().err == "gdstudio: interrupted\n"


def test_that_too_little_memory_is_one_line_and_status_1(monkeypatch, capsys):
    def too_large(path):
        raise MemoryError

    monkeypatch.setattr(window, "open_window", too_large)
    assert main([]) == 1
    assert capsys.readouterr().err == "gdstudio: there is not enough memory for that\n"
