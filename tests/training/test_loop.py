"""Runs resume exactly, share their work exactly, and leave what they promise."""

from __future__ import annotations

import json
import os
import runpy
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from PIL import Image

from desktop_unet.errors import RunDiffers
from desktop_unet.models.weights import load_network, save_network
from desktop_unet.training.batches import truth_px
from desktop_unet.training.checkpoint import CHECKPOINT, load_checkpoint
from desktop_unet.training.config import TrainConfig
from desktop_unet.training.loop import LOG, Progress, Run, train
from desktop_unet.training.photos import PhotoFolder
from desktop_unet.training.validation import Validation

PLAIN = {"precision": "fp32"}


def photos(config: TrainConfig, folder: Path) -> PhotoFolder:
    return PhotoFolder(folder, truth_px(config))


def state_of(folder: Path) -> dict[str, torch.Tensor]:
    state = load_checkpoint(folder)
    assert state is not None
    averages = {f"average {i}": mean for i, mean in enumerate(state["average"])}
    return {**state["network"], **averages, **state.get("adversary", {}).get("judge", {})}


@pytest.mark.parametrize("precision", ["fp32", "bf16"])
@pytest.mark.parametrize("kind", ["upscaling", "inpainting", "with_muon", "judged"])
def test_four_steps_are_two_and_a_resume_and_two(
    kind: str, precision: str, request: pytest.FixtureRequest, photo_folder: Path, tmp_path: Path
) -> None:
    config: TrainConfig = request.getfixturevalue(kind)
    whole = Run(tmp_path / "whole", photos(config, photo_folder), precision=precision)
    assert train(config, whole) == 4
    steps: list[int] = []
    first = Run(
        tmp_path / "parts",
        photos(config, photo_folder),
        precision=precision,
        report=lambda p: steps.append(p.step),
        stop=lambda: len(steps) >= 1,
    )
    assert train(config, first) == 2
    second = Run(tmp_path / "parts", photos(config, photo_folder), precision=precision)
    assert train(config, second) == 4
    one, other = state_of(tmp_path / "whole"), state_of(tmp_path / "parts")
    assert all(torch.equal(one[name], other[name]) for name in one)


def test_a_run_leaves_weights_whose_card_says_where_they_come_from(
    upscaling: TrainConfig, photo_folder: Path, tmp_path: Path
) -> None:
    folder = photos(upscaling, photo_folder)
    held = folder.hold_out(2)
    seen: list[Progress] = []
    run = Run(tmp_path, folder, Validation(held, upscaling.network), licences=("CC0",), report=seen.append, **PLAIN)
    train(upscaling, run)
    _, card = load_network(tmp_path / "tiny-skip.safetensors")
    assert card.provenance["steps"] == 4
    assert card.provenance["training"]["seed"] == upscaling.seed
    assert card.licences == ("CC0",)
    assert card.look == "natural"
    assert [p.step for p in seen] == [1, 2, 3, 4]
    assert seen[-1].score is not None
    lines = [json.loads(line) for line in (tmp_path / LOG).read_text().splitlines()]
    assert [line["step"] for line in lines] == [2, 4]


def test_a_run_can_begin_with_the_weights_of_another(
    upscaling: TrainConfig, photo_folder: Path, tmp_path: Path
) -> None:
    train(upscaling, Run(tmp_path / "first", photos(upscaling, photo_folder), **PLAIN))
    weights = tmp_path / "first" / "tiny-skip.safetensors"
    still = replace(upscaling, learning_rate=0.0, loss="l2", steps=2)
    second = Run(tmp_path / "second", photos(still, photo_folder), start=weights, **PLAIN)
    train(still, second)
    (given, _), (kept, card) = load_network(weights), load_network(tmp_path / "second" / "tiny-skip.safetensors")
    assert all(torch.equal(a, b) for a, b in zip(given.parameters(), kept.parameters(), strict=True))
    assert card.provenance["started_from"]["steps"] == 4
    train(replace(still, steps=4), replace(second, start=None))
    _, card = load_network(tmp_path / "second" / "tiny-skip.safetensors")
    assert card.provenance["started_from"]["steps"] == 4


def test_a_run_can_begin_with_dead_units_made_new(upscaling: TrainConfig, photo_folder: Path, tmp_path: Path) -> None:
    train(upscaling, Run(tmp_path / "first", photos(upscaling, photo_folder), **PLAIN))
    network, card = load_network(tmp_path / "first" / "tiny-skip.safetensors")
    with torch.no_grad():
        network.encoder.levels[0][0].first.bias[2:5] = -9.0
    dead = tmp_path / "dead.safetensors"
    save_network(dead, network, card)
    still = replace(upscaling, learning_rate=0.0, steps=2)
    photo = torch.rand(1, 3, 16, 20)
    for revived in (False, True):
        config, out = replace(still, revived=revived), tmp_path / f"revived {revived}"
        train(config, Run(out, photos(config, photo_folder), start=dead, **PLAIN))
        after, _ = load_network(out / "tiny-skip.safetensors")
        assert torch.allclose(after.eval()(photo, scale=2), network.eval()(photo, scale=2), atol=1e-6)
        assert torch.equal(after.encoder.levels[0][0].first.bias[2:5], torch.full((3,), 0.0 if revived else -9.0))


def test_weights_of_another_network_are_refused_as_a_beginning(
    upscaling: TrainConfig, photo_folder: Path, tmp_path: Path
) -> None:
    train(upscaling, Run(tmp_path / "first", photos(upscaling, photo_folder), **PLAIN))
    other = replace(upscaling, network=replace(upscaling.network, widths=(8, 12)))
    start = tmp_path / "first" / "tiny-skip.safetensors"
    with pytest.raises(RunDiffers, match="a different network"):
        train(other, Run(tmp_path / "second", photos(other, photo_folder), start=start, **PLAIN))
    assert not (tmp_path / "second" / CHECKPOINT).exists()


@pytest.mark.parametrize("task", ["inpainting", "upscaling"])
def test_an_adversary_is_asked_for_or_not_there(
    task: str, request: pytest.FixtureRequest, photo_folder: Path, tmp_path: Path
) -> None:
    config: TrainConfig = replace(request.getfixturevalue(task), steps=2)
    train(config, Run(tmp_path / "alone", photos(config, photo_folder), **PLAIN))
    faint = replace(config, adversarial_weight=1e-30)
    train(faint, Run(tmp_path / "judged", photos(faint, photo_folder), **PLAIN))
    alone, judged = state_of(tmp_path / "alone"), state_of(tmp_path / "judged")
    assert "adversary" not in load_checkpoint(tmp_path / "alone")
    assert "adversary" in load_checkpoint(tmp_path / "judged")
    assert all(torch.equal(tensor, judged[name]) for name, tensor in alone.items())


def test_training_makes_the_loss_smaller(upscaling: TrainConfig, photo_folder: Path, tmp_path: Path) -> None:
    config = replace(upscaling, steps=60, learning_rate=3e-3, save_every=60, damaged_share=0.0)
    losses: list[float] = []
    train(config, Run(tmp_path, photos(config, photo_folder), report=lambda p: losses.append(p.loss), **PLAIN))
    assert losses[-1] < 0.9 * losses[0]


def test_a_folder_with_another_run_is_refused(upscaling: TrainConfig, photo_folder: Path, tmp_path: Path) -> None:
    run = Run(tmp_path, photos(upscaling, photo_folder), **PLAIN)
    train(upscaling, run)
    before = (tmp_path / CHECKPOINT).read_bytes()
    with pytest.raises(RunDiffers, match="batch changed"):
        train(replace(upscaling, batch=2), run)
    assert (tmp_path / CHECKPOINT).read_bytes() == before
    assert train(replace(upscaling, steps=6), run) == 6


def test_a_damaged_checkpoint_is_said(upscaling: TrainConfig, photo_folder: Path, tmp_path: Path) -> None:
    (tmp_path / CHECKPOINT).write_bytes(b"PK\x03\x04 not a checkpoint")
    with pytest.raises(RunDiffers, match="damaged"):
        train(upscaling, Run(tmp_path, photos(upscaling, photo_folder), **PLAIN))


SCRIPT = """
import sys, torch
from pathlib import Path
from desktop_unet.models.config import UNetConfig
from desktop_unet.training.batches import truth_px
from desktop_unet.training.distributed import joined_team
from desktop_unet.training.loop import Run, train
from desktop_unet.training.photos import PhotoFolder
from desktop_unet.training.config import TrainConfig
torch.set_num_threads(1)
network = UNetConfig(widths=(8, 8), blocks=(1, 1), encoder="residual", stem="low_res", head="linear", scales=(2, 3))
scales = ((2, 0.5), (3, 0.5))
rest = {"warmup_steps": 2, "scale_weights": scales, "save_every": 3, "centred": True}
config = TrainConfig("shared", "own", network, 3, 4, 16, **rest)
with joined_team() as team:
    train(config, Run(Path(sys.argv[2]), PhotoFolder(Path(sys.argv[1]), truth_px(config)), precision="fp32"), team)
"""


def test_two_processes_are_one_with_the_double_batch(
    photo_folder: Path, tmp_path: Path, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "share.py"
    script.write_text(SCRIPT)
    environment = {**os.environ, "PYTHONPATH": str(repository), "OMP_NUM_THREADS": "1"}
    launcher = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node=2"]
    words = [str(script), str(photo_folder)]
    command = [*launcher, *words, str(tmp_path / "two")]
    subprocess.run(command, check=True, timeout=120, env=environment, capture_output=True)
    threads = torch.get_num_threads()
    monkeypatch.setattr(sys, "argv", [*words, str(tmp_path / "one")])
    runpy.run_path(str(script))
    torch.set_num_threads(threads)
    one, two = state_of(tmp_path / "one"), state_of(tmp_path / "two")
    for name, tensor in one.items():
        assert torch.allclose(tensor, two[name], atol=2e-5), name


def test_an_interrupt_saves_and_says_how_to_go_on(photo_folder: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    with Image.open(photo_folder / "sea_0.png") as photo:
        photo.resize((260, 230)).save(data / "sea_0.png")
    command = [sys.executable, "-m", "desktop_unet", "train", "upscale-skip", "--data", str(data)]
    command += ["--out", str(tmp_path / "run"), "--steps", "100000", "--batch", "1", "--threads", "1"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    out = tmp_path / "run"
    deadline = time.monotonic() + 60
    while not out.is_dir() and time.monotonic() < deadline and process.poll() is None:
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    said, complaints = process.communicate(timeout=60)
    assert process.returncode == 130, complaints
    assert "Traceback" not in complaints
    assert "the same command continues from there" in said
    assert load_checkpoint(out)["step"] > 0


def test_a_folder_without_photos_is_said_in_one_line(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "desktop_unet", "train", "upscale-skip", "--data", str(tmp_path)]
    ended = subprocess.run([*command, "--out", str(tmp_path / "run")], capture_output=True, text=True, timeout=60)
    assert ended.returncode == 1
    assert ended.stderr.startswith("error: ")
    assert ended.stderr.count("\n") == 1
    assert not (tmp_path / "run").exists()
