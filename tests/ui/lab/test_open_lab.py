"""The lab is one action away, on the photo that is open, and there is one of it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from desktop_unet.document.shapes import rectangle
from desktop_unet.ui.window.actions import ACTIONS
from desktop_unet.ui.window.window import Window
from tests.ui.conftest import answers, engine, opened, photo_file, window  # noqa: F401 - fixtures


@pytest.fixture
def _exercise_weights(exercise: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESKTOP_UNET_WEIGHTS", str(exercise))


@pytest.mark.usefixtures("_exercise_weights")
def test_the_menu_opens_the_lab_on_the_open_photo(qtbot, opened: Window) -> None:  # noqa: F811
    opened.actions_by_name["skip_lab"].trigger()
    lab = opened.commands.lab
    qtbot.waitUntil(lambda: bool(lab.session.ablation), timeout=20_000)
    assert np.array_equal(lab.session.pixels_HWC, opened.session.document.photo.pixels)
    opened.actions_by_name["skip_lab"].trigger()
    assert opened.commands.lab is lab
    opened.close()
    assert not lab.isVisible(), "it ends with the main window"
    assert lab.session.close()


@pytest.mark.usefixtures("_exercise_weights")
def test_photo_and_mask_of_the_editor_are_taken_over(qtbot, opened: Window) -> None:  # noqa: F811
    opened.actions_by_name["skip_lab"].trigger()
    lab, document = opened.commands.lab, opened.commands._session.document
    qtbot.waitUntil(lambda: bool(lab.session.ablation), timeout=20_000)
    assert lab.session.options.task == "upscale"
    document.combine("mark", rectangle((20, 30), (50, 70), document.photo.extent), "add")
    lab.actions_by_name["editor"].trigger()
    qtbot.waitUntil(lambda: not lab.session.is_busy, timeout=20_000)
    crop = lab.session.options.crop
    assert lab.holes.currentData() == "drawn"
    assert np.array_equal(lab.session.mask, document.mask[crop.slices])
    opened.close()
    assert lab.session.close()


def test_the_docs_name_its_key() -> None:
    row = next(row for row in ACTIONS if row.name == "skip_lab")
    page = Path(__file__).parents[3] / "docs" / "skip-lab.md"
    assert f"*View > Skip Lab* ({row.shortcut})" in page.read_text("utf-8")
