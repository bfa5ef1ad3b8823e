"""The whole road by window: open, paint, fill, undo, enlarge, compare, save - with the real engine."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from shipping.proof.screen import Screen, wait_for


@pytest.fixture(scope="module")
def small_networks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Product cards with small untrained networks: this road is about the window, not about beauty."""
    import torch

    from desktop_unet.models.card import Card
    from desktop_unet.models.config import UNetConfig
    from desktop_unet.models.unet import UNet
    from desktop_unet.models.weights import save_network

    folder = tmp_path_factory.mktemp("weights")
    torch.manual_seed(3)
    common = {"widths": (6, 8), "blocks": (1, 1)}
    configs = [
        UNetConfig(task="upscale", skip=skip, stem="low_res", head="linear", scales=(2, 4), **common)
        for skip in (True, False)
    ] + [UNetConfig(task="inpaint", skip=skip, scales=(1,), **common) for skip in (True, False)]
    for config in configs:
        network = UNet(config)
        name = f"{config.task}-{config.variant}"
        card = Card(name, "product", config, sum(weight.numel() for weight in network.parameters()))
        save_network(folder / f"{name}.safetensors", network, card)
    return folder


@pytest.fixture
def photo_file(tmp_path: Path) -> Path:
    rng = np.random.default_rng(5)
    rows, columns = np.mgrid[0:180, 0:260]
    pixels = np.stack([rows, columns % 256, (rows + columns) // 2], -1) + rng.integers(0, 20, (180, 260, 3))
    path = tmp_path / "scratched.png"
    Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)).save(path)
    return path


def test_open_paint_fill_undo_enlarge_compare_save(
    qtbot, monkeypatch, small_networks: Path, photo_file: Path, tmp_path: Path
) -> None:
    from PySide6.QtCore import QPoint, Qt
    from PySide6.QtTest import QTest

    from desktop_unet.settings import Settings
    from desktop_unet.ui.session.session import Session
    from desktop_unet.ui.window.window import Window
    from tests.ui.driving import Answers, close_and_check, drag, idle

    monkeypatch.setenv("DESKTOP_UNET_WEIGHTS", str(small_networks))
    window, answers = Window(Session(Settings(brush_size_px=12))), Answers()
    window.commands.dialogs = answers
    window.resize(1000, 700)
    window.show()
    window.activateWindow()  # on a real screen, keys reach an active window only
    qtbot.waitUntil(window.isActiveWindow)
    session = window.session
    session.network_files.list_installed()

    answers.open = [photo_file]
    QTest.mouseClick(window.empty.open, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: session.document is not None)
    document, original = session.document, session.document.photo.pixels
    assert document.photo.extent.width == 260

    QTest.mouseClick(window.panel.tasks.buttons["inpaint"], Qt.MouseButton.LeftButton)
    middle = window.canvas.rect().center()
    drag(window.canvas, [(middle.x() - 50, middle.y()), (middle.x() + 50, middle.y() + 20)])
    painted = document.mask.copy()
    assert painted.any()

    QTest.mouseClick(window.panel.run_box.run, Qt.MouseButton.LeftButton)
    idle(qtbot, session, 60_000)
    assert window.message.kind != "error", window.message.text.text()
    filled = document.photo.pixels
    assert np.array_equal(filled[painted == 0], original[painted == 0])
    assert not np.array_equal(filled[painted > 0], original[painted > 0])

    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert np.array_equal(document.photo.pixels, original)
    assert np.array_equal(document.mask, painted)
    QTest.keyClick(window, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)

    QTest.mouseClick(window.panel.tasks.buttons["upscale"], Qt.MouseButton.LeftButton)
    QTest.mouseClick(window.panel.enlarge.scales.buttons[2], Qt.MouseButton.LeftButton)
    QTest.mouseClick(window.panel.run_box.run, Qt.MouseButton.LeftButton)
    idle(qtbot, session, 60_000)
    assert (document.photo.height, document.photo.width) == (360, 520)
    assert window.shown_view is window.slider
    QTest.keyClick(window.slider, Qt.Key.Key_Right)
    QTest.mouseMove(window.slider, QPoint(40, 40))
    assert window.status.device.text() != "Device: auto"

    window.actions_by_name["compare_variants"].trigger()
    idle(qtbot, session, 60_000)
    photos = document.last_result.photos
    assert set(photos) == {"skip", "no-skip"}
    assert not np.array_equal(photos["skip"].pixels, photos["no-skip"].pixels)

    answers.save = tmp_path / "restored.png"
    QTest.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    idle(qtbot, session)
    with Image.open(answers.save) as saved:
        assert np.array_equal(np.asarray(saved), document.photo.pixels)
    assert np.array_equal(np.asarray(Image.open(photo_file)), original)
    assert window.close()
    assert answers.asked == ["open", "save scratched-filled-x2.png"]
    close_and_check(window)


# --- the same in a real window -------------------------------------------------------------------


def test_the_screen_stays_as_it_is_when_its_last_client_has_left(screen: Screen) -> None:
    """A screen that begins anew turns away a program that starts just then, one time in twenty."""
    screen.do("mousemove", 7, 9)
    time.sleep(0.5)
    assert screen.do("getmouselocation").startswith("x:7 y:9 ")


def fill_and_save(hand: Screen, target: Path) -> None:
    """Ctrl+Return; then Ctrl+S, a name, Return."""
    hand.do("key", "ctrl+Return")
    wait_for(lambda: hand.window(r"scratched\.png\*"), "filling")
    hand.save_as(target)
    wait_for(lambda: not hand.window(r"scratched\.png\*"), "saving")


def changed_pixels(photo_file: Path, target: Path) -> np.ndarray:
    """(H, W) where the saved photo differs from the original."""
    original, restored = (np.asarray(Image.open(path)).astype(int) for path in (photo_file, target))
    assert restored.shape == original.shape
    return np.abs(restored - original).max(axis=2) > 0


def test_the_road_in_a_real_window(real_window: Screen, photo_file: Path, tmp_path: Path) -> None:
    """Start with a photo, paint with a real mouse, fill, save by the dialog, quit; all by hand."""
    real_window.do("key", "b")
    real_window.drag((380, 400), (480, 420))
    fill_and_save(real_window, tmp_path / "by-hand.png")
    changed = changed_pixels(photo_file, tmp_path / "by-hand.png")
    assert 100 < changed.sum() < changed.size // 4
    rows, columns = np.nonzero(changed)
    assert columns.max() - columns.min() > rows.max() - rows.min()  # as wide as the stroke was


def test_tools_in_a_real_window(real_window: Screen, photo_file: Path, tmp_path: Path) -> None:
    """A rectangle, a smaller one taken out of it with Ctrl, one more that is undone; then fill and save."""
    hand = real_window
    hand.do("key", "r")
    hand.drag((300, 320), (500, 440))
    hand.do("keydown", "ctrl")
    hand.drag((360, 350), (440, 410))
    hand.do("keyup", "ctrl")
    hand.drag((520, 320), (560, 440))
    hand.do("key", "ctrl+z")
    fill_and_save(hand, tmp_path / "by-hand.png")
    rows, columns = np.nonzero(changed_pixels(photo_file, tmp_path / "by-hand.png"))
    height, width = np.ptp(rows) + 1, np.ptp(columns) + 1
    assert width / height == pytest.approx(200 / 120, abs=0.1)
    share = len(rows) / (height * width)
    assert share == pytest.approx(1 - (80 * 60) / (200 * 120), abs=0.06)
