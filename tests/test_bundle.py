"""What the bundle may contain, held against what the program imports."""

import ast
import compileall
import importlib
import os
import re
import sys
from pathlib import Path, PurePath
from py_compile import PycInvalidationMode
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
SPEC = ROOT / "gdstudio.spec"

GPL_ONLY = {
    *("Charts", "DataVisualization", "Graphs", "Lottie", "NetworkAuth", "Quick3DPhysics"),
    *("ShaderTools", "VirtualKeyboard", "WaylandCompositor", "HttpServer", "CoAP", "Mqtt"),
}
"""Modules of Qt 6 that are not under the LGPL (doc.qt.io, "Licenses used in Qt")."""


def constants() -> dict[str, Any]:
    """Return what the spec says in capitals, as far as it is plain data."""
    tree = ast.parse(SPEC.read_text(encoding="utf-8"))
    found: dict[str, Any] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            if name.isupper() and name != "MOMENT":
                found[name] = eval(  # the project's own file
                    compile(ast.Expression(node.value), str(SPEC), "eval"), {}, dict(found)
                )
    return found


def imported_modules() -> set[str]:
    text = "\n".join(each.read_text(encoding="utf-8") for each in ROOT.glob("gdstudio/**/*.py"))
    return set(re.findall(r"(?:from|import) PySide6\.Qt(\w+)", text))


def test_that_the_bundle_has_every_module_of_qt_that_is_imported() -> None:
    assert imported_modules() <= constants()["QT_MODULES"]


def test_that_the_bundle_has_no_module_of_qt_that_is_not_lgpl() -> None:
    assert not constants()["QT_LIBRARIES"] & GPL_ONLY


def test_that_what_the_bundle_has_of_qt_is_agreed_upon() -> None:
    assert constants()["QT_LIBRARIES"] == {
        *("Core", "DBus", "Gui", "OpenGL", "OpenGLWidgets", "Svg", "Test", "Widgets"),
        *("WaylandClient", "WlShellIntegration", "XcbQpa"),
    }


@pytest.mark.parametrize(
    ("name", "is_kept"),
    [
        ("PySide6/Qt/lib/libQt6Core.so.6", True),
        ("PySide6/Qt/lib/libQt6Pdf.so.6", False),
        ("PySide6/Qt/lib/libQt6Network.so.6", False),
        ("PySide6/Qt/lib/libicudata.so.73", True),
        ("PySide6/QtWidgets.abi3.so", True),
        ("PySide6/QtNetwork.abi3.so", False),
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6/Qt/plugins/platforms/libqvnc.so", False),
        ("PySide6/Qt/plugins/platformthemes/libqgtk3.so", False),
        ("PySide6/Qt/plugins/xcbglintegrations/libqxcb-glx-integration.so", True),
        ("PySide6/Qt/translations/qt_de.qm", False),
        ("libgtk-3.so.0", False),
        ("libstdc++.so.6", False),
        ("libX11.so.6", False),
        ("libxcb-cursor.so.0", True),
        ("libpython3.11.so.1.0", True),
        ("numpy.libs/libscipy_openblas64_-32a4b2a6.so", True),
        ("gdstudio/resources/gallery.json", True),
    ],
)
def test_that_only_what_is_needed_is_kept(
    name: str, is_kept: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    assert function_of_spec("is_kept")(name) is is_kept


def test_that_the_bundle_has_every_module_of_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    modules = function_of_spec("modules")()
    assert {
        "gdstudio",
        "gdstudio.__main__",
        "gdstudio.interface",
        "gdstudio.engine.objectives.vector_code",
        "gdstudio.ui.labs.surface_page",
    } <= set(modules)
    assert len(modules) == len(set(modules))


def test_that_the_bundle_has_what_the_program_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    listed = function_of_spec("resources")()
    found = {PurePath(source).as_posix(): target for source, target in listed}
    assert PurePath(found["resources/gallery.json"]) == PurePath("gdstudio/resources")
    assert "resources/examples/1-line.gds.json" in found
    assert not [name for name in found if name.endswith(".py") or "/pictures/" in name]


def test_that_sources_come_with_their_bytecode(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "gdstudio" / "part.py"
    source.parent.mkdir()
    source.write_text("VALUE = 1\n", encoding="utf-8")
    function_of_spec("settle", MOMENT=1_000_000_000)(source.parent)
    assert source.stat().st_mtime == 1_000_000_000
    # It is taken as it is, whatever happens to the source's time: the source is not even read.
    source.write_text("VALUE = 2\n", encoding="utf-8")
    monkeypatch.syspath_prepend(source.parent)
    assert importlib.import_module("part").VALUE == 1
    del sys.modules["part"]


def function_of_spec(name: str, **names: Any) -> Any:
    """Return a function of the spec, without what PyInstaller would do."""
    tree = ast.parse(SPEC.read_text(encoding="utf-8"))
    (node,) = (
        each for each in tree.body if isinstance(each, ast.FunctionDef) and each.name == name
    )
    known: dict[str, Any] = {
        **constants(),
        "Path": Path,
        "PurePath": PurePath,
        "PycInvalidationMode": PycInvalidationMode,
        "compileall": compileall,
        "os": os,
        "sys": sys,
        **names,
    }
    exec(compile(ast.Module([node], []), str(SPEC), "exec"), known)
    return known[name]
