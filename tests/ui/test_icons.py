import ast
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QImage
from PySide6.QtWidgets import QApplication

import gdstudio
from gdstudio.assets import asset
from gdstudio.ui import icons
from gdstudio.ui.colours import DARK, LIGHT
from gdstudio.ui.icons import icon, program_icon, recoloured_file
from gdstudio.ui.theme import apply_theme

ALL_ICONS = sorted(
    file.name.removesuffix(".svg")
    for file in asset("icons").iterdir()
    if file.name.endswith(".svg") and file.name != "gdstudio.svg"
)


def strongest_colour(image: QImage) -> str:
    pixels = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    return max(pixels, key=QColor.alpha).name()


def image_of(shown: QIcon, size: int = 24, mode: QIcon.Mode = QIcon.Mode.Normal) -> QImage:
    return shown.pixmap(QSize(size, size), 1.0, mode).toImage()


@pytest.mark.parametrize("name", ALL_ICONS)
def test_that_every_shipped_icon_can_be_drawn(qapp: QApplication, name: str) -> None:
    assert image_of(icon(name, "#c02040")).pixelColor(0, 0).alpha() == 0
    assert strongest_colour(image_of(icon(name, "#c02040"))) == "#c02040"


@pytest.mark.parametrize("name", ALL_ICONS)
def test_that_every_icon_is_drawn_in_the_current_colour(name: str) -> None:
    root = ET.fromstring(asset("icons", f"{name}.svg").read_text(encoding="utf-8"))
    assert root.get("stroke") == "currentColor"
    assert root.get("viewBox") == "0 0 24 24"


def test_that_an_icon_wears_the_active_theme(qapp: QApplication) -> None:
    assert strongest_colour(image_of(icon("play"))) == LIGHT.muted_text
    apply_theme(qapp, DARK)
    assert strongest_colour(image_of(icon("play"))) == DARK.muted_text
    assert strongest_colour(image_of(icon("play", LIGHT))) == LIGHT.muted_text


def test_that_a_disabled_icon_is_faint(qapp: QApplication) -> None:
    disabled = image_of(icon("square"), mode=QIcon.Mode.Disabled)
    assert strongest_colour(disabled) == LIGHT.faint_text


def test_that_a_selected_row_does_not_tint_its_icon(qapp: QApplication) -> None:
    selected = image_of(icon("square", "#d55e00"), mode=QIcon.Mode.Selected)
    assert strongest_colour(selected) == "#d55e00"


@pytest.fixture
def cache_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return the user's folder of caches, empty; what was made before is forgotten."""
    home = tmp_path / "cache"
    monkeypatch.setenv("XDG_CACHE_HOME", str(home))
    made = (icons.recoloured_file, icons.kept_folder)
    for each in made:
        each.cache_clear()
    yield home
    for each in made:
        each.cache_clear()


def test_that_a_recoloured_icon_is_kept_for_the_next_start(cache_home: Path) -> None:
    first = recoloured_file("play", "#102030", 1.5)
    assert first.is_relative_to(cache_home)
    assert [file.name for file in first.parent.iterdir()] == [first.name]
    drawn = first.read_text(encoding="utf-8")
    assert 'stroke="#102030"' in drawn
    assert 'stroke-width="1.5"' in drawn
    first.write_text("kept", encoding="utf-8")
    recoloured_file.cache_clear()
    assert recoloured_file("play", "#102030", 1.5).read_text(encoding="utf-8") == "kept"


def test_that_an_icon_is_drawn_where_nothing_can_be_kept(cache_home: Path) -> None:
    cache_home.write_text("a file is in the way", encoding="utf-8")
    made = recoloured_file("play", "#102030")
    assert not made.is_relative_to(cache_home)
    assert 'stroke="#102030"' in made.read_text(encoding="utf-8")


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0, 3.0])
def test_that_an_icon_has_as_many_pixels_as_the_screen(qapp: QApplication, ratio: float) -> None:
    pixmap = icon("play").pixmap(QSize(20, 20), ratio)
    assert pixmap.width() == 20 * ratio
    assert pixmap.devicePixelRatio() == ratio


def test_that_an_icon_is_made_once(qapp: QApplication) -> None:
    assert icon("play", "#102030").cacheKey() == icon("play", QColor("#102030")).cacheKey()
    assert recoloured_file("play", "#102030") == recoloured_file("play", "#102030")


def test_that_an_unknown_icon_is_refused() -> None:
    with pytest.raises(FileNotFoundError):
        icon("no-such-icon")


@pytest.mark.parametrize("size", [16, 32, 256])
def test_that_the_program_icon_is_there_in_every_size(qapp: QApplication, size: int) -> None:
    image = image_of(program_icon(), size)
    assert image.size() == QSize(size, size)
    assert image.pixelColor(size // 2, size // 2).alpha() == 255


NAMED_BY: dict[str, int] = {
    "icon": 0,
    "recoloured_file": 0,
    "make": 2,
    "_describe": 2,
    "Section": 1,
}
"""Calls that name an icon, and the place of the name among their arguments."""


def code() -> Iterator[ast.Module]:
    for path in sorted(Path(gdstudio.__file__).parent.rglob("*.py")):
        yield ast.parse(path.read_text(encoding="utf-8"))


def texts_in(tree: ast.AST) -> set[str]:
    nodes = ast.walk(tree)
    found = {each.value for each in nodes if isinstance(each, ast.Constant)}
    return {each for each in found if isinstance(each, str)}


def test_that_every_shipped_icon_is_named_in_the_code() -> None:
    texts = set().union(*map(texts_in, code()))
    assert [name for name in ALL_ICONS if name not in texts] == []


def test_that_every_icon_that_is_named_is_shipped() -> None:
    named: set[str] = set()
    for module in code():
        for node in ast.walk(module):
            if not isinstance(node, ast.Call):
                continue
            function = node.func
            name = getattr(function, "id", getattr(function, "attr", ""))
            place = NAMED_BY.get(name)
            if place is not None and place < len(node.args):
                named |= texts_in(node.args[place])
    assert len(named) > 40
    assert named - {""} <= set(ALL_ICONS)
