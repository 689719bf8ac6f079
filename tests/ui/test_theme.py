import numpy as np
import pytest
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetrics, QPalette, QTextLayout
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from gdstudio.ui.colours import DARK, LIGHT, Theme, active_theme
from gdstudio.ui.fonts import DEFAULT_POINT_SIZE, application_font, numeric_font, scaled_font
from gdstudio.ui.map_colours import map_lookup
from gdstudio.ui.style_sheet import style_sheet
from gdstudio.ui.theme import apply_theme, palette_of, system_theme
from gdstudio.ui.widgets.colour_bar import ColourBar
from gdstudio.ui.widgets.labels import ElidedLabel
from gdstudio.ui.widgets.section import Section

both_themes = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)


def luminance(colour: str) -> float:
    channels = np.array(QColor(colour).getRgbF()[:3])
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@both_themes
@pytest.mark.parametrize("text", ["text", "muted_text", "danger", "warning", "success"])
@pytest.mark.parametrize("ground", ["window", "card", "input", "plot_background"])
def test_that_text_is_readable_on_every_ground(theme: Theme, text: str, ground: str) -> None:
    assert contrast(getattr(theme, text), getattr(theme, ground)) >= 4.5


@both_themes
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("accent_text", "accent"),
        ("accent_text", "accent_hover"),
        ("accent_text", "accent_pressed"),
        ("tooltip_text", "tooltip"),
        ("text", "selection"),
        ("text", "accent_soft"),
        ("text", "hover"),
        ("text", "pressed"),
        ("text", "danger_soft"),
        ("muted_text", "hover"),
    ],
)
def test_that_text_is_readable_on_its_tint(theme: Theme, text: str, ground: str) -> None:
    assert contrast(getattr(theme, text), getattr(theme, ground)) >= 4.5


@both_themes
def test_that_the_accent_is_visible_as_a_focus_ring(theme: Theme) -> None:
    assert contrast(theme.accent, theme.card) >= 3.0
    assert contrast(theme.accent, theme.window) >= 3.0


@both_themes
def test_that_the_map_becomes_lighter_throughout(theme: Theme) -> None:
    lookup = map_lookup(theme)
    assert lookup.shape == (256, 4)
    assert lookup.dtype == np.uint8
    assert (lookup[:, 3] == 255).all()
    lightness = np.array([luminance(QColor(*map(int, row)).name()) for row in lookup])
    # From one entry to the next, the rounding to 8 bits may outweigh the rise.
    assert (np.diff(lightness) > -0.001).all()
    assert (lightness[5:] > lightness[:-5]).all()


@both_themes
def test_that_the_named_ends_of_the_map_are_its_ends(theme: Theme) -> None:
    lookup = map_lookup(theme)
    assert QColor(*map(int, lookup[0])).name() == theme.map_low
    assert QColor(*map(int, lookup[-1])).name() == theme.map_high


def test_that_the_map_is_viridis_before_it_is_softened() -> None:
    import pyqtgraph

    viridis = pyqtgraph.colormap.get("viridis").getLookupTable(nPts=256)[:, :3].astype(float)
    softened = 0.65 * viridis + 0.35 * 255.0
    assert np.abs(map_lookup(LIGHT)[:, :3] - softened).max() <= 5.0


@both_themes
def test_that_the_style_sheet_uses_only_colours_and_files_that_exist(theme: Theme) -> None:
    sheet = style_sheet(theme)
    assert "$" not in sheet
    assert theme.accent in sheet


@both_themes
def test_that_applying_a_theme_reaches_palette_and_style(qapp: QApplication, theme: Theme) -> None:
    apply_theme(qapp, theme)
    assert active_theme() is theme
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(theme.window)
    assert qapp.styleSheet() == style_sheet(theme)


def test_that_a_disabled_text_is_faint() -> None:
    palette = palette_of(LIGHT)
    disabled = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.WindowText)
    assert disabled == QColor(LIGHT.faint_text)


def test_that_the_shipped_font_is_found(qapp: QApplication) -> None:
    assert QFontInfo(application_font()).family() == "Inter"


def test_that_digits_of_numbers_are_equally_wide(qapp: QApplication) -> None:
    metrics = QFontMetrics(numeric_font())
    assert len({metrics.horizontalAdvance(digit * 8) for digit in "0123456789"}) == 1


def test_that_a_larger_application_font_enlarges_labels(qtbot, qapp: QApplication) -> None:
    label = QLabel("Loss")
    qtbot.addWidget(label)
    before = label.sizeHint().height()
    apply_theme(qapp, LIGHT, point_size=16.0)
    assert label.sizeHint().height() > before


def test_that_the_system_is_asked_for_its_theme(qapp: QApplication) -> None:
    assert system_theme(qapp) in (LIGHT, DARK)


def test_that_headings_and_scales_grow_with_the_font(qapp: QApplication, qtbot: QtBot) -> None:
    section, bar = Section("Picture", "map"), ColourBar()
    section.add_header_widget(bar)
    qtbot.addWidget(section)
    section.show()
    heading = section.findChild(ElidedLabel)
    before = (heading.font().pointSizeF(), bar.sizeHint().height())
    apply_theme(qapp, DARK, 1.5 * DEFAULT_POINT_SIZE)
    assert heading.font().pointSizeF() == pytest.approx(1.5 * before[0])
    assert bar.sizeHint().height() > before[1] + 4


def test_that_an_x_between_digits_is_an_x(qapp: QApplication) -> None:
    def glyphs(text: str, font: QFont) -> list[int]:
        layout = QTextLayout(text, font)
        layout.beginLayout()
        layout.createLine()
        layout.endLayout()
        return [glyph for run in layout.glyphRuns() for glyph in run.glyphIndexes()]

    for font in (application_font(), numeric_font(), scaled_font(application_font(), 1.2)):
        # A variable after a factor, not the sign of multiplication that Inter makes of it.
        assert glyphs("2x3", font)[1] == glyphs("x", font)[0]
