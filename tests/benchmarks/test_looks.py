"""Peers are enlarged once and kept, timed alike, and compared with what was measured; windows lie where they say."""

from __future__ import annotations

from argparse import Namespace

import looks
import numpy as np
import pytest
from looks import Entrant, Look, compared, enlarged, entrants, figures, looks_at, middle
from PIL import Image
from rich.console import Console

from desktop_unet.evaluation.niqe import PACKAGE as NATURAL
from desktop_unet.evaluation.niqe import PARAMETERS
from desktop_unet.evaluation.perceptual import PACKAGE, WEIGHTS
from desktop_unet.imaging.geometry import Rect
from desktop_unet.imaging.photo import Photo
from desktop_unet.imaging.resample import resize_code
from desktop_unet.paths import package_file
from scripts.looks_sheet import AROUND_PX, SCALE, THEMES, cut, surroundings
from tests.engine.networks import texture

judged = pytest.mark.skipif(
    package_file(PACKAGE, WEIGHTS) is None or package_file(NATURAL, PARAMETERS) is None,
    reason="the judges are not installed",
)


def look(who: str, st_lpips: float, psnr: float, seconds: float | None) -> Look:
    return Look(who, "clean", "one", psnr, 0.9, st_lpips, None, 0.02, seconds)


def test_ratios_are_to_the_first_card_to_real_esrgan_and_to_realsrs_seconds():
    here = {
        "natural": [look("natural", 0.2, 30.0, 0.5), look("natural", 0.4, 32.0, 0.25)],
        "sharp": [look("sharp", 0.1, 29.0, 0.5), look("sharp", 0.1, 31.0, 0.5)],
        "realsr-x4": [look("realsr-x4", 0.1, 29.5, 20.0), look("realsr-x4", 0.1, 29.5, 30.0)],
        "real-esrgan-x4": [look("real-esrgan-x4", 0.4, 28.0, None)] * 2,
    }
    assert compared(here["sharp"], here["natural"], here) == ("-1.00", "0.333", "0.250", "1/50.0")
    assert compared(here["natural"], here["natural"], here)[:2] == ("+0.00", "1.000")
    assert compared(here["real-esrgan-x4"], here["natural"], here)[3] == "", "its pictures were kept, nothing was timed"
    assert compared(here["sharp"], here["natural"], {"sharp": here["sharp"]})[2:] == ("", "")


def test_means_leave_out_what_was_not_measured():
    assert figures([look("a", 0.2, 30.0, None), look("a", 0.4, 31.0, 2.0)]) == (
        "30.50", "0.9000", "0.3000", "nan", "0.0200", "2.000",
    )  # fmt: skip


def test_two_files_of_one_name_are_told_apart():
    cards = ["upscale-skip", "runs/a/upscale-skip.safetensors", "runs/b/other.safetensors"]
    names = [one.name for one in entrants(cards, [], 1, Console())]
    assert names == ["bicubic", "upscale-skip", "runs/a/upscale-skip.safetensors", "other"]


def test_a_kept_picture_is_taken_unless_its_seconds_are_wanted(tmp_path):
    calls = []

    def enlarge(low, damaged):
        calls.append(damaged)
        return resize_code(low.pixels, low.extent.scaled(4))

    low, kept, one = Photo(texture(12, 15)), tmp_path / "kept" / "a.png", Entrant("slow", enlarge, "theirs")
    first, seconds = enlarged(one, low, False, kept, is_timed=False)
    again, none = enlarged(one, low, False, kept, is_timed=False)
    assert seconds > 0
    assert none is None
    assert np.array_equal(first, again)
    assert enlarged(one, low, True, kept, is_timed=True)[1] > 0
    assert calls == [False, True]


def test_the_middle_is_in_the_middle():
    photo = Photo(texture(60, 91))
    assert np.array_equal(middle(photo, 20).pixels, photo.pixels[20:40, 35:55])
    assert middle(photo, None) is photo
    assert middle(photo, 70).pixels.shape == (60, 70, 3)


@judged
def test_everybody_gets_the_same_small_photo_and_is_judged(tmp_path):
    file = tmp_path / "photo.png"
    Image.fromarray(texture(200, 252)).save(file)
    given_to: dict[str, list[np.ndarray]] = {"a": [], "b": []}

    def enlarger(name):
        def enlarge(low, damaged):
            given_to[name].append(low.pixels)
            return resize_code(low.pixels, low.extent.scaled(4))

        return Entrant(name, enlarge, "ours")

    given = Namespace(crop=None, conditions=list(looks.CONDITIONS), keep=None, timed=1)
    found = list(looks_at(file, 0, [enlarger("a"), enlarger("b")], given))
    assert [(one.who, one.condition) for one in found] == [(w, c) for c in looks.CONDITIONS for w in ("a", "b")]
    assert found[0].st_lpips == found[1].st_lpips > 0
    assert found[2].psnr < found[0].psnr
    for first, second in zip(given_to["a"], given_to["b"], strict=True):
        assert np.array_equal(first, second)


# --- sheets ----------------------------------------------------------------------------


def test_a_window_is_found_in_its_surroundings_also_at_the_photos_rim():
    photo = Photo(texture(300, 400))
    for rect in (Rect(80, 120, 128, 160), Rect(0, 240, 128, 160), Rect(172, 0, 128, 160)):
        around, inside = surroundings(rect, photo)
        assert np.array_equal(cut(cut(photo.pixels, around), inside), cut(photo.pixels, rect))
        assert around.top == max(0, rect.top - AROUND_PX)
        assert around.height % SCALE == around.width % SCALE == inside.top % SCALE == inside.left % SCALE == 0


def test_every_theme_has_windows_that_lie_on_the_grid_and_in_their_photos(shared_data):
    assert set(THEMES) >= {"faces", "text", "foliage", "fur", "sky", "skin"}
    for window in (window for windows in THEMES.values() for window in windows):
        with Image.open(shared_data / "val" / f"{window.photo}.png") as photo:
            assert window.rect.top + window.rect.height <= photo.height
            assert window.rect.left + window.rect.width <= photo.width
        assert window.top % SCALE == window.left % SCALE == 0
