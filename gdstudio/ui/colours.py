"""The two sets of colours of the program, by name."""

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QCoreApplication

_THEME_PROPERTY = "gdstudioTheme"


@dataclass(frozen=True, slots=True)
class Theme:
    """Every colour that the window and its plots use, as ``#rrggbb``.

    `window` is the air between cards, `card` their face, `input` the face of fields on a card.
    `text` and `muted_text` are readable on window and card (WCAG AA); `faint_text` is for
    placeholders and disabled controls only. `accent_soft`, `danger_soft` are faint tints for
    backgrounds. A map's colours are mixed with `map_blend` by the share `map_blend_share`.
    """

    name: Literal["light", "dark"]
    window: str
    card: str
    card_border: str
    input: str
    input_border: str
    text: str
    muted_text: str
    faint_text: str
    accent: str
    accent_hover: str
    accent_pressed: str
    accent_text: str
    accent_soft: str
    hover: str
    pressed: str
    selection: str
    track: str
    danger: str
    danger_soft: str
    warning: str
    success: str
    tooltip: str
    tooltip_text: str
    plot_background: str
    grid: str
    axis: str
    contour: str
    map_low: str
    map_high: str
    map_blend: str
    map_blend_share: float


LIGHT = Theme(
    name="light",
    window="#f2f4f8",
    card="#ffffff",
    card_border="#e3e7ee",
    input="#ffffff",
    input_border="#cbd2de",
    text="#1b2130",
    muted_text="#566074",
    faint_text="#8f98a9",
    accent="#4353d8",
    accent_hover="#3746c4",
    accent_pressed="#2d3aa8",
    accent_text="#ffffff",
    accent_soft="#e9ebfc",
    hover="#edf0f5",
    pressed="#dfe4ec",
    selection="#ccd2fa",
    track="#dde2eb",
    danger="#c0342b",
    danger_soft="#fdeeec",
    warning="#8f5a00",
    success="#1a7547",
    tooltip="#242b3b",
    tooltip_text="#f4f6fa",
    plot_background="#ffffff",
    grid="#e8ebf1",
    axis="#a0a9b9",
    contour="#ffffff",
    map_low="#855a90",
    map_high="#feef71",
    map_blend="#ffffff",
    map_blend_share=0.35,
)

DARK = Theme(
    name="dark",
    window="#11141b",
    card="#1a1e27",
    card_border="#2a303c",
    input="#141820",
    input_border="#3c4454",
    text="#e8ebf2",
    muted_text="#a3acbd",
    faint_text="#6d778a",
    accent="#8f9cff",
    accent_hover="#a5b0ff",
    accent_pressed="#7885f0",
    accent_text="#10131f",
    accent_soft="#282e50",
    hover="#252b37",
    pressed="#303745",
    selection="#3b4585",
    track="#363e4d",
    danger="#ff857d",
    danger_soft="#3a2126",
    warning="#e6b450",
    success="#58cb8d",
    tooltip="#343c4c",
    tooltip_text="#f1f3f8",
    plot_background="#1a1e27",
    grid="#272d39",
    axis="#596377",
    contour="#ffffff",
    map_low="#3a0849",
    map_high="#c4b526",
    map_blend="#1a1e27",
    map_blend_share=0.25,
)

THEMES = {theme.name: theme for theme in (LIGHT, DARK)}


def active_theme() -> Theme:
    """Return the theme that the application wears now, the light one before any was applied."""
    application = QCoreApplication.instance()
    name = application.property(_THEME_PROPERTY) if application is not None else None
    return DARK if name == DARK.name else LIGHT


def remember_active_theme(application: QCoreApplication, theme: Theme) -> None:
    """Let `active_theme` answer `theme` from now on."""
    application.setProperty(_THEME_PROPERTY, theme.name)
