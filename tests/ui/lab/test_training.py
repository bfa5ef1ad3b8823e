"""Training from the lab: a process of the program's own verb, watched, paused, resumed, cancelled, kept."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QProcess, Qt
from PySide6.QtTest import QTest

from desktop_unet.engine.lab.gates import Gated
from desktop_unet.models.card import find_card
from desktop_unet.paths import user_weights_dir
from desktop_unet.studio.lab.crops import code8
from desktop_unet.studio.lab.lab_cards import list_lab_cards
from desktop_unet.studio.lab.lab_options import LabOptions
from desktop_unet.studio.lab.scene import picture_by, settings_of
from desktop_unet.ui.lab.train_dialog import TrainDialog
from desktop_unet.ui.lab.training_run import LOG, TrainingPlan, TrainingRun, training_folder
from tests.engine.networks import FIND, INPAINT, UPSCALE, save_random
from tests.ui.driving import make_pixels

SLOW_MS = 240_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("photos")
    rng = np.random.default_rng(3)
    for number in range(3):
        pixels = rng.integers(0, 255, (9, 10, 3), np.uint8)
        Image.fromarray(pixels).resize((320, 290)).save(folder / f"{number}.png")
    return folder


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Own folders, so that runs do not meet; one thread each, since two wait for each other on a busy machine."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("OMP_NUM_THREADS", "1")


def plan(folder: Path, steps: int, name: str = "own-try-skip") -> TrainingPlan:
    return TrainingPlan("exercise-upscale-bilinear-skip", folder, name, steps)


@pytest.mark.usefixtures("short")
def test_a_run_that_was_paused_goes_on_and_its_network_is_kept(qtbot, folder: Path) -> None:
    run = TrainingRun(plan(folder, 8))
    run.start()
    qtbot.waitUntil(lambda: len(run.points()) >= 1, timeout=SLOW_MS)
    run.pause()
    qtbot.waitUntil(lambda: run.state == "paused", timeout=SLOW_MS)
    assert 0 < run.points()[-1][0] < 8
    run.start()
    qtbot.waitUntil(lambda: run.state in ("done", "failed"), timeout=SLOW_MS)
    assert run.state == "done"
    path, card = find_card("own-try-skip")
    assert path.parent == user_weights_dir()
    assert (card.family, card.provenance["steps"], card.config.skip) == ("own", 8, True)
    assert not run.plan.folder.exists()
    assert "own-try-skip" in [pair[0] for pair in list_lab_cards().pairs["upscale"]]


@pytest.mark.usefixtures("short")
def test_a_training_ends_with_the_program(qtbot, folder: Path) -> None:
    dialog = TrainDialog()
    qtbot.addWidget(dialog)
    dialog.folder.setText(str(folder))
    dialog.start()
    process = dialog.run._process
    assert process.waitForStarted()
    dialog.leave()
    assert process.state() == QProcess.ProcessState.NotRunning
    assert dialog.isHidden()


@pytest.mark.usefixtures("short")
def test_a_cancelled_run_leaves_nothing(qtbot, folder: Path) -> None:
    run = TrainingRun(plan(folder, 1000))
    run.start()
    qtbot.waitUntil(run.plan.folder.exists, timeout=SLOW_MS)
    run.cancel()
    assert run.state == "cancelled"
    assert not run.plan.folder.exists()
    assert not user_weights_dir().exists()


@pytest.mark.usefixtures("short")
def test_a_training_is_watched_as_it_grows_and_what_it_has_learned_can_be_kept(qtbot, folder: Path) -> None:
    looked: list[Path] = []
    picture = np.full((20, 30, 3), 90, np.uint8)

    def look(weights: Path, done) -> None:
        assert weights.is_file()
        looked.append(weights)
        done(picture)

    dialog = TrainDialog(look=look)
    qtbot.addWidget(dialog)
    dialog.folder.setText(str(folder))
    dialog.name.setText("own-early")
    dialog.steps.setValue(20)
    dialog.start()
    assert not dialog.buttons["keep"].isEnabled()
    qtbot.waitUntil(lambda: "left" in dialog.says.text(), timeout=SLOW_MS)
    assert looked[0] == training_folder("own-early") / "own-early.safetensors"
    assert dialog.growing.image.width() == 30
    QTest.mouseClick(dialog.buttons["keep"], Qt.MouseButton.LeftButton)
    assert dialog.run.state == "done"
    _, card = find_card("own-early")
    assert 0 < card.provenance["steps"] < 20
    assert not training_folder("own-early").exists()
    assert dialog.run._process.state() == QProcess.ProcessState.NotRunning


def test_the_time_that_is_left_goes_by_the_pace_since_the_start(qtbot, monkeypatch, tmp_path: Path) -> None:
    run = TrainingRun(plan(tmp_path, 1000))
    points = [(100, 1.0, None)]
    assert run.seconds_left(points) is None
    run._seen = 100, 50.0
    monkeypatch.setattr(time, "monotonic", lambda: 60.0)
    assert run.seconds_left(points) is None, "no step since"
    assert run.seconds_left([*points, (150, 1.0, None)]) == 170.0


@pytest.mark.usefixtures("short")
def test_a_folder_without_photos_is_told(qtbot, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    dialog = TrainDialog()
    qtbot.addWidget(dialog)
    QTest.mouseClick(dialog.buttons["start"], Qt.MouseButton.LeftButton)
    assert "Choose a folder" in dialog.says.text()
    dialog.folder.setText(str(tmp_path / "empty"))
    QTest.mouseClick(dialog.buttons["start"], Qt.MouseButton.LeftButton)
    assert not dialog.folder.isEnabled()
    qtbot.waitUntil(lambda: dialog.run.state == "failed", timeout=SLOW_MS)
    assert "no usable photos" in dialog.says.text()
    assert dialog.folder.isEnabled()


@pytest.mark.usefixtures("short")
def test_a_training_that_was_paused_is_mentioned(qtbot) -> None:
    training_folder("own-try").mkdir(parents=True)
    (training_folder("own-try") / LOG).touch()
    dialog = TrainDialog()
    qtbot.addWidget(dialog)
    assert not dialog.says.text()
    dialog.name.setText("own-try")
    assert "paused" in dialog.says.text()


@pytest.mark.parametrize("task", ["upscale", "inpaint", "find-damage"])
def test_what_a_growing_network_is_for_is_asked_of_its_card(tmp_path: Path, task: str) -> None:
    config = {
        "upscale": replace(UPSCALE, stem="enlarge_first", scales=(4,)),
        "inpaint": INPAINT,
        "find-damage": FIND,
    }
    weights, pixels = save_random(tmp_path, "own-of-any-name", config[task]), make_pixels(96, 120)
    wanted = Gated(weights, settings_of(pixels, LabOptions(task=task)).case()).picture()
    assert np.array_equal(picture_by(weights, pixels, LabOptions()), code8(wanted))
    assert picture_by(tmp_path / "gone.safetensors", pixels, LabOptions()) is None


def test_every_recipe_of_the_dialog_exists(qtbot) -> None:
    from desktop_unet.training.recipes import RECIPES

    dialog = TrainDialog()
    qtbot.addWidget(dialog)
    names = [dialog.recipe.itemData(index) for index in range(dialog.recipe.count())]
    assert len(names) == 10
    assert set(names) <= set(RECIPES)
