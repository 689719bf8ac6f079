import subprocess
import sys
from pathlib import Path

import pytest
from cli_samples import GD, WILD, environment, experiment_file, gdstudio

ODD = GD | {"label": "Größe θ → 0"}
ASCII = [
    {"PYTHONIOENCODING": "ascii"},
    {"LC_ALL": "C", "PYTHONIOENCODING": "", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
]


@pytest.mark.parametrize("variables", ASCII)
def test_that_a_run_is_shown_where_only_ascii_can_be(tmp_path, variables):
    path = experiment_file(tmp_path, runs=[ODD, WILD], title="Täler")
    done = gdstudio("run", path, **variables)
    assert (done.returncode, done.stderr) == (0, "")
    assert "* Gr??e ? ? 0   converged" in done.stdout


@pytest.mark.parametrize("variables", ASCII)
@pytest.mark.parametrize("arguments", [["list", "functions"], ["--help"], ["run", "--help"]])
def test_that_lists_and_help_are_shown_where_only_ascii_can_be(arguments, variables):
    done = gdstudio(*arguments, **variables)
    assert (done.returncode, done.stderr) == (0, "")


def test_that_a_complaint_is_shown_where_only_ascii_can_be():
    done = gdstudio("Täler.gds.json", PYTHONIOENCODING="ascii")
    assert done.returncode == 2
    assert done.stderr == ('gdstudio: cannot open "T\\xe4ler.gds.json": there is no such file\n')


@pytest.mark.parametrize(
    "arguments", [["list", "functions"], ["list", "functions", "--json"], ["run"], ["--help"]]
)
def test_that_a_reader_that_leaves_is_no_failure(tmp_path, arguments):
    if arguments == ["run"]:
        arguments = ["run", str(experiment_file(tmp_path)), "--export", str(tmp_path / "o.npz")]
    with subprocess.Popen(
        [sys.executable, "-m", "gdstudio", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as process:
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=60) == 0
    assert (tmp_path / "o.npz").exists() == (arguments[0] == "run")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
@pytest.mark.parametrize("arguments", [["list", "functions"], ["--version"]])
def test_that_output_to_a_full_disk_is_a_sentence(arguments):
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "gdstudio", *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            env=environment(),
            timeout=60,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr == b"gdstudio: cannot write the output: No space left on device\n"


def test_that_a_program_without_a_console_can_run(tmp_path):
    # As Windows starts a program with a window: there is neither stdout nor stderr.
    code = (
        "import sys; sys.stdout = sys.stderr = None\n"
        "from gdstudio.cli import main\n"
        "codes = [main(['list', 'schedules']), main(['--version']), main(['none.gds.json'])]\n"
        "sys.exit(codes != [0, 0, 2])"
    )
    done = subprocess.run([sys.executable, "-c", code], env=environment(), timeout=60, check=False)
    assert done.returncode == 0
