"""A wide hole is seen while it is being filled: coarse first, at the end nearly as it will be, and never beside it."""

from __future__ import annotations

import numpy as np
import pytest

from desktop_unet.engine.glimpses import PIXELS_AT_MOST, RoomView
from desktop_unet.engine.progress import part_of, without_glimpses
from desktop_unet.engine.restore import run
from desktop_unet.engine.task import Choices, Glimpse, InpaintRequest, Step
from desktop_unet.imaging.geometry import Rect
from desktop_unet.imaging.photo import Photo
from tests.engine.networks import INPAINT, mask_with, save_random, texture

HOLE = (50, 60, 130, 170)
BOX = Rect.from_edges(*HOLE)


@pytest.fixture(scope="module")
def card(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("glimpses")
    save_random(folder, "inpaint-skip", INPAINT)
    return folder / "inpaint-skip.safetensors"


def request(card, how: str, dtype=np.uint8) -> InpaintRequest:
    pixels = texture(180, 240)
    if dtype == np.uint16:
        pixels = pixels.astype(np.uint16) * 257
    return InpaintRequest(Photo(pixels), mask_with(180, 240, HOLE), Choices(card=card, device="cpu"), fill=how)


def seen_in(asked: InpaintRequest) -> tuple[list[tuple[Glimpse, Photo]], Photo]:
    """What could be seen at each step, and the result."""
    seen = []

    def look(step: Step) -> None:
        if step.glimpse is not None:
            seen.append((step.glimpse, step.glimpse.draw()))

    result = run(asked, look)
    return seen, result.photo


@pytest.mark.parametrize("how", ["texture", "structure"])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_the_hole_grows_towards_the_result_and_nothing_is_seen_beside_it(card, how: str, dtype) -> None:
    asked = request(card, how, dtype)
    seen, result = seen_in(asked)
    assert len(seen) >= 3
    most = float(np.iinfo(dtype).max)
    final = result.pixels[BOX.slices].astype(float) / most
    off = []
    for glimpse, picture in seen:
        assert (glimpse.box, glimpse.extent) == (BOX, asked.photo.extent)
        assert picture.pixels.dtype == dtype
        assert picture.extent == BOX.extent
        assert (picture.alpha == most).all()  # the hole fills its box
        off.append(float(np.abs(picture.pixels / most - final).mean()))
    assert off[-1] < off[0] / 2


def test_looking_changes_no_result(card) -> None:
    asked = request(card, "texture")
    assert np.array_equal(seen_in(asked)[1].pixels, run(asked).photo.pixels)


def test_only_the_hole_is_seen_and_large_ones_are_reduced() -> None:
    rows, columns = np.mgrid[0:900, 0:1100]
    hole = (rows - 450) ** 2 + (columns - 550) ** 2 < 400**2
    photo = Photo(np.zeros((1000, 1200, 3), np.uint8))
    view = RoomView(photo, Rect(50, 50, 900, 1100), Rect.from_edges(100, 200, 901, 1001), hole)
    coarse = np.zeros((57, 69, 3), np.float32)
    coarse[..., 0] = np.linspace(0, 1, 69)
    picture = view.drawn(coarse)
    assert picture.extent.pixels <= PIXELS_AT_MOST * 1.01
    assert picture.alpha[0, 0] == 0
    middle = picture.height // 2, picture.width // 2
    assert picture.alpha[middle] == 255
    assert abs(int(picture.pixels[middle][0]) - 128) < 6
    assert np.diff(picture.pixels[middle[0], :, 0].astype(int)).min() >= 0


def test_glimpses_pass_through_parts_of_a_whole_and_can_be_left_out(card) -> None:
    glimpse = Glimpse(BOX, Photo(np.zeros((180, 240, 3), np.uint8)).extent, lambda: None)
    told = []
    part_of(told.append, 1, 2, "Skip")(Step(1, 4, "Filling", glimpse=glimpse))
    without_glimpses(told.append)(Step(1, 4, "Filling", glimpse=glimpse))
    assert [step.glimpse for step in told] == [glimpse, None]
    assert (told[0].done, told[0].total, told[0].text) == (5, 8, "Skip: Filling")
