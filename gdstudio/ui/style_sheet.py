"""The style sheet: calm cards, quiet inputs and one accent, on top of the Fusion style.

Sizes stand on a grid of 4 px. No font sizes are set here, so that a larger application font
(presentation mode) enlarges everything. Roles that widgets take are dynamic properties:
``role`` ("heading", "title", "muted", "error", "primary", "danger") and ``invalid``.
"""

from dataclasses import asdict
from string import Template

from gdstudio.ui.colours import Theme
from gdstudio.ui.icons import recoloured_file

_GENERAL = """
QMainWindow, QDialog { background: $window; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QMainWindow::separator { background: transparent; width: 8px; height: 8px; }
QToolTip {
  background: $tooltip; color: $tooltip_text; border: 1px solid $tooltip; padding: 4px 6px;
}
GalleryPopup, LayersPopup {
  background: $card; border: 1px solid $input_border; border-radius: 8px;
}
#RecoveryBar, #TroubleBar {
    background: $accent_soft; border: 1px solid $card_border; border-radius: 12px;
}
Section { background: $card; border: 1px solid $card_border; border-radius: 12px; }
QLabel[role="muted"] { color: $muted_text; }
QLabel[role="error"] { color: $danger; }
QLabel[role="heading"] { font-weight: 600; }
QLabel[role="label"] { font-weight: 500; }
QSplitter::handle { background: transparent; }
QSplitter::handle:hover { background: $track; border-radius: 2px; }
QDockWidget { titlebar-close-icon: url($close); titlebar-normal-icon: url($float); }
QDockWidget { color: $muted_text; }
QDockWidget::title { background: $window; padding: 2px 8px; text-align: left; }
QStatusBar { background: $window; color: $muted_text; padding: 0 8px; }
QStatusBar::item { border: none; }
QAbstractScrollArea { background: $card; border: none; }
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; }
"""

_INPUTS = """
QLineEdit, QAbstractSpinBox, QComboBox, QPlainTextEdit, QTextEdit {
  background: $input; color: $text; border: 1px solid $input_border; border-radius: 6px;
  padding: 4px 8px; selection-background-color: $selection; selection-color: $text;
}
QLineEdit:hover, QAbstractSpinBox:hover, QComboBox:hover { border-color: $faint_text; }
QLineEdit:focus, QAbstractSpinBox:focus, QComboBox:focus, QPlainTextEdit:focus, QTextEdit:focus {
  border: 2px solid $accent; padding: 3px 7px;
}
QLineEdit[invalid="true"], QAbstractSpinBox[invalid="true"] {
  border-color: $danger; background: $danger_soft;
}
QLineEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled {
  color: $faint_text; border-color: $card_border; background: $window;
}
QAbstractSpinBox QLineEdit, QAbstractSpinBox QLineEdit:focus, QAbstractSpinBox QLineEdit:disabled {
  background: transparent; border: none; padding: 0;
}
QAbstractSpinBox { padding: 3px 20px 3px 2px; }
QAbstractSpinBox:focus { padding: 2px 19px 2px 1px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {
  subcontrol-origin: border; width: 18px; border: none; background: transparent;
}
QAbstractSpinBox::up-button { subcontrol-position: top right; margin: 2px 2px 0 0;
  border-top-right-radius: 4px; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; margin: 0 2px 2px 0;
  border-bottom-right-radius: 4px; }
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover { background: $hover; }
QAbstractSpinBox::up-button:pressed, QAbstractSpinBox::down-button:pressed {
  background: $pressed;
}
QAbstractSpinBox::up-arrow { image: url($up); width: 10px; height: 10px; }
QAbstractSpinBox::down-arrow { image: url($down); width: 10px; height: 10px; }
QAbstractSpinBox::up-arrow:disabled, QAbstractSpinBox::up-arrow:off { image: url($up_off); }
QAbstractSpinBox::down-arrow:disabled, QAbstractSpinBox::down-arrow:off { image: url($down_off); }
QComboBox { padding-right: 28px; combobox-popup: 0; }
QComboBox:focus { padding-right: 27px; }
QComboBox::drop-down {
  subcontrol-origin: border; subcontrol-position: center right; width: 26px; border: none;
}
QComboBox::down-arrow { image: url($combo); width: 14px; height: 14px; }
QComboBox::down-arrow:disabled { image: url($combo_off); }
QComboBox QAbstractItemView {
  background: $card; color: $text; border: 1px solid $input_border; outline: none;
  selection-background-color: $accent_soft; selection-color: $text;
}
QComboBox QAbstractItemView::item { min-height: 28px; padding: 0 8px; border-radius: 4px; }
QComboBox QAbstractItemView::item:selected, QComboBox QAbstractItemView::item:hover {
  background: $accent_soft; color: $text;
}
"""

_BUTTONS = """
QPushButton {
  background: $card; color: $text; border: 1px solid $input_border; border-radius: 6px;
  padding: 5px 14px; font-weight: 500;
}
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $pressed; }
QPushButton:focus { border: 2px solid $accent; padding: 4px 13px; }
QPushButton:disabled { color: $faint_text; border-color: $card_border; background: $window; }
QPushButton[role="primary"], QPushButton:default {
  background: $accent; color: $accent_text; border-color: $accent;
}
QPushButton[role="primary"]:hover, QPushButton:default:hover {
  background: $accent_hover; border-color: $accent_hover;
}
QPushButton[role="primary"]:pressed, QPushButton:default:pressed { background: $accent_pressed; }
QPushButton[role="primary"]:focus, QPushButton:default:focus { border-color: $accent_pressed; }
QPushButton[role="primary"]:disabled {
  background: $track; color: $faint_text; border-color: $track;
}
QPushButton[role="danger"] { color: $danger; }
QToolButton {
  background: transparent; color: $text; border: 1px solid transparent; border-radius: 6px;
  padding: 4px;
}
QToolButton:hover { background: $hover; }
QToolButton:pressed { background: $pressed; }
QToolButton:checked { background: $accent_soft; }
QToolButton:focus { border-color: $accent; }
QToolButton:disabled { color: $faint_text; }
QToolButton::menu-indicator { image: none; }
SegmentedButtons { background: $hover; border: 1px solid $card_border; border-radius: 8px; }
SegmentedButtons QPushButton {
  background: transparent; color: $muted_text; border: 1px solid transparent;
  border-radius: 6px; padding: 4px 10px;
}
SegmentedButtons QPushButton:hover { color: $text; }
SegmentedButtons QPushButton:checked {
  background: $segment; color: $text; border-color: $input_border;
}
SegmentedButtons QPushButton:focus { border: 1px solid $accent; padding: 4px 10px; }
SegmentedButtons QPushButton:disabled { color: $faint_text; }
QCheckBox, QRadioButton { color: $text; spacing: 8px; }
QCheckBox:disabled, QRadioButton:disabled { color: $faint_text; }
QCheckBox::indicator, QRadioButton::indicator {
  width: 16px; height: 16px; border: 1px solid $faint_text; background: $input;
}
QCheckBox::indicator { border-radius: 4px; }
QRadioButton::indicator { border-radius: 9px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: $accent; }
QCheckBox::indicator:focus, QRadioButton::indicator:focus { border: 1px solid $accent; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url($check); }
QRadioButton::indicator:checked {
  width: 8px; height: 8px; border: 5px solid $accent; background: $accent_text;
}
"""

_MOVING = """
QSlider:horizontal { min-height: 22px; }
QSlider::groove:horizontal { height: 4px; background: $track; border-radius: 2px; }
QSlider::sub-page:horizontal { background: $accent; border-radius: 2px; }
QSlider::sub-page:horizontal:disabled { background: $faint_text; }
QSlider::handle:horizontal {
  width: 12px; height: 12px; margin: -6px 0; border-radius: 8px;
  background: $knob; border: 2px solid $accent;
}
QSlider::handle:horizontal:hover { background: $accent_soft; }
QSlider::handle:horizontal:focus { background: $accent; }
QSlider::handle:horizontal:pressed { background: $accent; }
QSlider::handle:horizontal:disabled { border-color: $faint_text; background: $card; }
QProgressBar {
  background: $track; border: none; border-radius: 3px; max-height: 6px; min-height: 6px;
  text-align: center; color: transparent;
}
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QScrollBar { background: transparent; border: none; }
QScrollBar:vertical { width: 10px; margin: 0; }
QScrollBar:horizontal { height: 10px; margin: 0; }
QScrollBar::handle { background: $track; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: $faint_text; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
"""

_MENUS_AND_VIEWS = """
QMenuBar { background: $window; color: $text; padding: 2px 8px; }
QMenuBar::item { background: transparent; padding: 4px 10px; border-radius: 6px; }
QMenuBar::item:selected { background: $hover; }
QMenuBar::item:pressed { background: $pressed; }
QMenu { background: $card; color: $text; border: 1px solid $card_border; padding: 6px; }
QMenu::item { padding: 6px 28px 6px 8px; border-radius: 6px; }
QMenu::item:selected { background: $accent_soft; }
QMenu::item:disabled { color: $faint_text; }
QMenu::icon { padding-left: 8px; }
QMenu::separator { height: 1px; background: $card_border; margin: 6px 8px; }
QMenu::right-arrow { image: url($right); width: 14px; height: 14px; margin-right: 6px; }
QMenu::indicator { width: 16px; height: 16px; margin-left: 4px; }
QMenu::indicator:checked { image: url($mark); }
QTabWidget::pane { border: none; }
QTabBar { background: transparent; qproperty-drawBase: 0; qproperty-expanding: 0; }
QTabBar::tab {
  background: transparent; color: $muted_text; padding: 6px 2px; margin-right: 16px;
  border: none; border-bottom: 2px solid transparent; font-weight: 500;
}
QTabBar::tab:hover { color: $text; border-bottom-color: $track; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabBar::tab:selected:focus { color: $accent; }
QTabBar::tab:disabled { color: $faint_text; }
QAbstractItemView {
  background: $card; alternate-background-color: $hover; color: $text; outline: none;
  selection-background-color: $accent_soft; selection-color: $text; border: none;
}
QListView, QTreeView, QTableView { icon-size: 16px; }
QListView::item { border-radius: 6px; padding: 4px; min-height: 20px; }
QAbstractItemView::item:hover { background: $hover; }
QAbstractItemView::item:selected { background: $accent_soft; color: $text; }
QTableView { gridline-color: $card_border; }
QTableView::indicator {
  width: 14px; height: 14px; border: 1px solid $faint_text; border-radius: 4px; background: $input;
}
QTableView::indicator:checked {
  background: $accent; border-color: $accent; image: url($check);
}
QHeaderView { background: $card; }
QHeaderView::section {
  background: $card; color: $muted_text; border: none; border-bottom: 1px solid $card_border;
  padding: 6px 8px; font-weight: 500;
}
QTableCornerButton::section { background: $card; border: none; }
"""

_TEMPLATE = Template(_GENERAL + _INPUTS + _BUTTONS + _MOVING + _MENUS_AND_VIEWS)


def style_sheet(theme: Theme) -> str:
    """Return the style sheet in the colours of `theme`."""
    dark = theme.name == "dark"
    pictures = {
        "up": recoloured_file("chevron-up", theme.muted_text, 3.0),
        "up_off": recoloured_file("chevron-up", theme.track, 3.0),
        "down": recoloured_file("chevron-down", theme.muted_text, 3.0),
        "down_off": recoloured_file("chevron-down", theme.track, 3.0),
        "combo": recoloured_file("chevron-down", theme.muted_text, 2.5),
        "combo_off": recoloured_file("chevron-down", theme.faint_text, 2.5),
        "right": recoloured_file("chevron-right", theme.muted_text, 2.5),
        "check": recoloured_file("check", theme.accent_text, 3.5),
        "mark": recoloured_file("check", theme.accent, 3.0),
        "close": recoloured_file("x", theme.muted_text),
        "float": recoloured_file("external-link", theme.muted_text),
    }
    return _TEMPLATE.substitute(
        asdict(theme),
        knob=theme.text if dark else theme.card,
        segment=theme.pressed if dark else theme.card,
        **{name: path.as_posix() for name, path in pictures.items()},
    )
