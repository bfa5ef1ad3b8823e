"""Damage is found whatever a photo's size: large photos are looked at at several."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image, ImageFilter

from desktop_unet.engine.finding import LARGEST_LAST_LOOK_PX, TILE_PX, damage_likelihood, sizes_looked_at
from desktop_unet.engine.restore import ignore_steps
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.photo import Photo


class NarrowOnly:
    """In place of a run: is sure of bright things at most 4 px wide, as networks know no others."""

    network = SimpleNamespace(descriptor=SimpleNamespace(size_multiple=4))

    def __init__(self) -> None:
        self.seen: list[tuple[int, int]] = []

    def predict(self, tile_HWC, **_options):
        self.seen.append(tile_HWC.shape[:2])
        bright = Image.fromarray((tile_HWC[..., 1] * 255).astype(np.uint8))
        wide = bright.filter(ImageFilter.MinFilter(5)).filter(ImageFilter.MaxFilter(5))
        apart = (np.asarray(bright, np.float32) - np.asarray(wide, np.float32)) / 255
        return np.minimum(2 * apart, 1)[..., None]


def found_in(pixels, tile_px: int = TILE_PX, report=ignore_steps):
    work = NarrowOnly()
    return damage_likelihood(Photo(pixels), tile_px, work, report) > 0.5, work


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_a_scratch_is_found_in_a_large_photo_as_wide_as_it_is(dtype):
    pixels = np.zeros((1501, 2600, 3), dtype)
    pixels[:, 700:703] = np.iinfo(dtype).max
    pixels[400:412, 900:2500] = np.iinfo(dtype).max
    found, _ = found_in(pixels)
    assert found[:, 700:703].mean() > 0.9
    assert found[403:408, 920:2480].all()
    sound = np.ones(found.shape, bool)
    sound[:, 696:707] = sound[394:418, 894:2506] = False
    assert not found[sound].any()


def test_a_photo_is_looked_at_at_its_own_size_and_at_halves():
    assert sizes_looked_at(Extent(LARGEST_LAST_LOOK_PX, 400)) == [Extent(LARGEST_LAST_LOOK_PX, 400)]
    assert sizes_looked_at(Extent(900, 1201)) == [Extent(900, 1201), Extent(450, 600)]
    assert sizes_looked_at(Extent(2000, 2601)) == [Extent(2000, 2601), Extent(1000, 1300), Extent(500, 650)]
    assert sizes_looked_at(Extent(1, 5000)) == [Extent(1, 5000), Extent(1, 2500), Extent(1, 1250), Extent(1, 625)]


def test_several_looks_have_to_be_surer_than_one():
    class Undecided(NarrowOnly):
        def predict(self, tile_HWC, **_options):
            return np.full((*tile_HWC.shape[:2], 1), 0.94, np.float32)

    small, large = (np.zeros((90, width, 3), np.uint8) for width in (LARGEST_LAST_LOOK_PX, LARGEST_LAST_LOOK_PX + 1))
    assert (damage_likelihood(Photo(small), TILE_PX, Undecided(), ignore_steps) > 0.5).all()
    assert not (damage_likelihood(Photo(large), TILE_PX, Undecided(), ignore_steps) > 0.5).any()


def test_every_look_is_reported_and_tiled():
    steps = []
    _, work = found_in(np.zeros((300, 1400, 3), np.uint8), 256, steps.append)
    assert len(work.seen) == steps[-1].total == steps[-1].done == len(steps) - 1
    assert max(max(shape) for shape in work.seen) <= 256


def test_what_a_smaller_look_says_lies_where_it_belongs():
    pixels = np.zeros((1337, 1399, 3), np.uint8)
    pixels[1100:1107, 1000:1200] = 255
    rows, columns = np.nonzero(found_in(pixels)[0])
    assert abs(rows.mean() - 1103) < 0.6
    assert abs(columns.mean() - 1099.5) < 1.5
