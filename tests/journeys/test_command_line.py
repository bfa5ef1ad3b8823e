"""A photo's whole road by the command line, as a real process."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.engine.networks import mask_with, save_product, texture


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("journey")
    save_product(folder / "weights")
    exif = Image.Exif()
    exif[0x0110] = "A camera"
    exif[0x0112] = 6
    Image.fromarray(texture(90, 130)).save(folder / "photo.jpg", quality=95, exif=exif)
    # The camera was held upright: as shown, the photo is 130 high and 90 wide.
    Image.fromarray(mask_with(130, 90, (40, 30, 60, 50))).save(folder / "mask.png")
    return folder


def start(place: Path, *words: object) -> subprocess.Popen[str]:
    # A child of a program that ignores Ctrl-C would ignore it too.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    surroundings = os.environ | {"DESKTOP_UNET_WEIGHTS": str(place / "weights")}
    command = [sys.executable, "-m", "desktop_unet", *(str(word) for word in words)]
    return subprocess.Popen(command, env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finish(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


def test_repair_enlarge_and_export(place):
    """Fill a hole, enlarge the result, and find the photo's turn, camera and untouched pixels as they should be."""
    filled, larger = place / "filled.png", place / "larger.jpg"
    words = ("inpaint", place / "photo.jpg", filled, "--mask", place / "mask.png", "--json", "--threads", 1)
    code, out, err = finish(start(place, *words))
    assert (code, err) == (0, "")
    assert json.loads(out)["card"] == "inpaint-skip"
    code, _, err = finish(start(place, "upscale", filled, larger, "--scale", 2, "--threads", 1))
    assert (code, err) == (0, "")

    upright = np.asarray(Image.open(place / "photo.jpg").transpose(Image.Transpose.ROTATE_270))
    mask = np.asarray(Image.open(place / "mask.png"))
    after = np.asarray(Image.open(filled))
    assert after.shape == upright.shape
    assert np.abs(after[mask == 0].astype(int) - upright[mask == 0]).max() <= 2
    with Image.open(larger) as enlarged:
        assert enlarged.size == (180, 260)
        assert enlarged.getexif().get(0x0110) == "A camera"
        assert enlarged.getexif().get(0x0112, 1) == 1


def test_a_failure_has_one_line_and_no_traceback(place):
    code, out, err = finish(start(place, "upscale", place / "nothing.png", place / "out.png", "--scale", 2))
    assert (code, out) == (1, "")
    assert err.startswith("error: ")
    assert err.count("\n") == 1


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="what a process has loaded is read from /proc")
@pytest.mark.parametrize(
    ("loaded", "pause_s"), [("_multiarray_umath", 0.0), ("libtorch_cpu", 0.0), ("libtorch_cpu", 4.0)]
)
def test_ctrl_c_leaves_no_output_and_says_nothing(place, loaded, pause_s):
    """While numpy loads, while torch loads, and while the network runs."""
    Image.fromarray(texture(700, 901)).save(place / "large.png")
    before = sorted(path.name for path in place.iterdir())
    process = start(
        place, "upscale", place / "large.png", place / "never.png", "--scale", 8, "--tile", 128, "--threads", 1
    )
    wait_until_loaded(process, loaded)
    time.sleep(pause_s)
    process.send_signal(signal.SIGINT)
    assert finish(process) == (130, "", "")
    assert sorted(path.name for path in place.iterdir()) == before


def wait_until_loaded(process: subprocess.Popen[str], library: str) -> None:
    """Return when the process has a library of that name in its memory."""
    maps = Path("/proc", str(process.pid), "maps")
    until = time.monotonic() + 60
    while library not in maps.read_text():
        assert process.poll() is None
        assert time.monotonic() < until
        time.sleep(0.005)
