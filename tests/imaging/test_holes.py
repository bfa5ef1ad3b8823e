import hashlib

import numpy as np
import pytest

from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.holes import (
    KINDS,
    MORE_KINDS,
    boxes,
    brush_strokes,
    centred_square,
    mask_for,
    thin_scratches,
)

SIZES = [Extent(96, 112), Extent(128, 200), Extent(512, 384), Extent(33, 57)]


def share(mask) -> float:
    return float((mask > 0).mean())


@pytest.mark.parametrize("kind", KINDS + MORE_KINDS)
@pytest.mark.parametrize("extent", [*SIZES, Extent(1, 1), Extent(7, 7), Extent(1, 300), Extent(300, 2)])
def test_masks_of_every_kind_and_size_are_made_of_0_and_255_and_never_empty(kind, extent):
    for seed in range(5):
        mask = mask_for(kind, extent, seed)
        assert mask.shape == (extent.height, extent.width)
        assert mask.dtype == np.uint8
        assert mask.any()
        assert set(np.unique(mask)) <= {0, 255}


@pytest.mark.parametrize("extent", SIZES)
@pytest.mark.parametrize("limits", [(0.01, 0.10), (0.10, 0.20), (0.20, 0.40)])
def test_brush_strokes_mark_a_share_within_their_limits(extent, limits):
    rng = np.random.default_rng(0)
    shares = [share(brush_strokes(extent, rng, limits)) for _ in range(40)]
    assert limits[0] <= min(shares)
    assert max(shares) <= limits[1]
    assert max(shares) - min(shares) > 0.4 * (limits[1] - limits[0])


@pytest.mark.parametrize("extent", SIZES[:3])
def test_scratches_mark_a_few_percent_in_thin_lines(extent):
    rng = np.random.default_rng(0)
    masks = [thin_scratches(extent, rng) for _ in range(40)]
    assert 0.01 < np.mean([share(mask) for mask in masks]) < 0.04
    assert max(share(mask) for mask in masks) < 0.08
    for mask in masks:
        marked = np.pad(mask > 0, 3)
        core = marked.copy()
        for step in range(-3, 4):  # what is left after seven rows or seven columns must all be marked
            core &= np.roll(marked, step, 0) & np.roll(marked, step, 1)
        assert core.sum() < 0.15 * marked.sum()


def test_a_seed_stands_for_the_same_mask_on_every_machine():
    digest = hashlib.sha256()
    for kind in KINDS:
        for seed in (0, 7):
            digest.update(mask_for(kind, Extent(96, 128), seed).tobytes())
    assert digest.hexdigest() == "74c9cfbe6741157d5e26e58ceab9abed4bf8c2e5487d1ff3c0012bd6f416aa25"


def test_other_seeds_give_other_masks():
    for kind in KINDS[:-1] + MORE_KINDS:
        first, second = (mask_for(kind, Extent(96, 128), seed) for seed in (1, 2))
        assert not np.array_equal(first, second)


def test_the_square_is_centred_and_marks_its_share():
    mask = centred_square(Extent(200, 300), share=0.15)
    assert share(mask) == pytest.approx(0.15, abs=0.005)
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    assert abs(rows.size - columns.size) <= 1
    assert abs(rows.mean() - 99.5) <= 0.5
    assert abs(columns.mean() - 149.5) <= 0.5


def test_a_square_that_does_not_fit_becomes_a_box_of_the_same_share():
    assert share(centred_square(Extent(10, 1000), share=0.15)) == pytest.approx(0.15, abs=0.01)
    assert share(centred_square(Extent(1000, 10), share=0.15)) == pytest.approx(0.15, abs=0.01)


def test_boxes_leave_most_of_the_photo():
    rng = np.random.default_rng(0)
    shares = [share(boxes(Extent(90, 120), rng)) for _ in range(200)]
    assert min(shares) > 0
    assert max(shares) < 0.6


def test_borders_mark_nothing_but_strips_along_the_edges():
    for seed in range(20):
        mask = mask_for("borders", Extent(100, 140), seed)
        assert not mask[7:-7, 7:-7].any()
        assert mask.any()


def test_an_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="not in tuple"):
        mask_for("stripes", Extent(9, 9), 0)
