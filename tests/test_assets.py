import subprocess
import sys
from pathlib import Path

from gdstudio.assets import asset


def test_that_shipped_files_are_found() -> None:
    assert asset("gallery.json").is_file()
    assert asset("icons", "play.svg").is_file()
    assert asset("fonts", "Inter-Regular.otf").is_file()


def test_that_a_source_tree_works_without_being_installed() -> None:
    tree = Path(__file__).parents[1]
    # -S leaves site-packages out, and with them the installed package; -P the present folder.
    paths = [str(tree), *(path for path in sys.path if "site-packages" in path)]
    used = "import gdstudio; gdstudio.run; print(gdstudio.__file__)"
    script = f"import sys; sys.path[:0] = {paths}; {used}"
    done = subprocess.run(
        [sys.executable, "-S", "-P", "-c", script],
        capture_output=True,
        text=True,
        check=True,
        cwd=tree.parent,
    )
    assert Path(done.stdout.strip()).is_relative_to(tree)
