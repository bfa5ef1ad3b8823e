"""An exact size is reached by reducing; a selection is all that the network touches."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from desktop_unet.engine.restore import run
from desktop_unet.engine.selection import box_of
from desktop_unet.engine.task import Choices, UpscaleRequest
from desktop_unet.errors import MaskEmpty, MaskSizeDiffers, RequestImpossible, TargetTooLarge
from desktop_unet.imaging.geometry import Extent, Rect
from desktop_unet.imaging.photo import Photo
from desktop_unet.imaging.target_size import TargetSize
from tests.engine.networks import mask_with, photo, texture


def request_for(networks, name: str, before: Photo, scale: int, **more) -> UpscaleRequest:
    choices = Choices(card=networks / f"{name}.safetensors", precision="fp32", device="cpu")
    return UpscaleRequest(before, scale, 0.0, choices, **more)


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_the_result_has_exactly_the_size_asked_for(networks, dtype) -> None:
    before = photo(61, 97, dtype, alpha=np.full((61, 97), np.iinfo(np.dtype(dtype)).max, dtype))
    target = TargetSize(Extent(100, 159), 240.0)
    after = run(request_for(networks, "upscale", before, 2, target=target)).photo
    assert after.extent == target.extent
    assert after.alpha.shape == (100, 159)
    assert after.pixels.dtype == dtype
    assert after.metadata.dots_per_inch == (240.0, 240.0)


def test_reducing_does_not_alias(networks) -> None:
    """Stripes of one pixel, reduced to a third, are gray and not stripes of another width."""
    pixels = np.zeros((90, 132, 3), np.uint8)
    pixels[:, ::2] = 255
    target = TargetSize(Extent(30, 44))
    after = run(request_for(networks, "identity", Photo(pixels), 1, target=target)).photo.pixels
    assert np.abs(after[:, 4:-4].astype(int) - 127).max() < 12


def test_a_size_beyond_the_scale_is_refused(networks) -> None:
    with pytest.raises(TargetTooLarge):
        run(request_for(networks, "upscale", photo(61, 97), 2, target=TargetSize(Extent(130, 200))))


def test_x8_in_two_passes_counts_every_tile_once(networks) -> None:
    steps = []
    run(request_for(networks, "upscale", photo(61, 97), 8), steps.append)
    counted = [step for step in dict.fromkeys(steps) if step.text == "Enlarging"]
    assert [step.done for step in counted] == list(range(counted[-1].total + 1))
    assert {step.total for step in counted} == {counted[-1].total}


# --- only the selection -------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_cleaning_up_a_selection_leaves_all_else_bit_identical(networks, dtype) -> None:
    before = photo(170, 233, dtype)
    only = mask_with(170, 233, (60, 80, 100, 150))
    inverted = request_for(networks, "identity", before, 1, only=only)
    after = run(inverted).photo.pixels
    assert np.array_equal(after[only == 0], before.pixels[only == 0])


def test_inside_the_selection_is_what_the_network_makes_of_the_whole_photo(networks) -> None:
    before = photo(170, 233)
    only = mask_with(170, 233, (60, 80, 100, 150))
    whole = run(request_for(networks, "upscale", before, 2)).photo.pixels
    part = run(request_for(networks, "upscale", before, 2, only=only)).photo.pixels
    inside = np.s_[122:198, 162:298]  # a soft edge of one photo pixel
    assert part.shape == whole.shape
    assert np.abs(part[inside].astype(int) - whole[inside]).max() <= 1
    assert not np.array_equal(part[:100], whole[:100])


def test_a_soft_edge_mixes_both(networks) -> None:
    before = Photo(texture(80, 111))
    half = np.full((80, 111), 128, np.uint8)
    all_of_it = np.full((80, 111), 255, np.uint8)
    whole = run(request_for(networks, "upscale", before, 2, only=all_of_it)).photo.pixels.astype(int)
    mixed = run(request_for(networks, "upscale", before, 2, only=half)).photo.pixels.astype(int)
    none = run(request_for(networks, "upscale", before, 2, only=mask_with(80, 111, (0, 0, 1, 1)))).photo.pixels
    kept = none.astype(int)[8:]
    expected = kept + (whole[8:] - kept) * 128 / 255
    assert np.abs(mixed[8:] - expected).max() <= 1


def test_alpha_of_a_selection_is_enlarged_as_a_whole(networks) -> None:
    before = photo(50, 71, alpha=np.full((50, 71), 200, np.uint8))
    after = run(request_for(networks, "upscale", before, 2, only=mask_with(50, 71, (5, 5, 20, 20)))).photo
    assert after.alpha.shape == (100, 142)


@pytest.mark.parametrize(
    ("only", "mishap"),
    [(np.zeros((61, 97), np.uint8), MaskEmpty), (np.full((60, 97), 255, np.uint8), MaskSizeDiffers)],
)
def test_a_selection_that_does_not_fit_is_refused(networks, only, mishap) -> None:
    with pytest.raises(mishap):
        run(request_for(networks, "upscale", photo(61, 97), 2, only=only))


def test_a_selection_has_no_exact_size(networks) -> None:
    only = mask_with(61, 97, (5, 5, 20, 20))
    request = request_for(networks, "upscale", photo(61, 97), 2, only=only)
    with pytest.raises(RequestImpossible, match="selection by a scale"):
        run(replace(request, target=TargetSize(Extent(100, 159))))


def test_the_box_of_a_mask_holds_what_is_marked_and_no_more() -> None:
    assert box_of(mask_with(40, 60, (3, 5, 9, 11), (20, 2, 21, 50))) == Rect.from_edges(3, 2, 21, 50)
    assert box_of(mask_with(40, 60)).is_empty
