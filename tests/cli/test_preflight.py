import ctypes
import importlib
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from cli_samples import WITHOUT, environment

from gdstudio import preflight
from gdstudio.preflight import missing_for_pictures, missing_requirement

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="about the displays of Linux")

NO_DISPLAY = "There is no display for the window; `gdstudio run FILE` works without one"
REALLY_LOAD = ctypes.CDLL
REALLY_IMPORT = importlib.import_module


@pytest.fixture(autouse=True)
def untouched(monkeypatch):
    for name in (*WITHOUT, "XDG_RUNTIME_DIR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def answering(monkeypatch):
    """An X server that answers."""
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(preflight, "_x_server_answers", lambda: True)


def lacking(monkeypatch, *libraries, plugins=()):
    """A system without some libraries; Qt's plugins name the first that they miss."""

    def load(name, *rest):
        missing = libraries[0] if Path(name).name in plugins else name
        if missing in libraries:
            raise OSError(f"{missing}: cannot open shared object file: No such file or directory")
        return SimpleNamespace()

    monkeypatch.setattr(preflight.ctypes, "CDLL", load)


def qt_fails(monkeypatch, error):
    def import_module(name):
        if name == "PySide6.QtGui":
            raise error
        return REALLY_IMPORT(name)

    monkeypatch.setattr(preflight.importlib, "import_module", import_module)


def test_that_nothing_of_qt_is_imported_with_the_module():
    code = "import sys, gdstudio.preflight; sys.exit('PySide6' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_that_no_display_is_a_sentence_that_names_the_way_without_one():
    assert missing_requirement() == NO_DISPLAY


def test_that_a_display_on_which_nobody_answers_is_no_display(monkeypatch):
    monkeypatch.setenv("DISPLAY", ":98765")
    assert missing_requirement() == NO_DISPLAY


@pytest.mark.parametrize("platform", ["offscreen", "minimal", "vnc:size=800x600", "linuxfb"])
def test_that_a_platform_without_a_display_needs_none(monkeypatch, platform):
    monkeypatch.setenv("QT_QPA_PLATFORM", platform)
    assert missing_requirement() is None


def test_that_a_platform_that_is_asked_for_needs_its_display(monkeypatch, answering):
    monkeypatch.setenv("QT_QPA_PLATFORM", "wayland")
    assert missing_requirement() == NO_DISPLAY


def test_that_wayland_serves_without_x11(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert missing_requirement() == NO_DISPLAY
    (tmp_path / "wayland-0").touch()
    lacking(monkeypatch)
    assert missing_requirement() is None


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_that_other_systems_always_have_a_display(monkeypatch, platform):
    monkeypatch.setattr(preflight.sys, "platform", platform)
    assert missing_requirement() is None


def test_that_a_library_that_qt_lacks_is_named_with_its_package(monkeypatch, answering):
    lacking(monkeypatch, "libEGL.so.1")
    qt_fails(monkeypatch, ImportError("libEGL.so.1: cannot open shared object file: No such file"))
    assert missing_requirement() == (
        "GD Studio's window needs the system library libEGL.so.1: install with"
        "  sudo apt install libegl1  (Debian, Ubuntu) or"
        "  sudo dnf install 'libEGL.so.1()(64bit)'  (Fedora)"
    )


def test_that_all_libraries_that_are_missing_are_named_at_once(monkeypatch, answering):
    lacking(
        monkeypatch,
        "libxcb-cursor.so.0",
        "libEGL.so.1",
        "libgthread-2.0.so.0",
        "libglib-2.0.so.0",
        plugins=["libqxcb.so"],
    )
    sentence = missing_requirement()
    assert "needs the system libraries libxcb-cursor.so.0, libEGL.so.1, lib" in sentence
    assert "sudo apt install libegl1 libglib2.0-0 libxcb-cursor0  (" in sentence


def test_that_the_x11_plugin_is_tried_before_qt_would_abort(monkeypatch, answering):
    lacking(monkeypatch, "libxcb-icccm.so.4", plugins=["libqxcb.so"])
    assert "sudo apt install libxcb-icccm4 " in missing_requirement()


def test_that_one_of_two_displays_is_enough(monkeypatch, tmp_path, answering):
    (tmp_path / "wayland-0").touch()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    lacking(monkeypatch, "libxcb-icccm.so.4", plugins=["libqxcb.so"])
    assert missing_requirement() is None


def test_that_a_library_that_nobody_knows_is_named_all_the_same(monkeypatch):
    lacking(monkeypatch, "libodd.so.9")
    qt_fails(monkeypatch, ImportError("libodd.so.9: cannot open shared object file: No such file"))
    assert missing_for_pictures() == (
        "The export of pictures needs the system library libodd.so.9:"
        " install the packages that contain them"
    )


def test_that_another_fault_of_qt_is_passed_on(monkeypatch):
    qt_fails(monkeypatch, ImportError("undefined symbol: _Zodd"))
    assert missing_for_pictures() == (
        "The export of pictures cannot load Qt: undefined symbol: _Zodd"
    )


def test_that_pyside_itself_can_be_what_is_missing(monkeypatch):
    error = ModuleNotFoundError("No module named 'PySide6'", name="PySide6")
    qt_fails(monkeypatch, error)
    assert missing_for_pictures() == (
        "The export of pictures needs PySide6: python -m pip install PySide6-Essentials"
    )


def test_that_pictures_need_no_display():
    assert missing_for_pictures() is None


@pytest.mark.skipif(shutil.which("xvfb-run") is None, reason="needs xvfb-run")
def test_that_a_real_x_server_is_enough():
    code = "from gdstudio.preflight import missing_requirement; print(missing_requirement())"
    done = subprocess.run(
        ["xvfb-run", "-a", sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env=environment(),
        timeout=60,
        check=False,
    )
    assert done.stdout == "None\n"


@pytest.mark.skipif(shutil.which("readelf") is None, reason="needs readelf")
def test_that_every_system_library_that_qt_needs_has_a_package():
    root = Path(REALLY_IMPORT("PySide6").__file__).parent / "Qt"
    files = [
        *(root / "lib" / f"libQt6{part}.so.6" for part in ("Core", "Gui", "Widgets", "Svg")),
        *(root / "lib" / f"libQt6{part}.so.6" for part in ("DBus", "XcbQpa", "OpenGLWidgets")),
        root / "plugins/platforms/libqxcb.so",
    ]
    if not all(file.exists() for file in files):
        pytest.skip("Qt is not laid out as in its wheels")
    listing = subprocess.run(
        ["readelf", "-d", *map(str, files)], capture_output=True, text=True, check=True
    ).stdout
    needed = set(re.findall(r"\(NEEDED\).*\[(.+?)\]", listing))
    everywhere = r"lib(Qt6|icu|c\.|m\.|dl\.|rt\.|pthread\.|gcc_s|stdc\+\+|zstd\.)|ld-linux"
    assert {name for name in needed if not re.match(everywhere, name)} == preflight._PACKAGES.keys()
