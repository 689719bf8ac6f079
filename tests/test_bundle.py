"""What the bundle may contain, held against what the program imports."""

import ast
import re
from pathlib import Path
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
    assert is_kept_in_spec()(name) is is_kept


def is_kept_in_spec() -> Any:
    """Return the function of the spec, without what PyInstaller would do."""
    tree = ast.parse(SPEC.read_text(encoding="utf-8"))
    (node,) = (
        each for each in tree.body if isinstance(each, ast.FunctionDef) and each.name == "is_kept"
    )
    import sys
    from pathlib import PurePath

    names: dict[str, Any] = {**constants(), "sys": sys, "PurePath": PurePath}
    exec(compile(ast.Module([node], []), str(SPEC), "exec"), names)
    return names["is_kept"]
