"""What the packed program must do on the command line, beside the source tree.

Comes in: both programs. Goes out: a sentence per check, for the table; or ``ProofFailed``.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image

from shipping.contents import REPOSITORY
from shipping.proof.program import PATIENCE_S, Program
from shipping.proof.root import ProofFailed
from tests.imaging import heic_building

TOLERANCE = 1
"""Largest difference between packed and source results, of 255."""
STEPS = 2
Check = Callable[[Program, Program], str]


def check_itself(packed: Program, source: Program) -> str:
    """``self-check``: every network restores the sample; what it ran on is what the source tree runs on."""
    facts, ours = (json.loads(program.must(["self-check", "--json"]).out) for program in (packed, source))
    for name in ("torch", "numpy", "pillow", "desktop-unet"):
        if facts["versions"][name] != ours["versions"][name]:
            raise ProofFailed(f"{name} is {facts['versions'][name]}, in the source tree {ours['versions'][name]}")
    figures = ", ".join(f"{check['card']} {check['figure']}" for check in facts["checks"])
    return f"{facts['seconds']:.1f} s on {facts['device']} in {facts['precision']}: {figures}"


def check_upscale(packed: Program, source: Program) -> str:
    """A real photo x4."""
    words = ["upscale", f"{packed.desk}/photo.jpg", "OUT", "--scale", "4"]
    return _compare_results(packed, source, words)


def check_inpaint(packed: Program, source: Program) -> str:
    """The sample's scratches filled, and its wide hole with texture."""
    words = ["inpaint", f"{packed.desk}/sample.jpg", "OUT", "--mask", f"{packed.desk}/mask.png"]
    return _compare_results(packed, source, words)


def check_heic(packed: Program, source: Program) -> str:
    """A phone's photo, by the library that only such files load."""
    return _compare_results(packed, source, ["upscale", f"{packed.desk}/phone.heic", "OUT", "--scale", "2"])


def _compare_results(packed: Program, source: Program, words: list[str]) -> str:
    results = []
    for number, program in enumerate((packed, source)):
        target = packed.desk / f"{words[0]}-{number}.png"
        target.unlink(missing_ok=True)
        program.must([str(target) if word == "OUT" else word for word in words])
        with Image.open(target) as picture:
            results.append(np.asarray(picture).astype(int))
    ours, theirs = results
    if ours.shape != theirs.shape:
        raise ProofFailed(f"{words[0]}: {ours.shape} packed, {theirs.shape} from the source tree")
    furthest = int(np.abs(ours - theirs).max())
    if furthest > TOLERANCE:
        raise ProofFailed(f"{words[0]}: packed and source differ by {furthest}/255, more than {TOLERANCE}")
    return f"{ours.shape[1]} x {ours.shape[0]} pixels, furthest from the source tree {furthest}/255"


def check_mishaps(packed: Program, source: Program) -> str:
    """What a person can do wrong gives one line, the same packed as from the source tree."""
    desk = packed.desk
    (desk / "text.jpg").write_text("not a photo\n", "utf-8")
    shutil.rmtree(desk / "damaged", ignore_errors=True)
    shutil.copytree(REPOSITORY / "weights", desk / "damaged")
    for path in (desk / "damaged").glob("*.safetensors"):
        path.write_bytes(path.read_bytes()[:-1000] + bytes(1000))
    (desk / "closed").mkdir(exist_ok=True)
    (desk / "closed").chmod(0o555)
    two = ["--scale", "2"]
    photo, damaged = f"{desk}/photo.jpg", {"DESKTOP_UNET_WEIGHTS": f"{desk}/damaged"}
    for arguments, extra in (
        (["upscale", f"{desk}/none.jpg", f"{desk}/x.png", *two], {}),
        (["upscale", f"{desk}/text.jpg", f"{desk}/x.png", *two], {}),
        (["upscale", photo, f"{desk}/x.png", *two], damaged),
        (["self-check"], damaged),
        (["upscale", photo, f"{desk}/closed/x.png", *two], {}),
        (["upscale", photo, f"{desk}/x.png", *two, "--card", "none"], {}),
        (["train", "none", "--data", f"{desk}/photos", "--out", f"{desk}/run"], {}),
    ):
        _compare_mishaps(packed, source, arguments, extra)
    return "7 mishaps: one line each, the same as from the source tree"


def _compare_mishaps(packed: Program, source: Program, arguments: list[str], extra: dict[str, str]) -> None:
    ours, theirs = (program.run(arguments, extra) for program in (packed, source))
    if (ours.code, ours.err) != (theirs.code, theirs.err):
        raise ProofFailed(
            f"{' '.join(arguments)}: packed {ours.code} {ours.err!r}, source {theirs.code} {theirs.err!r}"
        )
    if ours.code != 1 or not re.fullmatch(r"error: [^\n]+\n", ours.err):
        raise ProofFailed(f"{' '.join(arguments)}: not one line: {ours.code} {ours.err!r}")


def check_training(packed: Program, source: Program) -> str:
    """Each kind of network trains some steps, goes on where it stopped, and what came out restores a photo."""
    told = []
    for task, words in (("upscale", ["--scale", "2"]), ("inpaint", ["--mask", f"{packed.desk}/small-mask.png"])):
        out = packed.desk / f"run-{task}"
        shutil.rmtree(out, ignore_errors=True)
        recipe = [
            "train",
            f"{task}-skip",
            "--data",
            f"{packed.desk}/photos",
            "--out",
            str(out),
            "--batch",
            "2",
            "--json",
        ]
        for steps in (STEPS, 2 * STEPS):
            facts = json.loads(packed.must([*recipe, "--steps", str(steps)]).out)
            if not facts["finished"] or facts["steps"] != steps:
                raise ProofFailed(f"training {task}: {facts}")
        target = packed.desk / f"trained-{task}.png"
        packed.must([task, f"{packed.desk}/small.png", str(target), *words, "--card", facts["weights"], "--overwrite"])
        told.append(f"{task} {facts['steps']} steps")
    return f"{', '.join(told)}, resumed half-way; the weights restore a photo"


def check_network(packed: Program, source: Program) -> str:
    """No socket to anywhere is opened, also where there would be a network (there is none in the root)."""
    log = packed.desk / "sockets.txt"
    words = ["upscale", f"{packed.desk}/small.png", f"{packed.desk}/x.png", "--scale", "2", "--overwrite"]
    command = ["strace", "-f", "-qq", "-e", "trace=socket,connect", "-o", str(log), *packed.command(words)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S)
    if ended.returncode:
        raise ProofFailed(f"under strace it ended with {ended.returncode}: {ended.stderr[-300:]}")
    opened = [line for line in log.read_text().splitlines() if "AF_INET" in line]
    if opened:
        raise ProofFailed(f"sockets were opened: {opened[:3]}")
    return "no internet socket was opened"


CHECKS: tuple[tuple[str, Check], ...] = (
    ("self-check", check_itself),
    ("upscale", check_upscale),
    ("inpaint", check_inpaint),
    ("HEIC", check_heic),
    ("mishaps", check_mishaps),
    ("training", check_training),
    ("no network", check_network),
)


def lay_desk(desk: Path) -> None:
    """Photos and masks to work on, and the user's home."""
    shutil.rmtree(desk, ignore_errors=True)
    (desk / "home").mkdir(parents=True)
    (desk / "photos").mkdir()
    sample, mask = REPOSITORY / "resources" / "sample.jpg", REPOSITORY / "resources" / "sample-mask.png"
    shutil.copyfile(sample, desk / "sample.jpg")
    shutil.copyfile(mask, desk / "mask.png")
    with Image.open(sample) as photo, Image.open(mask) as marks:
        photo.crop((40, 20, 360, 260)).save(desk / "photo.jpg", quality=92)
        photo.crop((60, 40, 188, 136)).save(desk / "small.png")
        marks.crop((60, 40, 188, 136)).save(desk / "small-mask.png")
        photo.resize((512, 512)).save(desk / "square.png")
        (desk / "phone.heic").write_bytes(heic_building.simple(np.asarray(photo.crop((40, 20, 200, 116)))))
        for number in range(6):
            box = (number * 60, number * 30, number * 60 + 320, number * 30 + 300)
            photo.crop(box).save(desk / "photos" / f"{number}.png")
    _take_real_photo(desk)
    for path in [desk, *desk.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)


def _take_real_photo(desk: Path) -> None:
    """In place of the painted sample, where photos are at hand (they are not part of the project)."""
    data = REPOSITORY.parent / "shared" / "data"
    for path in sorted((data / "val").glob("*.[jp][pn]g"))[:1] if data.is_dir() else []:
        with Image.open(path) as photo:
            photo.convert("RGB").crop((0, 0, 320, 240)).save(desk / "photo.jpg", quality=92)
