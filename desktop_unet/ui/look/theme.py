"""Light, dark and high contrast: every colour of the window, in one table.

Comes in: the user's choice and the system's. Goes out: a palette and a style sheet for
the application, and ``shown_theme`` for what widgets paint themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette, QStyleHints
from PySide6.QtWidgets import QApplication

from desktop_unet.ui.look.stylesheet import style_sheet


@dataclass(frozen=True)
class Theme:
    """Colours by what they are for, as ``#rrggbb``."""

    window: str
    panel: str
    canvas: str
    field: str
    focused: str
    """Ground of a field or button that has the keys."""
    text: str
    muted: str
    faint: str
    line: str
    hover: str
    on_hover: str
    thumb: str
    accent: str
    accent_hover: str
    on_accent: str
    error: str
    check_light: str
    check_dark: str
    mask: str
    preview: str
    chip: str
    on_chip: str
    marks: str
    """Folder in ``resources/controls`` of what is drawn on combo boxes and check boxes."""


LIGHT = Theme(
    window="#f3f4f6",
    panel="#fbfbfc",
    canvas="#e4e6ea",
    field="#ffffff",
    focused="#ffffff",
    text="#1c1f24",
    muted="#5f6672",
    faint="#9aa0ab",
    line="#d5d8de",
    hover="#e2e5ea",
    on_hover="#1c1f24",
    thumb="#c3c7cf",
    accent="#2563c9",
    accent_hover="#1d53ad",
    on_accent="#ffffff",
    error="#b42318",
    check_light="#ffffff",
    check_dark="#d9dce1",
    mask="#ff2d6f",
    preview="#00b8d4",
    chip="#14161a",
    on_chip="#ffffff",
    marks="light",
)
DARK = Theme(
    window="#24262b",
    panel="#2a2c32",
    canvas="#191a1d",
    field="#33363d",
    focused="#33363d",
    text="#e9eaed",
    muted="#a3a8b3",
    faint="#6d727d",
    line="#3d4048",
    hover="#40444d",
    on_hover="#e9eaed",
    thumb="#50545e",
    accent="#5b94f2",
    accent_hover="#76a6f6",
    on_accent="#0e1116",
    error="#ff8a7a",
    check_light="#4a4d55",
    check_dark="#3a3d44",
    mask="#ff4f86",
    preview="#18d7f0",
    chip="#0b0c0e",
    on_chip="#ffffff",
    marks="dark",
)

CONTRAST = replace(
    DARK,
    window="#000000",
    panel="#000000",
    canvas="#000000",
    field="#000000",
    focused="#4d4500",
    text="#ffffff",
    muted="#ffffff",
    faint="#b4b4b4",
    line="#ffffff",
    hover="#ffe600",
    on_hover="#000000",
    thumb="#ffffff",
    accent="#ffe600",
    accent_hover="#ffffff",
    on_accent="#000000",
    error="#ffb0a6",
    chip="#000000",
)
"""For eyes that tell only strong differences apart."""
THEMES = (LIGHT, DARK, CONTRAST)
CURVES = {"truth": "#2a9d5c", "skip": "#2f6fe4", "no-skip": "#d9480f"}
"""Of the lab's plots, by what they show; told apart on the panel of every theme."""

_SCHEMES = {"system": Qt.ColorScheme.Unknown, "light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
_SCHEMES["contrast"] = Qt.ColorScheme.Dark


def shown_theme() -> Theme:
    """The theme that the window is shown in.

    By the program's palette: a widget's own has the ground that the style sheet gives it, and changes later.
    """
    window = QApplication.palette().color(QPalette.ColorRole.Window)
    known = [theme for theme in THEMES if theme.window == window.name()]
    return known[0] if known else DARK if window.lightness() < 128 else LIGHT


def apply_theme(app: QApplication, choice: str) -> Theme:
    """Show the program in ``system``, ``light``, ``dark`` or ``contrast``."""
    app.styleHints().setColorScheme(_SCHEMES[choice])
    return refresh_theme(app, choice)


def refresh_theme(app: QApplication, choice: str) -> Theme:
    """Take the colours again, after the choice or the system has changed."""
    theme = chosen_theme(choice, app.styleHints())
    sheet = style_sheet(theme)
    if app.styleSheet() != sheet:  # setting it again would look at every widget again
        app.setPalette(palette_of(theme))
        app.setStyleSheet(sheet)
    return theme


def chosen_theme(choice: str, hints: QStyleHints) -> Theme:
    """The theme of a choice; ``system`` follows what the system asks for, as far as Qt knows it."""
    by_name = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}
    if choice in by_name:
        return by_name[choice]
    if asks_for_contrast(hints):
        return CONTRAST
    return DARK if hints.colorScheme() == Qt.ColorScheme.Dark else LIGHT


def asks_for_contrast(hints: QStyleHints) -> bool:
    """Whether the system wants strong contrast; Qt before 6.10 cannot tell."""
    accessibility = getattr(hints, "accessibility", None)
    if accessibility is None:
        return False
    return bool(accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast)


def listen_to_system(hints: QStyleHints, slot: Callable[..., None]) -> None:
    """Call ``slot`` whenever the system changes what ``system`` follows."""
    hints.colorSchemeChanged.connect(slot)
    if hasattr(hints, "accessibility"):
        hints.accessibility().contrastPreferenceChanged.connect(slot)


def palette_of(theme: Theme) -> QPalette:
    """Qt's palette in the colours of ``theme``."""
    roles = QPalette.ColorRole
    palette = QPalette(QColor(theme.window))
    table = {
        roles.Window: theme.window,
        roles.WindowText: theme.text,
        roles.Base: theme.field,
        roles.AlternateBase: theme.panel,
        roles.Text: theme.text,
        roles.Button: theme.field,
        roles.ButtonText: theme.text,
        roles.BrightText: theme.error,
        roles.ToolTipBase: theme.panel,
        roles.ToolTipText: theme.text,
        roles.PlaceholderText: theme.faint,
        roles.Highlight: theme.accent,
        roles.HighlightedText: theme.on_accent,
        roles.Accent: theme.accent,
        roles.Link: theme.accent,
        roles.Mid: theme.line,
    }
    for role, colour in table.items():
        palette.setColor(role, QColor(colour))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.faint))
    return palette


MASK_TINTS = {
    "red": "#ff2020",
    "orange": "#ff8a00",
    "yellow": "#ffe100",
    "green": "#00c853",
    "blue": "#2979ff",
    "white": "#ffffff",
}
"""Colours that a mask may be shown in, for photos on which the theme's own cannot be told apart."""

SAMPLING_COLOURS = {"borrow": "#0072b2", "never": "#e69f00"}
"""Of areas to borrow from and never to: Okabe and Ito's blue and orange, which colour-blind eyes tell apart too."""


def mask_colour(theme: Theme, name: str = "theme", opacity_percent: int = 50) -> QColor:
    """What is laid over the marked part of the photo."""
    colour = QColor(MASK_TINTS.get(name, theme.mask))
    colour.setAlphaF(opacity_percent / 100)
    return colour


def preview_colour(theme: Theme) -> QColor:
    """What is laid over what would be marked."""
    colour = QColor(theme.preview)
    colour.setAlphaF(0.85)
    return colour
