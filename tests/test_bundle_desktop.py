"""What desktops are told of the program, held against the program."""

import configparser
import os
import platform
import plistlib
import re
import subprocess
import tarfile
import xml.etree.ElementTree as ET
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from bundled import FOLDER, ROOT, module
from PySide6.QtGui import QColor, QImage, QImageReader

import gdstudio
from gdstudio.simulation.files import ENDING

DESKTOP = FOLDER / "desktop"
MIME = "{http://www.freedesktop.org/standards/shared-mime-info}"
identity = module("identity")
icon_files = module("icon_files")


@pytest.fixture(scope="module")
def entry() -> dict[str, str]:
    """What stands in the menu's entry."""
    parser = configparser.RawConfigParser(delimiters=("=",))
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(DESKTOP / "gdstudio.desktop", encoding="utf-8")
    return dict(parser["Desktop Entry"])


@pytest.fixture(scope="module")
def mime_type() -> ET.Element:
    """What shared-mime-info is told of experiments."""
    (found,) = ET.parse(DESKTOP / "gdstudio.xml").getroot()
    return found


@pytest.fixture(scope="module")
def component() -> ET.Element:
    """What AppStream is told of the program."""
    return ET.parse(DESKTOP / f"{identity.IDENTIFIER}.metainfo.xml").getroot()


def text(element: ET.Element, path: str) -> str:
    found = element.findtext(path)
    assert found is not None
    return found


def test_that_the_bundle_has_the_version_of_the_program() -> None:
    assert gdstudio.__version__ == identity.VERSION
    assert ".".join(map(str, identity.release())) == gdstudio.__version__


def test_that_the_menu_starts_the_program_with_a_file(entry: dict[str, str]) -> None:
    assert entry["Exec"] == "gdstudio --open %f"
    assert entry["Terminal"] == "false"


def test_that_menu_and_store_and_window_have_the_same_name(
    entry: dict[str, str], component: ET.Element
) -> None:
    source = (ROOT / "gdstudio" / "app.py").read_text(encoding="utf-8")
    (name,) = re.findall(r'setApplicationName\("(.*)"\)', source)
    # Qt makes the class of X11's windows of it; Wayland's is the name of the menu's file.
    assert name == entry["StartupWMClass"] == entry["Name"] == identity.NAME
    assert text(component, "name") == identity.NAME
    assert re.findall(r'setDesktopFileName\("(.*)"\)', source) == ["gdstudio"]
    assert text(component, "launchable") == "gdstudio.desktop"
    assert text(component, "id") == identity.IDENTIFIER


def test_that_menu_and_store_say_the_same(entry: dict[str, str], component: ET.Element) -> None:
    assert entry["Comment"] == text(component, "summary") == identity.SUMMARY
    for key, path in {"Categories": "categories/category", "Keywords": "keywords/keyword"}.items():
        assert entry[key].rstrip(";").split(";") == [each.text for each in component.iterfind(path)]


def test_that_an_experiment_is_json_with_an_ending_of_its_own(
    mime_type: ET.Element,
) -> None:
    assert mime_type.get("type") == identity.MEDIA_TYPE
    assert identity.ENDING == ENDING
    above = mime_type.find(f"{MIME}sub-class-of")
    assert above is not None
    assert above.get("type") == "application/json"
    glob = mime_type.find(f"{MIME}glob")
    assert glob is not None
    assert glob.get("pattern") == f"*{ENDING}"
    assert int(glob.get("weight", "50")) > 50, "*.json would win"


def test_that_menu_and_store_know_the_type_of_experiments(
    entry: dict[str, str], component: ET.Element
) -> None:
    assert entry["MimeType"] == f"{identity.MEDIA_TYPE};"
    assert text(component, "provides/mediatype") == identity.MEDIA_TYPE
    assert text(component, "provides/binary") == "gdstudio"


def test_that_the_store_has_the_last_release_of_the_changelog(
    component: ET.Element,
) -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    found = re.search(r"^## (\S+) \((.*)\)$", changelog, re.MULTILINE)
    assert found is not None
    release = component.find("releases/release")
    assert release is not None
    assert release.get("version") == found[1] == gdstudio.__version__
    if found[2] == "unreleased":
        assert release.get("type") == "development"
    else:
        assert (release.get("type", "stable"), release.get("date")) == ("stable", found[2])


def test_that_the_store_has_the_licence_of_the_project(component: ET.Element) -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f'license = "{text(component, "project_license")}"' in project


@pytest.mark.parametrize("side", [16, 48, 256])
def test_that_icons_are_the_drawing_in_its_size(side: int) -> None:
    icon = QImage.fromData(icon_files.png(side))
    assert (icon.width(), icon.height()) == (side, side)
    assert icon.pixelColor(0, 0).alpha() == 0
    # The ball: (27, 30) of 64.
    ball = icon.pixelColor(side * 27 // 64, side * 30 // 64)
    assert ball.name() == QColor("#ffb62e").name()


@pytest.mark.parametrize(
    ("name", "sides"),
    [
        ("ico", [16, 20, 24, 32, 40, 48, 64, 96, 128, 256]),
        ("icns", [16, 32, 64, 128, 256, 256, 512, 512, 1024]),
    ],
)
def test_that_icon_files_are_read_by_qt(name: str, sides: list[int], tmp_path: Path) -> None:
    path = tmp_path / f"icon.{name}"
    path.write_bytes(getattr(icon_files, name)())
    reader = QImageReader(str(path))
    assert reader.format().data().decode() == name
    found = []
    for index in range(reader.imageCount()):
        reader.jumpToImage(index)
        found.append(reader.read().width())
    assert found == sides


def test_that_windows_shows_name_and_version() -> None:
    resource = windows_resource()
    assert ".".join(map(str, resource["numbers"])) == f"{gdstudio.__version__}.0"
    assert resource["strings"]["ProductVersion"] == gdstudio.__version__
    assert resource["strings"]["FileDescription"] == "GD Studio"
    assert resource["translation"] == [0x0409, 1200]


def windows_resource() -> dict[str, Any]:
    """Return what PyInstaller would read of the version resource."""
    found: dict[str, Any] = {}
    names = {
        "VSVersionInfo": lambda **_: found,
        "FixedFileInfo": lambda filevers, **_: found.update(numbers=filevers),
        "StringFileInfo": tuple,
        "StringTable": lambda _, strings: found.update(strings=dict(strings)),
        "StringStruct": lambda key, value: (key, value),
        "VarFileInfo": tuple,
        "VarStruct": lambda _, value: found.update(translation=value),
    }
    return eval(module("windows").version_resource(), {}, names)  # type: ignore[no-any-return]


def test_that_macos_gives_experiments_to_the_program() -> None:
    information = plistlib.loads(plistlib.dumps(module("macos").information()))
    (kind,) = information["UTExportedTypeDeclarations"]
    assert kind["UTTypeConformsTo"] == ["public.json"]
    assert kind["UTTypeTagSpecification"] == {
        "public.filename-extension": [ENDING.lstrip(".")],
        "public.mime-type": [identity.MEDIA_TYPE],
    }
    own, json = information["CFBundleDocumentTypes"]
    assert own["LSItemContentTypes"] == [kind["UTTypeIdentifier"]]
    assert (own["LSHandlerRank"], json["LSHandlerRank"]) == ("Owner", "Alternate")
    assert information["CFBundleVersion"] == gdstudio.__version__
    assert information["NSHighResolutionCapable"] is True


def test_that_macos_lets_numba_write_machine_code() -> None:
    with (FOLDER / "entitlements.plist").open("rb") as file:
        entitlements = plistlib.load(file)
    prefix = "com.apple.security.cs."
    wanted = ("allow-jit", "allow-unsigned-executable-memory", "disable-library-validation")
    assert entitlements == {f"{prefix}{each}": True for each in wanted}


@pytest.fixture
def linux(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """What packs, where the bundle is a program that says what it was given."""
    linux = module("linux")
    monkeypatch.setattr(linux, "DIST", tmp_path)
    monkeypatch.setattr(linux, "BUNDLE", tmp_path / "gdstudio")
    program = tmp_path / "gdstudio" / "gdstudio"
    program.parent.mkdir()
    program.write_text('#!/bin/sh\necho "started with $*"\n', encoding="utf-8")
    program.chmod(0o755)
    os.utime(program, (1_000_000_000, 1_000_000_000))
    return linux


@pytest.fixture
def unpacked(linux: ModuleType, tmp_path: Path) -> Path:
    """What the archive holds."""
    target = tmp_path / "unpacked here"
    with tarfile.open(linux.make_tarball()) as archive:
        archive.extractall(target, filter="data")
    (folder,) = target.iterdir()
    return folder


def test_that_the_archive_is_named_after_version_and_machine(linux: ModuleType) -> None:
    name = f"gdstudio-{gdstudio.__version__}-linux-{platform.machine()}"
    archive = linux.make_tarball()
    assert archive.name == f"{name}.tar.xz"
    with tarfile.open(archive) as content:
        assert {member.name.split("/")[0] for member in content} == {name}
        assert {member.uid for member in content} == {0}


def test_that_the_times_of_files_are_kept(unpacked: Path) -> None:
    assert (unpacked / "gdstudio").stat().st_mtime == 1_000_000_000


def test_that_the_folder_of_an_appimage_is_as_its_tool_wants_it(linux: ModuleType) -> None:
    folder = linux.make_appdir()
    assert run(folder / "AppRun", "FILE", home=folder).stdout == "started with FILE\n"
    assert run(folder / "usr/bin/gdstudio", home=folder).stdout == "started with \n"
    assert (folder / "gdstudio.desktop").read_text(encoding="utf-8").startswith("[Desktop Entry]")
    for name in (".DirIcon", "gdstudio.png"):
        assert QImage(str(folder / name), "PNG").width() == 256


def run(script: Path, *arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    environment = {"HOME": str(home), "PATH": os.environ["PATH"]}
    return subprocess.run(
        [script, *arguments], env=environment, cwd="/", capture_output=True, text=True, check=False
    )


def files_in(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir()}


def test_that_what_is_installed_is_found_and_can_be_removed(unpacked: Path, tmp_path: Path) -> None:
    home = tmp_path / "a home"
    foreign = home / ".local" / "share" / "applications" / "other.desktop"
    foreign.parent.mkdir(parents=True)
    foreign.write_text("[Desktop Entry]\n", encoding="utf-8")
    local = home / ".local"
    old = unpacked / "share" / "icons" / "old" / "gdstudio.png"
    old.parent.mkdir()
    old.touch()
    for _ in range(2):  # the second time over an earlier version
        done = run(unpacked / "install.sh", home=home)
        assert (done.returncode, done.stderr) == (0, "")
        assert (local / "share" / "icons" / "old" / "gdstudio.png").exists() is old.exists()
        old.unlink(missing_ok=True)
    menu = (local / "share/applications/gdstudio.desktop").read_text(encoding="utf-8")
    assert f'Exec="{local}/opt/gdstudio/gdstudio" --open %f\n' in menu
    assert run(local / "bin" / "gdstudio", "FILE", home=home).stdout == "started with FILE\n"
    assert {
        "share/mime/packages/gdstudio.xml",
        f"share/metainfo/{identity.IDENTIFIER}.metainfo.xml",
        "share/icons/hicolor/48x48/apps/gdstudio.png",
        "share/icons/hicolor/scalable/apps/gdstudio.svg",
    } <= files_in(local)

    done = run(local / "opt/gdstudio/uninstall.sh", home=home)
    assert (done.returncode, done.stderr) == (0, "")
    assert not {name for name in files_in(local) if "gdstudio" in name}
    assert foreign.exists()


def test_that_nothing_is_removed_from_where_it_was_unpacked(unpacked: Path, tmp_path: Path) -> None:
    before = files_in(unpacked)
    done = run(unpacked / "uninstall.sh", home=tmp_path)
    assert done.returncode == 2
    assert "Nothing is installed here" in done.stderr
    assert files_in(unpacked) == before


def test_that_a_folder_that_menus_cannot_start_is_refused(unpacked: Path, tmp_path: Path) -> None:
    done = run(unpacked / "install.sh", f"{tmp_path}/$money", home=tmp_path)
    assert done.returncode == 2
    assert "cannot start" in done.stderr
    assert not (tmp_path / "$money").exists()
