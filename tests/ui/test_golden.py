"""The main views look as they did when a person last looked at them: ``pytest --golden-update`` keeps new ones."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication, QWidget

from desktop_unet.paths import sample_photo
from desktop_unet.ui.window.shortcut_sheet import ShortcutSheet
from desktop_unet.ui.window.window import Window
from tests.ui.driving import idle
from tests.ui.resemblance import distance, picture_of, read_golden, write_golden

VIEWS = ("empty", "mask", "enlarge", "restore", "slider", "side", "keys")
THEMES = ("light", "dark")
FONT_PX = 12


@pytest.fixture(scope="module")
def font() -> Iterator[QFont]:
    """DejaVu Sans, as matplotlib brings it along: the same letters on every machine."""
    folder = Path(importlib.util.find_spec("matplotlib").origin).parent / "mpl-data" / "fonts" / "ttf"
    known = [QFontDatabase.addApplicationFont(str(folder / f"DejaVuSans{style}.ttf")) for style in ("", "-Bold")]
    assert -1 not in known, f"no fonts in {folder}"
    font = QFont("DejaVu Sans")
    font.setPixelSize(FONT_PX)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    yield font
    for number in known:
        QFontDatabase.removeApplicationFont(number)


@pytest.fixture
def plain_window(qapp: QApplication, font: QFont, request: pytest.FixtureRequest) -> Iterator[Window]:
    """The window in that font; other tests get their own back."""
    if request.config.getoption("--onscreen"):
        pytest.skip("pictures on a screen differ from those taken without one")
    before = qapp.font()
    qapp.setFont(font)
    window = request.getfixturevalue("window")
    yield window
    qapp.setFont(before)


def go_to(view: str, qtbot, window: Window) -> QWidget:
    """Bring the window from the view before, in the order of ``VIEWS``, to this one; what shows it."""
    session = window.session
    if view == "mask":
        session.opener.open(sample_photo())
        qtbot.waitUntil(lambda: session.document is not None)
        session.masking.take_tool("brush")
        for column in (150, 420):
            session.masking.begin_stroke((80.0, column), erase=False)
            session.masking.extend_stroke((380.0, column + 120.0))
            session.masking.end_stroke()
    elif view == "enlarge":
        session.set_options(task="upscale", scale=4)
        qtbot.waitUntil(lambda: session.strengths.found is not None)
    elif view == "restore":
        session.set_options(task="restore", mode="edit")
        window.panel.restore.rows["clean"].fold.click()
        qtbot.waitUntil(lambda: session.state.plan is not None)
    elif view == "slider":
        session.set_options(task="inpaint")
        session.restorer.start()
        idle(qtbot, session)
        session.set_options(mode="slider")
    elif view == "side":
        session.restorer.compare_variants()
        idle(qtbot, session)
    elif view == "keys":
        window.actions_by_name["show_shortcuts"].trigger()
        return window.findChild(ShortcutSheet)
    qtbot.waitUntil(lambda: not session.run_estimate.is_due)
    window.message.hide()
    return window


def settle() -> None:
    for _ in range(3):
        QApplication.processEvents()


def difference(seen: Image.Image, name: str, folder: Path) -> str:
    """Empty where ``seen`` looks like the golden picture, else how far it is off and where to look at it."""
    apart = distance(seen, read_golden(name))
    if apart.is_small:
        return ""
    path = folder / f"{name}.png"
    seen.save(path)
    return f"{name} is off by {apart.mean:.1f} levels, by {apart.worst:.0f} at the worst place: look at {path}"


@pytest.mark.parametrize("theme", THEMES)
def test_every_view_looks_as_it_did(qtbot, plain_window: Window, tmp_path: Path, pytestconfig, theme: str) -> None:
    plain_window.actions_by_name[f"theme:{theme}"].trigger()
    differences = []
    for view in VIEWS:
        shown = go_to(view, qtbot, plain_window)
        settle()
        seen = picture_of(shown)
        if pytestconfig.getoption("--golden-update"):
            write_golden(f"{view}-{theme}", seen)
        if folder := pytestconfig.getoption("--golden-views"):
            seen.save(Path(folder) / f"{view}-{theme}.png")
        differences.append(difference(seen, f"{view}-{theme}", tmp_path))
    shown.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not any(differences), "\n".join(filter(None, differences))


NAMES = [f"{view}-{theme}" for view in VIEWS for theme in THEMES]


@pytest.mark.parametrize("name", NAMES)
def test_what_has_moved_by_tens_of_pixels_is_seen_and_a_pixel_is_not(name: str) -> None:
    """One pixel of a golden picture of the window is three of the window."""
    golden = read_golden(name)
    assert distance(ImageChops.offset(golden, 1, 0), golden).is_small
    assert not distance(ImageChops.offset(golden, 10, 0), golden).is_small
    assert not distance(ImageChops.offset(golden, 0, 10), golden).is_small


@pytest.mark.parametrize("view", VIEWS)
def test_the_wrong_colours_are_seen(view: str) -> None:
    assert not distance(read_golden(f"{view}-light"), read_golden(f"{view}-dark")).is_small


@pytest.mark.parametrize("theme", THEMES)
def test_what_has_vanished_is_seen(theme: str) -> None:
    """The other page of the panel, no panel, no button to press."""
    golden = read_golden(f"mask-{theme}")
    width, height = golden.size
    assert not distance(read_golden(f"enlarge-{theme}"), golden).is_small
    for part in ((int(width * 0.76), 24, width, height - 8), (int(width * 0.76), height - 28, width, height - 8)):
        without = golden.copy()
        without.paste(golden.getpixel((width // 2, 40)), part)
        assert not distance(without, golden).is_small


def test_a_picture_of_another_size_is_another_picture() -> None:
    golden = read_golden("empty-light")
    assert not distance(golden.crop((0, 0, golden.width, golden.height - 1)), golden).is_small
