"""Tiled equals whole at odd sizes, with the program's own networks, and nothing is lost at the edges."""

from __future__ import annotations

import numpy as np
import pytest

from desktop_unet.engine.memory import smallest_side_px
from desktop_unet.engine.predict import open_network
from desktop_unet.engine.reach import overlap_px
from desktop_unet.engine.restore import restore
from desktop_unet.engine.task import Choices, UpscaleRequest
from desktop_unet.imaging.photo import Photo
from desktop_unet.imaging.ranges import code_to_unit
from desktop_unet.imaging.resample import resize
from tests.engine.networks import photo, texture

ODD_SIZES = [
    (1, 2000), (2000, 1), (7, 7), (1, 1), (1, 129), (129, 1), (2, 3), (2, 797), (797, 3), (3, 509),
    (13, 389), (389, 17), (5, 1009), (31, 257), (257, 29), (127, 131), (131, 127), (149, 137), (173, 139), (64, 193),
]  # fmt: skip
NETWORKS = ["upscale-skip", "upscale-no-skip", "small"]


def the_network(networks, name: str):
    card = networks / "upscale.safetensors" if name == "small" else name
    asked = Choices(card=card, precision="fp32", device="cpu", memory_mib=4000)
    network = open_network(UpscaleRequest(photo(), 2, 0.0, asked))
    return network, asked, smallest_side_px(network, overlap_px(network.descriptor))


@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize("size", ODD_SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_odd_sizes_show_no_seams(networks, name, size):
    network, asked, side = the_network(networks, name)
    before = Photo(texture(*size))
    whole = restore(UpscaleRequest(before, 2, 0.0, asked), network)
    tiled = restore(UpscaleRequest(before, 2, 0.0, Choices(**{**vars(asked), "tile_px": side})), network)
    assert (whole.tiles, tiled.tiles > 1) == (1, max(size) > side)
    assert whole.photo.pixels.shape == tiled.photo.pixels.shape == (2 * size[0], 2 * size[1], 3)
    assert np.abs(whole.photo.pixels.astype(int) - tiled.photo.pixels.astype(int)).max() <= 1


@pytest.mark.parametrize("name", NETWORKS[:2])
def test_the_edges_are_as_good_as_the_middle(networks, name):
    """A network that loses its border rows would be far from bicubic there."""
    network, asked, side = the_network(networks, name)
    before = Photo(texture(131, 157))
    tiled = restore(UpscaleRequest(before, 2, 0.0, Choices(**{**vars(asked), "tile_px": side})), network)
    simple = resize(code_to_unit(before.pixels), before.extent.scaled(2), "bicubic", clip=True)
    error = np.abs(code_to_unit(tiled.photo.pixels) - simple).mean(axis=2)
    edge = np.ones(error.shape, bool)
    edge[4:-4, 4:-4] = False
    assert error[edge].mean() < 2 * error[~edge].mean()
