import pytest
from cli_samples import experiment_file, python

# A module that is None in sys.modules cannot be imported.
BLOCKED = """
import sys
sys.modules["PySide6"] = sys.modules["shiboken6"] = sys.modules["pyqtgraph"] = None
from gdstudio.cli import main
sys.exit(main(sys.argv[1:]))
"""
WATCHED = """
import sys
from gdstudio.cli import main
status = main(sys.argv[1:])
loaded = [name for name in sys.modules if name.startswith(("PySide6", "pyqtgraph", "shiboken"))]
sys.exit(f"imported {loaded}" if loaded else status)
"""


@pytest.mark.parametrize("code", [BLOCKED, WATCHED])
@pytest.mark.parametrize(
    "arguments",
    [
        ["--version"],
        ["--help"],
        ["list", "functions"],
        ["list", "optimizers", "--json"],
        ["list", "datasets"],
        ["run", "FILE"],
        ["run", "FILE", "--export", "o.npz", "--export", "o.json"],
        ["run", "FILE", "--export", "o.csv"],
    ],
)
def test_that_only_windows_and_pictures_import_qt(tmp_path, monkeypatch, code, arguments):
    experiment_file(tmp_path, "FILE")
    monkeypatch.chdir(tmp_path)
    done = python(code, *arguments)
    assert (done.returncode, done.stderr) == (0, "")


def test_that_a_picture_without_qt_is_refused_with_what_to_install(tmp_path, monkeypatch):
    experiment_file(tmp_path, "FILE")
    monkeypatch.chdir(tmp_path)
    done = python(BLOCKED, "run", "FILE", "--export", "o.png")
    assert done.returncode == 1
    assert done.stderr.startswith("gdstudio: The export of pictures needs PySide6")
    assert done.stderr.endswith("python -m pip install PySide6-Essentials\n")


@pytest.mark.parametrize("module", ["numba", "numpy", "rich"])
def test_that_nothing_slow_is_imported_to_tell_the_version(module):
    code = f"import sys; from gdstudio.cli import main; main(['--version']); {module!r} in "
    assert python(f"{code} sys.modules and sys.exit(1)").returncode == 0
