from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_unet.imaging.geometry import Extent, Rect
from desktop_unet.imaging.tiling import TileBlender, blend_weights, plan_tiles

SIZES = [Extent(*sides) for sides in ((7, 7), (1, 2000), (2000, 1), (1, 1), (101, 211), (64, 65), (128, 96))]


@st.composite
def plans(draw, overlaps=1):
    """A size, and a tile that has room for so many overlaps on its grid."""
    extent = Extent(draw(st.integers(1, 160)), draw(st.integers(1, 160)))
    multiple, overlap_px = draw(st.sampled_from([1, 2, 4, 8])), draw(st.integers(0, 24))
    return extent, overlaps * overlap_px + 2 * multiple + draw(st.integers(0, 70)), overlap_px, multiple


def through_tiles(photo_HWC, extent, tiles, overlap_px, scale, network):
    """What the engine does: cut, run, blend, and put finished rows where they belong."""
    blender = TileBlender(extent, tiles, overlap_px, scale=scale, channels=photo_HWC.shape[2])
    restored = np.full_like(photo_HWC, np.nan)
    expected_top = 0
    for tile in tiles:
        assert not blender.is_complete
        band = blender.add(network(photo_HWC[tile.scaled(scale).slices], tile))
        if band is not None:
            assert band.top == expected_top
            expected_top += len(band.pixels_HWC)
            restored[band.top : expected_top] = band.pixels_HWC
    assert blender.is_complete
    assert expected_top == blender.extent_out.height == restored.shape[0]
    return restored


def identity(pixels_HWC, _tile):
    return pixels_HWC


@settings(max_examples=150, deadline=None, derandomize=True)
@given(plans())
def test_tiles_cover_the_photo_have_one_size_and_start_on_the_grid(plan):
    extent, tile_px, overlap_px, multiple = plan
    tiles = plan_tiles(extent, tile_px, overlap_px, multiple)
    covered = np.zeros((extent.height, extent.width), bool)
    for tile in tiles:
        assert tile.within(extent) == tile
        assert tile.extent == tiles[0].extent
        assert max(tile.height, tile.width) <= tile_px
        assert tile.top % multiple == 0
        assert tile.left % multiple == 0
        covered[tile.slices] = True
    assert covered.all()


@settings(max_examples=150, deadline=None, derandomize=True)
@given(plans())
def test_neighbours_share_at_least_the_overlap(plan):
    extent, tile_px, overlap_px, multiple = plan
    tiles = plan_tiles(extent, tile_px, overlap_px, multiple)
    for starts, length in (
        (sorted({tile.top for tile in tiles}), tiles[0].height),
        (sorted({tile.left for tile in tiles}), tiles[0].width),
    ):
        for before, after in pairwise(starts):
            assert before + length - after >= overlap_px


@settings(max_examples=80, deadline=None, derandomize=True)
@given(plans(overlaps=2), st.sampled_from([1, 2, 3]))
def test_an_identity_network_through_any_tiling_returns_the_photo(plan, scale):
    extent, tile_px, overlap_px, multiple = plan
    out = extent.scaled(scale)
    photo_HWC = np.random.default_rng(0).random((out.height, out.width, 3), np.float32)
    tiles = plan_tiles(extent, tile_px, overlap_px, multiple)
    restored = through_tiles(photo_HWC, extent, tiles, overlap_px, scale, identity)
    assert np.abs(restored - photo_HWC).max() < 1e-6


@pytest.mark.parametrize("extent", SIZES)
@pytest.mark.parametrize(("tile_px", "overlap_px"), [(64, 16), (48, 0), (33, 16)])
def test_sizes_that_do_not_divide_lose_nothing_at_their_edges(extent, tile_px, overlap_px):
    photo_HWC = np.random.default_rng(1).random((extent.height, extent.width, 1), np.float32)
    tiles = plan_tiles(extent, tile_px, overlap_px)
    restored = through_tiles(photo_HWC, extent, tiles, overlap_px, 1, identity)
    assert np.abs(restored - photo_HWC).max() < 1e-6


def test_a_photo_of_one_tile_comes_back_bit_for_bit():
    extent = Extent(40, 60)
    photo_HWC = np.random.default_rng(2).random((40, 60, 3), np.float32)
    tiles = plan_tiles(extent, 64, 16, 8)
    assert tiles == [extent.rect]
    assert np.array_equal(through_tiles(photo_HWC, extent, tiles, 16, 1, identity), photo_HWC)


def test_what_a_network_gets_wrong_near_a_cut_does_not_show():
    """Garbage in the outer quarter of each overlap, where a network lacks context, has next to no weight."""
    extent, overlap_px = Extent(150, 190), 32
    photo_HWC = np.random.default_rng(3).random((150, 190, 3), np.float32)

    def wrong_near_cuts(pixels_HWC, tile: Rect):
        wrong = pixels_HWC.copy()
        margin = overlap_px // 4
        if tile.top > 0:
            wrong[:margin] = 1.0
        if tile.left > 0:
            wrong[:, :margin] = 0.0
        if tile.bottom < extent.height:
            wrong[-margin:] = 1.0
        if tile.right < extent.width:
            wrong[:, -margin:] = 0.0
        return wrong

    tiles = plan_tiles(extent, 80, overlap_px)
    restored = through_tiles(photo_HWC, extent, tiles, overlap_px, 1, wrong_near_cuts)
    assert np.abs(restored - photo_HWC).max() < 0.1 / 255


def test_neighbours_that_disagree_meet_in_a_ramp_without_a_step():
    extent, overlap_px = Extent(16, 120), 40
    tiles = plan_tiles(extent, 80, overlap_px)
    assert len(tiles) == 2

    def own_number(pixels_HWC, tile: Rect):
        return np.full_like(pixels_HWC, 1.0 if tile.left > 0 else 0.0)

    across = through_tiles(np.zeros((16, 120, 1), np.float32), extent, tiles, overlap_px, 1, own_number)[5, :, 0]
    assert (across[0], across[-1]) == (0.0, 1.0)
    assert (np.diff(across) >= 0).all()
    assert np.diff(across).max() < 0.12


def test_weights_are_positive_and_full_at_the_photos_own_borders():
    extent = Extent(100, 100)
    weights = blend_weights(Rect(0, 0, 60, 60), extent, 20, scale=2)
    assert weights.shape == (120, 120)
    assert weights.dtype == np.float32
    assert weights.min() > 0
    assert (weights[:90, :90] == 1).all()
    assert weights[-1].max() < 1e-5


def test_no_larger_tiles_than_needed_are_planned():
    tiles = plan_tiles(Extent(520, 300), 512, 32, 8)
    assert len(tiles) == 2
    assert tiles[0].height == 280


@pytest.mark.parametrize(("tile_px", "overlap_px", "multiple"), [(16, 16, 1), (16, 12, 8), (8, 0, 16)])
def test_a_tile_without_room_for_its_overlap_is_refused(tile_px, overlap_px, multiple):
    with pytest.raises(ValueError, match="no room"):
        plan_tiles(Extent(500, 501), tile_px, overlap_px, multiple)


def test_memory_is_bound_by_the_tiles_height_and_not_by_the_photos():
    extent = Extent(4000, 64)
    tiles = plan_tiles(extent, 64, 16)
    blender = TileBlender(extent, tiles, 16, scale=4)
    held = sum(array.nbytes for array in vars(blender).values() if isinstance(array, np.ndarray))
    assert held <= 64 * 4 * 64 * 4 * (3 + 1) * 4
