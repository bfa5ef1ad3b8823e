"""Light and dark, names for those who cannot see, sharpness at 200 %."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractButton, QAbstractSlider

from desktop_unet.paths import resources_dir
from desktop_unet.ui.look.icons import pixmap
from desktop_unet.ui.look.theme import CONTRAST, DARK, LIGHT, Theme, chosen_theme, shown_theme
from desktop_unet.ui.window.actions import ACTIONS, ICONS, MENUS, RECENT, TOOLS, icon_of
from desktop_unet.ui.window.window import Window


def contrast(first: str, second: str) -> float:
    """WCAG 2 contrast ratio of two colours."""

    def luminance(name: str) -> float:
        parts = [value / 255 for value in QColor(name).getRgb()[:3]]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK, CONTRAST], ids=["light", "dark", "contrast"])
def test_text_can_be_read_in_every_theme(theme: Theme) -> None:
    for ground in (theme.window, theme.panel, theme.field):
        assert contrast(theme.text, ground) >= 7
        assert contrast(theme.muted, ground) >= 4.5
    assert contrast(theme.on_accent, theme.accent) >= 4.5
    assert contrast(theme.error, theme.panel) >= 4.5


def test_high_contrast_is_high_for_all_that_is_drawn() -> None:
    theme = CONTRAST
    for drawn in (theme.text, theme.muted, theme.faint, theme.line, theme.accent, theme.error):
        for ground in (theme.window, theme.panel, theme.field, theme.canvas):
            assert contrast(drawn, ground) >= 7
    assert contrast(theme.on_accent, theme.accent) >= 7
    assert contrast(theme.on_chip, theme.chip) >= 7
    assert contrast(theme.text, theme.focused) >= 7


class Hints:
    """What a system asks for."""

    def __init__(self, scheme: Qt.ColorScheme, contrast: Qt.ContrastPreference) -> None:
        self._scheme, self._contrast = scheme, contrast

    def colorScheme(self) -> Qt.ColorScheme:
        return self._scheme

    def accessibility(self) -> Hints:
        return self

    def contrastPreference(self) -> Qt.ContrastPreference:
        return self._contrast


def test_the_system_is_followed_where_nothing_is_chosen() -> None:
    light, dark = Qt.ColorScheme.Light, Qt.ColorScheme.Dark
    normal, high = Qt.ContrastPreference.NoPreference, Qt.ContrastPreference.HighContrast
    assert chosen_theme("system", Hints(light, normal)) is LIGHT
    assert chosen_theme("system", Hints(dark, normal)) is DARK
    assert chosen_theme("system", Hints(light, high)) is CONTRAST
    assert chosen_theme("light", Hints(dark, high)) is LIGHT
    assert chosen_theme("contrast", Hints(light, normal)) is CONTRAST


@pytest.mark.parametrize(("choice", "theme"), [("dark", DARK), ("contrast", CONTRAST), ("light", LIGHT)])
def test_the_theme_can_be_switched_while_the_window_is_open(opened: Window, choice: str, theme: Theme) -> None:
    opened.actions_by_name[f"theme:{choice}"].trigger()
    assert shown_theme() == theme
    assert opened.canvas.grab().toImage().pixelColor(1, 1).name() == theme.canvas
    assert opened.session.settings.theme == choice


def test_another_theme_leaves_the_photo_in_its_place(qtbot, opened: Window) -> None:
    opened.session.set_options(task="inpaint")
    place = opened.canvas.geometry()
    for choice in ("dark", "contrast", "light"):
        opened.actions_by_name[f"theme:{choice}"].trigger()
        qtbot.waitUntil(lambda: not opened.session.is_busy)
        opened.centralWidget().layout().activate()
        assert opened.canvas.geometry() == place


def test_no_widget_names_a_colour_itself() -> None:
    folder = Path(__file__).parents[3] / "desktop_unet" / "ui"
    files = [path for path in folder.rglob("*.py") if path.name != "theme.py"]
    assert len({path.parent for path in files}) > 5, "every room is searched"
    for path in files:
        assert not re.findall(r"\"#[0-9a-fA-F]{6}\"", path.read_text("utf-8")), path.name


def test_every_control_has_a_name(opened: Window) -> None:
    parts = [*opened.findChildren(QAbstractButton), *opened.findChildren(QAbstractSlider)]
    ours = [part for part in parts if not part.objectName().startswith("qt_") and part.parent() is not None]
    visible = [part for part in ours if part.isVisible()]
    assert len(visible) > 10
    assert not [part for part in visible if not (part.accessibleName() or getattr(part, "text", str)())]
    for pane in (opened.canvas, opened.slider, *(column.pane for column in opened.side.columns)):
        assert pane.accessibleName()


def test_every_action_is_in_a_menu_and_its_icon_exists() -> None:
    def names(entries) -> set[str]:
        return {name for entry in entries for name in ([entry] if isinstance(entry, str) else names(entry[1]))}

    listed = set().union(*(names(entries) for _, entries in MENUS)) - {"", RECENT}
    assert listed == {row.name for row in ACTIONS}
    there = {path.stem for path in (resources_dir() / "icons").glob("*.svg")}
    assert not {row.name: icon_of(row) for row in ACTIONS if icon_of(row) not in there}
    assert set(ICONS.values()) <= there
    assert set(TOOLS) - {"", "<>"} <= listed


def test_no_two_actions_share_a_key(window: Window) -> None:
    keys = [key.toString() for action in window.actions_by_name.values() for key in action.shortcuts()]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("ratio", [1, 1.5, 2, 3])
def test_icons_are_drawn_at_the_screens_own_sharpness(qapp, ratio: float) -> None:
    drawn = pixmap("open", LIGHT.text, 20, ratio)
    assert drawn.width() == round(20 * ratio)
    assert drawn.devicePixelRatio() == ratio
    image = drawn.toImage()
    assert any(image.pixelColor(x, y).alpha() for x in range(drawn.width()) for y in range(drawn.height()))


@pytest.mark.parametrize("path", sorted((resources_dir() / "icons").glob("*.svg")), ids=lambda path: path.stem)
@pytest.mark.parametrize("theme", [LIGHT, DARK, CONTRAST], ids=["light", "dark", "contrast"])
def test_every_icon_is_legible_in_every_theme(qapp, path: Path, theme: Theme) -> None:
    """It takes the colour of the text, or, as the program's own, brings its ground along; and it is not near empty."""
    source = path.read_text("utf-8")
    image = pixmap(path.stem, theme.text, 20, 2).toImage()
    alpha = [image.pixelColor(x, y).alpha() for x in range(image.width()) for y in range(image.height())]
    assert 0.03 < sum(alpha) / (255 * len(alpha)) < 1
    if path.stem != "app":
        assert "currentColor" in source
        drawn = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
        solid = [colour.getRgb()[:3] for colour in drawn if colour.alpha() == 255]
        assert solid
        assert all(
            abs(a - b) <= 2 for colour in solid for a, b in zip(colour, QColor(theme.text).getRgb(), strict=False)
        )
        assert contrast(theme.text, theme.window) >= 7


def test_changing_the_task_does_not_make_the_window_grow(qtbot, opened: Window) -> None:
    opened.resize(700, opened.minimumSizeHint().height() + 60)
    opened.session.masking.take_tool("brush")
    qtbot.wait(20)
    opened.resize(700, opened.minimumSizeHint().height())
    qtbot.wait(20)
    height = opened.height()
    for task in ("upscale", "inpaint", "upscale"):
        opened.session.set_options(task=task)
        qtbot.wait(20)
        assert opened.height() == height
