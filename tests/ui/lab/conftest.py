"""A lab window on networks as they are before any training, small but of the exercise's names and kinds."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from desktop_unet.models.config import UNetConfig
from desktop_unet.ui.lab.lab_window import LabWindow
from tests.engine.networks import save_finders, save_random
from tests.ui.driving import make_pixels

UPSCALE = UNetConfig(widths=(4, 8, 8), blocks=(1, 1, 1), norm="batch")
INPAINT = UNetConfig(task="inpaint", scales=(1,), widths=(4, 8), blocks=(1, 1))


def save_exercise(folder: Path) -> Path:
    """Every name that the lab and its lessons ask for."""
    for skip in (True, False):
        for upsampling in ("bilinear", "pixel_shuffle", "unpool", "transposed"):
            config = replace(UPSCALE, upsampling=upsampling, skip=skip)
            save_random(folder, f"exercise-upscale-{upsampling.replace('_', '-')}-{config.variant}", config)
        for stages, name in ((1, ""), (2, "two-stage-")):
            config = replace(INPAINT, skip=skip, stages=stages)
            save_random(folder, f"exercise-inpaint-{name}{config.variant}", config)
        sharp = replace(UPSCALE, skip=skip)
        save_random(folder, f"upscale-sharp-{sharp.variant}", sharp)
    save_random(folder, "exercise-upscale-tanh-skip", replace(UPSCALE, head="tanh"))
    return save_finders(folder)


@pytest.fixture(scope="session")
def exercise(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_exercise(tmp_path_factory.mktemp("exercise"))


@pytest.fixture
def lab(qtbot, exercise: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LabWindow]:
    """Shown on a photo of 200 x 300, both networks run, the strip filled; afterwards nothing of it is left."""
    monkeypatch.setenv("DESKTOP_UNET_WEIGHTS", str(exercise))
    QApplication.instance().setStyle("Fusion")
    lab = LabWindow(make_pixels(200, 300))
    lab.problems = []
    lab.session.told.connect(lambda kind, sentence: lab.problems.append(sentence) if kind == "error" else None)
    lab.show()
    qtbot.waitUntil(lambda: bool(lab.session.ablation), timeout=20_000)
    yield lab
    lab.close()
    assert lab.session.close(), "the worker thread is still running"
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not isValid(lab), "the window is left"
    gc.collect()
