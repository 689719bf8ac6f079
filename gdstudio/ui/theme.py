"""Dresses the program: style, palette, font, style sheet."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from gdstudio.ui.colours import DARK, LIGHT, Theme, remember_active_theme
from gdstudio.ui.fonts import DEFAULT_POINT_SIZE, application_font
from gdstudio.ui.style_sheet import style_sheet


def palette_of(theme: Theme) -> QPalette:
    """Return `theme` as a palette, for everything that style sheets do not reach."""
    role = QPalette.ColorRole
    colours = {
        role.Window: theme.window,
        role.WindowText: theme.text,
        role.Base: theme.input,
        role.AlternateBase: theme.hover,
        role.Text: theme.text,
        role.Button: theme.card,
        role.ButtonText: theme.text,
        role.BrightText: theme.danger,
        role.Highlight: theme.accent,
        role.HighlightedText: theme.accent_text,
        role.Accent: theme.accent,
        role.Link: theme.accent,
        role.LinkVisited: theme.accent,
        role.ToolTipBase: theme.tooltip,
        role.ToolTipText: theme.tooltip_text,
        role.PlaceholderText: theme.faint_text,
        role.Light: theme.card,
        role.Midlight: theme.hover,
        role.Mid: theme.track,
        role.Dark: theme.input_border,
        role.Shadow: theme.card_border,
    }
    palette = QPalette()
    for each, colour in colours.items():
        palette.setColor(each, QColor(colour))
    for each in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, each, QColor(theme.faint_text))
    palette.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(theme.track))
    return palette


def apply_theme(
    application: QApplication, theme: Theme, point_size: float = DEFAULT_POINT_SIZE
) -> None:
    """Dress the whole application: style, palette, font and style sheet."""
    apply_colours_and_font(application, theme, point_size)
    application.setStyleSheet(style_sheet(theme))


def apply_colours_and_font(
    application: QApplication, theme: Theme, point_size: float = DEFAULT_POINT_SIZE
) -> None:
    """Dress the application up to the style sheet."""
    remember_active_theme(application, theme)
    if application.style().name() != "fusion":
        application.setStyle(QStyleFactory.create("Fusion"))
    application.setPalette(palette_of(theme))
    application.setFont(application_font(point_size))


def system_theme(application: QApplication) -> Theme:
    """Return the theme that the system asks for; light if it does not say."""
    dark = application.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return DARK if dark else LIGHT
