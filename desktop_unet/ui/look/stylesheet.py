"""The look of panels, buttons and bars, filled in from a theme."""

from __future__ import annotations

from dataclasses import asdict
from string import Template
from typing import TYPE_CHECKING

from desktop_unet.paths import resources_dir

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop_unet.ui.look.theme import Theme

_SHEET = Template("""
QToolButton {
    background: $field; border: 1px solid $line; border-radius: 6px; padding: 4px 8px; color: $text;
}
QToolButton:hover:enabled { border-color: $muted; }
QToolButton:checked, QToolButton:focus { border-color: $accent; }
QToolButton:focus { background: $focused; }
QToolButton:checked { color: $accent; }
QToolButton:disabled { color: $faint; }
QToolBar {
    background: $window; border: none; border-bottom: 1px solid $line; padding: 3px 8px;
    spacing: 3px;
}
QToolBar::separator { background: $line; width: 1px; margin: 6px 6px; }
QToolBar QToolButton {
    background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 4px 9px; color: $text;
}
QToolBar QToolButton[popupMode="2"] { padding-right: 20px; }
QToolBar QToolButton[popupMode="1"] { padding-right: 26px; }
QToolBar QToolButton::menu-button { border: none; border-left: 1px solid $line; width: 20px; margin: 4px 0; }
QToolButton::menu-arrow { image: url("$controls/down.svg"); width: 10px; height: 10px; }
QToolBar QToolButton:hover:enabled { background: $field; border-color: $line; }
QToolBar QToolButton:checked, QToolBar QToolButton[lit="true"]:enabled {
    background: $field; border-color: $accent; color: $accent;
}
QToolBar QToolButton:disabled { color: $faint; }
QToolBar QToolButton:checked:disabled {
    background: transparent; border-color: transparent; color: $faint;
}
QToolBar QToolButton:focus { background: $focused; border-color: $accent; }
QToolBar QToolButton:checked:focus { border-color: $text; }
QToolBar QToolButton#qt_toolbar_ext_button { background: $field; border-color: $line; padding: 0; }
QMenuBar { background: $window; border: none; padding: 2px 4px; }
QMenuBar::item { padding: 4px 9px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: $hover; color: $on_hover; }
QMenu { background: $panel; border: 1px solid $line; padding: 4px; }
QMenu::item { padding: 5px 28px 5px 8px; min-height: 16px; border-radius: 4px; color: $text; }
QMenu::icon:checked { border: 1px solid $text; border-radius: 4px; }
QMenu::item:selected { background: $hover; color: $on_hover; }
QMenu::item:disabled { color: $faint; background: transparent; }
QMenu::separator { height: 1px; background: $line; margin: 4px 6px; }
QMenu::right-arrow { image: url("$controls/right.svg"); width: 11px; height: 11px; margin-right: 6px; }
QToolButton::menu-indicator {
    image: url("$controls/down.svg"); width: 10px; height: 10px; right: 5px; subcontrol-position: center right;
}
QStatusBar { background: $window; border-top: 1px solid $line; color: $muted; }
QStatusBar::item { border: none; }
QStatusBar QLabel { color: $muted; padding: 2px 10px; }
QToolTip { background: $panel; color: $text; border: 1px solid $line; padding: 4px; }

#panel { background: $panel; border-left: 1px solid $line; }
#fold { border: 1px solid transparent; border-radius: 4px; padding: 3px 1px; color: $muted; font-weight: 600; }
#fold, #fold:hover:enabled { background: transparent; }
#fold:focus { border-color: $accent; color: $accent; }
#fold:disabled { color: $faint; }
#panel QLabel { color: $text; }
#panel QLabel[role="heading"] { font-weight: 600; }
QLabel[role="muted"], #panel QLabel[role="muted"] { color: $muted; }
QLabel[role="title"] { font-size: 20px; font-weight: 600; }

QPushButton {
    background: $field; border: 1px solid $line; border-radius: 6px; padding: 7px 14px; color: $text;
}
QPushButton:hover:enabled { border-color: $muted; }
QPushButton:focus { background: $focused; border-color: $accent; }
QPushButton:disabled { color: $faint; }
QPushButton[role="primary"] {
    background: $accent; border-color: $accent; color: $on_accent; font-weight: 600;
    padding: 9px 14px;
}
QPushButton[role="primary"]:hover:enabled {
    background: $accent_hover; border-color: $accent_hover;
}
QPushButton[role="primary"]:focus { background: $accent; border: 2px solid $text; padding: 8px 13px; }
QPushButton[role="primary"]:disabled { background: $window; border-color: $line; color: $faint; }

QPushButton[role="toggle"] { min-width: 40px; padding: 4px 8px; background: $window; font-weight: 600; }
QPushButton[role="toggle"]:checked { background: $field; color: $accent; }
QPushButton[role="toggle"]:focus { background: $focused; }
QPushButton[role="toggle"]:disabled { color: $faint; }

QScrollBar { background: transparent; border: none; margin: 0; }
QScrollBar:vertical { width: 10px; }
QScrollBar:horizontal { height: 10px; }
QScrollBar::handle { background: $thumb; border-radius: 4px; margin: 1px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover, QScrollBar::handle:pressed { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: none; background: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QComboBox, QAbstractSpinBox, QLineEdit {
    background: $field; border: 1px solid $line; border-radius: 6px; padding: 4px 8px; color: $text;
    selection-background-color: $accent; selection-color: $on_accent;
}
QComboBox:hover:enabled, QAbstractSpinBox:hover:enabled, QLineEdit:hover:enabled { border-color: $muted; }
QComboBox:focus, QAbstractSpinBox:focus, QLineEdit:focus {
    background: $focused; border-color: $accent;
}
QComboBox:disabled, QAbstractSpinBox:disabled, QLineEdit:disabled { color: $faint; }
QAbstractSpinBox QLineEdit, QAbstractSpinBox QLineEdit:focus {
    border: none; padding: 0 0 0 6px; background: transparent;
}
QFileDialog QListView, QFileDialog QTreeView { background: $field; border: 1px solid $line; color: $text; }
QHeaderView { background: $panel; border: none; }
QHeaderView::section {
    background: $panel; color: $muted; border: none; border-bottom: 1px solid $line; padding: 4px 6px;
}
QComboBox { combobox-popup: 0; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox::down-arrow { image: url("$controls/down.svg"); width: 11px; height: 11px; }
QComboBox QAbstractItemView {
    background: $panel; border: 1px solid $line; color: $text; outline: none; padding: 3px;
    selection-background-color: $hover; selection-color: $on_hover;
}
QComboBox QAbstractItemView::item { min-height: 24px; padding: 1px 6px; border-radius: 4px; }
QComboBox QAbstractItemView::item:selected { background: $hover; color: $on_hover; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {
    subcontrol-origin: border; width: 20px; border: none; background: transparent;
}
QAbstractSpinBox::up-button { subcontrol-position: top right; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; }
QAbstractSpinBox::up-arrow { image: url("$controls/up.svg"); width: 9px; height: 9px; }
QAbstractSpinBox::down-arrow { image: url("$controls/down.svg"); width: 9px; height: 9px; }

QCheckBox, QRadioButton { spacing: 7px; color: $text; }
QCheckBox:disabled, QRadioButton:disabled { color: $faint; }
QCheckBox::indicator, QRadioButton::indicator {
    width: 14px; height: 14px; border: 1px solid $muted; border-radius: 4px; background: $field;
}
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url("$controls/check.svg"); }
QRadioButton::indicator:checked { width: 8px; height: 8px; background: $field; border: 4px solid $accent; }
QRadioButton::indicator:checked:disabled { border-color: $faint; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: $faint; }
QCheckBox::indicator:checked:disabled { background: $faint; }
QCheckBox::indicator:focus, QRadioButton::indicator:focus {
    width: 12px; height: 12px; border: 2px solid $accent;
}
QCheckBox::indicator:checked:focus { border-color: $text; }
QRadioButton::indicator:checked:focus { width: 8px; height: 8px; border: 4px solid $text; background: $accent; }

#segments { background: $window; border: 1px solid $line; border-radius: 7px; }
#segments QToolButton {
    border: 1px solid transparent; border-radius: 5px; padding: 6px 4px; color: $text;
    background: transparent;
}
#segments QToolButton:hover:enabled:!checked { background: $hover; color: $on_hover; }
#segments QToolButton:checked {
    background: $field; border-color: $line; color: $accent; font-weight: 600;
}
#segments QToolButton:focus { background: $focused; border-color: $accent; }
#segments QToolButton:disabled { color: $faint; }

QProgressBar {
    background: $window; border: 1px solid $line; border-radius: 4px; height: 8px; max-height: 8px;
}
QProgressBar::chunk { background: $accent; border-radius: 3px; }

QSlider:horizontal { min-height: 20px; }
QSlider::groove:horizontal { height: 4px; border-radius: 2px; background: $line; }
QSlider::sub-page:horizontal { border-radius: 2px; background: $accent; }
QSlider::handle:horizontal {
    width: 14px; height: 14px; margin: -6px 0; border-radius: 8px; background: $field;
    border: 1px solid $muted;
}
QSlider::handle:horizontal:focus { background: $accent; border: 2px solid $text; }
QSlider::sub-page:horizontal:disabled { background: $line; }

#toolStrip { border-right: 1px solid $line; border-bottom: none; padding: 6px 4px; spacing: 2px; }
#toolStrip QToolButton { padding: 6px; }
#toolOptions { padding: 0 6px; spacing: 4px; }
#toolOptions QToolButton { padding: 2px 6px; }
#toolOptions QToolButton[popupMode="2"] { padding-right: 20px; }
#toolOptions #segments QToolButton { padding: 3px 5px; }
#toolOptions QCheckBox { margin: 0 8px 0 6px; }
#finder { background: $panel; border-bottom: 1px solid $line; }
#finder QPushButton { padding: 5px 12px; }

#message { background: $panel; border: 1px solid $line; border-radius: 8px; }
#message[kind="error"] { border-color: $error; }
#message[kind="error"] QLabel { color: $error; }
#message QToolButton { background: transparent; border: none; border-radius: 4px; padding: 3px; }
#message QToolButton:hover { background: $hover; }
#message QToolButton:focus { border: 1px solid $accent; padding: 2px; }

#empty, #noPicture { background: $canvas; }
#empty #place { border: 2px dashed $faint; border-radius: 14px; }
#empty[dragging="true"] #place { border-color: $accent; }
#manual #pages { background: $panel; border: 1px solid $line; border-radius: 6px; padding: 4px; outline: none; }
#manual #pages::item { padding: 6px 8px; border-radius: 4px; color: $text; }
#manual #pages::item:selected { background: $hover; color: $on_hover; }
#manual QTextBrowser { background: $panel; border: none; border-left: 1px solid $line; color: $text; }
#manual QPushButton { padding: 4px 10px; }
#about QTextBrowser { background: $panel; border: 1px solid $line; border-radius: 6px; padding: 6px; color: $text; }
#about QTabWidget::pane { border: none; }
QTabBar::tab {
    background: transparent; border: none; border-bottom: 2px solid transparent; padding: 7px 14px; color: $muted;
}
QTabBar::tab:hover, QTabBar::tab:focus { color: $text; }
QTabBar::tab:selected { border-bottom-color: $accent; color: $accent; }
QTabBar::tab:selected:focus { background: $hover; color: $on_hover; }
#dropSign {
    background: $canvas; color: $text; border: 3px dashed $accent; border-radius: 14px;
    font-size: 20px; font-weight: 600;
}
#queueIndicator { color: $muted; padding: 2px 8px; }
#queueIndicator:hover, #queueIndicator:focus { color: $accent; }
#queue { background: $window; }
#queue QTableView { background: $panel; border: 1px solid $line; border-radius: 6px; color: $text; outline: none; }
#queue QTableView::item { padding: 2px 6px; border: none; }
#queue QTableView::item:selected { background: $hover; color: $on_hover; }
#queue QHeaderView::section {
    background: $panel; color: $muted; border: none; border-bottom: 1px solid $line; padding: 5px 6px;
}
#card { background: $panel; border: 1px solid $line; border-radius: 10px; padding: 0; text-align: left; }
#card:hover { border-color: $accent; }
#card:focus { border-color: $accent; }
#card:pressed { background: $window; }
#card QLabel { background: transparent; }
#card QLabel[role="heading"], QLabel[role="heading"] { font-weight: 600; }
#compareBar, #nothing { background: $window; border-bottom: 1px solid $line; }
#strip, #film { background: $window; border: none; color: $text; outline: none; }
#strip { border-top: 1px solid $line; }
#strip:focus { border-top-color: $accent; }
#film { border-right: 1px solid $line; }
#film:focus { border-right-color: $accent; }
#strip::item, #film::item { border: 2px solid transparent; border-radius: 6px; padding: 3px; }
#strip::item:selected, #film::item:selected { border-color: $accent; background: $field; color: $text; }
#strip::item:hover:!selected, #film::item:hover:!selected { background: $field; }
#lab QTextBrowser { background: $panel; border: 1px solid $line; border-radius: 6px; color: $text; }
#lab QTextBrowser:focus, #about QTextBrowser:focus, #manual #pages:focus { border-color: $accent; }
#lab QToolButton[objectName^="A:"], #lab QToolButton[objectName^="B:"] { padding: 0; border-radius: 4px; }
#lab #thumbs { background: $panel; border: none; border-top: 1px solid $line; color: $text; outline: none; }
#lab #thumbs::item { border: 2px solid transparent; border-radius: 6px; padding: 2px; }
#lab #thumbs::item:selected { border-color: $accent; color: $text; }
#lab QTabWidget::pane { background: $panel; border: none; border-top: 1px solid $line; }
#lab QLabel[role="heading"] { font-weight: 600; }
#lab QPushButton[role="preset"] { padding: 5px 4px; }
#compareBar #segments QToolButton { padding: 3px 8px; }
#compareBar QToolButton#folded { padding: 4px 20px 4px 10px; }
#chip { background: rgba($chip_rgb, 200); color: $on_chip; border-radius: 6px; padding: 0 10px; }
""")


def style_sheet(theme: Theme) -> str:
    """Qt's style sheet in the colours of ``theme``."""
    chip = ", ".join(str(int(theme.chip[place : place + 2], 16)) for place in (1, 3, 5))
    controls = (resources_dir() / "controls" / theme.marks).as_posix()
    return _SHEET.substitute(asdict(theme), chip_rgb=chip, controls=controls)


def style_again(*parts: QWidget) -> None:
    """Have parts look as the style sheet says by now: it is not asked again when a property or name changes."""
    for part in parts:
        part.style().unpolish(part)
        part.style().polish(part)
